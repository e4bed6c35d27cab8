"""The words and the names of a text, and whether an article knows a name."""

import re
from functools import cache, lru_cache
from pathlib import Path

from index.keywords import FUNCTION_WORDS

STEM_LETTERS = 4  # names that share them are forms of one name: Iraq, Iraqi; Kurds, Kurdish

# Words that eight or more of SQuAD's 442 training articles write small, and three times as often as capitalised, and
# thirty more that open sentences: what of these opens a sentence with a capital is no name.
_ORDINARY_WORDS = Path(__file__).parent / "ordinary_words.txt"
# Checked as dates
CALENDAR = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday""".split()
)
_ALIASES = {"us": "american", "usa": "american", "uk": "british", "eu": "european"}

_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.){2,}|\b[A-Z]\.[A-Z]\b")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_CAPITALS = re.compile(r"\b[A-Z]\w*(?: (?:of |the )?[A-Z]\w*)+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;•*]\s|[\"“«(\[‘])\W*([^\W\d_]+)")


def words(text: str) -> list[str]:
    """The words of a text without figures, dots of abbreviations, and possessive endings."""
    text = _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), text)
    return [_POSSESSIVE.sub("", word) if "'" in word or "’" in word else word for word in _WORD.findall(text)]


def names(text: str) -> dict[str, str]:
    """The capitalised words of a text, function words left out: lower case, without dots -> as first written.

    >>> names("The U.S. struck al-Abbasi's base.")
    {'us': 'US', 'abbasi': 'Abbasi'}
    """
    found: dict[str, str] = {}
    for word in words(text):
        if word[0].isupper() and (word.isupper() or word.lower() not in FUNCTION_WORDS) and len(word) > 1:
            found.setdefault(word.lower(), word)
    return found


def unknown_names(claim: str, article: str) -> list[str]:
    """The names of a claim that its article has nowhere, as written.

    Months and weekdays are dates; an ordinary word that opens a sentence is no name; "United States" is known where
    "U.S." is.
    """
    stated = {name: written for name, written in names(claim).items() if name not in CALENDAR}
    for opening in set(_SENTENCE_START.findall(claim)):
        if opening.lower() in _ordinary_words() and len(re.findall(rf"\b{opening}\b", claim)) == 1:
            stated.pop(opening.lower(), None)
    known = known_names(article)
    for run in _CAPITALS.findall(claim):
        if len(_initials(run)) > 1 and _initials(run) in known:
            known |= {word.lower() for word in words(run)}
    return [written for name, written in stated.items() if not is_known(name, known)]


def is_opening(text: str, position: int) -> bool:
    """Whether an ordinary word stands there that is capitalised for its place, at the start of a sentence."""
    before, word = text[:position].rstrip(), _WORD.match(text, position)
    return (not before or before[-1] in ".!?:;") and word is not None and word[0].lower() in _ordinary_words()


@lru_cache(maxsize=64)  # one article is held against many claims
def known_names(text: str) -> frozenset[str]:
    """The words of a text in lower case, and the initials of each run of capitalised ones."""
    return frozenset(
        {word.lower() for word in words(text)} | {_initials(run) for run in _CAPITALS.findall(text)}
    )


def is_known(name: str, known: frozenset[str]) -> bool:
    """Whether the article has the name, or a word with its first letters ("Iraq", "Iraqi's")."""
    if name in known or _ALIASES.get(name) in known:
        return True
    return len(name) >= STEM_LETTERS and any(word.startswith(name[:STEM_LETTERS]) for word in known)


def _initials(run: str) -> str:
    return "".join(word[0] for word in run.split() if word[0].isupper()).lower()


@cache
def _ordinary_words() -> frozenset[str]:
    return frozenset(_ORDINARY_WORDS.read_text(encoding="utf-8").split())
