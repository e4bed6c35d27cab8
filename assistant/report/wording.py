"""The words of reports and of the page, as plain text: signs and names of verdicts and findings, figures, sources."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from assistant.answer import Verdict
from assistant.audit.found import AuditedAnswer, AuditedClaim, Finding, FindingKind, SourceRef, Summary
from corpus.article import one_line

NOTHING = "n/a – nothing to count"
WITHHELD = "not proven by the articles, or not confirmed as an answer"
_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
SIGN: dict[Verdict, str] = {
    Verdict(verdict): sign for verdict, sign in _WORDS["sign"].items()
}  # the best first
MEANING: dict[Verdict, str] = {Verdict(verdict): words for verdict, words in _WORDS["meaning"].items()}
NAME: dict[FindingKind, str] = {FindingKind(kind): name for kind, name in _WORDS["name"].items()}


def percent(share: float | None) -> str:
    """`83.3%`, or that there was nothing to count. Only a share of exactly 1 is `100.0%`."""
    if share is None:
        return NOTHING
    return "99.9%" if 0.9995 <= share < 1 else f"{share:.1%}"


def figures(summary: Summary) -> list[tuple[str, str, str]]:
    """The figures of an audit, each with its name, its value and its meaning."""
    return [
        ("Supported", percent(summary.supported), "claims that what they cite supports"),
        ("Citation recall", percent(summary.recall), "claims that all their citations together support"),
        ("Citation precision", percent(summary.precision), "citations that their claim needs"),
        (
            "Exact quotations",
            percent(summary.exact_quotations),
            f"word for word in their source, of {counted(summary.quotations, 'quotation')}",
        ),
        ("Dangling", f"{summary.dangling:,}", "claims with a mark that points at nothing"),
        ("Uncited", f"{summary.uncited:,}", "claims that need a citation and have none"),
    ]


def answer_figures(answer: AuditedAnswer) -> list[str]:
    """The figures of one answer, without those that nothing was counted for."""
    told = []
    if answer.recall is not None:
        told.append(f"recall {percent(answer.recall)}")
    if answer.precision is not None:
        told.append(f"precision {percent(answer.precision)}")
    if answer.quotations:
        told.append(f"{answer.exact_quotations:,} of {counted(answer.quotations, 'quotation')} exact")
    return told or ["nothing to check"]


def headline(summary: Summary) -> str:
    """The audit in one sentence."""
    answers = counted(summary.answers, "answer")
    if not summary.claims:
        return f"Nothing in {answers} needed a citation."
    supported = summary.verdicts.get(Verdict.SUPPORTED, 0)
    verb = "is" if supported == 1 else "are"
    return f"{supported:,} of {counted(summary.claims, 'claim')} in {answers} {verb} supported by what they cite."


def counted(number: int, noun: str) -> str:
    """`1 claim`, `2,000 claims`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def duration(seconds: float) -> str:
    """How long something takes, roughly; at least a second.

    >>> duration(0.2), duration(40), duration(720), duration(12_600)
    ('1 s', '40 s', '12 min', '3.5 h')
    """
    if seconds < 100:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def byline(title: str, publisher: str | None, published: date | None) -> str:
    """`Title, Publisher, 2024-09-27`, as much of it as is known."""
    return ", ".join(filter(None, [title, publisher, published.isoformat() if published else None]))


def best_first(counts: Mapping[str, int]) -> list[tuple[Verdict, int]]:
    """The verdicts that occur, each with how often, from supported to contradicted."""
    return [(verdict, counts[verdict]) for verdict in SIGN if counts.get(verdict)]


def scored(verdict: Verdict, score: float | None) -> str:
    """`✗ unsupported 0.20`, without the score if nothing was checked."""
    return f"{SIGN[verdict]} {verdict}" + ("" if score is None else f" {score:.2f}")


def models(names: Mapping[str, str]) -> str:
    """`generator a@1, verifier b@2`, by their roles."""
    return ", ".join(f"{role} {name}" for role, name in sorted(names.items()))


def worst(claims: Iterable[AuditedClaim]) -> Verdict | None:
    """The worst verdict of the claims that need a citation; None if none of them does."""
    verdicts = {claim.verdict for claim in claims if claim.needs_citation}
    return next((verdict for verdict in reversed(SIGN) if verdict in verdicts), None)


def is_held(claim: AuditedClaim) -> bool:
    """True if reports show the claim: it needs a citation, has one, or something was found."""
    return claim.needs_citation or bool(claim.citations or claim.findings)


def kinds(findings: Iterable[Finding]) -> list[FindingKind]:
    """The kinds of the findings in their order, each once."""
    return list(dict.fromkeys(finding.kind for finding in findings))


def title(answer: AuditedAnswer) -> str:
    """The question, or the answer's id if it has no question."""
    return one_line(answer.question) or f"Answer {one_line(answer.id)}"


def meaning(claim: AuditedClaim) -> str:
    """What the verdict means, whether the cited sources are independent, and what the claim should cite."""
    told = [f"{MEANING[claim.verdict]}."] if claim.needs_citation else []
    read = sum(passage.source.number in claim.citations for passage in claim.passages)
    if read > 1 and claim.independent == read:
        told.append(f"Its {read} sources are independent of each other.")
    elif read > 1 and claim.independent:
        told.append(f"Its {read} sources count as {claim.independent}: the others are copies.")
    if claim.suggested and set(claim.suggested) != set(claim.citations):
        told.append(f"It should cite {marks(claim.suggested)}.")
    return " ".join(told)


def marks(numbers: Iterable[int]) -> str:
    """`[1][3]`."""
    return "".join(f"[{number}]" for number in numbers)


def source_line(source: SourceRef) -> str:
    """`[1] Title, Publisher, 2024-09-27`, as far as it is known."""
    known = [source.title or source.url or source.article, source.publisher, source.published]
    line = ", ".join(one_line(part) for part in known if part)
    return line if source.number is None else f"[{source.number}] {line}".rstrip()


def says(claim: AuditedClaim | None, finding: Finding) -> tuple[str, str]:
    """What answer and source say, each as one line; empty for a side that only repeats the claim or the other side."""
    ours, theirs = one_line(finding.claim_says), one_line(finding.source_says)
    if claim and ours == one_line(claim.text):
        return "", theirs
    return ours, "" if theirs == ours else theirs


def finding_line(claim: AuditedClaim | None, finding: Finding) -> str:
    """A finding in one line, without its suggestion. `claim` is None if it is about the answer as a whole."""
    ours, theirs = says(claim, finding)
    sides = [f"the answer has “{ours}”"] if ours else []
    source = _in_short(finding.source)
    if theirs:
        sides.append(f"{source or 'the source'} has “{theirs}”")
    elif finding.source:
        sides.append(f"see {source}" if claim else source_line(finding.source))
    return f"{NAME[finding.kind]}: {', '.join(sides)}" if sides else NAME[finding.kind]


def with_suggestion(claim: AuditedClaim | None, finding: Finding) -> str:
    """A finding in one line, and what to do about it."""
    return " → ".join(filter(None, [finding_line(claim, finding), one_line(finding.suggestion)]))


def _in_short(source: SourceRef | None) -> str:
    """`[1]`, or the line of a source that the answer does not list."""
    if source is None:
        return ""
    return source_line(source) if source.number is None else f"[{source.number}]"
