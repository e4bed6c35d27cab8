"""A sentence changed in one fact, or said otherwise with the same facts: the made pairs that train the verifier.

Every change is a function (text, random) -> changed text, or None where the text has nothing to change. Those in
`FALSE` make the claim false, those in `TRUE` leave it true.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from random import Random

Change = Callable[[str, Random], str | None]

MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join(MONTHS)
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-2][0-9])\b(?!\s*(?:people|men|km|miles|feet|million|%))")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}}) ({_MONTH})\b")
_MONTH_DAY = re.compile(rf"\b({_MONTH}) (\d{{1,2}})\b(?!\d)")
_ONLY_MONTH = re.compile(rf"\b({_MONTH})\b")
_FIGURE = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?!\w)|(?<![\w.,-])\d+(?:\.\d+)?(?![\w,]|\.\d)")
_SMALL = "two three four five six seven eight nine ten eleven twelve".split()
_COUNTS = [*_SMALL, "twenty", "thirty", "forty", "fifty", "hundred", "thousand"]
_COUNT = re.compile(rf"\b({'|'.join(_COUNTS)})\b(?! (?:of|or) )")
_NAME = re.compile(r"(?<![.!?:\"“] )(?<!^)\b[A-Z][a-z]+(?: [A-Z][a-z]+)*\b")
_NOT_NAMES = frozenset(
    ["The", "A", "An", "In", "On", "It", "He", "She", "They", "This", "That", "I", *MONTHS]
)
_AUXILIARY = re.compile(
    r"\b(is|was|were|are|has|have|had|can|could|will|would|did|does|do|may|might|must|should)\b(?! not|n't)"
)
_NOT = re.compile(
    r"\b(is|was|were|are|has|have|had|can|could|will|would|did|does|do|may|might|must|should) not\b"
)
_OPPOSITES = tuple(
    tuple(pair.split("/"))
    for pair in """
    all/some, all/none of the, every/no, most/few, many/few, both/neither, always/never, often/rarely, more/fewer,
    more than/less than, at least/at most, increased/decreased, increase/decrease, rose/fell, higher/lower,
    largest/smallest, first/last, before/after, earlier/later, older/younger, north/south, east/west,
    northern/southern, eastern/western, won/lost, allowed/banned, accepted/rejected, began/ended, success/failure,
    major/minor, above/below, early/late, only/also, supported/opposed, largely/barely, majority/minority, best/worst,
    possible/impossible, public/private, include/exclude, includes/excludes, with/without, male/female
    """.replace("\n    ", " ")
    .strip()
    .split(", ")
)
# No list of the exact checks has these, and nothing is trained on them: they tell how opposites at large are seen.
UNLISTED_OPPOSITES = tuple(
    tuple(pair.split("/"))
    for pair in """
    built/demolished, hired/dismissed, wide/narrow, rich/poor, heavy/light, hot/cold, summer/winter, father/mother,
    son/daughter, brother/sister, husband/wife, rural/urban, inner/outer, ancient/modern, permanent/temporary,
    voluntary/compulsory, domestic/foreign, victory/defeat, imports/exports, buyer/seller, gained/forfeited,
    deep/shallow, thick/thin, dry/wet, upstream/downstream, peace/war, employer/employee, teacher/student,
    ascended/descended, fast/slow, simple/complex, formal/informal
    """.replace("\n    ", " ")
    .strip()
    .split(", ")
)


def _swaps(pairs: Iterable[tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    words = {word for pair in pairs for word in pair}
    return {word: tuple(b if word == a else a for a, b in pairs if word in (a, b)) for word in words}


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(sorted(words, key=lambda word: (-len(word), word)))})\b")


_SWAPS = _swaps(_OPPOSITES)
_QUANTIFIER = _any_of(_SWAPS)
_UNLISTED_SWAPS = _swaps(UNLISTED_OPPOSITES)
_UNLISTED = _any_of(_UNLISTED_SWAPS)
_ASIDE = re.compile(
    r" ?\([^()]{3,}\)"
    r"|, (?:which|who|where|whose|including|such as|as well as|especially|particularly|known as|according to)\b"
    r"[^,.;]{5,}(?=[,.;])(?:,(?! and| or))?"
)
_LEAD = re.compile(
    r"^(?:In|On|By|During|After|Since|At|For|As|With|Under|From|Until|According to|Although|While|However|Today"
    r"|Additionally)\b[^,]{3,60}, (?=\w)"
    r"|^(?:However|Moreover|Furthermore|Additionally|Nevertheless|Also|Thus|Therefore), "
)
_TAIL = re.compile(
    r",? (?:because|although|while|when|after|before|since|where|despite|due to|such as|including|with)\b"
    r" [^,;]{10,}(?=\.$)"
)


def number(text: str, random: Random) -> str | None:
    """Another number in the place of one."""
    return _replaced(
        text, [*_FIGURE.finditer(text), *_COUNT.finditer(text)], _other_number, random, _is_no_year
    )


def date(text: str, random: Random) -> str | None:
    """Another year, month or day in the place of one."""
    matches = [*_YEAR.finditer(text), *_DAY_MONTH.finditer(text), *_MONTH_DAY.finditer(text)]
    return _replaced(text, matches or list(_ONLY_MONTH.finditer(text)), _other_date, random)


def negation(text: str, random: Random) -> str | None:
    """ "not" put in or taken out."""
    if without := _replaced(text, list(_NOT.finditer(text)), lambda found, _: found[1], random):
        return without
    return _replaced(text, list(_AUXILIARY.finditer(text))[:1], lambda found, _: f"{found[0]} not", random)


def quantifier(text: str, random: Random) -> str | None:
    """A quantifier or another word of degree or direction turned into its opposite."""
    return _replaced(
        text, list(_QUANTIFIER.finditer(text)), lambda found, draw: draw.choice(_SWAPS[found[0]]), random
    )


def unlisted_opposite(text: str, random: Random) -> str | None:
    """A word turned into its opposite, of pairs that no check lists; None if the text has none of them."""
    return _replaced(
        text,
        list(_UNLISTED.finditer(text)),
        lambda found, draw: draw.choice(_UNLISTED_SWAPS[found[0]]),
        random,
    )


def name(text: str, random: Random, others: list[str]) -> str | None:
    """Another name of the same number of words, of `others`, in the place of one."""
    matches = [found for found in _NAME.finditer(text) if found[0] not in _NOT_NAMES]

    def other(found: re.Match[str], draw: Random) -> str:
        wanted = [o for o in others if o.count(" ") == found[0].count(" ") and o not in text]
        return draw.choice(wanted) if wanted else found[0]

    return _replaced(text, matches, other, random)


def names(text: str) -> list[str]:
    """The names within a text's sentences: runs of capitalised words, none of them at a sentence's start."""
    return [found[0] for found in _NAME.finditer(text) if found[0] not in _NOT_NAMES]


def without_clause(text: str, random: Random) -> str | None:
    """Without an aside in brackets or commas, a lead or a subordinate clause: what is left is still said."""
    matches = [*_ASIDE.finditer(text), *_LEAD.finditer(text), *_TAIL.finditer(text)]
    shorter = _replaced(text, matches, lambda _, __: "", random)
    if shorter is None or len(shorter.split()) < 5:
        return None
    return shorter[0].upper() + shorter[1:]


def rewritten(text: str, random: Random) -> str | None:
    """A number or a date written in another way."""
    return _replaced(
        text,
        [
            *_FIGURE.finditer(text),
            *_DAY_MONTH.finditer(text),
            *_MONTH_DAY.finditer(text),
            *_COUNT.finditer(text),
        ],
        _other_writing,
        random,
        _is_no_year,
    )


FALSE: Mapping[str, Change] = {"number": number, "date": date, "negation": negation, "quantifier": quantifier}
TRUE: Mapping[str, Change] = {"clause left out": without_clause, "rewritten": rewritten}


def _replaced(
    text: str,
    matches: list[re.Match[str]],
    replacement: Callable[[re.Match[str], Random], str],
    random: Random,
    wanted: Callable[[re.Match[str]], bool] = lambda _: True,
) -> str | None:
    usable = [found for found in matches if wanted(found)]
    if not usable:
        return None
    found = random.choice(usable)
    changed = text[: found.start()] + replacement(found, random) + text[found.end() :]
    return changed if changed != text else None


def _is_no_year(found: re.Match[str]) -> bool:
    return not _YEAR.fullmatch(found[0])


def _other_number(found: re.Match[str], random: Random) -> str:
    written = found[0]
    if written in _COUNTS:
        return random.choice([count for count in _COUNTS if count != written])
    value = float(written.replace(",", ""))
    changed = random.choice(
        [
            value * random.choice((0.1, 10, 2, 0.5)),
            value + random.choice((-3, -2, -1, 1, 2, 3, 7)),
            value * random.uniform(0.5, 1.6),
        ]
    )
    changed = abs(changed) or value + 1
    if "." in written:
        return f"{changed:.{len(written.split('.')[1])}f}"
    return f"{round(changed):,}" if "," in written else str(round(changed))


def _other_date(found: re.Match[str], random: Random) -> str:
    written = found[0]
    if written.isdigit():
        return str(int(written) + random.choice((-20, -10, -5, -3, -2, -1, 1, 2, 3, 5, 10)))
    month = next(month for month in MONTHS if month in written)
    day = re.search(r"\d+", written)
    if day and random.random() < 0.5:
        return written.replace(day[0], str(random.choice([d for d in range(1, 29) if d != int(day[0])])))
    return written.replace(month, random.choice([other for other in MONTHS if other != month]))


def _other_writing(found: re.Match[str], random: Random) -> str:
    written = found[0]
    small = ["zero", "one", *_SMALL]
    if written in small:
        return str(small.index(written))
    if written in _COUNTS:
        return written
    if any(month in written for month in MONTHS):
        one, other = written.split(" ")
        return f"{other} {one}"
    if "," in written:
        value = int(written.replace(",", ""))
        if value >= 1_000_000 and value % 100_000 == 0:
            return f"{value / 1e6:g} million"
        return str(value)
    if written.isdigit() and int(written) < len(small):
        return small[int(written)]
    return f"{int(written):,}" if written.isdigit() and len(written) > 3 else written
