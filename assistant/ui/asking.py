"""One question from the form to the page, view by view. Knows nothing of Gradio."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from assistant.answer import Citation
from assistant.ask import Answered, Assistant, EvidenceFound, TextDelta
from assistant.ui import render
from corpus import PinciteError
from corpus.article import article_id
from corpus.errors import InputError
from corpus.samples import ARTICLES, questions
from index import Filters, Library

STOPPED = "Stopped. What was written so far was not checked, so it is not shown."


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, dates as text; None where the page never showed a field."""

    question: str
    after: str | None = None
    before: str | None = None
    publisher: str | None = None

    def filters(self) -> Filters:
        """The filters. Raises InputError for what is no date."""
        return Filters(_date(self.after), _date(self.before), (self.publisher or "").strip() or None)


@dataclass(frozen=True, slots=True)
class View:
    """HTML of the reply and of the evidence."""

    reply: str
    evidence: str = ""


def front(library: Library) -> str:
    """What the page shows before a question: samples, where the library holds the sample articles."""
    held = {row.id for row in library.articles()}
    if not held:
        return render.empty_library(library.folder)
    samples = {article_id(str(path.absolute())) for path in ARTICLES.glob("*.md")}
    return render.front(questions() if samples <= held else [])


def views(assistant: Future[Assistant], form: Form) -> Iterator[View]:
    """The page as the answer comes about; closing it stops the generator. A PinciteError becomes a view."""
    question = form.question.strip()
    try:
        if not question:
            raise InputError("There is no question yet. Write one above.")
        filters = form.filters()
        if not assistant.done():
            yield View(render.waiting(question, "Loading the language model; this happens once"))
        yield from _answering(assistant.result(), question, filters)
    except PinciteError as error:
        yield View(render.note(question, "error", str(error)))


def _answering(assistant: Assistant, question: str, filters: Filters) -> Iterator[View]:
    if not assistant.library.articles():
        yield View(render.empty_library(assistant.library.folder))
        return
    yield View(render.waiting(question, "Searching the articles"))
    evidence: tuple[Citation, ...] = ()
    text = ""
    stream = assistant.stream(
        question, after=filters.after, before=filters.before, publisher=filters.publisher
    )
    with closing(stream) as events:
        for event in events:
            match event:
                case EvidenceFound(citations):
                    evidence = citations
                    yield View(render.waiting(question, "Reading the passages below"), render.found(evidence))
                case TextDelta(piece):
                    text += piece
                    yield View(render.draft(question, text), render.found(evidence))
                case Answered(answer):
                    yield View(render.answer(answer), render.sources(answer, evidence))


def _date(typed: str | None) -> date | None:
    text = (typed or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"'{text}' is not a date. Write it as year-month-day: 2024-09-27") from None
