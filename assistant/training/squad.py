"""SQuAD's training articles as paragraphs of sentences, split by article: no judge is tested on what it read.

python -m assistant.training.squad SQUAD.json.gz test OUT.json     # the part's articles alone, in SQuAD's format
"""

import gzip
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.training.split import fold
from corpus import Span
from corpus.sentences import split_sentences

Part = Literal["train", "dev", "test"]


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question and the place of its first gold answer in its paragraph."""

    question: str
    answer: Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its sentences' places in `text` and its questions."""

    title: str
    text: str
    sentences: tuple[Span, ...]
    questions: tuple[AnsweredQuestion, ...]

    @property
    def texts(self) -> list[str]:
        """Its sentences."""
        return [self.text[span.start : span.end] for span in self.sentences]

    def sentence_of(self, question: AnsweredQuestion) -> int | None:
        """Which sentence wholly holds the answer; None where the answer runs over its end."""
        return next((n for n, span in enumerate(self.sentences) if span.contains(question.answer)), None)


def part_of(title: str) -> Part:
    """The part that an article belongs to, by its title alone: of 20 articles one is dev, and two are test."""
    return {0: "dev", 1: "test", 2: "test"}.get(fold(title, 20), "train")  # type: ignore[return-value]


def read_paragraphs(path: Path, part: Part | None = None) -> list[Paragraph]:
    """The paragraphs of one part of a SQuAD 1.1 file (.json.gz), or of all."""
    return [
        _paragraph(entry["title"].replace("_", " "), paragraph)
        for entry in _entries(path, part)
        for paragraph in entry["paragraphs"]
    ]


def _entries(path: Path, part: Part | None) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [entry for entry in json.load(file)["data"] if part in (None, part_of(entry["title"]))]


def _paragraph(title: str, row: dict[str, Any]) -> Paragraph:
    text = row["context"]
    questions = (
        AnsweredQuestion(
            " ".join(qa["question"].split()), Span(a["answer_start"], a["answer_start"] + len(a["text"]))
        )
        for qa in row["qas"]
        for a in qa["answers"][:1]
    )
    return Paragraph(title, text, tuple(split_sentences(text)), tuple(questions))


def main() -> None:
    """Write one part of the file to another file."""
    if len(sys.argv) != 4 or sys.argv[2] not in get_args(Part):
        sys.exit(
            f"usage: python -m assistant.training.squad SQUAD.json.gz {'|'.join(get_args(Part))} OUT.json"
        )
    path, part, out = sys.argv[1:]
    entries = _entries(Path(path), part)  # type: ignore[arg-type]
    Path(out).write_text(json.dumps({"data": entries}), encoding="utf-8")
    print(f"{len(entries):,} articles")


if __name__ == "__main__":
    main()
