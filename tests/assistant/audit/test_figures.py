"""Recall and precision as ALCE has them, and the figures of a whole audit."""

from assistant.answer import Verdict
from assistant.audit.figures import Figures
from assistant.audit.found import AuditedAnswer, AuditedClaim, Finding, FindingKind
from corpus import Span


def claim(
    verdict=Verdict.SUPPORTED, citations=(1,), precise=1, proven=True, needs_citation=True, findings=()
):
    return AuditedClaim(
        "It rained.", Span(0, 10), verdict, 0.9, citations, findings,
        needs_citation=needs_citation, proven=proven, precise=precise,
    )  # fmt: skip


def answer(*claims, quotations=0, exact=0):
    figures = counted(*claims)
    return AuditedAnswer("a", None, "", (), claims, (), figures.recall, figures.precision, quotations, exact)


def counted(*claims):
    figures = Figures()
    figures.count(claims)
    return figures


def test_recall_is_the_share_of_proven_claims_and_precision_of_needed_citations():
    claims = [
        claim(),
        claim(citations=(1, 2, 3), precise=2),
        claim(Verdict.UNSUPPORTED, proven=False, precise=0),
        claim(Verdict.UNCITED, citations=(), proven=False, precise=0),
        claim(Verdict.DANGLING, citations=(1, 9)),
        claim(Verdict.UNCITED, citations=(), proven=False, precise=0, needs_citation=False),
    ]
    assert counted(*claims).recall == 3 / 5
    assert counted(*claims).precision == 4 / 7


def test_claims_that_need_no_citation_count_in_no_figure_of_claims():
    exempt = claim(citations=(1, 2, 3), precise=3, needs_citation=False)
    unproven = claim(Verdict.UNSUPPORTED, proven=False, precise=0)
    summary = Figures([answer(claim(), unproven, exempt)]).summary({})
    assert (summary.claims, summary.recall, summary.precision, summary.supported) == (2, 1 / 2, 1 / 2, 1 / 2)
    assert summary.verdicts["supported"] == 1


def test_a_ratio_with_nothing_under_it_is_none():
    assert counted().recall is None
    assert counted(claim(Verdict.UNCITED, citations=(), proven=False, precise=0)).precision is None
    summary = Figures().summary({})
    ratios = (summary.recall, summary.precision, summary.supported, summary.exact_quotations)
    assert ratios == (None, None, None, None)
    assert (summary.answers, summary.claims, summary.dangling, summary.uncited) == (0, 0, 0, 0)


def test_the_summary_counts_all_claims_alike_whatever_answer_they_are_in():
    dangling = Finding(FindingKind.DANGLING, Span(0, 1), None, None, "", "", "")
    figures = Figures()
    figures.add(answer(claim(), claim(), claim(), quotations=2, exact=1))
    figures.add(
        answer(
            claim(Verdict.DANGLING, (9,), precise=0, proven=False, findings=(dangling, dangling)),
            quotations=1,
        )
    )
    summary = figures.summary({"verifier": "v@1"})
    assert (summary.answers, summary.claims, summary.quotations) == (2, 4, 3)
    assert (summary.recall, summary.precision, summary.supported) == (3 / 4, 3 / 4, 3 / 4)
    assert summary.exact_quotations == 1 / 3
    assert (summary.dangling, summary.verdicts["dangling"], summary.findings["dangling"]) == (1, 1, 2)
    assert set(summary.findings) == set(FindingKind)
    assert summary.models == {"verifier": "v@1"}
