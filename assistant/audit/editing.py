"""Edits of an answer's text: marks exchanged, sentences struck; made, or shown in Markdown as tracked changes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.audit.mark_styles import WrittenMark
from corpus import Span

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_STOP = re.compile(r"[.!?;:…]+\Z")
_BETWEEN_MARKS = re.compile(r"[ \t]*[,;]?[ \t]*")
_LIST_MARK = re.compile(r"[ \t>]*(?:[-*+•]|\(?\d{1,3}[.)])?[ \t]*")


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands at `span` becomes `new`; `sentence` says that a whole sentence goes, with the blank behind it."""

    span: Span
    new: str = ""
    sentence: bool = False


def marks_like(sample: str, numbers: Sequence[int]) -> str:
    """Marks with these numbers, written as the sample is.

    >>> [marks_like(sample, [1, 12]) for sample in ("[3]", "[^3]", "³", "(3)")]
    ['[1][12]', '[^1][^12]', '¹˒¹²', '(1, 12)']
    """
    listed = ", ".join(map(str, numbers))
    if sample.startswith("<"):
        return f"<sup>{listed}</sup>"
    if sample.startswith("("):
        return f"({listed})"
    if sample.startswith("【"):
        return "".join(f"【{number}】" for number in numbers)
    if not sample.startswith("["):
        return "˒".join(str(number).translate(_RAISED) for number in numbers)
    caret = "^" if sample.startswith("[^") else ""
    return "".join(f"[{caret}{number}]" for number in numbers)


def remarked(text: str, claim: Span, marks: Sequence[WrittenMark], new: str) -> list[Edit]:
    """The edits after which the claim has the marks `new` where its first one stands, and no other.

    Without a mark, `new` goes before its full stop, or behind it in the styles that stand there. Empty, it takes
    the marks away with the blanks before them.
    """
    if not marks:
        return [_inserted(text, claim, new)]
    edits = [Edit(marks[0].span if new else _with_blanks(text, marks[0].span), new)]
    for before, mark in pairwise(marks):
        joined = _BETWEEN_MARKS.fullmatch(text, before.span.end, mark.span.start)
        start = before.span.end if joined else _with_blanks(text, mark.span).start
        edits.append(Edit(Span(start, mark.span.end)))
    return edits


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made; an item or a paragraph of which nothing is left goes as a whole."""
    pieces, done = [], 0
    for edit in _whole_lines(text, edits):
        pieces += [text[done : edit.span.start], edit.new]
        done = max(done, edit.span.end)
    return "".join([*pieces, text[done:]])


def tracked(text: str, edits: Sequence[Edit]) -> str:
    """The text as Markdown in which what goes is ~~struck~~ and what comes is **bold**."""
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        pieces.append(text[done : edit.span.start])
        pieces += [_within("~~", text[edit.span.start : edit.span.end]), _within("**", edit.new)]
        done = edit.span.end
    return "".join([*pieces, text[done:]])


def _inserted(text: str, claim: Span, new: str) -> Edit:
    written = text[claim.start : claim.end].rstrip()
    end = claim.start + len(written)
    if new.startswith(("[^", "<")) or not new.startswith(("[", "(", "【")):
        return Edit(Span(end, end), new)
    stop = _STOP.search(written)
    position = claim.start + stop.start() if stop else end
    return Edit(Span(position, position), f" {new}")


def _with_blanks(text: str, span: Span) -> Span:
    return Span(len(text[: span.start].rstrip(" \t")), span.end)


def _whole_lines(text: str, edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits in order, struck sentences that follow each other as one, with what must go with them."""
    run: Span | None = None
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.sentence and run and not text[run.end : edit.span.start].strip(" \t"):
            run = Span(run.start, edit.span.end)
            continue
        if run:
            yield Edit(_cut(text, run))
        run = edit.span if edit.sentence else None
        if not edit.sentence:
            yield edit
    if run:
        yield Edit(_cut(text, run))


def _cut(text: str, struck: Span) -> Span:
    """The struck sentences and the blanks behind them; the whole line, where only its list mark would stay."""
    line = text.rfind("\n", 0, struck.start) + 1
    end = struck.end + len(text[struck.end :]) - len(text[struck.end :].lstrip(" \t"))
    ends_line = end == len(text) or text[end] == "\n"
    if not ends_line:
        return Span(struck.start, end)
    if not _LIST_MARK.fullmatch(text, line, struck.start):
        return Span(_with_blanks(text, struck).start, end)
    end += len(text[end : end + 1])
    between_blank_lines = text.endswith("\n\n", 0, line) and text.startswith("\n", end)
    return Span(line, end + between_blank_lines)


def _within(sign: str, text: str) -> str:
    """The text between two signs, which stand inside its blanks, as Markdown wants it."""
    body = text.strip()
    if not body:
        return text
    start = text.index(body)
    return f"{text[:start]}{sign}{body}{sign}{text[start + len(body) :]}"
