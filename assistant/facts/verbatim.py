"""The words of a text in their order: where a phrase stands word for word, and what may be left out between two.

An ellipsis or a bracket of a quotation stands for words of its source; `is_sound` says whether the sense is left.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from assistant.facts.lists import listed
from assistant.facts.names import names
from assistant.facts.text import REFERENCE_MARK, Text, once
from corpus import Span
from corpus.words import LETTERS_ALONE, VERBATIM_WORD, is_function_word, plain, without_ending, words

# Where a word goes on: at the end of a line, and behind characters that are never seen
_GOES_ON = re.compile(r"[-‐\u00ad]\s*\n\s*|[\u00ad\u200b-\u200d\u2060\ufeff]+")
_SUPERSCRIPTS = re.compile("(?<=.)[¹²³⁰⁴-⁹]+$")
# Marks of references with a blank before them, as papers set them; but an interval's bounds are none
_SPACED_MARK = re.compile(r"(?<!CI)(?<!%) \[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\](?=\s[a-z]|[.,;:)])")

MOST_FOR_A_BRACKET = 12  # words of the source that a bracket may stand for

_DENIALS = listed("denials")
_DENIAL = rf"(?:\b(?:{'|'.join(_DENIALS)})\b|n['’]t\b)"
DENIES = re.compile(_DENIAL, re.IGNORECASE)
# A word that denies at either end of what is left out, with nothing to set it apart from what is not
_DENIES_BESIDE = re.compile(rf"\A\s*(?:\w+\s)?{_DENIAL}|{_DENIAL}(?:\s\w+)?\s*\Z", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"”’)\]]*\s")
_SENTENCE_START = re.compile(r"[.!?][\"”’)\]]*\s[\s\"“‘(]*\Z")
_COMPLETED = re.compile(r"\w\[|\]\w")  # "say[ing]"


@dataclass(frozen=True, slots=True)
class Indexed:
    """A text's words in lower case, the same joined by blanks (" a b "), where in it each begins, and their spans."""

    words: tuple[str, ...]
    joined: str
    offsets: tuple[int, ...]
    spans: tuple[Span, ...]

    def find(self, words: Sequence[str], place: int) -> int | None:
        """The first place, from this one on, at which these words stand."""
        begin = self.offsets[place] - 1 if place < len(self.offsets) else len(self.joined)
        found = self.joined.find(f" {' '.join(words)} ", begin)
        return None if found < 0 else bisect_right(self.offsets, found + 1) - 1

    def last_end(self, words: Sequence[str], end: int) -> int:
        """Where these words end that stand nearest before the word at `end`; they must stand there somewhere."""
        last = self.offsets[end] if end < len(self.offsets) else len(self.joined)
        found = self.joined.rindex(f" {' '.join(words)} ", 0, last)
        return bisect_right(self.offsets, found + 1) - 1 + len(words)

    def span(self, words: Span) -> Span:
        """Where in the text these words stand."""
        return Span(self.spans[words.start].start, self.spans[words.end - 1].end)


@once
def as_written(text: Text) -> Indexed:
    """All words of the text."""
    return _index(text.written, list(VERBATIM_WORD.finditer(text.written)))


@once
def without_marks(text: Text) -> Indexed:
    """The same without marks of references, and with the halves of a broken word as one."""
    marks = [Span(*match.span()) for match in REFERENCE_MARK.finditer(text.written)]
    marks += [Span(*match.span()) for match in _SPACED_MARK.finditer(text.written)]
    found = VERBATIM_WORD.finditer(text.written)
    return _index(
        text.written,
        [one for one in found if not any(mark.overlaps(Span(*one.span())) for mark in marks)],
        _GOES_ON,
    )


def _index(text: str, found: Sequence[re.Match[str]], goes_on: re.Pattern[str] | None = None) -> Indexed:
    words: list[str] = []
    spans: list[Span] = []
    for match in found:
        if (
            spans
            and goes_on
            and match[0][0].islower()
            and goes_on.fullmatch(text, spans[-1].end, match.start())
        ):
            words[-1], spans[-1] = words[-1] + _plain(match[0]), Span(spans[-1].start, match.end())
        else:
            words.append(_plain(match[0]))
            spans.append(Span(*match.span()))
    offsets = tuple(accumulate((len(word) + 1 for word in words[:-1]), initial=1)) if words else ()
    return Indexed(tuple(words), f" {' '.join(words)} ", offsets, tuple(spans))


def verbatim_words(text: str) -> list[str]:
    """The words of a quotation as those of a text are compared."""
    return [_plain(word) for word in VERBATIM_WORD.findall(text)]


def _plain(word: str) -> str:
    """The word in lower case without marks, its ligatures as letters, without the superscripts of notes."""
    return (
        word.lower() if word.isascii() else plain(unicodedata.normalize("NFKC", _SUPERSCRIPTS.sub("", word)))
    )


def is_sound(gap: str, stated: str) -> bool:
    """Whether an ellipsis or a bracket leaves the sense as it is, where the source has the text `stated`.

    An ellipsis drops no word that denies from beside those it keeps, and joins a sentence only to the start of another.
    A bracket stands for no denial, number or name that it does not have itself, nor for other words of content.
    """
    said = re.sub(r"[\[\].…]", "", gap).strip()
    if not said:
        return not _DENIES_BESIDE.search(stated) and (
            not _SENTENCE_END.search(stated) or _SENTENCE_START.search(stated) is not None
        )
    ours, theirs = _content(said), _content(stated)
    shared = (
        {word[:2] for word in ours} & {word[:2] for word in theirs}
        if _COMPLETED.search(gap)
        else ours & theirs
    )
    return (
        len(verbatim_words(stated)) <= MOST_FOR_A_BRACKET
        and not ("[" in stated or _SENTENCE_END.search(stated))
        and bool(DENIES.search(said)) == bool(DENIES.search(stated))
        and Text(stated).numbers.keys() <= Text(said).numbers.keys()
        and {word.lower() for word in names(stated).values()} <= {word.lower() for word in words(said)}
        and bool(shared or not ours or not theirs)
    )


def _content(text: str) -> set[str]:
    return {without_ending(word) for word in LETTERS_ALONE.findall(text) if not is_function_word(word)}
