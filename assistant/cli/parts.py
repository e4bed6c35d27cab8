"""How commands get at a library and at what answers, and what they say if there is no library."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from assistant.cli.terminal import note
from assistant.generate.choose import DEFAULT_GENERATOR
from corpus.errors import LibraryError

if TYPE_CHECKING:
    from assistant.answering.ask import Assistant
    from assistant.judges import Judge
    from index import Library


class Parts:
    """What the commands work with; tests give fakes."""

    @staticmethod
    def of(context: typer.Context) -> "Parts":
        """What the command that runs works with."""
        parts: Parts = context.obj
        return parts

    def open_library(self, folder: Path) -> "Library":
        """The library in `folder`, which is made if it is not there."""
        from index import Library

        return Library.open(folder)

    def open_assistant(self, library: "Library", model: str | None) -> "Assistant":
        """The assistant with what `--model` names; None if answers are extracted."""
        from assistant.answering.ask import Assistant
        from assistant.generate.choose import default_is_here

        if model == DEFAULT_GENERATOR and not default_is_here():
            note(
                "No language model is on this machine: answers are sentences of the articles, as with --extract."
                " To have answers written: pincite models fetch"
            )
            model = None
        return Assistant.open(library, model=model)

    @contextmanager
    def open_verifier(self, model: str | None) -> "Iterator[Judge]":
        """The verifier; `model` names the generator to ask where it is unsure."""
        from assistant.generate.choose import load_generator
        from assistant.judges import Verifier
        from assistant.judges.cascade import Cascade, GeneratorJudge

        verifier = Verifier.load()
        if model is None:
            yield verifier
            return
        with closing(load_generator(model)) as generator:
            yield Cascade(verifier, GeneratorJudge(generator))

    def serve(self, folder: Path, **options: Any) -> None:
        """Serve the library in `folder`, as `assistant.ui.server.serve` does."""
        from assistant.ui.server import serve

        serve(folder, **options)

    def existing_library(self, folder: Path) -> "Library":
        """The library in `folder`. Raises LibraryError where nothing was ever indexed."""
        library = self.open_library(folder)
        if library.store.manifest() is None:
            library.close()
            raise LibraryError(f"there is no library in {library.folder}. {_make_one(library.folder)}")
        return library

    def filled_library(self, folder: Path) -> "Library":
        """The library in `folder`. Raises LibraryError where there is nothing to search."""
        library = self.existing_library(folder)
        if not library.store.n_passages:
            library.close()
            raise LibraryError(
                f"the library in {library.folder} holds no articles. {_make_one(library.folder)}"
            )
        return library


def default_library() -> Path:
    """`$PINCITE_LIBRARY`, else `library` in the user's data folder."""
    import platformdirs

    if configured := os.environ.get("PINCITE_LIBRARY"):
        return Path(configured)
    return platformdirs.user_data_path("pincite") / "library"


def library_flag(folder: Path) -> str:
    """What a command needs to find `folder` again, with a blank before it; empty where it is the default."""
    import shlex

    is_default = folder == default_library().expanduser().absolute()
    return "" if is_default else f" --library {shlex.quote(str(folder))}"


def _make_one(folder: Path) -> str:
    return f"Add articles: pincite index PATH...{library_flag(folder)}"
