"""Claims held against evidence: when it speaks of the same thing, and when what is not cited proves a claim."""

import pytest

from assistant.audit.api import audit_answers
from assistant.audit.claims import parse_claims
from assistant.audit.found import FindingKind
from assistant.audit.hold import Case, Pair, count_precise, hold_cited, look_elsewhere, whole
from assistant.audit.sources import SourceFinder
from assistant.audit.submission import Source, SubmittedAnswer
from assistant.judges import Judgement, WordOverlap

NOWHERE = SourceFinder(None)
WORDS = "boats nets sails ropes oars masts decks".split()


class Opinionated:
    """Judges every claim alike."""

    name, threshold = "opinionated", 0.5

    def __init__(self, support, contradiction=0.0):
        self.judgement = Judgement(support, contradiction)

    def judge(self, claims, evidence):
        return [self.judgement] * len(claims)


def source(number, text):
    return NOWHERE.resolve(Source(number, text=text))


def pair(words, *sentences):
    text = " ".join(f"{' '.join(sentence)}." for sentence in sentences)
    return Pair(" ".join(words), (whole(source(1, text)),))


@pytest.mark.parametrize(
    ("shared", "of", "about", "closely"),
    [(2, 4, True, False), (2, 5, False, False), (3, 4, True, True), (5, 7, True, False)],
    ids=[".5", ".4", ".75", ".71"],
)
def test_evidence_with_half_of_the_terms_is_about_a_claim_and_with_three_quarters_closely(
    shared, of, about, closely
):
    held = pair(WORDS[:of], WORDS[:shared])
    assert (held.is_about(), held.is_about(0.75)) == (about, closely)


def test_two_sentences_of_the_evidence_count():
    assert pair(WORDS[:6], WORDS[:2], WORDS[2:4], WORDS[4:6]).proving_share == pytest.approx(4 / 6)


def elsewhere(support, shared, contradiction=0.0):
    """What is found for a claim of five terms in a source that it does not cite."""
    [claim] = parse_claims(" ".join(WORDS[:5]), [])
    case = Case(claim, (), (source(2, " ".join(WORDS[:shared])),))
    look_elsewhere([case], NOWHERE, Opinionated(support, contradiction))
    return case


@pytest.mark.parametrize(
    ("support", "shared", "proves"),
    [(0.61, 4, True), (0.59, 4, False), (0.81, 3, True), (0.79, 3, False), (0.99, 2, False)],
)
def test_what_is_not_cited_proves_a_claim_if_support_and_share_are_1_4_together(support, shared, proves):
    assert bool(elsewhere(support, shared).proof) is proves


@pytest.mark.parametrize(
    ("shared", "contradiction", "against"), [(3, 0.81, True), (3, 0.79, False), (2, 0.81, False)]
)
def test_what_is_not_cited_contradicts_a_claim_that_it_has_half_of_the_terms_of(
    shared, contradiction, against
):
    assert bool(elsewhere(0.1, shared, contradiction).against) is against


def test_no_citation_of_a_claim_that_is_not_proven_is_precise():
    [claim] = parse_claims(f"{' '.join(WORDS[:5])} [1].", [1])
    for support, precise in ((0.6, 1), (0.4, 0)):
        case = Case(claim, (source(1, "Rain."),), ())
        hold_cited([case], Opinionated(support))
        count_precise([case], Opinionated(support))
        assert case.precise == precise


def kinds(cited):
    proof = "The old ferry left the harbour with 300 guests."
    answer = SubmittedAnswer("a", f"{proof[:-1]} [1].", (Source(1, text=cited), Source(2, text=proof)))
    [audited] = audit_answers([answer], None, verifier=WordOverlap()).answers
    return [finding.kind for finding in audited.claims[0].findings]


def test_a_fact_is_wrong_although_another_source_has_it_only_if_the_cited_one_speaks_of_the_same():
    same, alike = "The old ferry left with 200 guests.", "The ferry left with 200 guests."
    assert kinds(same) == [FindingKind.NUMBER, FindingKind.SUPPORTED_ELSEWHERE]  # 4 of 5 terms
    assert kinds(alike) == [FindingKind.SUPPORTED_ELSEWHERE]  # 3 of 5
