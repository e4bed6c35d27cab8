"""Claims held against the evidence: kept where it supports them, pinned to another snippet, or withheld."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Claim, Mismatch, Verdict
from assistant.checks import mismatches
from assistant.cite import MarkedSentence
from assistant.evidence import Snippet
from assistant.judges import WordOverlap
from corpus import Span


@dataclass(frozen=True, slots=True)
class Pinned:
    """The text that may be shown with its claims, and the claims that may not, both in the order of the reply.

    The spans of `claims` are in `text`; those of `withheld` in the reply as it was written.
    """

    text: str
    claims: tuple[Claim, ...]
    withheld: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Check:
    numbers: tuple[int, ...]
    score: float
    mismatches: tuple[Mismatch, ...]

    def passes(self, threshold: float) -> bool:
        return self.score >= threshold and not self.mismatches


def pin(
    reply: str, sentences: Sequence[MarkedSentence], snippets: Sequence[Snippet], verifier: WordOverlap
) -> Pinned:
    """Check each sentence against what it cites, then against each other snippet; `snippets[0]` is number 1."""
    text = ""
    claims: list[Claim] = []
    withheld: list[Claim] = []
    for sentence in sentences:
        claim = _judge(sentence, snippets, verifier)
        if claim.score is None or claim.score < verifier.threshold or claim.mismatches:
            withheld.append(claim)
            continue
        shown = _with_marks(reply, sentence, claim.citations)
        text += " " if text else ""
        claims.append(replace(claim, span=Span(len(text), len(text) + len(shown))))
        text += shown
    return Pinned(text, tuple(claims), tuple(withheld))


def _judge(sentence: MarkedSentence, snippets: Sequence[Snippet], verifier: WordOverlap) -> Claim:
    pointing = tuple(number for number in sentence.numbers if 1 <= number <= len(snippets))
    dangling = len(pointing) < len(sentence.numbers)
    own = _check(sentence.text, pointing, snippets, verifier) if pointing else None
    best = own
    if own is None or not own.passes(verifier.threshold):
        others = [_check(sentence.text, (n,), snippets, verifier) for n in range(1, len(snippets) + 1)]
        proof = max(others, key=lambda check: (not check.mismatches, check.score), default=None)
        if proof is not None and proof.passes(verifier.threshold):
            best = proof
    supported = best is not None and best.passes(verifier.threshold)
    if dangling:
        verdict, numbers = Verdict.DANGLING, sentence.numbers
    elif supported and best is not None:
        verdict, numbers = Verdict.SUPPORTED, best.numbers
    else:
        verdict, numbers = (Verdict.UNSUPPORTED if pointing else Verdict.UNCITED), pointing
    return Claim(
        text=sentence.text,
        span=sentence.span,
        verdict=verdict,
        score=best.score if best else None,
        citations=numbers,
        mismatches=best.mismatches if best else (),
    )


def _check(
    claim: str, numbers: tuple[int, ...], snippets: Sequence[Snippet], verifier: WordOverlap
) -> _Check:
    cited = [snippets[number - 1] for number in numbers]
    evidence = "\n".join(snippet.text for snippet in cited)
    background = "\n".join(f"{snippet.article.title}\n{snippet.article.text}" for snippet in cited)
    [score] = verifier.score([claim], [evidence])
    return _Check(numbers, float(score), mismatches(claim, evidence, background))


def _with_marks(reply: str, sentence: MarkedSentence, numbers: tuple[int, ...]) -> str:
    """The sentence as it was written where its marks stand; with new marks before its full stop."""
    if numbers == sentence.numbers:
        return reply[sentence.span.start : sentence.span.end]
    body = sentence.text.rstrip(".!?")
    return f"{body} {''.join(f'[{number}]' for number in numbers)}{sentence.text[len(body) :] or '.'}"
