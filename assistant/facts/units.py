"""Units of measure and currencies: how a text writes them, and what makes two of them comparable."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

_SPELLINGS: dict[str, dict[str, float | list[float]]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
# In these dimensions case counts: "mW" is no "MW".
_CASED = frozenset({"energy", "power", "frequency", "storage", "yuan", "₹", "₽", "₪", "₺", "francs"})
_SIGNS = {
    "US$": "$", "U.S.$": "$", "USD": "$", "EUR": "€", "GBP": "£", "AUD": "A$", "CAD": "C$", "CA$": "C$", "JPY": "¥",
    "CHF": "francs", "RMB": "yuan", "CNY": "yuan", "Rs": "₹", "Rs.": "₹", "NOK": "kr", "SEK": "kr", "DKK": "kr",
}  # fmt: skip
SIGN_BEFORE = re.compile(
    r"(?P<sign>(?:(?<![A-Za-z])(?:[A-Z]{1,2}|U\.S\.) ?)?\$|[£€¥₹₽₪₺]"
    rf"|\b(?:{'|'.join(re.escape(sign) for sign in _SIGNS if sign.isalpha())}|Rs\.))\s?$"
)
CLOCK = "time of day"
_SHARES = frozenset({"%", "points"})
POUNDS, POUND = {"pounds", "mass"}, 0.45359237  # kg


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted: numbers can be compared within a dimension, in its base unit. "" is a bare number."""

    dimension: str = ""
    factor: float = 1.0
    offset: float = 0.0

    def base(self, number: float, other: "Unit") -> float:
        """The number in base units of the other's dimension, with which it must be comparable."""
        if (self.dimension, other.dimension) == ("pounds", "mass"):
            return number * POUND
        return number * self.factor + self.offset if other.dimension else number


_UNITS = [
    Unit(dimension, *(factor if isinstance(factor, list) else [factor]))
    for dimension, spellings in _SPELLINGS.items()
    for factor in spellings.values()
]
# One group for each of _UNITS, in their order: the first that matches is the unit.
_UNIT = re.compile(
    "|".join(
        f"({spelling})" if dimension in _CASED else f"((?i:{spelling}))"
        for dimension, spellings in _SPELLINGS.items()
        for spelling in spellings
    )
)
_GAP = re.compile(r"[\s-]?")


def unit_at(text: str, position: int) -> tuple[Unit, int]:
    """The unit written at a position, after at most one blank or hyphen, and where it ends.

    >>> unit_at("5 km away", 1)
    (Unit(dimension='length', factor=1000.0, offset=0.0), 4)
    """
    gap = _GAP.match(text, position)
    start = gap.end() if gap else position
    match = _UNIT.match(text, start)
    return (_UNITS[match.lastindex - 1], match.end()) if match and match.lastindex else (Unit(), position)


def currency(sign: str) -> Unit:
    """The unit of a currency sign before a number; "A$", "HK$" stay apart from "$"."""
    return Unit(_SIGNS.get(sign.replace(" ", ""), sign.replace(" ", "")))


def comparable(claimed: Unit, source: Unit) -> bool:
    """Whether a number in the source's unit can prove one in the claim's.

    A bare number can be of any unit, but no percentage is proven by one, and times of day only by each other. "$" is
    any kind of dollar, pounds are money or weight.
    """
    one, other = claimed.dimension, source.dimension
    if one == other or CLOCK in (one, other):
        return one == other
    if not one or not other:
        return one not in _SHARES
    if "pounds" in (one, other):
        return not {one, other}.isdisjoint({"£", "mass"})
    return "$" in (one, other) and one[-1:] == other[-1:]
