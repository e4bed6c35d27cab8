"""The options that several commands share."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.parts import default_library
from corpus.article import one_line

DEFAULT_HITS = 10
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 7860


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
    bool, typer.Option("--extract", help="Answer with the articles' own sentences, without a language model.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")]
ShowUnsupported = Annotated[
    bool,
    typer.Option(
        "--show-unsupported", help="Show what no passage supports too, flagged, instead of withholding it."
    ),
]
