"""`Assistant`: question -> passages -> evidence -> reply -> claims, each held against what it cites."""

import threading
import time
from collections.abc import Generator as Stream
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import TracebackType

from assistant.answer import Answer, ArticleInfo, Citation
from assistant.answering import prompt
from assistant.answering.cite import parse_claims
from assistant.answering.evidence import EVIDENCE_TOKENS, PASSAGES, Snippet, choose_evidence
from assistant.answering.pin import pin
from assistant.generate.choose import DEFAULT_GENERATOR, load_generator
from assistant.generate.protocol import Completion, Generator
from assistant.jobs.pipeline import in_stages
from assistant.judges import Judge, Reranker, Verifier, WordOverlap
from corpus.errors import InputError, PinciteError
from index import Filters, Hit, Library

ABSTENTION = "The articles don't say."
ANSWERABLE = 0.02  # where the reranker gives no snippet this relevance, nothing is generated: docs/log.md
REPLY_TOKENS = 160  # most of a reply; two sentences take about 50
LEAST_EVIDENCE_TOKENS = 64  # with less room than this beside a question, it is refused as too long
NEAREST = 5  # most passages shown under an abstention
TEMPLATE_TOKENS = 8  # what a chat template adds to a message, at most


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question, which articles may answer it, and whether what nothing supports is shown, flagged."""

    question: str
    filters: Filters = field(default_factory=Filters)
    show_unsupported: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """The snippets that the answer will be made from, numbered as its marks will name them."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the reply as the model writes it: not yet checked."""

    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The end: the answer with every claim checked."""

    answer: Answer


Event = EvidenceFound | TextDelta | Answered


@dataclass(frozen=True, slots=True)
class _Found:
    """What an inquiry is answered from; `evidence` are the snippets as citations."""

    inquiry: Inquiry
    snippets: list[Snippet]
    evidence: tuple[Citation, ...]
    clock: "_Clock"


@dataclass(frozen=True, slots=True)
class _Written:
    """The reply as the generator wrote it; empty where it was not asked, or has no answer."""

    found: _Found
    reply: str


class Assistant:
    """Answers questions from a library; make it with `Assistant.open`. Safe from several threads."""

    def __init__(
        self,
        library: Library,
        generator: Generator,
        verifier: Judge | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """Without a verifier word overlap judges; without a reranker the search's own order stands."""
        self.library = library
        self.generator = generator
        self.verifier = verifier or WordOverlap()
        self.reranker = reranker
        self._reading = threading.Lock()  # of the embedder and the reranker: one thread at a time
        self._checking = threading.Lock()  # of the verifier
        generator.prepare(prompt.prefix())
        self._prefix_tokens = sum(
            generator.count_tokens(message.content) + TEMPLATE_TOKENS for message in prompt.prefix()
        )

    @classmethod
    def open(cls, library: Library | str | Path, *, model: str = DEFAULT_GENERATOR) -> "Assistant":
        """An assistant over a library or its folder, with the shipped judges; `model` is what `--model` takes.

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
        self,
        question: str,
        *,
        after: date | None = None,
        before: date | None = None,
        publisher: str | None = None,
        article: str | None = None,
        show_unsupported: bool = False,
    ) -> Answer:
        """The answer, every claim checked. Filters as in `Library.search`.

        What no snippet supports is withheld, or with `show_unsupported` stands in the text, flagged.

        Raises InputError for an empty question, or one that leaves no room for evidence.
        """
        events = self.stream(
            question,
            after=after,
            before=before,
            publisher=publisher,
            article=article,
            show_unsupported=show_unsupported,
        )
        return next(event.answer for event in events if isinstance(event, Answered))

    def ask_all(self, questions: Iterable[str]) -> Iterator[Answer]:
        """The answers in the order of the questions, each when it is there, several questions under way at once.

        Each equals that of `ask`. Raises what `ask` raises when it is that question's turn; then it ends.
        """
        with closing(self.ask_each(map(Inquiry, questions))) as outcomes:
            for outcome in outcomes:
                if isinstance(outcome, PinciteError):
                    raise outcome
                yield outcome

    def ask_each(
        self, inquiries: Iterable[Inquiry], *, writers: int = 1
    ) -> Stream[Answer | PinciteError, None, None]:
        """The same with filters; a question that cannot be answered gives its error, and the next one follows.

        `writers` replies are written at once, which only a model server does: its rounding, and so rarely a word,
        may depend on what it writes beside. Closing the iterator stops the generator.
        """
        stopped = threading.Event()

        def write(found: _Found) -> _Written:
            reply = ""
            with closing(self._reply(found)) as pieces:
                for piece in pieces:
                    if stopped.is_set():
                        break
                    reply += piece
            return _Written(found, reply)

        stages = in_stages(inquiries, self._find, write, self._check, writers=writers, stopped=stopped)
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
        after: date | None = None,
        before: date | None = None,
        publisher: str | None = None,
        article: str | None = None,
        show_unsupported: bool = False,
    ) -> Stream[Event, None, None]:
        """The same as it comes about: `EvidenceFound`, the reply in `TextDelta`s, last `Answered`.

        Closing the iterator stops the generator. Raises what `ask` raises.
        """
        found = self._find(Inquiry(question, Filters(after, before, publisher, article), show_unsupported))
        yield EvidenceFound(found.evidence)
        reply = ""
        with closing(self._reply(found)) as pieces:
            for piece in pieces:
                reply += piece
                yield TextDelta(piece)
        yield Answered(self._check(_Written(found, reply)))

    def models(self) -> dict[str, str]:
        """What decides an answer beside the library: role -> `name@sha`."""
        models = {"generator": self.generator.name, "verifier": self.verifier.name}
        if self.reranker:
            models["reranker"] = self.reranker.name
        manifest = self.library.store.manifest()
        return (
            {"embedder": f"{manifest.embedder}@{manifest.embedder_digest[:12]}", **models}
            if manifest
            else models
        )

    def _find(self, inquiry: Inquiry) -> _Found:
        """Search and rerank."""
        question = " ".join(inquiry.question.split())
        if not question:
            raise InputError("the question is empty. Ask something, as in: pincite ask 'Who said so?'")
        clock, filters = _Clock(), inquiry.filters
        with self._reading:
            with clock.stage("search"):
                budget = self._evidence_budget(question)
                hits = self.library.search(
                    question,
                    PASSAGES,
                    after=filters.after,
                    before=filters.before,
                    publisher=filters.publisher,
                    article=filters.article,
                )
            with clock.stage("rerank"):
                snippets = self._evidence(question, hits, budget)
        evidence = tuple(_citation(number, snippet) for number, snippet in enumerate(snippets, start=1))
        return _Found(replace(inquiry, question=question), snippets, evidence, clock)

    def _reply(self, found: _Found) -> Stream[str, None, None]:
        """The reply as it is written; nothing where no snippet is relevant, or the model says that none answers."""
        if not _may_answer(found.snippets):
            return
        with found.clock.stage("first_token"):
            excerpts = [snippet.text for snippet in found.snippets]
            completion = self.generator.complete(prompt.build(found.inquiry.question, excerpts), REPLY_TOKENS)
        with found.clock.stage("generate"):
            yield from _pieces(completion)

    def _check(self, written: _Written) -> Answer:
        """The answer, every claim of the reply held against the evidence."""
        found, reply = written.found, written.reply
        with self._checking, found.clock.stage("check"):
            pinned = pin(
                reply,
                parse_claims(reply),
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
        """Tokens that were read beyond the instructions, and written; none where nothing was asked."""
        if not _may_answer(found.snippets):
            return {}
        asked = prompt.build(found.inquiry.question, [snippet.text for snippet in found.snippets])[-1]
        count = self.generator.count_tokens
        return {"prompt": count(asked.content), "reply": count(reply) if reply else 0}

    def _evidence(self, question: str, hits: list[Hit], budget: int) -> list[Snippet]:
        if not hits:
            return []
        [vector] = self.library.embedder.embed([question])
        return choose_evidence(
            question,
            vector,
            hits,
            count_tokens=self.generator.count_tokens,
            budget=budget,
            reranker=self.reranker,
        )

    def _evidence_budget(self, question: str) -> int:
        room = self.generator.context_tokens - self._prefix_tokens - REPLY_TOKENS - 4 * TEMPLATE_TOKENS
        asked = self.generator.count_tokens(question)
        if room - asked < LEAST_EVIDENCE_TOKENS:
            raise InputError(
                f"the question has {asked:,} tokens; beside the instructions and the evidence the model has room"
                f" for {max(room - LEAST_EVIDENCE_TOKENS, 0):,}. Shorten it, or name a model that reads more: --model"
            )
        return min(EVIDENCE_TOKENS, room - asked)


def _may_answer(snippets: Sequence[Snippet]) -> bool:
    """Whether any snippet is relevant enough to ask the generator, as far as the reranker was asked."""
    relevance = [snippet.relevance for snippet in snippets if snippet.relevance is not None]
    return max(relevance) >= ANSWERABLE if relevance else bool(snippets)


def _pieces(completion: Completion) -> Stream[str, None, None]:
    """The reply, nothing of it where the model says or hints that the excerpts do not answer."""
    begun = ""
    try:
        if prompt.not_stated_odds(completion.first_token) >= prompt.NOT_STATED_ODDS:
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
    """Milliseconds by stage, and of all stages; what a question waits for others is in none."""

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
