"""The page, or a place of it, served to a test."""

from concurrent.futures import Future
from contextlib import contextmanager

from assistant.judges import WordOverlap
from assistant.ui.page import build_app
from assistant.ui.server import launch


def loaded(assistant):
    """An assistant that need not be waited for."""
    future = Future()
    future.set_result(assistant)
    return future


@contextmanager
def launched(app, **options):
    """An app until the end of the block: its address."""
    try:
        yield launch(app, **options)
    finally:
        app.close(verbose=False)


@contextmanager
def served(assistant, verifier=WordOverlap, **options):
    """The whole page; word overlap audits, unless another verifier is given."""
    with launched(build_app(assistant.library, loaded(assistant), verifier), **options) as address:
        yield address
