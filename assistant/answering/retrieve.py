"""Inquiry -> what its parts are answered from: search, spelling, and the choice of evidence for each part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from assistant.answer import AnswerSpan, ArticleInfo, Citation
from assistant.answering.answerable import answer_spans, is_said_unknown
from assistant.answering.clock import Clock
from assistant.answering.events import Inquiry
from assistant.answering.evidence import EVIDENCE_TOKENS, PASSAGES, Snippet, choose_evidence
from assistant.answering.overview import choose_overview
from assistant.answering.plan import How, QuestionPart, plan
from assistant.answering.writer import Writer
from assistant.judges import Reader
from corpus.errors import InputError
from index import Filters, Library


@dataclass(frozen=True, slots=True)
class FoundPart:
    """A part of a question, its snippets, and their numbers in the evidence of the whole."""

    part: QuestionPart
    snippets: tuple[Snippet, ...]
    numbers: tuple[int, ...]

    @property
    def is_written(self) -> bool:
        """Whether a generator answers it, if there is one."""
        return self.part.how is How.WRITE


@dataclass(frozen=True, slots=True)
class Found:
    """What an inquiry is answered from: its parts, and the snippets of all of them, once each.

    With `needs_all` there is no answer unless each part has one. `snippets[0]` has the number 1.
    """

    inquiry: Inquiry
    parts: tuple[FoundPart, ...]
    needs_all: bool
    snippets: tuple[Snippet, ...]
    clock: Clock

    @property
    def evidence(self) -> tuple[Citation, ...]:
        """The snippets as citations."""
        return tuple(
            Citation(number, ArticleInfo.of(snippet.article), snippet.span, snippet.text)
            for number, snippet in enumerate(self.snippets, start=1)
        )

    @property
    def answer_spans(self) -> tuple[AnswerSpan, ...]:
        """The words that answer, of each snippet that is likely to."""
        return answer_spans(self.snippets)


class Retriever:
    """Finds the evidence for inquiries. Not safe from several threads, because the reader is not."""

    def __init__(self, library: Library, reader: Reader | None, count_tokens: Callable[[str], int]) -> None:
        self._library = library
        self._reader = reader
        self._count_tokens = count_tokens

    def find(self, inquiry: Inquiry, writer: Writer | None) -> Found:
        """The evidence of each part, as much as `writer` has room for.

        Raises InputError for an empty question, and for one that leaves no room for evidence.
        """
        question = " ".join(inquiry.question.split())
        if not question:
            raise InputError("the question is empty. Ask something, as in 'Who said so?'")
        if self._reader and not inquiry.as_typed:
            question = self._library.spelled(question, self._reader.is_word)
        clock = Clock()
        asked = plan(question)
        budget = writer.evidence_tokens(question) if writer else EVIDENCE_TOKENS
        chosen = [self._chosen(part, inquiry.filters, budget, clock) for part in asked.parts]
        snippets, numbers = _numbered(chosen)
        parts = map(FoundPart, map(_told, asked.parts, chosen), map(tuple, chosen), numbers)
        return Found(replace(inquiry, question=question), tuple(parts), asked.needs_all, snippets, clock)

    def _chosen(self, part: QuestionPart, filters: Filters, budget: int, clock: Clock) -> list[Snippet]:
        with clock.stage("search"):
            result = self._library.find(part.question, PASSAGES, filters)
        with clock.stage("rerank"):
            if part.how is How.OVERVIEW:
                return choose_overview(result)
            return choose_evidence(
                part.question,
                result.question,
                result.hits,
                count_tokens=self._count_tokens,
                budget=budget,
                reader=self._reader,
            )


def _told(part: QuestionPart, snippets: Sequence[Snippet]) -> QuestionPart:
    """The part; it is quoted, and not written, if the articles say that the answer is unknown."""
    return replace(part, how=How.QUOTE) if part.how is How.WRITE and is_said_unknown(snippets) else part


def _numbered(chosen: Sequence[Sequence[Snippet]]) -> tuple[tuple[Snippet, ...], list[tuple[int, ...]]]:
    """All snippets, once each, and the numbers of each part's own."""
    places = {(one.article.id, one.span): one for one in reversed(list(chain.from_iterable(chosen)))}
    order = {place: number for number, place in enumerate(reversed(places), start=1)}
    return tuple(places[place] for place in order), [
        tuple(order[one.article.id, one.span] for one in own) for own in chosen
    ]
