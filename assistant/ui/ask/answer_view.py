"""Answers as HTML. Everything that comes from an article, a person or a model is text here, never markup.

Knows nothing of Gradio. What opens an article carries `data-article`, `data-start`, `data-end` and `data-number`; what
asks a question carries `data-question`; `data-stage` says how far a reply is. `behaviour.js` reads them.
"""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from assistant.answer import Answer, Citation, Claim, Mismatch, Verdict
from assistant.ui.article import byline
from assistant.ui.ask.why_not import why_abstained

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
    """The name plate, with how many articles can be asked; the name leads back to an empty page."""
    held = "1 article" if articles == 1 else f"{articles:,} articles"
    return (
        '<header class="masthead"><h1><a href="?">Pincite</a></h1>'
        "<p>Every sentence beside the passage that proves it</p>"
        f"<p>{held} on this computer</p></header>"
    )


FRONT = '<section class="front">'  # what stands there before the first question begins with it


def front(questions: Sequence[str]) -> str:
    """The page before the first question."""
    if not questions:
        return f'{FRONT}<p class="hint">Ask your articles a question.</p></section>'
    buttons = "".join(
        f'<li><button type="button" data-question="{escape(question)}">{escape(question)}</button></li>'
        for question in questions
    )
    return f'{FRONT}<h2>Questions to begin with</h2><ul class="samples">{buttons}</ul></section>'


def empty_library(folder: Path) -> str:
    """What to do about a library without articles."""
    command = f"pincite index PATH... --library {folder}"
    return (
        f"{FRONT}<h2>There are no articles yet</h2><p>Add files or whole folders "
        "(text, Markdown, HTML, PDF, Word, EPUB, JSON Lines, CSV) in the place Library, or:</p>"
        f"<pre>{escape(command)}</pre></section>"
    )


def waiting(question: str, doing: str, asked: str = "") -> str:
    """A reply of which there is no text yet; `doing` says why. `asked` is the question where it was rewritten."""
    return frame("working", question, _status(doing), asked)


def draft(question: str, text: str, asked: str = "") -> str:
    """A reply as it is written, marked as not checked."""
    status = _status("Draft: each sentence is checked against the articles before it counts")
    return frame("working", question, f'{status}<p class="draft">{escape(text)}</p>', asked)


def note(question: str, kind: str, message: str) -> str:
    """An end without an answer: `kind` is `error` or `stopped`."""
    return frame(kind, question, f'<p class="note" role="status">{escape(message)}</p>')


def answer(result: Answer) -> str:
    """The checked answer: each claim with its marks and its verdict."""
    said = abstention(result, why_abstained(result)) if result.abstained else claims(result)
    return frame("answered", result.question, said + withheld(result.withheld) + timings(result.timings_ms))


def frame(stage: str, question: str, body: str, asked: str = "", id: str = "") -> str:
    """A reply under its question; `body` is HTML, `asked` the question where it was rewritten, `id` the answer's."""
    heading = f"<h2>{escape(question)}</h2>" if question else ""
    busy = "true" if stage == "working" else "false"
    named = f' data-answer="{escape(id)}"' if id else ""
    return (
        f'<article class="reply" data-stage="{stage}"{named} aria-busy="{busy}">'
        f"{heading}{_asked_as(question, asked)}{body}</article>"
    )


def _asked_as(question: str, asked: str) -> str:
    if not asked or asked == question:
        return ""
    return (
        f'<p class="asked-as">Asked as: <q>{escape(asked)}</q> '
        f'<button type="button" class="link" data-question="{escape(question)}"'
        ' data-as-typed="true">Ask it as typed</button></p>'
    )


def claims(result: Answer) -> str:
    """The sentences that are shown."""
    return f'<p class="claims">{" ".join(_claim(claim, result) for claim in result.claims)}</p>'


def abstention(result: Answer, why: str) -> str:
    """What is said where the articles do not tell; `why` is text."""
    return f'<p class="abstained">{escape(result.text)}</p><p class="hint">{escape(why)}</p>'


def found(citations: Sequence[Citation]) -> str:
    """The evidence, as soon as it is found."""
    return evidence("Found in the articles", citations)


def sources(result: Answer, read: Sequence[Citation]) -> str:
    """The evidence once the answer is there: what it cites, and what was read besides."""
    if result.abstained:
        return evidence("The nearest passages", result.nearest)
    cited = {citation.number for citation in result.citations}
    rest = [citation for citation in read if citation.number not in cited]
    if not rest:
        return evidence("Cited", result.citations)
    summary = f"<summary>Read, not cited: {len(rest)}</summary>"
    besides = f'<details class="besides">{summary}{_evidence_list(rest)}</details>'
    return evidence("Cited", result.citations, besides=besides)


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
    told = f"[{number}] {citation.article.title}: “{citation.quote}”"
    return (
        f'<button type="button" class="mark" {target(citation)} aria-label="{escape(told)}">[{number}]</button>'
        f'<span class="peek" aria-hidden="true"><q>{escape(citation.quote)}</q> {_from(citation)}</span>'
    )


def target(citation: Citation) -> str:
    """The attributes of what opens its article."""
    span = citation.span
    return (
        f'data-article="{escape(citation.article.id)}" data-start="{span.start}" data-end="{span.end}"'
        f' data-number="{citation.number}"'
    )


def _verdict(claim: Claim) -> str:
    told = escape("; ".join([MEANING[claim.verdict], *map(_mismatch, claim.mismatches)]))
    if claim.verdict is Verdict.SUPPORTED:
        return f'<span class="proven" role="img" aria-label="supported" title="{told}">✓</span>'
    return f'<span class="unproven" title="{told}">not proven</span>'


def _mismatch(mismatch: Mismatch) -> str:
    return f"{mismatch.kind}: it says {mismatch.claim_says}, the source {mismatch.source_says}"


def withheld(claims: Sequence[Claim]) -> str:
    """How many sentences are not shown, and which."""
    if not claims:
        return ""
    counted = "1 sentence was" if len(claims) == 1 else f"{len(claims)} sentences were"
    items = "".join(f"<li>{escape(claim.text)} {_verdict(claim)}</li>" for claim in claims)
    summary = f"{counted} withheld: not proven by the articles"
    return f'<details class="withheld"><summary>{summary}</summary><ul>{items}</ul></details>'


def timings(timings_ms: Mapping[str, float]) -> str:
    """How long it took; where the time went, on demand."""
    told = [
        told.format(f"{timings_ms[name] / 1000:.1f} s")
        for name, told in STAGES.items()
        if timings_ms.get(name, 0) >= LEAST_SHOWN_MS
    ]
    if not told:
        return ""
    parts = f"<p>{' · '.join(told[:-1]).capitalize()}</p>" if told[:-1] else ""
    return f'<details class="timings"><summary>{told[-1]}</summary>{parts}</details>'


def evidence(
    heading: str, citations: Sequence[Citation], below: Sequence[str] = (), besides: str = ""
) -> str:
    """Passages under a heading, `below` each a line of text if there are any; `besides` is HTML."""
    if not citations:
        return ""
    return (
        f'<section class="evidence"><h3>{heading}</h3>{_evidence_list(citations, below)}{besides}</section>'
    )


def _evidence_list(citations: Sequence[Citation], below: Sequence[str] = ()) -> str:
    lines = [*below, *[""] * (len(citations) - len(below))]
    return f"<ol>{''.join(map(_evidence_item, citations, lines))}</ol>"


def _evidence_item(citation: Citation, below: str) -> str:
    why = f'<span class="why">{escape(below)}</span>' if below else ""
    return (
        f'<li><button type="button" {target(citation)}><span class="number">{citation.number}</span>'
        f"<q>{escape(citation.quote)}</q> {_from(citation)}{why}</button></li>"
    )


def _from(citation: Citation) -> str:
    article = citation.article
    details = byline(article.publisher, article.published)
    return f'<span class="from"><b>{escape(article.title)}</b>{details}</span>'
