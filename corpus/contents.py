"""What a file yields: articles, and what is wrong with the rest of it."""

from dataclasses import dataclass

from corpus.article import Article


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read: `source` is a path, with `#row` behind it for a row of a table."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileContents:
    """The articles of one file, and the problems met in parts of it."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...] = ()
