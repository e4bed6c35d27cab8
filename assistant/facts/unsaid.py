"""What a source says that nobody said: "did not say how many will leave", held against "says how many will leave"."""

import re

from assistant.answer import Mismatch, MismatchKind
from assistant.facts.negations import CUE

SAME = 4  # words of a clause that make it the same: "how many soldiers will"

_SAYS = re.compile(
    r"\b(?P<verb>sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|stat(?:e|es|ed|ing)|specif(?:y|ies|ied|ying)"
    r"|(?:reveal|explain|mention|report)(?:s|ed|ing)?|(?:disclos|announc)(?:e|es|ed|ing))\s"
    r"(?P<clause>(?:how|when|where|who|whom|why|whether|which|what)\s[^.,;:!?\"”]+)",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"(?:\b(?:not|never|without|declined to|refused to|nor (?:did|does) \w+)|n['’]t)\s(?:yet\s)?$",
    re.IGNORECASE,
)
_LONGEST_NEGATION = 30  # characters


def unsaid(claim: str, source: str) -> list[Mismatch]:
    """The clauses of a claim that somebody says, of which the source has only that it was not said."""
    found = []
    for match in _SAYS.finditer(claim) if not CUE.search(claim) else ():
        same = [one for one in _SAYS.finditer(source) if _clause(one) == _clause(match)]
        negations = [
            _NEGATION.search(source, max(0, one.start() - _LONGEST_NEGATION), one.start()) for one in same
        ]
        if same and negations[0] and all(negations):
            stated = f"{negations[0][0]}{same[0]['verb']} {_clause(same[0])}"
            found.append(Mismatch(MismatchKind.NEGATION, f"{match['verb']} {_clause(match)}", stated))
    return found


def _clause(said: re.Match[str]) -> str:
    return " ".join(said["clause"].split()[:SAME])
