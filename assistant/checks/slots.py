"""What stands in the same place of claim and source, between the same words: a "not" put in, an opposite, another name.

Most claims repeat the words of their source, so that what was changed stands between words that were not. Nothing is
said of a claim in words of its own.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer import Mismatch
from assistant.checks.names import CALENDAR, STEM_LETTERS, is_opening
from index.keywords import FUNCTION_WORDS

_TOKEN = re.compile(r"[^\W_]+(?:['’](?!t\b)[^\W_]+)?")
_NEGATED_VERB = re.compile(r"\b(can|won|shan)?(?:n['’]t|not)\b|n['’]t\b", re.IGNORECASE)
_NEGATIONS = frozenset("not never no without".split())
_QUANTIFIERS = (
    "all some none no every most few many both neither half always never often rarely more less fewer least "
    "majority minority only also"
).split()
_OPPOSITES = (
    ("increased", "decreased"), ("increase", "decrease"), ("increases", "decreases"), ("rose", "fell"),
    ("rise", "fall"), ("higher", "lower"), ("highest", "lowest"), ("largest", "smallest"), ("larger", "smaller"),
    ("first", "last"), ("before", "after"), ("earlier", "later"), ("early", "late"), ("older", "younger"),
    ("oldest", "youngest"), ("north", "south"), ("east", "west"), ("northern", "southern"), ("eastern", "western"),
    ("won", "lost"), ("allowed", "banned"), ("accepted", "rejected"), ("began", "ended"), ("success", "failure"),
    ("major", "minor"), ("above", "below"), ("supported", "opposed"), ("best", "worst"), ("better", "worse"),
    ("possible", "impossible"), ("public", "private"), ("include", "exclude"), ("includes", "excludes"),
    ("with", "without"), ("male", "female"), ("strong", "weak"), ("stronger", "weaker"), ("win", "lose"),
    ("over", "under"), ("left", "right"), ("largely", "barely"), ("positive", "negative"), ("buy", "sell"),
)  # fmt: skip
_SWAPS: dict[str, frozenset[str]] = {}
for _pair in _OPPOSITES:
    for _one, _other in (_pair, _pair[::-1]):
        _SWAPS[_one] = _SWAPS.get(_one, frozenset()) | {_other}
for _one in _QUANTIFIERS:
    _SWAPS[_one] = _SWAPS.get(_one, frozenset()) | (frozenset(_QUANTIFIERS) - {_one})


@dataclass(frozen=True, slots=True)
class _Text:
    """A text's words as written, the same in lower case without accents, and those joined by blanks: " a b ".

    `joins` says of each word whether nothing but a blank or a hyphen stands between it and the one before, `opens`
    whether it is an ordinary word that a sentence begins with.
    """

    words: tuple[str, ...]
    lower: tuple[str, ...]
    joins: tuple[bool, ...]
    opens: tuple[bool, ...]
    joined: str

    def has(self, *words: str) -> bool:
        return f" {' '.join(words)} " in self.joined


@lru_cache(maxsize=64)  # one source is held against many claims
def _read(text: str) -> _Text:
    text = _NEGATED_VERB.sub(lambda match: f"{match[1] or ''} not", text)
    found = list(_TOKEN.finditer(text))
    words = tuple(match[0][:-2] if match[0].endswith(("'s", "’s")) else match[0] for match in found)
    lower = tuple(_plain(word) for word in words)
    ends = [0, *(match.end() for match in found)]
    joins = tuple(
        text[end : match.start()] in ("", " ", "-") for end, match in zip(ends, found, strict=False)
    )
    opens = tuple(match[0][0].isupper() and is_opening(text, match.start()) for match in found)
    return _Text(words, lower, joins, opens, f" {' '.join(lower)} ")


def _plain(word: str) -> str:
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def exchanged(claim: str, source: str) -> list[Mismatch]:
    """The negations, opposites and names of a claim in whose place the source has none, the opposite, another name."""
    said, stated = _read(claim), _read(source)
    found = [
        *_put_in(said, stated),
        *_left_out(said, stated),
        *_swapped(said, stated),
        *_renamed(said, stated),
    ]
    return list(dict.fromkeys(found))


def _between(text: _Text) -> Iterator[tuple[str, str, str, int]]:
    """Each word with the one before and the one after."""
    for place in range(1, len(text.lower) - 1):
        yield text.lower[place - 1], text.lower[place], text.lower[place + 1], place


def _put_in(claim: _Text, source: _Text) -> Iterator[Mismatch]:
    for before, word, after, place in _between(claim):
        if word in _NEGATIONS and source.has(before, after) and not _negated(before, after, source):
            yield Mismatch("negation", _phrase(claim, place - 1, place + 2), f"{before} {after}")


def _left_out(claim: _Text, source: _Text) -> Iterator[Mismatch]:
    for before, word, after, place in _between(source):
        if word in _NEGATIONS and claim.has(before, after) and not source.has(before, after):
            yield Mismatch("negation", f"{before} {after}", _phrase(source, place - 1, place + 2))


def _negated(before: str, after: str, text: _Text) -> bool:
    return any(text.has(before, word, after) for word in _NEGATIONS)


def _swapped(claim: _Text, source: _Text) -> Iterator[Mismatch]:
    for before, word, after, place in _between(claim):
        if source.has(before, word, after):
            continue
        for other in _SWAPS.get(word, ()):
            if source.has(before, other, after):
                kind = "quantifier" if word in _QUANTIFIERS else "negation"
                yield Mismatch(kind, _phrase(claim, place - 1, place + 2), f"{before} {other} {after}")


@dataclass(frozen=True, slots=True)
class _Name:
    """A run of capitalised words, with the two words on each side of it, "" where there is none."""

    written: str
    words: frozenset[str]
    around: tuple[str, str, str, str]


def _renamed(claim: _Text, source: _Text) -> Iterator[Mismatch]:
    there = list(_names(source))
    stems = {word[:STEM_LETTERS] for word in source.lower}
    for name in _names(claim):
        if not {word[:STEM_LETTERS] for word in name.words} & stems:
            for other in there:
                if _same_place(name.around, other.around):
                    yield from (Mismatch("name", word, other.written) for word in name.written.split())
                    break


def _names(text: _Text) -> Iterator[_Name]:
    place, count = 0, len(text.words)
    while place < count:
        end = place
        while end < count and _is_name(text, end) and (end == place or text.joins[end]):
            end += 1
        if end > place:
            near = [text.lower[n] if 0 <= n < count else "" for n in (place - 2, place - 1, end, end + 1)]
            words = frozenset(text.lower[place:end])
            yield _Name(_phrase(text, place, end), words, (near[0], near[1], near[2], near[3]))
        place = max(end, place + 1)


def _is_name(text: _Text, place: int) -> bool:
    word = text.lower[place]
    return text.words[place][0].isupper() and word not in FUNCTION_WORDS | CALENDAR and not text.opens[place]


def _same_place(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> bool:
    """Whether the words on both sides are the same, or the two on one side, with a content word among them."""
    pairs = ((1, 2), (0, 1), (2, 3))
    return any(
        (one[a], one[b]) == (other[a], other[b])
        and all((one[a], one[b]))
        and not {one[a], one[b]} <= FUNCTION_WORDS
        for a, b in pairs
    )


def _phrase(text: _Text, start: int, end: int) -> str:
    return " ".join(text.words[start:end])
