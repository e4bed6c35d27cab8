"""Answers as HTML. Everything that comes from an article, a person or a model is text here, never markup.

Knows nothing of Gradio. What opens an article carries `data-article`, `data-start` and `data-end`; what asks
a sample question carries `data-question`; `data-stage` says how far a reply is. `behaviour.js` reads them.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from assistant.answer import Answer, Citation, Claim, Mismatch, Verdict
from assistant.ui.article import byline

MEANING = {
    Verdict.SUPPORTED: "What it cites says so",
    Verdict.PARTLY: "What it cites says only a part of this",
    Verdict.UNSUPPORTED: "What it cites does not say this",
    Verdict.CONTRADICTED: "What it cites says otherwise",
    Verdict.UNCITED: "It cites nothing",
    Verdict.DANGLING: "One of its marks points at nothing",
}
STAGES = {
    "search": "searched in {}",
    "rerank": "evidence chosen in {}",
    "first_token": "read in {}",
    "generate": "written in {}",
    "check": "checked in {}",
    "total": "{} in all",
}
LEAST_SHOWN_MS = 50  # what would round to 0.0 s is not told


def masthead(articles: int) -> str:
    """The name plate, with how many articles can be asked."""
    held = "1 article" if articles == 1 else f"{articles:,} articles"
    return (
        '<header class="masthead"><h1>Pincite</h1>'
        "<p>Every sentence beside the passage that proves it</p>"
        f"<p>{held} on this computer</p></header>"
    )


def front(questions: Sequence[str]) -> str:
    """The page before the first question."""
    if not questions:
        return '<section class="front"><p class="hint">Ask your articles a question.</p></section>'
    buttons = "".join(
        f'<li><button type="button" data-question="{escape(question)}">{escape(question)}</button></li>'
        for question in questions
    )
    return (
        f'<section class="front"><h2>Questions to begin with</h2><ul class="samples">{buttons}</ul></section>'
    )


def empty_library(folder: Path) -> str:
    """What to do about a library without articles."""
    command = f"pincite index PATH... --library {folder}"
    return (
        '<section class="front"><h2>There are no articles yet</h2><p>Add files or whole folders '
        "(text, Markdown, HTML, PDF, Word, EPUB, JSON Lines, CSV), then reload this page:</p>"
        f"<pre>{escape(command)}</pre></section>"
    )


def waiting(question: str, doing: str) -> str:
    """A reply of which there is no text yet; `doing` says why."""
    return _reply("working", question, _status(doing))


def draft(question: str, text: str) -> str:
    """A reply as it is written, marked as not checked."""
    status = _status("Draft: each sentence is checked against the articles before it counts")
    return _reply("working", question, f'{status}<p class="draft">{escape(text)}</p>')


def note(question: str, kind: str, message: str) -> str:
    """An end without an answer: `kind` is `error` or `stopped`."""
    return _reply(kind, question, f'<p class="note" role="status">{escape(message)}</p>')


def answer(result: Answer) -> str:
    """The checked answer: each claim with its marks and its verdict."""
    if result.abstained:
        body = f'<p class="abstained">{escape(result.text)}</p><p class="hint">{_why_not(result)}</p>'
    else:
        claims = " ".join(_claim(claim, result) for claim in result.claims)
        body = f'<p class="claims">{claims}</p>'
    body += _withheld(result.withheld) + _timings(result.timings_ms)
    return _reply("answered", result.question, body)


def found(citations: Sequence[Citation]) -> str:
    """The evidence, as soon as it is found."""
    return _evidence("Found in the articles", citations)


def sources(result: Answer, evidence: Sequence[Citation]) -> str:
    """The evidence once the answer is there: what it cites, and what was read besides."""
    if result.abstained:
        return _evidence("The nearest passages", result.nearest)
    cited = {citation.number for citation in result.citations}
    rest = [citation for citation in evidence if citation.number not in cited]
    if not rest:
        return _evidence("Cited", result.citations)
    besides = f"<details><summary>Read, not cited: {len(rest)}</summary>{_evidence_list(rest)}</details>"
    return _evidence("Cited", result.citations, besides)


def _reply(stage: str, question: str, body: str) -> str:
    heading = f"<h2>{escape(question)}</h2>" if question else ""
    busy = "true" if stage == "working" else "false"
    return f'<article class="reply" data-stage="{stage}" aria-busy="{busy}">{heading}{body}</article>'


def _status(text: str) -> str:
    return f'<p class="status" role="status">{escape(text)}</p>'


def _claim(claim: Claim, result: Answer) -> str:
    marks = "".join(_mark(number, result.citation(number)) for number in claim.citations)
    rest, _, last = claim.text.rpartition(" ")  # the last word keeps its marks on its line
    together = f'<span class="together">{escape(last)}{marks}{_verdict(claim)}</span>'
    text = f"{escape(rest)} {together}" if rest else together
    return f'<span class="claim" data-verdict="{claim.verdict}">{text}</span>'


def _mark(number: int, citation: Citation | None) -> str:
    if citation is None:
        return f'<span class="dangling" title="This mark points at nothing">[{number}]</span>'
    told = f"{citation.article.title}: “{citation.quote}”"
    return (
        f'<button type="button" class="mark" {_target(citation)} title="{escape(told)}">[{number}]</button>'
    )


def _target(citation: Citation) -> str:
    span = citation.span
    return f'data-article="{escape(citation.article.id)}" data-start="{span.start}" data-end="{span.end}"'


def _verdict(claim: Claim) -> str:
    told = escape("; ".join([MEANING[claim.verdict], *map(_mismatch, claim.mismatches)]))
    if claim.verdict is Verdict.SUPPORTED:
        return f'<span class="proven" role="img" aria-label="supported" title="{told}">✓</span>'
    return f'<span class="unproven" title="{told}">not proven</span>'


def _mismatch(mismatch: Mismatch) -> str:
    return f"{mismatch.kind}: it says {mismatch.claim_says}, the source {mismatch.source_says}"


def _withheld(claims: Sequence[Claim]) -> str:
    if not claims:
        return ""
    counted = "1 sentence was" if len(claims) == 1 else f"{len(claims)} sentences were"
    items = "".join(f"<li>{escape(claim.text)} {_verdict(claim)}</li>" for claim in claims)
    summary = f"{counted} withheld: not proven by the articles"
    return f'<details class="withheld"><summary>{summary}</summary><ul>{items}</ul></details>'


def _why_not(result: Answer) -> str:
    if not result.nearest:
        return "No article here was published in these dates, by this publisher, or is near to the question."
    return "The passages nearest to the question are below; none of them answers it."


def _timings(timings_ms: Mapping[str, float]) -> str:
    told = [
        told.format(f"{timings_ms[name] / 1000:.1f} s")
        for name, told in STAGES.items()
        if timings_ms.get(name, 0) >= LEAST_SHOWN_MS
    ]
    return f'<p class="timings">{" · ".join(told).capitalize()}</p>' if told else ""


def _evidence(heading: str, citations: Sequence[Citation], besides: str = "") -> str:
    if not citations:
        return ""
    return f'<section class="evidence"><h3>{heading}</h3>{_evidence_list(citations)}{besides}</section>'


def _evidence_list(citations: Iterable[Citation]) -> str:
    return f"<ol>{''.join(map(_evidence_item, citations))}</ol>"


def _evidence_item(citation: Citation) -> str:
    article = citation.article
    details = byline(article.publisher, article.published)
    return (
        f'<li><button type="button" {_target(citation)}><span class="number">{citation.number}</span>'
        f'<q>{escape(citation.quote)}</q> <span class="from"><b>{escape(article.title)}</b>{details}</span>'
        "</button></li>"
    )
