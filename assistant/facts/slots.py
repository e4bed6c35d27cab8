"""What stands in the same place of claim and source, between the same words: a "not" put in, an opposite, another name.

Most claims repeat the words of their source, so that what was changed stands between words that were not. Nothing is
said of a claim in words of its own.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import Mismatch, MismatchKind
from assistant.facts.aliases import are_one
from assistant.facts.lists import listed, sides
from assistant.facts.names import CALENDAR, STEM_LETTERS, is_no_first_name, is_opening
from assistant.facts.text import Text, once
from corpus.words import FUNCTION_WORDS, WORD_BEFORE_NOT, plain, without_dots

_POSSESSIVE = re.compile(r"['’]s$")
_NEGATED_VERB = re.compile(r"\b(can|won|shan)?(?:n['’]t|not)\b|n['’]t\b", re.IGNORECASE)
_NEGATIONS = frozenset("not never no without".split())
_NO_NAMES = FUNCTION_WORDS | CALENDAR
_PARTICLES = {"-": listed("particles_before_hyphen"), " ": listed("particles_before_blank")}
_ARTICLES = frozenset({"al", "el"})  # capitalised too where a sentence begins: "Al-Sudani"
# Another name in the place of the claim's is no slip by chance where so much stands around it in both texts:
CONTENT = 2  # content words
WORDS = 4  # words in all
SHARE = 0.5  # of the claim's words
NEAR = 30  # words between two names of one sentence, at most
_LISTING = frozenset({"and", "or"})
_JOINING = frozenset("and or as well both the of a an in for at from with s".split())
_QUANTIFIERS = listed("quantifiers")
_SWAPS: defaultdict[str, list[str]] = defaultdict(list)
for _own, _other in [*sides("swapped"), *(([word], sorted(_QUANTIFIERS - {word})) for word in _QUANTIFIERS)]:
    for _word in _own:
        _SWAPS[_word] += _other


@dataclass(frozen=True, slots=True)
class _Name:
    """A run of capitalised words from word `start` to word `end`, in lower case, without the particles between.

    `stems` are their first letters, `around` the two words on each side of it, "" where there is none.
    """

    start: int
    end: int
    written: str
    words: tuple[str, ...]
    stems: frozenset[str]
    around: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Slots:
    """A text's words as written, the same in lower case without accents, and those joined by blanks: " a b ".

    `names` are its names, by 1 and the word that they begin with, and by -1 and the word after them.
    """

    words: tuple[str, ...]
    lower: tuple[str, ...]
    joined: str
    stems: frozenset[str]
    names: dict[int, dict[int, _Name]]

    def has(self, *words: str) -> bool:
        return f" {' '.join(words)} " in self.joined


@once
def _slots(of: Text) -> _Slots:
    text = _NEGATED_VERB.sub(lambda match: f"{match[1] or ''} not", without_dots(of.written))
    found = list(WORD_BEFORE_NOT.finditer(text))
    words = tuple(match[0][:-2] if match[0].endswith(("'s", "’s")) else match[0] for match in found)
    lower = tuple(map(str.lower if text.isascii() else plain, words))
    names = [
        _name(text[found[start].start() : found[end - 1].end()], words, lower, start, end)
        for start, end in _runs(text, found, words, lower)
    ]
    return _Slots(
        words=words,
        lower=lower,
        joined=f" {' '.join(lower)} ",
        stems=frozenset(word[:STEM_LETTERS] for word in lower),
        names={1: {name.start: name for name in names}, -1: {name.end: name for name in names}},
    )


def _runs(
    text: str, found: Sequence[re.Match[str]], words: Sequence[str], lower: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """The first words of names, and the words after them."""
    capital = [
        word[0].isupper() and (low not in _NO_NAMES or (word.isupper() and len(word) > 1))
        for word, low in zip(words, lower, strict=True)
    ]
    between = [text[one.end() : other.start()] for one, other in pairwise(found)]
    place, count = 0, len(words)
    while place < count:
        if not capital[place] or is_opening(text, found[place].start()):
            place += 1
            continue
        end = place + 1
        while end < count and between[end - 1] in ("", " ", "-"):
            if capital[end]:
                end += 1
            elif end + 1 < count and capital[end + 1] and lower[end] in _PARTICLES.get(between[end], ()):
                end += 2
            else:
                break
        yield place, end
        place = end


def _name(written: str, words: Sequence[str], lower: Sequence[str], start: int, end: int) -> _Name:
    near = [lower[n] if 0 <= n < len(lower) else "" for n in (start - 2, start - 1, end, end + 1)]
    capitalised = [n for n in range(start, end) if words[n] != lower[n]]
    parts = [lower[n] for n in capitalised if lower[n] not in _ARTICLES] or [lower[n] for n in capitalised]
    return _Name(
        start=start,
        end=end,
        written=_POSSESSIVE.sub("", written),
        words=tuple(parts),
        stems=frozenset(word[:STEM_LETTERS] for word in parts),
        around=(near[0], near[1], near[2], near[3]),
    )


def exchanged(claim: Text, source: Text) -> list[Mismatch]:
    """The negations, opposites and names of a claim in whose place the source has none, the opposite, another name."""
    said, stated = _slots(claim), _slots(source)
    found = [
        *_put_in(said, stated),
        *_left_out(said, stated),
        *_swapped(said, stated),
        *_renamed(said, stated),
        *_misplaced(said, stated),
    ]
    return list(dict.fromkeys(found))


def _between(text: _Slots) -> Iterator[tuple[str, str, str, str]]:
    """Each word with the one before and the one after, and the three as written."""
    for n in range(1, len(text.lower) - 1):
        yield text.lower[n - 1], text.lower[n], text.lower[n + 1], " ".join(text.words[n - 1 : n + 2])


def _put_in(claim: _Slots, source: _Slots) -> Iterator[Mismatch]:
    for before, word, after, phrase in _between(claim):
        if word not in _NEGATIONS or not source.has(before, after):
            continue
        if not any(source.has(before, negation, after) for negation in _NEGATIONS):
            yield Mismatch(MismatchKind.NEGATION, phrase, f"{before} {after}")


def _left_out(claim: _Slots, source: _Slots) -> Iterator[Mismatch]:
    for before, word, after, phrase in _between(source):
        if word in _NEGATIONS and claim.has(before, after) and not source.has(before, after):
            yield Mismatch(MismatchKind.NEGATION, f"{before} {after}", phrase)


def _swapped(claim: _Slots, source: _Slots) -> Iterator[Mismatch]:
    for before, word, after, phrase in _between(claim):
        for other in () if source.has(before, word, after) else _SWAPS.get(word, ()):
            if source.has(before, other, after):
                kind = MismatchKind.QUANTIFIER if word in _QUANTIFIERS else MismatchKind.NEGATION
                yield Mismatch(kind, phrase, f"{before} {other} {after}")


def _renamed(claim: _Slots, source: _Slots) -> Iterator[Mismatch]:
    """Words of names that the source has nowhere, and the name in their place."""
    for name in claim.names[1].values():
        if name.stems <= source.stems:
            continue
        words = claim.words[name.start : name.end]
        unknown = [word for word in words if plain(word)[:STEM_LETTERS] not in source.stems]
        is_partly_known = bool(name.stems & source.stems)
        for other in source.names[1].values():
            if not _same_place(name.around, other.around) or are_one(name.words, other.words):
                continue
            if not is_partly_known or _share_the_last(name, other):
                yield from (Mismatch(MismatchKind.NAME, word, other.written) for word in unknown)
                break


def _same_place(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> bool:
    """Whether the words on both sides are the same, or the two on one side, with a content word among them."""
    pairs = ((1, 2), (0, 1), (2, 3))
    return any(
        (one[a], one[b]) == (other[a], other[b])
        and all((one[a], one[b]))
        and not {one[a], one[b]} <= FUNCTION_WORDS
        for a, b in pairs
    )


def _misplaced(claim: _Slots, source: _Slots) -> Iterator[Mismatch]:
    """Names that the source has, but another one in their place: two that changed places, or half of each.

    Names of a list may stand in any order.
    """
    for name in claim.names[1].values():
        if not name.stems <= source.stems or _is_listed(name, claim):
            continue
        others = [other for other in source.names[1].values() if _differ(name, other)]
        found = [(other, _shared(claim, name, source, other)) for other in others]
        of = len(claim.words) - (name.end - name.start)
        found = [(other, shared) for other, shared in found if shared.is_enough(of)]
        if found:
            alike = [other for other in source.names[1].values() if _may_be_one(name, other)]
            own = max((_shared(claim, name, source, other).words for other in alike), default=0)
            for other, shared in found:
                if (
                    shared.words > own
                    and other not in alike
                    and not any(_explains(one, other, shared, source) for one in alike)
                ):
                    yield Mismatch(MismatchKind.NAME, name.written, other.written)
                    break


def _is_listed(name: _Name, text: _Slots) -> bool:
    """Whether another name stands next to it, or is joined to it by "and"."""
    return any(
        place + step * gap in text.names[step]
        and set(text.lower[min(place, place + step * gap) : max(place, place + step * gap)]) <= _LISTING
        for place, step in ((name.start, -1), (name.end, 1))
        for gap in (0, 1)
    )


@dataclass(frozen=True, slots=True)
class _Shared:
    """How many words two texts share on the left and on the right of a name, how many in all, how many of content."""

    left: int
    right: int
    content: int

    @property
    def words(self) -> int:
        return self.left + self.right

    def is_enough(self, of: int) -> bool:
        """Whether they make it sure that both names stand in one place; `of` is how many words the claim has there."""
        if self.words == of:
            return self.content > 0
        return self.content >= CONTENT and self.words >= max(WORDS, SHARE * of)


def _shared(claim: _Slots, name: _Name, source: _Slots, other: _Name) -> _Shared:
    """What is the same around two names; other names count as the same, whatever they are."""
    left, content_left = _shared_on(claim, name.start, source, other.start, -1)
    right, content_right = _shared_on(claim, name.end, source, other.end, 1)
    return _Shared(left, right, content_left + content_right)


def _shared_on(one: _Slots, at: int, other: _Slots, there: int, step: int) -> tuple[int, int]:
    """The words that are the same from two places on, to the right or to the left, and those of content."""
    words = content = 0
    while True:
        name, instead = one.names[step].get(at), other.names[step].get(there)
        if name and instead:
            words += name.end - name.start
            at, there = at + step * (name.end - name.start), there + step * (instead.end - instead.start)
            continue
        n, m = (at, there) if step > 0 else (at - 1, there - 1)
        if not (0 <= n < len(one.lower) and 0 <= m < len(other.lower)) or one.lower[n] != other.lower[m]:
            return words, content
        words += 1
        content += one.lower[n] not in FUNCTION_WORDS
        at, there = at + step, there + step


def _may_be_one(one: _Name, other: _Name) -> bool:
    """Whether one holds the other ("Sudani", "Mohammed Shia al-Sudani"), or both are writings of one name."""
    return one.stems <= other.stems or other.stems <= one.stems or are_one(one.words, other.words)


def _differ(one: _Name, other: _Name) -> bool:
    """Whether they are two names, that share no word, or only their last."""
    return not one.stems & other.stems or _share_the_last(one, other)


def _share_the_last(one: _Name, other: _Name) -> bool:
    """Whether they have other words before the same last one; no titles, unless many names end like that."""
    before = (one.words[:-1], other.words[:-1])
    if one.words[-1] != other.words[-1] or not all(before) or frozenset(before[0]) & frozenset(before[1]):
        return False
    return one.words[-1] in listed("of_many") or not any(
        is_no_first_name(word) for words in before for word in words
    )


def _explains(name: _Name, other: _Name, shared: _Shared, source: _Slots) -> bool:
    """Whether the source has the claim's name so near the other one that both may be meant.

    "A and B went", "A, the son of B, went".
    """
    first, second = sorted((name, other), key=lambda one: one.start)
    if second.start - first.end > NEAR:
        return False
    if set(source.lower[first.end : second.start]) <= _JOINING:
        return True
    return first is name if not shared.left else (not shared.right and second is name)
