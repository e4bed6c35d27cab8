"""Claims held against evidence: all that they cite; failing that, what they do not cite; and which citations they need.

The claims of an answer go to the verifier together, in at most five batches. Support and exact facts come together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from assistant.answer import Mismatch, MismatchKind
from assistant.answering.marks import Mark
from assistant.answering.pin import Check
from assistant.audit.claims import MarkedClaim
from assistant.audit.differences import WrongFact, misplaced_facts, wrong_facts
from assistant.audit.found import Finding
from assistant.audit.passages import Part, around, nearest_sentences, terms_of
from assistant.audit.quotations import quoted_part
from assistant.audit.sources import ResolvedSource, SourceFinder
from assistant.facts.aligned import aligned
from assistant.facts.compare import mismatches
from assistant.facts.quotations import is_verbatim
from assistant.facts.text import read
from assistant.judges import Judge, differences
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
class Pair:
    """A claim and the parts of sources that it is held against. What comes of comparing them is worked out once."""

    claim: str
    parts: tuple[Part, ...]

    @cached_property
    def evidence(self) -> str:
        """What the verifier reads: the parts together."""
        return "\n".join(part.text for part in self.parts)

    @cached_property
    def sources(self) -> dict[int, ResolvedSource]:
        """The sources of the parts by their numbers."""
        return {part.source.number: part.source for part in self.parts}

    @cached_property
    def asked(self) -> str:
        """The claim that the verifier reads: its facts as the evidence writes them."""
        return aligned(read(self.claim), read(self.evidence), self._published)

    @property
    def _published(self) -> date | None:
        """The day from which the evidence counts its dates; None if its sources are of several."""
        days = {source.published for source in self.sources.values()}
        return days.pop() if len(days) == 1 else None

    @cached_property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Facts that the evidence's sentences nearest to the claim have otherwise; quotations that it lacks."""
        evidence = self.evidence
        if read(evidence).length > EVIDENCE_WORDS:
            evidence = "\n".join(part.text for part in nearest_sentences(self.claim, self.parts))
        sources = self.sources.values()
        background = "\n".join(source.known for source in sources)
        found = tuple(
            mismatch
            for mismatch in mismatches(self.claim, evidence, background, self._published)
            if mismatch.kind is not MismatchKind.QUOTATION
            or not any(is_verbatim(mismatch.claim_says, source.text) for source in sources)
        )
        return found or misplaced_facts(self.claim, self.parts)

    @cached_property
    def wrong_facts(self) -> list[WrongFact]:
        """The mismatches that are facts, with their places on both sides."""
        return wrong_facts(self.claim, self.mismatches, self.parts)

    @cached_property
    def proving_share(self) -> float:
        """The share of the claim's terms that two sentences of the evidence have, in [0, 1]."""
        return self._share(frozenset())

    def is_about(self, least: float = ABOUT) -> bool:
        """Whether two sentences of the evidence have this share of the claim's terms, leaving out the wrong facts."""
        wrong = (read(self.claim[fact.said.start : fact.said.end]).terms for fact in self.wrong_facts)
        return self._share(frozenset[str]().union(*wrong)) >= least

    @property
    def nearest(self) -> Part:
        """The sentence of the evidence that is nearest to the claim."""
        return nearest_sentences(self.claim, self.parts, most=1)[0]

    @property
    def is_listed(self) -> bool:
        """Whether the answer lists the source of the first part."""
        return self.parts[0].source.ref.number is not None

    def of_source(self, number: int) -> "Pair":
        """The claim with the evidence of this source alone."""
        return Pair(self.claim, tuple(part for part in self.parts if part.source.number == number))

    def without_source(self, number: int) -> "Pair":
        """The claim with the evidence of all other sources."""
        return Pair(self.claim, tuple(part for part in self.parts if part.source.number != number))

    def _share(self, left_out: frozenset[str]) -> float:
        wanted = read(self.claim).terms - left_out
        return len(wanted & self._proving_terms) / len(wanted) if wanted else 0.0

    @cached_property
    def _proving_terms(self) -> frozenset[str]:
        near = nearest_sentences(self.claim, self.parts, most=MOST_PROVING)
        return frozenset[str]().union(*map(terms_of, near))


@dataclass(frozen=True, slots=True)
class Held:
    """A claim with what it was held against, and what came of it."""

    pair: Pair
    check: Check


@dataclass(slots=True)
class Case:
    """A claim on its way through the audit: what it cites, and all that is found of it on the way.

    `cited` are the listed sources that its marks name, `others` the listed sources that they do not name. `exact` says
    of each quotation, in its text or given with a source, whether it stands word for word. `held` is None if nothing
    that it cites can be read. `proof` is the best passage that proves it without being cited; if there is none,
    `against` is one that contradicts it. `instead` is what the cited sources have in the place of its words. `precise`
    counts the citations that it needs.
    """

    claim: MarkedClaim
    cited: tuple[ResolvedSource, ...]
    others: tuple[ResolvedSource, ...]
    exact: list[bool] = field(default_factory=list)
    quotations: list[Finding] = field(default_factory=list)  # on what it quotes
    on_sources: list[Finding] = field(
        default_factory=list
    )  # on quotes of sources that it is the first to cite
    stale: list[Finding] = field(default_factory=list)  # on these sources
    held: Held | None = None
    proof: Part | None = None
    against: Part | None = None
    instead: list[WrongFact] = field(default_factory=list)
    precise: int = 0

    @property
    def readable(self) -> tuple[ResolvedSource, ...]:
        """The cited sources that there is a text of."""
        return tuple(source for source in self.cited if source.text)

    @property
    def dangling(self) -> list[Mark]:
        """A mark for each number that names no listed source."""
        listed = {source.number for source in self.cited}
        return [mark for mark in self.claim.marks for number in mark.numbers if number not in listed]

    def is_proven(self, threshold: float) -> bool:
        """Whether all that it cites proves it together."""
        return self.held is not None and self.held.check.passes(threshold)


def whole(source: ResolvedSource) -> Part:
    """The source's text from end to end."""
    return Part(source, Span(0, len(source.text)))


def hold(pairs: Sequence[Pair], verifier: Judge) -> list[Held]:
    """Each claim held against its evidence, all in one batch."""
    if not pairs:
        return []
    judgements = verifier.judge([pair.asked for pair in pairs], [pair.evidence for pair in pairs])
    return [
        Held(pair, Check(tuple(pair.sources), judgement, pair.mismatches))
        for pair, judgement in zip(pairs, judgements, strict=True)
    ]


def hold_cited(cases: Sequence[Case], verifier: Judge) -> None:
    """Hold each claim against the sentences around its sources' quotes; if these are silent, against the whole sources.

    A source without a quote is read whole, and so is one that does not have its quote. If the quoted sentences have
    another number, name or date in the place of the claim's, the rest of the source is not asked: it would have that
    number somewhere.
    """
    cases = [case for case in cases if case.readable]
    again: list[tuple[Case, Pair]] = []
    for case, held in zip(cases, hold([_quoted(case) for case in cases], verifier), strict=True):
        case.held = held
        pair = Pair(case.claim.text, tuple(map(whole, case.readable)))
        says_otherwise = any(fact.stated for fact in held.pair.wrong_facts) and held.pair.is_about()
        if not held.check.passes(verifier.threshold) and not says_otherwise and pair != held.pair:
            again.append((case, pair))
    for (case, _), held in zip(again, hold([pair for _, pair in again], verifier), strict=True):
        case.held = held


def _quoted(case: Case) -> Pair:
    """The claim with the sentences that hold each source's quote."""
    parts: list[Part] = []
    for source in case.readable:
        quoted = quoted_part(source)
        parts += around(source, [quoted.span]) if quoted else [whole(source)]
    return Pair(case.claim.text, tuple(parts))


def look_elsewhere(cases: Sequence[Case], finder: SourceFinder, verifier: Judge) -> None:
    """Hold each claim against the answer's other sources, and against what a search of the library finds."""
    candidates = [_candidates(case, finder) for case in cases]
    held = iter(hold([pair for pairs in candidates for pair in pairs], verifier))
    for case, pairs in zip(cases, candidates, strict=True):
        case.proof, case.against = _best([next(held) for _ in pairs], verifier.threshold)


def _candidates(case: Case, finder: SourceFinder) -> list[Pair]:
    """Parts that may be sure to prove it: no exact fact speaks against them; and the one that has most of its terms."""
    listed = [Pair(case.claim.text, (whole(source),)) for source in case.others if source.text]
    listed.sort(key=lambda pair: -pair.proving_share)
    pairs = listed[:LISTED] + [Pair(case.claim.text, (part,)) for part in _found(case, finder)]
    fullest = max((pair.proving_share for pair in pairs), default=0.0)
    return [
        pair
        for pair in pairs
        if pair.proving_share >= SURELY - 1 and (pair.proving_share == fullest or not pair.mismatches)
    ]


def _found(case: Case, finder: SourceFinder) -> list[Part]:
    """Passages of articles that it does not cite, as listed sources if the answer lists them."""
    cited = {source.article.id for source in case.cited if source.article}
    listed = {source.article.id: source for source in case.others if source.article}
    passages = [hit.passage for hit in finder.search(case.claim.text, SEARCHED)]
    return [
        Part(listed.get(passage.article.id) or finder.unlisted(passage.article), passage.span)
        for passage in passages
        if passage.article.id not in cited
    ]


def _best(held: Sequence[Held], threshold: float) -> tuple[Part | None, Part | None]:
    """The likeliest proof, a listed source before one that is not; without one the nearest contradiction."""
    passing = [
        each
        for each in held
        if each.check.passes(threshold) and each.check.judgement.support + each.pair.proving_share >= SURELY
    ]
    if passing:
        best = max(passing, key=lambda each: (each.pair.is_listed, each.check.judgement.support))
        return best.pair.nearest, None
    against = [each.pair for each in held if each.check.contradicts and each.pair.proving_share >= ABOUT]
    nearest = max(against, key=lambda pair: pair.proving_share, default=None)
    return None, nearest.nearest if nearest else None


def ask_instead(cases: Sequence[Case], verifier: Judge) -> None:
    """For each claim that is not proven, and no exact fact of it wrong: what its evidence has in the place of words."""
    for case in cases:
        held = case.held
        if held and not held.check.passes(verifier.threshold) and not held.check.mismatches:
            found = differences(verifier, held.pair.claim, held.pair.evidence)
            case.instead = [
                fact for fact in wrong_facts(held.pair.claim, found, held.pair.parts) if fact.stated
            ]


def count_precise(cases: Sequence[Case], verifier: Judge) -> None:
    """Count how many citations each claim needs, in the sense of Gao et al. 2023, section 4.3.

    No citation of a claim counts that is not proven. A citation does not count if it alone does not prove the claim and
    the others still do without it, or if its source cannot be read.
    """
    cited: list[tuple[Case, Pair, int]] = []
    for case in cases:
        if case.held and case.is_proven(verifier.threshold):
            case.precise = len(case.readable)
            if case.precise > 1:
                cited += [(case, case.held.pair, source.number) for source in case.readable]
    alone = hold([pair.of_source(number) for _, pair, number in cited], verifier)
    doubted = [
        (case, pair.without_source(number))
        for (case, pair, number), held in zip(cited, alone, strict=True)
        if not held.check.passes(verifier.threshold)
    ]
    for (case, _), held in zip(doubted, hold([pair for _, pair in doubted], verifier), strict=True):
        case.precise -= held.check.passes(verifier.threshold)
