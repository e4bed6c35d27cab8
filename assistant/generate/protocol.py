"""What a generator is: messages in, a stream of text out, with the odds of its first token. And a fake.

The implementations live in `generate_llama`, `generate_hub` and `generate_server`; `generators` picks one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat; `role` is system, user or assistant."""

    role: str
    content: str

    def to_json(self) -> dict[str, str]:
        """The message as chat servers and chat templates take it."""
        return {"role": self.role, "content": self.content}


@dataclass(frozen=True, slots=True)
class Completion:
    """A reply under way; exists as soon as its first token does.

    `first_token` maps the likeliest first tokens to their probabilities; empty where the engine does not tell.
    `text` yields the reply piece by piece; closing it stops the generator.
    """

    first_token: Mapping[str, float]
    text: Iterator[str]


class Generator(Protocol):
    """A chat model that always gives the same reply to the same messages."""

    name: str  # `name@sha`, or what the server calls it
    context_tokens: int  # prompt and reply together

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Read what all prompts begin with ahead of time, where the engine can make use of it."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of a text; an upper estimate where the engine does not tell."""
        ...

    def complete(self, messages: Sequence[Message], max_tokens: int) -> Completion:
        """Begin a reply of at most `max_tokens`; raises GeneratorError where that fails."""
        ...

    def close(self) -> None:
        """Free what the generator holds."""
        ...


class FakeGenerator:
    """Replies from a table of (what the last message contains -> reply), else a fixed one. For tests."""

    name = "fake@0"
    context_tokens = 1024

    def __init__(self, replies: Mapping[str, str], *, otherwise: str = "NOT STATED") -> None:
        self._replies = dict(replies)
        self._otherwise = otherwise
        self.prompts: list[tuple[Message, ...]] = []

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Nothing to prepare."""

    def count_tokens(self, text: str) -> int:
        """A token a word."""
        return len(text.split())

    def complete(self, messages: Sequence[Message], max_tokens: int) -> Completion:
        """The reply of the first table entry that the last message contains, word by word."""
        self.prompts.append(tuple(messages))
        last = messages[-1].content
        reply = next((reply for part, reply in self._replies.items() if part in last), self._otherwise)
        words = reply.split(" ")[:max_tokens]
        pieces = [word if n == 0 else f" {word}" for n, word in enumerate(words)]
        return Completion({words[0]: 1.0}, iter(pieces))

    def close(self) -> None:
        """Nothing to free."""
