"""What proves a claim: all that it cites; failing that, what it does not cite; and which of its citations it needs.

The claims of an answer go to the verifier together, in at most four batches.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.audit.claims import Mark, MarkedClaim
from assistant.audit.evidence import (
    Evidence,
    Held,
    exact_mismatches,
    hold,
    quoted_evidence,
    whole,
    whole_evidence,
)
from assistant.audit.exact_facts import wrong_facts
from assistant.audit.passages import Part, nearest_sentences, terms_of
from assistant.audit.sources import ResolvedSource, SourceFinder
from assistant.judges import Judge, terms

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


def hold_cited(claims: Sequence[CitedClaim], verifier: Judge) -> list[Held | None]:
    """Each claim against the sentences that hold its sources' quotes, and where these are silent against all of them.

    None for a claim that cites nothing that can be read. Where the quoted sentences have another number, name or date
    in the place of the claim's, the rest of the source is not asked: it would have that number somewhere.
    """
    places = [n for n, claim in enumerate(claims) if claim.readable]
    found: list[Held | None] = [None] * len(claims)
    quoted = hold([(claims[n].text, quoted_evidence(claims[n].readable)) for n in places], verifier)
    for n, held in zip(places, quoted, strict=True):
        found[n] = held
    again = [
        (n, whole_evidence(claims[n].readable))
        for n, held in zip(places, quoted, strict=True)
        if not held.check.passes(verifier.threshold) and not _says_otherwise(claims[n].text, held)
    ]
    again = [(n, evidence) for n, evidence in again if evidence != getattr(found[n], "evidence", None)]
    rest = hold([(claims[n].text, evidence) for n, evidence in again], verifier)
    for (n, _), held in zip(again, rest, strict=True):
        found[n] = held
    return found


def _says_otherwise(claim: str, held: Held) -> bool:
    facts = wrong_facts(claim, held.check.mismatches, held.evidence.parts)
    return any(fact.stated for fact in facts) and is_about(claim, held)


def is_about(claim: str, held: Held, least: float = ABOUT) -> bool:
    """Whether two sentences of the evidence have so much of a claim's terms, but for the facts that are wrong."""
    facts = wrong_facts(claim, held.check.mismatches, held.evidence.parts)
    wrong = {term for fact in facts for term in terms(claim[fact.said.start : fact.said.end])}
    wanted = terms(claim) - wrong
    return _share(wanted, nearest_sentences(claim, held.evidence.parts, most=MOST_PROVING)) >= least


def look_elsewhere(claims: Sequence[CitedClaim], finder: SourceFinder, verifier: Judge) -> list[Elsewhere]:
    """Each claim against the answer's other sources, and against what a search of the library finds."""
    candidates = [_candidates(claim, finder) for claim in claims]
    held = iter(
        hold(
            [
                (claim.text, Evidence((part,)))
                for claim, parts in zip(claims, candidates, strict=True)
                for part in parts
            ],
            verifier,
        )
    )
    return [
        _best(claim.text, [next(held) for _ in parts], verifier.threshold)
        for claim, parts in zip(claims, candidates, strict=True)
    ]


def _candidates(claim: CitedClaim, finder: SourceFinder) -> list[Part]:
    """Parts that may be sure to prove it: no exact fact speaks against them; and the one that has most of its terms."""
    listed = [whole(source) for source in claim.others if source.text]
    listed.sort(key=lambda part: -_proving_share(claim.text, Evidence((part,))))
    parts = listed[:LISTED] + _found(claim, finder)
    shares = [_proving_share(claim.text, Evidence((part,))) for part in parts]
    fullest = max(shares, default=0.0)
    return [
        part
        for part, share in zip(parts, shares, strict=True)
        if share >= SURELY - 1 and (share == fullest or not exact_mismatches(claim.text, Evidence((part,))))
    ]


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


def _best(claim: str, held: Sequence[Held], threshold: float) -> Elsewhere:
    """Of those that pass the likeliest, a listed source before one that is not."""
    passing = [
        each
        for each in held
        if each.check.passes(threshold)
        and each.check.judgement.support + _proving_share(claim, each.evidence) >= SURELY
    ]
    if passing:
        best = max(passing, key=lambda each: (_is_listed(each), each.check.judgement.support))
        return Elsewhere(proof=_sentences(claim, best))
    against = [
        (share, each)
        for each in held
        if each.check.contradicts and (share := _proving_share(claim, each.evidence)) >= ABOUT
    ]
    nearest = max(against, key=lambda pair: pair[0], default=None)
    return Elsewhere(against=_sentences(claim, nearest[1]) if nearest else None)


def _proving_share(claim: str, evidence: Evidence) -> float:
    return _share(terms(claim), nearest_sentences(claim, evidence.parts, most=MOST_PROVING))


def _is_listed(held: Held) -> bool:
    return held.evidence.parts[0].source.ref.number is not None


def _sentences(claim: str, held: Held) -> Part:
    return nearest_sentences(claim, held.evidence.parts, most=1)[0]


def count_precise(claims: Sequence[CitedClaim], held: Sequence[Held | None], verifier: Judge) -> list[int]:
    """How many citations of each claim count, in the sense of Gao et al. 2023, section 4.3.

    None does of a claim that is not proven. A citation does not count that alone does not prove the claim, and without
    which the others still do; nor one whose source cannot be read.
    """
    counts = [0] * len(claims)
    requests: list[tuple[int, ResolvedSource, Evidence]] = []
    for n, (claim, own) in enumerate(zip(claims, held, strict=True)):
        if own is None or not own.check.passes(verifier.threshold):
            continue
        counts[n] = len(claim.readable)
        if counts[n] > 1:
            requests += [(n, source, _only(own.evidence, [source])) for source in claim.readable]
    alone = hold([(claims[n].text, evidence) for n, _, evidence in requests], verifier)
    weak = [
        (n, source)
        for (n, source, _), each in zip(requests, alone, strict=True)
        if not each.check.passes(verifier.threshold)
    ]
    without = hold([(claims[n].text, _without(held[n], source)) for n, source in weak], verifier)
    for (n, _), each in zip(weak, without, strict=True):
        counts[n] -= each.check.passes(verifier.threshold)
    return counts


def _only(evidence: Evidence, sources: Iterable[ResolvedSource]) -> Evidence:
    kept = {source.number for source in sources}
    return Evidence(tuple(part for part in evidence.parts if part.source.number in kept))


def _without(held: Held | None, source: ResolvedSource) -> Evidence:
    parts = held.evidence.parts if held else ()
    return Evidence(tuple(part for part in parts if part.source.number != source.number))


def _share(wanted: frozenset[str], parts: Sequence[Part]) -> float:
    there = frozenset[str]().union(*map(terms_of, parts))
    return len(wanted & there) / len(wanted) if wanted else 0.0
