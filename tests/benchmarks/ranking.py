"""How well sentences are ranked for a question: MAP and MRR of the reranker beside BM25.

FILE is .jsonl or .jsonl.gz, one object a line:

  {"question": "...", "sentence": "...", "relevant": 0 or 1}

The lines of one question are ranked together; BM25 takes the rarity of words from them alone. Questions with only
relevant sentences, or only others, are left out, as in the "clean" TREC-QA, and their number is told. Where scores
are equal the relevant sentences count as the last, so that their order in the file is worth nothing. Both figures
are means over questions, to the last sentence.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.judges import Reranker
from corpus.errors import InputError
from index.embed import Floats1d
from index.keywords import bm25
from tests.benchmarks import metrics, report
from tests.benchmarks.formats import Ranking, read_rankings, sample

Scorer = Callable[[str, Sequence[str]], Floats1d]  # question, sentences -> (n,) scores, higher is better


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a ranker made of the questions: average precision and reciprocal rank of each, and its speed."""

    name: str
    average_precisions: tuple[float | None, ...]
    reciprocal_ranks: tuple[float | None, ...]
    sentences_a_second: float


def rankable(path: Path, most: int | None = None, seed: int = 0) -> tuple[list[Ranking], int]:
    """`most` of the file's questions whose order matters, and how many others it has.

    Raises InputError where it has none.
    """
    read = read_rankings(path)
    asked = [one for one in read if one.can_fail]
    if not asked:
        raise InputError(
            f"{path} has {len(read):,} questions, each with only relevant sentences or only others."
            " Expected: a question with both. Put the sentences of a question under the same `question`"
        )
    return sample(asked, most, seed), len(read) - len(asked)


def measure(asked: Sequence[Ranking], rankers: Mapping[str, Scorer]) -> list[Ranked]:
    """Each ranker over all questions, after one that is not timed."""
    return [_ranked(name, scorer, asked) for name, scorer in rankers.items()]


def overall(title: str, asked: Sequence[Ranking], left_out: int, ranked: Sequence[Ranked]) -> report.Table:
    """A row a ranker."""
    sentences = sum(len(one.sentences) for one in asked)
    size = f"{len(asked):,} questions, {sentences:,} sentences; {left_out:,} questions left out"
    rows = [
        (
            one.name,
            report.mean(one.average_precisions),
            report.mean(one.reciprocal_ranks),
            one.sentences_a_second,
        )
        for one in ranked
    ]
    return report.Table(f"{title}: {size}", ("ranker", "MAP", "MRR", "sentences/s"), tuple(rows))


def details(file: str, asked: Sequence[Ranking], ranked: Sequence[Ranked]) -> Iterator[dict[str, Any]]:
    """Each question with its average precision by ranker."""
    for n, one in enumerate(asked):
        precisions = {each.name: each.average_precisions[n] for each in ranked}
        yield {"file": file, "question": one.question, "average_precision": precisions}


def shipped() -> dict[str, Scorer]:
    """BM25 and the reranker, by name. Raises ModelError where its weights are missing."""
    reranker = Reranker.load()
    return {"BM25": bm25, reranker.name: reranker.score}


def main(arguments: Sequence[str] | None = None, load: Callable[[], Mapping[str, Scorer]] = shipped) -> None:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE", help="questions with sentences")
    parser.add_argument("--sample", type=int, metavar="N", help="only N questions a file, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="of the sample (default: 0)")
    options = parser.parse_args(arguments)
    if options.sample is not None and options.sample < 1:
        parser.error(f"--sample {options.sample} leaves nothing to measure; give 1 or more")
    files = {name: rankable(Path(name), options.sample, options.seed) for name in options.files}
    rankers = load()
    tables: list[report.Table] = []
    found: list[dict[str, Any]] = []
    for name, (asked, left_out) in files.items():
        ranked = measure(asked, rankers)
        tables.append(overall(Path(name).name, asked, left_out, ranked))
        found += details(name, asked, ranked)
    report.show(options, tables, found)


def _ranked(name: str, scorer: Scorer, asked: Sequence[Ranking]) -> Ranked:
    scorer(asked[0].question, asked[0].sentences)
    start = time.perf_counter()
    scores = [scorer(one.question, one.sentences) for one in report.progress(asked, name)]
    seconds = time.perf_counter() - start
    judged = [(mine, one.relevant) for mine, one in zip(scores, asked, strict=True)]
    return Ranked(
        name=name,
        average_precisions=tuple(metrics.average_precision(*one) for one in judged),
        reciprocal_ranks=tuple(metrics.reciprocal_rank(*one) for one in judged),
        sentences_a_second=sum(len(one.sentences) for one in asked) / seconds,
    )


if __name__ == "__main__":
    report.run(main)
