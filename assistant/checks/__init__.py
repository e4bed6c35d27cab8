"""Exact checks of a claim against its source: what a score misses and a reader never forgives."""

from assistant.checks.aligned import aligned
from assistant.checks.facts import mismatches, numbers
from assistant.checks.names import names, words

__all__ = ["aligned", "mismatches", "names", "numbers", "words"]
