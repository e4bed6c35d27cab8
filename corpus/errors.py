"""Every error that Pincite raises on purpose, in one tree.

    PinciteError
    ├── InputError          what the user gave cannot be used (a path, a date, an option)
    ├── ReadError           a file cannot be read, or a part of it
    │   └── NoColumnError           a table has no column that is needed
    ├── LibraryError        a library cannot be opened, or is not one
    │   ├── LibraryBusyError        another process is writing to it
    │   └── EmbedderMismatchError   it was built with another embedder
    ├── ModelError          a model file is missing, damaged, or cannot be had
    └── GeneratorError      a generator failed, or its server did

A message says what was found, what was expected, and what to do. It ends with what to do, and names no flag and
no button: how to do it depends on whether a command or the page was used. That is what the error's `cure` is for.
The command line prints the message and exits with 2; nothing else is caught there, so anything that is not in this
tree is a bug and keeps its traceback.
"""

from collections.abc import Mapping
from enum import StrEnum, auto


class Cure(StrEnum):
    """What cures an error. How to do it is said in `assistant/cli/cures.py` and in `assistant/ui/cures.py`."""

    ADD_ARTICLES = auto()
    LIST_ARTICLES = auto()
    INDEX_AGAIN = auto()
    INDEX_ELSEWHERE = auto()  # into a new folder
    CHECK_LIBRARY = auto()
    REPAIR_LIBRARY = auto()
    NAME_LIBRARY = auto()  # another folder
    NAME_MODEL = auto()  # another model; `about` is its name, if there is one to recommend
    LIST_MODELS = auto()
    FETCH_MODEL = auto()  # `about` is its name
    NAME_OUTPUT = auto()  # another file to write to
    NAME_COLUMN = auto()  # the column of a table that holds the questions
    BEGIN_ANEW = auto()  # a batch, setting aside what it has


class PinciteError(Exception):
    """Base of all errors that a user can cause or cure.

    `cure` says how to do what the end of the message's first line asks for; `about` is a name that this needs.
    """

    def __init__(self, message: str, cure: Cure | None = None, about: str = "") -> None:
        super().__init__(message)
        self.cure = cure
        self.about = about

    def told(self, how: Mapping[Cure, str]) -> str:
        """The message, with the words of `how` for its cure at the end of its first line.

        >>> error = PinciteError("no model 'tiny' is here. Fetch it", Cure.FETCH_MODEL, "tiny")
        >>> error.told({Cure.FETCH_MODEL: "pincite models fetch {}"})
        "no model 'tiny' is here. Fetch it: pincite models fetch tiny"
        """
        words = how[self.cure].format(self.about).strip() if self.cure else ""
        if not words:
            return str(self)
        first, line_end, rest = str(self).partition("\n")
        period = "." if first.endswith(".") else ""
        return f"{first.removesuffix('.')}: {words}{period}{line_end}{rest}"


class InputError(PinciteError):
    """What the user gave cannot be used."""


class ReadError(PinciteError):
    """A file, or a row of it, cannot be read; the message is the reason, without the file's name."""


class NoColumnError(ReadError):
    """The header of a table has none of the columns that are needed."""


class LibraryError(PinciteError):
    """A library cannot be opened, or is not one."""


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""


class EmbedderMismatchError(LibraryError):
    """The library was built with another embedder than the one asked for."""


class ModelError(PinciteError):
    """A model file is missing, damaged, or cannot be had."""


class GeneratorError(PinciteError):
    """A generator failed, or the server behind it did."""
