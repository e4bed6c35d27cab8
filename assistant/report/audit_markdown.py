"""An audit as Markdown that reads as well in a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from assistant.audit.found import AuditedAnswer, AuditedClaim, FindingKind, Passage, Summary
from assistant.report import wording
from corpus.article import one_line

_INERT = str.maketrans({"<": "\\<", "`": "\\`", "|": "\\|", "*": "\\*"})


def write_markdown(out: TextIO, answers: Iterable[AuditedAnswer], summary: Summary) -> None:
    """Write the figures, then each answer with a line a claim, and what was found under it."""
    out.write("\n".join(_summary(summary)) + "\n")
    for place, answer in enumerate(answers, start=1):
        out.write("\n" + "\n".join(_answer(place, answer)) + "\n")


def inert(text: str | None) -> str:
    """Others' text as one line in which Markdown finds no tag, link, image, code or emphasis.

    >>> inert("![x](http://a) <b>\\n[1]")
    '![x]\\\\(http://a) \\\\<b> [1]'
    """
    return one_line(text).translate(_INERT).replace("](", "]\\(")


def table(rows: Sequence[tuple[str, str]]) -> list[str]:
    """A Markdown table of two columns, its first row the header, padded so that its source is one too."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [f"| {name.ljust(widths[0])} | {value.rjust(widths[1])} |" for name, value in rows]
    lines.insert(1, f"| {'-' * widths[0]} | {'-' * (widths[1] - 1)}: |")
    return lines


def _summary(summary: Summary) -> Iterator[str]:
    yield "# Citation audit\n"
    yield wording.headline(summary) + "\n"
    yield from table([("Figure", "Value"), *((name, value) for name, value, _ in wording.figures(summary))])
    verdicts = [verdict for verdict in reversed(wording.WORST_FIRST) if summary.verdicts.get(verdict)]
    if verdicts:
        counts = [
            (f"{wording.SIGN[verdict]} {verdict}", f"{summary.verdicts[verdict]:,}") for verdict in verdicts
        ]
        yield from ["", *table([("Verdict", "Claims"), *counts])]
    found = [kind for kind in FindingKind if summary.findings.get(kind)]
    if found:
        counts = [(wording.NAME[kind], f"{summary.findings[kind]:,}") for kind in found]
        yield from ["", *table([("Finding", "Number"), *counts])]


def _answer(place: int, answer: AuditedAnswer) -> Iterator[str]:
    yield f"## {place}. {inert(wording.title(answer))}\n"
    yield " · ".join([inert(answer.id), *wording.answer_figures(answer)]) + "\n"
    for claim in filter(wording.is_held, answer.claims):
        yield from _claim(claim)
    yield from (f"- {inert(wording.with_suggestion(None, finding))}" for finding in answer.findings)


def _claim(claim: AuditedClaim) -> Iterator[str]:
    score = "" if claim.score is None else f" {claim.score:.2f}"
    verdict = (
        f"{wording.SIGN[claim.verdict]} {claim.verdict}{score}"
        if claim.needs_citation
        else "needs no citation"
    )
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
