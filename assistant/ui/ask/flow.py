"""One question from the form to the page, view by view. Knows nothing of Gradio."""

from collections.abc import Generator, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from assistant.answering.ask import Assistant
from assistant.answering.events import Answered, EvidenceFound, Inquiry, TextDelta
from assistant.answering.question.follow_up import Exchange, is_follow_up
from assistant.jobs.turns import Place, Turns
from assistant.ui import cures, fragments
from assistant.ui.ask import view
from assistant.ui.ask.answer_view import HTML
from assistant.ui.ask.disputes import disputes
from assistant.ui.ask.downloads import downloads
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

    `previous` is what stood on the page before; with `as_typed` the question is asked as it is; with `extract` no
    language model answers.
    """

    question: str
    after: str | None = None
    before: str | None = None
    publisher: str | None = None
    article: str | None = None
    previous: Exchange | None = None
    as_typed: bool = False
    extract: bool | None = False

    def filters(self) -> Filters:
        """The filters. Raises InputError for a text that is not a date, and for dates in the wrong order."""
        publisher = (self.publisher or "").strip() or None
        return Filters(_date(self.after), _date(self.before), publisher, self.article or None)


class View(NamedTuple):
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
    samples = {article_id(str(path.absolute())) for path in ARTICLES.glob("*.md")}
    offered = questions() if samples <= held else []
    return HTML.front(offered) if held else HTML.empty_library(library.folder)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the questions to one library are answered, one at a time, and their answers kept.

    `assistant` may still be loading, or have failed with a PinciteError; questions wait in the line `turns`.
    """

    library: Library
    assistant: Future[Assistant]
    history: History
    turns: Turns

    def views(self, form: Form) -> Generator[View, None, None]:
        """The page as the answer comes about; closing it stops the generator. A PinciteError becomes a view."""
        typed = " ".join(form.question.split())
        try:
            if not typed:
                raise InputError("There is no question yet. Write one above.")
            filters = form.filters()
            if not self.library.store.n_passages:
                yield View(front(self.library), is_front=True)
                return
            if not self.assistant.done():
                yield View(HTML.waiting(typed, "Loading the language model; this happens once"))
            assistant = self.assistant.result()
            with self.turns.place() as place:
                question = typed
                if form.previous and not form.as_typed and is_follow_up(typed):
                    question = assistant.follow_up(typed, form.previous)
                inquiry = Inquiry(question, filters, extract=bool(form.extract), as_typed=form.as_typed)
                yield from self._answering(assistant, typed, inquiry, place)
        except PinciteError as error:
            yield View(HTML.note(typed, "error", cures.told(error)))

    def kept(self, id: str) -> View:
        """An answer of the history as it was shown."""
        asked = self.history.find(id)
        if asked is None:
            told = "This answer is not in the history: it was removed, or never here."
            return View(HTML.note("", "error", told))
        return self._shown(asked)

    def _answering(self, assistant: Assistant, typed: str, inquiry: Inquiry, place: Place) -> Iterator[View]:
        question, text, evidence = inquiry.question, "", ""
        found = EvidenceFound(())
        yield View(HTML.waiting(typed, "Searching the articles", question))
        with closing(assistant.events(inquiry)) as events:
            for event in events:
                match event:
                    case EvidenceFound(citations):
                        lit = event.answer_spans
                        found, evidence = event, HTML.evidence("Found in the articles", citations, words=lit)
                        if not inquiry.extract:
                            yield from _waits(place, typed, evidence)
                        yield View(HTML.waiting(typed, "Reading the passages below", question), evidence)
                    case TextDelta(piece):
                        text += piece
                        yield View(HTML.draft(typed, text, question), evidence)
                    case Answered(answer, read):
                        relevance = found.relevance[: len(answer.nearest)]
                        asked = Asked(
                            id=new_id(),
                            at=datetime.now().replace(microsecond=0),
                            typed=typed,
                            filters=inquiry.filters,
                            answer=answer,
                            evidence=read,
                            relevance=tuple(round(score, 4) for score in relevance),
                            disputes=disputes(answer, read),
                        )
                        yield self._kept(asked)

    def _kept(self, asked: Asked) -> View:
        try:
            self.history.keep(asked)
        except InputError as error:
            return self._shown(asked, f"It is not in the history: {cures.told(error)}")
        return self._shown(asked)

    def _shown(self, asked: Asked, trouble: str = "") -> View:
        """An answer as it stands on the page; `trouble` says why it was not kept."""
        exchange = Exchange(asked.answer.question, asked.answer.text)
        reply = view.reply(asked, downloads(asked, self.library), trouble)
        return View(reply, view.evidence(asked), exchange)


def _waits(place: Place, typed: str, evidence: str = "") -> Iterator[View]:
    """What is shown until it is this question's turn."""
    for before in place.waits():
        yield View(
            HTML.waiting(typed, fragments.waiting_line(before, "answer", "answers", "written")), evidence
        )


def _date(typed: str | None) -> date | None:
    text = (typed or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"'{text}' is not a date. Write it as year-month-day: 2024-09-27") from None
