"""The command line, `pincite`: what other programs may rely on is in docs/cli.md.

Results go to stdout, all else to stderr. Exit codes: 0 done, 1 a check failed, 2 wrong usage or input, 130
Ctrl-C. Each command imports what it needs when it runs, so that `pincite --help` answers at once.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.answer import SearchHit
from assistant.cli import audit as cli_audit
from assistant.cli import batch as cli_batch
from assistant.cli import library as cli_library
from assistant.cli import models as cli_models
from assistant.cli import options, terminal
from assistant.cli.cures import HOW
from assistant.cli.parts import Parts, library_flag
from assistant.cli.progress import bar, follow, index_line, waiting
from assistant.documents import to_document
from assistant.generate.choose import DEFAULT_GENERATOR
from corpus.errors import InputError, PinciteError
from corpus.readers import SUFFIXES

if TYPE_CHECKING:
    from index import Changes

USAGE_ERROR = 2

# Rich's help takes twice as long to come up, its tracebacks hide half of what a bug report needs.
app = typer.Typer(
    name="pincite",
    help="Ask your own articles; every sentence of an answer is pinned to the passage that proves it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command()
def index(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files, and folders in depth.")],
    library: options.LibraryFolder,
    as_json: options.AsJson = False,
) -> None:
    """Bring a library up to date with files and folders."""
    from index import index_paths

    with Parts.of(context).open_library(library) as opened:
        terminal.note(f"Indexing into {opened.folder} ...")
        with bar("Indexing") as tell:
            changes = index_paths(
                opened, paths, progress=lambda now: tell(now.done_files, now.total_files, index_line(now))
            )
        document = {"library": str(opened.folder), **terminal.changes_document(changes)}
        terminal.result(document, terminal.changes_text(changes), as_json)
        _require_something(changes)
        if not as_json:
            flag = library_flag(opened.folder)
            terminal.write(f"Library: {opened.folder}\nNext: pincite ask 'YOUR QUESTION'{flag}")


@app.command()
def search(
    context: typer.Context,
    query: options.Query,
    library: options.LibraryFolder,
    k: Annotated[
        int, typer.Option("-k", metavar="N", min=1, help="How many passages.")
    ] = options.DEFAULT_HITS,
    after: options.After = None,
    before: options.Before = None,
    publisher: options.Publisher = None,
    article: options.ArticleId = None,
    as_json: options.AsJson = False,
) -> None:
    """Find the passages that fit a query best, without a generator."""
    from index import Filters

    if not query:
        raise InputError("the query is empty. Name what to look for, as in: pincite search 'troop numbers'")
    filters = Filters(after, before, publisher, article)
    with Parts.of(context).filled_library(library) as opened:
        hits = opened.find(query, k, filters).hits
    document = {"query": query, "hits": [to_document(SearchHit.of(hit)) for hit in hits]}
    terminal.result(document, terminal.hits_text(hits), as_json)


@app.command()
def ask(
    context: typer.Context,
    question: options.Question,
    library: options.LibraryFolder,
    after: options.After = None,
    before: options.Before = None,
    publisher: options.Publisher = None,
    article: options.ArticleId = None,
    model: options.Model = DEFAULT_GENERATOR,
    show_unsupported: options.ShowUnsupported = False,
    extract: options.Extract = False,
    as_json: options.AsJson = False,
) -> None:
    """Answer a question from the articles, every sentence checked."""
    from assistant.answering.events import Inquiry
    from index import Filters

    inquiry = Inquiry(question, Filters(after, before, publisher, article), show_unsupported)
    parts = Parts.of(context)
    with parts.filled_library(library) as opened:
        with waiting("Loading the reader ..." if extract else f"Loading {model} ..."):
            assistant = parts.open_assistant(opened, None if extract else model)
        with closing(assistant):
            answer = follow(assistant.events(inquiry))
    if answer.read_as:
        terminal.note(f"Read as: {answer.read_as}")
    terminal.result(to_document(answer), terminal.answer_text(answer), as_json)


@app.command()
def serve(
    context: typer.Context,
    library: options.LibraryFolder,
    host: Annotated[str, typer.Option(metavar="HOST", help="Address to listen at.")] = options.DEFAULT_HOST,
    port: Annotated[
        int, typer.Option(metavar="PORT", min=1, max=65535, help="Port to listen at.")
    ] = options.DEFAULT_PORT,
    auth: Annotated[
        str | None,
        typer.Option(metavar="USER:PASSWORD", parser=options.parse_auth, help="Let in only who knows these."),
    ] = None,
    root_path: Annotated[
        str, typer.Option(metavar="PATH", help="Where a proxy in front of it serves it, as in /pincite.")
    ] = "",
    mcp: Annotated[
        bool, typer.Option("--mcp", help="Offer search, ask, batch and audit as MCP tools too.")
    ] = False,
    model: options.Model = DEFAULT_GENERATOR,
) -> None:
    """Serve the web UI, and an API for programs, until Ctrl-C."""
    user, _, password = (auth or "").partition(":")
    known = (user, password) if auth else None
    Parts.of(context).serve(
        library, model=model, host=host, port=port, auth=known, root_path=root_path, mcp=mcp
    )


app.command()(cli_batch.batch)
app.command()(cli_audit.audit)
app.add_typer(cli_library.app, name="library")
app.add_typer(cli_models.app, name="models")


def _require_something(changes: "Changes") -> None:
    if not (changes.added or changes.unchanged or changes.replaced or changes.removed):
        reason = "see what was skipped" if changes.skipped else "there is no file of a kind that can be read"
        raise InputError(
            f"no article was found: {reason}. Expected files of articles, or folders that hold some:"
            f" {', '.join(suffix.removeprefix('.') for suffix in SUFFIXES)}"
        )


def main(arguments: Sequence[str] | None = None, *, parts: Parts | None = None) -> int:
    """Run one command (that of the process, unless `arguments` are given); its exit code."""
    try:
        app(args=arguments, prog_name="pincite", obj=parts or Parts())
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except PinciteError as error:
        terminal.note(f"pincite: {error.told(HOW)}")
        return USAGE_ERROR
    return 0
