"""A text's sentences by the words that carry them, and which of a source's sentences say what a claim says."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.facts.names import STEM_LETTERS, plain
from corpus.sentences import split_sentences
from index.keywords import FUNCTION_WORDS

# A sentence that has this share of the claim's words, or whose own the claim has, says the same; chosen by hand
SAME = 0.6
LEAST = 2  # words of such a sentence

_WITHOUT_CONTENT = FUNCTION_WORDS | frozenset("never nor neither without cannot".split())
_NOT = re.compile(r"n['’]t\b")
_WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*\d|\d")
_ENDINGS = re.compile(r"(?:ing|ed|es|s|e|d)$")  # of verbs and plurals


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word in lower case without the ending of a verb or a plural; short words as they are."""
    word = plain(word)
    return _ENDINGS.sub("", word) if len(word) > STEM_LETTERS else word


@dataclass(frozen=True)
class Sentence:
    """A sentence with the stems of its content words and numbers -> as first written."""

    text: str

    @cached_property
    def stems(self) -> dict[str, str]:
        """Stem -> the word as first written."""
        found: dict[str, str] = {}
        for match in _WORD.finditer(_NOT.sub("", self.text)):
            if match[0].isupper() or match[0].lower() not in _WITHOUT_CONTENT:
                found.setdefault(stem(match[0]), match[0])
        return found

    def says(self, claim: "Sentence", but: str, same: float = SAME) -> bool:
        """Whether it says what the claim says, but for the word with this stem: most words of either stand in both."""
        said, stated = claim.stems.keys() - {but}, self.stems.keys() - {but}
        shared = len(said & stated)
        return shared >= same * len(said) or shared >= max(LEAST, same * len(stated))


@lru_cache(maxsize=64)  # one source is held against many claims
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in its order."""
    return tuple(Sentence(text[span.start : span.end]) for span in split_sentences(text))


def saying(claim: str, source: str, but: str, same: float = SAME) -> list[Sentence]:
    """The sentences of a source that say what the claim says, but for the word with this stem, had or not.

    `same` is the share of the words of either that must stand in both.
    """
    whole = Sentence(claim)
    return [one for one in sentences(source) if one.says(whole, but, same)]
