"""The kinds of contrast, by name."""

from collections.abc import Mapping

from assistant.training.contrast import doubt, links, owners, parties
from assistant.training.contrast.twins import Kind

KINDS: Mapping[str, Kind] = {**doubt.KINDS, **parties.KINDS, **owners.KINDS, **links.KINDS}
# Never trained on: they show what is learned of kinds at large.
LEFT_OUT = frozenset(
    {"unlike", "order of time", "two speakers", "not quite what it was", "in fiction", "towards"}
)
# Drawn so many times as often as the others: the development part's table says that they are learned slowly.
OFTEN = dict.fromkeys(
    (
        "route", "two states", "two parties", "given and taken", "compared", "compared by figures", "two figures",
        "majority", "done", "negated", "hedged", "alleged or doubted", "opposite",
    ),
    3,
)  # fmt: skip
