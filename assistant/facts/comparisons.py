"""Comparisons of a claim that the words or figures of its source decide: more and fewer, larger and smaller, a
majority, doubled. What they do not decide is not told here, nor what is denied.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import MismatchKind
from assistant.facts.lists import LISTS, rows, values
from assistant.facts.numerals import is_number
from assistant.facts.quantities import OF_THESE, Quantity
from assistant.facts.text import Text, once
from assistant.facts.units import CLOCK
from assistant.facts.verbatim import DENIES
from corpus import Span
from corpus.words import LETTERS, is_function_word, plain, stem

NEARLY = 0.1  # "doubled" is true of 10 that became 19: share of the ratio
COUNT = "count"  # the scale of "more" and "fewer", of what stands behind them

# Each word with its scale and 1 if it means more of it, else -1.
_SCALES = {
    word: (scale, side)
    for scale, _, words in (row.partition(" ") for row in rows("comparatives"))
    for side, of_side in zip((1, -1), words.split("|"), strict=True)
    for word in of_side.split()
}
_RELATION = re.compile(
    rf"\b(?P<word>{'|'.join(_SCALES)})\b(?P<of>(?:\s(?!than\b)[\w-]+){{0,6}}?)\sthan\s(?P<other>[^.,;:()]+)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.!?;:]\s+|,?\s(?:while|whereas|but|against)\s|,\sand\s|\n")
_SHARES: list[tuple[re.Pattern[str], float, float]] = [
    (re.compile(rf"\b(?:{words})(?=\sof\b)", re.IGNORECASE), low, high)
    for words, (low, high) in LISTS["shares"].items()
]
_MULTIPLES = values("multiples")
_MULTIPLE = re.compile(rf"\b(?:{'|'.join(_MULTIPLES)})\b", re.IGNORECASE)
_FROM, _TO = re.compile(r"\bfrom\s$", re.IGNORECASE), re.compile(r"\s(?:\w+\s){0,3}?to\s")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Words of a claim that compare, whether the source bears them out, and its own words at the same place.

    If it does, `instead` says the same as `span` with the source's figures or words.
    """

    span: Span
    holds: bool
    stated: str
    instead: str = ""
    kind: MismatchKind = MismatchKind.OPPOSITE


def comparisons(claim: Text, source: Text) -> list[Comparison]:
    """The comparisons of the claim that the source decides.

    >>> [(one.holds, one.stated) for one in comparisons(Text("Prices tripled."), Text("Prices doubled."))]
    [(False, 'doubled')]
    """
    if DENIES.search(claim.written):
        return []
    found = [*_compared(claim, source), *_shares(claim, source), *_multiples(claim, source)]
    return sorted(found, key=lambda one: one.span)


@dataclass(frozen=True, slots=True)
class _Relation:
    """What is compared, on which scale and which way round: `left` and `right` are the stems of both parties."""

    scale: str
    side: int
    left: frozenset[str]
    right: frozenset[str]
    match: re.Match[str]
    start: int


@once
def _relations(text: Text) -> tuple[_Relation, ...]:
    found = []
    for match in _RELATION.finditer(text.written):
        start = max((end.end() for end in _CLAUSE_END.finditer(text.written, 0, match.start())), default=0)
        is_bound = match["other"][0].isdigit() or is_number(match["other"].split()[0])  # "more than 80"
        if is_bound or DENIES.search(text.written, start, match.end()):
            continue
        scale, side = _SCALES[match["word"].lower()]
        if scale == COUNT:
            scale = f"{COUNT} {stem(match['of'].split()[0].lower()) if match['of'] else ''}"
        left, right = _party(text.written[start : match.start()]), _party(match["other"])
        if left - right and right - left:
            found.append(_Relation(scale, side, left - right, right - left, match, start))
    return tuple(found)


def _party(text: str) -> frozenset[str]:
    """The stems of its names; without a name that of its first word of content."""
    content = [word for word in LETTERS.findall(text) if not is_function_word(word)]
    named = [word for word in content if word[0].isupper()] or content[:1]
    return frozenset(stem(plain(word)) for word in named)


def _compared(claim: Text, source: Text) -> Iterator[Comparison]:
    for said in _relations(claim):
        for stated in _relations(source):
            is_straight = bool(said.left & stated.left and said.right & stated.right)
            is_turned = bool(said.left & stated.right and said.right & stated.left)
            if said.scale == stated.scale and is_straight != is_turned:
                written = source.written[stated.start : stated.match.end()]
                holds = (said.side == stated.side) == is_straight
                place = Span(said.start, said.match.end()) if holds else Span(*said.match.span("word"))
                yield Comparison(place, holds, written, written)
                break
        else:
            yield from _by_figures(claim, source, said)


def _by_figures(claim: Text, source: Text, said: _Relation) -> Iterator[Comparison]:
    """The comparison by the one figure that the source has for each party, in clauses without the other party."""
    ours, theirs = (
        _figure(source, said.scale, party, other)
        for party, other in ((said.left, said.right), (said.right, said.left))
    )
    if ours is None or theirs is None or ours.unit.dimension != theirs.unit.dimension:
        return
    more = ours.unit.base(ours.number, theirs.unit) - theirs.unit.base(theirs.number, ours.unit)
    if more * said.side > 0:
        place = Span(*said.match.span())
        yield Comparison(place, True, ours.written, f"{ours.written}{said.match['of']}")
    else:
        yield Comparison(Span(*said.match.span("word")), False, ours.written)


def _figure(source: Text, scale: str, party: frozenset[str], other: frozenset[str]) -> Quantity | None:
    """The only figure of the scale in clauses that name this party and not the other; None if it is not one."""
    found: dict[float, Quantity] = {}
    for clause in _clauses(source):
        stems = {stem(plain(word)) for word in clause.words}
        if party & stems and not other & stems:
            found |= {one.number: one for one in clause.quantities if _is_of(one, scale, stems)}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_of(quantity: Quantity, scale: str, stems: set[str]) -> bool:
    is_measured = quantity.unit.dimension not in ("", "%", CLOCK)
    if scale.startswith(COUNT):
        of = scale.removeprefix(f"{COUNT} ")
        return of in stems if is_measured else bool(quantity.counted) and stem(quantity.counted) == of
    return scale == "any" and is_measured


@once
def _clauses(text: Text) -> tuple[Text, ...]:
    return tuple(Text(clause) for clause in _CLAUSE_END.split(text.written) if clause)


def _shares(claim: Text, source: Text) -> Iterator[Comparison]:
    """ "A majority of the 90 seats" by "31 of the 90 seats", "of the vote" by "48 percent of the vote"."""
    for pattern, low, high in _SHARES:
        for match in pattern.finditer(claim.written):
            of = OF_THESE.match(claim.written, match.end())
            whole = next((one for one in claim.quantities if of and one.span.start == of.end()), None)
            noun = LETTERS.match(claim.written, of.end()) if of else None
            stated = [
                one
                for one in _parts(source)
                if (one.whole == whole.number if whole else noun and one.of == noun[0])
            ]
            if len(stated) == 1:
                holds = low <= stated[0].share <= high
                place = Span(match.start(), whole.span.end) if whole and holds else Span(*match.span())
                written = source.written[stated[0].span.start : stated[0].span.end]
                instead = written if whole else stated[0].part
                yield Comparison(place, holds, written, instead, MismatchKind.QUANTIFIER)


@dataclass(frozen=True, slots=True)
class _Part:
    """A share in [0, 1] that a text gives as a number, of how many and of what: "31" of "the 90 seats"."""

    part: str
    share: float
    whole: float | None
    of: str
    span: Span


@once
def _parts(text: Text) -> tuple[_Part, ...]:
    parts = [
        _Part(
            part.written,
            part.number / whole.number,
            whole.number,
            whole.counted,
            Span(part.span.start, whole.span.end),
        )
        for part, whole in pairwise(text.quantities)
        if OF_THESE.fullmatch(text.written, part.span.end, whole.span.start)
        if 0 <= part.number <= whole.number != 0 and not part.unit.dimension
    ]
    for part in text.quantities:
        of = OF_THESE.match(text.written, part.span.end) if part.unit.dimension == "%" else None
        noun = LETTERS.match(text.written, of.end()) if of else None
        if noun:
            parts.append(_Part(part.written, part.number / 100, None, noun[0], part.span))
    return tuple(parts)


def _multiples(claim: Text, source: Text) -> Iterator[Comparison]:
    """ "Doubled" by "from 10 to 20", or by another such word, in sentences with words of the claim."""
    said = list(_MULTIPLE.finditer(claim.written))
    speaking = [one for one in source.sentences if one.terms & claim.terms] if said else []
    stated = [ratio for sentence in speaking for ratio in _ratios(sentence)]
    for match in said if stated else ():
        times = _MULTIPLES[match[0].lower()]
        if not any(abs(ratio - times) <= NEARLY * times for ratio, _ in stated):
            yield Comparison(Span(*match.span()), False, stated[0][1], kind=MismatchKind.NUMBER)


def _ratios(text: Text) -> Iterator[tuple[float, str]]:
    """How many times as much something became, and the words that say so; of years none."""
    for match in _MULTIPLE.finditer(text.written):
        yield _MULTIPLES[match[0].lower()], match[0]
    dates = [mention.span for mention in text.dates()]
    for one, other in pairwise(text.quantities):
        if (
            _FROM.search(text.written, 0, one.span.start)
            and _TO.fullmatch(text.written, one.span.end, other.span.start)
            and one.unit.dimension in ("", other.unit.dimension)
            and not (one.time or one.number == 0 or any(one.span.overlaps(span) for span in dates))
        ):
            yield other.number / one.number, text.written[one.span.start : other.span.end]
