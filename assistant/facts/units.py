"""Units of measure and currencies: how a text writes them, and what makes two of them comparable."""

import re
from dataclasses import dataclass

_MINUTE, _HOUR, _DAY, _WEEK = 60.0, 3600.0, 86_400.0, 604_800.0  # seconds
_MILE, _FOOT, _YARD = 1609.344, 0.3048, 0.9144  # metres

# Dimension -> spelling (a regular expression) -> how many of the dimension's base unit one of it is.
# Left out for their other meaning: "pounds" (money, weight), "degrees", "in", "second", "t", "l".
_SPELLINGS: dict[str, dict[str, float]] = {
    "%": {r"%|per\s?cent\b|percentage points?\b": 1},
    "$": {r"(?:US |U\.S\. )?dollars?\b|USD\b": 1},
    "€": {r"euros?\b|EUR\b": 1},
    "£": {r"GBP\b|pounds sterling\b": 1},
    "¥": {r"yen\b|JPY\b": 1},
    "area": {
        r"(?:square|sq\.?) (?:kilomet(?:re|er)s?|km)\b|km[²2](?!\w)": 1e6,
        r"(?:square|sq\.?) (?:miles?|mi)\b": _MILE**2,
        r"(?:square|sq\.?) (?:met(?:re|er)s?|m)\b|m[²2](?!\w)": 1,
        r"(?:square|sq\.?) (?:foot|feet|ft)\b": _FOOT**2,
        r"hectares?\b|ha\b": 1e4,
        r"acres?\b": 4046.856,
    },
    "speed": {
        r"(?:km/h|kph|kmh)\b|(?:kilomet(?:re|er)s?|km) (?:per|an) hour\b": 1 / 3.6,
        r"mph\b|miles? (?:per|an) hour\b": _MILE / _HOUR,
        r"knots?\b": 1852 / _HOUR,
        r"m/s\b|met(?:re|er)s? (?:per|a) second\b": 1,
    },
    "length": {
        r"millimet(?:re|er)s?\b|mm\b": 1e-3,
        r"centimet(?:re|er)s?\b|cm\b": 1e-2,
        r"kilomet(?:re|er)s?\b|kms?\b": 1e3,
        r"met(?:re|er)s?\b|m\b": 1,
        r"inch(?:es)?\b": 0.0254,
        r"(?:foot|feet|ft)\b": _FOOT,
        r"yards?\b|yds?\b": _YARD,
        r"nautical miles?\b": 1852,
        r"miles?\b|mi\b": _MILE,
    },
    "mass": {
        r"milligrams?\b|mg\b": 1e-6,
        r"kilogram(?:me)?s?\b|kilos?\b|kg\b": 1,
        r"gram(?:me)?s?\b|g\b": 1e-3,
        r"(?:metric )?tons?\b|tonnes?\b": 1e3,
        r"lbs?\b": 0.45359,
        r"ounces?\b|oz\b": 0.02835,
    },
    "volume": {r"lit(?:re|er)s?\b": 1, r"gallons?\b": 3.7854, r"millilit(?:re|er)s?\b|ml\b": 1e-3},
    "time": {
        r"seconds\b|secs?\b": 1,
        r"minutes?\b|mins?\b": _MINUTE,
        r"hours?\b|hrs?\b": _HOUR,
        r"days?\b": _DAY,
        r"weeks?\b": _WEEK,
        r"fortnights?\b": 2 * _WEEK,
    },
    "months": {r"months?\b": 1, r"years?\b|yrs?\b": 12, r"decades?\b": 120, r"centur(?:y|ies)\b": 1200},
    "temperature in C": {r"°\s?C\b|degrees Celsius\b": 1},
    "temperature in F": {r"°\s?F\b|degrees Fahrenheit\b": 1},
    "power": {
        r"kilowatts?\b|kW\b": 1e3,
        r"megawatts?\b|MW\b": 1e6,
        r"gigawatts?\b|GW\b": 1e9,
        r"watts?\b": 1,
    },
    "frequency": {r"kHz\b": 1e3, r"MHz\b": 1e6, r"GHz\b": 1e9, r"Hz\b": 1},
    "storage": {r"KB\b": 1e3, r"MB\b": 1e6, r"GB\b": 1e9, r"TB\b": 1e12},
}
# In these dimensions case counts: "mW" is no "MW".
_CASED = frozenset({"power", "frequency", "storage"})
_SIGNS = {
    "US$": "$",
    "U.S.$": "$",
    "$": "$",
    "£": "£",
    "€": "€",
    "¥": "¥",
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
}

SIGN_BEFORE = re.compile(
    r"(?P<sign>(?:(?<![A-Za-z])(?:[A-Z]{1,2}|U\.S\.) ?)?\$|[£€¥]|\b(?:USD|EUR|GBP)\b)\s?$"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted: numbers can be compared within a dimension, in its base unit. "" is a bare number."""

    dimension: str = ""
    factor: float = 1.0


_UNITS = [
    Unit(dimension, factor) for dimension, spellings in _SPELLINGS.items() for factor in spellings.values()
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
    (Unit(dimension='length', factor=1000.0), 4)
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

    A bare number can be of any unit, but no percentage is proven by one; "$" is any kind of dollar.
    """
    one, other = claimed.dimension, source.dimension
    if one == other or not one or (not other and one != "%"):
        return True
    return "$" in (one, other) and one[-1:] == other[-1:]
