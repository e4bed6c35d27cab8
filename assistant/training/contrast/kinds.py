"""The kinds of contrast, by name. A kind draws evidence, claims that it proves, and claims that it does not."""

from collections.abc import Callable, Mapping
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


def kinds() -> Mapping[str, Kind]:
    """All kinds by name."""
    from assistant.training.contrast import doubt, links, owners  # these import Twins

    return {**doubt.KINDS, **owners.KINDS, **links.KINDS}


# Never trained on: they show what is learned of kinds at large.
LEFT_OUT = frozenset(
    {"unlike", "order of time", "two speakers", "not quite what it was", "in fiction", "towards"}
)
