"""Claims held against evidence: all that they cite; failing that, what they do not cite; and which citations they need.

The claims of an answer go to the verifier together, in at most four batches. Support and exact facts come together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.answer import Mismatch, MismatchKind
from assistant.answering.pin import Check
from assistant.audit.claims import Mark, MarkedClaim
from assistant.audit.differences import WrongFact, misplaced_facts, wrong_facts
from assistant.audit.passages import Part, around, nearest_sentences, terms_of
from assistant.audit.quotations import quoted_part
from assistant.audit.sources import ResolvedSource, SourceFinder
from assistant.facts.compare import mismatches
from assistant.facts.quotations import is_verbatim
from assistant.facts.text import read
from assistant.judges import Judge
from assistant.judges.signals import EVIDENCE_WORDS
from corpus import Span

SEARCHED = 8  # passages of the library that a claim is held against that nothing it cites supports
LISTED = 8  # most other sources of the answer that it is held against
# A passage that a claim does not cite must do more than one that it does: of all that a search finds, some of what is
# merely alike passes the threshold. So much its support and its share of the claim's terms must be together.
SURELY = 1.4
MOST_PROVING = 2  # sentences of it that these terms stand in
# Evidence with this share of a claim's terms speaks of the same thing; with the larger one of the very same fact, so
# that it is wrong although another passage has it as the claim does. Both chosen by hand.
ABOUT = 0.5
CLOSELY = 0.75


@dataclass(frozen=True)
class Evidence:
    """Parts of sources that are read together."""

    parts: tuple[Part, ...]

    @cached_property
    def text(self) -> str:
        """What the verifier reads."""
        return "\n".join(part.text for part in self.parts)

    @property
    def sources(self) -> list[ResolvedSource]:
        """The sources of the parts, each once."""
        return list({part.source.number: part.source for part in self.parts}.values())

    @property
    def published(self) -> date | None:
        """The day on which all of them were published; None if they have several days or none."""
        days = {source.published for source in self.sources}
        return days.pop() if len(days) == 1 else None


@dataclass(frozen=True)
class Pair:
    """A claim and the evidence that it is held against. What comes of comparing them is worked out once."""

    claim: str
    evidence: Evidence

    @cached_property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Facts that the evidence's sentences nearest to the claim have otherwise; quotations that it lacks."""
        read_text = self.evidence.text
        if read(read_text).length > EVIDENCE_WORDS:
            read_text = "\n".join(part.text for part in nearest_sentences(self.claim, self.evidence.parts))
        texts = [source.text for source in self.evidence.sources]
        background = "\n".join(map(_known, self.evidence.sources))
        found = tuple(
            mismatch
            for mismatch in mismatches(self.claim, read_text, background, self.evidence.published)
            if mismatch.kind is not MismatchKind.QUOTATION
            or not any(is_verbatim(mismatch.claim_says, text) for text in texts)
        )
        return found or misplaced_facts(self.claim, self.evidence.parts)

    @cached_property
    def wrong_facts(self) -> list[WrongFact]:
        """The mismatches that are facts, with their places on both sides."""
        return wrong_facts(self.claim, self.mismatches, self.evidence.parts)

    @cached_property
    def proving_share(self) -> float:
        """The share of the claim's terms that two sentences of the evidence have, in [0, 1]."""
        return _share(read(self.claim).terms, self._proving_terms)

    def is_about(self, least: float = ABOUT) -> bool:
        """Whether two sentences of the evidence have this share of the claim's terms, leaving out the wrong facts."""
        wrong = {term for fact in self.wrong_facts for term in read(_said(self.claim, fact)).terms}
        return _share(read(self.claim).terms - wrong, self._proving_terms) >= least

    @cached_property
    def _proving_terms(self) -> frozenset[str]:
        near = nearest_sentences(self.claim, self.evidence.parts, most=MOST_PROVING)
        return frozenset[str]().union(*map(terms_of, near))


@dataclass(frozen=True, slots=True)
class Held:
    """A claim with what it was held against, and what came of it."""

    pair: Pair
    check: Check


@dataclass(frozen=True, slots=True)
class CitedClaim:
    """A claim, the listed sources that its marks name, those that it does not cite, and marks that name none."""

    claim: MarkedClaim
    cited: tuple[ResolvedSource, ...]
    others: tuple[ResolvedSource, ...]
    dangling: tuple[Mark, ...]

    @property
    def text(self) -> str:
        """The claim's words."""
        return self.claim.text

    @property
    def readable(self) -> tuple[ResolvedSource, ...]:
        """The cited sources that there is a text of."""
        return tuple(source for source in self.cited if source.text)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a claim does not cite: the best passage that proves it, and where none does, one that contradicts it."""

    proof: Part | None = None
    against: Part | None = None


def quoted_evidence(sources: Iterable[ResolvedSource]) -> Evidence:
    """The sentences that hold each source's quote; all of a source without a quote, or if the quote is not in it."""
    parts: list[Part] = []
    for source in sources:
        quoted = quoted_part(source)
        parts += around(source, [quoted.span]) if quoted else [whole(source)]
    return Evidence(tuple(parts))


def whole_evidence(sources: Iterable[ResolvedSource]) -> Evidence:
    """All of each source's text."""
    return Evidence(tuple(map(whole, sources)))


def whole(source: ResolvedSource) -> Part:
    """The source's text from end to end."""
    return Part(source, Span(0, len(source.text)))


def hold(pairs: Sequence[Pair], verifier: Judge) -> list[Held]:
    """Each claim held against its evidence, all in one batch."""
    if not pairs:
        return []
    judgements = verifier.judge([pair.claim for pair in pairs], [pair.evidence.text for pair in pairs])
    return [
        Held(
            pair, Check(tuple(source.number for source in pair.evidence.sources), judgement, pair.mismatches)
        )
        for pair, judgement in zip(pairs, judgements, strict=True)
    ]


def hold_cited(claims: Sequence[CitedClaim], verifier: Judge) -> list[Held | None]:
    """Each claim against the sentences that hold its sources' quotes; if these are silent, against the whole sources.

    None for a claim that cites nothing that can be read. If the quoted sentences have another number, name or date in
    the place of the claim's, the rest of the source is not asked: it would have that number somewhere.
    """
    quoted = {
        n: Pair(claim.text, quoted_evidence(claim.readable))
        for n, claim in enumerate(claims)
        if claim.readable
    }
    found = dict(zip(quoted, hold(list(quoted.values()), verifier), strict=True))
    again = {
        n: Pair(held.pair.claim, whole_evidence(claims[n].readable))
        for n, held in found.items()
        if not held.check.passes(verifier.threshold) and not _says_otherwise(held.pair)
    }
    again = {n: pair for n, pair in again.items() if pair != found[n].pair}
    found |= zip(again, hold(list(again.values()), verifier), strict=True)
    return [found.get(n) for n in range(len(claims))]


def _says_otherwise(pair: Pair) -> bool:
    return any(fact.stated for fact in pair.wrong_facts) and pair.is_about()


def look_elsewhere(claims: Sequence[CitedClaim], finder: SourceFinder, verifier: Judge) -> list[Elsewhere]:
    """Each claim against the answer's other sources, and against what a search of the library finds."""
    candidates = [_candidates(claim, finder) for claim in claims]
    held = iter(hold([pair for pairs in candidates for pair in pairs], verifier))
    return [_best([next(held) for _ in pairs], verifier.threshold) for pairs in candidates]


def _candidates(claim: CitedClaim, finder: SourceFinder) -> list[Pair]:
    """Parts that may be sure to prove it: no exact fact speaks against them; and the one that has most of its terms."""
    listed = [_pair(claim, whole(source)) for source in claim.others if source.text]
    listed.sort(key=lambda pair: -pair.proving_share)
    pairs = listed[:LISTED] + [_pair(claim, part) for part in _found(claim, finder)]
    fullest = max((pair.proving_share for pair in pairs), default=0.0)
    return [
        pair
        for pair in pairs
        if pair.proving_share >= SURELY - 1 and (pair.proving_share == fullest or not pair.mismatches)
    ]


def _pair(claim: CitedClaim, part: Part) -> Pair:
    return Pair(claim.text, Evidence((part,)))


def _found(claim: CitedClaim, finder: SourceFinder) -> list[Part]:
    """Passages of articles that it does not cite, as listed sources where the answer lists them."""
    cited = {source.article.id for source in claim.cited if source.article}
    listed = {source.article.id: source for source in claim.others if source.article}
    passages = [hit.passage for hit in finder.search(claim.text, SEARCHED)]
    return [
        Part(listed.get(passage.article.id) or finder.unlisted(passage.article), passage.span)
        for passage in passages
        if passage.article.id not in cited
    ]


def _best(held: Sequence[Held], threshold: float) -> Elsewhere:
    """Of those that pass the likeliest, a listed source before one that is not."""
    passing = [
        each
        for each in held
        if each.check.passes(threshold) and each.check.judgement.support + each.pair.proving_share >= SURELY
    ]
    if passing:
        best = max(passing, key=lambda each: (_is_listed(each.pair), each.check.judgement.support))
        return Elsewhere(proof=_nearest(best.pair))
    against = [each.pair for each in held if each.check.contradicts and each.pair.proving_share >= ABOUT]
    nearest = max(against, key=lambda pair: pair.proving_share, default=None)
    return Elsewhere(against=_nearest(nearest) if nearest else None)


def _is_listed(pair: Pair) -> bool:
    return pair.evidence.parts[0].source.ref.number is not None


def _nearest(pair: Pair) -> Part:
    return nearest_sentences(pair.claim, pair.evidence.parts, most=1)[0]


def count_precise(claims: Sequence[CitedClaim], held: Sequence[Held | None], verifier: Judge) -> list[int]:
    """How many citations of each claim count, in the sense of Gao et al. 2023, section 4.3.

    No citation of a claim counts that is not proven. A citation does not count if it alone does not prove the claim and
    the others still do without it, or if its source cannot be read.
    """
    counts = [0] * len(claims)
    alone: list[tuple[int, ResolvedSource, Pair]] = []
    for n, (claim, own) in enumerate(zip(claims, held, strict=True)):
        if own is None or not own.check.passes(verifier.threshold):
            continue
        counts[n] = len(claim.readable)
        if counts[n] > 1:
            alone += [(n, source, _of_source(own.pair, source, True)) for source in claim.readable]
    checked = hold([pair for _, _, pair in alone], verifier)
    without = [
        (n, _of_source(own.pair, source, False))
        for (n, source, _), each in zip(alone, checked, strict=True)
        if not each.check.passes(verifier.threshold) and (own := held[n])
    ]
    rest = hold([pair for _, pair in without], verifier)
    for (n, _), each in zip(without, rest, strict=True):
        counts[n] -= each.check.passes(verifier.threshold)
    return counts


def _of_source(pair: Pair, source: ResolvedSource, only: bool) -> Pair:
    """The claim with the evidence that is of this source, or with all the rest."""
    parts = (part for part in pair.evidence.parts if (part.source.number == source.number) is only)
    return Pair(pair.claim, Evidence(tuple(parts)))


def _share(wanted: frozenset[str], there: frozenset[str]) -> float:
    return len(wanted & there) / len(wanted) if wanted else 0.0


def _said(claim: str, fact: WrongFact) -> str:
    return claim[fact.said.start : fact.said.end]


def _known(source: ResolvedSource) -> str:
    """All that is known of a source: what names are looked for in."""
    author = source.article.author if source.article else None
    return "\n".join(filter(None, (source.ref.title, source.ref.publisher, author, source.text)))
