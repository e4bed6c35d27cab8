"""Inquiry -> what its parts are answered from: search, spelling, and the choice of evidence for each part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from assistant.answer import AnswerSpan, ArticleInfo, Citation
from assistant.answering.answerable import LIT, answer_spans, is_said_unknown, newest_first
from assistant.answering.clock import Clock
from assistant.answering.events import Inquiry
from assistant.answering.evidence import EVIDENCE_TOKENS, PASSAGES, Snippet, choose_evidence
from assistant.answering.overview import choose_overview
from assistant.answering.question.plan import LONGEST, How, QuestionPart, plan
from assistant.answering.writer import Writer
from assistant.judges import Reader
from corpus import Span
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

    `asked` is the inquiry's question on one line, `question` the same with typing errors mended. With `needs_all` there
    is no answer unless each part has one. `snippets[0]` has the number 1.
    """

    inquiry: Inquiry
    asked: str
    question: str
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
    """Finds the evidence for inquiries, for one thread at a time."""

    def __init__(self, library: Library, reader: Reader | None, count_tokens: Callable[[str], int]) -> None:
        self._library = library
        self._reader = reader
        self._count_tokens = count_tokens

    def find(self, inquiry: Inquiry, writer: Writer | None) -> Found:
        """The evidence of each part, as much as `writer` has room for.

        Raises InputError for an empty question, and for one that leaves no room for evidence.
        """
        question = asked = " ".join(inquiry.question.split())
        if not question:
            raise InputError("the question is empty. Ask something, as in 'Who said so?'")
        budget = writer.evidence_tokens(question) if writer else EVIDENCE_TOKENS
        if self._reader and not inquiry.as_typed and len(question) <= LONGEST:
            question = self._library.spelled(question, self._reader.is_word)
        clock = Clock()
        planned = plan(question, self._library.embedder)
        chosen: list[list[Snippet]] = []
        for part in planned.parts:
            if chosen and part.question == planned.parts[0].question:  # the other side of a comparison
                chosen.append(chosen[0])
                continue
            only = _articles_of(chosen[0]) if part.leans and self._reader else None
            chosen.append(self._chosen(part, inquiry.filters, budget, only, clock))
        snippets, numbers = _numbered(chosen)
        told = [self._told(part, own) for part, own in zip(planned.parts, chosen, strict=True)]
        parts = tuple(map(FoundPart, told, map(tuple, chosen), numbers))
        return Found(inquiry, asked, question, parts, planned.needs_all, snippets, clock)

    def _chosen(
        self, part: QuestionPart, filters: Filters, budget: int, only: frozenset[str] | None, clock: Clock
    ) -> list[Snippet]:
        """The evidence of one part; from the articles `only`, if there are any."""
        with clock.stage("search"):
            result = self._library.find(part.question, PASSAGES, filters)
        hits = [hit for hit in result.hits if only is None or hit.passage.article.id in only]
        with clock.stage("rerank"):
            if part.how is How.OVERVIEW:
                return choose_overview(result, part.about, part.shared)
            chosen = choose_evidence(
                part.question,
                result.question,
                hits,
                count_tokens=self._count_tokens,
                budget=budget,
                reader=self._reader,
            )
            return newest_first(part.question, chosen)

    def _told(self, part: QuestionPart, snippets: Sequence[Snippet]) -> QuestionPart:
        """The part; quoted if the articles say that the answer is unknown, written if no reader knows what to quote."""
        if self._reader is None and part.how is How.QUOTE:
            return replace(part, how=How.WRITE)
        return replace(part, how=How.QUOTE) if part.how is How.WRITE and is_said_unknown(snippets) else part


def _articles_of(snippets: Sequence[Snippet]) -> frozenset[str]:
    """The articles of what is likely to answer."""
    return frozenset(one.article.id for one in snippets if (one.relevance or 0.0) >= LIT)


def _numbered(chosen: Sequence[Sequence[Snippet]]) -> tuple[tuple[Snippet, ...], list[tuple[int, ...]]]:
    """All snippets, once each, the first part's first, and the numbers of each part's own."""
    numbers: dict[tuple[str, Span], int] = {}
    snippets: list[Snippet] = []
    for one in chain.from_iterable(chosen):
        if (one.article.id, one.span) not in numbers:
            snippets.append(one)
            numbers[one.article.id, one.span] = len(snippets)
    return tuple(snippets), [tuple(numbers[one.article.id, one.span] for one in own) for own in chosen]
