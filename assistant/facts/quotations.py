"""Quotations: what stands in quotation marks must stand word for word in its source, and where it does.

Case, white space, punctuation, marks on letters and the kind of quotation marks are no difference, nor are a source's
marks of references and hyphens at the ends of its lines. An ellipsis or what the writer put in brackets may stand for
words of the source, but not for those on which the sense turns.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from assistant.facts.lists import listed
from assistant.facts.text import read
from assistant.facts.verbatim import Indexed, as_written, is_sound, verbatim_words, without_marks
from corpus import Span
from corpus.words import LETTERS_ALONE, VERBATIM_WORD

LEAST_WORDS = 3  # shorter ones are words held at a distance, unless somebody is said to have said them

_QUOTED = re.compile(
    r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|``(.+?)''|(?<![\w\"])\"(?=\S)([^\"]+)(?<=\S)\"(?!\w)"
)
# What a title writes small: "The Lord of the Rings"
_SMALL = frozenset("a an and as at but by for from in is it its nor of on or s t the to v vs with".split())
# A letter that an editor made large or small: "[T]he"
_RECASED = re.compile(r"(?<!\w)\[(\w)\](?=\w)")
# An ellipsis, or what the writer put in brackets, with the word that it completes: "say[ing]"
_GAP = re.compile(r"\.\s?\.\s?\.|…|\w*\[[^\]]*\]\w*")
_ELLIPSIS = re.compile(r"\.\s?\.\s?\.|…")
_SAYING = listed("saying")
_SAID = re.compile(rf"\b(?:{'|'.join(_SAYING)})\b[^.!?]*$", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.!?,;:\"“”‘()]+")


def quotations(text: str) -> list[str]:
    """What stands in double or angle quotation marks: three or more words, or fewer that somebody is said to have said.

    Inches, apostrophes and titles are none: what names a work need not stand in the source as a quotation.

    >>> quotations('The “deal” is off. He called it a “mess” and said “we will not go”.')
    ['mess', 'we will not go']
    """
    return [text[span.start : span.end] for span in quotation_spans(text)]


def quotation_spans(text: str) -> list[Span]:
    """Where they stand in the text, without their marks."""
    found = []
    for match in _QUOTED.finditer(text):
        quotation = match[match.lastindex or 0]
        start = match.start(match.lastindex or 0) + len(quotation) - len(quotation.lstrip())
        quotation = quotation.strip()
        count = len(verbatim_words(quotation))
        is_said = count >= LEAST_WORDS or (count and _SAID.search(text, 0, match.start()))
        if is_said and not _is_title(quotation):
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

    What the source has in brackets itself must be the same; a bracket is the writer's only where it is not. Of several
    places the first, its parts as near to each other as can be.
    """
    for there in (as_written(read(source)), without_marks(read(source))):
        for gap in (_ELLIPSIS, _GAP):
            pieces = _pieces(quotation, gap)
            for places in _placed([piece.words for piece in pieces if piece.words], there):
                spans = [there.span(place) for place in places]
                if all(is_sound(said, stated) for said, stated in _left_out(pieces, spans, source)):
                    return tuple(spans)
    return None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of a quotation, none at its end, and the ellipsis or bracket before them, "" without one."""

    gap: str
    words: list[str]


def _pieces(quotation: str, gap: re.Pattern[str]) -> list[_Piece]:
    quotation = _RECASED.sub(r"\1", quotation)
    found, before, end = [], "", 0
    for match in [*gap.finditer(quotation), None]:
        if words := verbatim_words(quotation[end : match.start() if match else None]):
            found.append(_Piece(before, words))
            before = ""
        if match:
            before, end = f"{before}{match[0]}", match.end()
    return [*found, _Piece(before, [])] if before else found


def _placed(parts: Sequence[Sequence[str]], there: "Indexed") -> Iterator[list[Span]]:
    """The places of all parts, as words, the nearest to each other for each place where the last one may end."""
    first = there.find(parts[0], 0) if parts else None
    while first is not None:
        end = first
        for part in parts:
            place = there.find(part, end)
            if place is None:
                return
            end = place + len(part)
        places: list[Span] = []  # from the last part backwards each as late as the next one allows
        for part in reversed(parts):
            end = there.last_end(part, places[-1].start if places else end)
            places.append(Span(end - len(part), end))
        yield places[::-1]
        first = there.find(parts[0], places[-1].start + 1)


def _left_out(pieces: Sequence[_Piece], spans: Sequence[Span], source: str) -> Iterator[tuple[str, str]]:
    """Each ellipsis or bracket with the text that it stands for in the source.

    A bracket at an end of the quotation stands for as many words of the same clause as it has.
    """
    for n, piece in enumerate(pieces):
        words = len(verbatim_words(piece.gap))
        if piece.gap and 0 < n < len(spans):
            yield piece.gap, source[spans[n - 1].end : spans[n].start]
        elif piece.gap and n == 0:
            sentence = _CLAUSE_END.split(source[: spans[0].start].rstrip())[-1]
            found = list(VERBATIM_WORD.finditer(sentence))[-words:] if words else []
            yield piece.gap, sentence[found[0].start() :] if found else ""
        elif piece.gap:
            sentence = _CLAUSE_END.split(source[spans[-1].end :].lstrip(), maxsplit=1)[0]
            yield piece.gap, " ".join(match[0] for match in islice(VERBATIM_WORD.finditer(sentence), words))


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a quotation that stand together in the source at this place of those given."""

    source: int
    span: Span


def runs(quotation: str, sources: Sequence[str]) -> list[Run] | None:
    """A quotation cut into the longest pieces that stand word for word in a source; None where a word is in none."""
    there = [without_marks(read(source)) for source in sources]
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


def _longest(words: Sequence[str], source: "Indexed") -> int:
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
    there, sought = without_marks(read(source)), verbatim_words(_GAP.sub(" ", _RECASED.sub(r"\1", quotation)))
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
    return [part for part in map(verbatim_words, _GAP.split(quotation)) if part]


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
