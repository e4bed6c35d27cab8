"""A question of SQuAD and its answer as one sentence: read from a file, written by a model, or made by a template.

SQuAD's answers lack what qualifies them ("about", "more than"): it is put back first, so that the writer keeps it.
"""

import gzip
import json
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from assistant.training.writer.clauses import declarative, parsed
from assistant.training.writer.row import lower_first
from corpus import Span
from corpus.words import WORD, stem
from index.keywords import content_words

Statements = Mapping[tuple[str, str], str]
"""(question, answer with or without its qualifier) -> the sentence."""

_QUALIFIER = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|some|more than|over|less than|fewer than|under|at least"
    r"|at most|up to|as many as|as much as|an estimated|an average of|only|just over|just under|close to) $",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"^According to (?P<first>[^,]{3,60}), |, according to (?P<last>[^,.]{3,60})\.$")
_HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|supposedly|possibly|probably|perhaps|likely|rumou?red|unconfirmed|may|might"
    r"|(?:is|are|was|were) (?:believed|thought|said|estimated|expected|alleged) to)\b",
    re.IGNORECASE,
)
_ASKS_AGAIN = re.compile(r"(?:what|who|whom|when|why|how|which|where)\b", re.IGNORECASE)
_ASKS_WITHIN = re.compile(
    r"\b(?:what|which|who|whom) (?:is|was|were|are|did|does)\b.*\b(?:is|was|were|are)\b", re.IGNORECASE
)
_PASSIVE = re.compile(
    r"\b(is|was|are|were)\b.*\b(?:called|named|known|believed|thought|considered)\b", re.IGNORECASE
)
_WORDS = (4, 35)  # least and most of a statement
LACKING = 0.25  # of the question's words may be missing, or one


def qualified(text: str, answer: Span) -> str:
    """The answer with the qualifier that stands before a figure in the text.

    >>> qualified("It had more than 40 rooms.", Span(17, 19))
    'more than 40'
    """
    words = text[answer.start : answer.end].strip()
    found = _QUALIFIER.search(text, max(0, answer.start - 20), answer.start)
    has_figure = re.match(r"[$£€]?\d|(?:two|three|four|five|six|seven|eight|nine|ten|half|a)\b", words)
    return f"{found[0].lower()}{words}" if found and has_figure else words


def read_statements(path: Path) -> dict[tuple[str, str], str]:
    """The statements of a .jsonl.gz file with `question`, `answer` and `statement`."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {(row["question"], row["answer"]): row["statement"] for row in rows}


def statement_of(question: str, bare: str, answer: str, gold: str, known: Statements) -> str | None:
    """The sentence that states the answer as far as `gold` does, None if there is no good one.

    `bare` is the answer as SQuAD marks it, `answer` the same with its qualifier.
    """
    found = (
        known.get((question, answer)) or known.get((question, bare)) or _by_template(question, answer, gold)
    )
    if found is None:
        return None
    if answer.lower() not in found.lower():
        found = found.replace(bare, answer, 1)
    found = found[:1].upper() + found[1:]
    if not is_good(found, question, answer, gold):
        return None
    return _attributed(found, gold)


def _by_template(question: str, answer: str, gold: str) -> str | None:
    clause = parsed(question, gold)
    return declarative(clause, answer) if clause else None


def _attributed(statement: str, gold: str) -> str | None:
    """The statement with the source that `gold` names; None if `gold` hedges what the statement says outright."""
    if _HEDGE.search(gold) and not _HEDGE.search(statement):
        return None
    found = _ACCORDING.search(gold)
    if not found or "according to" in statement.lower():
        return statement
    source = found["first"] or found["last"]
    return statement if source in statement else f"According to {source}, {lower_first(statement)}"


def is_good(statement: str, question: str, answer: str, gold: str) -> bool:
    """Whether a sentence says the answer, all of the question, and nothing that they and `gold` lack."""
    return (
        _is_sentence(statement)
        and " ".join(answer.lower().split()).strip(".") in " ".join(statement.lower().split())
        and _says_nothing_else(statement, f"{question} {answer} {gold}")
        and _says_all(statement, question)
        and not (_PASSIVE.search(question) and not re.search(r"\b(?:is|was|are|were)\b", statement))
    )


def _is_sentence(text: str) -> bool:
    words = [word.lower() for word in WORD.findall(text)]
    triples = list(zip(words, words[1:], words[2:], strict=False))
    return (
        _WORDS[0] <= len(text.split()) <= _WORDS[1]
        and text.endswith(".")
        and not re.search(r"[?\n]", text)
        and re.match(r"[\"“'(\[]?[A-Z0-9$£€]", text) is not None
        and not _ASKS_AGAIN.match(text)
        and not _ASKS_WITHIN.search(text)
        and len(triples) == len(set(triples))
        and all(one != other for one, other in pairwise(words))
    )


def _says_nothing_else(statement: str, sources: str) -> bool:
    allowed = stems(sources)
    return stems(statement) <= allowed


def _says_all(statement: str, question: str) -> bool:
    asked = stems(question)
    return len(asked - stems(statement)) <= max(1, LACKING * len(asked))


def stems(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    return frozenset(stem(word.lower()) for word in content_words(text))
