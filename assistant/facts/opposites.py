"""Opposites in sentences that say the same otherwise: "objects to the plan", "welcomes the plan".

Left out are opposites that are true together when the two sides change places: won and lost, bought and sold, before
and after, larger and smaller. `assistant/facts/slots.py` knows these, where they stand between the same words.
"""

import re

from assistant.answer import Mismatch, MismatchKind
from assistant.facts.sentences import saying, stem

_PAIRS = (
    (
        """rise rises rose risen rising increase increases increased grew grown grows climbed soared surged raised
        widened""",
        """fall falls fell fallen falling decrease decreases decreased decline declines declined drop drops dropped
        eased dwindled shrank shrunk plunged lowered reduced lessened subsided abated""",
    ),
    (
        """welcome welcomes welcomed praise praises praised applauded hailed support supports supported back backs
        backed approve approves approved endorse endorses endorsed accept accepts accepted""",
        """object objects objected oppose opposes opposed criticise criticises criticised criticize criticizes
        criticized condemn condemns condemned reject rejects rejected denounce denounces denounced vetoed rebuffed""",
    ),
    (
        "confirm confirms confirmed admit admits admitted acknowledge acknowledges acknowledged claim claims claimed",
        "deny denies denied dispute disputes disputed refute refutes refuted disavowed",
    ),
    ("open opens opened reopened", "close closes closed shut"),
    (
        "begin begins began begun start starts started continue continues continued resumed",
        "end ends ended stop stops stopped cease ceases ceased halted",
    ),
    (
        "allow allows allowed permit permits permitted authorised authorized legalised legalized",
        "ban bans banned forbid forbids forbade forbidden prohibit prohibits prohibited outlawed",
    ),
    ("attended joined voted participated", "boycotted skipped abstained stayed"),
    (
        "harsh harsher harshest tough tougher strict stricter",
        "mild milder mildest gentle gentler lenient soft softer",
    ),
    ("improve improved improves strengthened", "worsen worsened worsens weakened deteriorated"),
    ("convicted guilty", "acquitted innocent"),
    ("agree agrees agreed", "refuse refuses refused decline declined"),
    ("succeed succeeds succeeded", "fail fails failed"),
    ("ally allies friend friends", "enemy enemies foe foes"),
    ("still remain remains remained", "no_longer"),
    ("inside", "outside"),
)
_OPPOSITES: dict[str, frozenset[str]] = {}
_ALIKE: dict[str, frozenset[str]] = {}  # the words of its own side
for _pair in _PAIRS:
    for _one, _other in (_pair, _pair[::-1]):
        for _word in _one.split():
            _OPPOSITES[_word] = _OPPOSITES.get(_word, frozenset()) | frozenset(_other.split())
            _ALIKE[_word] = _ALIKE.get(_word, frozenset()) | frozenset(_one.split())

_NEGATED = re.compile(
    r"\b(?:not|never|no|nor|neither|without|cannot|hardly|barely)\b|n['’]t\b", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z_]+")
_NO_LONGER = re.compile(r"\b(no)\s(longer)\b", re.IGNORECASE)


def opposed(claim: str, source: str) -> list[Mismatch]:
    """The words of a claim whose opposite stands in a sentence of the source that says the rest of the claim.

    Silent where the source has the claim's own word there as well, or one of the two is negated.
    """
    said = _words(claim)
    turned = [word for word in said if word in _OPPOSITES and not _OPPOSITES[word] & said.keys()]
    if not turned or _is_negated(claim):
        return []
    return [
        Mismatch(MismatchKind.OPPOSITE, said[word], opposite)
        for word in turned
        if (opposite := _instead(word, claim, source))
    ]


def _instead(word: str, claim: str, source: str) -> str:
    """The opposite of a word that the source has in its place; "" where it has none, or the word itself too."""
    found = ""
    for sentence in saying(claim, source, stem(word)):
        stated = _words(sentence.text)
        if stated.keys() & _ALIKE[word]:
            return ""
        opposites = [stated[other] for other in stated if other in _OPPOSITES[word]]
        if opposites and not _is_negated(sentence.text):
            found = found or opposites[0]
    return found


def _words(text: str) -> dict[str, str]:
    """The words of a text, "no longer" as one: in lower case -> as written."""
    found = _WORD.findall(_NO_LONGER.sub(r"\1_\2", text))
    return {word.lower(): word.replace("_", " ") for word in found}


def _is_negated(text: str) -> bool:
    return _NEGATED.search(_NO_LONGER.sub("", text)) is not None
