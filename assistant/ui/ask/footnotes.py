"""An answer with footnotes, to be pasted elsewhere: as Markdown and as plain text."""

from assistant.answer import Answer, Citation, Claim, Verdict
from assistant.answering.pin import NOT_PROVEN
from assistant.report.tables import inert
from assistant.report.wording import byline
from corpus.article import one_line


def markdown(answer: Answer) -> str:
    """The question, the answer with marks like [^1], and a footnote for each citation."""
    text = " ".join(_marked(claim, inert(claim.text), "[^{}]") for claim in answer.claims)
    notes = [
        f"[^{citation.number}]: {inert(_heading(citation))}: “{inert(citation.quote)}”"
        f" {inert(citation.article.source)}"
        for citation in answer.citations
    ]
    return (
        "\n".join([f"**{inert(answer.question)}**", "", text or inert(answer.text), "", *notes]).strip()
        + "\n"
    )


def plain(answer: Answer) -> str:
    """The same as plain text, with marks like [1]."""
    text = " ".join(_marked(claim, claim.text, "[{}]") for claim in answer.claims)
    notes = [
        f"[{citation.number}] {_heading(citation)}: “{one_line(citation.quote)}” {citation.article.source}"
        for citation in answer.citations
    ]
    return "\n".join([answer.question, "", text or answer.text, "", *notes]).strip() + "\n"


def _marked(claim: Claim, text: str, mark: str) -> str:
    marks = "".join(mark.format(number) for number in claim.citations)
    flag = "" if claim.verdict is Verdict.SUPPORTED else f" {NOT_PROVEN}"
    return f"{text}{marks}{flag}"


def _heading(citation: Citation) -> str:
    article = citation.article
    return byline(article.title, article.publisher, article.published)
