"""The data that benchmarks take: BEIR, SQuAD, questions, claims, sentences to rank. Any file may be gzipped."""

import csv
import gzip
import json
import random
import re
import string
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from corpus import Article, Span
from corpus.article import normalise
from corpus.errors import InputError

BETWEEN_PARAGRAPHS = "\n\n"
CLAIMS = '{"claim", "evidence", "supported": 0 or 1, perhaps "group"} a line'
JUDGED_FIELDS = ("claim", "evidence", "supported", "group")  # what a claim's line must or may have
RANKINGS = '{"question", "sentence", "relevant": 0 or 1} a line'
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Beir:
    """A retrieval set: documents with their ids as `origin`, grades by judged query and document."""

    articles: tuple[Article, ...]
    queries: Mapping[str, str]
    judgements: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question on one article; `answers` are the places of the gold answers in its text, if it has any."""

    id: str
    question: str
    article: Article
    answers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question on a folder: any pattern makes an answer right, any of the `articles` a citation."""

    id: str
    question: str
    answerable: bool
    answer_patterns: tuple[re.Pattern[str], ...]
    articles: tuple[str, ...]

    def is_right(self, reply: str) -> bool:
        """Whether a pattern matches somewhere in the reply, in any case."""
        return any(pattern.search(reply) for pattern in self.answer_patterns)

    def names(self, article: Article) -> bool:
        """Whether `articles` has the article's file, by its name or the end of its path."""
        origin = article.origin.replace("\\", "/")
        return any(origin == name or origin.endswith(f"/{name}") for name in self.articles)


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with each text that may prove it, and whether one does; `line` is its first in the file.

    `fields` are that line's other ones, as `source` or `kind`.
    """

    line: int
    claim: str
    evidence: tuple[str, ...]
    supported: bool
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A question with the sentences to rank for it, each relevant or not."""

    question: str
    sentences: tuple[str, ...]
    relevant: tuple[bool, ...]

    @property
    def can_fail(self) -> bool:
        """Whether some sentences are relevant and some are not, so that their order matters."""
        return len(set(self.relevant)) == 2


def read_beir(folder: Path, split: str = "test") -> Beir:
    """The folder's `corpus.jsonl`, and of `queries.jsonl` those that `qrels/SPLIT.tsv` judges.

    Raises InputError where one is missing or of another format.
    """
    articles = []
    with _expecting(folder / "corpus.jsonl", '{"_id", "title", "text"} a line') as lines:
        for line in lines:
            row = json.loads(line)
            title = row.get("title") or ""
            articles.append(Article.create(row["text"] or title, origin=row["_id"], title=title))
    with _expecting(folder / "queries.jsonl", '{"_id", "text"} a line') as lines:
        queries = {row["_id"]: row["text"] for row in map(json.loads, lines)}
    judgements: dict[str, dict[str, int]] = {}
    with _expecting(folder / "qrels" / f"{split}.tsv", "query-id, corpus-id, score with a header") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            judgements.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    judged = {id: queries[id] for id in judgements if id in queries}
    return Beir(tuple(articles), judged, judgements)


def read_squad(path: Path, most: int | None = None) -> tuple[list[Article], list[SquadQuestion]]:
    """The first `most` articles of a SQuAD file, paragraphs joined by a blank line, and their questions.

    An answer that its paragraph does not have is left out. Raises InputError for another format.
    """
    articles: list[Article] = []
    questions: list[SquadQuestion] = []
    with _expecting(path, 'SQuAD: {"data": [{"title", "paragraphs": [...]}]}') as lines:
        for number, entry in enumerate(json.loads("".join(lines))["data"][:most]):
            article = _squad_article(entry, number)
            articles.append(article)
            questions += _squad_questions(entry, article)
    return articles, questions


def read_questions(path: Path) -> list[Question]:
    """The questions, one JSON object a line. Raises InputError for another format."""
    questions = []
    with _expecting(path, '{"id", "question", "answerable", "answer_patterns", "articles"} a line') as lines:
        for row in map(json.loads, filter(str.strip, lines)):
            patterns = tuple(re.compile(pattern, re.IGNORECASE) for pattern in row["answer_patterns"])
            questions.append(
                Question(row["id"], row["question"], row["answerable"], patterns, tuple(row["articles"]))
            )
    return questions


def read_claims(path: Path) -> list[JudgedClaim]:
    """The claims in the order of their first lines; the lines of a `group` are one claim, supported if one is.

    Raises InputError, with the line, for another format, and where a group has two claims.
    """
    groups: dict[object, list[tuple[int, Mapping[str, Any]]]] = {}
    for line, row in _rows(path, CLAIMS, texts=("claim", "evidence"), truth="supported"):
        group = row.get("group")
        groups.setdefault(("alone", line) if group is None else str(group), []).append((line, row))
    return [_judged_claim(path, rows) for rows in groups.values()]


def read_rankings(path: Path) -> list[Ranking]:
    """The questions in the order of their first lines. Raises InputError, with the line, for another format."""
    questions: dict[str, list[tuple[str, bool]]] = {}
    for _, row in _rows(path, RANKINGS, texts=("question", "sentence"), truth="relevant"):
        questions.setdefault(row["question"], []).append((row["sentence"], bool(row["relevant"])))
    return [
        Ranking(question, *map(tuple, zip(*judged, strict=True))) for question, judged in questions.items()
    ]


def is_squad(path: Path) -> bool:
    """Whether the name is that of one JSON document, and not of lines of them."""
    return path.name.removesuffix(".gz").endswith(".json")


def sample(items: Sequence[Item], most: int | None, seed: int) -> list[Item]:
    """`most` of the items, in their order; the same ones for the same seed."""
    if most is None or most >= len(items):
        return list(items)
    return [items[n] for n in sorted(random.Random(seed).sample(range(len(items)), most))]


def plain_words(text: str) -> str:
    """Lower case, no punctuation, no articles, single blanks: SQuAD's own comparison (Rajpurkar et al. 2016).

    >>> plain_words("The 2,500 U.S. troops.")
    '2500 us troops'
    """
    bare = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(word for word in bare.split() if word not in ("a", "an", "the"))


def has_words(text: str, wanted: str) -> bool:
    """Whether `wanted` occurs in the text as whole words, both compared by `plain_words`."""
    words = plain_words(wanted)
    return bool(words) and f" {words} " in f" {plain_words(text)} "


def _squad_article(entry: Mapping[str, Any], number: int) -> Article:
    title = entry["title"].replace("_", " ")
    paragraphs = filter(None, (normalise(paragraph["context"]) for paragraph in entry["paragraphs"]))
    return Article.create(
        BETWEEN_PARAGRAPHS.join(paragraphs), origin=f"{entry['title']}#{number}", title=title
    )


def _squad_questions(entry: Mapping[str, Any], article: Article) -> Iterator[SquadQuestion]:
    start = 0
    for paragraph in entry["paragraphs"]:
        context = normalise(paragraph["context"])
        for row in paragraph["qas"]:
            found = (_place(context, answer, start) for answer in row["answers"])
            answers = tuple(dict.fromkeys(span for span in found if span is not None))
            if answers or row.get("is_impossible"):
                yield SquadQuestion(row["id"], row["question"], article, answers)
        start += len(context) + len(BETWEEN_PARAGRAPHS) if context else 0


def _place(context: str, answer: Mapping[str, Any], start: int) -> Span | None:
    """Where the answer stands, `start` added: the nearest place, as normalising may have moved it."""
    text, stated = normalise(answer["text"]), answer["answer_start"]
    places = [match.start() for match in re.finditer(re.escape(text), context)] if text else []
    if not places:
        return None
    at = start + min(places, key=lambda place: abs(place - stated))
    return Span(at, at + len(text))


def _judged_claim(path: Path, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> JudgedClaim:
    first, row = rows[0]
    for line, other in rows:
        if other["claim"] != row["claim"]:
            raise InputError(
                f"{path}, line {line}: group {row['group']!r} has another claim on line {first}."
                f" Expected: one claim a group. Give each claim a group of its own"
            )
    return JudgedClaim(
        line=first,
        claim=row["claim"],
        evidence=tuple(other["evidence"] for _, other in rows),
        supported=any(other["supported"] for _, other in rows),
        fields={name: str(value) for name, value in row.items() if name not in JUDGED_FIELDS},
    )


def _rows(
    path: Path, expected: str, *, texts: Sequence[str], truth: str
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line numbers from 1 and the lines' objects, with the fields of text and the one of 0 or 1 as they must be."""
    empty = True
    with _expecting(path, expected) as lines:
        for line, written in enumerate(lines, 1):
            if written.strip():
                if wrong := _wrong(row := _object(written), texts, truth):
                    raise InputError(f"{path}, line {line}: {wrong}. Expected: {expected}. Correct the line")
                empty = False
                yield line, row
    if empty:
        raise InputError(f"{path} is empty. Expected: {expected}")


def _object(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _wrong(row: Any, texts: Sequence[str], truth: str) -> str | None:
    """What is wrong with a line's object, if anything is."""
    if not isinstance(row, dict):
        return "no JSON object"
    for name in (*texts, truth):
        if name not in row:
            return f'no field "{name}"'
    for name in texts:
        if not isinstance(row[name], str):
            return f'"{name}" is {row[name]!r} and no text'
    return None if row[truth] in (0, 1) else f'"{truth}" is {row[truth]!r}, neither 0 nor 1'


@contextmanager
def _expecting(path: Path, expected: str) -> Iterator[Iterator[str]]:
    """The file's lines; what goes wrong inside is told as a file of another format."""
    found = path if path.exists() else path.with_name(f"{path.name}.gz")
    try:
        opened = gzip.open if found.suffix == ".gz" else open
        with opened(found, "rt", encoding="utf-8") as lines:
            yield lines
    except (OSError, EOFError, zlib.error) as error:  # the last two: a damaged .gz
        raise InputError(
            f"cannot read {path}: {getattr(error, 'strerror', None) or error}. Expected there: {expected}"
        ) from error
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise InputError(f"{path} is of another format: {error!r}. Expected: {expected}") from error
