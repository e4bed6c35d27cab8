"""`Generator`: messages in, a stream of text out, with the probabilities of its first token. And a fake for tests.

The implementations are in `llama.py`, `hub.py` and `server.py`; `choose.py` picks one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.generate.style import FEW_SHOT, Style


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat; `role` is system, user or assistant."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Completion:
    """A reply that is being written. It exists as soon as its first token does.

    `first_token` maps the likeliest first tokens to their probabilities; empty if the engine does not give them.
    `text` yields the reply piece by piece; closing it stops the generator.
    """

    first_token: Mapping[str, float]
    text: Iterator[str]


class Generator(Protocol):
    """A chat model that always gives the same reply to the same messages."""

    name: str  # `name@sha`, or what the server calls it
    context_tokens: int  # prompt and reply together
    style: Style  # how it wants to be asked

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Read the beginning that all prompts share ahead of time, if the engine can make use of that."""
        ...

    def count_tokens(self, text: str) -> int:
        """Number of tokens of a text; an upper estimate if the engine cannot count."""
        ...

    def complete(self, messages: Sequence[Message], max_tokens: int) -> Completion:
        """Begin a reply of at most `max_tokens`. Raises GeneratorError if that fails."""
        ...

    def close(self) -> None:
        """Free the memory and the connections of the generator."""
        ...


class FakeGenerator:
    """For tests: looks its reply up in a table (part of the last message -> reply), else gives a fixed one."""

    name = "fake@0"
    context_tokens = 1024
    style = FEW_SHOT

    def __init__(self, replies: Mapping[str, str], *, otherwise: str = "NOT STATED") -> None:
        self._replies = dict(replies)
        self._otherwise = otherwise
        self.prompts: list[tuple[Message, ...]] = []

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Nothing to prepare."""

    def count_tokens(self, text: str) -> int:
        """One token for each word."""
        return len(text.split())

    def complete(self, messages: Sequence[Message], max_tokens: int) -> Completion:
        """The reply of the first entry whose key is in the last message, word by word."""
        self.prompts.append(tuple(messages))
        last = messages[-1].content
        reply = next((reply for part, reply in self._replies.items() if part in last), self._otherwise)
        words = reply.split(" ")[:max_tokens]
        pieces = [word if n == 0 else f" {word}" for n, word in enumerate(words)]
        return Completion({words[0]: 1.0}, iter(pieces))

    def close(self) -> None:
        """Nothing to free."""
