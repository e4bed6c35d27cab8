"""Paths -> articles, one file at a time. A file or row that cannot be read is a problem; it never stops the rest.

A new format is a function that reads it, and its line in FORMATS: all else takes its list of suffixes from there.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from corpus.errors import ReadError
from corpus.office import read_docx, read_epub
from corpus.pdf import read_pdf
from corpus.plain import read_markdown, read_text
from corpus.rows import Problem
from corpus.tables import read_rows
from corpus.webpage import read_html

MAX_FILE_BYTES = 100_000_000  # of one file; 50 MB of text take 1 GB of memory to read

# The formats that articles are read from: a suffix, and what reads the bytes of such a file; the other argument is
# where the article comes from (`Article.origin`).
FORMATS: dict[str, Callable[[bytes, str], Article]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".epub": read_epub,
}
ROW_FORMATS = (".jsonl", ".csv")  # an article a row; `corpus.rows` reads them

SUFFIXES = (*FORMATS, *ROW_FORMATS)


@dataclass(frozen=True, slots=True)
class FileContents:
    """The articles of one file, and what of it could not be read."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...] = ()


class ArticleReader:
    """The articles under some paths; the files are read while it is iterated.

    `problems` are those met so far; each iteration begins with none.
    """

    def __init__(self, paths: str | Path | Iterable[str | Path]) -> None:
        self._paths = [paths] if isinstance(paths, str | Path) else list(paths)
        self.problems: list[Problem] = []

    def __iter__(self) -> Iterator[Article]:
        self.problems.clear()
        for found in find_files(self._paths):
            if isinstance(found, Problem):
                self.problems.append(found)
            else:
                yield from self._read(found)

    def _read(self, path: Path) -> tuple[Article, ...]:
        try:
            contents = parse_file(path, read_file(path))
        except ReadError as error:
            self.problems.append(Problem(shown(path), str(error)))
            return ()
        self.problems.extend(contents.problems)
        return contents.articles


def read_articles(paths: str | Path | Iterable[str | Path]) -> ArticleReader:
    """The articles in files and folders, one by one, with the problems met: see `ArticleReader`."""
    return ArticleReader(paths)


def find_files(paths: Iterable[str | Path]) -> Iterator[Path | Problem]:
    """The files that can be read, each once, as absolute paths; folders are searched in depth, in sorted order.

    Hidden files and files of other formats in a folder are left out. A given path that does not exist, or is of another
    format, is a problem.
    """
    seen: set[Path] = set()
    for given in paths:
        for found in _find(Path(os.path.normpath(Path(given).expanduser().absolute()))):
            if isinstance(found, Problem):
                yield found
            elif found not in seen:
                seen.add(found)
                yield found


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises ReadError if it cannot be read, is not a regular file, or is too large."""
    try:
        if not path.is_file():
            raise ReadError("it is not a regular file" if path.exists() else "it is no longer there")
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise ReadError(f"it cannot be read: {error.strerror}") from error
    if len(content) > MAX_FILE_BYTES:
        raise ReadError(f"it is larger than {MAX_FILE_BYTES // 1_000_000} MB. Split it")
    return content


def parse_file(path: Path, content: bytes, *, origin: str | None = None) -> FileContents:
    """The articles in `content`, which is read as the format that the suffix of `path` says. Opens no file.

    `origin` is where they come from; the absolute path if not given. Raises ReadError if no part of it can be read.
    """
    origin = origin or str(path.absolute())
    if shown(path) != str(path):
        raise ReadError("its name is not valid Unicode. Rename it")
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ReadError(_unreadable_kind(path))
    if not content.strip():
        raise ReadError("it is empty")
    if suffix in FORMATS:
        return FileContents((FORMATS[suffix](content, origin),))
    found = list(read_rows(content, origin, suffix))
    return FileContents(
        tuple(article for article in found if isinstance(article, Article)),
        tuple(problem for problem in found if isinstance(problem, Problem)),
    )


def _find(path: Path) -> Iterator[Path | Problem]:
    if path.is_dir():
        yield from _walk(path)
    elif not path.exists() and not path.is_symlink():
        yield Problem(shown(path), "there is no such file or folder")
    elif path.suffix.lower() not in SUFFIXES:
        yield Problem(shown(path), _unreadable_kind(path))
    else:
        yield path


def _walk(folder: Path) -> Iterator[Path | Problem]:
    problems: list[OSError] = []
    for name, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(child for child in folders if not child.startswith("."))
        for file in sorted(files):
            if not file.startswith(".") and Path(file).suffix.lower() in SUFFIXES:
                yield Path(name, file)
    for error in problems:
        yield Problem(shown(error.filename), f"the folder cannot be read: {error.strerror}")


def _unreadable_kind(path: Path) -> str:
    kind = f"{path.suffix} files" if path.suffix else "files without a suffix"
    return f"{kind} cannot be read; these can: {' '.join(sorted(SUFFIXES))}"


def shown(path: str | Path) -> str:
    """The path as text that can be printed and stored, even if its name is not valid Unicode."""
    return os.fsencode(path).decode("utf-8", "replace")
