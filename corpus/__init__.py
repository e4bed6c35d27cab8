"""Reading articles: files -> articles. Knows files; knows nothing of models."""

from corpus.article import Article, Span
from corpus.errors import PinciteError
from corpus.readers import Problem, read_articles

__all__ = ["Article", "PinciteError", "Problem", "Span", "read_articles"]
