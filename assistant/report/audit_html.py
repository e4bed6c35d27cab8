"""An audit as one HTML file: each answer's text, and beside it its claims, which open to findings and cited passages.

The same audit gives the same bytes. All that comes from an answer or a source is text here, never markup. Answers are
numbered by their place from 1: answer 3 is `a3`, the proof of its second claim `a3c2`.
"""

from collections.abc import Iterable, Sequence
from typing import TextIO

from markupsafe import Markup

from assistant.audit.found import AuditedAnswer, FindingKind, Summary
from assistant.report import wording
from assistant.report.page import write_page
from assistant.report.templates import Macros, render
from corpus.article import one_line

_PARTS = Macros("report/parts.html")


def write_html(out: TextIO, answers: Iterable[AuditedAnswer], summary: Summary) -> None:
    """Write the report, one answer at a time."""
    sections = (
        (audited_entry(place, answer), audited_section(place, answer))
        for place, answer in enumerate(answers, start=1)
    )
    top, headline = summary_html(summary), wording.headline(summary)
    write_page(out, "Citation audit", headline, top, sections, summary.answers, foot(summary))


def summary_html(summary: Summary) -> Markup:
    """The figures of a whole audit, and two charts: the verdicts and the findings, the most frequent first."""
    counts = [(kind.value, wording.NAME[kind], summary.findings.get(kind, 0)) for kind in FindingKind]
    return render(
        "report/summary.html",
        headline=wording.headline(summary),
        figures=wording.figures(summary),
        verdicts=summary.verdicts,
        title="Findings",
        counts=sorted(counts, key=lambda row: -row[2]),
        problems=(),
    )


def foot(summary: Summary) -> str:
    """What checked the answers, and where recall and precision are defined."""
    return (
        f"Checked by Pincite with {wording.models(summary.models)}. Recall and precision as in Gao et al. 2023,"
        " “Enabling Large Language Models to Generate Text with Citations”, section 4.3."
    )


def entry(place: int, title: str, answer: AuditedAnswer, told: str) -> Markup:
    """An answer's line in the index, with the worst verdict of its claims, and what is told of it."""
    return _PARTS.entry(place, title, wording.worst(answer.claims), told)


def audited_entry(place: int, answer: AuditedAnswer) -> Markup:
    """The same with the number of its findings."""
    found = sum(len(claim.findings) for claim in answer.claims) + len(answer.findings)
    told = wording.counted(found, "finding") if found else ""
    return entry(place, wording.title(answer), answer, told)


def audited_section(place: int, answer: AuditedAnswer, *, opens: bool = False) -> Markup:
    """An answer with all that was found of it; with `opens` as in `section`."""
    about = [f"Answer {place}", one_line(answer.id), *wording.answer_figures(answer)]
    return section("report/answer.html", place, answer, about, wording.kinds(answer.findings), opens=opens)


def section(
    template: str,
    place: int,
    answer: AuditedAnswer,
    about: Sequence[str],
    kinds: Sequence[str],
    row_kinds: Sequence[str] = (),
    *,
    opens: bool = False,
    **below: object,
) -> Markup:
    """An answer's text, sources and claims. `template` is answer.html or extends it; `below` are its further values.

    `about` stands over its title. It is shown if a filter asks for one of its `kinds`; `row_kinds` are kinds of all its
    claims. With `opens` each passage has a button that opens its article, for a page that can do so.
    """
    claims = enumerate(answer.claims, start=1)
    return render(
        template,
        place=place,
        answer=answer,
        about=about,
        kinds=kinds,
        row_kinds=list(row_kinds),
        claims=[(number, claim) for number, claim in claims if wording.is_held(claim)],
        opens=opens,
        **below,
    )
