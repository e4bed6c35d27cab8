"""How often the evidence holds the answer: by passage, by sentence, and within a budget of tokens.

SQUAD.json (or .json.gz) is a file in SQuAD's format, 1.1 or 2.0 (https://rajpurkar.github.io/SQuAD-explorer/):

  {"data": [{"title": "...", "paragraphs": [{"context": "...", "qas": [
      {"id": "...", "question": "...", "answers": [{"text": "...", "answer_start": 4}]}]}]}]}

All its articles (or the first --articles) are the library, paragraphs joined by a blank line. A passage or a
sentence holds the answer if one gold answer lies wholly in it, at its stated place. A budget is filled with
the best first, as many whole ones as fit; tokens are the generator's where its model is on this machine, else
the embedder's: the table says which. The last row is what `ask` gives its model. The whole training set takes
long to embed: keep it with --library.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from assistant.answering.evidence import (
    EVIDENCE_TOKENS,
    PASSAGES,
    SNIPPETS,
    Snippet,
    choose_evidence,
    rank_sentences,
)
from assistant.generate.choose import DEFAULT_GENERATOR, load_generator
from assistant.judges import Reader
from corpus import Article, Span
from corpus.errors import ModelError
from index import Hit, Library
from index.embed import Floats1d
from tests.benchmarks import report
from tests.benchmarks.formats import SquadQuestion, read_squad, sample
from tests.benchmarks.libraries import library_of

FIRST = (1, 5, 8)
BUDGETS = (150, 250)  # tokens
ANY_NUMBER = 10_000  # of snippets: only the budget counts

CountTokens = Callable[[str], int]
Place = tuple[Article, Span]


def holds(question: SquadQuestion, places: Iterable[Place]) -> bool:
    """Whether one of the places in articles contains a gold answer."""
    return any(
        article.id == question.article.id and span.contains(answer)
        for article, span in places
        for answer in question.answers
    )


def outcome(
    question: SquadQuestion, library: Library, count_tokens: CountTokens, reader: Reader | None = None
) -> dict[str, float]:
    """For each row of the table whether the answer is there, or how many tokens it took."""
    hits = library.search(question.question, PASSAGES)
    [vector] = library.embedder.embed([question.question])
    passages = [(hit.passage.article, hit.passage.span) for hit in hits]
    found: dict[str, float] = {f"passage in first {k}": holds(question, passages[:k]) for k in FIRST}
    for budget in BUDGETS:
        found[f"passage within {budget} tokens"] = holds(question, _fitting(hits, count_tokens, budget))
    for judge in (None, reader) if reader else (None,):
        rows = sentence_rows(question, vector, hits, count_tokens, judge)
        found |= {f"{'reader, ' if judge else ''}{row}": value for row, value in rows.items()}
    return found


def sentence_rows(
    question: SquadQuestion,
    vector: Floats1d,
    hits: Sequence[Hit],
    count_tokens: CountTokens,
    reader: Reader | None,
) -> dict[str, float]:
    """The rows about sentences, in the search's order or in the reader's."""

    def chosen(budget: int, most: int) -> list[Snippet]:
        return choose_evidence(
            question.question,
            vector,
            hits,
            count_tokens=count_tokens,
            budget=budget,
            most=most,
            reader=reader,
        )

    ranked = _places(rank_sentences(question.question, vector, hits, reader))
    found: dict[str, float] = {f"sentence in first {k}": holds(question, ranked[:k]) for k in (*FIRST, 50)}
    for budget in BUDGETS:
        found[f"sentence within {budget} tokens"] = holds(question, _places(chosen(budget, ANY_NUMBER)))
    asked = chosen(EVIDENCE_TOKENS, SNIPPETS)
    found[f"as asked: {SNIPPETS} sentences, {EVIDENCE_TOKENS} tokens"] = holds(question, _places(asked))
    found["as asked: tokens taken"] = sum(count_tokens(snippet.text) for snippet in asked)
    return found


def _places(snippets: Sequence[Snippet]) -> list[Place]:
    return [(snippet.article, snippet.span) for snippet in snippets]


def measure(
    library: Library,
    questions: Sequence[SquadQuestion],
    count_tokens: CountTokens,
    counted_by: str,
    reader: Reader | None = None,
) -> report.Table:
    """The share of the questions for which each row holds the answer."""
    counted = cache(count_tokens)
    asked = report.progress(questions, "questions")
    found = [outcome(question, library, counted, reader) for question in asked]
    rows = tuple((row, report.mean(one[row] for one in found)) for row in (found[0] if found else {}))
    size = f"{len(library.articles()):,} articles, {library.store.n_passages:,} passages"
    return report.Table(f"{size}, {len(found):,} questions; tokens by {counted_by}", ("holds", "share"), rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("squad", type=Path, metavar="SQUAD.json", help="a file in SQuAD's format")
    parser.add_argument("--articles", type=int, metavar="N", help="only the first N articles")
    parser.add_argument("--sample", type=int, metavar="N", help="only N questions, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="of the sample (default: 0)")
    parser.add_argument("--library", type=Path, metavar="DIR", help="keep the library there, use it again")
    options = parser.parse_args(arguments)
    articles, questions = read_squad(options.squad, options.articles)
    drawn = sample([one for one in questions if one.answers], options.sample, options.seed)
    with library_of(articles, options.library) as library, token_counter(library) as (count, counted_by):
        report.show(options, [measure(library, drawn, count, counted_by, Reader.load())])


@contextmanager
def token_counter(library: Library) -> Iterator[tuple[CountTokens, str]]:
    """What counts tokens, and its name: the default generator, else the library's embedder."""
    try:
        generator = load_generator(DEFAULT_GENERATOR)
    except ModelError:
        yield lambda text: library.embedder.count_tokens([text])[0], library.embedder.name
        return
    try:
        yield generator.count_tokens, generator.name
    finally:
        generator.close()


def _fitting(hits: Sequence[Hit], count_tokens: CountTokens, budget: int) -> list[Place]:
    places: list[Place] = []
    used = 0
    for hit in hits:
        cost = count_tokens(hit.passage.text)
        if used + cost <= budget:
            places.append((hit.passage.article, hit.passage.span))
            used += cost
    return places


if __name__ == "__main__":
    report.run(main)
