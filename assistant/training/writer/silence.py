"""Rows whose excerpts do not answer: nothing to say but NOT STATED, unless they say that the answer is not known."""

import re
from collections.abc import Sequence
from random import Random

from assistant.facts.aliases import are_one
from assistant.generate.style import NOT_STATED
from assistant.training.writer.clauses import indirect, parsed
from assistant.training.writer.people import attributed, person, shown
from assistant.training.writer.row import MOST_EXCERPTS, AskedQuestion, WriterRow, marked, with_excerpt
from assistant.training.writer.statements import stems

SAYS_MUCH = 0.34  # share of the question's words in a sentence with the answer, from which it may answer too
_ENTITY = re.compile(r"\b(?:[A-Z][\w’'-]+(?: (?:of |the |de )?[A-Z][\w’'-]+)*|\d[\d,.]*\d|\d)")
_OPPOSITES = """first/last largest/smallest most/least before/after north/south east/west highest/lowest oldest/youngest
    increase/decrease increased/decreased northern/southern eastern/western won/lost more/fewer began/ended
    longest/shortest male/female supported/opposed founded/closed oldest/newest major/minor best/worst early/late
    beginning/end win/lose accepted/rejected rise/fall public/private domestic/foreign summer/winter king/queen
    maximum/minimum upper/lower allowed/forbidden""".split()
_OPPOSITE = {a: b for pair in (both.split("/") for both in _OPPOSITES) for a, b in (pair, pair[::-1])}
_FIGURE_CHANGES = (-20, -10, -5, -3, -2, -1, 1, 2, 3, 5, 10, 20)
# What is asked of a name as if it had happened, and the stems one of which the excerpts would have if it had.
EVENTS = (
    ("Why did {name} resign?", "resign resigned resignation step stepped quit"),
    ("When was {name} arrested?", "arrest arrested custody jail prison police"),
    ("Why was {name} sued?", "sue sued lawsuit court"),
    ("How much did {name} pay in fines?", "fine fined fines penalty paid pay"),
    ("Who bought {name}?", "buy bought purchase purchased acquired acquire sold"),
    ("Why was {name} closed?", "close closed closure shut"),
    ("When did {name} apologise?", "apologise apologised apologize apologized apology"),
    ("Why did {name} go bankrupt?", "bankrupt bankruptcy debt debts insolvent"),
    ("Who attacked {name}?", "attack attacked attacks assault raid invaded"),
    ("What prize did {name} win?", "prize award won win winner medal"),
)
# What a source says that does not know, and how the answer repeats it. {q}: the question as part of a sentence.
UNKNOWN = (
    ("It is not known {q}.", "It is not known {q}"),
    ("It remains unclear {q}.", "It remains unclear {q}"),
    ("The report does not say {q}.", "The report does not say {q}"),
    ("The plan does not say {q}, and officials gave no details.", "The plan does not say {q}"),
    ("Nobody knows {q}.", "Nobody knows {q}"),
    ("The authorities have not disclosed {q}.", "The authorities have not disclosed {q}"),
    ("Sources disagree about {q}, and no record survives.", "Sources disagree about {q}"),
)


def says(sentence: str, answer: str, question: str) -> bool:
    """Whether a sentence has the answer and much of the question, so that it may answer too."""
    if answer.lower() not in sentence.lower():
        return False
    wanted = stems(question)
    return len(wanted & stems(sentence)) >= SAYS_MUCH * max(len(wanted), 1)


def removed(asked: AskedQuestion) -> WriterRow:
    """The excerpts without any that may answer."""
    return WriterRow("removed", asked.question, asked.excerpts, NOT_STATED)


def changed(asked: AskedQuestion, names: Sequence[str], text: str, random: Random) -> WriterRow | None:
    """The question about another name, number or opposite; the gold sentence stays. `text` is the article's."""
    found = _other_question(asked, names, text, random)
    if found is None:
        return None
    question, new = found
    excerpts = tuple(e for e in asked.excerpts if e == asked.gold or not new or new.lower() not in e.lower())
    return WriterRow("changed", question, excerpts, NOT_STATED)


def _other_question(
    asked: AskedQuestion, names: Sequence[str], text: str, random: Random
) -> tuple[str, str] | None:
    question, gold = asked.question, asked.gold
    entities = [m for m in _ENTITY.finditer(question) if m.start() > 0 and len(m[0]) > 2 and m[0] in gold]
    words = [m for m in re.finditer(r"[\w-]+", question) if m[0] in _OPPOSITE]
    if words and (not entities or random.random() < 0.5):
        match = random.choice(words)
        new = _OPPOSITE[match[0]]
        return (_put(question, match, new), "") if new not in gold.lower() else None
    if not entities:
        return None
    match = random.choice(entities)
    if match[0][0].isdigit():
        value = int(re.sub(r"\D", "", match[0])) + random.choice(_FIGURE_CHANGES)
        return (_put(question, match, str(value)), str(value)) if value > 0 else None
    fitting = [
        name
        for name in names
        if name not in question
        and name not in gold
        and name.lower() not in asked.answer.lower()
        and len(name.split()) == len(match[0].split())
    ]
    other = drawn_other(match[0], fitting, text, random)
    return (_put(question, match, other), other) if other else None


def drawn_other(name: str, others: Sequence[str], text: str, random: Random) -> str | None:
    """One of the others at random that is no other name of the same thing, None if there is none."""
    drawn = random.sample(others, len(others))
    return next((other for other in drawn if not may_be_one(name, other, text)), None)


def _put(question: str, match: re.Match[str], new: str) -> str:
    return question[: match.start()] + new + question[match.end() :]


def may_be_one(one: str, other: str, text: str) -> bool:
    """Whether two names may be names of one thing: they share a word, or initials, or the text says so.

    >>> may_be_one("Islamic State", "IS", ""), may_be_one("Bombay", "Mumbai", "Mumbai (formerly Bombay) grew.")
    (True, True)
    """
    words, others = one.lower().split(), other.lower().split()
    if set(words) & set(others) or are_one(words, others) or one in other or other in one:
        return True
    if one.replace(".", "") == _initials(other) or other.replace(".", "") == _initials(one):
        return True
    return any(_names_again(a, b, text) for a, b in ((one, other), (other, one)))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _names_again(one: str, other: str, text: str) -> bool:
    said = "(?:also |formerly |then |now )?(?:known as|called|named)"
    between = rf"(?: \(|, | or | \((?:formerly|also|or) |,? {said} )(?:the )?"
    return re.search(rf"\b{re.escape(one)}{between}{re.escape(other)}\b", text) is not None


def foreign(question: str, pool: Sequence[str], random: Random) -> WriterRow:
    """Excerpts that have nothing to do with the question."""
    excerpts = tuple(random.sample(pool, min(len(pool), random.randrange(3, 9))))
    return WriterRow("foreign", question, excerpts, NOT_STATED)


def false_premise(asked: AskedQuestion, names: Sequence[str], random: Random) -> WriterRow | None:
    """A question that takes for granted that something happened to a name of the excerpts; nothing of it is in them."""
    text = " ".join(asked.excerpts)
    there = [name for name in names if name in text and len(name) > 3]
    found = [(asks, words) for asks, words in EVENTS if not stems(words) & stems(text)]
    if not there or not found:
        return None
    question = random.choice(found)[0].format(name=random.choice(there))
    return WriterRow("false premise", question, asked.excerpts, NOT_STATED)


def unknown(asked: AskedQuestion, random: Random) -> WriterRow | None:
    """The answer's sentence replaced by one that says the answer is not known: that is the answer, with its mark."""
    clause = parsed(asked.question, asked.gold)
    if clause is None:
        return None
    excerpt, told = (text.format(q=indirect(clause)) for text in random.choice(UNKNOWN))
    if random.random() < 0.3:
        speaker = person(random)
        excerpt = attributed(excerpt, speaker, random)
        told = f"{shown(speaker, excerpt)} said that {told[0].lower()}{told[1:]}"
    excerpts = with_excerpt(asked.excerpts[: MOST_EXCERPTS - 1], excerpt, random)
    return WriterRow("unknown", asked.question, excerpts, marked(told, excerpts.index(excerpt) + 1))
