"""An answer with footnotes, to be pasted elsewhere: as Markdown and as plain text."""

from collections.abc import Callable

from assistant.answer import Answer, Verdict
from assistant.answering.pin import NOT_PROVEN
from assistant.report.tables import inert
from assistant.report.wording import byline
from corpus.article import one_line


def markdown(answer: Answer) -> str:
    """The question, the answer with marks like [^1], and a footnote for each citation."""
    return _written(answer, "**{}**", "[^{}]", "[^{}]: ", inert)


def plain(answer: Answer) -> str:
    """The same as plain text, with marks like [1]."""
    return _written(answer, "{}", "[{}]", "[{}] ", one_line)


def _written(answer: Answer, heading: str, mark: str, footnote: str, safe: Callable[[str], str]) -> str:
    claims = []
    for claim in answer.claims:
        marks = "".join(mark.format(number) for number in claim.citations)
        flag = "" if claim.verdict is Verdict.SUPPORTED else f" {NOT_PROVEN}"
        claims.append(f"{safe(claim.text)}{marks}{flag}")
    notes = []
    for citation in answer.citations:
        article = citation.article
        source = safe(byline(article.title, article.publisher, article.published))
        told = f"{source}: “{safe(citation.quote)}” {safe(article.source)}"
        notes.append(footnote.format(citation.number) + told)
    silent = (f"The articles don't say: {safe(question)}" for question in answer.unanswered)
    text = " ".join([*claims, *silent]) or safe(answer.text)
    return "\n".join([heading.format(safe(answer.question)), "", text, "", *notes]).strip() + "\n"
