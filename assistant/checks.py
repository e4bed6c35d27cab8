"""Exact checks of a claim against its source: what a score misses and a reader never forgives.

Numbers must stand in the cited snippet, names anywhere in the cited article; a word must not turn into its
opposite by a prefix. Written out and figures are the
same number ("three", "3"; "2,500", "2500").
"""

import re

from assistant.answer import Mismatch
from index.keywords import FUNCTION_WORDS

STEM_LETTERS = 4  # names that share them are forms of one name: Iraq, Iraqi; Kurds, Kurdish

_NEGATIVE_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non")
_NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_FIGURES = {word: str(value) for value, word in enumerate(_NUMBER_WORDS)}
_NUMBER = re.compile(rf"\d[\d,.]*\d|\d|\b(?:{'|'.join(_NUMBER_WORDS)})\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def numbers(text: str) -> dict[str, str]:
    """The numbers in a text: their value as figures -> as first written. "one" is a pronoun too and is left out.

    >>> numbers("Three of 2,500 left in 2024.")
    {'3': 'Three', '2500': '2,500', '2024': '2024'}
    """
    found: dict[str, str] = {}
    for match in _NUMBER.finditer(text):
        written = match[0]
        if written.lower() != "one":
            found.setdefault(_FIGURES.get(written.lower(), re.sub(r",(?=\d{3})", "", written)), written)
    return found


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


def words(text: str) -> list[str]:
    """The words of a text without figures, dots of abbreviations, and possessive endings."""
    text = _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), text)
    return [re.sub(r"['’]s?$", "", word) for word in _WORD.findall(text)]


def mismatches(claim: str, snippet: str, article: str) -> tuple[Mismatch, ...]:
    """The numbers of a claim that its snippet lacks, the words it negates, the names that its whole article lacks."""
    stated = numbers(snippet)
    wrong = [
        Mismatch("number", written, ", ".join(stated.values()))
        for value, written in numbers(claim).items()
        if value not in stated and _FIGURES.get(written.lower()) not in stated
    ]
    wrong += negations(claim, snippet)
    known = known_names(article)
    wrong += [
        Mismatch("name", written, "") for name, written in names(claim).items() if not _is_known(name, known)
    ]
    return tuple(wrong)


def negations(claim: str, snippet: str) -> list[Mismatch]:
    """Words that one side has plain and the other only with a negative prefix ("likely", "unlikely")."""
    said = {word.lower(): word for word in words(claim)}
    stated = {word.lower(): word for word in words(snippet)}
    found = []
    for prefix in _NEGATIVE_PREFIXES:
        found += [
            Mismatch("negation", said[w], stated[prefix + w]) for w in said if _only_in(prefix + w, w, stated)
        ]
        found += [
            Mismatch("negation", said[prefix + w], stated[w]) for w in stated if _only_in(prefix + w, w, said)
        ]
    return found


def _only_in(negated: str, plain: str, there: dict[str, str]) -> bool:
    return len(plain) >= STEM_LETTERS and negated in there and plain not in there


def known_names(text: str) -> set[str]:
    """The words of a text in lower case, and the initials of each run of capitalised ones."""
    capitals = re.findall(r"\b[A-Z]\w*(?: (?:of |the )?[A-Z]\w*)+", text)
    initials = {"".join(word[0] for word in run.split() if word[0].isupper()).lower() for run in capitals}
    return {word.lower() for word in words(text)} | initials


def _is_known(name: str, known: set[str]) -> bool:
    """Whether the article has the name, or a word with its first letters ("Iraq", "Iraqi's")."""
    return name in known or (
        len(name) >= STEM_LETTERS and any(word.startswith(name[:STEM_LETTERS]) for word in known)
    )
