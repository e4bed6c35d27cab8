"""How well articles are found: nDCG@10, recall@10 and @50, MRR@10 for keyword, dense, hybrid and reranked search.

FOLDER has the layout of BEIR (https://github.com/beir-cellar/beir):

  corpus.jsonl     {"_id": "d1", "title": "...", "text": "..."} a line
  queries.jsonl    {"_id": "q1", "text": "..."} a line
  qrels/test.tsv   query-id <tab> corpus-id <tab> score, with a header; a score over 0 is relevant

Each document is one article of the library; it stands where the best of its passages does. nDCG is that of
trec_eval: gain = grade, discount = log2(rank + 1). Queries without a relevant document are left out.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from assistant.answering.evidence import blended
from assistant.judges import Reranker
from index import Filters, Hit, Library
from index.keywords import match_query
from tests.benchmarks import report
from tests.benchmarks.formats import Beir, read_beir
from tests.benchmarks.libraries import library_of

RERANKED = 20  # first passages that the reranker orders anew
PASSAGES = 200  # looked at for 50 documents, which may have several each

Judgements = Mapping[str, int]
Ranker = Callable[[str], list[str]]


def ndcg(ranking: Sequence[str], grades: Judgements, k: int) -> float | None:
    """Normalised discounted cumulative gain of the first k, in [0, 1]; None where nothing is relevant."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:k])
    return _gain([grades.get(document, 0) for document in ranking[:k]]) / ideal if ideal else None


def recall(ranking: Sequence[str], grades: Judgements, k: int) -> float | None:
    """The share of the relevant documents among the first k; None where nothing is relevant."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else None


def reciprocal_rank(ranking: Sequence[str], grades: Judgements, k: int) -> float | None:
    """1 / rank of the first relevant document among the first k, else 0; None where nothing is relevant."""
    if not any(grade > 0 for grade in grades.values()):
        return None
    return next(
        (1 / rank for rank, document in enumerate(ranking[:k], 1) if grades.get(document, 0) > 0), 0.0
    )


def rankers(library: Library, reranker: Reranker | None = None) -> dict[str, Ranker]:
    """Query -> documents, best first, by each side of the search, by both, and with the first ones reranked."""

    def keyword(query: str) -> list[str]:
        match = match_query(query)
        found = library.store.keyword(match, PASSAGES, Filters()) if match else []
        return _documents(library, [id for id, _ in found])

    def dense(query: str) -> list[str]:
        [vector] = library.embedder.embed([query])
        ids, _ = library.vectors.search(vector, PASSAGES)
        return _documents(library, ids.tolist())

    def hybrid(query: str) -> list[str]:
        return _of_hits(library, library.search(query, PASSAGES))

    def reranked(query: str) -> list[str]:
        hits = library.search(query, PASSAGES)
        first = hits[:RERANKED]
        relevance = reranker.score(query, [hit.passage.text for hit in first]) if reranker else []
        scores = blended(relevance, [hit.score for hit in first])
        order = sorted(range(len(first)), key=lambda n: -scores[n])
        return _of_hits(library, [*(first[n] for n in order), *hits[RERANKED:]])

    found: dict[str, Ranker] = {"keyword": keyword, "dense": dense, "hybrid": hybrid}
    return found | {"reranked": reranked} if reranker else found


def measure(library: Library, data: Beir, reranker: Reranker | None = None) -> report.Table:
    """All figures of all rankers, means over the queries."""
    library.vectors.sync(library.store)
    rows = []
    for name, rank in rankers(library, reranker).items():
        rankings = {id: rank(query) for id, query in report.progress([*data.queries.items()], name)}
        rows.append((name, *_figures(rankings, data.judgements)))
    size = f"{len(data.articles):,} documents, {library.store.n_passages:,} passages"
    title = f"{size}, {len(data.queries):,} queries"
    return report.Table(title, ("search", "nDCG@10", "recall@10", "recall@50", "MRR@10"), tuple(rows))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a set in BEIR's layout")
    parser.add_argument("--split", default="test", help="which of qrels/*.tsv (default: test)")
    parser.add_argument(
        "--library", type=Path, metavar="DIR", help="keep the library there, and use it again"
    )
    options = parser.parse_args(arguments)
    data = read_beir(options.folder, options.split)
    with library_of(data.articles, options.library) as library:
        report.show(options, [measure(library, data, Reranker.load())])


def _gain(grades: Iterable[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _figures(
    rankings: Mapping[str, Sequence[str]], judgements: Mapping[str, Judgements]
) -> list[float | None]:
    measures = [(ndcg, 10), (recall, 10), (recall, 50), (reciprocal_rank, 10)]
    return [
        report.mean(figure(ranking, judgements[id], k) for id, ranking in rankings.items())
        for figure, k in measures
    ]


def _documents(library: Library, passage_ids: Sequence[int]) -> list[str]:
    passages = library.store.passages(passage_ids)
    return list(dict.fromkeys(passage.article.origin for passage in passages))


def _of_hits(library: Library, hits: Sequence[Hit]) -> list[str]:
    """Copies stand right behind the hit that stands for them, as a reader is shown them."""
    ids = [id for hit in hits for id in (hit.passage.article.id, *hit.copies)]
    return [library.article(id).origin for id in dict.fromkeys(ids)]


if __name__ == "__main__":
    report.run(main)
