"""How often the audit ticks what its evidence does not prove, and how often it doubts what it does.

  python -m tests.benchmarks.error_rates

FILE is in the format of claims.py, with a "kind" a line that says how the claim was written. The default is
tests/benchmarks/sealed/claims.jsonl: no rule, training or threshold may have seen it. For that reason the single
claims are not told, only their kinds.

A false tick is a claim that the evidence does not prove and that is called supported; a false doubt is a claim that
the evidence proves and that is not. Each rate is in per cent with its 95 % interval (Wilson). Beside the audit stand
two judges alone, word overlap and the verifier, each without exact checks, at the threshold that it ships with.
Prints Markdown.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.judges import Judge, Verifier, WordOverlap
from tests.benchmarks import metrics, report
from tests.benchmarks.audit import hold
from tests.benchmarks.claims import score
from tests.benchmarks.formats import JudgedClaim, read_claims

SEALED = Path(__file__).parent / "sealed" / "claims.jsonl"
FALSE_TICKS = "False ticks: called supported, though not proven"
FALSE_DOUBTS = "False doubts: not called supported, though proven"

Ticks = Mapping[str, NDArray[np.bool_]]  # who judges -> (claims,) whether they call it supported


def ticks(claims: Sequence[JudgedClaim], verifier: Judge) -> Ticks:
    """What the audit, word overlap alone and the verifier alone call supported."""
    return {
        "audit": hold(claims, verifier).verdicts,
        "word overlap": _reaches_threshold(claims, WordOverlap()),
        "verifier alone": _reaches_threshold(claims, verifier),
    }


def tables(claims: Sequence[JudgedClaim], found: Ticks) -> tuple[report.Table, report.Table]:
    """The false ticks and the false doubts: a row for all of them, then one a kind in the order of the file."""
    supported = np.array([claim.supported for claim in claims])
    doubts = {name: ~ticked for name, ticked in found.items()}
    return _table(FALSE_TICKS, claims, found, ~supported), _table(FALSE_DOUBTS, claims, doubts, supported)


def main(arguments: Sequence[str] | None = None, load: Callable[[], Judge] = Verifier.load) -> None:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("--claims", type=Path, default=SEALED, metavar="FILE", help="claims with evidence")
    options = parser.parse_args(arguments)
    claims = read_claims(options.claims)
    made = tables(claims, ticks(claims, load()))
    print("\n\n".join(table.to_markdown() for table in made))
    report.write(options, made)


def _reaches_threshold(claims: Sequence[JudgedClaim], judge: Judge) -> NDArray[np.bool_]:
    """(claims,) whether the judge's best score over a claim's texts reaches its threshold."""
    starts = np.cumsum([0, *(len(one.evidence) for one in claims[:-1])])
    scores, _ = score(judge, [(one.claim, text) for one in claims for text in one.evidence])
    return np.maximum.reduceat(scores, starts) >= judge.threshold


def _table(
    title: str, claims: Sequence[JudgedClaim], wrong: Ticks, chosen: NDArray[np.bool_]
) -> report.Table:
    """The shares of the chosen claims that each judge has wrong."""
    kinds = np.array([claim.fields.get("kind", "-") for claim in claims])
    rows = [("all", chosen)]
    rows += [(kind, chosen & (kinds == kind)) for kind in dict.fromkeys(kinds[chosen].tolist())]
    shown = [
        (name, int(among.sum()), *(_rate(ones[among]) for ones in wrong.values())) for name, among in rows
    ]
    return report.Table(title, ("kind", "claims", *wrong), tuple(shown))


def _rate(wrong: NDArray[np.bool_]) -> str | None:
    """The share in per cent, and its interval.

    >>> _rate(np.array([True, True] + 8 * [False]))
    '20.0 (5.7 to 51.0)'
    """
    interval = metrics.wilson(int(wrong.sum()), len(wrong))
    if interval is None:
        return None
    low, high = interval
    return f"{100 * wrong.mean():.1f} ({100 * low:.1f} to {100 * high:.1f})"


if __name__ == "__main__":
    report.run(main)
