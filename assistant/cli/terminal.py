"""Results as text for people and as JSON for programs. Knows nothing of how they came about.

What is written for people wraps at the terminal's width; into a pipe or a file it goes without wrapping.
"""

import io
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import typer

from assistant.answer import Answer, AnswerSpan, Citation
from assistant.documents import to_document
from assistant.report.wording import WITHHELD, byline
from corpus import Article
from corpus.article import one_line

if TYPE_CHECKING:
    from corpus.rows import Problem
    from index import Changes, Hit
    from index.rows import ArticleRow

CLOSED_PIPE = 141  # exit code of a program whose reader left, as shells report it
WIDEST_TEXT = 100  # columns; longer lines are hard to read
SHOWN_PROBLEMS = 20
LIT_BEGIN, LIT_END = "\ue000", "\ue001"  # private code points around words that are lit, until lines are cut
UNWRAPPED = 10_000  # columns, where nobody's screen sets them


def write(text: str) -> None:
    """Print a result on stdout; where nobody reads any more, as after `| head`, end quietly."""
    with results() as out:
        print(text, file=out)


def write_json(document: Any, *, indent: int | None = 2) -> None:
    """Print one JSON document on stdout, in UTF-8 whatever the locale; on one line without `indent`."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    write(json.dumps(document, ensure_ascii=False, indent=indent))


def result(document: Any, text: str, as_json: bool) -> None:
    """Print the document as JSON, or else the text."""
    if as_json:
        write_json(document)
    else:
        write(text)


@contextmanager
def results() -> Iterator[TextIO]:
    """Stdout for a result that is written piece by piece; where nobody reads any more, end quietly."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a file's name may hold bytes that no encoding knows
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at exit
        raise typer.Exit(CLOSED_PIPE) from error


def note(text: str) -> None:
    """Say something on stderr that is no result."""
    print(text, file=sys.stderr, flush=True)


def note_problems(name: str, problems: Sequence["Problem"], lost: str) -> None:
    """Say on stderr which rows of a file cannot be used, the first SHOWN_PROBLEMS of them; `lost` is the verb."""
    for problem in problems[:SHOWN_PROBLEMS]:
        note(f"pincite: {name}, line {problem.line}: {problem.reason}")
    if len(problems) > SHOWN_PROBLEMS:
        note(f"pincite: {len(problems) - SHOWN_PROBLEMS:,} more rows cannot be {lost}.")


def answer_text(answer: Answer) -> str:
    """The answer, what it cites, and how much was withheld."""
    blocks = [_fill(answer.text)]
    spans = {span.citation: span for span in answer.answer_spans}
    blocks += [citation_text(citation, spans.get(citation.number)) for citation in answer.citations]
    if answer.withheld:
        blocks.append(_withheld(len(answer.withheld)))
    if answer.nearest:
        blocks += ["Nearest passages:", *map(citation_text, answer.nearest)]
    return "\n\n".join(blocks)


def citation_text(citation: Citation, words: AnswerSpan | None = None) -> str:
    """Number, article, quote and source of a citation; on a terminal the words that answer are lit."""
    article = citation.article
    heading = byline(article.title, article.publisher, article.published)
    quote = _lit(_fill(f"“{one_line(_with_marks(citation, words))}”", indent=4))
    return "\n".join([_fill(f"[{citation.number}] {heading}"), quote, f"    {article.source}"])


def _with_marks(citation: Citation, words: AnswerSpan | None) -> str:
    """The quote, on a terminal with marks around the words that answer."""
    quote = citation.quote
    if words is None or not sys.stdout.isatty():
        return quote
    start, end = words.span.start - citation.span.start, words.span.end - citation.span.start
    return f"{quote[:start]}{LIT_BEGIN}{quote[start:end]}{LIT_END}{quote[end:]}"


def _lit(lines: str) -> str:
    """The lines with bold, underlined words between the marks; the margin of a line stays as it is."""

    def styled(match: re.Match[str]) -> str:
        return re.sub(
            r"\S(?:[^\n]*\S)?", lambda part: typer.style(part[0], bold=True, underline=True), match[1]
        )

    return re.sub(f"{LIT_BEGIN}(.*?){LIT_END}", styled, lines, flags=re.DOTALL)


def hits_text(hits: Sequence["Hit"]) -> str:
    """What a search found, best first."""
    return "\n\n".join(_hit_text(number, hit) for number, hit in enumerate(hits, 1)) or "Nothing found."


def changes_text(changes: "Changes") -> str:
    """The skipped files with their reasons, one a line, then how many articles changed how."""
    skipped = [
        f"skipped {one_line(problem.source)}: {one_line(problem.reason)}" for problem in changes.skipped
    ]
    counts = {**to_document(changes), "skipped": len(skipped)}
    return "\n".join([*skipped, ", ".join(f"{number:,} {change}" for change, number in counts.items())])


def changes_document(changes: "Changes") -> dict[str, Any]:
    """The numbers of articles, and what was skipped with the reason."""
    skipped = [{"source": problem.source, "reason": problem.reason} for problem in changes.skipped]
    return {**to_document(changes), "skipped": skipped}


def articles_table(rows: Iterable["ArticleRow"]) -> str:
    """One line an article."""
    cells = [
        [
            row.id,
            row.title,
            row.publisher or "",
            str(row.published or ""),
            str(row.passages),
            _copy_of(row) or "",
        ]
        for row in rows
    ]
    header = ["id", "title", "publisher", "date", "passages", "copy of"]
    return table(header, cells, wrapped=("title", "publisher"))


def row_document(row: "ArticleRow") -> dict[str, Any]:
    """One article of `library list --json`; `characters` and `passages` are counts."""
    document: dict[str, Any] = to_document(row)
    del document["duplicate_group"]
    return {**document, "copy_of": _copy_of(row)}


def article_text(article: Article) -> str:
    """The article with what is known of it, its text exactly as it is stored."""
    known = {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "author": article.author,
        "date": article.published,
        "source": article.source,
    }
    lines = [f"{name + ':':<11}{value}" for name, value in known.items() if value]
    return "\n".join([*lines, "", article.text])


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, wrapped: Collection[str]) -> str:
    """Rows in columns, without the empty ones; on a terminal the `wrapped` ones make room for the others."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    is_terminal = sys.stdout.isatty()
    console = Console(
        file=io.StringIO(), width=None if is_terminal else UNWRAPPED, force_terminal=is_terminal
    )
    columns = Table(box=None, pad_edge=False, header_style="bold")
    filled = [column for column, cells in enumerate(zip(*rows, strict=True)) if any(cells)]
    for column in filled:
        columns.add_column(header[column], no_wrap=header[column] not in wrapped, overflow="fold")
    for row in rows:
        columns.add_row(*(Text(row[column]) for column in filled))
    with console.capture() as capture:
        console.print(columns)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _withheld(number: int) -> str:
    sentences = "1 sentence was" if number == 1 else f"{number} sentences were"
    return f"{sentences} withheld: {WITHHELD}."


def _hit_text(number: int, hit: "Hit") -> str:
    article, span = hit.passage.article, hit.passage.span
    heading = byline(article.title, article.publisher, article.published)
    lines = [
        _fill(f"{number}. {heading} (score {hit.score:.2f})"),
        _fill(one_line(hit.passage.text), indent=4),
        f"    {article.source} [{span.start}, {span.end})",
    ]
    return "\n".join([*lines, f"    copies: {', '.join(hit.copies)}"] if hit.copies else lines)


def _copy_of(row: "ArticleRow") -> str | None:
    """The article that stands for a group of near-duplicates, None for that one itself."""
    return row.duplicate_group if row.duplicate_group != row.id else None


def _fill(text: str, indent: int = 0) -> str:
    columns = min(shutil.get_terminal_size().columns, WIDEST_TEXT) if sys.stdout.isatty() else UNWRAPPED
    margin = " " * indent
    return textwrap.fill(
        text,
        columns,
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
