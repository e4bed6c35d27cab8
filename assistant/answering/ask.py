"""`Assistant`: question -> passages -> evidence -> reply -> claims, each held against what it cites."""

import threading
from collections.abc import Generator as Stream
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from types import TracebackType
from typing import Unpack

from assistant.answer import Answer, AnswerSpan, ArticleInfo, Citation
from assistant.answering.answerable import answer_spans
from assistant.answering.clock import Clock
from assistant.answering.evidence import EVIDENCE_TOKENS, PASSAGES, Snippet, choose_evidence
from assistant.answering.extract import extract
from assistant.answering.marks import parse_reply
from assistant.answering.pin import pin
from assistant.answering.writer import Writer
from assistant.generate.choose import DEFAULT_GENERATOR, load_generator
from assistant.generate.protocol import Generator
from assistant.jobs.pipeline import in_stages
from assistant.judges import Judge, Reader, Verifier, WordOverlap
from corpus.errors import InputError, PinciteError
from index import Filters, Library
from index.rows import FilterArguments
from index.search import SearchResult

ABSTENTION = "The articles don't say."
NEAREST = 5  # most passages shown under an abstention; chosen by hand


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question, which articles may answer it, and how.

    Unsupported sentences are withheld, or shown and flagged. With `extract` the answer is sentences of the articles,
    and no generator is asked.
    """

    question: str
    filters: Filters = field(default_factory=Filters)
    show_unsupported: bool = False
    extract: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """The snippets that the answer will be made from, numbered as its marks will name them.

    `relevance` is the probability that each snippet answers, in [0, 1]; empty if no reader was asked. `answer_spans`
    are the words that answer.
    """

    citations: tuple[Citation, ...]
    relevance: tuple[float, ...] = ()
    answer_spans: tuple[AnswerSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the reply, as the model writes it. It is not checked yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The last event: the answer with every claim checked."""

    answer: Answer


Event = EvidenceFound | TextDelta | Answered


@dataclass(frozen=True, slots=True)
class _Found:
    """The snippets that an inquiry is answered from, and the same snippets as citations."""

    inquiry: Inquiry
    snippets: list[Snippet]
    evidence: tuple[Citation, ...]
    answer_spans: tuple[AnswerSpan, ...]
    clock: Clock


class Assistant:
    """Answers questions from a library; make it with `Assistant.open`. Safe from several threads."""

    def __init__(
        self,
        library: Library,
        generator: Generator | None,
        verifier: Judge | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Without a generator, every answer is extracted; that needs a reader.

        Without a verifier, the overlap of words decides; without a reader, the search's order of sentences.
        """
        self.library = library
        self.generator = generator
        self.verifier = verifier or WordOverlap()
        self.reader = reader
        self._reading = threading.Lock()  # held while the embedder and the reader are used
        self._checking = threading.Lock()  # held while the verifier is used
        self._writer = Writer(generator) if generator else None

    @classmethod
    def open(cls, library: Library | str | Path, *, model: str | None = DEFAULT_GENERATOR) -> "Assistant":
        """An assistant over a library or its folder, with the shipped judges; `model` as in `load_generator`.

        With None for the model there is no generator, and every answer is extracted.

        Raises LibraryError, ModelError or GeneratorError.
        """
        opened = library if isinstance(library, Library) else Library.open(library)
        verifier, reader = Verifier.load(), Reader.load()
        return cls(opened, load_generator(model) if model else None, verifier, reader)

    def close(self) -> None:
        """Free the generator and the library."""
        if self.generator:
            self.generator.close()
        self.library.close()

    def __enter__(self) -> "Assistant":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(
        self,
        question: str,
        *,
        show_unsupported: bool = False,
        extract: bool = False,
        **filters: Unpack[FilterArguments],
    ) -> Answer:
        """The answer, every claim checked. The filters are the fields of `index.Filters`.

        Sentences that no snippet supports are withheld; with `show_unsupported` they stand in the text, flagged. With
        `extract` no generator is asked: the answer is the sentences of the articles that answer, word for word.

        Raises InputError for an empty question, for one that leaves no room for evidence, and for dates in the wrong
        order; LibraryError if no article has the id `article`.
        """
        events = self.stream(question, show_unsupported=show_unsupported, extract=extract, **filters)
        return next(event.answer for event in events if isinstance(event, Answered))

    def ask_all(self, questions: Iterable[str]) -> Iterator[Answer]:
        """The answers in the order of the questions. Several questions are under way at once.

        Each answer equals that of `ask`. Raises what `ask` raises when it is that question's turn; then it ends.
        """
        with closing(self.ask_each(map(Inquiry, questions))) as outcomes:
            for outcome in outcomes:
                if isinstance(outcome, PinciteError):
                    raise outcome
                yield outcome

    def ask_each(
        self, inquiries: Iterable[Inquiry], *, writers: int = 1
    ) -> Stream[Answer | PinciteError, None, None]:
        """The answers to inquiries. A question that cannot be answered gives its error, and the next one follows.

        `writers` replies are written at once. Only a model server does that; its rounding, and so rarely a word, may
        depend on what else it writes at that time. Closing the iterator stops the generator.
        """
        stopped = threading.Event()

        def write(found: _Found) -> tuple[_Found, str]:
            with closing(self._reply(found)) as pieces:
                return found, "".join(takewhile(lambda piece: not stopped.is_set(), pieces))

        def check(written: tuple[_Found, str]) -> Answer:
            return self._check(*written)

        stages = in_stages(inquiries, self._find, write, check, writers=writers, stopped=stopped)
        with closing(stages) as answers:
            for answer in answers:
                try:
                    outcome: Answer | PinciteError = answer.result()
                except PinciteError as error:
                    outcome = error
                yield outcome

    def stream(
        self,
        question: str,
        *,
        show_unsupported: bool = False,
        extract: bool = False,
        **filters: Unpack[FilterArguments],
    ) -> Stream[Event, None, None]:
        """What `ask` does, event by event: `EvidenceFound`, the reply in `TextDelta`s, last `Answered`.

        Closing the iterator stops the generator. Raises what `ask` raises.
        """
        return self.events(Inquiry(question, Filters(**filters), show_unsupported, extract))

    def events(self, inquiry: Inquiry) -> Stream[Event, None, None]:
        """The events of `stream` for an inquiry."""
        found = self._find(inquiry)
        relevance = [snippet.relevance for snippet in found.snippets if snippet.relevance is not None]
        yield EvidenceFound(found.evidence, tuple(relevance), found.answer_spans)
        reply = ""
        with closing(self._reply(found)) as pieces:
            for piece in pieces:
                reply += piece
                yield TextDelta(piece)
        yield Answered(self._check(found, reply))

    def models(self) -> dict[str, str]:
        """What an answer depends on besides the articles: role -> `name@sha`."""
        manifest = self.library.store.manifest()
        models = {
            "embedder": f"{manifest.embedder}@{manifest.embedder_digest[:12]}" if manifest else None,
            "generator": self.generator.name if self.generator else None,
            "verifier": self.verifier.name,
            "reader": self.reader.name if self.reader else None,
        }
        return {role: name for role, name in models.items() if name is not None}

    def _find(self, inquiry: Inquiry) -> _Found:
        """Search the library, and choose the evidence."""
        question = " ".join(inquiry.question.split())
        if not question:
            raise InputError("the question is empty. Ask something, as in 'Who said so?'")
        clock = Clock()
        with self._reading:
            with clock.stage("search"):
                writer = self._writer_of(inquiry)
                budget = writer.evidence_tokens(question) if writer else EVIDENCE_TOKENS
                result = self.library.find(question, PASSAGES, inquiry.filters)
            with clock.stage("rerank"):
                snippets = self._evidence(question, result, budget)
        evidence = tuple(_citation(number, snippet) for number, snippet in enumerate(snippets, start=1))
        return _Found(replace(inquiry, question=question), snippets, evidence, answer_spans(snippets), clock)

    def _reply(self, found: _Found) -> Stream[str, None, None]:
        """The reply as it is written; empty if none is."""
        if writer := self._writer_of(found.inquiry):
            yield from writer.reply(found.inquiry.question, found.snippets, found.clock)

    def _check(self, found: _Found, reply: str) -> Answer:
        """The answer: every claim of the reply checked against the evidence, or sentences of the evidence."""
        writer = self._writer_of(found.inquiry)
        models = self.models()
        with self._checking, found.clock.stage("check"):
            if writer is None:
                pinned = extract(found.snippets)
                models = {
                    role: name for role, name in models.items() if role not in ("generator", "verifier")
                }
            else:
                flagged = found.inquiry.show_unsupported
                sentences = parse_reply(reply)
                pinned = pin(reply, sentences, found.snippets, self.verifier, show_unsupported=flagged)
        cited = {number for claim in pinned.claims for number in claim.citations}
        abstained = not pinned.claims
        return Answer(
            question=found.inquiry.question,
            text=ABSTENTION if abstained else pinned.text,
            abstained=abstained,
            claims=pinned.claims,
            citations=tuple(citation for citation in found.evidence if citation.number in cited),
            withheld=pinned.withheld,
            nearest=found.evidence[:NEAREST] if abstained else (),
            answer_spans=tuple(span for span in found.answer_spans if span.citation in cited),
            models=models,
            tokens=writer.tokens(found.inquiry.question, found.snippets, reply) if writer else {},
            timings_ms=found.clock.read(),
        )

    def _evidence(self, question: str, result: SearchResult, budget: int) -> list[Snippet]:
        return choose_evidence(
            question,
            result.question,
            result.hits,
            count_tokens=self._count_tokens,
            budget=budget,
            reader=self.reader,
        )

    def _count_tokens(self, text: str) -> int:
        """The generator's tokens; without one, the embedder's."""
        if self.generator:
            return self.generator.count_tokens(text)
        return self.library.embedder.count_tokens([text])[0]

    def _writer_of(self, inquiry: Inquiry) -> Writer | None:
        """What writes the answer; None if it is extracted."""
        return None if inquiry.extract else self._writer


def _citation(number: int, snippet: Snippet) -> Citation:
    return Citation(number, ArticleInfo.of(snippet.article), snippet.span, snippet.text)
