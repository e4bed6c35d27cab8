"""Times of day in any notation: "7 p.m.", "19:00", "1900 GMT", "half past seven in the evening", "noon"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.facts.lists import LISTS, values
from assistant.facts.numerals import CARDINALS
from corpus import Span

HALF_DAY, DAY = 720, 1440  # minutes
_ZONES: dict[str, float] = LISTS["zones"]
_NAMED = {"noon": HALF_DAY, "midday": HALF_DAY, "midnight": 0}
_MINUTES = {"half": 30.0, "quarter": 15.0} | values("numbers")
_HOURS = "|".join(reversed(CARDINALS[:12]))
# A text without any of these has no time of day
_HINT = re.compile(
    r"\d[:.h]\d\d|\d{4}\s?(?:h|[A-Z])|[ap]\.?\s?m\b|noon|midday|night|clock|past|quarter|minutes|morning|evening|\bat\s",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"""(?<![\w:.,$€£-])(?:
      (?:12(?::00)?\s)?(?P<named>noon|midday|midnight)
    | (?P<military>(?:[01]\d|2[0-4])[0-5]\d)(?=\s?(?:hours|hrs|h|(?-i:{"|".join(_ZONES)}))\b)(?:\s?(?:hours|hrs|h)\b)?
    | (?:(?:(?:a\s)?(?P<part>half|quarter)|(?P<minutes>\d\d?|{"|".join(CARDINALS)})\sminutes)
         \s(?P<way>past|after|to|before)\s
        |(?P<at>(?<=at\s)))?
      (?P<hour>\d\d?|{_HOURS})(?:(?P<colon>[:h])(?P<minute>[0-5]\d)|\.(?P<dotted>[0-5]\d)(?=\s?[ap]\.?\s?m\b))?(?![:\d])
      (?P<half>\s?[ap](?:\.\s?m\.?|m\b))?(?P<clock>\so['’]clock)?
      (?P<of>\s(?:in\sthe\s|at\s|that\s|this\s)?(?:morning|afternoon|evening|night)\b)?
      (?P<day>(?=\s(?:on|today|tomorrow|tonight|sharp)\b))?
    )(?:\s\(?(?P<zone>(?-i:{"|".join(_ZONES)}))\b\)?)?(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class ClockTime:
    """Minutes since midnight, where they stand, and how far east of UTC, in minutes, if the zone is said.

    `either` marks a time that may be of either half of the day: "7:30", "seven o'clock".
    """

    minutes: int
    span: Span
    either: bool = False
    zone: float | None = None

    def is_same(self, other: "ClockTime") -> bool:
        """Whether both are one time of day; in UTC where both name a zone."""
        apart = self.minutes - other.minutes
        if self.zone is not None and other.zone is not None:
            apart -= int(self.zone - other.zone)
        return apart % (HALF_DAY if self.either or other.either else DAY) == 0


def clock_times(text: str) -> Iterator[ClockTime]:
    """The times of day of a text in its order.

    >>> [time.minutes for time in clock_times("from 9 a.m. to 17:00, not at half past seven")]
    [540, 1020, 450]
    """
    for match in _TIME.finditer(text) if _HINT.search(text) else ():
        minutes = _minutes(match)
        if minutes is not None:
            zone = 60 * _ZONES[match["zone"]] if match["zone"] else None
            yield ClockTime(minutes % DAY, Span(*match.span()), _is_either(match), zone)


def _minutes(match: re.Match[str]) -> int | None:
    """Minutes since midnight; None for a number that is no time."""
    given = match.groupdict()
    if given["named"]:
        return _NAMED[given["named"].lower()]
    if given["military"]:
        return 60 * int(given["military"][:2]) + int(given["military"][2:])
    is_said = given["colon"] or given["half"] or given["clock"] or given["of"] or given["way"]
    if not is_said and (given["at"] is None or given["day"] is None):
        return None
    hour = int(given["hour"]) if given["hour"].isdigit() else CARDINALS.index(given["hour"].lower()) + 1
    if hour > 24 or (hour > 12 and not given["colon"]):
        return None
    minutes = 60 * hour + int(given["minute"] or given["dotted"] or 0)
    if given["way"]:
        off = int(_MINUTES.get((given["part"] or given["minutes"]).lower(), 0) or given["minutes"])
        minutes += off if given["way"].lower() in ("past", "after") else -off
    afternoon = _is_afternoon(given["half"], given["of"], hour)
    return minutes if afternoon is None else minutes % HALF_DAY + HALF_DAY * afternoon


def _is_afternoon(half: str | None, of: str | None, hour: int) -> bool | None:
    if half:
        return half.strip()[0] in "pP"
    if of:
        return not of.lower().endswith("morning") and not (of.lower().endswith("night") and hour < 6)
    return None


def _is_either(match: re.Match[str]) -> bool:
    """Whether neither its words nor its figures say which half of the day is meant: "07:30" does, and "12:00"."""
    if match["named"] or match["military"] or match["half"] or match["of"]:
        return False
    hour = match["hour"]
    return not hour.isdigit() or not (hour[0] == "0" or int(hour) > 12 or (hour == "12" and match["colon"]))
