"""Calls libraries that parse documents: what they log is kept off the terminal, what they raise becomes one error."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.article import one_line
from corpus.errors import ReadError

MAX_REASON = 200  # code points of a library's reason; some put the whole document into it


@contextmanager
def parsing(kind: str, *loggers: str) -> Iterator[None]:
    """Turn whatever a parser of `kind` raises into a ReadError of one line, and silence its warnings and `loggers`."""
    for name in loggers:
        if not logging.getLogger(name).handlers:
            logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ReadError:
        raise
    except Exception as error:  # on damaged input these libraries raise anything, down to KeyError
        reason = one_line(f"{type(error).__name__}: {error}")[:MAX_REASON]
        raise ReadError(f"it is not {kind}, or damaged ({reason})") from error
