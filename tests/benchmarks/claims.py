"""How well judges tell claims that their evidence supports from claims that it does not.

FILE is .jsonl or .jsonl.gz, one object a line:

  {"claim": "...", "evidence": "...", "supported": 0 or 1, "group": "..."}

The lines of one `group` are one claim with several texts: its score is the highest of them, and it is supported
if one of them says so. Any other field can be broken down by: --by source. The rows are word overlap and the
verifier, each alone and with the exact checks (a score becomes 0 where they find a mismatch). Sensitivity is the
share of the supported claims that are judged so, specificity that of the others, balanced accuracy their mean,
all at the threshold that the judge ships with, whatever the file. Calibration error has 10 bins. Pairs are a claim
and a text, however long; judges cut what they cannot read at once.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.facts.compare import mismatches
from assistant.judges import Judge, Verifier, WordOverlap
from corpus.errors import InputError
from index.embed import Floats1d
from tests.benchmarks import metrics, report
from tests.benchmarks.formats import JudgedClaim, read_claims, sample

BLOCK = 512  # pairs between two looks at the clock: enough for a judge to batch by length
WARM_UP = 8  # pairs judged before the clock starts

FIGURES = (
    "claims",
    "supported",
    "AUROC",
    "balanced accuracy",
    "sensitivity",
    "specificity",
    "calibration error",
)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge made of a file's claims: (claims,) scores, and how many pairs it read a second."""

    name: str
    threshold: float
    scores: Floats1d
    pairs_a_second: float


def measure(claims: Sequence[JudgedClaim], judges: Sequence[Judge]) -> list[Judged]:
    """Each judge alone, then with the exact checks; no pair is judged or checked twice."""
    pairs = [(one.claim, text) for one in claims for text in one.evidence]
    starts = np.cumsum([0, *(len(one.evidence) for one in claims[:-1])])
    start = time.perf_counter()
    contradicted = check(pairs)
    checking = time.perf_counter() - start
    judged = []
    for judge in judges:
        scores, seconds = score(judge, pairs)
        for name, values, spent in (
            (judge.name, scores, seconds),
            (f"{judge.name} and checks", np.where(contradicted, np.float32(0), scores), seconds + checking),
        ):
            best = np.maximum.reduceat(values, starts)
            judged.append(Judged(name, judge.threshold, best, len(pairs) / spent))
    return judged


def check(pairs: Sequence[Pair]) -> NDArray[np.bool_]:
    """(pairs,) whether the exact checks find a mismatch, the evidence being all that is known of its article."""
    return np.array([bool(mismatches(*pair, pair[1])) for pair in report.progress(pairs, "checks")])


def score(judge: Judge, pairs: Sequence[Pair]) -> tuple[Floats1d, float]:
    """(pairs,) scores, and the seconds that they took once the judge was warm."""
    blocks = [_columns(pairs[first : first + BLOCK]) for first in range(0, len(pairs), BLOCK)]
    judge.judge(*_columns(pairs[:WARM_UP]))
    start = time.perf_counter()
    told = report.progress(blocks, f"{judge.name}, blocks of {BLOCK}")
    supports = [judgement.support for block in told for judgement in judge.judge(*block)]
    return np.array(supports, np.float32), time.perf_counter() - start


def overall(title: str, claims: Sequence[JudgedClaim], judged: Sequence[Judged]) -> report.Table:
    """A row a judge, over all claims."""
    everywhere = np.ones(len(claims), bool)
    rows = [(one.name, *_figures(claims, one, everywhere), one.pairs_a_second) for one in judged]
    return report.Table(title, ("judge", *FIGURES, "pairs/s"), tuple(rows))


def breakdown(
    title: str, claims: Sequence[JudgedClaim], judged: Sequence[Judged], field: str
) -> report.Table:
    """A row a value of the field and a judge; "-" stands for claims without the field."""
    values = np.array([one.fields.get(field, "-") for one in claims])
    rows = [
        (str(value), one.name, *_figures(claims, one, values == value))
        for value in np.unique(values)
        for one in judged
    ]
    return report.Table(f"{title} by {field}", (field, "judge", *FIGURES), tuple(rows))


def details(file: str, claims: Sequence[JudgedClaim], judged: Sequence[Judged]) -> Iterator[dict[str, Any]]:
    """Each claim with its scores by judge."""
    for n, claim in enumerate(claims):
        scores = {one.name: round(float(one.scores[n]), 4) for one in judged}
        place = {"file": file, "line": claim.line, "claim": claim.claim}
        yield {**claim.fields, **place, "supported": claim.supported, "scores": scores}


def require(field: str, file: str, claims: Sequence[JudgedClaim]) -> None:
    """Raises InputError where no claim has the field."""
    known = sorted({name for one in claims for name in one.fields})
    if field not in known:
        cure = f"Expected: --by one of {', '.join(known)}" if known else "Leave out --by"
        raise InputError(f"the claims of {file} have no field {field!r}. {cure}")


def shipped() -> tuple[Judge, ...]:
    """Word overlap and the verifier. Raises ModelError where its weights are missing."""
    return WordOverlap(), Verifier.load()


def main(arguments: Sequence[str] | None = None, load: Callable[[], Sequence[Judge]] = shipped) -> None:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE", help="claims with their evidence")
    parser.add_argument("--by", metavar="FIELD", help="a table more, a row a value of this field")
    parser.add_argument("--sample", type=int, metavar="N", help="only N claims a file, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="of the sample (default: 0)")
    options = parser.parse_args(arguments)
    if options.sample is not None and options.sample < 1:
        parser.error(f"--sample {options.sample} leaves nothing to measure; give 1 or more")
    files = {name: sample(read_claims(Path(name)), options.sample, options.seed) for name in options.files}
    for name, claims in files.items() if options.by else ():
        require(options.by, name, claims)
    judges = load()
    tables: list[report.Table] = []
    found: list[dict[str, Any]] = []
    for name, claims in files.items():
        judged = measure(claims, judges)
        tables.append(overall(Path(name).name, claims, judged))
        if options.by:
            tables.append(breakdown(Path(name).name, claims, judged, options.by))
        found += details(name, claims, judged)
    report.show(options, tables, found)


def _figures(
    claims: Sequence[JudgedClaim], judged: Judged, chosen: NDArray[np.bool_]
) -> tuple[report.Cell, ...]:
    """FIGURES of the chosen claims."""
    supported = np.array([one.supported for one in claims])[chosen]
    scores = judged.scores[chosen]
    found = scores >= judged.threshold
    return (
        len(scores),
        report.mean(supported),
        metrics.auroc(scores, supported),
        metrics.balanced_accuracy(found, supported),
        report.mean(found[supported]),
        report.mean(~found[~supported]),
        metrics.calibration_error(scores, supported),
    )


def _columns(pairs: Sequence[Pair]) -> tuple[list[str], list[str]]:
    return [claim for claim, _ in pairs], [evidence for _, evidence in pairs]


if __name__ == "__main__":
    report.run(main)
