"""One question from the form to the page, view by view. Knows nothing of Gradio."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime

from assistant.answer import Answer
from assistant.answering.ask import Answered, Assistant, EvidenceFound, Inquiry, TextDelta
from assistant.jobs.turns import Place, Turns
from assistant.ui import cures, fragments
from assistant.ui.ask import answer_view as render
from assistant.ui.ask import view as render_asked
from assistant.ui.ask.disputes import disputes
from assistant.ui.ask.downloads import downloads
from assistant.ui.ask.follow_up import Exchange, follow_up, is_follow_up
from assistant.ui.history import Asked, History, new_id
from corpus import PinciteError
from corpus.article import article_id
from corpus.errors import InputError
from corpus.samples import ARTICLES, questions
from index import Filters, Library

STOPPED = "Stopped. What was written so far was not checked, so it is not shown."


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, dates as text; None if the page never showed a field.

    `previous` is what stood on the page before; with `as_typed` the question is asked as it is.
    """

    question: str
    after: str | None = None
    before: str | None = None
    publisher: str | None = None
    article: str | None = None
    previous: Exchange | None = None
    as_typed: bool = False

    def filters(self) -> Filters:
        """The filters. Raises InputError for a text that is not a date, and for dates in the wrong order."""
        publisher = (self.publisher or "").strip() or None
        return Filters(_date(self.after), _date(self.before), publisher, self.article or None)


@dataclass(frozen=True, slots=True)
class View:
    """HTML of the reply and of the evidence, and the exchange once it is over.

    With `is_front` the reply is what the page shows before a question.
    """

    reply: str
    evidence: str = ""
    exchange: Exchange | None = None
    is_front: bool = False


def front(library: Library) -> str:
    """What the page shows before a question: sample questions, if the library holds the sample articles."""
    held = set(library.store.article_ids())
    if not held:
        return render.empty_library(library.folder)
    samples = {article_id(str(path.absolute())) for path in ARTICLES.glob("*.md")}
    return render.front(questions() if samples <= held else [])


class Desk:
    """Where the questions to one library are answered, one at a time, and their answers kept."""

    def __init__(
        self, library: Library, assistant: Future[Assistant], history: History, turns: Turns
    ) -> None:
        self.library = library
        self.history = history
        self._assistant = assistant
        self._turns = turns

    def views(self, form: Form) -> Iterator[View]:
        """The page as the answer comes about; closing it stops the generator. A PinciteError becomes a view."""
        typed = " ".join(form.question.split())
        try:
            if not typed:
                raise InputError("There is no question yet. Write one above.")
            filters = form.filters()
            if not self.library.store.n_passages:
                yield View(render.empty_library(self.library.folder), is_front=True)
                return
            if not self._assistant.done():
                yield View(render.waiting(typed, "Loading the language model; this happens once"))
            assistant = self._assistant.result()
            with self._turns.place() as place:
                yield from _Asking(assistant, typed, filters, place).views(form, self.history)
        except PinciteError as error:
            yield View(render.note(typed, "error", cures.told(error)))

    def kept(self, id: str) -> View:
        """An answer of the history as it was shown."""
        asked = self.history.find(id)
        if asked is None:
            return View(
                render.note("", "error", "This answer is not in the history: it was removed, or never here.")
            )
        return shown(asked, self.library)


@dataclass(frozen=True, slots=True)
class _Asking:
    """One question on its way."""

    assistant: Assistant
    typed: str
    filters: Filters
    place: Place

    def views(self, form: Form, history: History) -> Iterator[View]:
        question = self.typed
        generator = self.assistant.generator
        if generator and form.previous and not form.as_typed and is_follow_up(question):
            yield from self._waits()
            yield View(render.waiting(question, "Understanding it after the question before"))
            question = follow_up(question, form.previous, generator)
        yield View(render.waiting(self.typed, "Searching the articles", question))
        yield from self._answering(question, history)

    def _answering(self, question: str, history: History) -> Iterator[View]:
        found = EvidenceFound(())
        text = ""
        with closing(self.assistant.events(Inquiry(question, self.filters))) as events:
            for event in events:
                match event:
                    case EvidenceFound(citations):
                        found = event
                        for view in self._waits():
                            yield replace(view, evidence=render.found(citations))
                        reading = render.waiting(self.typed, "Reading the passages below", question)
                        yield View(reading, render.found(citations))
                    case TextDelta(piece):
                        text += piece
                        yield View(render.draft(self.typed, text, question), render.found(found.citations))
                    case Answered(answer):
                        yield self._kept(answer, found, history)

    def _waits(self) -> Iterator[View]:
        """What is shown until it is this question's turn."""
        for before in self.place.waits():
            yield View(render.waiting(self.typed, fragments.line(before, "answer", "answers", "written")))

    def _kept(self, answer: Answer, found: EvidenceFound, history: History) -> View:
        asked = Asked(
            id=new_id(),
            at=datetime.now().replace(microsecond=0),
            typed=self.typed,
            filters=self.filters,
            answer=answer,
            evidence=found.citations,
            relevance=tuple(round(score, 4) for score in found.relevance[: len(answer.nearest)]),
            disputes=disputes(answer, found.citations),
        )
        try:
            history.keep(asked)
        except InputError as error:
            return shown(asked, self.assistant.library, f"It is not in the history: {cures.told(error)}")
        return shown(asked, self.assistant.library)


def shown(asked: Asked, library: Library, trouble: str = "") -> View:
    """An answer as it stands on the page; `trouble` says why it was not kept."""
    exchange = Exchange(asked.answer.question, asked.answer.text)
    reply = render_asked.reply(asked, downloads(asked, library), trouble)
    return View(reply, render_asked.evidence(asked), exchange)


def _date(typed: str | None) -> date | None:
    text = (typed or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"'{text}' is not a date. Write it as year-month-day: 2024-09-27") from None
