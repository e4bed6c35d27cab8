"""How an audit is called: on many answers one by one, on all of them with their figures, or on a single claim."""

from collections.abc import Generator, Iterable, Sequence
from datetime import date
from pathlib import Path

from assistant.answer import Answer
from assistant.answering.marks import Mark
from assistant.audit.answer import check_answer
from assistant.audit.claims import MarkedClaim, parse_claims
from assistant.audit.figures import Figures
from assistant.audit.found import AuditedAnswer, AuditedClaim, AuditReport
from assistant.audit.quotations import joined_by_quotations
from assistant.audit.sources import SourceFinder
from assistant.audit.submission import Source, SubmittedAnswer
from assistant.judges import Judge, Verifier
from corpus import Span
from index import Library


def audit_each(
    answers: Iterable[SubmittedAnswer | Answer],
    library: Library | str | Path | None,
    *,
    verifier: Judge | None = None,
) -> Generator[AuditedAnswer, None, None]:
    """Audit the answers in their order, yield each when it is done, and keep none. The id of our own is their number.

    Without a library only what the answers bring along is checked. Uses the shipped verifier unless one is given.
    Raises LibraryError or ModelError.
    """
    judge = verifier or Verifier.load()
    finder = SourceFinder(_opened(library))
    for number, given in enumerate(answers, start=1):
        answer = SubmittedAnswer.of(given, str(number)) if isinstance(given, Answer) else given
        claims = parse_claims(answer.text, [source.number for source in answer.sources])
        yield check_answer(answer, joined_by_quotations(answer.text, claims), finder, judge)


def audit_answers(
    answers: Iterable[SubmittedAnswer | Answer],
    library: Library | str | Path | None,
    *,
    verifier: Judge | None = None,
) -> AuditReport:
    """Audit all answers, and sum up. For more than memory holds use `audit_each`, which raises the same errors."""
    judge, opened = verifier or Verifier.load(), _opened(library)
    audited = tuple(audit_each(answers, opened, verifier=judge))
    return AuditReport(audited, Figures(audited).summary(models(judge, opened)))


def audit_claim(
    claim: str,
    evidence: str | Sequence[str],
    *,
    verifier: Judge | None = None,
    published: date | None = None,
) -> AuditedClaim:
    """Audit a claim as if it cited its evidence, one text or several; the first text is source 1.

    `published` is the day that the evidence counts "yesterday" and other relative dates from. Raises ModelError.
    """
    texts = [evidence] if isinstance(evidence, str) else list(evidence)
    sources = tuple(Source(n, text=text, published=published) for n, text in enumerate(texts, start=1))
    whole, end = Span(0, len(claim)), Span(len(claim), len(claim))
    marks = tuple(Mark(end, (source.number,)) for source in sources)
    marked = MarkedClaim(claim, whole, marks, needs_citation=True, pieces=(whole,))
    judge = verifier or Verifier.load()
    return check_answer(SubmittedAnswer("1", claim, sources), [marked], SourceFinder(None), judge).claims[0]


def models(verifier: Judge, library: Library | None) -> dict[str, str]:
    """What decides an audit: role -> `name@sha`."""
    manifest = library.store.manifest() if library else None
    embedder = {"embedder": f"{manifest.embedder}@{manifest.embedder_digest[:12]}"} if manifest else {}
    return {**embedder, "verifier": verifier.name}


def _opened(library: Library | str | Path | None) -> Library | None:
    return Library.open(library) if isinstance(library, str | Path) else library
