"""Edits of an answer's text: exchange marks, strike sentences. Make them, or show them in Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.marks import BETWEEN_MARKS, Mark
from corpus import Span

_STOP = re.compile(r"[.!?;:…]+\Z")
_LIST_MARK = re.compile(r"[ \t>]*(?:[-*+•]|\(?\d{1,3}[.)])?[ \t]*")


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `new` in the place of `span`. `sentence`: the span is a sentence, and the blank behind it goes too."""

    span: Span
    new: str = ""
    sentence: bool = False


def remarked(text: str, claim: Span, marks: Sequence[Mark], new: str) -> list[Edit]:
    """The edits that put the marks `new` in the place of the claim's first mark, and take its other marks away.

    If the claim has no mark, `new` goes before its full stop, or behind it in the styles that stand there. If `new` is
    empty, all marks go, with the blanks before them.
    """
    if not marks:
        return [_inserted(text, claim, new)]
    edits = [Edit(marks[0].span if new else _with_blanks(text, marks[0].span), new)]
    for before, mark in pairwise(marks):
        joined = BETWEEN_MARKS.fullmatch(text, before.span.end, mark.span.start)
        start = before.span.end if joined else _with_blanks(text, mark.span).start
        edits.append(Edit(Span(start, mark.span.end)))
    return edits


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made. If nothing is left of an item or a paragraph, its whole line goes."""
    return _rewritten(text, _whole_lines(text, edits))


def tracked(text: str, edits: Sequence[Edit]) -> str:
    """The text as Markdown: what is taken out is ~~struck~~, what is put in is **bold**."""
    shown = []
    for edit in sorted(edits, key=lambda edit: edit.span):
        struck = _within("~~", text[edit.span.start : edit.span.end])
        shown.append(Edit(edit.span, struck + _within("**", edit.new)))
    return _rewritten(text, shown)


def _rewritten(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made, which are in order."""
    pieces, done = [], 0
    for edit in edits:
        pieces += [text[done : edit.span.start], edit.new]
        done = max(done, edit.span.end)
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
    """The edits in order. Struck sentences that follow each other become one edit, with what must go with them."""
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
    """The struck sentences and the blanks behind them; the whole line if only its list mark would stay."""
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
    """The text between two signs. They stand inside the blanks at its ends, or Markdown would not read them."""
    body = text.strip()
    if not body:
        return text
    start = text.index(body)
    return f"{text[:start]}{sign}{body}{sign}{text[start + len(body) :]}"
