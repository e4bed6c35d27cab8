"""Weigh the verifier's signals: python -m assistant.training.calibrate DATA FOLDER

FOLDER has a trained verifier; `calibration.json` and `calibration.md` are written into it. DATA is a folder with
`train/` (claims, SQuAD: their development parts) and `dev/` (WiCE, AttributionBench). Each set weighs the same and
so do its supported and its other claims: then a probability of one half is the threshold of best balanced accuracy.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from assistant.crossencoder import CrossEncoder
from assistant.judges import CALIBRATION, CLAIM_TOKENS, SIGNALS, nearest_part, signals
from assistant.training.squad import read_paragraphs
from assistant.training.verifier import claim_groups, made_groups
from index.embed import Floats1d, Floats2d

MOST = 800  # pairs of a set
FOREIGN = ("wice_chunks_dev", "attributionbench_dev")
Example = tuple[str, str, float]


def sets(data: Path) -> dict[str, list[Example]]:
    """The development pairs by set: claim, evidence, 1 where fully supported."""
    random = Random(0)
    found: dict[str, list[Example]] = {}
    for group in claim_groups(data / "train" / "claims.jsonl.gz", "dev", random, []):
        for pair in group:
            found.setdefault(pair.kind, []).append((pair.first, pair.second, pair.targets[0] or 0.0))
    squad = read_paragraphs(data / "train" / "squad1.1_train.json.gz", "dev")
    made = [pair for [pair] in made_groups(squad, random, MOST // 4)]
    found["made of SQuAD"] = [(pair.first, pair.second, pair.targets[0] or 0.0) for pair in made]
    for name in FOREIGN:
        found[name] = list(_examples(data / "dev" / f"{name}.jsonl.gz"))
    return {name: random.sample(rows, min(MOST, len(rows))) for name, rows in found.items()}


def _examples(path: Path) -> Iterator[Example]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["claim"], row["evidence"], float(row["supported"])


def observed(encoder: CrossEncoder, rows: Iterable[Example]) -> tuple[Floats2d, Floats1d]:
    """(n, len(SIGNALS)) and (n,) whether supported."""
    claims, evidence, truth = map(list, zip(*rows, strict=True))
    read = [nearest_part(str(claim), str(text)) for claim, text in zip(claims, evidence, strict=True)]
    scores = encoder.score(claims, read)[:, 0]
    seen = [signals(str(c), e, s) for c, e, s in zip(claims, read, scores, strict=True)]
    return np.stack(seen), np.array(truth, np.float32)


def fit(parts: Iterable[tuple[Floats2d, Floats1d]]) -> Floats1d:
    """(len(SIGNALS),) the weights; each part and each class in it has the same weight."""
    xs, ys, weights = [], [], []
    for x, y in parts:
        xs.append(x)
        ys.append(y)
        weights.append(np.where(y > 0, 0.5 / max(y.sum(), 1), 0.5 / max((1 - y).sum(), 1)) * 1_000)
    model = LogisticRegression(fit_intercept=False, C=1.0, max_iter=1_000)
    model.fit(np.concatenate(xs), np.concatenate(ys), sample_weight=np.concatenate(weights))
    return np.asarray(model.coef_[0], np.float32)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    encoder = CrossEncoder.load(options.folder, CLAIM_TOKENS)
    seen = {}
    for name, rows in sets(options.data).items():
        seen[name] = observed(encoder, rows)
        print(f"{name}: {len(rows):,} pairs", flush=True)
    weights = fit(seen.values())
    document = {signal: round(float(weight), 4) for signal, weight in zip(SIGNALS, weights, strict=True)}
    (options.folder / CALIBRATION).write_text(json.dumps(document, indent=1) + "\n")
    lines = [
        "| set | left out in fitting: AUROC | balanced accuracy | encoder alone | overlap alone |",
        "|---|---|---|---|---|",
    ]
    for name, (x, y) in seen.items():
        others = fit(part for other, part in seen.items() if other != name)
        lines.append(
            f"| {name} | {_figures(x @ others, y, 0)} | {_auroc(x[:, 1], y)} | {_auroc(x[:, 2], y)} |"
        )
    table = "\n".join(lines)
    (options.folder / "calibration.md").write_text(table + "\n")
    print(json.dumps(document), table, sep="\n")


def _figures(scores: Floats1d, truth: Floats1d, threshold: float) -> str:
    return f"{_auroc(scores, truth)} | {balanced_accuracy_score(truth, scores >= threshold):.3f}"


def _auroc(scores: Floats1d, truth: Floats1d) -> str:
    return f"{roc_auc_score(truth, scores):.3f}"


if __name__ == "__main__":
    main()
