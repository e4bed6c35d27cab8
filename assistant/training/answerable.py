"""Weigh what tells whether evidence answers: python -m assistant.training.answerable SQUAD OUT

Each question is asked twice, of its evidence as chosen and of what is left without the answer: without every sentence
that has its words, or without its paragraph, in turn. Its rows are a line of OUT/answerable.jsonl, so that
a run that was ended goes on where it was; then the weights of `assistant/answering/answerable.py` are fitted and
printed, with false abstentions and abstentions on near misses, of folds over questions, by threshold.

Asked are questions on HELD, articles that neither the reader nor the writer was trained on; DISTRACTING articles stand
beside them in the library. Seconds a question on two cores: about 4.
"""

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from assistant.answering import prompt
from assistant.answering.answerable import likeliest, log_odds
from assistant.answering.evidence import PASSAGES, Snippet, choose_evidence
from assistant.generate.choose import load_generator
from assistant.generate.protocol import Generator
from assistant.jobs.journal import Journal
from assistant.judges import Reader
from assistant.training.squad import AnsweredQuestion, Paragraph, read_paragraphs
from assistant.training.writer.evidence import library_of, without
from index import Filters, Library
from index.embed import Floats1d, Floats2d

HELD = ("Airport", "Frédéric Chopin", "Oklahoma City", "Space Race", "Tibet")
DISTRACTING = (
    "2008 Summer Olympics torch relay",
    "Alloy",
    "Black people",
    "Daylight saving time",
    "FC Barcelona",
    "Federal Aviation Administration",
    "Federalism",
    "General Electric",
    "Incandescent light bulb",
    "Insect",
    "Military history of the United States",
    "Neptune",
    "Political corruption",
    "University of Kansas",
    "Vacuum",
)
FOLDS = 10
SEED = 3
QUESTIONS = 150  # that are asked; the others are there to measure on
SIGNALS = ("relevance", "search", "doubt")


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of one question and one choice of evidence; `holds` says whether a sentence of it answers."""

    question: str
    holds: bool
    is_miss: bool
    relevance: float
    search: float
    doubt: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question, its answer, and which sentences are gone when it is asked without."""

    question: str
    answer: str
    gone: Callable[[str], bool]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("squad", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--questions", type=int, default=QUESTIONS, metavar="N")
    options = parser.parse_args()
    held = paragraphs(options.squad)
    asked = drawn(held)[: options.questions]
    reader, generator = Reader.load(), load_generator()
    generator.prepare(prompt.prefix(generator.style))
    with library_of(held, options.out / "library") as library:
        journal = Journal(options.out / "answerable.jsonl")
        table(list(kept(journal, asked, lambda one: observed(one, library, reader, generator))))


def paragraphs(squad: Path) -> list[Paragraph]:
    """The paragraphs of the articles that are asked about, and of those beside them."""
    titles = {*HELD, *DISTRACTING}
    return [paragraph for paragraph in read_paragraphs(squad) if paragraph.title in titles]


def drawn(held: Iterable[Paragraph]) -> list[Drawn]:
    """All questions on HELD in a random order, the same each time."""
    asked = [(one, question) for one in held if one.title in HELD for question in one.questions]
    Random(SEED).shuffle(asked)
    return [_drawn(number, *one) for number, one in enumerate(asked)]


def _drawn(number: int, paragraph: Paragraph, asked: AnsweredQuestion) -> Drawn:
    answer = paragraph.text[asked.answer.start : asked.answer.end]
    return Drawn(asked.question, answer, _in_paragraph(paragraph.text) if number % 2 else _with_words(answer))


def kept(
    journal: Journal, asked: Sequence[Drawn], observe: Callable[[Drawn], Iterable[Observation]]
) -> Iterator[Observation]:
    """The observations of the journal, then those that it lacks; a question's are added together."""
    before = [Observation(**row) for rows in journal for row in rows]
    yield from before
    done = {row.question for row in before}
    for number, one in enumerate(asked, start=1):
        if one.question not in done:
            rows = list(observe(one))
            journal.append([asdict(row) for row in rows])
            yield from rows
            print(f"{number:,} of {len(asked):,} questions", flush=True)


def observed(asked: Drawn, library: Library, reader: Reader, generator: Generator) -> Iterator[Observation]:
    """The question with its evidence, and with what is left of that."""
    question, gone = asked.question, asked.gone
    found = library.find(question, PASSAGES, Filters())
    has_answer = _with_words(asked.answer)
    for is_miss in (False, True):
        hits = [without(hit, gone) for hit in found.hits] if is_miss else found.hits
        snippets = choose_evidence(
            question, found.question, hits, count_tokens=generator.count_tokens, reader=reader
        )
        best = likeliest(snippets)
        if best is None or best.relevance is None:
            continue
        holds = not is_miss and any(has_answer(snippet.text) for snippet in snippets)
        yield Observation(
            question, holds, is_miss, best.relevance, best.search, _doubt(question, snippets, generator)
        )


def _doubt(question: str, snippets: list[Snippet], generator: Generator) -> float:
    texts = [snippet.text for snippet in snippets]
    completion = generator.complete(prompt.build(generator.style, question, texts), 1)
    for _ in completion.text:
        pass
    return prompt.not_stated_odds(completion.first_token)


def _with_words(answer: str) -> Callable[[str], bool]:
    words = re.compile(rf"(?<!\w){re.escape(answer)}(?!\w)", re.IGNORECASE)
    return lambda sentence: bool(words.search(sentence))


def _in_paragraph(text: str) -> Callable[[str], bool]:
    return lambda sentence: sentence in text


def table(rows: list[Observation]) -> None:
    """Print the weights and the figures. Answerable questions whose evidence lacks the answer do not count."""
    rows = [row for row in rows if row.holds or row.is_miss]
    truth = np.array([row.holds for row in rows])
    groups = np.array([row.question for row in rows])
    usual = log_odds(load_generator().style.not_stated_odds)
    seen = np.array(
        [[log_odds(row.relevance), row.search, log_odds(row.doubt) - usual] for row in rows], np.float32
    )
    print(f"{int(truth.sum()):,} with an answer, {int((~truth).sum()):,} without")
    for name, columns in (("READER_ALONE", [0, 1]), ("WITH_GENERATOR", [0, 1, 2])):
        model = LogisticRegression(max_iter=1000).fit(seen[:, columns], truth)
        weights = ", ".join(f"{weight:.3f}" for weight in [*model.intercept_, *model.coef_[0]])
        unseen = _of_folds(seen[:, columns], truth, groups)
        print(f"{name} = _Weights({weights})   AUROC {roc_auc_score(truth, unseen):.3f}")
        for threshold in np.arange(0.15, 0.56, 0.05):
            silent = unseen < threshold
            print(f"  {threshold:.2f}  {silent[truth].mean():.3f} / {silent[~truth].mean():.3f}")


def _of_folds(seen: Floats2d, truth: np.ndarray, groups: np.ndarray) -> Floats1d:
    """(n,) the probability of each row by weights that were fitted without its question."""
    unseen = np.zeros(len(truth), np.float32)
    for others, own in GroupKFold(FOLDS).split(seen, truth, groups):
        model = LogisticRegression(max_iter=1000).fit(seen[others], truth[others])
        unseen[own] = model.predict_proba(seen[own])[:, 1]
    return unseen


if __name__ == "__main__":
    main()
