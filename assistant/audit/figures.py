"""Citation recall and precision, and the figures of a whole audit.

After Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations" (ALCE), section 4.3: a claim's
recall is 1 where all that it cites proves it together; a citation is precise where its claim is proven and it is not
irrelevant. A claim that needs a citation and has none, and a mark that points at nothing, count as 0.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assistant.answer import Verdict
from assistant.audit.found import AuditedAnswer, AuditedClaim, FindingKind, Summary


class Figures:
    """Counts claims and audited answers one by one, without keeping them."""

    def __init__(self, answers: Iterable[AuditedAnswer] = ()) -> None:
        self._counts: Counter[str] = Counter()
        self._verdicts: Counter[Verdict] = Counter()
        self._findings: Counter[FindingKind] = Counter()
        for answer in answers:
            self.add(answer)

    def add(self, answer: AuditedAnswer) -> None:
        """Count one more answer."""
        self.count(answer.claims)
        self._findings.update(finding.kind for finding in answer.findings)
        self._counts.update(answers=1, quotations=answer.quotations, exact=answer.exact_quotations)

    def count(self, claims: Sequence[AuditedClaim]) -> None:
        """Count more claims."""
        self._findings.update(finding.kind for claim in claims for finding in claim.findings)
        counted = [claim for claim in claims if claim.needs_citation]
        self._verdicts.update(claim.verdict for claim in counted)
        self._counts.update(
            claims=len(counted),
            proven=sum(claim.proven for claim in counted),
            precise=sum(claim.precise for claim in counted),
            citations=sum(len(claim.citations) for claim in counted),
        )

    @property
    def recall(self) -> float | None:
        """The share of the claims that need a citation and are proven by theirs."""
        return _ratio(self._counts["proven"], self._counts["claims"])

    @property
    def precision(self) -> float | None:
        """The share of these claims' citations that they need."""
        return _ratio(self._counts["precise"], self._counts["citations"])

    def summary(self, models: Mapping[str, str]) -> Summary:
        """The figures of all that was counted; `models` maps a role to `name@sha`."""
        counts, verdicts = self._counts, self._verdicts
        return Summary(
            answers=counts["answers"],
            claims=counts["claims"],
            verdicts={verdict.value: verdicts[verdict] for verdict in Verdict},
            findings={kind.value: self._findings[kind] for kind in FindingKind},
            recall=self.recall,
            precision=self.precision,
            supported=_ratio(verdicts[Verdict.SUPPORTED], counts["claims"]),
            quotations=counts["quotations"],
            exact_quotations=_ratio(counts["exact"], counts["quotations"]),
            dangling=verdicts[Verdict.DANGLING],
            uncited=verdicts[Verdict.UNCITED],
            models=dict(models),
        )


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
