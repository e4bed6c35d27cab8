"""Answers of a batch as Markdown, which can be read in a terminal too."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from assistant.answer import Citation, Claim
from assistant.batch.records import Record
from assistant.batch.summary import BatchSummary
from assistant.report import batch_wording, wording
from assistant.report.tables import inert, markdown_table


def write_markdown(out: TextIO, records: Iterable[Record], summary: BatchSummary) -> None:
    """Write the figures, then each question with its answer, its claims' verdicts, and what it cites."""
    out.write(f"# Answers\n\n{batch_wording.headline(summary)}\n\n")
    rows = [("Figure", "Value"), *((name, value) for name, value, _ in batch_wording.figures(summary))]
    out.write("\n".join(markdown_table(rows)) + "\n")
    if tokens := batch_wording.tokens(summary):
        out.write(f"\n{tokens}\n")
    if summary.problems:
        out.write("\n## Rows that could not be asked\n\n")
        out.writelines(f"- line {problem.line}: {inert(problem.reason)}\n" for problem in summary.problems)
    for place, record in enumerate(records, start=1):
        out.write("\n" + "\n".join(_question(place, record)) + "\n")


def _question(place: int, record: Record) -> Iterator[str]:
    yield f"## {place}. {inert(record.question)}\n"
    yield " · ".join(map(inert, batch_wording.about(place, record)[1:])) + "\n"
    answer = record.answer
    if answer is None:
        yield f"**Failed:** {inert(record.error)}"
        return
    yield inert(answer.text) + "\n"
    yield from map(_claim, answer.claims)
    yield from map(_citation, answer.citations)
    if answer.withheld:
        yield f"\nWithheld, {wording.WITHHELD}:\n"
        yield from map(_claim, answer.withheld)
    if answer.nearest:
        yield "\nNearest passages:\n"
        yield from map(_citation, answer.nearest)


def _claim(claim: Claim) -> str:
    return f"- **{wording.scored(claim.verdict, claim.score)}**: {inert(claim.text)}"


def _citation(citation: Citation) -> str:
    article = citation.article
    about = inert(wording.byline(article.title, article.publisher, article.published))
    return f"- [{citation.number}] {about}: “{inert(citation.quote)}” {inert(article.source)}"
