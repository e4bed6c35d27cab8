"""A text that is read once: its sentences, words, numbers and dates.

All checks compare two of these values. `read` is the door: it makes one of a string, and remembers the last ones, so
that a source that many claims are held against is read once. No other module remembers texts.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, wraps
from typing import Any, TypeVar, TypeVarTuple

from assistant.facts.days.dates import Mention, mentions
from assistant.facts.numerals import is_number
from assistant.facts.quantities import Quantity, quantities
from corpus import Span
from corpus.sentences import split_sentences
from corpus.words import FUNCTION_WORDS, LETTERS_OR_NUMBER, is_function_word, stem, without_ending, words

REMEMBERED = 256  # texts, in use at the same time by an audited answer with a few claims and sources

_WITHOUT_CONTENT = FUNCTION_WORDS | frozenset("never nor neither without cannot".split())
# Marks of references in a text, right behind a word or a sign: "[1]", "[citation needed]", "[[2]](#footnote-2)"
REFERENCE_MARK = re.compile(
    r"(?<=\S)\^?\[\[?\^?(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[a-z]|[ivx]{1,4}|(?:note|nb|n|fn|ref|footnote)\.?\s?\d+"
    r"|(?:citation|clarification|verification|page|better source|quotation)s? needed|(?:who|when|where|why|which)\?"
    r"|according to whom\?|dubious[^\]]*|failed verification|update|full citation needed)\]\]?(?:\(#[^)\s]*\))?",
    re.IGNORECASE,
)
_NOT = re.compile(r"n['’]t\b")

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Text:
    """A text and what it states. Each part is worked out the first time that it is asked for, and then kept."""

    written: str

    @cached_property
    def sentences(self) -> tuple["Sentence", ...]:
        """Its sentences, in their order."""
        return tuple(
            Sentence(self.written[span.start : span.end], span) for span in split_sentences(self.written)
        )

    @cached_property
    def length(self) -> int:
        """How many words it has, cut at white space."""
        return len(self.written.split())

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words as written, without figures and possessive endings: see `corpus.words.words`."""
        return tuple(words(self.written))

    @cached_property
    def terms(self) -> frozenset[str]:
        """The stems of its content words, and its numbers as figures: what shares of words are counted in."""
        content = (word for word in self.words if not is_function_word(word) and not is_number(word))
        return frozenset([*(stem(word.lower()) for word in content), *self.numbers])

    @cached_property
    def stems(self) -> dict[str, str]:
        """Its content words without their endings, and its numbers -> each as first written."""
        found: dict[str, str] = {}
        for match in LETTERS_OR_NUMBER.finditer(_NOT.sub("", self.written)):
            if match[0].isupper() or match[0].lower() not in _WITHOUT_CONTENT:
                found.setdefault(without_ending(match[0]), match[0])
        return found

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its numbers with their units, years too, but no numbers of references."""
        found = quantities(self.written)
        marks = [Span(*match.span()) for match in REFERENCE_MARK.finditer(self.written)]
        return tuple(one for one in found if not any(one.span.overlaps(mark) for mark in marks))

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Its numbers: their value as figures -> as first written.

        "one" and "first" are pronoun and adverb too and are left out.

        >>> Text("Three of 2,500 left in 2024.").numbers
        {'3': 'Three', '2500': '2,500', '2024': '2024'}
        """
        found: dict[str, str] = {}
        for quantity in self.quantities:
            if not quantity.implied:
                found.setdefault(quantity.key, quantity.written)
        return found

    def dates(self, published: date | None = None) -> tuple[Mention, ...]:
        """Its dates; `published` is the day that "yesterday" and "on Friday" are counted from."""
        return _dates(self, published)

    @cached_property
    def kept(self) -> dict[Hashable, Any]:
        """What functions marked with `once` have read in it."""
        return {}


@dataclass(frozen=True)
class Sentence(Text):
    """A sentence, and where it stands in its text."""

    span: Span


def once(reading: Callable[[Text, *Arguments], Result]) -> Callable[[Text, *Arguments], Result]:
    """Mark a function that reads a text for one check: its result is kept with the text."""

    @wraps(reading)
    def kept(text: Text, /, *arguments: *Arguments) -> Result:
        key = (reading, *arguments)
        if key not in text.kept:
            text.kept[key] = reading(text, *arguments)
        found: Result = text.kept[key]
        return found

    return kept


@once
def _dates(text: Text, published: date | None) -> tuple[Mention, ...]:
    return tuple(mentions(text.written, published))


@lru_cache(maxsize=REMEMBERED)
def read(text: str) -> Text:
    """The text, ready to be compared; the same value for the same string while it is remembered."""
    return Text(text)
