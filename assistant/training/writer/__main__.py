"""Train the writer: python -m assistant.training.writer SQUAD CLAIMS ANSWER_SENTENCES OUT [--statements FILE] [--join]

SQUAD is SQuAD 1.1's training set (.json.gz), CLAIMS has claims of VitaminC and ANSWER_SENTENCES sentences of SelQA
(.jsonl.gz). First the rows are made, OUT/train.jsonl.gz and OUT/dev.jsonl.gz: a library of SQuAD's articles is
searched for each question. If they are there already, they are taken, so that another machine can have made them
(--rows-only). Then a LoRA adapter of the base model is trained; the best on development rows is kept and exported as
OUT/adapter.gguf. Killed, the same command goes on.

A question and its answer become a sentence by a template, or are looked up in --statements. --join has the base model
write the others and keeps them in OUT/statements.jsonl.gz: without it four of five questions have no sentence.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import torch

from assistant.judges import Reader
from assistant.training import loop
from assistant.training.batches import planned
from assistant.training.loop import Settings
from assistant.training.squad import Paragraph, read_paragraphs
from assistant.training.writer import adapter, rows, tune
from assistant.training.writer.evidence import Excerpts, library_of
from assistant.training.writer.join import join
from assistant.training.writer.statements import read_statements
from index.embed import Embedder

BASE = "qwen2.5-coder-0.5b"
SETTINGS = Settings(learning_rate=3e-4, warm_up=0.03, weight_decay=0.0, evaluations=8, patience=3)
EPOCHS = 1.4  # the shipped writer was best between 1.3 and 1.6, and was trained for 2.5
BATCH_TOKENS = {"cuda": 16_000, "cpu": 2_000}
DEV_QUESTIONS = 600
TRAIN, DEV, ADAPTER = "train.jsonl.gz", "dev.jsonl.gz", "adapter.gguf"


def main(arguments: Sequence[str] | None = None, embedder: Embedder | None = None) -> None:
    """The command line; `embedder` is for tests."""
    options = _parser().parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SETTINGS.seed)
    model, tokenizer = tune.load_base(options.base, options.device)
    if not ((options.out / TRAIN).exists() and (options.out / DEV).exists()):
        _make_rows(options, model, tokenizer, embedder)
    if not options.rows_only:
        _train(options, model, tokenizer)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant.training.writer",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for name in ("squad", "claims", "answer_sentences", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--statements", type=Path, help="a file of questions, answers and their sentences")
    parser.add_argument(
        "--join", action="store_true", help="have the base model write the sentences that lack"
    )
    parser.add_argument(
        "--questions", type=int, help="of SQuAD, from as few articles as have them (default: all)"
    )
    parser.add_argument(
        "--library", type=Path, help="with SQuAD's articles; made if it is not there (OUT/library)"
    )
    parser.add_argument(
        "--with-reader", action="store_true", help="order evidence with the reader, as the product"
    )
    parser.add_argument("--rows-only", action="store_true", help="make the rows and stop")
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    parser.add_argument("--steps", type=int, help="most steps")
    parser.add_argument("--seconds", type=float, help="most time; the learning rate falls with it")
    parser.add_argument("--batch-tokens", type=int, help="of a step (default: 16,000 on a GPU, else 2,000)")
    parser.add_argument("--base", default=BASE, help="a name of the catalogue, a .gguf file, or a folder")
    parser.add_argument("--device", default=loop.default_device())
    return parser


def _make_rows(options: argparse.Namespace, model: Any, tokenizer: Any, embedder: Embedder | None) -> None:
    random = Random(SETTINGS.seed)
    held = min(DEV_QUESTIONS, options.questions or DEV_QUESTIONS)
    parts = {
        "train": few(read_paragraphs(options.squad, "train"), options.questions, random),
        "dev": few(read_paragraphs(options.squad, "dev"), held, random),
    }
    everything = [paragraph for paragraphs in parts.values() for paragraph in paragraphs]
    known = read_statements(options.statements) if options.statements else {}
    if options.join:
        known |= join(model, tokenizer, everything, known, options.out / "statements.jsonl.gz")

    def count_tokens(text: str) -> int:
        return len(tokenizer(text, add_special_tokens=False)["input_ids"])

    reader = Reader.load() if options.with_reader else None
    with library_of(everything, options.library or options.out / "library", embedder) as library:
        for part, most, name in (("train", options.questions, TRAIN), ("dev", held, DEV)):
            titles = {paragraph.title for paragraph in parts[part]}
            excerpts = Excerpts(library, titles, count_tokens, reader)
            sources = rows.Sources(options.claims, options.answer_sentences, known, most)
            made = rows.make(part, parts[part], excerpts, sources, random)  # type: ignore[arg-type]  # a Part
            rows.write(made, options.out / name)
            print(f"{part}: {len(made):,} rows", rows.table(made), sep="\n", flush=True)


def few(paragraphs: list[Paragraph], questions: int | None, random: Random) -> list[Paragraph]:
    """All the paragraphs, or those of as few drawn articles as have so many questions."""
    if questions is None:
        return paragraphs
    titles = sorted({paragraph.title for paragraph in paragraphs})
    random.shuffle(titles)
    kept: list[Paragraph] = []
    for title in titles:
        if sum(len(paragraph.questions) for paragraph in kept) >= questions:
            break
        kept += [paragraph for paragraph in paragraphs if paragraph.title == title]
    return kept


def _train(options: argparse.Namespace, model: Any, tokenizer: Any) -> None:
    batch_tokens = options.batch_tokens or BATCH_TOKENS.get(torch.device(options.device).type, 2_000)
    made, dev = (tune.tokenised(rows.read(options.out / name), tokenizer) for name in (TRAIN, DEV))
    plan = planned(
        [1] * len(made), [len(row.ids) for row in made], batch_tokens, options.epochs, SETTINGS.seed
    )
    plan = plan[: options.steps]
    print(
        f"{len(made):,} rows, {sum(len(row.ids) for row in made):,} tokens, {len(plan):,} steps", flush=True
    )
    trainee = tune.WriterTrainee(model, made, dev, batch_tokens)
    settings = replace(SETTINGS, seconds=options.seconds)
    loop.run(trainee, plan, settings, options.out, loop.cosine)
    path = options.out / ADAPTER
    adapter.export(loop.trained(trainee.module), tune.ALPHA, model.config.num_hidden_layers, path)
    print(f"{path}: {path.stat().st_size:,} bytes", flush=True)


if __name__ == "__main__":
    main()
