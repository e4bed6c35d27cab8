"""Quotations: what stands in quotation marks must stand word for word in its source, and where it does.

Case, white space, punctuation and the kind of quotation marks are no difference; an ellipsis, or what an editor put in
brackets, stands for anything.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from assistant.facts.text import Text, once, read
from corpus import Span
from corpus.words import LETTERS_ALONE, VERBATIM_WORD

LEAST_WORDS = 3  # shorter ones are words held at a distance

_QUOTED = re.compile(
    r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|``(.+?)''|(?<![\w\"])\"(?=\S)([^\"]+)(?<=\S)\"(?!\w)"
)
# What a title writes small: "The Lord of the Rings"
_SMALL = frozenset("a an and as at but by for from in is it its nor of on or s t the to v vs with".split())
# A letter that an editor made large or small: "[T]he"
_RECASED = re.compile(r"(?<!\w)\[(\w)\](?=\w)")
# An ellipsis, or what the writer put in brackets, with the word that it completes: "say[ing]"
_GAP = re.compile(r"\.\s?\.\s?\.|…|\w*\[[^\]]*\]\w*")


def quotations(text: str) -> list[str]:
    """What stands in double or angle quotation marks, of three or more words.

    Inches, apostrophes and titles are none: what names a work need not stand in the source as a quotation.

    >>> quotations('He said “we will not go” and left the "deal".')
    ['we will not go']
    """
    return [text[span.start : span.end] for span in quotation_spans(text)]


def quotation_spans(text: str) -> list[Span]:
    """Where they stand in the text, without their marks."""
    found = []
    for match in _QUOTED.finditer(text):
        quotation = match[match.lastindex or 0]
        start = match.start(match.lastindex or 0) + len(quotation) - len(quotation.lstrip())
        quotation = quotation.strip()
        if len(_words(quotation)) >= LEAST_WORDS and not _is_title(quotation):
            found.append(Span(start, start + len(quotation)))
    return found


def _is_title(quotation: str) -> bool:
    """Whether every word is capitalised but those that titles write small."""
    return all(not word[0].islower() or word in _SMALL for word in LETTERS_ALONE.findall(quotation))


def is_verbatim(quotation: str, source: str) -> bool:
    """Whether the words stand in the source in this order, next to each other but for ellipses and brackets."""
    return verbatim_spans(quotation, source) is not None


def verbatim_spans(quotation: str, source: str) -> tuple[Span, ...] | None:
    """Where the parts of a quotation between ellipses and brackets stand in the source; None where one does not.

    Of several places the first, its parts as near to each other as can be.
    """
    there, parts = _indexed(read(source)), parts_of(quotation)
    ends = [0]
    for part in parts:
        first = there.find(part, ends[-1])
        if first is None:
            return None
        ends.append(first + len(part))
    places: list[Span] = []  # of words; from the last part backwards each as late as the next one allows
    for part in reversed(parts):
        end = there.last_end(part, places[-1].start if places else ends[-1])
        places.append(Span(end - len(part), end))
    return tuple(there.span(place) for place in reversed(places))


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a quotation that stand together in the source at this place of those given."""

    source: int
    span: Span


def runs(quotation: str, sources: Sequence[str]) -> list[Run] | None:
    """A quotation cut into the longest pieces that stand word for word in a source; None where a word is in none."""
    there = [_indexed(read(source)) for source in sources]
    found: list[Run] = []
    for part in parts_of(quotation):
        done = 0
        while done < len(part):
            lengths = [_longest(part[done:], source) for source in there]
            length = max(lengths, default=0)
            if not length:
                return None
            source = lengths.index(length)
            first = there[source].find(part[done : done + length], 0) or 0
            found.append(Run(source, there[source].span(Span(first, first + length))))
            done += length
    return found


def _longest(words: Sequence[str], source: "_Indexed") -> int:
    """How many of the words, from the first, stand together in the source."""
    length = 0
    while length < len(words) and source.find(words[: length + 1], 0) is not None:
        length += 1
    return length


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage of a source that is most like a quotation; `likeness` in [0, 1], 1 for the same words."""

    span: Span
    likeness: float


def nearest_passage(quotation: str, source: str) -> Nearest | None:
    """The passage with the most of a quotation's words, in their order; None where the source has none of them."""
    there, sought = _indexed(read(source)), _words(_GAP.sub(" ", _RECASED.sub(r"\1", quotation)))
    first = _fullest_window(there.words, sought)
    if first is None:
        return None
    slack = max(LEAST_WORDS, len(sought) // 4)
    low = max(0, first - slack)
    matcher = SequenceMatcher(None, there.words[low : first + len(sought) + slack], sought, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    start = max(0, low + blocks[0].a - blocks[0].b)
    end = min(len(there.words), low + blocks[-1].a + len(sought) - blocks[-1].b)
    matched = sum(block.size for block in blocks)
    return Nearest(there.span(Span(start, end)), matched / max(len(sought), end - start))


def nearest(quotation: str, source: str) -> str:
    """The same passage as written; "" without one."""
    found = nearest_passage(quotation, source)
    return source[found.span.start : found.span.end] if found else ""


def parts_of(quotation: str) -> list[list[str]]:
    """The words of a quotation, lower case, cut at ellipses and brackets.

    >>> parts_of("[T]he men … did [not] go")
    [['the', 'men'], ['did'], ['go']]
    """
    quotation = unicodedata.normalize("NFC", _RECASED.sub(r"\1", quotation))
    return [part for part in map(_words, _GAP.split(quotation)) if part]


def _fullest_window(words: Sequence[str], sought: Sequence[str]) -> int | None:
    """Where the stretch of the quotation's length begins that has the most of its words; of equal ones the first."""
    wanted = Counter(sought)
    have: Counter[str] = Counter()
    most, best, count = 0, None, 0
    for place, word in enumerate(words):
        have[word] += 1
        count += have[word] <= wanted[word]
        if place >= len(sought):
            gone = words[place - len(sought)]
            count -= have[gone] <= wanted[gone]
            have[gone] -= 1
        if count > most:
            most, best = count, max(0, place - len(sought) + 1)
    return best


@dataclass(frozen=True, slots=True)
class _Indexed:
    """A text's words in lower case, the same joined by blanks (" a b "), where in it each begins, and their spans."""

    words: tuple[str, ...]
    joined: str
    offsets: tuple[int, ...]
    spans: tuple[Span, ...]

    def find(self, words: Sequence[str], place: int) -> int | None:
        """The first place, from this one on, at which these words stand."""
        begin = self.offsets[place] - 1 if place < len(self.offsets) else len(self.joined)
        found = self.joined.find(f" {' '.join(words)} ", begin)
        return None if found < 0 else bisect_right(self.offsets, found + 1) - 1

    def last_end(self, words: Sequence[str], end: int) -> int:
        """Where these words end that stand nearest before the word at `end`; they must stand there somewhere."""
        last = self.offsets[end] if end < len(self.offsets) else len(self.joined)
        found = self.joined.rindex(f" {' '.join(words)} ", 0, last)
        return bisect_right(self.offsets, found + 1) - 1 + len(words)

    def span(self, words: Span) -> Span:
        """Where in the text these words stand."""
        return Span(self.spans[words.start].start, self.spans[words.end - 1].end)


@once
def _indexed(text: Text) -> _Indexed:
    found = list(VERBATIM_WORD.finditer(text.written))
    words = tuple(_plain(match[0]) for match in found)
    offsets = tuple(accumulate((len(word) + 1 for word in words[:-1]), initial=1)) if words else ()
    return _Indexed(words, f" {' '.join(words)} ", offsets, tuple(Span(*match.span()) for match in found))


def _words(text: str) -> list[str]:
    return [_plain(word) for word in VERBATIM_WORD.findall(text)]


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
