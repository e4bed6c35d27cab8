"""Reading articles: files -> articles. Knows files; knows nothing of models."""

import os

# Nothing leaves the machine. onnxruntime reports to its maker unless this is set before its import; markitdown imports
# it too. Every package of ours imports this one first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from corpus.article import Article, Span
from corpus.errors import PinciteError
from corpus.readers import read_articles
from corpus.rows import Problem

__all__ = ["Article", "PinciteError", "Problem", "Span", "read_articles"]
