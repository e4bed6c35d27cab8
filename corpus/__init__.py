"""Reading articles: files -> articles. Knows files; knows nothing of models."""

from corpus.article import Article, Span

__all__ = ["Article", "Span"]
