"""Numbers of a claim written as its evidence writes them: a small model does not see that 2.5 thousand is 2,500."""

from assistant.facts.quantities import quantities
from assistant.facts.units import Unit


def aligned(claim: str, evidence: str) -> str:
    """The claim, each number that the evidence has too, in the same unit, as the evidence first writes it.

    >>> aligned("About 2.5 thousand people left in 2 ships.", "2,500 people left in two ships.")
    'About 2,500 people left in two ships.'
    """
    written: dict[tuple[float, Unit], str] = {}
    for stated in quantities(evidence):
        written.setdefault((stated.number, stated.unit), evidence[stated.span.start : stated.span.end])
    for said in reversed(quantities(claim)):
        there = written.get((said.number, said.unit))
        if there and not said.implied:
            claim = claim[: said.span.start] + there + claim[said.span.end :]
    return claim
