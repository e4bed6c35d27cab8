"""An audit as Markdown, which can be read in a terminal too."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from assistant.audit.found import AuditedAnswer, AuditedClaim, FindingKind, Passage, Summary
from assistant.report import wording
from assistant.report.tables import inert, markdown_table


def write_markdown(out: TextIO, answers: Iterable[AuditedAnswer], summary: Summary) -> None:
    """Write the figures, then each answer with a line a claim, and what was found under it."""
    out.write("\n".join(_summary(summary)) + "\n")
    for place, answer in enumerate(answers, start=1):
        out.write("\n" + "\n".join(_answer(place, answer)) + "\n")


def _summary(summary: Summary) -> Iterator[str]:
    yield "# Citation audit\n"
    yield wording.headline(summary) + "\n"
    yield from markdown_table(
        [("Figure", "Value"), *((name, value) for name, value, _ in wording.figures(summary))]
    )
    if verdicts := wording.best_first(summary.verdicts):
        counts = [(f"{wording.SIGN[verdict]} {verdict}", f"{count:,}") for verdict, count in verdicts]
        yield from ["", *markdown_table([("Verdict", "Claims"), *counts])]
    found = [kind for kind in FindingKind if summary.findings.get(kind)]
    if found:
        counts = [(wording.NAME[kind], f"{summary.findings[kind]:,}") for kind in found]
        yield from ["", *markdown_table([("Finding", "Number"), *counts])]


def _answer(place: int, answer: AuditedAnswer) -> Iterator[str]:
    yield f"## {place}. {inert(wording.title(answer))}\n"
    yield " · ".join([inert(answer.id), *wording.answer_figures(answer)]) + "\n"
    for claim in filter(wording.is_held, answer.claims):
        yield from _claim(claim)
    yield from (f"- {inert(wording.with_suggestion(None, finding))}" for finding in answer.findings)


def _claim(claim: AuditedClaim) -> Iterator[str]:
    verdict = wording.scored(claim.verdict, claim.score) if claim.needs_citation else "needs no citation"
    cited = f" {wording.marks(claim.citations)}" if claim.citations else ""
    yield f"- **{verdict}**: {inert(claim.text)}{cited}"
    yield from (f"  - {inert(wording.with_suggestion(claim, finding))}" for finding in claim.findings)
    yield from (
        f"  - {inert(wording.source_line(passage.source))}: “{_lit(passage)}”" for passage in claim.passages
    )


def _lit(passage: Passage) -> str:
    """The lit sentences; what stands between them is left out."""
    cut = [passage.context[span.start - passage.start : span.end - passage.start] for span in passage.lit]
    return " … ".join(map(inert, cut))
