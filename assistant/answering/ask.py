"""`Assistant`: question -> passages -> evidence -> reply -> claims, each held against what it cites."""

import threading
import time
from collections.abc import Generator as Stream
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from types import TracebackType
from typing import Unpack

from assistant.answer import Answer, ArticleInfo, Citation
from assistant.answering import prompt
from assistant.answering.evidence import EVIDENCE_TOKENS, PASSAGES, Snippet, choose_evidence
from assistant.answering.marks import parse_reply
from assistant.answering.pin import pin
from assistant.generate.choose import DEFAULT_GENERATOR, load_generator
from assistant.generate.protocol import Completion, Generator, Message
from assistant.jobs.pipeline import in_stages
from assistant.judges import Judge, Reranker, Verifier, WordOverlap
from corpus.errors import Cure, InputError, PinciteError
from index import Filters, Library
from index.rows import FilterArguments
from index.search import SearchResult

ABSTENTION = "The articles don't say."
ANSWERABLE = (
    0.02  # the generator is not asked if every relevance is below this: docs/log.md, "The reranker's share"
)
REPLY_TOKENS = 160  # a longer reply is cut off; two sentences take about 50
LEAST_EVIDENCE_TOKENS = (
    64  # a question that leaves less room is refused; chosen by hand: two sentences of news
)
NEAREST = 5  # most passages shown under an abstention; chosen by hand
TEMPLATE_TOKENS = 8  # most tokens that a chat template adds to a message; ChatML, the default model's, adds 5


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question, which articles may answer it, and whether unsupported sentences are shown, flagged, or withheld."""

    question: str
    filters: Filters = field(default_factory=Filters)
    show_unsupported: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """The snippets that the answer will be made from, numbered as its marks will name them.

    `relevance` is the reranker's relevance of each snippet, in [0, 1]; empty if no reranker was asked.
    """

    citations: tuple[Citation, ...]
    relevance: tuple[float, ...] = ()


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
    clock: "_Clock"


class Assistant:
    """Answers questions from a library; make it with `Assistant.open`. Safe from several threads."""

    def __init__(
        self,
        library: Library,
        generator: Generator,
        verifier: Judge | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """Without a verifier, the overlap of words decides; without a reranker, the search's order of sentences."""
        self.library = library
        self.generator = generator
        self.verifier = verifier or WordOverlap()
        self.reranker = reranker
        self._reading = threading.Lock()  # held while the embedder and the reranker are used
        self._checking = threading.Lock()  # held while the verifier is used
        prefix = prompt.prefix(generator.style)
        generator.prepare(prefix)
        self._prefix_tokens = sum(
            generator.count_tokens(message.content) + TEMPLATE_TOKENS for message in prefix
        )

    @classmethod
    def open(cls, library: Library | str | Path, *, model: str = DEFAULT_GENERATOR) -> "Assistant":
        """An assistant over a library or its folder, with the shipped judges; `model` as in `load_generator`.

        Raises LibraryError, ModelError or GeneratorError.
        """
        opened = library if isinstance(library, Library) else Library.open(library)
        verifier, reranker = Verifier.load(), Reranker.load()
        return cls(opened, load_generator(model), verifier, reranker)

    def close(self) -> None:
        """Free the generator and the library."""
        self.generator.close()
        self.library.close()

    def __enter__(self) -> "Assistant":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(
        self, question: str, *, show_unsupported: bool = False, **filters: Unpack[FilterArguments]
    ) -> Answer:
        """The answer, every claim checked. The filters are the fields of `index.Filters`.

        Sentences that no snippet supports are withheld; with `show_unsupported` they stand in the text, flagged.

        Raises InputError for an empty question, for one that leaves no room for evidence, and for dates in the wrong
        order; LibraryError if no article has the id `article`.
        """
        events = self.stream(question, show_unsupported=show_unsupported, **filters)
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
        self, question: str, *, show_unsupported: bool = False, **filters: Unpack[FilterArguments]
    ) -> Stream[Event, None, None]:
        """What `ask` does, event by event: `EvidenceFound`, the reply in `TextDelta`s, last `Answered`.

        Closing the iterator stops the generator. Raises what `ask` raises.
        """
        return self.events(Inquiry(question, Filters(**filters), show_unsupported))

    def events(self, inquiry: Inquiry) -> Stream[Event, None, None]:
        """The events of `stream` for an inquiry."""
        found = self._find(inquiry)
        relevance = [snippet.relevance for snippet in found.snippets if snippet.relevance is not None]
        yield EvidenceFound(found.evidence, tuple(relevance))
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
            "generator": self.generator.name,
            "verifier": self.verifier.name,
            "reranker": self.reranker.name if self.reranker else None,
        }
        return {role: name for role, name in models.items() if name is not None}

    def _find(self, inquiry: Inquiry) -> _Found:
        """Search the library, and choose the evidence."""
        question = " ".join(inquiry.question.split())
        if not question:
            raise InputError("the question is empty. Ask something, as in 'Who said so?'")
        clock = _Clock()
        with self._reading:
            with clock.stage("search"):
                budget = self._evidence_budget(question)
                result = self.library.find(question, PASSAGES, inquiry.filters)
            with clock.stage("rerank"):
                snippets = self._evidence(question, result, budget)
        evidence = tuple(_citation(number, snippet) for number, snippet in enumerate(snippets, start=1))
        return _Found(replace(inquiry, question=question), snippets, evidence, clock)

    def _reply(self, found: _Found) -> Stream[str, None, None]:
        """The reply as it is written; empty if no snippet is relevant, or if the model says that none answers."""
        if not _may_answer(found.snippets):
            return
        with found.clock.stage("first_token"):
            completion = self.generator.complete(self._prompt(found), REPLY_TOKENS)
        with found.clock.stage("generate"):
            yield from _pieces(completion, self.generator.style.not_stated_odds)

    def _prompt(self, found: _Found) -> list[Message]:
        excerpts = [snippet.text for snippet in found.snippets]
        return prompt.build(self.generator.style, found.inquiry.question, excerpts)

    def _check(self, found: _Found, reply: str) -> Answer:
        """The answer, with every claim of the reply checked against the evidence."""
        with self._checking, found.clock.stage("check"):
            pinned = pin(
                reply,
                parse_reply(reply),
                found.snippets,
                self.verifier,
                show_unsupported=found.inquiry.show_unsupported,
            )
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
            models=self.models(),
            tokens=self._tokens(found, reply),
            timings_ms=found.clock.read(),
        )

    def _tokens(self, found: _Found, reply: str) -> dict[str, int]:
        """Tokens of the evidence and the question, and of the reply; empty if the generator was not asked."""
        if not _may_answer(found.snippets):
            return {}
        asked = self._prompt(found)[-1]
        count = self.generator.count_tokens
        return {"prompt": count(asked.content), "reply": count(reply) if reply else 0}

    def _evidence(self, question: str, result: SearchResult, budget: int) -> list[Snippet]:
        return choose_evidence(
            question,
            result.question,
            result.hits,
            count_tokens=self.generator.count_tokens,
            budget=budget,
            reranker=self.reranker,
        )

    def _evidence_budget(self, question: str) -> int:
        # 4: the last message, the opening of the reply, and the numbers and labels of `prompt.build`.
        room = self.generator.context_tokens - self._prefix_tokens - REPLY_TOKENS - 4 * TEMPLATE_TOKENS
        asked = self.generator.count_tokens(question)
        if room - asked < LEAST_EVIDENCE_TOKENS:
            raise InputError(
                f"the question has {asked:,} tokens; beside the instructions and the evidence the model has room"
                f" for {max(room - LEAST_EVIDENCE_TOKENS, 0):,}. Shorten it, or name a model that reads more",
                Cure.NAME_MODEL,
            )
        return min(EVIDENCE_TOKENS, room - asked)


def _may_answer(snippets: Sequence[Snippet]) -> bool:
    """Whether any snippet is relevant enough to ask the generator. Without a reranker, any snippet is."""
    relevance = [snippet.relevance for snippet in snippets if snippet.relevance is not None]
    return max(relevance) >= ANSWERABLE if relevance else bool(snippets)


def _pieces(completion: Completion, not_stated_odds: float) -> Stream[str, None, None]:
    """The reply; nothing if the model says, or its first token hints, that the excerpts do not answer."""
    begun = ""
    try:
        if prompt.not_stated_odds(completion.first_token) >= not_stated_odds:
            return
        for piece in completion.text:
            begun += piece
            if prompt.may_become_not_stated(begun):
                continue
            yield begun
            yield from completion.text
            return
        if not prompt.is_not_stated(begun):
            yield begun
    finally:
        close = getattr(completion.text, "close", None)
        if close:
            close()


def _citation(number: int, snippet: Snippet) -> Citation:
    return Citation(number, ArticleInfo.of(snippet.article), snippet.span, snippet.text)


class _Clock:
    """Milliseconds by stage, and their sum. Time spent waiting for other questions is not counted."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.stages[name] = round((time.perf_counter() - start) * 1000, 1)

    def read(self) -> dict[str, float]:
        return {**self.stages, "total": round(sum(self.stages.values()), 1)}
