"""LlamaIndex's CitationQueryEngine beside Pincite: the same articles, embedder, model and engine, in one run.

recipe.py words the usual recipe itself; here the framework does everything by its own defaults: nodes of 1,024
tokens, the two nearest to the question, cut into sources of 512, its prompt, no streaming. Set are only the
temperature (0) and the length of a reply, as in recipe.py. LlamaIndex is no dependency of Pincite; install both
into an environment of their own, and run the script from the checkout:

    python3 -m venv /tmp/rival
    /tmp/rival/bin/pip install torch==2.13.0
    /tmp/rival/bin/pip install -e . llama-index-core
    PINCITE_MODELS=.venv/models /tmp/rival/bin/python -m tests.benchmarks.rival QUESTIONS.jsonl --corpus FOLDER

QUESTIONS.jsonl and --corpus are those of answers.py, and so are `right` and `rightly cited`. A mark of LlamaIndex
stands for its whole source. Its reply counts as an abstention if it says in so many words that the sources do not
tell, and has no mark or the question has no answer. Each side is first asked a question that is not counted.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant import Assistant
from assistant.generate.choose import DEFAULT_GENERATOR, base_of, load_generator
from assistant.generate.protocol import Generator, Message
from corpus import Article, Span
from corpus.errors import InputError
from index import Library
from index.embed import Embedder
from tests.benchmarks import answers, recipe, report
from tests.benchmarks.answers import Asked, Outcome
from tests.benchmarks.formats import read_questions
from tests.benchmarks.libraries import library_from

UNTUNED = base_of(DEFAULT_GENERATOR)  # the file that both sides read; Pincite's default adds its adapter

Source = tuple[Article, str]  # what a mark stands for: an article, and the part of it that was given

_MARK = re.compile(r"\[(?:sources? )?\d+(?:, ?\d+)*\]", re.IGNORECASE)


class Rival:
    """The engine over the files of a folder, with Pincite's embedder and generator."""

    def __init__(self, folder: Path, library: Library, generator: Generator) -> None:
        articles = [library.article(row.id) for row in library.articles()]
        self.articles = {Path(article.origin).name: article for article in articles}
        self.generator = generator
        self.engine = citation_engine(folder, library.embedder, generator)

    def ask(self, asked: Asked) -> Outcome:
        """One question, timed and judged as `answers.ask` does."""
        from llama_index.core import QueryBundle

        query = QueryBundle(asked.question)
        start = time.perf_counter()
        nodes = self.engine.retrieve(query)
        evidence_ms = (time.perf_counter() - start) * 1000
        response = self.engine.synthesize(query, nodes)
        total_ms = (time.perf_counter() - start) * 1000
        sources = [
            (self.articles[node.metadata["file_name"]], node.get_content().partition("\n")[2])
            for node in response.source_nodes
        ]
        tokens = sum(self.generator.count_tokens(text) for _, text in sources)
        return judged(asked, str(response), sources, tokens, evidence_ms, total_ms)


def citation_engine(folder: Path, embedder: Embedder, generator: Generator) -> Any:
    """LlamaIndex's engine over the files of a folder. Raises InputError if LlamaIndex is not installed."""
    try:
        from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
        from llama_index.core.base.llms.types import CompletionResponse, LLMMetadata
        from llama_index.core.embeddings import BaseEmbedding
        from llama_index.core.llms import CustomLLM
        from llama_index.core.query_engine import CitationQueryEngine
    except ImportError as error:
        raise InputError(
            f"LlamaIndex cannot be imported ({error}). Install it as the head of this script says"
        ) from error

    class SameEmbedder(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return embedder.embed([text])[0].tolist()

        _get_query_embedding = _get_text_embedding

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    class SameModel(CustomLLM):
        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(context_window=generator.context_tokens, num_output=recipe.REPLY_TOKENS)

        def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
            reply = generator.complete([Message("user", prompt)], recipe.REPLY_TOKENS)
            return CompletionResponse(text="".join(reply.text))

        def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
            yield self.complete(prompt)

    documents = SimpleDirectoryReader(str(folder)).load_data()
    index = VectorStoreIndex.from_documents(documents, embed_model=SameEmbedder())
    return CitationQueryEngine.from_args(index, llm=SameModel())


def judged(
    asked: Asked, reply: str, sources: Sequence[Source], tokens: int, evidence_ms: float, total_ms: float
) -> Outcome:
    """What became of a reply whose mark [n] stands for the n-th source; `shown` has an entry for each mark."""
    marks = sorted({int(number) for mark in _MARK.findall(reply) for number in re.findall(r"\d+", mark)})
    cited = [sources[mark - 1] for mark in marks if 1 <= mark <= len(sources)]
    texts = [text for _, text in cited] + [""] * (len(marks) - len(cited))
    words = _MARK.sub("", reply)
    abstained = recipe.abstains(words) and not (marks and asked.answerable)
    return Outcome(
        id=asked.id,
        question=asked.question,
        answerable=asked.answerable,
        text=reply,
        abstained=abstained,
        right=not abstained and asked.is_right(words),
        cited=not abstained and any(asked.proves(article, Span(0, 0)) for article, _ in cited),
        withheld=0,
        shown=tuple({"claim": words, "evidence": " ".join(text.split())} for text in texts),
        broken_quotes=0,
        evidence_tokens=tokens,
        evidence_ms=evidence_ms,
        first_ms=None,
        judges_ms=0.0,
        total_ms=total_ms,
    )


def invented(asked: Sequence[Asked], outcomes: Sequence[Outcome]) -> tuple[int, int, int, int]:
    """Answers to questions that have none; wrong ones to the others; marks of those; marks at a wrong text.

    A text is wrong if the answer does not stand in it. A mark that points at no text counts too.
    """
    pairs = [pair for pair in zip(asked, outcomes, strict=True) if not pair[1].abstained]
    baseless = sum(not one.answerable for one, _ in pairs)
    wrong = sum(one.answerable and not outcome.right for one, outcome in pairs)
    holds = [one.is_right(text) for one, outcome in pairs if one.answerable for text in _cited(outcome)]
    return baseless, wrong, len(holds), holds.count(False)


def compared(asked: Sequence[Asked], sides: Mapping[str, Sequence[Outcome]]) -> report.Table:
    """A column for each side."""
    columns = [_rows(asked, outcomes) for outcomes in sides.values()]
    rows = ((cells[0][0], *(cell for _, cell in cells)) for cells in zip(*columns, strict=True))
    return report.Table("Answers", ("", *sides), tuple(rows))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl", help="as for answers.py")
    parser.add_argument("--corpus", type=Path, required=True, metavar="FOLDER", help="the articles")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N questions")
    for side, default in (("llamaindex", [UNTUNED]), ("pincite", [DEFAULT_GENERATOR, UNTUNED])):
        parser.add_argument(
            f"--{side}", nargs="*", default=default, metavar="MODEL", help=f"default: {' '.join(default)}"
        )
    parser.add_argument("--verbose", action="store_true", help="every question and answer on stderr")
    options = parser.parse_args(arguments)
    asked = [Asked.of_patterns(one) for one in read_questions(options.questions)[: options.limit]]
    sides: dict[str, list[Outcome]] = {}
    with library_from([options.corpus]) as library:
        for model in options.llamaindex:
            with closing(load_generator(model)) as generator:
                rival = Rival(options.corpus, library, generator)
                sides[f"LlamaIndex, {model}"] = recipe.measure(
                    rival, asked, name="LlamaIndex", verbose=options.verbose
                )
        for model in options.pincite:
            assistant = Assistant.open(library, model=model)
            with closing(assistant.generator):
                sides[f"Pincite, {model}"] = answers.measure(assistant, asked, verbose=options.verbose)
    details = [{"side": name, **asdict(one)} for name, outcomes in sides.items() for one in outcomes]
    report.show(options, [compared(asked, sides)], details)


def _rows(asked: Sequence[Asked], outcomes: Sequence[Outcome]) -> Iterator[tuple[str, report.Cell]]:
    for name, count, of, _ in answers.quality(outcomes).rows:
        yield f"{name}, of {of}", count
    baseless, wrong, marks, misplaced = invented(asked, outcomes)
    yield "invented: answers to what has no answer", baseless
    yield "invented: wrong answers to what has one", wrong
    yield "invented: marks at a text without the answer", f"{misplaced} of {marks}"
    for name, median, ninetieth in answers.times(outcomes).rows:
        yield f"{name}, median", median
        yield f"{name}, 90th percentile", ninetieth


def _cited(outcome: Outcome) -> list[str]:
    """The texts that an answer's marks point at. Pincite's are one sentence each."""
    return [text for claim in outcome.shown for text in claim["evidence"].split("\n")]


if __name__ == "__main__":
    report.run(main)
