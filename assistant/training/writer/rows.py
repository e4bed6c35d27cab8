"""All rows of one part of the data: each question of SQuAD becomes a row of a drawn kind; other data is added.

The shares of the kinds are those of the recipe that the shipped writer was made with, but for those that it lacked
(`FALSE_PREMISE`, `UNKNOWN`, hedges, quotations) or had too few of (`differing`).
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from assistant.generate.style import NOT_STATED
from assistant.training import changes
from assistant.training.squad import AnsweredQuestion, Paragraph, Part
from assistant.training.writer import answers, silence, speakers
from assistant.training.writer.evidence import Excerpts
from assistant.training.writer.others import claim_rows, sentence_rows
from assistant.training.writer.row import AskedQuestion, WriterRow, as_typed
from assistant.training.writer.statements import Statements, qualified, statement_of

# Of 100 questions; the others are answered.
REMOVED, CHANGED, FOREIGN, FALSE_PREMISE, UNKNOWN = 12.0, 10.0, 2.5, 2.0, 4.0
SAID, HEDGED = 7.0, 4.0  # of 100 statements
COPIED = 0.25  # share of the questions without a statement whose gold sentence is the answer, if it can be
SILENT = 0.35  # most of all rows that are NOT STATED
QUOTED, NEVER_SAID = 0.02, 0.01  # rows of made-up people for each question
POOL_STEP = 7  # every so many-th sentence is in the pool that foreign excerpts are drawn from
LONGEST_ANSWER = 14  # words; a longer answer is no part of a statement


@dataclass(frozen=True, slots=True)
class Topic:
    """What is known of an article: its text, its names, and its questions with their answers."""

    text: str
    names: Sequence[str]
    answers: Sequence[tuple[str, str]]


def topics(paragraphs: Sequence[Paragraph]) -> dict[str, Topic]:
    """Each article by its title."""
    by_title: dict[str, list[Paragraph]] = {}
    for paragraph in paragraphs:
        by_title.setdefault(paragraph.title, []).append(paragraph)
    return {
        title: Topic(
            "\n\n".join(p.text for p in found),
            sorted({name for p in found for name in changes.names(p.text)}),
            [(q.question, _answer(p, q)) for p in found for q in p.questions],
        )
        for title, found in by_title.items()
    }


def _answer(paragraph: Paragraph, question: AnsweredQuestion) -> str:
    return paragraph.text[question.answer.start : question.answer.end]


def squad_rows(
    paragraphs: Sequence[Paragraph],
    excerpts: Excerpts,
    known: Statements,
    random: Random,
    most: int | None = None,
) -> Iterator[WriterRow]:
    """A row for each question, or for `most` of them, in random order; questions without a good row are left out."""
    maker = _Maker(paragraphs, excerpts, known, random)
    asked = [(p, q) for p in paragraphs for q in p.questions]
    for paragraph, question in random.sample(asked, min(most or len(asked), len(asked))):
        if row := maker.row(paragraph, question):
            yield row
        if random.random() < QUOTED:
            yield speakers.quoted(maker.pool, random)
        if random.random() < NEVER_SAID:
            yield speakers.never_said(maker.pool, random)


class _Maker:
    def __init__(
        self, paragraphs: Sequence[Paragraph], excerpts: Excerpts, known: Statements, random: Random
    ) -> None:
        sentences = [" ".join(text.split()) for paragraph in paragraphs for text in paragraph.texts]
        self.pool = sentences[::POOL_STEP]
        self._topics = topics(paragraphs)
        self._excerpts, self._known, self._random = excerpts, known, random
        self._statements: list[str] = []  # of earlier questions: what other people say

    def row(self, paragraph: Paragraph, question: AnsweredQuestion) -> WriterRow | None:
        """A row of a drawn kind, None if that kind does not fit."""
        dice = self._random.random() * 100
        topic = self._topics[paragraph.title]
        n = paragraph.sentence_of(question)
        if dice < FOREIGN:
            return silence.foreign(question.question, self.pool, self._random)
        if dice < FOREIGN + REMOVED or n is None:
            return silence.removed(self._asked(paragraph, question, None))
        if dice < FOREIGN + REMOVED + UNKNOWN:
            return silence.unknown(self._asked(paragraph, question, n, with_gold=False), self._random)
        asked = self._asked(paragraph, question, n)
        if dice < FOREIGN + REMOVED + UNKNOWN + CHANGED:
            return silence.changed(asked, topic.names, topic.text, self._random)
        if dice < FOREIGN + REMOVED + UNKNOWN + CHANGED + FALSE_PREMISE:
            return silence.false_premise(asked, topic.names, self._random)
        return self._answered(asked)

    def _answered(self, asked: AskedQuestion) -> WriterRow | None:
        if asked.statement is None:
            return answers.copied(asked) if self._random.random() < COPIED else None
        others = self._random.sample(self._statements, min(3, len(self._statements)))
        self._statements.append(asked.statement)

        def said(one: AskedQuestion, random: Random) -> WriterRow | None:
            return speakers.said(one, others, random)

        kinds = [*answers.KINDS, (SAID, said), (HEDGED, speakers.hedged)]
        return answers.of_statement(asked, kinds, self._random)

    def _asked(
        self, paragraph: Paragraph, question: AnsweredQuestion, n: int | None, *, with_gold: bool = True
    ) -> AskedQuestion:
        """The question with excerpts that hold its gold sentence, or none that may answer."""
        texts = [" ".join(text.split()) for text in paragraph.texts]
        bare, answer = _answer(paragraph, question), qualified(paragraph.text, question.answer)
        gold = "" if n is None else texts[n]
        keeps_gold = with_gold and n is not None
        is_short = len(answer.split()) <= LONGEST_ANSWER
        return AskedQuestion(
            question.question,
            answer,
            gold,
            texts[n - 1] if n else "",
            statement_of(question.question, bare, answer, gold, self._known) if gold and is_short else None,
            self._similar(paragraph.title, answer),
            self._excerpts.of(
                question.question,
                self._random,
                gold=gold if keeps_gold else None,
                leave_out=lambda text: (
                    not keeps_gold
                    and (" ".join(text.split()) == gold or silence.says(text, bare, question.question))
                ),
            ),
        )

    def _similar(self, title: str, answer: str) -> str | None:
        """Another answer of the article of the same shape, that is no other name of the same."""
        topic = self._topics[title]
        wanted = _shape(answer)
        if wanted is None:
            return None
        fitting = sorted({other for _, other in topic.answers if _shape(other) == wanted})
        return silence.drawn_other(answer, fitting, topic.text, self._random)


def _shape(answer: str) -> str | None:
    """What an answer looks like, None if it looks like nothing that could be exchanged."""
    if re.fullmatch(r"1\d{3}|20\d{2}", answer):
        return "year"
    if re.search(r"\d", answer):
        return "number" if len(answer.split()) <= 3 else None
    is_name = answer[:1].isupper() and all(word[0].isupper() for word in answer.split() if len(word) > 3)
    return "name" if is_name else None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the rows come from. `questions` is the most of SQuAD that is used, None for all."""

    claims: Path
    answer_sentences: Path
    known: Statements
    questions: int | None


def make(
    part: Part, paragraphs: Sequence[Paragraph], excerpts: Excerpts, sources: Sources, random: Random
) -> list[WriterRow]:
    """All rows of a part, in random order."""
    rows = list(squad_rows(paragraphs, excerpts, sources.known, random, sources.questions))
    scarce = (
        len(rows) if sources.questions else None
    )  # a small set has no more of the other data than of SQuAD
    for others in (
        claim_rows(sources.claims, part, random),
        sentence_rows(sources.answer_sentences, part, random),
    ):
        found = list(others)
        random.shuffle(found)
        rows += found[: scarce // 10] if scarce else found
    random.shuffle(rows)  # or no claim would be among those that are NOT STATED
    rows = _balanced(rows)
    random.shuffle(rows)
    return list(as_typed(rows, random))


def _balanced(rows: Sequence[WriterRow]) -> list[WriterRow]:
    """The rows with so few that are NOT STATED as SILENT says; the last ones are left out."""
    told = [row for row in rows if row.reply != NOT_STATED]
    silent = [row for row in rows if row.reply == NOT_STATED]
    return told + silent[: round(len(told) * SILENT / (1 - SILENT))]


def write(rows: Iterable[WriterRow], path: Path) -> None:
    """Write rows as .jsonl.gz."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)


def read(path: Path) -> list[WriterRow]:
    """The rows that `write` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [WriterRow(row["kind"], row["question"], tuple(row["excerpts"]), row["reply"]) for row in found]


def table(rows: Iterable[WriterRow]) -> str:
    """How many there are of each kind, as Markdown."""
    counts = Counter(row.kind for row in rows)
    lines = [f"| {kind} | {count:,} |" for kind, count in sorted(counts.items())]
    return "\n".join(["| kind | rows |", "|---|---:|", *lines])
