"""An answer without a generator: the sentences of the evidence that answer, word for word."""

from collections.abc import Sequence

from assistant.answer import Claim, Verdict
from assistant.answering.answerable import ENOUGH, probability
from assistant.answering.evidence import Snippet
from assistant.answering.pin import Pinned
from corpus import Span

ALSO_ANSWERS = 0.8  # more than one snippet is quoted if each is at least this likely to answer
QUOTES = 3  # most snippets that are quoted


def extract(snippets: Sequence[Snippet]) -> Pinned:
    """The likeliest snippets as claims, in their order; none if it is not probable enough that one answers.

    `snippets[0]` is number 1.

    Nothing is checked, because each claim is a quotation.
    """
    text = ""
    claims = []
    relevance = [snippet.relevance or 0.0 for snippet in snippets]
    for number in _chosen(relevance) if probability(snippets) >= ENOUGH else []:
        text += " " if text else ""
        quote = snippets[number - 1].text
        shown = f"{quote} [{number}]"
        span = Span(len(text), len(text) + len(shown))
        claims.append(Claim(quote, span, Verdict.SUPPORTED, None, (number,)))
        text += shown
    return Pinned(text, tuple(claims), ())


def _chosen(relevance: Sequence[float]) -> list[int]:
    """The numbers of the snippets to quote, ascending."""
    ranked = sorted(range(len(relevance)), key=lambda n: -relevance[n])
    likely = [n for n in ranked[:QUOTES] if relevance[n] >= ALSO_ANSWERS]
    return sorted(n + 1 for n in likely or ranked[:1])
