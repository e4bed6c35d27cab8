"""`pincite library`: what is in a library, and whether it is sound."""

from typing import Annotated

import typer

from assistant.answer import ArticleInfo
from assistant.cli import options, terminal
from assistant.cli.parts import Parts, library_flag
from assistant.documents import to_document
from assistant.report.wording import counted

CHECK_FAILED = 1

app = typer.Typer(help="Look into a library, check it, mend it.", no_args_is_help=True)


@app.command("list")
def list_articles(
    context: typer.Context, library: options.LibraryFolder, as_json: options.AsJson = False
) -> None:
    """List the articles by title."""
    with Parts.of(context).existing_library(library) as opened:
        rows = opened.articles()
        folder = opened.folder
    if as_json:
        articles = [terminal.row_document(row) for row in rows]
        terminal.write_json({"library": str(folder), "articles": articles})
        return
    if rows:
        terminal.write(terminal.articles_table(rows))
    terminal.note(f"{counted(len(rows), 'article')} in {folder}")


@app.command()
def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="An article; see 'library list'.")],
    library: options.LibraryFolder,
    as_json: options.AsJson = False,
) -> None:
    """Show an article as it is stored: what is known of it, and its text."""
    with Parts.of(context).existing_library(library) as opened:
        article = opened.article(id)
    document = {**to_document(ArticleInfo.of(article)), "text": article.text}
    terminal.result(document, terminal.article_text(article), as_json)


@app.command()
def remove(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Articles; see 'library list'.")],
    library: options.LibraryFolder,
    as_json: options.AsJson = False,
) -> None:
    """Remove articles from the library; their files stay where they are."""
    with Parts.of(context).existing_library(library) as opened:
        removed = opened.remove(ids).removed
        document = {"library": str(opened.folder), "removed": removed}
    terminal.result(document, f"{counted(removed, 'article')} removed", as_json)


@app.command()
def check(context: typer.Context, library: options.LibraryFolder, as_json: options.AsJson = False) -> None:
    """Verify every offset, quote, digest, vector and keyword row; exit code 1 where something is wrong."""
    from index.check import check

    with Parts.of(context).existing_library(library) as opened:
        report = check(opened)
        folder = opened.folder
    counts = ", ".join(f"{number:,} {name}" for name, number in report.counts.items())
    terminal.result(
        {"library": str(folder), **to_document(report)},
        "\n".join(report.problems) or f"{counts}: all is well",
        as_json,
    )
    if report.problems:
        found = counted(len(report.problems), "problem")
        terminal.note(f"{found} found. Mend what can be: pincite library repair{library_flag(folder)}")
        raise typer.Exit(CHECK_FAILED)


@app.command()
def repair(context: typer.Context, library: options.LibraryFolder, as_json: options.AsJson = False) -> None:
    """Rebuild what can be rebuilt, and say what was done."""
    from index.check import repair

    with Parts.of(context).existing_library(library) as opened:
        actions = repair(opened).actions
        document = {"library": str(opened.folder), "actions": list(actions)}
    terminal.result(document, "\n".join(actions) or "nothing was wrong", as_json)
