"""Text with spans of it lit, as HTML: the spans may overlap, and nothing in the text is markup."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from html import escape
from itertools import pairwise

from corpus import Span

_WORD = re.compile(r"(?:\w+(?:[.,:'’-]\w+)*|[^\w\s])\s*")  # with the white space behind it


def lit(text: str, start: int, layers: Mapping[str, Sequence[Span]]) -> str:
    """The text, where each layer's spans stand in a `mark` with its name as a class.

    `text` begins at `start` of the text that the spans are positions of; what lies outside of it is left out.

    >>> lit("ab&c", 10, {"lit": [Span(11, 13)], "fault": [Span(12, 99)]})
    'a<mark class="lit">b</mark><mark class="lit fault">&amp;</mark><mark class="fault">c</mark>'
    """
    spans = [span for layer in layers.values() for span in layer]
    edges = {
        0,
        len(text),
        *(min(max(edge - start, 0), len(text)) for s in spans for edge in (s.start, s.end)),
    }
    pieces = []
    for left, right in pairwise(sorted(edges)):
        here = Span(start + left, start + right)
        classes = [name for name, layer in layers.items() if any(span.contains(here) for span in layer)]
        piece = escape(text[left:right])
        pieces.append(f'<mark class="{" ".join(classes)}">{piece}</mark>' if classes else piece)
    return "".join(pieces)


def difference(before: str, after: str) -> str:
    """How `before` becomes `after`, word by word, in `del` and `ins`.

    >>> difference("we will not go", "we shall not go")
    'we <del>will</del> <ins>shall</ins> not go'
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new], autojunk=False)
    pieces = []
    for change, i, end_i, j, end_j in matcher.get_opcodes():
        if change == "equal":
            pieces += [escape(max(both, key=len)) for both in zip(old[i:end_i], new[j:end_j], strict=True)]
        else:
            pieces += [_changed("del", old[i:end_i]), _changed("ins", new[j:end_j])]
    return re.sub(r"(</del>)(<ins>)", r"\1 \2", "".join(pieces))


def _changed(tag: str, words: Sequence[str]) -> str:
    text = "".join(words)
    body = text.rstrip()
    return f"<{tag}>{escape(body)}</{tag}>{text[len(body) :]}" if body else ""
