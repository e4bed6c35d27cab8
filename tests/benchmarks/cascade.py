"""What the generator adds to the verifier, against the seconds that it costs: the curve that `cascade.py` was set by.

FILE is as for claims.py; pairs are drawn from each, a claim with its longest-matching text only once. A row is a share
of the claims, the least sure first, for which the generator is asked too; `UNSURE` is where a share's bound lies.
Seconds a claim are the verifier's plus the share's of the generator's, each prompt read anew.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from assistant.generate.choose import DEFAULT_GENERATOR, load_generator
from assistant.judges import Judge, Verifier
from assistant.judges.cascade import GeneratorJudge, joined
from index.embed import Floats1d
from tests.benchmarks import metrics, report
from tests.benchmarks.formats import read_claims

SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
COLUMNS = ("generator asked", "least sure", "AUROC", "balanced accuracy", "s/claim")

Pair = tuple[str, str, bool]


def draw(files: Sequence[str], count: int, seed: int) -> list[Pair]:
    """`count` pairs of each file, as many supported as not where there are enough."""
    random = Random(seed)
    drawn: list[Pair] = []
    for name in files:
        claims = read_claims(Path(name))
        pairs = [
            (one.claim, text, one.supported)
            for one in claims
            if len(one.evidence) == 1
            for text in one.evidence
        ]
        for truth in (True, False):
            kind = [pair for pair in pairs if pair[2] == truth]
            drawn += random.sample(kind, min(count // 2, len(kind)))
    return drawn


def measure(judge: Judge, pairs: Sequence[Pair], label: str) -> tuple[Floats1d, float]:
    """(n,) support, and seconds a pair."""
    judge.judge([pairs[0][0]], [pairs[0][1]])
    start = time.perf_counter()
    told = report.progress(pairs, label)
    support = [judge.judge([claim], [evidence])[0].support for claim, evidence, _ in told]
    return np.array(support, np.float32), (time.perf_counter() - start) / len(pairs)


def curve(
    title: str, truth: Sequence[bool], small: Floats1d, large: Floats1d, seconds: tuple[float, float]
) -> report.Table:
    """A row a share of the claims that the generator is asked about."""
    unsure = np.argsort(np.abs(small - 0.5), kind="stable")
    rows: list[tuple[report.Cell, ...]] = []
    for share in SHARES:
        asked = unsure[: round(share * len(unsure))]
        scores = small.copy()
        scores[asked] = [joined(float(s), float(g)) for s, g in zip(small[asked], large[asked], strict=True)]
        bound = float(np.abs(small[asked] - 0.5).max()) if len(asked) else 0.0
        rows.append((f"{share:.0%}", 0.5 + bound, *_figures(scores, truth), seconds[0] + share * seconds[1]))
    rows.append(("generator alone", None, *_figures(large, truth), seconds[1]))
    return report.Table(title, COLUMNS, tuple(rows))


def main(
    arguments: Sequence[str] | None = None, load: Callable[[str], tuple[Judge, Judge]] | None = None
) -> None:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE", help="claims with their evidence")
    parser.add_argument(
        "--sample", type=int, default=60, metavar="N", help="pairs of each file (default: 60)"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the sample (default: 0)")
    parser.add_argument(
        "--model", default=DEFAULT_GENERATOR, help=f"who is asked (default: {DEFAULT_GENERATOR})"
    )
    options = parser.parse_args(arguments)
    pairs = draw(options.files, options.sample, options.seed)
    verifier, generator = (load or shipped)(options.model)
    small, small_seconds = measure(verifier, pairs, verifier.name)
    large, large_seconds = measure(generator, pairs, generator.name)
    truth = [supported for _, _, supported in pairs]
    title = f"{len(pairs)} pairs of {', '.join(Path(name).name for name in options.files)}"
    table = curve(title, truth, small, large, (small_seconds, large_seconds))
    details: list[dict[str, Any]] = [
        {
            "claim": c,
            "evidence": e,
            "supported": t,
            "verifier": round(float(s), 4),
            "generator": round(float(g), 4),
        }
        for (c, e, t), s, g in zip(pairs, small, large, strict=True)
    ]
    report.show(options, [table], details)


def shipped(model: str) -> tuple[Judge, Judge]:
    """The verifier and the generator. Raises ModelError or GeneratorError."""
    return Verifier.load(), GeneratorJudge(load_generator(model))


def _figures(scores: Floats1d, truth: Sequence[bool]) -> tuple[report.Cell, ...]:
    return metrics.auroc(scores, truth), metrics.balanced_accuracy(scores >= 0.5, truth)


if __name__ == "__main__":
    report.run(main)
