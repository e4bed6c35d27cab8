"""How good and how fast answers are: right, rightly cited, abstained, evidence tokens, times.

Two formats of QUESTIONS:

  .jsonl   {"id", "question", "answerable", "answer_patterns": [...], "articles": [...]} a line, on the
           files in --corpus. An answer is right if a pattern (regular expression, any case) matches it,
           marks left out; rightly cited if a cited article is one of `articles` (file names).
  .json    SQuAD, 1.1 or 2.0, with --sample. An answer is right if a gold answer occurs in it as words
           (case, punctuation and a/an/the left out); rightly cited if a quote contains a gold answer's
           place, or its words. The share --unanswerable of the sample has no answer: the file's own such
           questions if it has any, else questions on the tenth of the articles that is left out of the
           library.

Either may be gzipped. An abstention is neither right nor rightly cited. Times are taken from the call on, in
one warm process: to the evidence, to the first text that can be shown (an abstention shows none), and to the
end, with every claim checked.
"""

import random
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant import Answer, Assistant, Citation
from assistant.answering.events import Answered, EvidenceFound, TextDelta
from assistant.generate.choose import DEFAULT_GENERATOR, load_generator
from corpus import Article, Span
from corpus.errors import InputError
from index import Library
from tests.benchmarks import report
from tests.benchmarks.formats import (
    Question,
    SquadQuestion,
    has_words,
    is_squad,
    read_questions,
    read_squad,
    sample,
)
from tests.benchmarks.libraries import copy_without, library_from, library_of

WARM_UP = "What is reported here?"
LEFT_OUT = 10  # one of so many articles is left out, where a file has no unanswerable questions of its own


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its judges: is a reply right, and does a place in an article prove it."""

    id: str
    question: str
    answerable: bool
    is_right: Callable[[str], bool]
    proves: Callable[[Article, Span], bool]

    @classmethod
    def of_patterns(cls, given: Question) -> "Asked":
        """Judged by patterns and articles."""
        return cls(
            given.id,
            given.question,
            given.answerable,
            given.is_right,
            lambda article, span: given.names(article),
        )

    @classmethod
    def of_squad(cls, given: SquadQuestion, *, answerable: bool) -> "Asked":
        """Judged by the gold answers."""
        words = {given.article.quote(answer) for answer in given.answers}

        def is_right(reply: str) -> bool:
            return any(has_words(reply, answer) for answer in words)

        def proves(article: Article, span: Span) -> bool:
            here = article.id == given.article.id and any(span.contains(answer) for answer in given.answers)
            return here or is_right(article.quote(span))

        return cls(given.id, given.question, answerable, is_right, proves)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question; times in milliseconds, `first_ms` None where no text was shown."""

    id: str
    question: str
    answerable: bool
    text: str
    abstained: bool
    right: bool
    cited: bool
    withheld: int
    shown: tuple[dict[str, str], ...]
    broken_quotes: int
    evidence_tokens: int
    evidence_ms: float
    first_ms: float | None
    judges_ms: float
    total_ms: float


def measure(assistant: Assistant, asked: Sequence[Asked], *, verbose: bool = False) -> list[Outcome]:
    """Ask every question once, after one that is not counted."""
    assistant.ask(WARM_UP)
    outcomes = []
    for one in report.progress(asked, "questions"):
        outcomes.append(ask(assistant, one))
        if verbose:
            report.tell(written(outcomes[-1]))
    return outcomes


def ask(assistant: Assistant, asked: Asked) -> Outcome:
    """One question, timed and judged."""
    start = time.perf_counter()
    evidence: tuple[Citation, ...] = ()
    evidence_ms, first_ms = 0.0, None
    answer: Answer | None = None
    for event in assistant.stream(asked.question):
        now = (time.perf_counter() - start) * 1000
        if isinstance(event, EvidenceFound):
            evidence, evidence_ms = event.citations, now
        elif isinstance(event, TextDelta):
            first_ms = now if first_ms is None else first_ms
        elif isinstance(event, Answered):
            answer = event.answer
    total_ms = (time.perf_counter() - start) * 1000
    if answer is None:
        raise RuntimeError("the stream ended without an answer")
    places = [(assistant.library.article(c.article.id), c) for c in answer.citations]
    return Outcome(
        id=asked.id,
        question=asked.question,
        answerable=asked.answerable,
        text=answer.text,
        abstained=answer.abstained,
        right=not answer.abstained and asked.is_right(" ".join(claim.text for claim in answer.claims)),
        cited=not answer.abstained and any(asked.proves(article, c.span) for article, c in places),
        withheld=len(answer.withheld),
        shown=tuple(shown_claims(answer)),
        broken_quotes=broken_quotes(assistant.library, [*answer.citations, *answer.nearest]),
        evidence_tokens=sum(assistant.generator.count_tokens(citation.quote) for citation in evidence),
        evidence_ms=evidence_ms,
        first_ms=first_ms,
        judges_ms=answer.timings_ms["rerank"] + answer.timings_ms["check"],
        total_ms=total_ms,
    )


def shown_claims(answer: Answer) -> Iterator[dict[str, str]]:
    """Each claim that is shown as proven, with the quotes that it cites: what a reader would check by eye."""
    for claim in answer.claims:
        quotes = [c.quote for number in claim.citations if (c := answer.citation(number)) is not None]
        yield {"claim": claim.text, "evidence": "\n".join(quotes), "verdict": claim.verdict.value}


def broken_quotes(library: Library, citations: Sequence[Citation]) -> int:
    """How many citations do not satisfy `quote == article.text[start:end]`."""
    texts = [library.article(citation.article.id).text for citation in citations]
    return sum(
        citation.quote != text[citation.span.start : citation.span.end]
        for citation, text in zip(citations, texts, strict=True)
    )


def quality(outcomes: Sequence[Outcome]) -> report.Table:
    """Counts of what is right and what is not."""
    answerable = [one for one in outcomes if one.answerable]
    others = [one for one in outcomes if not one.answerable]
    rows = [
        _counted("right", [one.right for one in answerable]),
        _counted("rightly cited", [one.cited for one in answerable]),
        _counted("right and rightly cited", [one.right and one.cited for one in answerable]),
        _counted("abstained though answerable", [one.abstained for one in answerable]),
        _counted("abstained on unanswerable", [one.abstained for one in others]),
        _counted("with a sentence withheld", [one.withheld > 0 for one in outcomes]),
        _counted("with a broken quote", [one.broken_quotes > 0 for one in outcomes]),
    ]
    return report.Table("Answers", ("answers", "count", "of", "share"), tuple(rows))


def times(outcomes: Sequence[Outcome]) -> report.Table:
    """Medians and 90th percentiles."""
    rows = [
        ("evidence tokens", [float(one.evidence_tokens) for one in outcomes]),
        ("to the evidence, s", [one.evidence_ms / 1000 for one in outcomes]),
        ("both judges, s", [one.judges_ms / 1000 for one in outcomes]),
        ("to the first text, s", [one.first_ms / 1000 for one in outcomes if one.first_ms is not None]),
        ("to the end, s", [one.total_ms / 1000 for one in outcomes]),
    ]
    return report.Table(
        "Tokens and times",
        ("per question", "median", "90th percentile"),
        tuple((name, report.percentile(values, 50), report.percentile(values, 90)) for name, values in rows),
    )


def written(outcome: Outcome) -> str:
    """A question and its answer to read."""
    judged = [name for name in ("answerable", "abstained", "right", "cited") if getattr(outcome, name)]
    return (
        f"\n{outcome.id}  {outcome.question}\n  {outcome.text}\n"
        f"  [{', '.join(judged) or 'nothing right'}] {outcome.total_ms / 1000:.1f} s"
    )


def split_squad(
    articles: Sequence[Article], questions: Sequence[SquadQuestion], most: int, share: float, seed: int
) -> tuple[list[Asked], list[str]]:
    """`most` questions, `share` of them unanswerable, and the ids of the articles to leave out for that."""
    unanswerable = [one for one in questions if not one.answers]
    left_out: set[str] = set()
    if share > 0 and not unanswerable:
        ids = sorted({one.article.id for one in questions})
        left_out = set(random.Random(seed).sample(ids, max(1, len(ids) // LEFT_OUT) if len(ids) > 1 else 0))
        unanswerable = [one for one in questions if one.article.id in left_out]
    answerable = [one for one in questions if one.answers and one.article.id not in left_out]
    without = round(most * share)
    drawn = [Asked.of_squad(one, answerable=True) for one in sample(answerable, most - without, seed)]
    drawn += [Asked.of_squad(one, answerable=False) for one in sample(unanswerable, without, seed)]
    return drawn, sorted(left_out & {article.id for article in articles})


@contextmanager
def asked_of(options: Namespace) -> Iterator[tuple[Library, list[Asked]]]:
    """The library and the questions that the command line names."""
    if is_squad(options.questions):
        articles, questions = read_squad(options.questions, options.articles)
        asked, left_out = split_squad(articles, questions, options.sample, options.unanswerable, options.seed)
        with library_of(articles, options.library) as library, copy_without(library, left_out) as smaller:
            yield smaller, asked
    elif options.corpus is None:
        raise InputError(f"{options.questions} needs the articles that it asks about: --corpus FOLDER")
    else:
        asked = [Asked.of_patterns(one) for one in read_questions(options.questions)]
        with library_from([options.corpus], options.library) as library:
            yield library, sample(asked, options.sample, options.seed)


def opened(library: Library, options: Namespace) -> Assistant:
    """As the product opens it, or as it is without judges of its own."""
    if options.no_judges:
        return Assistant(library, load_generator(options.model))
    return Assistant.open(library, model=options.model)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument(
        "questions", type=Path, metavar="QUESTIONS", help="a .jsonl, or a .json in SQuAD's format"
    )
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="the articles (.jsonl only)")
    parser.add_argument(
        "--sample", type=int, metavar="N", help="questions, at random (default: all; SQuAD: 100)"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the sample (default: 0)")
    parser.add_argument("--articles", type=int, metavar="N", help="SQuAD: only the first N articles")
    parser.add_argument(
        "--unanswerable", type=float, default=0.5, metavar="SHARE", help="SQuAD (default: 0.5)"
    )
    parser.add_argument("--library", type=Path, metavar="DIR", help="keep the library there, use it again")
    parser.add_argument(
        "--model", default=DEFAULT_GENERATOR, metavar="NAME", help="as of `pincite ask --model`"
    )
    parser.add_argument(
        "--no-judges",
        action="store_true",
        help="the search's own order, and word overlap in the verifier's place",
    )
    parser.add_argument("--verbose", action="store_true", help="every question and answer on stderr")
    options = parser.parse_args(arguments)
    if is_squad(options.questions) and options.sample is None:
        options.sample = 100
    with asked_of(options) as (library, asked):
        assistant = opened(library, options)
        try:
            outcomes = measure(assistant, asked, verbose=options.verbose)
        finally:
            assistant.generator.close()
    report.show(options, [quality(outcomes), times(outcomes)], [asdict(one) for one in outcomes])


def _counted(name: str, values: Sequence[bool]) -> tuple[report.Cell, ...]:
    return name, sum(values), len(values), report.mean(values)


if __name__ == "__main__":
    report.run(main)
