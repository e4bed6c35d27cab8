"""Evidence and a question -> messages, and what a reply's beginning says.

Sources are data: numbered, delimited, on one line each. The model is asked to write `NOT STATED` if the excerpts do
not answer: the odds of that first token tell better than the reply itself whether they do.
"""

from collections.abc import Mapping, Sequence

from assistant.generate.protocol import Message
from assistant.generate.style import NOT_STATED, Style


def prefix(style: Style) -> list[Message]:
    """The messages that every prompt in this style begins with."""
    messages = [Message("system", style.instructions)]
    for example in style.examples:
        messages += [_turn(example.excerpts, example.question), Message("assistant", example.reply)]
    return messages


def build(style: Style, question: str, excerpts: Sequence[str]) -> list[Message]:
    """The whole prompt; `excerpts[0]` gets number 1."""
    return [*prefix(style), _turn(excerpts, question)]


def not_stated_odds(first_token: Mapping[str, float]) -> float:
    """The probability in [0, 1] that the reply begins with NOT STATED; 0 if the engine gives no probabilities."""
    odds = (
        p
        for token, p in first_token.items()
        if len(token.strip()) > 1 and NOT_STATED.startswith(token.strip())
    )
    return min(sum(odds), 1.0)


def is_not_stated(reply: str) -> bool:
    """Whether the reply says that the excerpts do not answer."""
    return _plain(reply).startswith(NOT_STATED)


def may_become_not_stated(reply: str) -> bool:
    """Whether the beginning of a reply says NOT STATED, or may still become it."""
    return is_not_stated(reply) or NOT_STATED.startswith(_plain(reply))


def _plain(reply: str) -> str:
    return reply.strip(" *\"'\n").upper()


def _turn(excerpts: Sequence[str], question: str) -> Message:
    lines = [f"[{number}] {' '.join(excerpt.split())}" for number, excerpt in enumerate(excerpts, start=1)]
    return Message("user", "\n".join([*lines, "", f"Question: {' '.join(question.split())}"]))
