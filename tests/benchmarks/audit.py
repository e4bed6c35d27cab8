"""How well an audit finds what is wrong with answers, how fast it is, and in how much memory.

A set is a folder with `answers.jsonl`, which the audit reads, and `faults.jsonl`, a line an answer:

  {"id": "...", "kind": "number" or null, "where": "the words at fault" or null, "why": "..."}

Of a set there is a row a kind of planted fault: how many are found (its claim has a finding), typed (one of its
kind) and pinned (to the words at fault), and how many findings of other kinds there are beside it; then the false
alarms. The default set is tests/assistant/audit/planted, over the sample articles.

  --claims FILE...  claims with their evidence, in the format of claims.py, by way of the audit: "verdicts" counts
                    what it calls supported, with the exact checks; "scores" the verifier's threshold alone
  --throughput      claims a second, of made answers whose sources are one sentence, or a page of 960 words
  --many N          peak resident memory of fresh processes that read and check N made claims in one file, and a
                    tenth of them

With one of these the set is left out, unless it is named.
"""

import json
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Verdict
from assistant.audit.api import audit_claim, audit_each
from assistant.audit.reading import read_answers
from assistant.audit.submission import SubmittedAnswer
from assistant.judges import Judge, Verifier, WordOverlap
from corpus import Article, read_articles
from corpus.errors import InputError
from corpus.rows import Problem
from corpus.samples import ARTICLES
from index import Library
from index.embed import Embedder, Floats1d
from tests.benchmarks import metrics, planted, report
from tests.benchmarks.formats import JudgedClaim, read_claims, sample
from tests.benchmarks.libraries import library_from
from tests.benchmarks.made_answers import write_answers

ROOT = Path(__file__).resolve().parents[2]
PLANTED = ROOT / "tests" / "audit" / "planted"
PAGE_WORDS = 960  # the median of WiCE's cited pages
TIMED = (("one sentence", None, 400), ("a page", PAGE_WORDS, 200))  # evidence, its words, claims
_PEAK_BYTES = 1 if sys.platform == "darwin" else 1024  # the unit of ru_maxrss
WARM_UP = 8  # claims checked before the clock starts
FIGURES = ("claims", "supported", "AUROC", "balanced accuracy", "sensitivity", "specificity", "claims/s")

# Runs in a process of its own, with ROOT as its folder, and prints JSON.
_AUDIT = """
import json, resource, sys
from pathlib import Path
from assistant.audit.api import audit_each
from assistant.audit.reading import read_answers
from assistant.audit.submission import SubmittedAnswer
from assistant.judges import Verifier, WordOverlap
judge = WordOverlap() if sys.argv[2] == WordOverlap.name else Verifier.load()
answers = (answer for answer in read_answers(Path(sys.argv[1])) if isinstance(answer, SubmittedAnswer))
claims = sum(len(answer.claims) for answer in audit_each(answers, None, verifier=judge))
print(json.dumps([claims, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What the audit made of claims: (claims,) their best scores, whether a verdict is "supported", and the truth."""

    scores: Floats1d
    verdicts: NDArray[np.bool_]
    truths: NDArray[np.bool_]
    claims_a_second: float


def audited_set(folder: Path, library: Library, verifier: Judge) -> list[planted.Outcome]:
    """The answers of a set, audited and held against its faults."""
    faults = planted.read_faults(folder / "faults.jsonl")
    answers = report.progress(list(submissions(folder / "answers.jsonl")), "answers")
    return list(planted.outcomes(audit_each(answers, library, verifier=verifier), faults))


def submissions(path: Path) -> Iterator[SubmittedAnswer]:
    """The answers of a file, one by one. Raises InputError, with the line, for one that cannot be read."""
    for answer in read_answers(path):
        if isinstance(answer, Problem):
            raise InputError(f"{path}, line {answer.line}: {answer.reason}")
        yield answer


def hold(claims: Sequence[JudgedClaim], verifier: Judge) -> Held:
    """Each claim audited with each of its texts: the best score, and whether one verdict is good enough."""
    for claim in claims[:WARM_UP]:
        audit_claim(claim.claim, claim.evidence[0], verifier=verifier)
    start = time.perf_counter()
    audited = [
        [audit_claim(claim.claim, text, verifier=verifier) for text in claim.evidence]
        for claim in report.progress(claims, "claims")
    ]
    seconds = time.perf_counter() - start
    return Held(
        scores=np.array([max(one.score or 0.0 for one in found) for found in audited], np.float32),
        verdicts=np.array([any(one.verdict is Verdict.SUPPORTED for one in found) for found in audited]),
        truths=np.array([claim.supported for claim in claims]),
        claims_a_second=len(claims) / seconds,
    )


def figures(title: str, held: Held, threshold: float) -> report.Table:
    """A row by the audit's verdicts, and one by the scores alone."""
    checked = np.where(held.verdicts, held.scores, np.float32(0))
    rows = (
        _figures("verdicts", held, checked, held.verdicts),
        _figures("scores", held, held.scores, held.scores >= threshold),
    )
    return report.Table(title, ("by", *FIGURES), rows)


def throughput(verifier: Judge) -> report.Table:
    """Claims a second, reading the file included, by the length of the evidence."""
    rows = []
    articles = sample_articles()
    with tempfile.TemporaryDirectory() as folder:
        for name, words, claims in TIMED:
            path = Path(folder) / f"{claims}.jsonl"
            _audit(write_answers(path, articles, WARM_UP, words), verifier)
            seconds = _audit(write_answers(path, articles, claims, words), verifier)
            rows.append((name, claims, claims / seconds))
    return report.Table("Throughput", ("evidence", "claims", "claims/s"), tuple(rows))


def memory(claims: int, judge: str) -> report.Table:
    """Peak resident memory of a process that audits so many claims, and of one that audits a tenth of them."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (claims // 10, claims):
            path = write_answers(Path(folder) / "many.jsonl", sample_articles(), count, None)
            checked, peak = _fresh(path, judge)
            rows.append(("audit", checked, path.stat().st_size / 2**20, peak * _PEAK_BYTES / 2**20))
    return report.Table("Memory", ("process", "claims", "file, MiB", "peak, MiB"), tuple(rows))


def sample_articles() -> list[Article]:
    """The sample articles, by name."""
    return [article for article in read_articles([ARTICLES]) if isinstance(article, Article)]


def main(arguments: Sequence[str] | None = None, embedder: Embedder | None = None) -> None:
    """The command line."""
    options = _options(arguments)
    tables: list[report.Table] = []
    details: list[Any] = []
    if options.many:  # first: a child's peak is never less than its parent's, small before torch is loaded
        tables.append(memory(options.many, WordOverlap.name if options.no_verifier else "verifier"))
    verifier: Judge = WordOverlap() if options.no_verifier else Verifier.load()
    if options.set is not None or not (options.claims or options.throughput or options.many):
        with library_from([options.corpus], options.library, embedder) as library:
            found = audited_set(options.set or PLANTED, library, verifier)
        tables += [planted.by_kind(found), planted.alarms(found)]
        details += [one.to_json() for one in found]
        for line in planted.misses(found) if options.verbose else ():
            report.tell(line)
    for file in options.claims:
        claims = sample(read_claims(Path(file)), options.sample, options.seed)
        tables.append(figures(Path(file).name, hold(claims, verifier), verifier.threshold))
    tables += [throughput(verifier)] if options.throughput else []
    report.show(options, tables, details)


def _options(arguments: Sequence[str] | None) -> Namespace:
    parser = report.parser(__doc__)
    parser.add_argument("set", nargs="?", type=Path, metavar="SET", help="a folder with a set")
    parser.add_argument(
        "--corpus", type=Path, default=ARTICLES, metavar="PATH", help="its articles (default: the samples)"
    )
    parser.add_argument(
        "--library", type=Path, metavar="DIR", help="keep their library there, and use it again"
    )
    parser.add_argument("--claims", nargs="+", default=[], metavar="FILE", help="claims with evidence")
    parser.add_argument("--sample", type=int, metavar="N", help="only N claims a file, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="of the sample (default: 0)")
    parser.add_argument("--throughput", action="store_true", help="claims a second")
    parser.add_argument("--many", type=int, metavar="N", help="memory at N claims")
    parser.add_argument("--no-verifier", action="store_true", help="word overlap in the verifier's place")
    parser.add_argument("--verbose", action="store_true", help="every miss and false alarm on stderr")
    options = parser.parse_args(arguments)
    for name, least in (("sample", 1), ("many", 10)):
        value = getattr(options, name)
        if value is not None and value < least:
            parser.error(f"--{name} {value} leaves nothing to measure; give {least} or more")
    return options


def _figures(name: str, held: Held, scores: Floats1d, found: NDArray[np.bool_]) -> tuple[report.Cell, ...]:
    """FIGURES of the claims."""
    return (
        name,
        len(scores),
        report.mean(held.truths),
        metrics.auroc(scores, held.truths),
        metrics.balanced_accuracy(found, held.truths),
        report.mean(found[held.truths]),
        report.mean(~found[~held.truths]),
        held.claims_a_second,
    )


def _audit(path: Path, verifier: Judge) -> float:
    """The seconds that it takes to read and check a file."""
    start = time.perf_counter()
    for _ in audit_each(submissions(path), None, verifier=verifier):
        pass
    return time.perf_counter() - start


def _fresh(path: Path, judge: str) -> tuple[int, int]:
    """How many claims a process of its own found in the file, and its peak memory in the system's unit."""
    done = subprocess.run(
        [sys.executable, "-c", _AUDIT, str(path), judge],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    claims, peak = json.loads(done.stdout)
    return claims, peak


if __name__ == "__main__":
    report.run(main)
