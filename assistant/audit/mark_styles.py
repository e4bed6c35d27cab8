"""Where marks stand in an answer, in the styles that people and programs write them. Knows nothing of sentences.

`[1]`, `[1, 3]`, `[1-3]`, `[^2]`, `[Source 1]`, `【1】`, each perhaps with a link behind it, always are marks. `(1)`,
`¹` and `<sup>1</sup>` may be something else: a list's number, an age, a square metre.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Span

LONGEST_RANGE = 30  # sources; "[1-300]" names two

_NUMBERS = r"\^?\d{1,3}(?:\s*[,;–—-]\s*\^?\d{1,3})*"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_WORD = r"(?:(?:sources?|docs?|documents?|articles?|passages?|citations?|refs?)[ .:#]*)?"
_LINK = r"(?:\(https?://[^\s()]*\))?"
_MARK = re.compile(
    rf"""
      <sup>\s*\[?(?P<tag>{_NUMBERS})\]?\s*</sup>
    | \((?P<named>(?:\[(?!\^?\d{{1,3}}\])[^\[\]\n]{{1,80}}\]\[\d{{1,3}}\][,;]?[ ]?)+)\)  # ([Reuters][1], [AP][2])
    | \[\[(?P<double>{_NUMBERS})\]{_LINK}\]{_LINK}
    | \\?\[{_WORD}(?P<square>{_NUMBERS})\\?\]{_LINK}
    | 【{_WORD}(?P<lenticular>{_NUMBERS})(?:†[^】\n]{{0,200}})?】
    | (?<![⁺⁻{_RAISED}])(?P<raised>[{_RAISED}]{{1,6}}(?:[ ]?[,˒⁻–-][ ]?[{_RAISED}]{{1,6}})*)(?![^\W\d_])
    | \((?P<round>{_NUMBERS})\)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SURE = frozenset(["named", "double", "square", "lenticular"])
_TO_DIGITS = str.maketrans(_RAISED + "˒⁻;–—", "0123456789,-,--")

_BEFORE = 20  # code points before a number that decide whether it is a mark
# What squares and cubes stand behind: units, also as "12 in", and formulas.
_UNIT = re.compile(r"(?:(?<![^\W\d_'’])(?:[kcdhmµn]?m|ft|yd|mi|mc|[sxynrRχ])|\d ?in)\Z")
_BASE = re.compile(r"(?<![\d.,])(?:10|2)\Z")  # "10³ people", but "killed 10³."
_STOPPED = re.compile(r"[.!?…][\"”’)]*\Z")
_CLAUSE_END = re.compile(r"\s*(?:[.,;:!?…”\"’)\]]|\(\d|\Z)|[ \t]*\n")
_ENUMERATING = re.compile(r"(?:\n[ \t>*+•-]*|[:;,]\s*|\b(?:and|or)\s+)\Z")


@dataclass(frozen=True, slots=True)
class WrittenMark:
    """A mark as it stands in the text, and the numbers that it names, ranges written out."""

    span: Span
    numbers: tuple[int, ...]


def find_marks(text: str, numbers: frozenset[int]) -> list[WrittenMark]:
    """The marks of an answer in order; `numbers` are those of its sources.

    Raised numbers count where they name sources or no surer style is used; numbers in parentheses too, where they
    stand at the end of a clause or, as the only style, name sources.
    """
    found = list(_MARK.finditer(text))
    sure = [match for match in found if match.lastgroup in _SURE]
    raised = [match for match in found if match.lastgroup in ("tag", "raised")]
    raised = [match for match in raised if _is_raised(match, numbers, alone=not sure)]
    around = [match for match in found if match.lastgroup == "round" and not _enumerates(match)]
    around = list(_round(around, numbers, alone=not (sure or raised)))
    marks = sorted([*sure, *raised, *around], key=re.Match.start)
    return [WrittenMark(Span(*match.span()), _numbers(match, numbers)) for match in marks]


def _is_raised(match: re.Match[str], numbers: frozenset[int], *, alone: bool) -> bool:
    before = _before(match)
    is_power = _BASE.search(before) and not _ends_clause(match)
    if is_power or _UNIT.search(before):
        return False
    return alone or numbers.issuperset(_numbers(match, numbers))


def _round(
    candidates: list[re.Match[str]], numbers: frozenset[int], *, alone: bool
) -> Iterator[re.Match[str]]:
    """Those of the numbers in parentheses that are marks; none, where none stands at the end of a clause."""
    ending = {match for match in candidates if _ends_clause(match)}
    for match in candidates if ending else []:
        known = numbers.issuperset(_numbers(match, numbers))
        if (known and alone) or ((known or alone) and match in ending):
            yield match


def _ends_clause(match: re.Match[str]) -> bool:
    return bool(_CLAUSE_END.match(match.string, match.end()) or _STOPPED.search(_before(match)))


def _enumerates(match: re.Match[str]) -> bool:
    """Whether it numbers what follows: at the start of a line, or after what introduces or joins members."""
    return bool(_ENUMERATING.search(_before(match)))


def _before(match: re.Match[str]) -> str:
    """The end of what stands before the match, as if the text began with a new line."""
    start = match.start() - _BEFORE
    return match.string[start : match.start()] if start > 0 else "\n" + match.string[: match.start()]


def _numbers(match: re.Match[str], numbers: frozenset[int]) -> tuple[int, ...]:
    """What the mark names; "¹²" is 12 where there is such a source, or else 1 and 2 where there are these."""
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
