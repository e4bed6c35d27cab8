"""Citation recall and precision, and the figures of a whole audit.

After Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations" (ALCE), section 4.3: a claim's
recall is 1 where all that it cites proves it together; a citation is precise where its claim is proven and it is not
irrelevant. A claim that needs a citation and has none, and a mark that points at nothing, count as 0.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from assistant.answer import Verdict
from assistant.audit.found import AuditedAnswer, AuditedClaim, FindingKind, Summary


def recall(claims: Iterable[AuditedClaim]) -> float | None:
    """The share of the claims that need a citation and are proven by theirs."""
    proven = [claim.proven for claim in claims if claim.needs_citation]
    return _ratio(sum(proven), len(proven))


def precision(claims: Iterable[AuditedClaim]) -> float | None:
    """The share of these claims' citations that they need."""
    cited = [(claim.precise, len(claim.citations)) for claim in claims if claim.needs_citation]
    return _ratio(sum(precise for precise, _ in cited), sum(citations for _, citations in cited))


class Figures:
    """Counts audited answers one by one, without keeping them."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._verdicts: Counter[Verdict] = Counter()
        self._findings: Counter[FindingKind] = Counter()

    def add(self, answer: AuditedAnswer) -> None:
        """Count one more."""
        claims = [claim for claim in answer.claims if claim.needs_citation]
        self._verdicts.update(claim.verdict for claim in claims)
        self._findings.update(finding.kind for claim in answer.claims for finding in claim.findings)
        self._findings.update(finding.kind for finding in answer.findings)
        self._counts.update(
            answers=1,
            claims=len(claims),
            proven=sum(claim.proven for claim in claims),
            precise=sum(claim.precise for claim in claims),
            citations=sum(len(claim.citations) for claim in claims),
            quotations=answer.quotations,
            exact=answer.exact_quotations,
        )

    def summary(self, models: Mapping[str, str]) -> Summary:
        """The figures of all that were added; `models` maps a role to `name@sha`."""
        counts, verdicts = self._counts, self._verdicts
        return Summary(
            answers=counts["answers"],
            claims=counts["claims"],
            verdicts={verdict.value: verdicts[verdict] for verdict in Verdict},
            findings={kind.value: self._findings[kind] for kind in FindingKind},
            recall=_ratio(counts["proven"], counts["claims"]),
            precision=_ratio(counts["precise"], counts["citations"]),
            supported=_ratio(verdicts[Verdict.SUPPORTED], counts["claims"]),
            quotations=counts["quotations"],
            exact_quotations=_ratio(counts["exact"], counts["quotations"]),
            dangling=verdicts[Verdict.DANGLING],
            uncited=verdicts[Verdict.UNCITED],
            models=dict(models),
        )


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
