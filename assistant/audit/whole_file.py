"""A text file that appears under its name whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import TextIO

from corpus.errors import InputError


@contextmanager
def whole_file(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A file to write to, beside `path`; it takes that name at the end, and is gone where anything fails before.

    What no encoding knows is written as an escape, line ends as they are given. Raises InputError where `path`
    cannot be written, or the disk is full.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        file = part.open("w", encoding=encoding, errors="backslashreplace", newline="")
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with file:
            yield file
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
