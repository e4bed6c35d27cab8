"""The sentences of a long text that a claim should be held against: those that together have most of its terms.

Proof may be scattered over a page, and a small model loses sight of it in a long text: so it reads these in one piece.
"""

from collections.abc import Sequence

from assistant.facts.text import Sentence, read


def nearest(claim: str, sentences: Sequence[Sentence], most_words: int, most: int | None = None) -> list[int]:
    """The indices of the sentences that together have most of the claim's terms, in their order.

    Those that add terms not yet had are taken first, then those with most of them, until `most_words` words or `most`
    sentences are reached, but always one. With `most`, only sentences that add a term are taken after the first.
    """
    wanted = read(claim).terms
    had = [sentence.terms & wanted for sentence in sentences]
    chosen: list[int] = []
    missing, room = set(wanted), most_words
    left = list(range(len(sentences)))
    while left and len(chosen) != most:
        best = min(left, key=lambda n: (-len(had[n] & missing), -len(had[n]), n))
        if chosen and most and not had[best] & missing:
            break
        chosen.append(best)
        missing -= had[best]
        room -= sentences[best].length
        left = [n for n in left if n != best and sentences[n].length <= room]
    return sorted(chosen)


def nearest_part(claim: str, evidence: str, most_words: int) -> str:
    """The evidence itself if it is no longer than `most_words`, else its sentences nearest to the claim."""
    text = read(evidence)
    if text.length <= most_words:
        return evidence
    return " ".join(text.sentences[n].written for n in nearest(claim, text.sentences, most_words))
