"""The grammar of marks: where they stand in a text, which numbers they name, which sentence each belongs to.

`[1]`, `[1, 3]`, `[1-3]`, `[^2]`, `[Source 1]` and `【1】`, each perhaps with a link behind it, are always marks. `(1)`,
`¹` and `<sup>1</sup>` may be something else: the number of an item, an age, a square metre. Knows nothing of what the
marks point at.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus import Span
from corpus.sentences import split_sentences

LONGEST_RANGE = 30  # sources; "[1-300]" is read as 1 and 300

BETWEEN_MARKS = re.compile(r"[ \t]*[,;]?[ \t]*")  # what may stand between marks that belong together

# The styles that our own generators are told to write.
_PLAIN_MARK = re.compile(r"\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")

# The styles that people and other programs write.
_NUMBERS = r"\^?\d{1,3}(?:\s*[,;–—-]\s*\^?\d{1,3})*"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NOUN = r"(?:(?:sources?|docs?|documents?|articles?|passages?|citations?|refs?)[ .:#]*)?"
_LINK = r"(?:\(https?://[^\s()]*\))?"
_MARK = re.compile(
    rf"""
      <sup>\s*\[?(?P<tag>{_NUMBERS})\]?\s*</sup>
    | \((?P<named>(?:\[(?!\^?\d{{1,3}}\])[^\[\]\n]{{1,80}}\]\[\d{{1,3}}\][,;]?[ ]?)+)\)  # ([Reuters][1], [AP][2])
    | \[\[(?P<double>{_NUMBERS})\]{_LINK}\]{_LINK}
    | \\?\[{_NOUN}(?P<square>{_NUMBERS})\\?\]{_LINK}
    | 【{_NOUN}(?P<lenticular>{_NUMBERS})(?:†[^】\n]{{0,200}})?】
    | (?<![⁺⁻{_RAISED}])(?P<raised>[{_RAISED}]{{1,6}}(?:[ ]?[,˒⁻–-][ ]?[{_RAISED}]{{1,6}})*)(?![^\W\d_])
    | \((?P<round>{_NUMBERS})\)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SURE = frozenset(["named", "double", "square", "lenticular"])
_TO_DIGITS = str.maketrans(_RAISED + "˒⁻;–—", "0123456789,-,--")
_TO_RAISED = str.maketrans("0123456789", _RAISED)

_BEFORE = 20  # code points before a number that decide whether it is a mark
# Raised numbers behind these are powers: units, also as "12 in", and formulas.
_UNIT = re.compile(r"(?:(?<![^\W\d_'’])(?:[kcdhmµn]?m|ft|yd|mi|mc|[sxynrRχ])|\d ?in)\Z")
_BASE = re.compile(r"(?<![\d.,])(?:10|2)\Z")  # "10³ people", but "killed 10³."
_STOPPED = re.compile(r"[.!?…][\"”’)]*\Z")
_CLAUSE_END = re.compile(r"\s*(?:[.,;:!?…”\"’)\]]|\(\d|\Z)|[ \t]*\n")
_ENUMERATING = re.compile(r"(?:\n[ \t>*+•-]*|[:;,]\s*|\b(?:and|or)\s+)\Z")
_BEFORE_OPENING_MARK = re.compile(r"[ \t>]*(?P<list>(?:[-*+•#]+|\d{1,3}[.)])[ \t]+)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as it stands in the text, and the numbers that it names, ranges written out."""

    span: Span
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence of an answer: `text` without marks, `span` with them, `numbers` once each, in their order."""

    text: str
    span: Span
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BareText:
    """What is left of a text after parts are cut out; `positions[n]` is where code point n stands in the whole text."""

    text: str
    positions: Sequence[int]

    @classmethod
    def of(cls, text: str, cuts: Sequence[Span]) -> "BareText":
        """The text without the cuts, which are in order and do not overlap."""
        kept: list[int] = []
        start = 0
        for cut in cuts:
            kept += range(start, cut.start)
            start = cut.end
        kept += range(start, len(text))
        return cls("".join(text[position] for position in kept), kept)

    def whole(self, part: Span) -> Span:
        """Where a part of the bare text, which is not empty, stands in the whole text."""
        return Span(self.positions[part.start], self.positions[part.end - 1] + 1)


def parse_reply(text: str) -> list[MarkedSentence]:
    """The sentences of a generator's reply, in order. Their spans hold everything but white space between sentences.

    >>> [(sentence.text, sentence.numbers) for sentence in parse_reply("It rained [2]. It stopped. [1][3]")]
    [('It rained.', (2,)), ('It stopped.', (1, 3))]
    """
    marks = [
        Mark(Span(*match.span()), tuple(map(int, re.findall(r"\d+", match[1]))))
        for match in _PLAIN_MARK.finditer(text)
    ]
    bare = BareText.of(text, [Span(len(text[: mark.span.start].rstrip()), mark.span.end) for mark in marks])
    sentences = split_sentences(bare.text)
    owned = share_out(text, marks, [bare.whole(sentence) for sentence in sentences])
    return [
        MarkedSentence(bare.text[sentence.start : sentence.end], span, _once_each(own))
        for sentence, (span, own) in zip(sentences, owned, strict=True)
    ]


def renumbered(text: str, new: Callable[[int], int], *, behind: str = "") -> str:
    """The text with new numbers in its marks.

    If the text begins with `behind`, a quotation say, what looks like a mark in there stays.

    >>> renumbered("It rained [2]. It stopped [3, 9].", lambda number: number - 1)
    'It rained [1]. It stopped [2, 8].'
    """
    kept = behind if text.startswith(behind) else ""

    def other(mark: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda number: str(new(int(number[0]))), mark[0])

    return kept + _PLAIN_MARK.sub(other, text[len(kept) :])


def find_marks(text: str, numbers: frozenset[int]) -> list[Mark]:
    """The marks of anyone's answer, in order; `numbers` are those of its sources.

    Raised numbers are marks if they name sources, or if the text has no mark of a surer style. Numbers in parentheses
    are marks if two of three things hold: they name sources, the text has no mark of another style, they stand at the
    end of a clause; and if at least one of them stands there.
    """
    found = list(_MARK.finditer(text))
    sure = [match for match in found if match.lastgroup in _SURE]
    raised = [match for match in found if match.lastgroup in ("tag", "raised")]
    raised = [match for match in raised if _is_raised(match, numbers, alone=not sure)]
    around = [match for match in found if match.lastgroup == "round" and not _enumerates(match)]
    around = list(_round(around, numbers, alone=not (sure or raised)))
    marks = sorted([*sure, *raised, *around], key=re.Match.start)
    return [Mark(Span(*match.span()), _numbers(match, numbers)) for match in marks]


def share_out(text: str, marks: Sequence[Mark], sentences: Sequence[Span]) -> list[tuple[Span, list[Mark]]]:
    """Each sentence's span, grown to hold its marks, and its marks.

    A mark belongs to the sentence that it stands in. Between two sentences it belongs to the one before, or to the one
    behind if it opens an item.
    """
    starts = [span.start for span in sentences]
    ends = [span.end for span in sentences]
    owned: list[list[Mark]] = [[] for _ in sentences]
    for mark in marks if sentences else ():
        owner = _owner(text, mark.span.start, starts, ends)
        owned[owner].append(mark)
        starts[owner] = min(starts[owner], mark.span.start)
        ends[owner] = max(ends[owner], mark.span.end)
    return [(Span(start, end), own) for start, end, own in zip(starts, ends, owned, strict=True)]


def marks_like(sample: str, numbers: Sequence[int]) -> str:
    r"""Marks with these numbers, written in the style of the sample.

    >>> [marks_like(sample, [1, 12]) for sample in ("[3]", "[^3]", r"\[3\]", "³", "(3)")]
    ['[1][12]', '[^1][^12]', '[1][12]', '¹˒¹²', '(1, 12)']
    """
    listed = ", ".join(map(str, numbers))
    if sample.startswith("<"):
        return f"<sup>{listed}</sup>"
    if sample.startswith("("):
        return f"({listed})"
    if sample.startswith("【"):
        return "".join(f"【{number}】" for number in numbers)
    if not sample.startswith(("[", "\\[")):
        return "˒".join(str(number).translate(_TO_RAISED) for number in numbers)
    caret = "^" if sample.startswith("[^") else ""
    return "".join(f"[{caret}{number}]" for number in numbers)


def _once_each(marks: Sequence[Mark]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for mark in marks for number in mark.numbers))


def _is_raised(match: re.Match[str], numbers: frozenset[int], *, alone: bool) -> bool:
    """Whether a raised number is a mark; `alone` says that the text has no mark of a surer style."""
    before = _before(match)
    is_power = _BASE.search(before) and not _ends_clause(match)
    if is_power or _UNIT.search(before):
        return False
    return alone or numbers.issuperset(_numbers(match, numbers))


def _round(
    candidates: list[re.Match[str]], numbers: frozenset[int], *, alone: bool
) -> Iterator[re.Match[str]]:
    """The numbers in parentheses that are marks; `alone` says that the text has no mark of another style."""
    ending = {match for match in candidates if _ends_clause(match)}
    for match in candidates if ending else []:
        known = numbers.issuperset(_numbers(match, numbers))
        if known + alone + (match in ending) >= 2:
            yield match


def _ends_clause(match: re.Match[str]) -> bool:
    return bool(_CLAUSE_END.match(match.string, match.end()) or _STOPPED.search(_before(match)))


def _enumerates(match: re.Match[str]) -> bool:
    """Whether it numbers what follows: at the start of a line, or behind what introduces or joins items."""
    return bool(_ENUMERATING.search(_before(match)))


def _before(match: re.Match[str]) -> str:
    """The end of the text before the match, as if the text began with a new line."""
    start = match.start() - _BEFORE
    return match.string[start : match.start()] if start > 0 else "\n" + match.string[: match.start()]


def _numbers(match: re.Match[str], numbers: frozenset[int]) -> tuple[int, ...]:
    """The numbers that the mark names; "¹²" is 12, or 1 and 2 if there is no source 12 but there are these two."""
    kind = match.lastgroup or ""
    if kind == "named":
        return tuple(int(number) for number in re.findall(r"\]\[(\d+)\]", match[kind]))
    named: list[int] = []
    for part in match[kind].translate(_TO_DIGITS).replace("^", "").split(","):
        first, *last = (int(number) for number in part.split("-"))
        named += _range(first, last[-1] if last else first)
    if kind == "raised" and not numbers.issuperset(named):
        digits = [int(digit) for digit in match[kind].translate(_TO_DIGITS) if digit.isdecimal()]
        named = digits if numbers.issuperset(digits) else named
    return tuple(dict.fromkeys(named))


def _range(first: int, last: int) -> list[int]:
    if first <= last <= first + LONGEST_RANGE:
        return list(range(first, last + 1))
    return [first, last]


def _owner(text: str, position: int, starts: Sequence[int], ends: Sequence[int]) -> int:
    """The index of the sentence to which a mark at `position` belongs."""
    before = bisect_right(starts, position) - 1
    after = before + 1
    if before < 0:
        return 0
    if position < ends[before] or after == len(starts) or not _opens_item(text, position):
        return before
    return before if "\n" in text[position : starts[after]] else after


def _opens_item(text: str, position: int) -> bool:
    """Whether a mark is the first of its line, and the line does not go on with the line before it."""
    line = text.rfind("\n", 0, position) + 1
    opening = _BEFORE_OPENING_MARK.fullmatch(text, line, position)
    previous = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : line].strip()
    return bool(opening and (opening["list"] or not previous or previous.startswith("[")))
