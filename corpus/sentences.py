"""Text -> the spans of its sentences. Knows English news; knows nothing of articles' metadata or of models.

`sentencex` proposes the boundaries; the rules below overrule it where news breaks it: initials and dotted
abbreviations ("U.S. Army", but "left the U.S. Then"), titles, numbers, "no." as a word, and quotations, which
are split like any other text. Lines come first: a line break ends a sentence, except in prose wrapped
at a fixed width.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from corpus.article import Span

_LISTS: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
TITLES, NUMBERED, ENDERS, TIMES, AFTER_TIME, STARTERS = (
    frozenset(words.split()) for words in _LISTS.values()
)

# Code points given to sentencex at once: it is quadratic in unpaired quotation marks (100,000 of them: 4 s).
WINDOW = 4_000
WRAPPED_LINE = range(45, 101)  # code points of a full line of hard-wrapped prose (mail, plain-text wires)

# What a line of Markdown starts with, and lines that are nothing else (rules, underlines); left out of spans.
_MARKER = re.compile(r"\s*(?:(?:#{1,6}|[-*+>•])[ \t]+)+")
_RULE = re.compile(r"\s*(?:[-*_=~][ \t]*){3,}")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’)\]]*$")

# A possible boundary: terminator, closing marks and footnote marks, blanks; then opening marks, next word.
# It starts only where a run of terminators does, or a megabyte of dots would take quadratic time.
_CANDIDATE = re.compile(
    r"(?<![.!?…])(?P<end>[.!?…]++)(?P<closers>(?:[\"'”’)\]»*_]|\[\d{1,3}\])*+)(?P<gap>\s++)"
    r"(?=(?P<openers>[\"'“‘’(\[«*_–—-]*+)(?P<next>\w[\w’'.-]*))"
)
# Who said it: after a quoted question, "?" does not end the sentence. `“Why?” Ms. Singh asked.`
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asked|asks|told|wrote|writes|added|replied|shouted|tweeted)\b"
)

_ZONE = re.compile(r"[A-Z]\w+ time\b")  # "4 p.m. Baghdad time"
_INITIALS = re.compile(r"[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]")
_LAST_WORD = re.compile(r"[\w.’'-]*$")
_UNIT_BEFORE = re.compile(r"[\d°&]\s*$")  # "at 150 °C.", "1,200 V.", "the V&A."


def split_sentences(text: str) -> list[Span]:
    """The spans of the sentences of `text`, in order.

    They do not overlap, are not empty, begin and end with something visible, and hold every visible code
    point but Markdown's line markers. Headlines, datelines and list items are sentences of their own.
    """
    return [span for block in _blocks(text) for span in _split_block(text, block)]


def is_wrapped(lines: list[str]) -> bool:
    """Whether consecutive lines are one paragraph, wrapped at a fixed width."""
    *full, last = (line.strip() for line in lines)
    if not full or len(last) >= WRAPPED_LINE.stop or any(len(line) not in WRAPPED_LINE for line in full):
        return False
    ended = sum(1 for line in full if _SENTENCE_END.search(line))
    going_on = sum(1 for line in [*full[1:], last] if line and not line[0].isupper())
    return 2 * ended < len(full) and 2 * going_on >= len(full)


def _blocks(text: str) -> Iterator[Span]:
    """Lines and wrapped paragraphs, without their markers; no sentence goes from one into the next."""
    paragraph: list[Span] = []
    for line in re.finditer(r"[^\n]+|\n(?=\n)", text):
        content = line.group()
        marker = _MARKER.match(content)
        if not content.strip() or marker or _RULE.fullmatch(content):
            yield from _paragraph_blocks(text, paragraph)
            paragraph = []
        if content.strip() and not _RULE.fullmatch(content):
            paragraph.append(Span(line.start() + (marker.end() if marker else 0), line.end()))
    yield from _paragraph_blocks(text, paragraph)


def _paragraph_blocks(text: str, lines: list[Span]) -> Iterator[Span]:
    if len(lines) > 1 and is_wrapped([text[line.start : line.end] for line in lines]):
        yield Span(lines[0].start, lines[-1].end)
    else:
        yield from lines


def _split_block(text: str, block: Span) -> Iterator[Span]:
    content = text[block.start : block.end].replace("\n", " ")
    start = 0
    for end in [*_boundaries(content), len(content)]:
        sentence = content[start:end]
        if stripped := sentence.strip():
            first = block.start + start + len(sentence) - len(sentence.lstrip())
            yield Span(first, first + len(stripped))
        start = end


def _boundaries(block: str) -> list[int]:
    """The positions in `block` at which a new sentence starts, in order."""
    ends = set(_proposed(block))
    for match in _CANDIDATE.finditer(block):
        verdict = _breaks(block, match)
        gap = range(match.start("closers"), match.end("gap") + 1)
        if verdict is not None:
            ends.difference_update(gap)
        if verdict:
            ends.add(match.end("gap"))
    return sorted(ends)


def _proposed(block: str) -> list[int]:
    """The boundaries that sentencex finds, in order."""
    import sentencex

    positions: list[int] = []
    start = 0
    while start < len(block):
        end = _window_end(block, start)
        for piece in sentencex.segment("en", block[start:end]):
            start += len(piece)
            if not piece.rstrip()[-1:].isalnum():  # it also cuts "12-inch (300 | mm)"
                positions.append(start)
        start = end
        positions.append(end)
    return positions


def _window_end(block: str, start: int) -> int:
    """The end of the window that begins at `start`: after a likely sentence, else at a blank, else anywhere."""
    limit = start + WINDOW
    if limit >= len(block):
        return len(block)
    window = block[start:limit]
    cuts = [match.end("gap") for match in _CANDIDATE.finditer(window) if _breaks(window, match) is not False]
    return start + (cuts[-1] if cuts else window.rfind(" ") + 1 or WINDOW)


def _breaks(block: str, match: re.Match[str]) -> bool | None:
    """Whether a sentence ends at `match`; None if that is left to sentencex."""
    following = match["next"]
    if following[0].islower() and (match["closers"] or match["end"] != "."):
        return False
    if match["end"] != ".":
        return _breaks_after_mark(block, match)
    return _breaks_after_word(*_word_before(block, match.start("end")), match)


def _breaks_after_mark(block: str, match: re.Match[str]) -> bool | None:
    """The same after "?", "!" and "…". If a quotation ends with one, the sentence around it may go on."""
    if not match["closers"]:
        return True
    said = match["next"] not in STARTERS and _ATTRIBUTION.match(block, match.start("next"))
    return False if said else None


def _breaks_after_word(before: str, word: str, match: re.Match[str]) -> bool | None:
    """The same after a period. `word` stands before it, `before` in front of that; it is empty at the block's start."""
    following = match["next"].rstrip(".")
    capital = following[0].isupper()
    if word in TITLES or (not before and word.isdecimal() and len(word) <= 3):
        return False
    if word in NUMBERED and following[0].isdecimal():
        return False
    if word in TIMES:
        return capital and following not in AFTER_TIME and not _ZONE.match(match.string, match.start("next"))
    if word in ENDERS or (_INITIALS.fullmatch(word) and not _UNIT_BEFORE.search(before)):
        return _starts_sentence(match)
    return True if capital and (_is_plain(word) or _starts_sentence(match)) else None


def _is_plain(word: str) -> bool:
    """True for two or more small letters of English."""
    return len(word) > 1 and word.isascii() and word.isalpha() and word.islower()


def _starts_sentence(match: re.Match[str]) -> bool:
    """Whether the next word begins a sentence, even after an abbreviation."""
    quoted = match["next"][0].isupper() and bool(set(match["openers"]) & set('"“‘'))
    return quoted or match["next"] in STARTERS


def _word_before(block: str, end: int) -> tuple[str, str]:
    """The word that ends at `end`, with the dots inside it, and before it a few code points of what precedes it."""
    start = max(0, end - 30)
    cut = start + _LAST_WORD.search(block[start:end]).start()  # type: ignore[union-attr]  # it matches ""
    return block[max(0, cut - 3) : cut], block[cut:end].lstrip("’'-.")
