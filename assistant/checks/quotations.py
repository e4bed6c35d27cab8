"""Quotations of a claim: what stands in quotation marks must stand word for word in its source."""

import re
from difflib import SequenceMatcher

LEAST_WORDS = 3  # shorter ones are words held at a distance

_QUOTED = re.compile(
    r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|``(.+?)''|(?<![\w\"])\"(?=\S)([^\"]+)(?<=\S)\"(?!\w)"
)
# What a title writes small: "The Lord of the Rings"
_SMALL = frozenset("a an and as at but by for from in is it its nor of on or s t the to v vs with".split())
_GAP = re.compile(r"\.\s?\.\s?\.|…|\[[^\]]*\]")  # an ellipsis, or what the writer put in brackets
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def quotations(text: str) -> list[str]:
    """What stands in double or angle quotation marks, of three or more words.

    Inches, apostrophes and titles are none: what names a work need not stand in the source as a quotation.

    >>> quotations('He said “we will not go” and left the "deal".')
    ['we will not go']
    """
    found = ["".join(group or "" for group in match.groups()) for match in _QUOTED.finditer(text)]
    return [
        quotation.strip()
        for quotation in found
        if len(_words(quotation)) >= LEAST_WORDS and not _is_title(quotation)
    ]


def _is_title(quotation: str) -> bool:
    """Whether every word is capitalised but those that titles write small."""
    return all(not word[0].islower() or word in _SMALL for word in re.findall(r"[^\W\d_]+", quotation))


def is_verbatim(quotation: str, source: str) -> bool:
    """Whether the words stand in the source in this order, next to each other but for ellipses and brackets."""
    there = f" {' '.join(_words(source))} "
    position = 0
    for part in _GAP.split(quotation):
        sought = " ".join(_words(part))
        found = there.find(f" {sought} ", position) if sought else position
        if found < 0:
            return False
        position = found + len(sought)
    return True


def nearest(quotation: str, source: str) -> str:
    """The passage of the source, of the quotation's length, around its longest common run of words; "" without one."""
    spans = list(_WORD.finditer(source))
    there = [_plain(match[0]) for match in spans]
    matcher = SequenceMatcher(None, there, _words(quotation), autojunk=False)
    best = matcher.find_longest_match()
    if not best.size:
        return ""
    length = len(_words(quotation))
    first = max(0, best.a - best.b)
    last = min(len(spans), first + length) - 1
    return source[spans[first].start() : spans[last].end()]


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
