"""The names of a text, and whether an article has them, perhaps in another writing."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from rapidfuzz.distance import Hamming, Prefix

from assistant.facts.aliases import LONGEST, RANKS, governments, is_written_otherwise
from assistant.facts.lists import listed
from assistant.facts.text import Text, once
from corpus.words import FUNCTION_WORDS, LETTERS, is_function_word, plain, spellings, words

STEM_LETTERS = 4  # names that share them are forms of one name: Iraq, Iraqi; Kurds, Kurdish
LONGEST_ACRONYM = 6  # letters

# Words that eight or more of SQuAD's 442 training articles write small, and three times as often as capitalised, and
# thirty more that open sentences: what of these opens a sentence with a capital is no name.
_ORDINARY_WORDS = Path(__file__).parent / "ordinary_words.txt"
CALENDAR = listed("months") | listed("weekdays")  # checked as dates
# These stand before a day or a year, or after a day: "Aug. 5", "5 Aug"
_SHORT_MONTH = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b(?=[.,]*\s?\d)"
    r"|(?<=\d\s)(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
_ENDINGS = listed("endings")
_NO_FIRST_NAMES = RANKS | listed("no_first_names")
# Turkish, Iraqi, Japanese: what they stand before is no family name
_OF_A_COUNTRY = re.compile(
    r"(?:(?:[iecy]an|ish|ese|ic|aqi|eli|ani|eni|ari|ati|aiti|aini|udi)|german|roman|afghan|french|dutch|swiss|thai|greek|czech"
    r"|arab)$",
    re.IGNORECASE,
)

_CAPITALS = re.compile(r"\b[A-Z]\w*(?: (?:of |the |of the |for |and )?[A-Z]\w*)+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;•*]\s|[\"“«(\[‘])\W*([^\W\d_]+)")
# A text so short that begins like this is cut from a longer one, which has named its subject: "He was born", "In 2004,
# the album sold". Of VitaminC's and FEVER's claims whose subject is flagged by such evidence two thirds are supported.
FRAGMENT = 60  # words
_PHRASE = (
    r"(?:\w+ly|Furthermore|However|Moreover|Later|Afterwards|Meanwhile|Today|Overall|Worldwide"
    r"|(?:In|On|At|By|After|During|From|As|Since|With|For)\b[^.]{0,60})\s?,\s*"
)
_UNNAMED_SUBJECT = re.compile(
    rf"\W*(?:{_PHRASE})?(?i:(?:he|she|it|they|his|her|its|their|this|these)\b|the\s(?-i:[a-z]))"
)
_SUBJECT = re.compile(
    rf"(?:{_PHRASE})?(?:[Tt]he\s)?[\"“`]*\s?([A-Z][\w.'’-]*(?:(?:\sof|\sthe|\sof\sthe|\sand|\s?,|\s?:)?\s[A-Z][\w.'’-]*)*)"
)
_EXPLAINED = re.compile(r"\b((?:[^\W\d_]+[\s-]){2,6})\(([A-Z]{2,6})s?\)")


def names(text: str) -> dict[str, str]:
    """The capitalised words of a text, function words left out: lower case, without dots -> as first written.

    >>> names("The U.S. struck al-Abbasi's base.")
    {'us': 'US', 'abbasi': 'Abbasi'}
    """
    found: dict[str, str] = {}
    for word in words(text):
        if word[0].isupper() and not is_function_word(word) and len(word) > 1:
            found.setdefault(word.lower(), word)
    return found


def unknown_names(claim: Text, article: Text) -> list[str]:
    """The names of a claim that its article has nowhere, as written.

    Months and weekdays are dates, ranks are none of the name; an ordinary word that opens a sentence is no name.
    "United States" is known where "U.S." is, and the other way round; a capital where its country is, unless it is a
    place; a first name where its article gives the family name alone; the claim's subject where the article is only a
    fragment that speaks of it as "it".
    """
    stated = names(_without_units(claim))
    for short in _SHORT_MONTH.findall(claim.written):
        stated.pop(short.lower(), None)
    for opening in set(_SENTENCE_START.findall(claim.written)):
        if opening.lower() in _ordinary_words() and len(re.findall(rf"\b{opening}\b", claim.written)) == 1:
            stated.pop(opening.lower(), None)
    known = _known(article)
    missing = {
        name: written
        for name, written in stated.items()
        if name not in CALENDAR and name not in RANKS and not known.has(name, written)
    }
    if missing:
        otherwise = _subject(claim, article, known) | governments(claim.written, known.words)
        otherwise.update(_abbreviated(claim.written, known), _completed(claim.written, known))
        missing = {name: written for name, written in missing.items() if name not in otherwise}
    return list(missing.values())


def _without_units(claim: Text) -> str:
    """The claim without its measured numbers: "MW" and "GMT" are no names."""
    text = claim.written
    for quantity in reversed(claim.quantities):
        if quantity.unit.dimension:
            text = text[: quantity.span.start] + "0" + text[quantity.span.end :]
    return text


def is_opening(text: str, position: int) -> bool:
    """Whether an ordinary word stands there that is capitalised only because it opens a sentence."""
    before, word = text[:position].rstrip(), LETTERS.match(text, position)
    return (not before or before[-1] in ".!?:;") and word is not None and word[0].lower() in _ordinary_words()


@dataclass(frozen=True, slots=True)
class _Known:
    """The words of an article in lower case, their first letters, those in capitals, and the initials of its names.

    `alone` are the capitalised words that never follow another name: family names without their first names.
    """

    words: frozenset[str]
    stems: Mapping[str, Sequence[str]]
    acronyms: frozenset[str]
    initials: frozenset[str]
    alone: frozenset[str]

    def has(self, name: str, written: str) -> bool:
        """Whether the article has the name, a word with its first letters ("Iraq", "Iraqi"), or another writing."""
        same = spellings(name)
        if same & self.words or any(is_written_otherwise(one, self.words) for one in same):
            return True
        acronym = written.rstrip("s")
        if acronym.isupper() and (acronym.lower() in self.initials or acronym.lower() in self.words):
            return True
        return any(
            not _is_misspelt(one, other)
            for one in same
            if len(one) >= STEM_LETTERS
            for other in self.stems.get(one[:STEM_LETTERS], ())
        )


def _is_misspelt(one: str, other: str) -> bool:
    """Return True for two names with the same first letters that are no forms of one, as "Hansen" and "Hanson" are not.

    Forms differ in their ending ("Iraq", "Iraqi"; "England", "English"), and seldom in one letter only.
    """
    shared = Prefix.similarity(one, other)
    ends = {one[shared:], other[shared:]} - {""}
    is_one_letter = len(one) == len(other) and Hamming.distance(one, other) == 1
    return (is_one_letter and "s" not in ends) or (len(ends) == 2 and ends.isdisjoint(_ENDINGS))


@once
def _known(article: Text) -> _Known:
    found = article.words
    distinct = set(found)
    lower = frozenset[str]().union(*(spellings(word) for word in distinct if not is_function_word(word)))
    stems: defaultdict[str, list[str]] = defaultdict(list)
    for word in lower:
        if len(word) >= STEM_LETTERS:
            stems[word[:STEM_LETTERS]].append(word)
    return _Known(
        words=lower,
        stems=stems,
        acronyms=frozenset(word.lower() for word in distinct if len(word) > 1 and word.isupper()),
        initials=frozenset(
            _initials(part) for run in _CAPITALS.findall(article.written) for part in _parts(run)
        ),
        alone=_alone(found),
    )


def _alone(found: Sequence[str]) -> frozenset[str]:
    """Of these words of a text the capitalised ones that never follow another name, or "the"."""
    alone: set[str] = set()
    following: set[str] = set()
    for before, word in pairwise(["", *found]):
        if word[0].isupper() and not is_function_word(word):
            follows = before.lower() == "the" or (before[:1].isupper() and not _is_plain(before))
            (following if follows else alone).add(plain(word))
    return frozenset(alone - following)


def _is_plain(word: str) -> bool:
    word = word.lower()
    return word in _NO_FIRST_NAMES or word in FUNCTION_WORDS or word in _ordinary_words()


def _parts(run: str) -> Iterator[list[str]]:
    """The capitalised words of a run that stand next to each other, two or more."""
    capitals = [word for word in run.split() if word[0].isupper()]
    for start in range(len(capitals) - 1):
        for end in range(start + 2, min(len(capitals), start + LONGEST_ACRONYM) + 1):
            yield capitals[start:end]


def _initials(parts: list[str]) -> str:
    return "".join(word[0] for word in parts).lower()


def _abbreviated(claim: str, known: _Known) -> Iterator[str]:
    """The words of the claim's names that the article has as an acronym, and acronyms that the claim itself explains.

    Two letters stand for too many names: of these only those of a table.
    """
    for run in _CAPITALS.findall(claim):
        for part in _parts(run):
            letters, phrase = _initials(part), " ".join(part).lower()
            if (len(part) > 2 and letters in known.acronyms) or (
                len(part) <= LONGEST and is_written_otherwise(phrase, known.words)
            ):
                yield from phrase.split()
    for phrase, acronym in _EXPLAINED.findall(claim):
        initials = "".join(word[0] for word in re.split(r"[\s-]", phrase) if word).lower()
        if initials.endswith(acronym.lower()):
            yield acronym.lower()


def _completed(claim: str, known: _Known) -> Iterator[str]:
    """The first names of the claim whose family name its article gives alone: "Al Gore" where it has "Gore"."""
    for run in _CAPITALS.findall(claim):
        *first, family = run.split()
        if (
            plain(family) in known.alone
            and len(first) <= 2
            and all(word[0].isupper() and not is_no_first_name(word) for word in first)
            and not _is_plain(family)
        ):
            yield from map(str.lower, first)


def is_no_first_name(word: str) -> bool:
    """True for words that precede a name without being part of it: titles ("Dr"), nationalities ("French"), nouns."""
    return _is_plain(word) or _OF_A_COUNTRY.search(word) is not None


def _subject(claim: Text, article: Text, known: _Known) -> set[str]:
    """The words of the claim's first name, where the article is a fragment that has none of them."""
    found = _SUBJECT.match(claim.written)
    if not found or not _UNNAMED_SUBJECT.match(article.written) or article.length > FRAGMENT:
        return set()
    subject = names(found[1])
    return set() if any(known.has(*name) for name in subject.items()) else set(subject)


@cache
def _ordinary_words() -> frozenset[str]:
    return frozenset(_ORDINARY_WORDS.read_text(encoding="utf-8").split())
