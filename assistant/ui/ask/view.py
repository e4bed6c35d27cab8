"""The answer to a question that was asked on the page, with what can be done with it; and earlier answers.

As in `render`, everything that others wrote is text. What is done carries `data-copy`, `data-thumb`, `data-open` or
`data-remove`; `behaviour.js` reads them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from assistant.answer import Citation
from assistant.ui.article import byline
from assistant.ui.ask import answer_view as render
from assistant.ui.ask import footnotes
from assistant.ui.ask.disputes import Dispute
from assistant.ui.ask.downloads import Download
from assistant.ui.ask.why_not import why_abstained, why_not
from assistant.ui.history import LONGEST_COMMENT, Asked, Feedback
from corpus.article import one_line

_THUMB = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M2 10h4v11H2zM8 21h9.5c1 0 1.8-.6 2.1-1.5l2.3-7c.5-1.6-.6-3'
    '-2.2-3H14l.9-4.4C15.3 3.2 14 2 12.7 2.6L8 10z"/></svg>'
)
SNIPPET = 160  # code points of an earlier answer in the list


def reply(asked: Asked, files: Sequence[Download] = (), trouble: str = "") -> str:
    """The checked answer and what can be done with it; `trouble` says why it was not kept."""
    answer = asked.answer
    said = render.abstention(answer, why_abstained(answer)) if answer.abstained else render.claims(answer)
    body = [
        said,
        _disputes(asked),
        render.withheld(answer.withheld),
        render.timings(answer.timings_ms),
        f'<p class="note" role="status">{escape(trouble)}</p>' if trouble else "",
        _actions(asked, files),
        "" if trouble else _feedback(asked.feedback),
    ]
    return render.frame("answered", asked.typed, "".join(body), answer.question, asked.id)


def evidence(asked: Asked) -> str:
    """What it cites and what was read besides; under an abstention the nearest passages, and why each did not do."""
    answer = asked.answer
    if not answer.abstained:
        return render.sources(answer, asked.evidence)
    relevance = [*asked.relevance, *[None] * len(answer.nearest)]
    why = [
        why_not(answer.question, passage, score)
        for passage, score in zip(answer.nearest, relevance, strict=False)
    ]
    return render.evidence("The nearest passages", answer.nearest, why)


def earlier(found: Sequence[Asked], words: str) -> str:
    """Earlier answers, newest first; `words` is what was searched for."""
    if not found:
        none = "No earlier answer has these words." if words.strip() else "Answers will be listed here."
        return f'<p class="hint">{none}</p>'
    remove_all = '<button type="button" class="link" data-remove="">Remove all earlier answers</button>'
    below = "" if words.strip() else f'<p class="all">{remove_all}</p>'
    return f'<ol class="earlier">{"".join(map(_earlier, found))}</ol>{below}'


def _earlier(asked: Asked) -> str:
    snippet = one_line(asked.answer.text)
    snippet = snippet if len(snippet) <= SNIPPET else f"{snippet[:SNIPPET].rstrip()}…"
    thumb = (
        {"up": " · helpful", "down": " · not helpful"}.get(asked.feedback.thumb, "") if asked.feedback else ""
    )
    return (
        f'<li><a href="?answer={escape(asked.id)}" data-open="{escape(asked.id)}">{escape(asked.typed)}</a>'
        f'<span class="from">{escape(snippet)}</span><span class="from">{_time(asked.at)}{thumb} · '
        f'<button type="button" class="link" data-remove="{escape(asked.id)}"'
        f' aria-label="Remove: {escape(asked.typed)}">Remove</button></span></li>'
    )


def _time(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M}"


def _disputes(asked: Asked) -> str:
    passages = {citation.number: citation for citation in asked.evidence}
    shown = [_dispute(d, passages[d.cited], passages[d.other]) for d in asked.disputes]
    if not shown:
        return ""
    return f'<section class="disputes"><h3>Sources differ</h3>{"".join(shown)}</section>'


def _dispute(dispute: Dispute, cited: Citation, other: Citation) -> str:
    says = f"<p><b>{escape(dispute.claim_says)}</b> in one article, <b>{escape(dispute.other_says)}</b> in another:</p>"
    return f"{says}<ul>{_side(cited)}{_side(other)}</ul>"


def _side(citation: Citation) -> str:
    article = citation.article
    details = byline(article.publisher, article.published)
    return (
        f'<li><button type="button" {render.target(citation)}><q>{escape(citation.quote)}</q>'
        f'<span class="from"><b>{escape(article.title)}</b>{details}</span></button></li>'
    )


def _actions(asked: Asked, files: Iterable[Download]) -> str:
    answer = asked.answer
    copies = {"Copy as Markdown": footnotes.markdown(answer), "Copy as text": footnotes.plain(answer)}
    buttons = [
        f'<button type="button" class="link" data-question="{escape(answer.question)}"'
        ' data-as-typed="true">Ask again</button>',
        *(
            f'<button type="button" class="link" data-copy="{escape(text)}">{name}</button>'
            for name, text in copies.items()
        ),
        f'<button type="button" class="link" data-copy-link="{escape(asked.id)}">Copy link</button>',
        *(
            f'<a class="link" download="{escape(file.name)}" href="{escape(file.url)}">Download {file.kind}</a>'
            for file in files
        ),
    ]
    items = "".join(f"<li>{button}</li>" for button in buttons)
    said = '<p class="said" role="status"></p>'
    return f'<ul class="actions" aria-label="What to do with this answer">{items}</ul>{said}'


def _feedback(feedback: Feedback | None) -> str:
    thumb, comment = (feedback.thumb, feedback.comment) if feedback else ("", "")
    thumbs = "".join(
        f'<button type="button" data-thumb="{kind}" aria-pressed="{str(kind == thumb).lower()}">'
        f"{_THUMB}{name}</button>"
        for kind, name in (("up", "Helpful"), ("down", "Not helpful"))
    )
    return (
        f'<form class="feedback" aria-label="What you think of this answer"><p>{thumbs}</p>'
        f'<p class="comment"><label>Comment <input type="text" name="comment" maxlength="{LONGEST_COMMENT}"'
        f' value="{escape(comment)}"></label> <button type="submit">Keep comment</button></p></form>'
    )


def told(message: str) -> str:
    """A short word on what was just done."""
    return f'<p class="hint" role="status">{escape(message)}</p>'
