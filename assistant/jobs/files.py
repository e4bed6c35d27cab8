"""A file that appears under its name whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import TextIO

from corpus.errors import InputError


@contextmanager
def whole_file(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A text file to write to, beside `path`, as in `whole_path`.

    What no encoding knows is written as an escape, line ends as they are given.
    """
    with (
        whole_path(path) as part,
        part.open("w", encoding=encoding, errors="backslashreplace", newline="") as file,
    ):
        yield file


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """A file to write, beside `path`; it takes that name at the end, and is gone where anything fails before.

    Raises InputError where `path` cannot be written, or the disk is full.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in (ENOSPC, EDQUOT) or error.filename == str(part):
            raise _unwritable(path, error) from error
        raise
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"{path} cannot be written: {error.strerror}. Name a file in a folder that exists, that you may write to, "
        "and that has room"
    )
