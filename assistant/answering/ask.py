"""`Assistant`: question -> passages -> evidence -> reply -> claims, each held against what it cites."""

import threading
from collections import Counter
from collections.abc import Generator as Stream
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import takewhile
from pathlib import Path
from types import TracebackType
from typing import Unpack

from assistant.answer import Answer
from assistant.answering.assemble import assemble
from assistant.answering.events import Answered, Event, EvidenceFound, Inquiry, TextDelta
from assistant.answering.marks import renumbered
from assistant.answering.question.follow_up import Exchange, follow_up
from assistant.answering.question.referents import with_referents
from assistant.answering.retrieve import Found, FoundPart, Retriever
from assistant.answering.writer import Writer
from assistant.generate.choose import DEFAULT_GENERATOR, load_generator
from assistant.generate.protocol import Generator
from assistant.jobs.pipeline import in_stages
from assistant.judges import Judge, Reader, Verifier, WordOverlap
from corpus.errors import PinciteError
from index import Filters, Library
from index.rows import FilterArguments


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
        self._retriever = Retriever(library, reader, self._count_tokens)

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

        def write(found: Found) -> tuple[Found, list[str]]:
            replies = [""] * len(found.parts)
            with closing(self._replies(found)) as pieces:
                for place, piece in takewhile(lambda piece: not stopped.is_set(), pieces):
                    replies[place] += piece
            return found, replies

        def check(written: tuple[Found, list[str]]) -> Answer:
            return self._check(*written).answer

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
        replies = [""] * len(found.parts)
        with closing(self._replies(found)) as pieces:
            for place, piece in pieces:
                replies[place] += piece
                yield TextDelta(piece)
        yield self._check(found, replies)

    def follow_up(self, question: str, previous: Exchange) -> str:
        """A follow-up question as it stands on its own, or unchanged where nothing is known of it."""
        with self._reading:
            return follow_up(question, previous, self.library.embedder)

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

    def _find(self, inquiry: Inquiry) -> Found:
        with self._reading:
            return self._retriever.find(inquiry, self._writer_of(inquiry))

    def _replies(self, found: Found) -> Stream[tuple[int, str], None, None]:
        """The pieces of the replies as they are written, each with the place of its part. Quoted parts have none.

        The first part's come one by one. A later part's come at once, because its marks are given other numbers.
        """
        writer = self._writer_of(found.inquiry)
        first = found.parts[0].part.question
        for place, one in enumerate(found.parts):
            if writer is None or not one.is_written:
                continue
            if place == 0:
                with closing(writer.reply(first, one.snippets, found.clock)) as pieces:
                    yield from ((place, piece) for piece in pieces)
                continue
            asked = with_referents(one.part.question, first, "")
            if reply := "".join(writer.reply(asked, one.snippets, found.clock)):
                yield place, " " + renumbered(reply, partial(_in_all, one, len(found.snippets)))

    def _check(self, found: Found, replies: Sequence[str]) -> Answered:
        """The answer: every claim of the replies checked against the evidence, or sentences of the evidence."""
        writer = self._writer_of(found.inquiry)
        with self._checking, found.clock.stage("check"):
            whole = assemble(found, replies, self.verifier if writer else None)
        writes = writer is not None and any(one.is_written for one in found.parts)
        unused = () if writes else ("generator", "verifier")
        answer = replace(
            whole.answer,
            models={role: name for role, name in self.models().items() if role not in unused},
            tokens=_tokens(writer, found, replies) if writer else {},
            timings_ms=found.clock.read(),
        )
        return replace(whole, answer=answer)

    def _count_tokens(self, text: str) -> int:
        """The generator's tokens; without one, the embedder's."""
        if self.generator:
            return self.generator.count_tokens(text)
        return self.library.embedder.count_tokens([text])[0]

    def _writer_of(self, inquiry: Inquiry) -> Writer | None:
        """What writes the answer; None if it is extracted."""
        return None if inquiry.extract else self._writer


def _in_all(one: FoundPart, evidence: int, number: int) -> int:
    """The number in the whole evidence of a part's snippet; what points at nothing goes on doing so."""
    return one.numbers[number - 1] if 1 <= number <= len(one.numbers) else number + evidence


def _tokens(writer: Writer, found: Found, replies: Sequence[str]) -> dict[str, int]:
    """What the generator read and wrote for all parts; empty if it was not asked."""
    total: Counter[str] = Counter()
    for one, reply in zip(found.parts, replies, strict=True):
        if one.is_written:
            total.update(writer.tokens(one.part.question, one.snippets, reply))
    return dict(total)
