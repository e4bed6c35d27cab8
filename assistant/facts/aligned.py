"""Facts of a claim written as its evidence writes them.

A small model does not see that 2.5 thousand is 2,500, that "on Monday" was 11 March, or that "Köln" is "Koeln". Where
the exact checks know that both say the same, it is asked the claim with the evidence's own words.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from assistant.facts.compare import figures
from assistant.facts.comparisons import comparisons
from assistant.facts.days.dates import Mention, counted_mentions, is_dated
from assistant.facts.quantities import Quantity, is_same
from assistant.facts.text import Text, once
from corpus import Span
from corpus.words import LETTERS, spellings

Rewriting = tuple[Span, str]  # a place of the claim, and what is written there instead

# Between two dates that make one: the ends of a range, a weekday and its day
_JOINED = re.compile(r",?\s(?:(?:to|and|until|till|through)\s)?(?:the\s)?|\s?[-–—/,]\s?|")
_AT = re.compile(r"\b(?:on|in|at|during)\s(?:the\s)?$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:first|second|third|\dst|\dnd|\drd|th)$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$")


def aligned(claim: Text, evidence: Text, published: date | None = None) -> str:
    """The claim, each date, number and name that the evidence has too as the evidence writes it.

    `published` is the day that the evidence's "yesterday" is counted from.

    >>> aligned(Text("About 2.5 thousand people left in 2 ships."), Text("2,500 people left in two ships."))
    'About 2,500 people left in two ships.'
    """
    said, stated = figures(claim, published), figures(evidence, published)
    text, end = claim.written, len(claim.written)
    rewritings = [
        *((one.span, one.instead) for one in comparisons(claim, evidence) if one.holds and one.instead),
        *_dates(claim, evidence, said.dates, stated.dates),
        *_numbers(claim, evidence, said.numbers, stated.numbers),
        *_names(claim, evidence),
    ]
    for place, there in sorted(rewritings, reverse=True):
        if place.end <= end:
            text = text[: place.start] + there + text[place.end :]
            end = place.start
    return text


def _dates(
    claim: Text, evidence: Text, said: Sequence[Mention], stated: Sequence[Mention]
) -> Iterator[Rewriting]:
    """The claim's dates that the evidence writes otherwise; the ends of a range together."""
    runs: list[tuple[Span, Span, bool]] = []
    for mention in said:
        same = [one for one in stated if _is_date_of(mention, one)]
        same = same or [
            one for one in counted_mentions(evidence.written, stated) if _is_date_of(mention, one)
        ]
        if not same:
            continue
        best = _nearest(claim, evidence, same)
        here, there = mention.span, best.span
        if runs and _is_joined(claim, runs[-1][0], here) and _is_joined(evidence, runs[-1][1], there):
            first = runs.pop()
            here, there = Span(first[0].start, here.end), Span(first[1].start, there.end)
        runs.append((here, there, best.relative and not best.written[0].isupper()))
    for here, there, is_adverb in runs:
        written = evidence.written[there.start : there.end]
        if claim.written[here.start : here.end].lower() in evidence.written.lower():
            continue
        if before := _AT.search(claim.written, 0, here.start):
            instead = _AT.search(evidence.written, 0, there.start)
            at = instead[0].lower() if instead else "" if is_adverb else before[0]
            here, written = Span(before.start(), here.end), at + written
        yield here, written


def _is_date_of(said: Mention, stated: Mention) -> bool:
    """Whether the evidence's date may stand in the claim: of a quarter or a decade only the very same."""
    if not is_dated(said, [stated]):
        return False
    wide = [one for one in said.readings if one.months or (one.years and one.years[0] != one.years[1])]
    return not wide or any(
        (one.years, one.months) == (other.years, other.months) for one in wide for other in stated.readings
    )


def _is_joined(text: Text, one: Span, other: Span) -> bool:
    return one == other or _JOINED.fullmatch(text.written, one.end, other.start) is not None


def _numbers(
    claim: Text, evidence: Text, said: Sequence[Quantity], stated: Sequence[Quantity]
) -> Iterator[Rewriting]:
    written = {one.written for one in stated}
    for number in said:
        if number.implied or number.written in written:
            continue
        same = [one for one in stated if _is_written_otherwise(number, one)]
        if same:
            there = _nearest(claim, evidence, same).span
            yield number.span, evidence.written[there.start : there.end]


def _is_written_otherwise(one: Quantity, other: Quantity) -> bool:
    return (
        is_same(one, other)
        and bool(one.unit.dimension) == bool(other.unit.dimension)
        and bool(one.unit.dimension or not other.implied)
        and bool(_ORDINAL.search(one.written)) == bool(_ORDINAL.search(other.written))
    )


Found = TypeVar("Found", Mention, Quantity)


def _nearest(claim: Text, evidence: Text, found: Sequence[Found]) -> Found:
    """The one whose sentence has most of the claim's terms."""
    if len(found) == 1:
        return found[0]
    shared = {sentence.span: len(sentence.terms & claim.terms) for sentence in evidence.sentences}
    return max(
        found, key=lambda one: max((n for span, n in shared.items() if span.overlaps(one.span)), default=0)
    )


def _names(claim: Text, evidence: Text) -> Iterator[Rewriting]:
    written = _spelled(evidence)
    for match in LETTERS.finditer(claim.written):
        name = _POSSESSIVE.sub("", match[0])
        if name[0].isupper() and name not in written:
            there = next((written[one] for one in spellings(name) if one in written), "")
            if there:
                yield Span(match.start(), match.start() + len(name)), there


@once
def _spelled(text: Text) -> dict[str, str]:
    """The text's names as written, by these and by their other spellings."""
    found: dict[str, str] = {}
    for match in LETTERS.finditer(text.written):
        name = _POSSESSIVE.sub("", match[0])
        if name[0].isupper():
            found |= dict.fromkeys([name, *spellings(name)], name)
    return found
