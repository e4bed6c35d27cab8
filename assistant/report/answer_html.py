"""One answer as HTML: its text, and beside it each claim, which opens to its findings and the cited passages.

All that comes from an answer or a source is text here, never markup. Answers are numbered by their place from 1:
answer 3 is `a3`, the proof of its second claim `a3c2`.
"""

from collections.abc import Sequence

from markupsafe import Markup

from assistant.audit.found import AuditedAnswer
from assistant.report import wording
from assistant.report.templates import Macros, render
from corpus.article import one_line

_PARTS = Macros("report/parts.html")


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
