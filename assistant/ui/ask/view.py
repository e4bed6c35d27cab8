"""The answer to a question that was asked on the page, with what can be done with it; and earlier answers."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from assistant.report.templates import Macros
from assistant.ui.ask import answer_view, footnotes
from assistant.ui.ask.why_not import why_not
from assistant.ui.history import LONGEST_COMMENT, Asked

HTML = Macros("ui/ask/view.html")
SNIPPET = 160  # code points of an earlier answer in the list


def reply(asked: Asked, files: Mapping[str, str] | None = None, trouble: str = "") -> Markup:
    """The checked answer and what can be done with it; `files` are kinds and URLs, `trouble` is why it was not kept."""
    answer = asked.answer
    passages = {citation.number: citation for citation in asked.evidence}
    return HTML.reply(
        asked,
        said=answer_view.said(answer),
        disputes=[(dispute, passages[dispute.cited], passages[dispute.other]) for dispute in asked.disputes],
        details=answer_view.details(answer),
        trouble=trouble,
        copies={"Copy as Markdown": footnotes.markdown(answer), "Copy as text": footnotes.plain(answer)},
        files=files or {},
        longest_comment=LONGEST_COMMENT,
    )


def evidence(asked: Asked) -> Markup:
    """What it cites and what else was read; for an abstention the nearest passages, and why none was enough."""
    answer = asked.answer
    relevance = [*asked.relevance, *[None] * len(answer.nearest)]
    why = [
        why_not(answer.question, passage, score)
        for passage, score in zip(answer.nearest, relevance, strict=False)
    ]
    return answer_view.sources(answer, asked.evidence, why)


def earlier(found: Sequence[Asked], words: str) -> Markup:
    """Earlier answers, newest first; `words` were searched for."""
    return HTML.earlier(found, SNIPPET, bool(words.strip()))
