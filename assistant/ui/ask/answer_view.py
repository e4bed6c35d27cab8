"""Answers as HTML, and what stands there until an answer comes. Knows nothing of Gradio."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from assistant.answer import Answer, Citation
from assistant.report.templates import Macros
from assistant.ui.ask.why_not import why_abstained

HTML = Macros("ui/ask/answer_view.html")
STAGES = {
    "search": "searched in {}",
    "rerank": "evidence chosen in {}",
    "first_token": "read in {}",
    "generate": "written in {}",
    "check": "checked in {}",
    "total": "{} in all",
}
LEAST_SHOWN_MS = 50  # a stage that would round to 0.0 s is left out


def answer(result: Answer) -> Markup:
    """The checked answer: each claim with its marks and its verdict."""
    return HTML.answer(result.question, said(result), details(result))


def said(result: Answer) -> Markup:
    """The claims that are shown; or that the articles do not say it, and why."""
    if result.abstained:
        return HTML.abstention(result.text, why_abstained(result))
    is_extracted = "reader" in result.models and "generator" not in result.models
    return HTML.claims(result, is_extracted)


def details(result: Answer) -> Markup:
    """What is withheld, and how long it took."""
    return HTML.withheld(result.withheld) + timings(result.timings_ms)


def timings(timings_ms: Mapping[str, float]) -> Markup:
    """How long it took in all and, on demand, how long each stage took."""
    told = [
        told.format(f"{timings_ms[name] / 1000:.1f} s")
        for name, told in STAGES.items()
        if timings_ms.get(name, 0) >= LEAST_SHOWN_MS
    ]
    return HTML.timings(told)


def sources(result: Answer, read: Sequence[Citation], why_not: Sequence[str] = ()) -> Markup:
    """The evidence of a finished answer: what it cites, and below that what was read and is not cited.

    If it has no answer, the nearest passages, each with why it is not enough.
    """
    if result.abstained:
        return HTML.evidence("The nearest passages", result.nearest, why_not)
    cited = {citation.number for citation in result.citations}
    rest = [citation for citation in read if citation.number not in cited]
    return HTML.evidence("Cited", result.citations, besides=rest, words=result.answer_spans)
