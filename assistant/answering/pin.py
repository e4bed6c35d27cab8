"""Check a reply's sentences against the evidence. Each is kept, cited anew, flagged, or withheld."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Claim, Mismatch, Verdict
from assistant.answering.evidence import Snippet
from assistant.answering.marks import MarkedSentence
from assistant.facts.aligned import aligned
from assistant.facts.compare import mismatches
from assistant.facts.text import read
from assistant.judges import Judge, Judgement
from corpus import Span

NOT_PROVEN = "(not proven)"  # stands behind a sentence that is shown although nothing supports it

# From this probability of contradiction on, evidence contradicts a claim: SURELY by itself, LIKELY if an exact check
# found what the evidence says instead. Of the unseen pairs of VitaminC and FEVER that this finds, 75 and 74 % are
# labelled as refuted.
SURELY_CONTRADICTED = 0.8
LIKELY_CONTRADICTED = 0.4
FRAGMENT = 3  # words; a reply up to this length is a name or a number, and the snippet itself must have it
# "She paid the debts" proves who paid them only with the sentences before it.
_REFERS_BACK = re.compile(
    r"\b(?:he|she|it|they|him|them|his|her|hers|its|their|theirs|this|these|those|such)\b", re.IGNORECASE
)
# A claim without mismatch is partly supported if its support is at least this share of the threshold. Chosen by hand,
# because no set of labelled pairs tells a part from the whole.
PARTLY = 0.5


@dataclass(frozen=True, slots=True)
class Pinned:
    """The text that may be shown with its claims, and the withheld claims, both in the order of the reply.

    The spans of `claims` are positions in `text`, those of `withheld` positions in the reply.
    """

    text: str
    claims: tuple[Claim, ...]
    withheld: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """The result of checking a claim against the snippets with these numbers, taken together."""

    numbers: tuple[int, ...]
    judgement: Judgement
    mismatches: tuple[Mismatch, ...]

    def passes(self, threshold: float) -> bool:
        """Whether the snippets prove the claim."""
        return self.judgement.support >= threshold and not self.mismatches

    @property
    def contradicts(self) -> bool:
        """Whether the snippets contradict the claim."""
        is_stated = any(mismatch.source_says for mismatch in self.mismatches)
        return self.judgement.contradiction >= (LIKELY_CONTRADICTED if is_stated else SURELY_CONTRADICTED)

    def verdict(self, threshold: float) -> Verdict:
        """The verdict on a claim that cites these snippets and no others."""
        if self.passes(threshold):
            return Verdict.SUPPORTED
        if self.contradicts:
            return Verdict.CONTRADICTED
        if self.judgement.support >= PARTLY * threshold and not self.mismatches:
            return Verdict.PARTLY
        return Verdict.UNSUPPORTED


def pin(
    reply: str,
    sentences: Sequence[MarkedSentence],
    snippets: Sequence[Snippet],
    verifier: Judge,
    *,
    show_unsupported: bool = False,
) -> Pinned:
    """Check each sentence against the snippets that it cites, then against the others. `snippets[0]` is number 1.

    With `show_unsupported` nothing is withheld: unsupported sentences stand in the text, flagged.
    """
    text = ""
    claims: list[Claim] = []
    withheld: list[Claim] = []
    for sentence in sentences:
        claim, proven = _pinned(sentence, snippets, verifier)
        if not (proven or show_unsupported):
            withheld.append(claim)
            continue
        shown = _with_marks(reply, sentence, claim.citations)
        shown += "" if claim.verdict is Verdict.SUPPORTED else f" {NOT_PROVEN}"
        text += " " if text else ""
        claims.append(replace(claim, span=Span(len(text), len(text) + len(shown))))
        text += shown
    return Pinned(text, tuple(claims), tuple(withheld))


def _pinned(sentence: MarkedSentence, snippets: Sequence[Snippet], verifier: Judge) -> tuple[Claim, bool]:
    """The claim with its verdict, and whether a snippet proves it.

    marks of the sentence            | proven | verdict                        | citations
    one points at no snippet         | either | dangling                       | its marks
    all point at snippets, or none   | yes    | supported                      | the snippets that prove it
    all point at snippets            | no     | partly, unsupported or         | its marks
                                     |        | contradicted, by these         |
    none                             | no     | uncited                        | none
    """
    pointing = tuple(number for number in sentence.numbers if 1 <= number <= len(snippets))
    check = _best_check(sentence.text, pointing, snippets, verifier)
    proven = check is not None and check.passes(verifier.threshold)
    verdict, numbers = Verdict.UNCITED, pointing
    if len(pointing) < len(sentence.numbers):
        verdict, numbers = Verdict.DANGLING, sentence.numbers
    elif check and (proven or pointing):
        verdict, numbers = check.verdict(verifier.threshold), check.numbers
    claim = Claim(
        text=sentence.text,
        span=sentence.span,
        verdict=verdict,
        score=check.judgement.support if check else None,
        citations=numbers,
        mismatches=check.mismatches if check else (),
    )
    return claim, proven


def _best_check(
    claim: str, own: tuple[int, ...], snippets: Sequence[Snippet], verifier: Judge
) -> Check | None:
    """The check of the snippets that prove the claim: its own marks, else one snippet, else the best two together.

    If none prove it: the check of its own marks, or of the best snippet if it has no marks. None without snippets.
    """
    first = check_all(claim, [own], snippets, verifier)[0] if own else None
    if first and first.passes(verifier.threshold):
        return first
    singles = check_all(claim, [(n,) for n in range(1, len(snippets) + 1)], snippets, verifier)
    singles.sort(key=lambda check: (bool(check.mismatches), -check.judgement.support))
    if singles and singles[0].passes(verifier.threshold):
        return singles[0]
    if len(singles) > 1:
        two = tuple(sorted(singles[0].numbers + singles[1].numbers))
        [both] = check_all(claim, [two], snippets, verifier)
        if both.passes(verifier.threshold):
            return both
    return first or (singles[0] if singles else None)


def check_all(
    claim: str, cited: Sequence[tuple[int, ...]], snippets: Sequence[Snippet], verifier: Judge
) -> list[Check]:
    """Check the claim against each group of snippets, all in one batch."""
    groups = [[snippets[number - 1] for number in numbers] for numbers in cited]
    texts = ["\n".join(snippet.text for snippet in group) for group in groups]
    asked = [
        aligned(read(claim), read(text), _published(group)) for text, group in zip(texts, groups, strict=True)
    ]
    judgements = verifier.judge(asked, texts)
    return [
        Check(numbers, judgement, _mismatches(claim, text, group))
        for numbers, text, group, judgement in zip(cited, texts, groups, judgements, strict=True)
    ]


def _mismatches(claim: str, text: str, cited: Sequence[Snippet]) -> tuple[Mismatch, ...]:
    return mismatches(claim, text, _background(claim, text, cited), _published(cited))


def _published(cited: Sequence[Snippet]) -> date | None:
    dates = {snippet.article.published for snippet in cited}
    return dates.pop() if len(dates) == 1 else None


def _background(claim: str, text: str, cited: Sequence[Snippet]) -> str:
    """The text that may have the claim's names: the snippets, their titles, and what the snippets refer back to."""
    titles = [snippet.article.title for snippet in cited]
    if _REFERS_BACK.search(text) and len(claim.split()) > FRAGMENT:
        return "\n".join([*titles, *(snippet.article.text for snippet in cited)])
    return "\n".join([*titles, text])


def _with_marks(reply: str, sentence: MarkedSentence, numbers: tuple[int, ...]) -> str:
    """The sentence as it was written if its marks stay, else with the new marks before its full stop."""
    if numbers == sentence.numbers:
        return reply[sentence.span.start : sentence.span.end]
    body = sentence.text.rstrip(".!?")
    return f"{body} {''.join(f'[{number}]' for number in numbers)}{sentence.text[len(body) :] or '.'}"
