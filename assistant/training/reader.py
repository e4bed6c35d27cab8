"""Train the reader: python -m assistant.training.reader SQUAD.json.gz ANSWER_SENTENCES.jsonl.gz OUT

SQUAD is SQuAD 1.1's training set, ANSWER_SENTENCES has sentences of SelQA and TREC-QA with `relevant`. One head tells
whether a text answers a question, two more which of its tokens begin and end the answer. Each question stands
against a passage without its answer, and against single sentences of its article. Killed, the same command goes on.
On a GPU ask for larger batches: --batch-tokens 20480 --epochs 3 --rate 3e-4.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer
from torch import Tensor

from assistant.judges.crossencoder import CrossEncoder
from assistant.judges.reader import READER_TOKENS, Reranker
from assistant.training import changes
from assistant.training.encoder import (
    Group,
    TrainingPair,
    Wanted,
    cross_entropy_where_known,
    train,
    words_loss,
)
from assistant.training.loop import Evaluation, Settings, default_device
from assistant.training.model import Judged, Session, Shape
from assistant.training.squad import AnsweredQuestion, Paragraph, read_paragraphs
from corpus import Span
from index.keywords import bm25

SHAPE = Shape(heads=1, max_tokens=READER_TOKENS, spans=True)
RATE = 1e-4  # for batches of 2,048 tokens; on a GPU 3e-4 for batches of 20,480
GROUP_WEIGHT = 0.5  # of the order within a group, against each pair's own probability
SENTENCE_SPANS = 0.4  # weight of the words of a single sentence; those of a passage weigh 1
WHOLE = 0.4  # of the questions get their whole paragraph, the others some sentences of it
MARGINS = (0, 0, 1, 1, 2, 3, 5, 8)  # sentences kept on each side of the answer's, drawn
CHANGED, LEFT_OUT = (
    0.35,
    0.25,
)  # of the wrong passages: a changed question; a passage without the answer's sentence
SENTENCES = 0.5  # of the questions stand against single sentences too
CHANGED_SENTENCES = 0.12  # of these get a changed question as one of the wrong ones
NEGATED = 0.2  # of the questions that a "not" is put into are used: "not" alone must not decide
WRONG_SENTENCES = 3
MINED_FROM = 6  # of the most similar texts without the answer
HELD_LISTS = ("trecqa_dev",)  # sources of ANSWER_SENTENCES whose questions are kept for development
DEV_QUESTIONS = 300


class Articles:
    """Paragraphs by article, to draw wrong passages and sentences from."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._by_title: dict[str, list[Paragraph]] = {}
        self._names: dict[str, list[str]] = {}
        for paragraph in paragraphs:
            self._by_title.setdefault(paragraph.title, []).append(paragraph)
            self._names.setdefault(paragraph.title, []).extend(changes.names(paragraph.text))
        self._texts = {
            title: [text for one in found for text in one.texts] for title, found in self._by_title.items()
        }

    def passages(self, paragraph: Paragraph, question: str, answer: str) -> list[str]:
        """The most similar other paragraphs of the article that lack the answer, best first."""
        others = [one.text for one in self._by_title[paragraph.title] if one is not paragraph]
        return _similar(question, others, answer)

    def sentences(self, paragraph: Paragraph, question: str, answer: str) -> list[str]:
        """The same of the article's sentences."""
        return _similar(question, self._texts[paragraph.title], answer)

    def changed(self, paragraph: Paragraph, question: str, random: Random) -> str | None:
        """The question with a name, number, date, quantifier or "not" changed, None if nothing can be."""
        drawn = [
            text
            for kind, change in changes.FALSE.items()
            if (kind != "negation" or random.random() < NEGATED) and (text := change(question, random))
        ]
        if other := changes.name(question, random, self._names[paragraph.title]):
            drawn += [other] * 2
        return random.choice(drawn) if drawn else None


def _similar(question: str, texts: Sequence[str], answer: str) -> list[str]:
    without = [text for text in texts if answer.lower() not in text.lower()]
    scores = bm25(question, without)
    return [without[n] for n in np.argsort(-scores, kind="stable")[:MINED_FROM]]


def squad_groups(paragraphs: Sequence[Paragraph], random: Random, most: int | None = None) -> Iterator[Group]:
    """For each question, drawn in random order, a pair of passages and now and then four sentences."""
    asked = [(paragraph, question) for paragraph in paragraphs for question in paragraph.questions]
    articles = Articles(paragraphs)
    for paragraph, question in random.sample(asked, min(most or len(asked), len(asked))):
        yield passages(paragraph, question, articles, random)
        if random.random() < SENTENCES and (n := paragraph.sentence_of(question)) is not None:
            yield sentences(paragraph, question, n, articles, random)


def passages(paragraph: Paragraph, question: AnsweredQuestion, articles: Articles, random: Random) -> Group:
    """A passage that answers, and one that does not, or a question that the same passage does not answer."""
    answer = paragraph.text[question.answer.start : question.answer.end]
    span = _window(paragraph, question, random)
    text = paragraph.text[span.start : span.end]
    words = Span(question.answer.start - span.start, question.answer.end - span.start)
    right = TrainingPair(question.question, text, (1.0,), "passage", words)
    dice = random.random()
    if dice < CHANGED and (other := articles.changed(paragraph, question.question, random)):
        return [right, TrainingPair(other, text, (0.0,), "changed question")]
    if dice > 1 - LEFT_OUT and (rest := _without(paragraph, question, answer)):
        return [right, TrainingPair(question.question, rest, (0.0,), "sentence left out")]
    found = articles.passages(paragraph, question.question, answer)
    if not found:
        return [right]
    return [right, TrainingPair(question.question, random.choice(found[:3]), (0.0,), "other passage")]


def _window(paragraph: Paragraph, question: AnsweredQuestion, random: Random) -> Span:
    """The answer's sentences with some on each side, or the whole paragraph."""
    if random.random() < WHOLE:
        return Span(0, len(paragraph.text))
    touched = [
        n
        for n, span in enumerate(paragraph.sentences)
        if span.start < question.answer.end and question.answer.start < span.end
    ]
    if not touched:
        return Span(0, len(paragraph.text))
    first = max(0, touched[0] - random.choice(MARGINS))
    last = min(len(paragraph.sentences) - 1, touched[-1] + random.choice(MARGINS))
    return Span(paragraph.sentences[first].start, paragraph.sentences[last].end)


def _without(paragraph: Paragraph, question: AnsweredQuestion, answer: str) -> str | None:
    """The paragraph without the answer's sentence; None if nothing is left or it has the answer once more."""
    n = paragraph.sentence_of(question)
    rest = " ".join(text for k, text in enumerate(paragraph.texts) if k != n)
    return rest if n is not None and rest and answer.lower() not in rest.lower() else None


def sentences(
    paragraph: Paragraph, question: AnsweredQuestion, right: int, articles: Articles, random: Random
) -> Group:
    """The sentence that answers, and others of its paragraph and of its article that do not."""
    span = paragraph.sentences[right]
    words = Span(question.answer.start - span.start, question.answer.end - span.start)
    answer = paragraph.text[question.answer.start : question.answer.end]
    text = paragraph.texts[right]
    group = [TrainingPair(question.question, text, (1.0,), "sentence", words)]
    if random.random() < CHANGED_SENTENCES:
        other = articles.changed(paragraph, question.question, random)
        group += [TrainingPair(other, text, (0.0,), "changed question")] if other else []
    near = [one for one in paragraph.texts if answer.lower() not in one.lower()]
    far = articles.sentences(paragraph, question.question, answer)
    drawn = dict.fromkeys([*random.sample(near, min(2, len(near))), *random.sample(far, min(4, len(far)))])
    for other in list(drawn)[: WRONG_SENTENCES + 1 - len(group)]:
        group.append(TrainingPair(question.question, other, (0.0,), "other sentence"))
    return group


def listed_groups(
    path: Path, random: Random, *, held: bool, without: frozenset[str] = frozenset()
) -> Iterator[Group]:
    """For each question of SelQA and TREC-QA one right and three wrong sentences; all of them for the `held` sources.

    Questions (in lower case) that the held sources or `without` have are not among the others.
    """
    lists: dict[bool, dict[str, Group]] = {True: {}, False: {}}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            pair = TrainingPair(row["question"], row["sentence"], (float(row["relevant"]),), row["source"])
            lists[row["source"] in HELD_LISTS].setdefault(row["question"].lower(), []).append(pair)
    kept_back = lists[True].keys() | without
    for question, pairs in lists[held].items():
        right = [pair for pair in pairs if pair.targets[0]]
        wrong = [pair for pair in pairs if not pair.targets[0]]
        if held and right and wrong:
            yield [*right, *wrong]
        elif not held and question not in kept_back and right and len(wrong) >= WRONG_SENTENCES:
            yield [random.choice(right), *random.sample(wrong, WRONG_SENTENCES)]


def loss(judged: Judged, wanted: Wanted) -> Tensor:
    """Whether each text answers, which of a group does, and with which words; the right one is a group's first."""
    answers = judged.logits[:, 0]
    value = cross_entropy_where_known(judged.logits, wanted.targets)
    orders = [-torch.log_softmax(group, 0)[0] for group in torch.split(answers, wanted.sizes)]
    value = value + GROUP_WEIGHT * torch.stack(orders).mean()
    known = wanted.words[:, 0] >= 0
    if not known.any():
        return value
    weights = torch.repeat_interleave(
        torch.tensor([1.0 if size <= 2 else SENTENCE_SPANS for size in wanted.sizes], device=answers.device),
        torch.tensor(wanted.sizes, device=answers.device),
    )[known]
    return value + (words_loss(judged, wanted) * weights).sum() / known.sum()


def figures(reader: Reranker, groups: Sequence[Group], lists: Sequence[Group]) -> dict[str, float]:
    """Exact matches and F1 of the words, AUROC of the probability on passages, MRR on lists of sentences."""
    right = [pair for group in groups for pair in group if pair.words]
    exact, shared = [], []
    for pair in right:
        [reading] = reader.read(pair.first, [pair.second])
        exact.append(float(reading.words == pair.words))
        shared.append(_f1(reading.words, pair.words or Span(0, 0)))
    passages = [pair for group in groups if len(group) == 2 for pair in group]
    scores = [float(reader.score(pair.first, [pair.second])[0]) for pair in passages]
    return {
        "exact": float(np.mean(exact)),
        "f1": float(np.mean(shared)),
        "answerable_auroc": float(roc_auc_score([pair.targets[0] for pair in passages], scores)),
        "sentences_mrr": reciprocal_rank(reader, lists),
    }


def _f1(one: Span, other: Span) -> float:
    """Of two places, by their letters."""
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return 2 * shared / ((one.end - one.start) + (other.end - other.start)) if shared else 0.0


def reciprocal_rank(reader: Reranker, groups: Iterable[Group]) -> float:
    """The mean over groups of 1 / the rank of the first right one."""
    ranks = []
    for group in groups:
        scores = reader.score(group[0].first, [pair.second for pair in group])
        truth = np.array([pair.targets[0] for pair in group], np.float32)
        ranks.append(1 / (1 + int((scores > scores[truth > 0].max()).sum())))
    return float(np.mean(ranks))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("squad", type=Path)
    parser.add_argument("answer_sentences", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--questions", type=int, help="of SQuAD that are learned from (default: all)")
    parser.add_argument(
        "--without", type=Path, help="a file like ANSWER_SENTENCES: none of its questions is learned"
    )
    parser.add_argument("--epochs", type=int, default=SHAPE.epochs)
    parser.add_argument("--seconds", type=float, help="most that it takes; the learning rate falls with them")
    parser.add_argument("--batch-tokens", type=int, default=SHAPE.batch_tokens)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--base", type=Path, help="folder of another BERT (default: all-MiniLM-L6-v2)")
    parser.add_argument("--device", default=default_device())
    options = parser.parse_args(arguments)
    settings = Settings(learning_rate=options.rate, seconds=options.seconds)
    random = Random(settings.seed)
    groups = list(squad_groups(read_paragraphs(options.squad, "train"), random, options.questions))
    without = _questions(options.without) if options.without else frozenset()
    listed = list(listed_groups(options.answer_sentences, random, held=False, without=without))
    held = list(squad_groups(read_paragraphs(options.squad, "dev"), Random(1), DEV_QUESTIONS))
    lists = list(listed_groups(options.answer_sentences, random, held=True))
    print(f"{len(groups):,} groups of SQuAD, {len(listed):,} of SelQA and TREC-QA", flush=True)

    def evaluate(session: Session, tokenizer: Tokenizer) -> Evaluation:
        encoder = CrossEncoder(session, tokenizer, heads=1, max_tokens=READER_TOKENS, marks_matches=False)
        found = figures(Reranker(encoder, "training"), held, lists)
        return Evaluation(sum(found.values()) / len(found), found)

    shape = replace(SHAPE, epochs=options.epochs, batch_tokens=options.batch_tokens)
    train(
        groups + listed,
        shape,
        settings,
        loss,
        options.out,
        evaluate,
        base=options.base,
        device=options.device,
    )
    found = figures(Reranker.load(options.out), held, lists)
    rows = [f"| {name} | {value:.3f} |" for name, value in found.items()]
    (options.out / "scores.md").write_text("\n".join(["| development | |", "|---|---|", *rows]) + "\n")


def _questions(path: Path) -> frozenset[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(json.loads(line)["question"].lower() for line in lines)


if __name__ == "__main__":
    main()
