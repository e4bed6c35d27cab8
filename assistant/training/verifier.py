"""Train the verifier: python -m assistant.training.verifier DATA OUT [--from BEST.pt] [--seconds N]

DATA has `claims.jsonl.gz`, `squad1.1_train.json.gz` and `statements.jsonl.gz`. Two heads: the evidence fully supports
the claim; it contradicts it; two more tell which words of the evidence fill a gap in the claim. Beside fact-checking
pairs stand contrasts (`assistant.training.contrast`): claims that have the words of their evidence and not its
meaning. Killed, the same command goes on from the last checkpoint.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer
from torch import Tensor

from assistant.judges.crossencoder import CrossEncoder
from assistant.training import changes
from assistant.training.contrast.gaps import of_claims, of_statements
from assistant.training.contrast.pairs import contrast_groups, gap_groups
from assistant.training.encoder import (
    Group,
    TrainingPair,
    Wanted,
    cross_entropy_where_known,
    train,
    words_loss,
)
from assistant.training.loop import Evaluation, Settings
from assistant.training.model import Judged, Session, Shape
from assistant.training.split import fold
from assistant.training.squad import Paragraph, Part, read_paragraphs
from assistant.training.writer.statements import read_statements

SHAPE = Shape(heads=2, max_tokens=256, mark_matches=True, spans=True)
SETTINGS = Settings(learning_rate=1.5e-4)
SYNTHETIC = 0.35  # of the synthetic pairs of VitaminC that are used: the real ones teach more
PADDED = 0.2  # of fact-checking pairs get sentences of another article around their evidence
SUPPORT = 0  # the first head; the second is contradiction
SPANS = 0.5  # weight of the words that fill a gap
MERGED = 0.4  # of the made sentences are merged with their neighbour too
MARGINS = (0, 0, 1, 1, 2, 3, 12)  # sentences of a paragraph kept on each side, drawn


def claim_groups(path: Path, part: Part, random: Random, padding: list[str]) -> Iterator[Group]:
    """The fact-checking pairs of a part, those with one claim together. The split is by page, else by claim."""
    groups: dict[str, Group] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if _part(row) != part or (row["source"] == "vitaminc_synthetic" and random.random() > SYNTHETIC):
                continue
            evidence = row["evidence"]
            if random.random() < PADDED and part == "train":
                evidence = _padded(evidence, random.sample(padding, random.choice((1, 2, 4))), random)
            groups.setdefault(row["claim"], []).append(
                TrainingPair(row["claim"], evidence, _targets(row), row["source"])
            )
    yield from groups.values()


def _part(row: dict[str, str]) -> Part:
    """By the page where there is one, else by the claim; synthetic and real pairs of a page go together."""
    return {0: "dev", 1: "test"}.get(fold(row.get("page") or row["claim"], 20), "train")  # type: ignore[return-value]


def _targets(row: dict[str, object]) -> tuple[float | None, ...]:
    known = row["label"] in ("SUPPORTS", "REFUTES", "NOT ENOUGH INFO")
    return (float(bool(row["supported"])), float(row["label"] == "REFUTES") if known else None)


def _padded(evidence: str, others: list[str], random: Random) -> str:
    cut = random.randint(0, len(others))
    joint = random.choice((" ", "\n"))
    return joint.join([*others[:cut], evidence, *others[cut:]])


def made_groups(paragraphs: list[Paragraph], random: Random, most: int) -> Iterator[Group]:
    """Pairs made from `most` sentences of SQuAD, each a group of its own, with how it was made as its kind."""
    names: dict[str, list[str]] = {}
    for paragraph in paragraphs:
        names.setdefault(paragraph.title, []).extend(changes.names(paragraph.text))
    usable = [
        (paragraph, n)
        for paragraph in paragraphs
        for n, text in enumerate(paragraph.texts)
        if 6 <= len(text.split()) <= 45 and len(paragraph.sentences) > 1
    ]
    for paragraph, n in random.sample(usable, min(most, len(usable))):
        for pair in _made(paragraph.texts, n, names[paragraph.title], random):
            yield [pair]


def _made(texts: list[str], n: int, names: list[str], random: Random) -> Iterator[TrainingPair]:
    """Pairs from the sentence `n` of a paragraph: true, false, and true but not in the evidence."""
    sentence = texts[n]
    true = {kind: text for kind, change in changes.TRUE.items() if (text := change(sentence, random))}
    claim = random.choice([sentence, *true.values()])
    kind = next((kind for kind, text in true.items() if text == claim), "copied")
    yield TrainingPair(claim, _window(texts, n, random), (1.0, 0.0), kind)
    false = {kind: text for kind, change in changes.FALSE.items() if (text := change(claim, random))}
    if other := changes.name(claim, random, names):
        false["name"] = other
    for kind in random.sample(sorted(false), min(2, len(false))):
        contradicted = None if kind == "name" else 1.0  # with another name it may be true all the same
        yield TrainingPair(false[kind], _window(texts, n, random), (0.0, contradicted), kind)
    yield TrainingPair(claim, _window(texts, n, random, without=True), (0.0, 0.0), "elsewhere")
    if "clause left out" in true:
        evidence = _window(texts, n, random).replace(sentence, true["clause left out"])
        yield TrainingPair(sentence, evidence, (0.0, 0.0), "clause added")
    yield from _merged(texts, n, random)


def _merged(texts: list[str], n: int, random: Random) -> Iterator[TrainingPair]:
    """A sentence and its neighbour as one claim, which only both together prove."""
    other = n + 1 if n + 1 < len(texts) else n - 1
    if random.random() < MERGED and 4 <= len(texts[other].split()) <= 40:
        first, second = sorted((n, other))
        claim = f"{texts[first].rstrip('.')}, and {texts[second]}"
        yield TrainingPair(claim, _window(texts, n, random, also=other), (1.0, 0.0), "merged, both there")
        yield TrainingPair(claim, texts[random.choice((first, second))], (0.0, 0.0), "merged, one there")


def _window(
    texts: list[str], n: int, random: Random, *, without: bool = False, also: int | None = None
) -> str:
    """The sentence `n` of a paragraph with some before and after it, or these `without` it."""
    before, after = random.choice(MARGINS), random.choice(MARGINS)
    places = {place for place in range(n - before, n + after + 1) if 0 <= place < len(texts)}
    places |= set() if also is None else {also}
    kept = sorted(places - {n}) or [n - 1 if n else 1] if without else sorted(places)
    return " ".join(texts[place] for place in kept)


def auroc(judge: CrossEncoder, pairs: Sequence[TrainingPair]) -> float:
    """Of support, over all the pairs."""
    scores = judge.score([pair.first for pair in pairs], [pair.second for pair in pairs])
    return float(roc_auc_score([pair.targets[SUPPORT] for pair in pairs], scores[:, SUPPORT]))


def table(judge: CrossEncoder, pairs: Sequence[TrainingPair]) -> str:
    """By kind: pairs, the share that is supported, and the share judged right at a probability of one half."""
    scores = judge.score([pair.first for pair in pairs], [pair.second for pair in pairs])[:, SUPPORT]
    kinds: dict[str, list[tuple[float, float]]] = {}
    for pair, score in zip(pairs, scores, strict=True):
        kinds.setdefault(pair.kind, []).append((float(score), pair.targets[SUPPORT] or 0.0))
    rows = ["| kind | pairs | supported | right |", "|---|---|---|---|"]
    for kind, found in sorted(kinds.items()):
        right = sum((score >= 0.5) == bool(truth) for score, truth in found) / len(found)
        rows.append(
            f"| {kind} | {len(found):,} | {sum(t for _, t in found) / len(found):.2f} | {right:.3f} |"
        )
    return "\n".join(rows)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sentences", type=int, default=2_500, help="of SQuAD that pairs are made from")
    parser.add_argument("--share", type=float, default=0.5, help="of the fact-checking claims that are used")
    parser.add_argument("--contrasts", type=int, default=150, help="pieces of evidence of each kind")
    parser.add_argument("--gaps", type=int, default=40, help="the same for claims with a gap")
    parser.add_argument("--from", dest="weights", type=Path, metavar="BEST.pt", help="weights to begin with")
    parser.add_argument("--rate", type=float, default=SETTINGS.learning_rate, help="the learning rate")
    parser.add_argument("--seconds", type=float, help="most time that the steps take")
    parser.add_argument("--threads", type=int, help="of the processor (default: all)")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    random = Random(SETTINGS.seed)
    squad, claims = options.data / "squad1.1_train.json.gz", options.data / "claims.jsonl.gz"
    paragraphs = read_paragraphs(squad, "train")
    padding = [text for p in random.sample(paragraphs, 2_000) for text in p.texts]
    facts = list(claim_groups(claims, "train", random, padding))
    held = {part: list(claim_groups(claims, part, random, [])) for part in ("dev", "test")}
    known = {pair.first for groups in held.values() for group in groups for pair in group}
    facts = [group for group in facts if group[0].first not in known]
    facts = random.sample(facts, int(len(facts) * options.share))
    made = list(made_groups(paragraphs, random, options.sentences))
    contrasts = list(contrast_groups(paragraphs, "train", random, options.contrasts))
    statements = read_statements(options.data / "statements.jsonl.gz")
    gaps = [
        *gap_groups(paragraphs, "train", random, options.gaps),
        *of_claims(_pairs(facts), random),
        *of_statements(paragraphs, statements, random),
    ]
    print(
        f"{len(facts):,} claims with {sum(map(len, facts)):,} pairs; {len(made):,} made pairs;"
        f" {sum(map(len, contrasts)):,} contrasts; {sum(map(len, gaps)):,} gaps",
        flush=True,
    )
    dev_facts = _pairs(random.sample(held["dev"], 300))
    dev_paragraphs = read_paragraphs(squad, "dev")
    dev_made = _pairs(made_groups(dev_paragraphs, random, 150))
    dev_contrasts = _pairs(contrast_groups(dev_paragraphs, "dev", random, 8))
    dev_gaps = _pairs(gap_groups(dev_paragraphs, "dev", random, 4))

    def evaluate(session: Session, tokenizer: Tokenizer) -> Evaluation:
        judge = CrossEncoder(
            session, tokenizer, heads=SHAPE.heads, max_tokens=SHAPE.max_tokens, marks_matches=True
        )
        sets = {"claims": dev_facts, "made": dev_made, "contrasts": dev_contrasts, "gaps": dev_gaps}
        figures = {f"{name}_auroc": auroc(judge, pairs) for name, pairs in sets.items()}
        return Evaluation(sum(figures.values()) / len(figures), figures)

    settings = replace(SETTINGS, learning_rate=options.rate, seconds=options.seconds)
    train(
        facts + made + contrasts + gaps, SHAPE, settings, loss, options.out, evaluate, weights=options.weights
    )
    judge = CrossEncoder.load(options.out, SHAPE.max_tokens)
    test = read_paragraphs(squad, "test")
    unseen = _pairs(held["test"]) + _pairs(made_groups(test, random, 500))
    for left_out in (False, True):
        unseen += _pairs(contrast_groups(test, "test", Random(1), 50, left_out=left_out))
    (options.out / "scores.md").write_text(table(judge, unseen) + "\n")


def loss(judged: Judged, wanted: Wanted) -> Tensor:
    """Binary cross-entropy of both heads, and cross-entropy of the words that fill a gap."""
    value = cross_entropy_where_known(judged.logits, wanted.targets)
    known = wanted.words[:, 0] >= 0
    return value + SPANS * words_loss(judged, wanted).mean() if known.any() else value


def _pairs(groups: Iterable[Group]) -> list[TrainingPair]:
    return [pair for group in groups for pair in group]


if __name__ == "__main__":
    main()
