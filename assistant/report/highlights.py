"""Which pieces of a text are lit, and by which words two texts differ: texts in pieces, for a template to mark."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from corpus import Span

_WORD = re.compile(r"(?:\w+(?:[.,:'’-]\w+)*|[^\w\s])\s*")  # with the white space behind it


def lit(text: str, start: int, layers: Mapping[str, Sequence[Span]]) -> list[tuple[str, tuple[str, ...]]]:
    """The text in pieces, each with the names of the layers that have a span there. Spans may overlap.

    `text` begins at `start` of the text that the spans are positions of; spans outside of it are left out.

    >>> lit("abcd", 10, {"lit": [Span(11, 13)], "fault": [Span(12, 99)]})
    [('a', ()), ('b', ('lit',)), ('c', ('lit', 'fault')), ('d', ('fault',))]
    """
    spans = [span for layer in layers.values() for span in layer]
    ends = (min(max(end - start, 0), len(text)) for span in spans for end in (span.start, span.end))
    pieces = []
    for left, right in pairwise(sorted({0, len(text), *ends})):
        here = Span(start + left, start + right)
        names = tuple(name for name, layer in layers.items() if any(span.contains(here) for span in layer))
        pieces.append((text[left:right], names))
    return pieces


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """How `before` becomes `after`, word by word: pieces of text, each with `del`, `ins` or nothing.

    >>> difference("we will go", "we shall go")
    [('we ', ''), ('will', 'del'), (' ', ''), ('shall', 'ins'), (' ', ''), ('go', '')]
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new], autojunk=False)
    pieces = []
    for change, i, end_i, j, end_j in matcher.get_opcodes():
        if change == "equal":
            pieces += [(max(both, key=len), "") for both in zip(old[i:end_i], new[j:end_j], strict=True)]
            continue
        gone, come = _changed("del", old[i:end_i]), _changed("ins", new[j:end_j])
        is_tight = bool(come) and len(gone) == 1  # nothing between them
        pieces += [*gone, *([(" ", "")] if is_tight else []), *come]
    return pieces


def _changed(tag: str, words: Sequence[str]) -> list[tuple[str, str]]:
    """The words as one piece, and the white space behind them as another."""
    text = "".join(words)
    body = text.rstrip()
    return [piece for piece in ((body, tag), (text[len(body) :], "")) if piece[0]]
