"""What a question asks for: one thing, several, two sides to compare, what someone said, the latest, an overview.

Most questions are one part that the generator answers. Where a small generator would put things together that no
article has together, the parts are asked one by one, or sentences of the articles are quoted.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from assistant.facts.text import read

FEWEST_WORDS = 3  # of each half of a question; what is shorter is no question of its own

_QUESTION_WORD = r"(?:who|whom|whose|what|when|where|why|how|which)\b"
_AUXILIARY = r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)\b"
_SUBJECT = r"(?:there|he|she|it|they|the|a|an|any|this|that|(?-i:[A-Z]))"
# "... and who", "...; when", "...? Why", "... and is there": where the next question begins.
_NEXT = re.compile(
    rf"(?:\?\s+|;\s+|,?\s+and\s+)(?=(?:(?:in|on|at|by|for|from|to|of|with)\s+)?{_QUESTION_WORD}|{_AUXILIARY}\s+{_SUBJECT})",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\b{_QUESTION_WORD}|^{_AUXILIARY}", re.IGNORECASE)
# "Who knows when and why it happened?" asks one thing.
_INDIRECT = re.compile(
    r"\b(?:know|says?|said|explain|decide|ask|tell)(?:e?d|s)?\s*(?:who|what|when|where|why|how)?$", re.I
)

# "Which costs less, a ticket for adults or a ticket for children?": the sides stand behind the last comma or colon.
_SIDES = re.compile(
    r"""^(?P<stem>[^?]*\b
            (?:more|less|fewer|most|least|better|best|worse|worst|first|(?!number|other|whether|after)[a-z]{2,}(?:er|est))\b
            [^?]*)
        [,:]\s+(?P<one>[^,?]+?),?\s+or\s+(?P<other>[^,?]+?)\s*\?*$""",
    re.IGNORECASE | re.VERBOSE,
)
# "How many were sold in 2023 and 2024?"
_YEARS = re.compile(
    r"^(?P<stem>how (?:many|much)\b.*?\b(?:in|during|of) )(?P<one>\d{4}),? and (?P<other>\d{4})\W*$",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\s*\b(?:in total|altogether|together|in all)\b", re.IGNORECASE)

_SAID = re.compile(
    rf"^what (?:did|does|do|has|have) (?P<who>(?!{_AUXILIARY})[^?]*?) (?:say|said|think|claim|state|argue)(?:e?d)?\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:in|during) (\d{4})\b")
_NOW = re.compile(
    r"\b(?:latest|newest|most recent|currently|current|now|nowadays|today|at present|at the moment)\b",
    re.IGNORECASE,
)
_OVERVIEW = re.compile(
    r"""^\W*(?:(?:please|can\ you|could\ you|would\ you)\s+)*
            (?:summari[sz]e|sum\ up|outline|compare
              |(?:give|write)\ (?:me\ )?an?\ (?:\w+\ )?(?:overview|summary|outline))\b
      | \b(?:main|key|important|central)\ (?:points?|facts?|findings?|arguments?|issues?|differences?)\b
      | \bhow\ do(?:es)?\b.*\b(?:positions?|views?|accounts?|reports?|opinions?)\b.*\bdiffer\b
      | \bwhat\ (?:are|is|were)\ the\ (?:differences?|disagreements?|positions?|views?)\b""",
    re.IGNORECASE | re.VERBOSE,
)


class How(Enum):
    """How a part is answered: written by the generator, by quoting, or by quoting several sentences of one subject."""

    WRITE = auto()
    QUOTE = auto()
    OVERVIEW = auto()


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question that is answered by itself.

    A quote must have one of the words `about`, given without their endings, if there are any, and with `figure` a
    number as well. With `newest` quotes are from the newest article, with a `year` they name it or are from articles
    of that year. `asked` is the question with the year.
    """

    question: str
    how: How = How.WRITE
    about: frozenset[str] = frozenset()
    figure: bool = False
    newest: bool = False
    year: int | None = None
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a question in their order. With `needs_all` there is no answer unless each part has one."""

    parts: tuple[QuestionPart, ...]
    needs_all: bool = False


def plan(question: str) -> Plan:
    """What a question, in one line, asks for.

    >>> [part.question for part in plan("What does a ticket cost and who opposed the sale?").parts]
    ['What does a ticket cost?', 'who opposed the sale?']
    """
    if _OVERVIEW.search(question):
        return Plan((QuestionPart(question, How.OVERVIEW),))
    if sides := _SIDES.match(question):
        one, other = sides["one"], sides["other"]
        stem = sides["stem"]
        return Plan((_side(question, stem, one, other), _side(question, stem, other, one)), needs_all=True)
    if years := _YEARS.match(question):
        stem = _TOTAL.sub("", years["stem"])
        return Plan(tuple(_part(f"{stem}{year}?") for year in (years["one"], years["other"])))
    return Plan(tuple(map(_part, halves(question))))


def halves(question: str) -> list[str]:
    """The questions in a question, or the question alone.

    >>> halves("Who said that, and when did he say it?")
    ['Who said that?', 'when did he say it?']
    >>> halves("Who knows when and why it happened?")
    ['Who knows when and why it happened?']
    """
    cut = [piece.strip(" ,;?") for piece in _NEXT.split(question)]
    whole = len(cut) > 1 and all(len(piece.split()) >= FEWEST_WORDS and _ASKS.search(piece) for piece in cut)
    return [f"{piece}?" for piece in cut] if whole and not _INDIRECT.search(cut[0]) else [question]


def _part(question: str) -> QuestionPart:
    part = QuestionPart(question)
    if said := _SAID.match(question):
        part = replace(part, how=How.QUOTE, about=_name(said["who"]))
        if year := _YEAR.search(question):
            without = question[: year.start()].rstrip() + question[year.end() :]
            part = replace(part, question=without, asked=question, year=int(year[1]))
    if _NOW.search(question):
        part = replace(part, how=How.QUOTE, newest=True)
    return part


def _side(question: str, stem: str, side: str, other: str) -> QuestionPart:
    """One side of a comparison: a figure, in a sentence with the words that tell this side from the other."""
    own = frozenset(read(side).stems)
    about = own - frozenset(read(other).stems) - frozenset(read(stem).stems)
    return QuestionPart(question, How.QUOTE, about or own, figure=True)


def _name(who: str) -> frozenset[str]:
    """The last word of whoever spoke, which articles use by itself; nothing of "they"."""
    return frozenset(list(read(who).stems)[-1:])
