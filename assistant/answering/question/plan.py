"""What a question asks for: one thing, several, two sides to compare, what someone said, the latest, an overview.

Most questions are one part that the generator answers. Where a small generator would put things together that no
article has together, the parts are asked one by one, or sentences of the articles are quoted.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from assistant.answering.lists import listed, one_of
from assistant.answering.question.comparison import sides, unnamed
from assistant.facts.text import read
from corpus.words import without_ending
from index.embed import Embedder

FEWEST_WORDS = 3  # of each half of a question; what is shorter is no question of its own
LONGEST = 600  # code points of a question that is looked into

_ASKING = rf"{one_of('question_words')}\b"
# "... and who", "...; when", "...? Why", "... and is there": where the next question begins. Not "... and has a".
_NEXT = re.compile(
    rf"""(?:\?\s+|;\s+|,?\s+and\s+)
        (?=(?:(?:in|on|at|by|for|from|to|of|with)\s+)?{_ASKING}
           |{one_of("auxiliaries")}\s+(?:{one_of("subjects")}\b|(?-i:[A-Z])))""",
    re.IGNORECASE | re.VERBOSE,
)
IS_IT_SO = re.compile(rf"^\W*{one_of('auxiliaries')}\b", re.IGNORECASE)  # "Did Iran attack?"
_ASKS = re.compile(rf"\b{_ASKING}|{IS_IT_SO.pattern}", re.IGNORECASE)
# "Who knows when and why it happened?", "Who shot the man who left and who came back?" ask one thing.
_ONE_THING = re.compile(
    rf"\b{one_of('indirect')}\s*(?:{one_of('question_words')})?$|\w\s+(?:who|which)\b", re.IGNORECASE
)
# Half a question that names nothing is about what the other half is about.
_NAMES = re.compile(r"\s[A-Z]|\d")
_DESCRIBES = re.compile(r"\bthe\s")
_PRONOUN = re.compile(rf"\b{one_of('pronouns')}\b", re.IGNORECASE)

# "Which costs less, a ticket for adults or a ticket for children?": the sides stand behind the last comma or colon.
_SIDES = re.compile(
    rf"^(?P<stem>[^?]*\b{one_of('compared')}\b[^?]*)[,:]\s+(?P<one>[^,?]+?),?\s+or\s+(?P<other>[^,?]+?)\s*\?*$",
    re.IGNORECASE,
)
# "How many were sold in 2023 and 2024?"
_YEARS = re.compile(
    r"^(?P<stem>how (?:many|much)\b.*?\b(?:in|during|of) )(?P<one>\d{4}),? and (?P<other>\d{4})\W*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_COUNTED = re.compile(rf"how many (?:[^?]*? )??(?P<of>\w+) {one_of('auxiliaries')}\b", re.IGNORECASE)
_CHOSEN = re.compile(r"which \w+", re.IGNORECASE)
_TOTAL = re.compile(r"\s*\b(?:in total|altogether|together|in all)\b", re.IGNORECASE)

_SAID = re.compile(
    rf"""^what\ {one_of("auxiliaries")}\ (?P<who>[^?]+?)\ (?P<verb>{one_of("said")})
        (?:\ in\ (?P<year>\d{{4}})\W*$|\W*$|\ (?:about|of|on|to|when|after|before|in|at|during)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_BEHIND_NAME = re.compile(r",|\s(?:of|in|at|from|for|who|which|that)\s", re.IGNORECASE)
_NOW = re.compile(rf"\b{one_of('newest')}\b")  # not "USA Today"
_OVERVIEW = re.compile(
    r"""^\W*(?:(?:please|can\ you|could\ you|would\ you)\s+)*
            (?:summari[sz]e|sum\ up|outline|compare
              |(?:give|write)\ (?:me\ )?an?\ (?:\w+\ )?(?:overview|summary|outline))\b
      | ^what\ (?:are|is|were)\ the\ (?:main|key|most\ important)
            \ (?:points?|facts?|findings?|arguments?|issues?|differences?)\b
      | ^how\ do(?:es)?\b[^?]{1,120}?\b(?:positions?|views?|accounts?|reports?|opinions?)\b[^?]{1,120}?\bdiffer\b
      | ^what\ (?:are|is|were)\ the\ (?:differences?|disagreements?|positions?|views?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_REQUEST = frozenset(map(without_ending, listed("request")))


class How(Enum):
    """How a part is answered: written by the generator, by quoting, or by quoting several sentences of one subject."""

    WRITE = auto()
    QUOTE = auto()
    OVERVIEW = auto()


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question that is answered by itself.

    A quote must have one of the words `about`, if there are any. With `figures` the quotes have at least so many
    together, and each has one of the words `shared`, if there are any, or the sentence before it has; `by_search` the
    first that the search finds counts, for the reader knows only single facts. An overview must
    have most of the words `about`, and all `shared`. All are without their endings. With `newest` quotes are from the
    newest article, with a `year` they name it or are from articles of that year; `asked` is the question with the year.
    A part that `leans` names nothing: it is about what the part before it is about.
    """

    question: str
    how: How = How.WRITE
    about: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    figures: int = 0
    by_search: bool = False
    newest: bool = False
    year: int | None = None
    asked: str = ""
    leans: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a question in their order. With `needs_all` there is no answer unless each part has one."""

    parts: tuple[QuestionPart, ...]
    needs_all: bool = False


def plan(question: str, embedder: Embedder | None = None) -> Plan:
    """What a question, in one line, asks for; comparisons in many words are understood by the embedder.

    >>> [part.question for part in plan("What does a ticket cost and who opposed the sale?").parts]
    ['What does a ticket cost?', 'who opposed the sale?']
    """
    if len(question) > LONGEST:
        return Plan((QuestionPart(question),))
    if embedder and (both := sides(question, embedder)):
        return Plan((_about_one(*both), _about_one(*reversed(both))), needs_all=True)
    if _OVERVIEW.search(question):
        return Plan((_overview(question),))
    if named := _SIDES.match(question):
        stem, one, other = named["stem"], named["one"], named["other"]
        return Plan((_side(question, stem, one, other), _side(question, stem, other, one)), needs_all=True)
    if open_question := unnamed(question):
        return Plan((QuestionPart(open_question, How.QUOTE, figures=2, asked=question),))
    if years := _YEARS.match(question):
        stem = _TOTAL.sub("", years["stem"])
        return Plan(tuple(_part(f"{stem}{year}?") for year in (years["one"], years["other"])))
    first, *others = halves(question)
    return Plan((_part(first), *(replace(_part(other), leans=_leans(other)) for other in others)))


def halves(question: str) -> list[str]:
    """The questions in a question, or the question alone.

    >>> halves("Who said that, and when did he say it?")
    ['Who said that?', 'when did he say it?']
    >>> halves("Who knows when and why it happened?")
    ['Who knows when and why it happened?']
    """
    cut = [piece.strip(" ,;?") for piece in _NEXT.split(question)]
    whole = len(cut) > 1 and all(len(piece.split()) >= FEWEST_WORDS and _ASKS.search(piece) for piece in cut)
    return [f"{piece}?" for piece in cut] if whole and not _ONE_THING.search(cut[0]) else [question]


def _part(question: str) -> QuestionPart:
    part = QuestionPart(question)
    if said := _SAID.match(question):
        part = replace(part, how=How.QUOTE, about=_names(said["who"]))
        if said["year"]:
            part = replace(
                part, question=f"{question[: said.end('verb')]}?", asked=question, year=int(said["year"])
            )
    if _NOW.search(question):
        part = replace(part, how=How.QUOTE, newest=True)
    return part


def _overview(question: str) -> QuestionPart:
    """An overview of what the words are about that are not the request; names and figures must be there."""
    words = {stem: word for stem, word in read(question).stems.items() if stem not in _REQUEST}
    names = frozenset(stem for stem, word in words.items() if not word.islower())
    return QuestionPart(question, How.OVERVIEW, frozenset(words), shared=names)


def _side(question: str, stem: str, side: str, other: str) -> QuestionPart:
    """One side of a comparison: a figure, in a sentence with the words that tell this side from the other."""
    own, others = frozenset(read(side).stems), frozenset(read(other).stems)
    chosen = frozenset(read(" ".join(_CHOSEN.findall(stem))).stems)
    shared = frozenset(read(stem).stems) - frozenset(listed("compared")) | own & others
    return QuestionPart(
        question,
        How.QUOTE,
        (own - others - shared) or own,
        (shared - chosen) or own,
        figures=1,
        by_search=True,
    )


def _about_one(question: str, other: str) -> QuestionPart:
    """One side of a comparison that is asked about alone: a figure with the words that the other question lacks."""
    own = frozenset(read(question).stems) - frozenset(read(other).stems)
    years = [int(word) for word in own if _YEAR.fullmatch(word)]
    counted = _COUNTED.match(question)
    return QuestionPart(
        question,
        How.QUOTE,
        own - frozenset(map(str, years)),
        frozenset([without_ending(counted["of"])]) if counted else frozenset(),
        figures=1,
        year=years[0] if years else None,
    )


def _names(who: str) -> frozenset[str]:
    """The last words of those who spoke, which articles use by themselves; nothing of "they".

    >>> sorted(_names("the president of Iraq and Mike Rogers"))
    ['president', 'roger']
    """
    heads = (read(_BEHIND_NAME.split(one)[0]).words[-1:] for one in re.split(r"\s+and\s+", who))
    return frozenset(without_ending(word) for head in heads for word in head if read(word).terms)


def _leans(question: str) -> bool:
    return not _NAMES.search(question) and bool(_PRONOUN.search(question) or not _DESCRIBES.search(question))
