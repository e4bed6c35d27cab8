"""Answer text -> claims with their marks, in whatever style they are written. Knows nothing of what sources say.

`assistant.answering.cite` reads what our own generator writes, this module what anyone writes. For plain text with
marks like `[1]` both make the same claims.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.pin import NOT_PROVEN
from assistant.audit.exempt import needs_citation
from assistant.audit.mark_styles import WrittenMark, find_marks
from corpus import Span
from corpus.sentences import split_sentences

# What an item begins with that is no part of a claim: "1.", "(2)", "b)", and bullets that Markdown does not know.
_LIST_MARK = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-z]\)|[–—‣▪◦●○·])[ \t]+")
_LINE_MARKERS = re.compile(r"[\s#>*+•-]*")
_BOLD = re.compile(r"(?<!\w)\*\*+|\*\*+(?!\w)")
_FLAG = re.compile(re.escape(NOT_PROVEN))  # our own, behind a sentence that nothing supports
_CLOSING = re.compile(r"[ \t]*\)")
_BETWEEN_MARKS = re.compile(r"[ \t]*[,;]?[ \t]*")
_BEFORE_OPENING_MARK = re.compile(r"[ \t>]*(?P<list>(?:[-*+•#]+|\d{1,3}[.)])[ \t]+)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that a mark names; `span` is the whole mark: the numbers of `[1, 3]` share theirs."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class MarkedClaim:
    """A sentence of an answer: `text` without marks, list marks and bold, `span` with its marks, in the answer.

    `pieces` are the parts of the answer that make up `text`, in order; a line break within them is a blank in it.
    """

    text: str
    span: Span
    marks: tuple[Mark, ...]
    needs_citation: bool
    pieces: tuple[Span, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the marks, once each, in order of appearance."""
        return tuple(dict.fromkeys(mark.number for mark in self.marks))

    def place(self, part: Span) -> Span:
        """Where a part of `text` stands in the answer, with the marks inside it."""
        start = self._position(part.start)
        return Span(start, self._position(part.end - 1) + 1 if len(part) else start)

    def _position(self, offset: int) -> int:
        for piece in self.pieces:
            if offset < len(piece):
                return piece.start + offset
            offset -= len(piece)
        return self.pieces[-1].end


def parse_marks(text: str, numbers: Collection[int]) -> list[MarkedClaim]:
    """The sentences of an answer in order, with their marks; `numbers` are those of its sources.

    A mark belongs to the sentence that it stands in; to the one before, where it stands behind the full stop; to
    the one behind it, where it opens an item. The spans do not overlap, and together hold everything but white
    space and what stands before the text of a heading or an item.

    >>> claims = parse_marks("1. It rained.¹ It stopped [2-3].", [1, 2, 3])
    >>> [(claim.text, claim.numbers) for claim in claims]
    [('It rained.', (1,)), ('It stopped.', (2, 3))]
    """
    flags = [WrittenMark(Span(*flag.span()), ()) for flag in _FLAG.finditer(text)]
    marks = sorted([*find_marks(text, frozenset(numbers)), *flags], key=lambda mark: mark.span)
    bare, positions = _without(text, _cuts(text, marks))
    sentences = list(_sentences(bare))
    if not sentences:
        return []
    starts = [positions[span.start] for span in sentences]
    ends = [positions[span.end - 1] + 1 for span in sentences]
    owned: list[list[Mark]] = [[] for _ in sentences]
    for mark in marks:
        owner = _owner(text, mark.span.start, starts, ends)
        owned[owner] += [Mark(number, mark.span) for number in mark.numbers]
        starts[owner] = min(starts[owner], mark.span.start)
        ends[owner] = max(ends[owner], mark.span.end)
    claims = []
    for sentence, start, end, own in zip(sentences, starts, ends, owned, strict=True):
        pieces = _pieces(text, bare, sentence, positions)
        claims.append(
            MarkedClaim(
                text="".join(text[piece.start : piece.end] for piece in pieces).replace("\n", " "),
                span=Span(start, end),
                marks=tuple(own),
                needs_citation=needs_citation(bare, sentence, marked=bool(own)),
                pieces=pieces,
            )
        )
    return claims


def _cuts(text: str, marks: Sequence[WrittenMark]) -> list[Span]:
    """What is no part of the claims: the marks, commas between them, parentheses around them, blanks before them."""
    cuts: list[Span] = []
    for mark in marks:
        if cuts and _BETWEEN_MARKS.fullmatch(text, cuts[-1].end, mark.span.start):
            cuts[-1] = Span(cuts[-1].start, mark.span.end)
        else:
            cuts.append(mark.span)
    return [_with_blanks(text, _with_parentheses(text, cut)) for cut in cuts]


def _with_parentheses(text: str, cut: Span) -> Span:
    closing = _CLOSING.match(text, cut.end)
    start = _before_blanks(text, cut.start, " \t")
    if closing and text[start - 1 : start] == "(":
        return Span(start - 1, closing.end())
    return cut


def _with_blanks(text: str, cut: Span) -> Span:
    stop = text[cut.end : cut.end + 1] in tuple(".,;:!?")
    return Span(_before_blanks(text, cut.start, " \t\n" if stop else " \t"), cut.end)


def _before_blanks(text: str, position: int, blanks: str) -> int:
    """Where the blanks that end at `position` begin."""
    while position and text[position - 1] in blanks:
        position -= 1
    return position


def _without(text: str, cuts: Sequence[Span]) -> tuple[str, list[int]]:
    """The text without the cuts, and each of its code points' position in the whole."""
    kept: list[int] = []
    start = 0
    for cut in cuts:
        kept += range(start, cut.start)
        start = cut.end
    kept += range(start, len(text))
    return "".join(text[position] for position in kept), kept


def _sentences(bare: str) -> Iterator[Span]:
    """The sentences without the marks of their items; none that is nothing but such a mark, or bold of nothing."""
    for span in split_sentences(bare):
        line_start = bare.rfind("\n", 0, span.start) + 1
        opens_line = _LINE_MARKERS.fullmatch(bare, line_start, span.start)
        mark = _LIST_MARK.match(bare, span.start, span.end) if opens_line else None
        start = mark.end() if mark else span.start
        if _BOLD.sub("", bare[start : span.end]).strip():
            yield Span(start, span.end)


def _owner(text: str, position: int, starts: Sequence[int], ends: Sequence[int]) -> int:
    """Which sentence a mark at `position` belongs to."""
    before = bisect_right(starts, position) - 1
    after = before + 1
    if before < 0:
        return 0
    if position < ends[before] or after == len(starts) or not _opens_item(text, position):
        return before
    return before if "\n" in text[position : starts[after]] else after


def _opens_item(text: str, position: int) -> bool:
    """Whether a mark is the first of its line, and the line no continuation of the one before it."""
    line = text.rfind("\n", 0, position) + 1
    opening = _BEFORE_OPENING_MARK.fullmatch(text, line, position)
    previous = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : line].strip()
    return bool(opening and (opening["list"] or not previous or previous.startswith("[")))


def _pieces(text: str, bare: str, sentence: Span, positions: Sequence[int]) -> tuple[Span, ...]:
    """The parts of the answer that make up the sentence, without its bold and blanks at its ends."""
    kept: list[int] = []
    start = sentence.start
    for bold in _BOLD.finditer(bare, sentence.start, sentence.end):
        kept += positions[start : bold.start()]
        start = bold.end()
    kept += positions[start : sentence.end]
    visible = [place for place, position in enumerate(kept) if not text[position].isspace()]
    return tuple(_runs(kept[visible[0] : visible[-1] + 1]))


def _runs(positions: Sequence[int]) -> Iterator[Span]:
    """Positions that follow one another as spans."""
    start = positions[0]
    for position, following in pairwise(positions):
        if following != position + 1:
            yield Span(start, position + 1)
            start = following
    yield Span(start, positions[-1] + 1)
