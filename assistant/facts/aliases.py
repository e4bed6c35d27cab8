"""What is called by two names: countries and their people, governments and their capitals, ranks and company forms.

Small on purpose: only what news writes every day. Adjectives that share four letters with their country need no entry.
"""

import re
from collections.abc import Sequence

from corpus.sentences import TITLES

# One name in several writings; of a writing of several words the text must have all.
_WRITINGS = """
    us usa america american american's americans united+states
    uk britain british briton britons united+kingdom
    eu europe european europeans
    un united+nations
    uae emirati united+arab+emirates
    france french frenchman
    spain spanish spaniard spaniards
    netherlands dutch holland
    switzerland swiss
    denmark danish dane danes
    wales welsh
    ireland irish
    poland polish pole poles
    finland finnish finn finns
    cyprus cypriot
    philippines filipino filipina filipinos
    kyiv kiev
    myanmar burma burmese
    tv television televised
    covid coronavirus
"""

# A capital stands for its government. Left out: cities that are written about for more than that, as New York is,
# and Jerusalem, which more than one side calls its capital.
_GOVERNMENTS = """
    washington us american america united+states
    london uk british britain united+kingdom
    brussels eu european
    baghdad iraq iraqi
    tehran iran iranian
    damascus syria syrian
    ankara turkey turkish
    riyadh saudi
    cairo egypt egyptian
    kabul afghanistan afghan
    islamabad pakistan pakistani
    moscow russia russian
    kyiv ukraine ukrainian
    berlin germany german
    paris france french
    beijing china chinese
    tokyo japan japanese
    delhi india indian
"""

# What stands before a name and is none itself: ranks, and forms of companies
RANKS = frozenset(word.lower() for word in TITLES if word[0].isupper()) | frozenset(
    "jr sr esq inc corp co ltd llc bros".split()
)
_AT_A_PLACE = re.compile(
    r"\b(?:the|a|in|at|near|to|outside|inside|around|across|through|reached|left|leaving|visited|visiting)\s$",
    re.IGNORECASE,
)
_IN_A_NAME = re.compile(r"(?!\A)(?<![.!?:;]\s)\b[A-Z][\w.]*[\s-]$")
_NAME_AFTER = re.compile(r",?[\s-][A-Z]")

Writings = tuple[frozenset[str], ...]


def _tables(rows: str) -> dict[str, Writings]:
    """Each writing of a row -> all of the row, each as the words that it has."""
    found: dict[str, Writings] = {}
    for row in rows.strip().splitlines():
        writings = tuple(frozenset(written.split("+")) for written in row.split())
        found |= {written.replace("+", " "): writings for written in row.split()}
    return found


_OTHER_WRITINGS = _tables(_WRITINGS)
_COUNTRIES = {
    capital: _tables(" ".join(country))[country[0]]
    for capital, *country in map(str.split, _GOVERNMENTS.strip().splitlines())
}
_CAPITAL = re.compile(rf"\b(?:{'|'.join(_COUNTRIES)})\b", re.IGNORECASE)
LONGEST = max(phrase.count(" ") + 1 for phrase in _OTHER_WRITINGS)  # words of a writing


def is_written_otherwise(phrase: str, words: frozenset[str]) -> bool:
    """Whether a text of these words, in lower case, has the phrase in another writing: "american" is "us"."""
    return any(writing <= words for writing in _OTHER_WRITINGS.get(phrase, ()))


def are_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names, as words in lower case, are writings of one, or a government and its capital."""
    phrases = [(" ".join(one), frozenset(other)), (" ".join(other), frozenset(one))]
    return any(
        writing <= words
        for phrase, words in phrases
        for writing in _OTHER_WRITINGS.get(phrase, ()) + _COUNTRIES.get(phrase, ())
    )


def governments(text: str, words: frozenset[str]) -> set[str]:
    """The capitals that a text names in place of their governments, where a text of these words has their countries.

    "Washington said", but not "in Washington" and not "the Washington Institute".
    """
    return {
        match[0].lower()
        for match in _CAPITAL.finditer(text)
        if any(writing <= words for writing in _COUNTRIES[match[0].lower()])
        and not _AT_A_PLACE.search(text, 0, match.start())
        and not _IN_A_NAME.search(text, 0, match.start())
        and not _NAME_AFTER.match(text, match.end())
    }
