"""Is there silence where the answer was taken out? Each question is asked with its evidence, and without.

QUESTIONS is SQuAD's training set, .json.gz. Asked are questions on the articles that neither the reader nor the
writer was trained on; those that `assistant.training.answerable` fits the probability of silence on come first,
and are left out by --skip. The second time a question is asked of every other sentence: in turn without those that
have the answer's words, and without the answer's paragraph. "Right" and times are those of answers.py.
"""

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from assistant import Assistant
from assistant.generate.choose import DEFAULT_GENERATOR, load_generator
from assistant.judges import Reader, Verifier
from assistant.training import answerable
from assistant.training.writer.evidence import library_of, without
from index import Filters, Library
from index.search import SearchResult
from tests.benchmarks import answers, report
from tests.benchmarks.answers import WARM_UP, Asked, Outcome
from tests.benchmarks.formats import has_words


class Gaps:
    """A library whose searches do not find some sentences: those that `gone` holds of, none at first."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.gone: Callable[[str], bool] = lambda sentence: False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def find(self, query: str, k: int, filters: Filters) -> SearchResult:
        """What the library finds, without those sentences."""
        found = self._library.find(query, k, filters)
        return replace(found, hits=[without(hit, self.gone) for hit in found.hits])


def measure(
    assistant: Assistant, gaps: Gaps, drawn: Sequence[answerable.Drawn], *, verbose: bool = False
) -> list[Outcome]:
    """Each question with its evidence and without, after one that is not counted."""
    assistant.ask(WARM_UP)
    outcomes = []
    for one in report.progress(drawn, "questions"):
        for gone in (None, one.gone):
            gaps.gone = gone or (lambda sentence: False)
            outcomes.append(answers.ask(assistant, _asked(one, is_answerable=gone is None)))
            if verbose:
                report.tell(answers.written(outcomes[-1]))
    return outcomes


def _asked(one: answerable.Drawn, *, is_answerable: bool) -> Asked:
    return Asked(
        one.question,
        one.question,
        is_answerable,
        lambda reply: has_words(reply, one.answer),
        lambda article, span: has_words(article.quote(span), one.answer),
    )


@contextmanager
def _gaps(options: Namespace) -> Iterator[tuple[Gaps, list[answerable.Drawn]]]:
    paragraphs = answerable.paragraphs(options.questions)
    drawn = answerable.drawn(paragraphs)[options.skip :][: options.sample]
    with library_of(paragraphs, options.library) as library:
        yield Gaps(library), drawn


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("questions", type=Path, metavar="QUESTIONS", help="SQuAD's training set, .json.gz")
    parser.add_argument(
        "--library", type=Path, required=True, metavar="DIR", help="made there, and used again"
    )
    parser.add_argument("--sample", type=int, default=100, metavar="N", help="questions (default: 100)")
    parser.add_argument("--skip", type=int, default=answerable.QUESTIONS, metavar="N", help="of those before")
    parser.add_argument(
        "--model", default=DEFAULT_GENERATOR, metavar="NAME", help="as of `pincite ask --model`"
    )
    parser.add_argument("--verbose", action="store_true", help="every question and answer on stderr")
    options = parser.parse_args(arguments)
    with _gaps(options) as (gaps, drawn):
        assistant = Assistant(gaps, load_generator(options.model), Verifier.load(), Reader.load())
        try:
            outcomes = measure(assistant, gaps, drawn, verbose=options.verbose)
        finally:
            assistant.generator.close()
    report.show(
        options, [answers.quality(outcomes), answers.times(outcomes)], [asdict(one) for one in outcomes]
    )


if __name__ == "__main__":
    report.run(main)
