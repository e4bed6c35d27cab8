"""Audited answers for tests of the reports, each as small as what it shows."""

from collections import Counter

from assistant.answer import Verdict
from assistant.audit.found import (
    AuditedAnswer,
    AuditedClaim,
    Finding,
    FindingKind,
    Passage,
    SourceRef,
    Summary,
)
from corpus import Span

SCRIPT = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"
RAIN = SourceRef(1, "rain-1", "Rain on Friday", "Harbour Post", "2024-09-27", "https://example.org/rain")
SNOW = SourceRef(None, "snow-1", "Snow on Sunday", "Harbour Post", "2024-09-29")
NOWHERE = Span(0, 0)
RAIN_TEXT = "Weather report. On 27 September 2024 ten boats sank in the harbour. It rained."


def ref(number, title="A title"):
    return SourceRef(number, f"article-{number}", title)


def place(words):
    """Where the words stand in the source."""
    start = RAIN_TEXT.index(words)
    return Span(start, start + len(words))


def finding(kind, claim_span=NOWHERE, source=None, source_span=None, ours="", theirs="", suggestion=""):
    return Finding(FindingKind(kind), claim_span, source, source_span, ours, theirs, suggestion)


def answer(*claims, id="a1", question="Did it rain?", sources=(RAIN,), findings=(), **figures):
    """An answer of these claims, each `(written, verdict, citations, findings, further fields)`, with blanks between.

    A claim's text is what is written without its last mark.
    """
    text, audited = "", []
    for written, verdict, citations, found, fields in claims:
        text += " " if text else ""
        bare = written
        for number in citations:
            bare = bare.replace(f" [{number}]", "").replace(f"[{number}]", "")
        span = Span(len(text), len(text) + len(written))
        values = {"score": 0.9, "suggested": citations if verdict is Verdict.SUPPORTED else (), **fields}
        audited.append(AuditedClaim(bare, span, verdict, citations=citations, findings=found, **values))
        text += written
    figures = {"recall": 1.0, "precision": 1.0, "quotations": 0, "exact_quotations": 0, **figures}
    return AuditedAnswer(id, question, text, tuple(sources), tuple(audited), tuple(findings), **figures)


def claim(written, verdict=Verdict.SUPPORTED, citations=(1,), findings=(), **fields):
    return written, verdict, citations, tuple(findings), fields


def rainy():
    """One claim with a wrong number, its passage, and a source that no mark names."""
    ten, sentence = place("ten boats"), place("On 27 September 2024 ten boats sank in the harbour.")
    eleven = finding("number", Span(0, 12), RAIN, ten, "Eleven boats", "ten boats", "Write “ten boats”.")
    passage = Passage(RAIN, sentence.start, RAIN_TEXT[sentence.start :], (sentence,))
    wrong = claim(
        "Eleven boats sank [1].", Verdict.UNSUPPORTED, findings=[eleven], passages=(passage,), score=0.2
    )
    unused = finding("unused_source", source=ref(2, "Sun"), suggestion="Cite it, or take it off the list.")
    return answer(wrong, sources=(RAIN, ref(2, "Sun")), findings=[unused], recall=0.0, precision=0.0)


def hostile():
    """An answer of which every text is markup."""
    source = SourceRef(1, SCRIPT, SCRIPT, SCRIPT, SCRIPT, "javascript:alert(1)")
    found = [
        finding(kind, Span(0, 9), source, Span(0, 9), SCRIPT, SCRIPT + "!", SCRIPT) for kind in FindingKind
    ]
    passage = Passage(source, 0, SCRIPT, (Span(0, 8),))
    return answer(
        claim(SCRIPT, Verdict.CONTRADICTED, findings=found, passages=(passage,)),
        id=SCRIPT, question=SCRIPT, sources=(source,), findings=found,
    )  # fmt: skip


def summary(*answers, models=None):
    """The figures of these answers, but for recall and precision, which are the first one's."""
    claims = [claim for answer in answers for claim in answer.claims if claim.needs_citation]
    verdicts = Counter(claim.verdict.value for claim in claims)
    found = [f.kind.value for answer in answers for claim in answer.claims for f in claim.findings]
    found += [f.kind.value for answer in answers for f in answer.findings]
    quotations = sum(answer.quotations for answer in answers)
    return Summary(
        answers=len(answers),
        claims=len(claims),
        verdicts=dict(verdicts),
        findings=dict(Counter(found)),
        recall=answers[0].recall if claims else None,
        precision=answers[0].precision if claims else None,
        supported=verdicts["supported"] / len(claims) if claims else None,
        quotations=quotations,
        exact_quotations=sum(a.exact_quotations for a in answers) / quotations if quotations else None,
        dangling=verdicts["dangling"],
        uncited=verdicts["uncited"],
        models=models or {},
    )
