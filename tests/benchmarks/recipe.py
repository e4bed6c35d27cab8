"""The usual recipe beside Pincite: the same articles, embedder, model and engine, in one run.

The recipe is that of the common frameworks: chunks of 256 tokens with an overlap, the five nearest to the
question, each whole in a prompt that asks for numbered sources. It is asked first, then Pincite; each has the
engine's prompt cache for itself, and one question that is not counted.

QUESTIONS.jsonl and --corpus are those of answers.py, and so are `right` and `rightly cited`. A mark of the
recipe stands for its whole chunk. Its reply counts as an abstention if it has no mark and says in so many
words that the sources do not tell.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant import Assistant
from assistant.generate.choose import DEFAULT_GENERATOR, load_generator
from assistant.generate.protocol import Generator, Message
from corpus import Article, Span
from index import Library
from index.embed import Embedder
from tests.benchmarks import answers, report
from tests.benchmarks.answers import WARM_UP, Asked, Outcome
from tests.benchmarks.formats import read_questions
from tests.benchmarks.libraries import library_from

CHUNK_TOKENS, OVERLAP_TOKENS = 256, 32  # by the embedder's tokenizer
CHUNKS = 5  # in a prompt
REPLY_TOKENS = 256

_INSTRUCTIONS = """\
Please provide an answer based solely on the provided sources. When referencing information from a source, \
cite the appropriate source(s) using their corresponding numbers. Every answer should include at least one \
source citation. Only cite a source when you are explicitly referencing it. If none of the sources are \
helpful, you should indicate that. For example:
Source 1:
The bridge was closed on Monday after the flood.
Source 2:
Repairs of a closed bridge take a week.
Query: When will the bridge open?
Answer: Repairs take a week [2] and the bridge was closed on Monday [1], so it will open the Monday after.
Now it's your turn. Below are several numbered sources of information:"""

_MARK = re.compile(r"\[(?:source )?(\d+)\]", re.IGNORECASE)
_ABSTAINS = re.compile(
    r"none of the (provided )?sources|sources? (do|does|did)(n't| not)|no (specific )?(information|mention)"
    r"|(not|n't) (provided|mentioned|specified|stated|available|explicitly|contain|provide|mention)"
    r"|cannot (answer|determine)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A window of an article."""

    article: Article
    span: Span

    @property
    def text(self) -> str:
        """Its words."""
        return self.article.quote(self.span)


def split_chunks(article: Article, embedder: Embedder) -> list[Chunk]:
    """Windows of whole words of CHUNK_TOKENS, each beginning OVERLAP_TOKENS before the last one's end."""
    words = [Span(*match.span()) for match in re.finditer(r"\S+", article.text)]
    ends = np.cumsum(embedder.count_tokens([article.quote(word) for word in words])) if words else np.zeros(0)
    chunks: list[Chunk] = []
    first = 0
    while first < len(words):
        before = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, before + CHUNK_TOKENS, side="right")), first + 1)
        chunks.append(Chunk(article, Span(words[first].start, words[last - 1].end)))
        if last == len(words):
            break
        first = max(int(np.searchsorted(ends, ends[last - 1] - OVERLAP_TOKENS, side="left")) + 1, first + 1)
    return chunks


class Recipe:
    """Chunks, their vectors, and a generator."""

    def __init__(self, library: Library, generator: Generator) -> None:
        articles = [library.article(row.id) for row in library.articles()]
        self.embedder, self.generator = library.embedder, generator
        self.chunks = [chunk for article in articles for chunk in split_chunks(article, self.embedder)]
        self.vectors = self.embedder.embed([chunk.text for chunk in self.chunks])

    def nearest(self, question: str) -> list[Chunk]:
        """The chunks for the prompt, best first."""
        [vector] = self.embedder.embed([question])
        return [self.chunks[n] for n in np.argsort(-(self.vectors @ vector), kind="stable")[:CHUNKS]]

    def ask(self, asked: Asked) -> Outcome:
        """One question, timed and judged as `answers.ask` does."""
        start = time.perf_counter()
        sources = self.nearest(asked.question)
        evidence_ms = (time.perf_counter() - start) * 1000
        reply, first_ms = "", None
        for piece in self.generator.complete([prompt(asked.question, sources)], REPLY_TOKENS).text:
            first_ms = first_ms or (time.perf_counter() - start) * 1000
            reply += piece
        total_ms = (time.perf_counter() - start) * 1000
        marks = {int(number) for number in _MARK.findall(reply)}
        cited = [chunk for number, chunk in enumerate(sources, 1) if number in marks]
        abstained = abstains(reply)
        return Outcome(
            id=asked.id,
            question=asked.question,
            answerable=asked.answerable,
            text=reply,
            abstained=abstained,
            right=not abstained and asked.is_right(_MARK.sub("", reply)),
            cited=not abstained and any(asked.proves(chunk.article, chunk.span) for chunk in cited),
            withheld=0,
            shown=(),
            broken_quotes=0,
            evidence_tokens=sum(self.generator.count_tokens(chunk.text) for chunk in sources),
            evidence_ms=evidence_ms,
            first_ms=first_ms,
            judges_ms=0.0,
            total_ms=total_ms,
        )


def prompt(question: str, sources: Sequence[Chunk]) -> Message:
    """The one message that the recipe sends."""
    blocks = [f"Source {number}:\n{chunk.text}" for number, chunk in enumerate(sources, 1)]
    return Message("user", "\n".join([_INSTRUCTIONS, *blocks, f"Query: {question}", "Answer: "]))


def abstains(reply: str) -> bool:
    """Whether a reply has no mark and says that the sources do not tell."""
    return not _MARK.search(reply) and bool(_ABSTAINS.search(reply))


class Asks(Protocol):
    """What is measured beside Pincite."""

    def ask(self, asked: Asked) -> Outcome:
        """What became of one question."""
        ...


def measure(
    other: Asks, asked: Sequence[Asked], *, name: str = "recipe", verbose: bool = False
) -> list[Outcome]:
    """Ask every question once, after one that is not counted."""
    other.ask(Asked("", WARM_UP, False, lambda reply: False, lambda article, span: False))
    outcomes = []
    for one in report.progress(asked, name):
        outcomes.append(other.ask(one))
        if verbose:
            report.tell(answers.written(outcomes[-1]))
    return outcomes


def compared(recipe: Sequence[Outcome], ours: Sequence[Outcome]) -> list[report.Table]:
    """Both side by side; the ratio is the recipe's figure divided by Pincite's."""
    tables = []
    for title, make in (("Answers", answers.quality), ("Tokens and times, median", answers.times)):
        one, other = make(recipe).rows, make(ours).rows
        rows = tuple((a[0], a[1], b[1], _ratio(a[1], b[1])) for a, b in zip(one, other, strict=True))
        tables.append(report.Table(title, ("per question", "recipe", "Pincite", "ratio"), rows))
    return tables


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl", help="as for answers.py")
    parser.add_argument("--corpus", type=Path, required=True, metavar="FOLDER", help="the articles")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N questions")
    parser.add_argument(
        "--model", default=DEFAULT_GENERATOR, metavar="NAME", help="as of `pincite ask --model`"
    )
    parser.add_argument("--verbose", action="store_true", help="every question and answer on stderr")
    options = parser.parse_args(arguments)
    asked = [Asked.of_patterns(one) for one in read_questions(options.questions)[: options.limit]]
    generator = load_generator(options.model)
    try:
        with library_from([options.corpus]) as library:
            usual = measure(Recipe(library, generator), asked, verbose=options.verbose)
            # Only now: the assistant's first act is to put its own instructions into the engine's cache.
            ours = answers.measure(Assistant(library, generator), asked, verbose=options.verbose)
    finally:
        generator.close()
    details = [{"recipe": asdict(a), "pincite": asdict(b)} for a, b in zip(usual, ours, strict=True)]
    report.show(options, compared(usual, ours), details)


def _ratio(one: report.Cell, other: report.Cell) -> float | None:
    if isinstance(one, str) or isinstance(other, str) or one is None or not other:
        return None
    return one / other


if __name__ == "__main__":
    report.run(main)
