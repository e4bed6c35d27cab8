"""What a kind of contrast draws: evidence, claims that it proves, and claims that it does not."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.training.contrast.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Twins:
    """Evidence with the claims that it fully proves, and those that it does not.

    `contradicted` says whether it contradicts the latter; None where that is left open.
    """

    evidence: str
    true: tuple[str, ...]
    false: tuple[str, ...]
    contradicted: bool | None = None


Kind = Callable[[Lexicon], Twins]
