"""Numbers as a text writes them, in figures or in words, with their scale words: "2,500", "2.5 thousand", "third".

Knows nothing of units, dates, or of how exactly a number is meant.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.facts.lists import rows, values
from corpus import Span
from corpus.words import LETTERS_ALONE, LETTERS_OR_DIGIT

_ROWS = [row.split() for row in rows("numbers")]
CARDINALS = [cardinal for _, cardinal, _ in _ROWS]  # one to twenty, thirty to ninety
ORDINALS = [ordinal for *_, ordinal in _ROWS]
_ONES, _ORDINAL_ONES, _TENS = CARDINALS[:9], ORDINALS[:9], CARDINALS[19:]
_VALUES = values("numbers") | {"zero": 0.0, "a": 1.0, "an": 1.0, "half": 0.5}
_SCALES, _PARTS, _IMPLIED = values("scales"), values("parts"), values("implied")


def _any(words: list[str]) -> str:
    return f"(?:{'|'.join(words)})"


_SCALE = r"(?:dozen|thousand|million|billion|trillion|lakhs?|crores?)"
# Thousands are set apart by commas, by blanks of a fixed width, as in Switzerland, or by dots where there are two.
# A comma with one or two figures behind it is decimal where a scale, a unit or a sign of money is beside it.
_FIGURES = (
    r"\d{1,3}(?:[,\u00a0\u202f\u2009'’]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?![\d.])"
    rf"|(?:(?<=[€£$]\s)|(?<=[€£$]))\d+,\d\d?(?![\d,])|\d+,\d\d?(?=[\s-]?(?:%|per\s?cent|hundred|{_SCALE}|[mb]n\b|euros?|€))"
    r"|\d*[½¼¾⅓⅔](?!\w)|(?<!\d)\d+(?:[.·]\d+)?|(?<![\w.])\.\d+"
)
_MARK_OF_THOUSANDS = re.compile(r"[,\u00a0\u202f\u2009'’](?=\d{3})")
_BELOW_100 = (
    rf"(?:{_any(_TENS)}[\s-](?:{_any(_ORDINAL_ONES + _ONES)})"
    rf"|{_any(sorted(CARDINALS + ORDINALS, key=len, reverse=True))}|zero)"
)
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|an?)[\s-]hundred(?:(?:\sand)?[\s-]{_BELOW_100}\b)?|{_BELOW_100})"
_IN_WORDS = (
    rf"(?:{_BELOW_100}\sand\sa\shalf(?:\s(?:hundred|{_SCALE}))?|(?:(?:half\s)?an?|{_BELOW_1000})[\s-]{_SCALE}\b"
    rf"(?:\s{_BELOW_1000}[\s-]{_SCALE}\b)?(?:(?:\sand)?\s{_BELOW_1000})?|{_BELOW_1000}|hundred|{_SCALE})"
)
_NUMERAL = re.compile(
    rf"(?P<minus>(?<![\w.)])[-−](?=\d)|\bminus\s)?(?:"
    rf"(?P<figures>{_FIGURES})(?:st\b|nd\b|rd\b|th\b)?"
    rf"(?:[\s-]?(?P<scale>hundred|{_SCALE}|bn|mn|tn|mln|bln)\b|(?P<letter>[kmb])\b)?"
    rf"|\b(?P<words>{_IN_WORDS})\b)",
    re.IGNORECASE,
)
# Letters that a pattern without case takes for s, i and k, though their lower case is another letter
PLAIN_LETTERS = str.maketrans("ſİı\u212a", "sIiK")
_FIRST_WORDS = frozenset(_VALUES) | frozenset(_SCALES) | {"minus"}
_NUMBER_WORDS = (
    (frozenset(_VALUES) - {"a", "an", "half"})
    | {"hundred", "thousand", "million", "billion", "trillion", "lakh", "lakhs", "crore", "crores"}
) - frozenset(_IMPLIED)
_FRACTION = re.compile(
    rf"\b(?P<count>an?|{_any(_ONES)})[\s-](?P<part>{_any(list(_PARTS))})(?:s\b|\b(?=\sof\b))"
    rf"|\b(?P<of>{_any(_ONES)}|[1-9])\s(?:in|out\sof)\s(?:every\s)?(?P<whole>{_any(_ONES)}|ten|[2-9]|10|100)(?![\w,.]\d|\w)",
    re.IGNORECASE,
)
_IMPLYING = re.compile(rf"\b{_any(list(_IMPLIED))}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number where it stands.

    `letter` says that its scale is one letter ("5m"), which means millions only beside a currency. `implied` marks
    words such as "both" or "one" that say a number on the way. `fraction` marks a part of a whole, as a percentage.
    """

    value: float
    span: Span
    written: str
    letter: bool = False
    implied: bool = False
    fraction: bool = False


def numerals(text: str) -> list[Numeral]:
    """The numbers of a text in its order, the longest reading of each.

    >>> [(n.value, n.written) for n in numerals("two thousand five hundred of 2.5 thousand; the 3rd, -4")]
    [(2500.0, 'two thousand five hundred'), (2500.0, '2.5 thousand'), (3.0, '3rd'), (-4.0, '-4')]
    """
    text = text.translate(PLAIN_LETTERS)
    fractions = [n for n in map(_fraction, _FRACTION.finditer(text)) if n.value < 100]
    plain = [n for n in map(_numeral, _matches(text)) if not _inside(n, fractions)]
    implied = [n for n in _implied(text) if not _inside(n, [*fractions, *plain])]
    return sorted([*fractions, *plain, *implied], key=lambda numeral: numeral.span.start)


def is_number(word: str) -> bool:
    """Return True for a single word that says a number, or is two joined by an apostrophe.

    "one" and "first" are pronoun and adverb too, and "both" and "dozen" say a number on the way: they are none.
    """
    if word.isascii() and word.isalpha():
        return word.lower() in _NUMBER_WORDS
    return any(
        part[0].lower() in _NUMBER_WORDS for part in LETTERS_ALONE.finditer(word.translate(PLAIN_LETTERS))
    )


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_NUMERAL`, tried only where a number can begin: three times faster than everywhere."""
    end = 0
    for start in LETTERS_OR_DIGIT.finditer(text):
        possible = not start[0].isalpha() or start[0].lower() in _FIRST_WORDS
        if not possible or start.start() < end:
            continue
        # The hyphen of "40-50" is no minus
        match = _NUMERAL.match(text, start.start()) or _NUMERAL.match(text, start.end() - 1)
        if match:
            end = match.end()
            yield match


def _inside(numeral: Numeral, others: list[Numeral]) -> bool:
    return any(numeral.span.overlaps(other.span) for other in others)


def _numeral(match: re.Match[str]) -> Numeral:
    sign = -1.0 if match["minus"] else 1.0
    if match["figures"]:
        value = _of_figures(match["figures"]) * _SCALES.get(
            (match["scale"] or match["letter"] or "").lower(), 1
        )
    else:
        value = _value(match["words"])
    implied = match[0].lower() in _IMPLIED
    return Numeral(sign * value, Span(*match.span()), match[0], bool(match["letter"]), implied)


def _of_figures(figures: str) -> float:
    if not figures[-1].isdecimal():  # "2½"
        return float(figures[:-1] or 0) + unicodedata.numeric(figures[-1])
    figures = _MARK_OF_THOUSANDS.sub("", figures)
    if figures.count(".") > 1:
        figures = figures.replace(".", "")
    return float(figures.replace(",", ".").replace("·", "."))


def _value(words: str) -> float:
    """The value of a number in words: each scale multiplies what stands before it."""
    total = current = 0.0
    words = words.lower().replace(" and a half", " +half")
    for word in re.split(r"[\s-]", words):
        if word == "+half":
            current += 0.5
        elif word == "hundred":
            current = 100 * (current or 1)
        elif word in _SCALES:
            total, current = total + (current or 1) * _SCALES[word], 0.0
        elif word != "and":
            current = 0.5 if word == "half" else current + _VALUES[word] * (current != 0.5)
    return total + current


def _fraction(match: re.Match[str]) -> Numeral:
    if match["part"]:
        value = 100 * _VALUES[match["count"].lower()] / _PARTS[match["part"].lower()]
    else:
        share = match.group("of", "whole")
        of, whole = (float(word) if word.isdecimal() else _VALUES[word.lower()] for word in share)
        value = 100 * of / whole
    return Numeral(value, Span(*match.span()), match[0], fraction=True)


def _implied(text: str) -> Iterator[Numeral]:
    for match in _IMPLYING.finditer(text):
        yield Numeral(_IMPLIED[match[0].lower()], Span(*match.span()), match[0], implied=True)
