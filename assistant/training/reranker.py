"""Train the reranker: python -m assistant.training.reranker DATA OUT [--library DIR] [--questions N] [--threads N]

DATA has `squad1.1_train.json.gz` and `answer_sentences.jsonl.gz`. Of each question the answer's sentence stands
against sentences of its paragraph and against those that the hybrid search confuses with it, found in a library of
the same articles, which is made in DIR (default: OUT/library) the first time. Killed, the same command goes on.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor

from assistant.answering.evidence import rank_sentences
from assistant.judges.crossencoder import CrossEncoder
from assistant.training.loop import Group, Settings, TrainingPair, cross_entropy_where_known, train
from assistant.training.squad import AnsweredQuestion, Paragraph, read_paragraphs
from corpus import Article
from index import Library

SETTINGS = Settings(heads=1, max_tokens=160, learning_rate=1e-4)
PARAGRAPH_NEGATIVES, MINED_NEGATIVES = 2, 3
MINED_FROM = 12  # of the best sentences of a search that do not hold the answer
PASSAGES = 0.08  # of the questions get whole paragraphs instead of sentences: the reranker orders both
LISTED = 7  # most sentences of a question of SelQA or TREC-QA in one group


def squad_groups(
    paragraphs: Sequence[Paragraph], library: Library, random: Random, most: int, cache: Path
) -> list[Group]:
    """Groups of one right and several wrong texts. What was mined is kept in `cache`, a line a question."""
    asked = [(p, q, n) for p in paragraphs for q in p.questions if (n := p.sentence_of(q)) is not None]
    drawn = random.sample(asked, min(most, len(asked)))
    confused = _mined([(p, q) for p, q, _ in drawn], library, {p.title for p in paragraphs}, cache)
    return [
        _group(paragraph, question, right, wrong, random)
        for (paragraph, question, right), wrong in zip(drawn, confused, strict=True)
    ]


def _group(
    paragraph: Paragraph, question: AnsweredQuestion, right: int, mined: list[str], random: Random
) -> Group:
    texts = paragraph.texts
    answer = paragraph.text[question.answer.start : question.answer.end].lower()
    others = [text for n, text in enumerate(texts) if n != right]
    wrong = random.sample(others, min(PARAGRAPH_NEGATIVES, len(others)))
    wrong += [text for text in mined if answer not in text.lower() and text not in wrong][:MINED_NEGATIVES]
    proof = texts[right]
    if random.random() < PASSAGES:
        proof = paragraph.text
        wrong = [text for text in mined if text not in proof][:MINED_NEGATIVES]
    return [
        TrainingPair(question.question, proof, (1.0,)),
        *(TrainingPair(question.question, text, (0.0,)) for text in wrong),
    ]


def _mined(
    questions: list[tuple[Paragraph, AnsweredQuestion]], library: Library, titles: set[str], cache: Path
) -> list[list[str]]:
    """For each question the best sentences of the search of the articles with these titles, not its own paragraph's."""
    written = cache.read_text().splitlines(keepends=True) if cache.exists() else []
    whole = [line for line in written if line.endswith("\n")]  # a kill may have cut the last one
    done = [json.loads(line) for line in whole]
    if whole != written:
        cache.write_text("".join(whole))
    with cache.open("a") as file:
        for number, (paragraph, question) in enumerate(questions[len(done) :], len(done) + 1):
            hits = library.search(question.question, 8)
            [vector] = library.embedder.embed([question.question])
            ranked = (s for s in rank_sentences(question.question, vector, hits) if s.article.title in titles)
            found = [s.text for s in ranked if s.text not in paragraph.text][:MINED_FROM]
            done.append(found)
            file.write(json.dumps(found) + "\n")
            if number % 500 == 0:
                file.flush()
                print(f"{number:,} of {len(questions):,} questions mined", flush=True)
    return done[: len(questions)]


def listed_groups(path: Path, random: Random) -> Iterator[Group]:
    """The questions of SelQA and TREC-QA with a right and a wrong sentence at least."""
    questions: dict[str, list[TrainingPair]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            pair = TrainingPair(row["question"], row["sentence"], (float(row["relevant"]),))
            questions.setdefault(row["question"], []).append(pair)
    for pairs in questions.values():
        right = [pair for pair in pairs if pair.targets[0]]
        wrong = [pair for pair in pairs if not pair.targets[0]]
        if right and wrong:
            kept = random.sample(right, min(len(right), LISTED // 2))
            yield kept + random.sample(wrong, min(len(wrong), LISTED - len(kept)))


def loss(logits: Tensor, targets: Tensor, sizes: list[int]) -> Tensor:
    """Order and probability: cross-entropy within each group over its right ones, and binary cross-entropy."""
    ordered = torch.stack(
        [
            -(torch.log_softmax(scores[:, 0], 0) * truth[:, 0]).sum() / truth[:, 0].sum()
            for scores, truth in zip(torch.split(logits, sizes), torch.split(targets, sizes), strict=True)
        ]
    ).mean()
    return ordered + cross_entropy_where_known(logits, targets)


def reciprocal_rank(judge: CrossEncoder, groups: Iterable[Group]) -> float:
    """The mean over groups of 1 / the rank of the first right one."""
    ranks = []
    for group in groups:
        scores = judge.score([p.first for p in group], [p.second for p in group])[:, 0]
        truth = np.array([p.targets[0] for p in group], np.float32)
        ranks.append(1 / (1 + int((scores > scores[truth > 0].max()).sum())))
    return float(np.mean(ranks))


def _library(folder: Path, squad: Path) -> Library:
    library = Library.open(folder)
    if not library.articles():
        by_title: dict[str, list[str]] = {}
        for paragraph in read_paragraphs(squad, "train"):
            by_title.setdefault(paragraph.title, []).append(paragraph.text)
        print(f"indexing {len(by_title):,} articles", flush=True)
        library.add(Article.create("\n\n".join(texts), origin=t, title=t) for t, texts in by_title.items())
    return library


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--library", type=Path, help="with the articles of SQuAD")
    parser.add_argument("--questions", type=int, default=4_000, help="of SQuAD that are learned from")
    parser.add_argument("--threads", type=int, help="of the processor (default: all)")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    random = Random(SETTINGS.seed)
    squad = options.data / "squad1.1_train.json.gz"
    with _library(options.library or options.out / "library", squad) as library:
        train_part = read_paragraphs(squad, "train")
        groups = squad_groups(train_part, library, random, options.questions, options.out / "mined.jsonl")
        dev = squad_groups(
            read_paragraphs(squad, "dev"), library, random, 200, options.out / "mined-dev.jsonl"
        )
    listed = list(listed_groups(options.data / "answer_sentences.jsonl.gz", random))
    random.shuffle(listed)
    held, listed = listed[:120], listed[120:]
    print(f"{len(groups):,} questions of SQuAD, {len(listed):,} of SelQA and TREC-QA", flush=True)

    def evaluate(judge: CrossEncoder) -> dict[str, float]:
        return {"SQuAD": reciprocal_rank(judge, dev), "SelQA, TREC-QA": reciprocal_rank(judge, held)}

    judge = train(groups + listed, SETTINGS, loss, options.out, evaluate)
    rows = [f"| {name} | {value:.3f} |" for name, value in evaluate(judge).items()]
    (options.out / "scores.md").write_text("\n".join(["| development | MRR |", "|---|---|", *rows]) + "\n")


if __name__ == "__main__":
    main()
