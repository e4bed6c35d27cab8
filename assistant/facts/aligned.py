"""Numbers of a claim written as its evidence writes them: a small model does not see that 2.5 thousand is 2,500."""

from assistant.facts.text import Text
from assistant.facts.units import Unit


def aligned(claim: Text, evidence: Text) -> str:
    """The claim, each number that the evidence has too, in the same unit, as the evidence first writes it.

    >>> aligned(Text("About 2.5 thousand people left in 2 ships."), Text("2,500 people left in two ships."))
    'About 2,500 people left in two ships.'
    """
    written: dict[tuple[float, Unit], str] = {}
    for stated in evidence.quantities:
        written.setdefault(
            (stated.number, stated.unit), evidence.written[stated.span.start : stated.span.end]
        )
    text = claim.written
    for said in reversed(claim.quantities):
        there = written.get((said.number, said.unit))
        if there and not said.implied:
            text = text[: said.span.start] + there + text[said.span.end :]
    return text
