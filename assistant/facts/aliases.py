"""What is called by two names: countries and their people, governments and their capitals, ranks and company forms.

Small on purpose: only what news writes every day. Adjectives that share four letters with their country need no entry.
"""

import re
from collections.abc import Sequence

from assistant.facts.lists import listed, rows
from corpus.sentences import TITLES

# What stands before a name and is none itself: ranks, and forms of companies
RANKS = frozenset(word.lower() for word in TITLES if word[0].isupper()) | listed("forms")
_AT_A_PLACE = re.compile(
    r"\b(?:the|a|in|at|near|to|outside|inside|around|across|through|reached|left|leaving|visited|visiting)\s$",
    re.IGNORECASE,
)
_IN_A_NAME = re.compile(r"(?!\A)(?<![.!?:;]\s)\b[A-Z][\w.]*[\s-]$")
_NAME_AFTER = re.compile(r",?[\s-][A-Z]")

Writings = tuple[frozenset[str], ...]


def _writings(names: str) -> Writings:
    return tuple(frozenset(written.split("+")) for written in names.split())


_OTHER_WRITINGS = {
    written.replace("+", " "): _writings(row) for row in rows("writings") for written in row.split()
}
_COUNTRIES = {
    capital: _writings(country) for capital, country in (row.split(" ", 1) for row in rows("governments"))
}
_CAPITAL = re.compile(rf"\b(?:{'|'.join(_COUNTRIES)})\b", re.IGNORECASE)
LONGEST = max(phrase.count(" ") + 1 for phrase in _OTHER_WRITINGS)  # words of a writing


def is_written_otherwise(phrase: str, words: frozenset[str]) -> bool:
    """Whether a text of these words, in lower case, has the phrase in another writing: "american" is "us"."""
    return any(writing <= words for writing in _OTHER_WRITINGS.get(phrase, ()))


def are_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names, as words in lower case, are writings of one, a government and its capital, or its letters."""
    if "".join(word[0] for word in one) in other or "".join(word[0] for word in other) in one:
        return True
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
