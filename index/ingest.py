"""From files to the library. A file that did not change costs one hash.

If a file is no longer in a folder that was given, its articles are removed. If a path that was given is missing,
or a file cannot be read, or a folder cannot be listed, that is reported and the articles from there stay: a disk
that is not plugged in does not mean that somebody wants to delete them.
"""

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.errors import ReadError
from corpus.readers import find_files, parse_file, read_file, shown
from corpus.rows import Problem
from index.library import Library
from index.rows import FileRow
from index.writing import Changes, ReportProgress, WriteSession


def index_paths(
    library: Library, paths: str | Path | Iterable[str | Path], *, progress: ReportProgress | None = None
) -> Changes:
    """Bring the library up to date with files and folders. Raises LibraryBusyError if another process is writing."""
    paths = [paths] if isinstance(paths, str | Path) else paths
    # Absolute and without "..", so that a file has the same name wherever the command is run.
    given = [Path(os.path.normpath(Path(path).expanduser().absolute())) for path in paths]
    with library.writing(progress) as session:
        found = list(find_files(given))
        known = session.files()
        files = [path for path in found if isinstance(path, Path)]
        problems = [problem for problem in found if isinstance(problem, Problem)]
        session.skip(*problems)
        for gone in _vanished(known, given, {str(path) for path in files}, problems):
            session.remove_file(gone)
        for done, path in enumerate(files):
            session.report(done, len(files), str(path))
            _index_file(session, path, known.get(str(path)))
        session.flush()
        session.report(len(files), len(files), "")
    return session.changes


def _index_file(session: WriteSession, path: Path, known: FileRow | None) -> None:
    try:
        content = read_file(path)
    except ReadError as error:
        session.skip(Problem(shown(path), str(error)))
        return
    digest = hashlib.sha256(content).hexdigest()
    if known is not None and known.digest == digest:
        session.keep_file(known.path)
        session.skip(*known.problems)
        return
    try:
        contents = parse_file(path, content)
    except ReadError as error:
        problem = Problem(shown(path), str(error))
        session.skip(problem)
        if problem.source == str(path):  # a name that is not Unicode cannot be stored
            session.fail_file(FileRow(str(path), digest, (problem,)))
        return
    for article in contents.articles:
        session.put(article, str(path))
    session.skip(*contents.problems)
    session.finish_file(FileRow(str(path), digest, contents.problems), contents.articles)


def _vanished(
    known: Iterable[str], given: Sequence[Path], found: set[str], problems: Sequence[Problem]
) -> list[str]:
    """Return the known files that are missing from a folder that was given and could be listed."""
    looked_in = tuple(f"{path}{os.sep}" for path in given if path.is_dir())
    unseen = tuple(f"{problem.source}{os.sep}" for problem in problems)
    return [
        path
        for path in known
        if path not in found and path.startswith(looked_in) and not path.startswith(unseen)
    ]
