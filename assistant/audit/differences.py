"""Where a source says otherwise: the facts of a claim that exact checks found wrong, with their places on both sides.

`misplaced_facts` finds more of them: facts that the source has, but of something else, such as the date of another
event. In a long text nearly every number stands somewhere. So the sentence that says what the claim says, but for one
fact, is looked up. If it has another number or date in that place, and the claim's own stands only where the source
speaks of other things, the fact is wrong.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.answer import Mismatch, MismatchKind
from assistant.audit.found import FindingKind
from assistant.audit.passages import Part, cut, ranked_sentences
from assistant.facts.compare import mismatches
from assistant.facts.days.dates import Mention, is_dated
from assistant.facts.quantities import Quantity
from assistant.facts.text import Sentence, Text, once, read
from corpus import Span
from corpus.words import PLAIN_WORD

NEAREST = 2  # sentences to the claim: any number or date in these counts as what the source says instead

_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b|\b(?:first|second|third|\w+th)\b", re.IGNORECASE)
# Chosen by hand.
SAME = 0.6  # a sentence with this share of the claim's other terms says what the claim says
APART = 0.3  # one whose share is smaller by this much speaks of something else
_NOT = r"(?:not|n['’]?t)"


@dataclass(frozen=True, slots=True)
class WrongFact:
    """A fact of a claim that its source has otherwise, at `stated`, or not at all: then that is None.

    `said` is a span of the claim's own text.
    """

    kind: FindingKind
    said: Span
    stated: Part | None


def wrong_facts(claim: str, mismatches: Sequence[Mismatch], evidence: Sequence[Part]) -> list[WrongFact]:
    """The mismatches that are facts, not quotations, with their places; names that stand together as one."""
    near = ranked_sentences(claim, evidence)
    found = [
        _pinned(claim, mismatch, near)
        for mismatch in mismatches
        if mismatch.kind is not MismatchKind.QUOTATION
    ]
    return _joined(claim, dict.fromkeys(found))


def _pinned(claim: str, mismatch: Mismatch, near: Sequence[tuple[Part, int]]) -> WrongFact:
    kind = FindingKind(mismatch.kind.finding)
    said = locate(mismatch.claim_says, claim) or Span(0, len(claim))
    if kind is FindingKind.NUMBER:
        return WrongFact(kind, said, _other_number(claim, mismatch.claim_says, near))
    if kind is FindingKind.DATE:
        dates = (_other_date(claim, part) for part, _ in near[:NEAREST])
        return WrongFact(kind, said, next(filter(None, dates), None))
    places = ((part, locate(mismatch.source_says, part.text)) for part, _ in near)
    stated = next((_within(part, span) for part, span in places if span), None)
    if stated is None and kind is FindingKind.NEGATION and near:
        stated = near[0][0]
    return WrongFact(kind, said, stated)


def _other_number(claim: str, written: str, near: Sequence[tuple[Part, int]]) -> Part | None:
    """The number in the place of the claim's: of the same things, else any that the claim does not say.

    Of several those in the sentence nearest to the claim, and of these the one that is written most like it.
    """
    claimed = read(claim).quantities
    wrong = next((quantity for quantity in claimed if quantity.written == written), None)
    if wrong is None:
        return None
    is_ordinal = bool(_ORDINAL.search(written))
    others = [
        (shared, part, quantity)
        for part, shared in near
        for quantity in _numbers(part)
        if all(quantity.number != said.number for said in claimed)
        and quantity.unit.dimension == wrong.unit.dimension
        and bool(_ORDINAL.search(quantity.written)) == is_ordinal
    ]
    least = near[min(NEAREST, len(near)) - 1][1] if near else 0
    same = [other for other in others if _counts_the_same(wrong, other[2])]

    def likeness(other: tuple[int, Part, Quantity]) -> tuple[int, float]:
        return other[0], SequenceMatcher(None, written, other[2].written, autojunk=False).ratio()

    best = max(same or [other for other in others if other[0] >= least], key=likeness, default=None)
    return _within(best[1], best[2].span) if best else None


def _numbers(part: Part) -> list[Quantity]:
    return _undated(read(part.text), read(part.text).dates(part.source.published))


def _undated(text: Text, dates: Sequence[Mention]) -> list[Quantity]:
    """The numbers of the text that are in none of the dates."""
    stated = (quantity for quantity in text.quantities if not quantity.implied)
    return [quantity for quantity in stated if not any(quantity.span.overlaps(date.span) for date in dates)]


def _counts_the_same(one: Quantity, other: Quantity) -> bool:
    if one.counted or other.counted:
        return one.counted == other.counted
    return bool(one.unit.dimension) and one.unit.dimension == other.unit.dimension


def _other_date(claim: str, part: Part) -> Part | None:
    """The part's first date that the claim does not have."""
    claimed = read(claim).dates(part.source.published)
    others = (date for date in read(part.text).dates(part.source.published) if not is_dated(date, claimed))
    return next((_within(part, date.span) for date in others), None)


def _within(part: Part, span: Span) -> Part:
    return Part(part.source, Span(part.span.start + span.start, part.span.start + span.end))


def _joined(claim: str, facts: Iterable[WrongFact]) -> list[WrongFact]:
    """The facts in the claim's order, each name of several words once."""
    joined: list[WrongFact] = []
    for fact in sorted(facts, key=lambda fact: (fact.said, fact.kind)):
        if joined and _is_one_name(claim, joined[-1], fact):
            fact = replace(fact, said=Span(joined.pop().said.start, fact.said.end))
        joined.append(fact)
    return joined


def _is_one_name(claim: str, one: WrongFact, other: WrongFact) -> bool:
    between = claim[one.said.end : other.said.start]
    return one.kind == other.kind == FindingKind.NAME and one.stated == other.stated and between in (" ", "-")


def misplaced_facts(claim: str, parts: Sequence[Part]) -> tuple[Mismatch, ...]:
    """The numbers and dates of a claim in whose place the sentence nearest to it has another one."""
    found = cut(parts)
    return tuple(_misplaced(claim, found)) if len(found) > 1 else ()


def _misplaced(claim: str, found: Sequence[tuple[Part, Sentence]]) -> Iterator[Mismatch]:
    sentences = [sentence for _, sentence in found]
    claimed = read(claim).terms
    for kind, written in _facts(claim):
        fact = read(written).terms
        wanted = claimed - fact
        shares = [len(sentence.terms & wanted) / (len(wanted) or 1) for sentence in sentences]
        nearest = max(range(len(shares)), key=lambda n: (shares[n], -n))
        if not fact or shares[nearest] < SAME:
            continue
        homes = [n for n, sentence in enumerate(sentences) if fact <= sentence.terms]
        if any(abs(n - nearest) <= 1 or shares[n] > shares[nearest] - APART for n in homes):
            continue
        other = _instead(kind, claim, found[nearest][0])
        if homes and other and _is_missing(kind, written, claim, found[nearest][0]):
            yield Mismatch(kind, written, other)


def _facts(claim: str) -> list[tuple[MismatchKind, str]]:
    """The dates and the other numbers of a claim, as kinds of mismatches and as written."""
    dates = [mention for mention in read(claim).dates() if not mention.relative]
    numbers = _undated(read(claim), dates)
    return [(MismatchKind.DATE, date.written) for date in dates] + [
        (MismatchKind.NUMBER, number.written) for number in numbers
    ]


def _is_missing(kind: MismatchKind, written: str, claim: str, place: Part) -> bool:
    found = mismatches(claim, place.text, place.source.text, place.source.published)
    return any((mismatch.kind, mismatch.claim_says) == (kind, written) for mismatch in found)


def _instead(kind: MismatchKind, claim: str, place: Part) -> str:
    """A date or a number of the same things that the sentence has and the claim has not; "" without one."""
    if kind is MismatchKind.DATE:
        date = _other_date(claim, place)
        return date.text if date else ""
    said = read(claim).quantities
    for stated in _numbers(place):
        alike = [q for q in said if (q.unit.dimension, q.counted) == (stated.unit.dimension, stated.counted)]
        if alike and all(q.number != stated.number for q in said):
            return stated.written
    return ""


def locate(phrase: str, text: str) -> Span | None:
    """The first place of the phrase, whatever its case, accents, abbreviations' dots, and blanks between its words.

    >>> locate("did not leave US", "He didn't leave  the US; she didn’t leave U.S. soil.")
    Span(start=29, end=46)
    """
    folded = _folded(read(text))
    exact = re.search(rf"(?<!\w){re.escape(_folded(read(phrase)))}(?!\w)", folded) if phrase else None
    if exact:
        return Span(*exact.span())
    words = PLAIN_WORD.findall(phrase)
    pattern = "".join(_pattern(word, place > 0) for place, word in enumerate(words))
    match = re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", folded) if words else None
    return Span(*match.span()) if match else None


def _pattern(word: str, follows: bool) -> str:
    if word == "not":
        return r"[\W_]*" * follows + _NOT
    folded = _folded(read(word))
    letters = r"\.?".join(folded) + r"\.?" if word.isupper() and word.isalpha() else re.escape(folded)
    return r"[\W_]+" * follows + letters


@once
def _folded(text: Text) -> str:
    """The text in lower case without accents, as many code points as it was."""
    if text.written.isascii():
        return text.written.lower()
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[0] for letter in text.written)
