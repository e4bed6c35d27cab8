"""Where in a text a phrase stands that a check has put into words of its own: "did not go" for "didn't go"."""

import re
import unicodedata

from corpus import Span

_WORD = re.compile(r"[^\W_]+")
_NOT = r"(?:not|n['’]?t)"


def locate(phrase: str, text: str) -> Span | None:
    """The first place of the phrase, whatever its case, accents, abbreviations' dots, and blanks between its words.

    >>> locate("did not leave US", "He didn't leave  the US; she didn’t leave U.S. soil.")
    Span(start=29, end=46)
    """
    folded = _folded(text)
    exact = re.search(rf"(?<!\w){re.escape(_folded(phrase))}(?!\w)", folded) if phrase else None
    if exact:
        return Span(*exact.span())
    words = _WORD.findall(phrase)
    pattern = "".join(_pattern(word, place > 0) for place, word in enumerate(words))
    match = re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", folded) if words else None
    return Span(*match.span()) if match else None


def _pattern(word: str, follows: bool) -> str:
    if word == "not":
        return r"[\W_]*" * follows + _NOT
    folded = _folded(word)
    letters = r"\.?".join(folded) + r"\.?" if word.isupper() and word.isalpha() else re.escape(folded)
    return r"[\W_]+" * follows + letters


def _folded(text: str) -> str:
    """The text in lower case without accents, as many code points as it was."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[0] for letter in text)
