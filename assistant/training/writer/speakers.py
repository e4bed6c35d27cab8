"""Rows about who said what: the speaker is kept, hedges are kept, "we" and "I" become those who said it."""

from collections.abc import Sequence
from random import Random

from assistant.generate.style import NOT_STATED
from assistant.training.writer.people import OUTLETS, Person, attributed, people, person, shown
from assistant.training.writer.row import (
    MOST_EXCERPTS,
    AskedQuestion,
    WriterRow,
    clause,
    lower_first,
    marked,
    with_excerpt,
)

# What an excerpt says without being sure, and how the answer keeps that. {s}: the statement as a clause.
HEDGES = (
    ("Reportedly, {s}.", "Reportedly, {s}"),
    ("It is believed that {s}, but nobody has confirmed it.", "It is believed that {s}"),
    ("According to early reports, {s}.", "According to early reports, {s}"),
    ("Local media reported that {s}.", "Local media reported that {s}"),
    ("Officials estimate that {s}.", "Officials estimate that {s}"),
    ("It is likely that {s}, two people familiar with the matter said.", "It is likely that {s}"),
    (
        "Some historians think that {s}; others disagree.",
        "Some historians think that {s}, while others disagree",
    ),
    ("Unconfirmed accounts say that {s}.", "Unconfirmed accounts say that {s}"),
    ("It may be that {s}, the study concludes.", "It may be that {s}, according to the study"),
    ("The report alleges that {s}.", "The report alleges that {s}"),
)
# (what somebody says of a group, what is reported of it, what it is about)
OF_GROUP = (
    (
        "We will rebuild the northern pier by spring",
        "{g} will rebuild the northern pier by spring",
        "the pier",
    ),
    ("We celebrate the end of the talks", "{g} celebrates the end of the talks", "the talks"),
    ("Our members voted against the offer", "the members of {g} voted against the offer", "the offer"),
    ("We have not received the money", "{g} has not received the money", "the money"),
    ("Our losses were smaller than feared", "the losses of {g} were smaller than feared", "the losses"),
    ("We cannot hire any more nurses this year", "{g} cannot hire any more nurses this year", "hiring"),
    ("We apologise to every passenger", "{g} apologises to every passenger", "the passengers"),
    ("Nobody told us about the leak", "nobody told {g} about the leak", "the leak"),
    ("We expect about 4,000 visitors", "{g} expects about 4,000 visitors", "visitors"),
    (
        "Our first goal is to reopen the schools",
        "the first goal of {g} is to reopen the schools",
        "the schools",
    ),
)
OF_ONESELF = (
    ("I oppose the new tax", "{p} opposes the new tax", "the new tax"),
    ("I have seen the letter", "{p} has seen the letter", "the letter"),
    ("I will not resign", "{p} will not resign", "resigning"),
    ("My team found nearly 200 coins", "{o} team found nearly 200 coins", "the coins"),
    ("I was told of the fire at midnight", "{p} was told of the fire at midnight", "the fire"),
    (
        "I do not know how many people are missing",
        "{p} does not know how many people are missing",
        "the missing",
    ),
    ("I wrote most of the report", "{p} wrote most of the report", "the report"),
)
GROUPS = (
    "the city", "the port union", "the hospital", "the ferry company", "the museum", "the ministry", "the railway",
    "the university", "the council", "the power company",
)  # fmt: skip
UNTOLD = (
    "Why did {name} resign?", "When did {name} retire?", "Why was {name} arrested?", "Whom did {name} marry?",
    "Why did {name} lose the election?", "How much did {name} pay for the house?", "Where was {name} born?",
)  # fmt: skip


def said(asked: AskedQuestion, others: Sequence[str], random: Random) -> WriterRow | None:
    """The statement in somebody's mouth, others in other mouths: who said it, what was said, or who did not."""
    if asked.statement is None:
        return None
    speaker, stranger, *rest = people(random, 2 + min(len(others), 3))
    kept = [text for text in asked.excerpts if text != asked.gold][: MOST_EXCERPTS - 1 - len(rest)]
    quote = attributed(asked.statement, speaker, random)
    excerpts: tuple[str, ...] = tuple(kept)
    for one, whose in [(asked.statement, speaker), *zip(others, rest, strict=False)]:
        excerpts = with_excerpt(
            excerpts, quote if whose is speaker else attributed(one, whose, random), random
        )
    number, name, small = excerpts.index(quote) + 1, shown(speaker, quote), clause(asked.statement)
    dice = random.random()
    if dice < 0.35:
        begins = random.choice(
            ["Who said that", "Who claimed that", "Who told reporters that", "According to whom,"]
        )
        return WriterRow(
            "who said", f"{begins} {small}?", excerpts, marked(f"{name} said that {small}", number)
        )
    if dice < 0.75:
        question = (
            asked.question if random.random() < 0.5 else f"According to {name}, {lower_first(asked.question)}"
        )
        begins = random.choice([f"According to {name},", f"{name} said that"])
        return WriterRow("said", question, excerpts, marked(f"{begins} {small}", number))
    if dice < 0.87 and rest and any(rest[0].name in text for text in excerpts):
        question = f"Did {rest[0].name} say that {small}?"
        return WriterRow("said", question, excerpts, f"No, {marked(f'{name} said that {small}', number)}")
    question = random.choice(
        [
            f"Did {stranger.name} say that {small}?",
            f"According to {stranger.name}, {lower_first(asked.question)}",
        ]
    )
    return WriterRow("not said", question, excerpts, NOT_STATED)


def hedged(asked: AskedQuestion, random: Random) -> WriterRow | None:
    """An excerpt that is not sure, or names its source, is told as unsure, or with its source."""
    if asked.statement is None:
        return None
    small = clause(asked.statement)
    excerpt, told = random.choice(
        [*HEDGES, (f"According to {lower_first(random.choice(OUTLETS))}, {{s}}.", "")]
    )
    excerpt = excerpt.format(s=small)
    reply = told.format(s=small) if told else excerpt
    excerpts = tuple(excerpt if text == asked.gold else text for text in asked.excerpts)
    return WriterRow("hedged", asked.question, excerpts, marked(reply, excerpts.index(excerpt) + 1))


def quoted(pool: Sequence[str], random: Random) -> WriterRow:
    """ "We will rebuild the pier," said the mayor: the answer says who "we" are."""
    speaker, group = person(random), random.choice(GROUPS)
    if random.random() < 0.6:
        words, told, matter = random.choice(OF_GROUP)
        told = told.format(g=group)
    else:
        words, told, matter = random.choice(OF_ONESELF)
        told = told.format(p=speaker.pronoun, o="her" if speaker.pronoun == "she" else "his")
    quote, excerpts = _quoting(words, speaker, group, pool, random)
    question = random.choice(
        [f"What did {speaker.last} say about {matter}?", f"What did {speaker.name} say?"]
    )
    return WriterRow(
        "quoted", question, excerpts, marked(f"{speaker.name} said that {told}", excerpts.index(quote) + 1)
    )


def never_said(pool: Sequence[str], random: Random) -> WriterRow:
    """A question that takes for granted what no excerpt says of a person who is in them: NOT STATED."""
    speaker, group = person(random), random.choice(GROUPS)
    words = random.choice([*OF_GROUP, *OF_ONESELF])[0]
    _, excerpts = _quoting(words, speaker, group, pool, random)
    question = random.choice(UNTOLD).format(name=random.choice([speaker.name, speaker.last]))
    return WriterRow("false premise", question, excerpts, NOT_STATED)


def _quoting(
    words: str, speaker: Person, group: str, pool: Sequence[str], random: Random
) -> tuple[str, tuple[str, ...]]:
    """The quotation, and it among sentences of the pool."""
    quote = random.choice(
        [
            f"“{words},” said {speaker.name}, the {speaker.role} of {group}.",
            f'{speaker.name}, {speaker.role} of {group}, told reporters: "{words}."',
        ]
    )
    others = random.sample(pool, min(len(pool), random.randrange(2, 6)))
    return quote, with_excerpt(others, quote, random)
