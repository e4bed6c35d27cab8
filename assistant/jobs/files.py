"""Files that appear under their name complete or not at all; where unfinished work is kept."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import TextIO

from corpus.errors import InputError


def cache_folder() -> Path:
    """The folder for unfinished work: `pincite` in the user's cache folder."""
    import platformdirs

    return platformdirs.user_cache_path("pincite")


def checked_suffix(path: Path, known: Mapping[str, object], noun: str) -> str:
    """Return the file's suffix in lower case. Raises InputError if it is not one of those known."""
    suffix = path.suffix.lower()
    if suffix not in known:
        *others, last = known
        expected = f"{', '.join(others)} or {last}"
        raise InputError(
            f"{path} ends in '{path.suffix}', but a {noun} ends in {expected}. Name it {path.stem}{others[0]}"
        )
    return suffix


@contextmanager
def whole_file(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Open a text file beside `path` for writing; it becomes `path` at the end, see `whole_path`.

    Characters that the encoding lacks are written as escapes. Line ends are written as they are given.
    """
    with (
        whole_path(path) as part,
        part.open("w", encoding=encoding, errors="backslashreplace", newline="") as file,
    ):
        yield file


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """Give the name of a file to write beside `path`. At the end it is renamed to `path`; after an error it is deleted.

    Raises InputError if `path` cannot be written, or the disk is full.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in (ENOSPC, EDQUOT) or error.filename == str(part):
            raise InputError(
                f"{path} cannot be written: {error.strerror}. Name a file in a folder that exists, that you may write"
                " to, and that has room"
            ) from error
        raise
    except BaseException:
        part.unlink(missing_ok=True)
        raise
