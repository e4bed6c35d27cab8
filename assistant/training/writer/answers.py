"""Rows whose excerpts answer: told plainly, confirmed or denied, told twice or differently, a pronoun resolved."""

import re
from collections.abc import Callable, Sequence
from random import Random

from assistant.training.writer.people import OUTLETS, attributed, person, shown
from assistant.training.writer.row import (
    MOST_EXCERPTS,
    AskedQuestion,
    WriterRow,
    clause,
    lower_first,
    marked,
    with_excerpt,
)
from assistant.training.writer.statements import stems

REPEATED = 0.8  # share of the question's words in another excerpt with the answer, from which it is cited too
COPIED_WORDS = 20  # most of a sentence of the evidence that is the answer as it stands
CHANGES = (-7, -3, -2, -1, 1, 2, 4, 9)  # what a figure is changed by where two excerpts differ
_PRONOUN = re.compile(r"^(?:He|She|It|They|This|These|Those|His|Her|Its|Their)\b")
_LEANS = re.compile(r"^(?:He|She|It|They|This|These|Those|His|Her|Its|Their|But|However|Also|There|Thus)\b")
_FIGURE = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_AUXILIARY = re.compile(r"\b(is|was|are|were|has|had|have|can|could|will|would|may|must)\b")
_LONG_SUBJECT = re.compile(r"[,;:]|\b(?:that|which|who|when|because)\b")

MakeRow = Callable[[AskedQuestion, Random], WriterRow | None]


def plain(asked: AskedQuestion, random: Random) -> WriterRow | None:
    """The statement with the mark of the excerpt that proves it, and of another one that says the same."""
    if asked.statement is None:
        return copied(asked)
    if _PRONOUN.match(asked.gold) and asked.before:
        return resolved(asked, asked.statement)
    numbers = [asked.excerpts.index(asked.gold) + 1]
    wanted = stems(asked.question)
    for number, excerpt in enumerate(asked.excerpts, 1):
        if excerpt != asked.gold and asked.answer.lower() in excerpt.lower():
            shared = len(wanted & stems(excerpt))
            numbers += [number] if shared >= REPEATED * len(wanted) else []
    return WriterRow(
        "answered", asked.question, asked.excerpts, marked(asked.statement, *sorted(numbers)[:2])
    )


def copied(asked: AskedQuestion) -> WriterRow | None:
    """The evidence's own sentence, if it is short and stands on its own."""
    gold = asked.gold
    is_plain = len(gold.split()) <= COPIED_WORDS and gold.endswith(".") and gold[:1].isupper()
    if not is_plain or _LEANS.match(gold):
        return None
    return WriterRow("copied", asked.question, asked.excerpts, marked(gold, asked.excerpts.index(gold) + 1))


def resolved(asked: AskedQuestion, statement: str) -> WriterRow:
    """The sentence before the gold one says who "he" is: both are cited, and the statement names the person."""
    excerpts = asked.excerpts
    if asked.before not in excerpts:
        kept = [text for text in excerpts if text != asked.gold][: MOST_EXCERPTS - 2]
        place = min(excerpts.index(asked.gold), len(kept))
        excerpts = (*kept[:place], asked.before, asked.gold, *kept[place:])
    numbers = sorted(excerpts.index(text) + 1 for text in (asked.before, asked.gold))
    return WriterRow("pronoun", asked.question, excerpts, marked(statement, *numbers))


def confirmed(asked: AskedQuestion, random: Random) -> WriterRow | None:
    """ "Was the bridge sold in 1904?": yes, and the statement."""
    question = yes_no_question(asked.statement or "")
    if asked.statement is None or question is None:
        return None
    reply = f"Yes, {marked(lower_first(asked.statement), asked.excerpts.index(asked.gold) + 1)}"
    return WriterRow("yes", question, asked.excerpts, reply)


def denied(asked: AskedQuestion, random: Random) -> WriterRow | None:
    """The same question with another answer of the article: no, and the statement."""
    if not asked.statement or not asked.similar or asked.answer not in asked.statement:
        return None
    if asked.similar.lower() in asked.gold.lower():
        return None
    question = yes_no_question(asked.statement.replace(asked.answer, asked.similar, 1))
    if question is None:
        return None
    reply = f"No, {marked(lower_first(asked.statement), asked.excerpts.index(asked.gold) + 1)}"
    return WriterRow("no", question, asked.excerpts, reply)


def told_twice(asked: AskedQuestion, random: Random) -> WriterRow | None:
    """A second excerpt says the same: both are cited."""
    if asked.statement is None:
        return None
    quote = attributed(asked.statement, person(random), random)
    excerpts = with_excerpt(asked.excerpts[: MOST_EXCERPTS - 1], quote, random)
    if asked.gold not in excerpts:
        return None
    numbers = sorted((excerpts.index(asked.gold) + 1, excerpts.index(quote) + 1))
    return WriterRow("both", asked.question, excerpts, marked(asked.statement, *numbers))


def differing(asked: AskedQuestion, random: Random) -> WriterRow | None:
    """A second excerpt gives another figure or another name: both are told, each as its excerpt has it."""
    changed = _other_version(asked, random)
    if asked.statement is None or changed is None:
        return None
    if random.random() < 0.5:
        speaker = person(random)
        quote = attributed(changed, speaker, random)
        told = f"{shown(speaker, quote)} said that {clause(changed)}"
    else:
        outlet = random.choice(OUTLETS)
        quote = random.choice([f"{outlet} reported that {clause(changed)}.", f"{outlet} wrote: {changed}"])
        told = f"{outlet} {'reported' if 'reported' in quote else 'wrote'} that {clause(changed)}"
    excerpts = with_excerpt(asked.excerpts[: MOST_EXCERPTS - 1], quote, random)
    if asked.gold not in excerpts:
        return None
    first, second = excerpts.index(asked.gold) + 1, excerpts.index(quote) + 1
    parts = sorted([(first, marked(asked.statement, first)), (second, marked(told, second))])
    return WriterRow("differ", asked.question, excerpts, " ".join(text for _, text in parts))


def _other_version(asked: AskedQuestion, random: Random) -> str | None:
    """The statement with another figure in its answer, else with another answer of the article's."""
    if asked.statement is None or asked.answer not in asked.statement:
        return None
    figure = _FIGURE.search(asked.answer)
    if figure and (digits := re.sub(r"\D", "", figure[0])):
        other = max(1, int(digits) + random.choice(CHANGES))
        written = f"{other:,}" if "," in figure[0] else str(other)
        answer = asked.answer.replace(figure[0], written, 1)
    elif asked.similar and asked.similar.lower() not in asked.gold.lower():
        answer = asked.similar
    else:
        return None
    changed = asked.statement.replace(asked.answer, answer, 1)
    return changed if changed != asked.statement else None


def yes_no_question(statement: str) -> str | None:
    """The statement as a question, None if that is not safe.

    >>> yes_no_question("The bridge was sold in 1904.")
    'Was the bridge sold in 1904?'
    """
    found = _AUXILIARY.search(statement)
    if not found:
        return None
    subject, rest = statement[: found.start()].strip(), statement[found.end() :].strip().rstrip(".")
    if not 1 <= len(subject.split()) <= 7 or not rest or _LONG_SUBJECT.search(subject):
        return None
    return f"{found[0].capitalize()} {lower_first(subject)} {rest}?"


KINDS: Sequence[tuple[float, MakeRow]] = (
    (5, confirmed),
    (5, denied),
    (1.5, told_twice),
    (16, differing),
)
"""Weights out of 100 of the kinds that a statement allows, beside the plain one; 16 makes ten times the recipe's."""


def of_statement(
    asked: AskedQuestion, kinds: Sequence[tuple[float, MakeRow]], random: Random
) -> WriterRow | None:
    """A row of a drawn kind, or the plain one if that kind does not fit."""
    dice = random.random() * 100
    for weight, make in kinds:
        if dice < weight:
            return make(asked, random) or plain(asked, random)
        dice -= weight
    return plain(asked, random)
