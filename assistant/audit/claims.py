"""Anyone's answer -> claims with their marks, and whether each needs a citation. Knows nothing of what sources say."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.marks import BETWEEN_MARKS, BareText, Mark, find_marks, share_out
from assistant.answering.pin import NOT_PROVEN
from assistant.audit.exempt import needs_citation
from corpus import Span
from corpus.sentences import split_sentences

# What opens an item and is not part of its claim: "1.", "(2)", "b)", and bullets that Markdown does not know.
_LIST_MARK = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-z]\)|[–—‣▪◦●○·])[ \t]+")
_LINE_MARKERS = re.compile(r"[\s#>*+•-]*")
_BOLD = re.compile(r"(?<!\w)\*\*+|\*\*+(?!\w)")
_FLAG = re.compile(re.escape(NOT_PROVEN))  # our own, behind a sentence that nothing supports
_CLOSING = re.compile(r"[ \t]*\)")


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
        return tuple(dict.fromkeys(number for mark in self.marks for number in mark.numbers))

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


def parse_claims(text: str, numbers: Collection[int]) -> list[MarkedClaim]:
    """The sentences of an answer in order, with their marks; `numbers` are those of its sources.

    `assistant.answering.marks` says which marks there are and to which sentence each belongs. The spans do not overlap.
    Together they hold everything but white space and what stands before the text of a heading or an item.

    >>> claims = parse_claims("1. It rained.¹ It stopped [2-3].", [1, 2, 3])
    >>> [(claim.text, claim.numbers) for claim in claims]
    [('It rained.', (1,)), ('It stopped.', (2, 3))]
    """
    flags = [Mark(Span(*flag.span()), ()) for flag in _FLAG.finditer(text)]
    marks = sorted([*find_marks(text, frozenset(numbers)), *flags], key=lambda mark: mark.span)
    bare = BareText.of(text, _cuts(text, marks))
    sentences = list(_sentences(bare.text))
    owned = share_out(text, marks, [bare.whole(sentence) for sentence in sentences])
    claims = []
    for sentence, (span, written) in zip(sentences, owned, strict=True):
        pieces = _pieces(text, bare, sentence)
        own = tuple(mark for mark in written if mark.numbers)
        claims.append(
            MarkedClaim(
                text="".join(text[piece.start : piece.end] for piece in pieces).replace("\n", " "),
                span=span,
                marks=own,
                needs_citation=needs_citation(bare.text, sentence, marked=bool(own)),
                pieces=pieces,
            )
        )
    return claims


def _cuts(text: str, marks: Sequence[Mark]) -> list[Span]:
    """What is not part of the claims: marks, the commas between and parentheses around them, and blanks before them."""
    cuts: list[Span] = []
    for mark in marks:
        if cuts and BETWEEN_MARKS.fullmatch(text, cuts[-1].end, mark.span.start):
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
    """The position at which the blanks that end at `position` begin."""
    while position and text[position - 1] in blanks:
        position -= 1
    return position


def _sentences(bare: str) -> Iterator[Span]:
    """The sentences without list marks. A sentence of which nothing else is left is no sentence."""
    for span in split_sentences(bare):
        line_start = bare.rfind("\n", 0, span.start) + 1
        opens_line = _LINE_MARKERS.fullmatch(bare, line_start, span.start)
        mark = _LIST_MARK.match(bare, span.start, span.end) if opens_line else None
        start = mark.end() if mark else span.start
        if _BOLD.sub("", bare[start : span.end]).strip():
            yield Span(start, span.end)


def _pieces(text: str, bare: BareText, sentence: Span) -> tuple[Span, ...]:
    """The parts of the answer that make up the sentence, without the signs for bold and the blanks at its ends."""
    kept: list[int] = []
    start = sentence.start
    for bold in _BOLD.finditer(bare.text, sentence.start, sentence.end):
        kept += bare.positions[start : bold.start()]
        start = bold.end()
    kept += bare.positions[start : sentence.end]
    visible = [n for n, position in enumerate(kept) if not text[position].isspace()]
    return tuple(_runs(kept[visible[0] : visible[-1] + 1]))


def _runs(positions: Sequence[int]) -> Iterator[Span]:
    """The positions as spans, one for each run of neighbours."""
    start = positions[0]
    for position, following in pairwise(positions):
        if following != position + 1:
            yield Span(start, position + 1)
            start = following
    yield Span(start, positions[-1] + 1)
