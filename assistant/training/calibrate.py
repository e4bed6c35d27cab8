"""Weigh the verifier's signals: python -m assistant.training.calibrate DATA FOLDER

FOLDER has a trained verifier; `calibration.json` and `calibration.md` are written into it. DATA is a folder with
`train/` (claims, SQuAD: their development parts) and `dev/` (WiCE, AttributionBench). A set's supported claims weigh
the same as its others: then a probability of one half is the threshold of best balanced accuracy. The encoder was
trained on the others of these sets, so that their evidence says too well of it; the foreign ones weigh more.
"""

import argparse
import gzip
import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from assistant.judges.crossencoder import CrossEncoder
from assistant.judges.signals import SIGNALS, observe
from assistant.judges.verifier import CALIBRATION, CLAIM_TOKENS
from assistant.training.contrast.pairs import contrast_groups
from assistant.training.split import fold
from assistant.training.squad import read_paragraphs
from assistant.training.verifier import claim_groups, made_groups
from index.embed import Floats1d, Floats2d

MOST = 600  # pairs of a set that the encoder was trained on the rest of
FOREIGN = ("wice_chunks_dev", "wice_full_dev", "attributionbench_dev")
MADE = "made of SQuAD"  # what a generator does to its sources: a clause added, two sentences in one
CONTRASTS = "contrasts"  # what has its evidence's words and not its meaning
EACH = 9  # pieces of evidence of each kind of these
# The weights of the sets, the others' 1; and how many times as much as its true claims a set's false ones weigh, since
# a false tick harms more than a doubt: docs/log.md.
WEIGHTS = {"wice_chunks_dev": 3.0, "attributionbench_dev": 3.0, MADE: 4.0, CONTRASTS: 8.0}
HARMS = {CONTRASTS: 2.0}
FOLDS = 5
TrainingPair = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Observed:
    """Pairs of a set: (n,) claims and groups, (n, len(SIGNALS)) signals, (n,) whether supported.

    The score of a claim with several texts is the highest of its `groups`. The set has the `weight` in a fit, and its
    claims that are not supported `harm` times as much again.
    """

    claims: Sequence[str]
    groups: Sequence[Hashable]
    signals: Floats2d
    truth: Floats1d
    weight: float
    harm: float

    def part(self, chosen: NDArray[np.bool_]) -> "Observed":
        """The chosen pairs alone."""
        places = [n for n, one in enumerate(chosen) if one]
        return replace(
            self,
            claims=[self.claims[n] for n in places],
            groups=[self.groups[n] for n in places],
            signals=self.signals[places],
            truth=self.truth[places],
        )


def observe_sets(data: Path, encoder: CrossEncoder) -> Iterator[tuple[str, Observed]]:
    """The development pairs by set."""
    random = Random(0)
    found: dict[str, list[TrainingPair]] = {}
    for group in claim_groups(data / "train" / "claims.jsonl.gz", "dev", random, []):
        for pair in group:
            found.setdefault(pair.kind, []).append((pair.first, pair.second, pair.targets[0] or 0.0))
    squad = read_paragraphs(data / "train" / "squad1.1_train.json.gz", "dev")
    made = [pair for [pair] in made_groups(squad, random, MOST // 4)]
    found[MADE] = [(pair.first, pair.second, pair.targets[0] or 0.0) for pair in made]
    contrasts = [pair for group in contrast_groups(squad, "dev", random, EACH) for pair in group]
    found[CONTRASTS] = [(pair.first, pair.second, pair.targets[0] or 0.0) for pair in contrasts]
    for name, pairs in found.items():
        claims, evidence, truth = map(list, zip(*random.sample(pairs, min(MOST, len(pairs))), strict=True))
        signals, _ = observe(encoder, claims, evidence)
        yield (
            name,
            _weighed(name, claims, range(len(claims)), signals, truth),
        )
    for name in FOREIGN:
        with gzip.open(data / "dev" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        claims = [row["claim"] for row in rows]
        signals, _ = observe(encoder, claims, [row["evidence"] for row in rows])
        groups = [row.get("group", n) for n, row in enumerate(rows)]
        yield name, _weighed(name, claims, groups, signals, [row["supported"] for row in rows])


def _weighed(
    name: str, claims: list[str], groups: Sequence[Hashable], signals: Floats2d, truth: Sequence[float]
) -> Observed:
    supported = np.array(truth, np.float32)
    return Observed(claims, groups, signals, supported, WEIGHTS.get(name, 1.0), HARMS.get(name, 1.0))


def fit(sets: Iterable[Observed]) -> Floats1d:
    """(len(SIGNALS),) the weights; both classes of a set weigh half its weight, times `harm` if not supported."""
    xs, ys, weights = [], [], []
    for one in sets:
        positive = one.truth.sum()
        share = np.where(
            one.truth > 0, 0.5 / max(positive, 1), one.harm * 0.5 / max(len(one.truth) - positive, 1)
        )
        xs.append(one.signals)
        ys.append(one.truth)
        weights.append(share * one.weight * 1_000)
    model = LogisticRegression(fit_intercept=False, C=1.0, max_iter=5_000)
    model.fit(np.concatenate(xs), np.concatenate(ys), sample_weight=np.concatenate(weights))
    return np.asarray(model.coef_[0], np.float32)


def unseen_folds(sets: Mapping[str, Observed], name: str) -> Floats1d:
    """(n,) the set's sums, each by weights that were fitted without its claims, in any set."""
    folds = {other: np.array([fold(claim, FOLDS) for claim in one.claims]) for other, one in sets.items()}
    sums = np.zeros(len(sets[name].truth), np.float32)
    for n in range(FOLDS):
        weights = fit(one.part(folds[other] != n) for other, one in sets.items())
        sums[folds[name] == n] = sets[name].signals[folds[name] == n] @ weights
    return sums


def unseen_set(sets: Mapping[str, Observed], name: str) -> Floats1d:
    """(n,) the set's sums by weights that were fitted on the sets of other makers."""
    maker = name.partition("_")[0]
    return sets[name].signals @ fit(one for other, one in sets.items() if other.partition("_")[0] != maker)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    encoder = CrossEncoder.load(options.folder, CLAIM_TOKENS)
    sets = {}
    for name, observed in observe_sets(options.data, encoder):
        sets[name] = observed
        print(f"{name}: {len(observed.truth):,} pairs", flush=True)
    write(sets, options.folder)


def write(sets: Mapping[str, Observed], folder: Path) -> None:
    """Write `calibration.json`, and `calibration.md` with what the weights are worth where they were not fitted."""
    weights = fit(sets.values())
    document = {signal: round(float(weight), 4) for signal, weight in zip(SIGNALS, weights, strict=True)}
    (folder / CALIBRATION).write_text(json.dumps(document, indent=1) + "\n")
    support = SIGNALS.index("support")
    lines = [
        "| set | claims unseen: AUROC | balanced accuracy | maker unseen: AUROC | balanced accuracy "
        "| encoder alone: AUROC |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in sets.items():
        cells = [*_figures(one, unseen_folds(sets, name)), *_figures(one, unseen_set(sets, name))]
        cells.append(_figures(one, one.signals[:, support])[0])
        lines.append(f"| {name} | {' | '.join(cells)} |")
    (folder / "calibration.md").write_text("\n".join(lines) + "\n")
    print(json.dumps(document), *lines, sep="\n")


def _figures(one: Observed, sums: Floats1d) -> tuple[str, str]:
    """AUROC and balanced accuracy at a sum of 0, of claims."""
    highest: dict[Hashable, tuple[float, float]] = {}
    for group, total, truth in zip(one.groups, sums, one.truth, strict=True):
        before = highest.get(group, (-np.inf, 0.0))
        highest[group] = max(before[0], float(total)), max(before[1], float(truth))
    scores, supported = map(np.array, zip(*highest.values(), strict=True))
    return (
        f"{roc_auc_score(supported, scores):.3f}",
        f"{balanced_accuracy_score(supported > 0, scores >= 0):.3f}",
    )


if __name__ == "__main__":
    main()
