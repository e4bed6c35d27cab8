"""Every error that Pincite raises on purpose, in one tree.

    PinciteError
    ├── InputError          what the user gave cannot be used (a path, a date, an option)
    ├── ReadError           a file cannot be read as articles
    ├── LibraryError        a library cannot be opened, or is not one
    │   ├── LibraryBusyError        another process is writing to it
    │   └── EmbedderMismatchError   it was built with another embedder
    ├── ModelError          a model file is missing, damaged, or cannot be had
    └── GeneratorError      a generator failed, or its server did

A message says what was found, what was expected, and what to do. The command line prints it and exits with
2; nothing else is caught there, so anything that is not in this tree is a bug and keeps its traceback.
"""


class PinciteError(Exception):
    """Base of all errors that a user can cause or cure."""


class InputError(PinciteError):
    """What the user gave cannot be used."""


class ReadError(PinciteError):
    """A file cannot be read as articles; the message is the reason, without the file's name."""


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
