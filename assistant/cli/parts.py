"""How commands get at a library and at what answers, and what they say if there is no library."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import LibraryError

if TYPE_CHECKING:
    from assistant.answering.ask import Assistant
    from assistant.judges import Judge
    from index import Library


@dataclass(frozen=True, slots=True)
class Parts:
    """What the commands work with; tests give fakes.

    `open_assistant` takes a library and what `--model` names, None if answers are extracted; `open_verifier` the
    generator to ask where the verifier is unsure, None for none; `serve` is `assistant.ui.server.serve`.
    """

    open_library: Callable[[Path], "Library"]
    open_assistant: Callable[["Library", str | None], "Assistant"]
    open_verifier: Callable[[str | None], AbstractContextManager["Judge"]]
    serve: Callable[..., None]

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
