"""What the commands of the command line share: their options, and how they get at a library."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.article import one_line
from corpus.errors import LibraryError

if TYPE_CHECKING:
    from assistant.answering.ask import Assistant
    from assistant.judges import Judge
    from index import Library

DEFAULT_HITS = 10
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 7860


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


def parse_date(text: str) -> date:
    """A date as ISO 8601 writes it."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is no date; expected YYYY-MM-DD, as in 2024-09-27.") from error


def parse_auth(text: str) -> str:
    """USER:PASSWORD unchanged; neither side may be empty. What was given is not repeated: it is a secret."""
    user, _, password = text.partition(":")
    if not (user and password):
        raise typer.BadParameter("expected USER:PASSWORD, neither of them empty.")
    return text


def _make_one(folder: Path) -> str:
    return f"Add articles: pincite index PATH...{library_flag(folder)}"


# Words that are compared with articles are normalised as the articles were.
Query = Annotated[str, typer.Argument(metavar="QUERY", parser=one_line, help="What to look for.")]
Question = Annotated[str, typer.Argument(metavar="QUESTION", parser=one_line, help="What to ask.")]
Publisher = Annotated[
    str | None,
    typer.Option("--publisher", metavar="NAME", parser=one_line, help="Only articles of this publisher."),
]
ArticleId = Annotated[
    str | None,
    typer.Option("--article", metavar="ID", parser=one_line, help="Only this article; see 'library list'."),
]
After = Annotated[
    date | None,
    typer.Option(
        "--after", metavar="DATE", parser=parse_date, help="Only articles published on this day or later."
    ),
]
Before = Annotated[
    date | None,
    typer.Option(
        "--before", metavar="DATE", parser=parse_date, help="Only articles published on this day or earlier."
    ),
]
LibraryFolder = Annotated[
    Path,
    typer.Option(
        "--library",
        metavar="DIR",
        default_factory=default_library,
        show_default="$PINCITE_LIBRARY, else the user's data folder",
        help="Folder of the library.",
    ),
]
Model = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Who writes: a name from 'models list', a .gguf file, a folder, a Hub id, or http://HOST:PORT#MODEL.",
    ),
]
Extract = Annotated[
    bool,
    typer.Option("--extract", help="Answer with the articles' own sentences, without a language model."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")]
ShowUnsupported = Annotated[
    bool,
    typer.Option(
        "--show-unsupported", help="Show what no passage supports too, flagged, instead of withholding it."
    ),
]
