"""Answers as HTML, and what stands there until an answer comes. Knows nothing of Gradio."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from assistant.answer import Answer, Citation, Claim
from assistant.report.templates import Macros
from assistant.report.wording import counted
from assistant.ui.ask.why_not import why_abstained

_HTML = Macros("ui/ask/answer_view.html")
STAGES = {
    "search": "searched in {}",
    "rerank": "evidence chosen in {}",
    "first_token": "read in {}",
    "generate": "written in {}",
    "check": "checked in {}",
    "total": "{} in all",
}
LEAST_SHOWN_MS = 50  # a stage that would round to 0.0 s is left out


def masthead(articles: int) -> Markup:
    """The name plate, with the number of articles; the name leads back to an empty page."""
    return _HTML.masthead(counted(articles, "article"))


def front(questions: Sequence[str]) -> Markup:
    """The page before the first question."""
    return _HTML.front(questions)


def empty_library(folder: Path) -> Markup:
    """What to do about a library without articles."""
    return _HTML.empty_library(folder)


def waiting(question: str, doing: str, asked: str = "") -> Markup:
    """A reply without text yet; `doing` says why. `asked` is the question if it was rewritten."""
    return _HTML.waiting(question, doing, asked)


def draft(question: str, text: str, asked: str = "") -> Markup:
    """A reply as it is written, marked as not checked."""
    return _HTML.draft(question, text, asked)


def note(question: str, kind: str, message: str) -> Markup:
    """An end without an answer: `kind` is `error`, `stopped` or `waiting`."""
    return _HTML.note(question, kind, message)


def answer(result: Answer) -> Markup:
    """The checked answer: each claim with its marks and its verdict."""
    return _HTML.answer(
        result.question, [said(result), withheld(result.withheld), timings(result.timings_ms)]
    )


def said(result: Answer) -> Markup:
    """The claims that are shown; or that the articles do not say it, and why."""
    if result.abstained:
        return _HTML.abstention(result.text, why_abstained(result))
    return _HTML.claims(result)


def withheld(claims: Sequence[Claim]) -> Markup:
    """How many sentences are not shown, and which."""
    return _HTML.withheld(claims)


def timings(timings_ms: Mapping[str, float]) -> Markup:
    """How long it took in all and, on demand, how long each stage took."""
    told = [
        told.format(f"{timings_ms[name] / 1000:.1f} s")
        for name, told in STAGES.items()
        if timings_ms.get(name, 0) >= LEAST_SHOWN_MS
    ]
    return _HTML.timings(told)


def found(citations: Sequence[Citation]) -> Markup:
    """The evidence, as soon as it is found."""
    return evidence("Found in the articles", citations)


def sources(result: Answer, read: Sequence[Citation]) -> Markup:
    """The evidence of a finished answer: what it cites, and below that what was read and is not cited."""
    if result.abstained:
        return evidence("The nearest passages", result.nearest)
    cited = {citation.number for citation in result.citations}
    rest = [citation for citation in read if citation.number not in cited]
    return evidence("Cited", result.citations, besides=rest)


def evidence(
    heading: str,
    citations: Sequence[Citation],
    below: Sequence[str] = (),
    besides: Sequence[Citation] = (),
) -> Markup:
    """Passages under a heading, each with its line of text `below` it if there is one; `besides` are folded away."""
    lines = [*below, *[""] * len(citations)]
    return _HTML.evidence(heading, list(zip(citations, lines, strict=False)), [(one, "") for one in besides])
