"""Write the verifier's unseen pairs for the benchmark: python -m assistant.training.heldout DATA OUT.jsonl

Those of VitaminC's and FEVER's held-out pages and claims, and those made of SQuAD's held-out articles; `kind` says
which, or how they were made. Then: python -m tests.benchmarks.claims OUT.jsonl --by kind
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from assistant.training.changes import unlisted_opposite
from assistant.training.encoder import TrainingPair
from assistant.training.squad import Paragraph, read_paragraphs
from assistant.training.verifier import SUPPORT, claim_groups, made_groups

SENTENCES = 800  # of SQuAD's held-out articles that pairs are made from


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    random = Random(0)
    groups = list(claim_groups(options.data / "claims.jsonl.gz", "test", random, []))
    paragraphs = read_paragraphs(options.data / "squad1.1_train.json.gz", "test")
    groups += made_groups(paragraphs, random, SENTENCES)
    groups += [[pair] for pair in unlisted_pairs(paragraphs, Random(1))]
    pairs = [pair for group in groups for pair in group]
    with options.out.open("w", encoding="utf-8") as file:
        for pair in pairs:
            row = {"claim": pair.first, "evidence": pair.second, "supported": int(pair.targets[SUPPORT] or 0)}
            file.write(json.dumps(row | {"kind": pair.kind}, ensure_ascii=False) + "\n")
    print(f"{len(pairs):,} pairs")


def unlisted_pairs(paragraphs: list[Paragraph], random: Random) -> Iterator[TrainingPair]:
    """Sentences with a word turned into an opposite that stands in no list of the checks, against their paragraph."""
    for paragraph in paragraphs:
        for sentence in paragraph.texts:
            changed = unlisted_opposite(sentence, random)
            if changed and 6 <= len(sentence.split()) <= 45:
                yield TrainingPair(changed, " ".join(paragraph.texts), (0.0, 1.0), "opposite of no list")


if __name__ == "__main__":
    main()
