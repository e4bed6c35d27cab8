"""The answer to a question that was asked on the page, with what can be done with it; and earlier answers."""

from collections.abc import Sequence

from markupsafe import Markup

from assistant.report.templates import Macros
from assistant.ui.ask import answer_view as render
from assistant.ui.ask import footnotes
from assistant.ui.ask.downloads import Download
from assistant.ui.ask.why_not import why_not
from assistant.ui.history import LONGEST_COMMENT, Asked
from corpus.article import one_line

_HTML = Macros("ui/ask/view.html")
SNIPPET = 160  # code points of an earlier answer in the list


def reply(asked: Asked, files: Sequence[Download] = (), trouble: str = "") -> Markup:
    """The checked answer and what can be done with it; `trouble` says why it was not kept."""
    answer = asked.answer
    passages = {citation.number: citation for citation in asked.evidence}
    return _HTML.reply(
        asked,
        said=render.said(answer),
        disputes=[(dispute, passages[dispute.cited], passages[dispute.other]) for dispute in asked.disputes],
        details=render.withheld(answer.withheld) + render.timings(answer.timings_ms),
        trouble=trouble,
        copies={"Copy as Markdown": footnotes.markdown(answer), "Copy as text": footnotes.plain(answer)},
        files=files,
        longest_comment=LONGEST_COMMENT,
    )


def evidence(asked: Asked) -> Markup:
    """What it cites and what else was read; for an abstention the nearest passages, and why none was enough."""
    answer = asked.answer
    if not answer.abstained:
        return render.sources(answer, asked.evidence)
    relevance = [*asked.relevance, *[None] * len(answer.nearest)]
    why = [
        why_not(answer.question, passage, score)
        for passage, score in zip(answer.nearest, relevance, strict=False)
    ]
    return render.evidence("The nearest passages", answer.nearest, why)


def earlier(found: Sequence[Asked], words: str) -> Markup:
    """Earlier answers, newest first; `words` were searched for."""
    return _HTML.earlier([(asked, _snippet(asked.answer.text)) for asked in found], bool(words.strip()))


def told(message: str) -> Markup:
    """A short word on what was just done."""
    return _HTML.told(message)


def _snippet(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= SNIPPET else f"{line[:SNIPPET].rstrip()}…"
