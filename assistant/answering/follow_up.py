"""A question that only makes sense after the one before it, written so that it stands on its own.

Its words decide whether it is one; the generator rewrites it. What adds a word that nobody used is not taken.
"""

import re
from dataclasses import dataclass

from assistant.facts.text import read
from assistant.generate.protocol import Generator, Message

REWRITTEN_TOKENS = 48  # most of a question as it is written anew
SHORT = 2  # words; so few hardly name what they ask about
_AND = re.compile(r"^\W*(?:(?:and|but|or|so|then|also)\b[\s,]*)+", re.IGNORECASE)
_OPENS = re.compile(
    r"^(?:what about|how about|what else|who else|how many (?:was|were|is|are|did|do|had|have))\b",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|these|those"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )there|the (?:same|latter|former|other))\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=\w\s)[A-Z]")

_INSTRUCTION = (
    "Rewrite the next question so that it can be understood without the earlier one. Change as little as you can."
    " Reply with the question alone."
)
_EXAMPLES = (
    (
        "How many people live in Oslo?",
        "About 700,000 people live in Oslo.",
        "and in Bergen?",
        "How many people live in Bergen?",
    ),
    (
        "Who leads the port union?",
        "Ida Lund leads the port union.",
        "When was she elected?",
        "When was Ida Lund elected?",
    ),
    (
        "How many passengers were rescued from the ferry Aurora?",
        "212 passengers were rescued.",
        "how many were lost?",
        "How many passengers of the ferry Aurora were lost?",
    ),
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and the text of its answer."""

    question: str
    answer: str


def is_follow_up(question: str) -> bool:
    """Whether a question leans on an earlier one.

    >>> is_follow_up("and in Syria?"), is_follow_up("Did Iraq say when its troops leave?")
    (True, False)
    """
    if _AND.match(question) or _OPENS.match(question) or len(question.split()) <= SHORT:
        return True
    refers = _REFERS_BACK.search(question)
    return refers is not None and not _NAME.search(question, 0, refers.start())


def follow_up(question: str, previous: Exchange, generator: Generator) -> str:
    """A follow-up as it stands on its own, or unchanged where it cannot be made to. Raises GeneratorError."""
    completion = generator.complete(messages(_AND.sub("", question), previous), REWRITTEN_TOKENS)
    rewritten = " ".join("".join(completion.text).split()).strip("\"' ")
    known = read(f"{question}\n{previous.question}\n{previous.answer}").terms
    return rewritten if rewritten.endswith("?") and read(rewritten).terms <= known else question


def messages(question: str, previous: Exchange) -> list[Message]:
    """The prompt that asks for a follow-up as it stands on its own."""
    found = [Message("system", _INSTRUCTION)]
    for asked, answered, follows, rewritten in _EXAMPLES:
        found += [Message("user", _turn(Exchange(asked, answered), follows)), Message("assistant", rewritten)]
    return [*found, Message("user", _turn(previous, question))]


def _turn(previous: Exchange, question: str) -> str:
    return f"Earlier question: {previous.question}\nAnswer: {previous.answer}\nNext question: {question}"
