"""Contrasts as training pairs, some of them among other sentences."""

from collections.abc import Iterable, Iterator
from random import Random

from assistant.training.contrast import real
from assistant.training.contrast.gaps import of_twins
from assistant.training.contrast.kinds import KINDS, LEFT_OUT, OFTEN
from assistant.training.contrast.lexicon import Lexicon
from assistant.training.contrast.twins import Twins
from assistant.training.encoder import Group, TrainingPair
from assistant.training.squad import Paragraph, Part

REAL = 20  # real sentences for each piece of evidence of a kind
CLAIMS = 2  # of each side, for one piece of evidence
ALONE, AMONG_MADE = 0.5, 0.3  # of the evidence has nothing around it, or made sentences; the rest real ones
HEADED = 0.15  # of the evidence has a title above it


def contrast_groups(
    paragraphs: list[Paragraph], part: Part, random: Random, each: int, *, left_out: bool = False
) -> Iterator[Group]:
    """`each` pieces of evidence of every kind, and REAL times as many real sentences, with their claims in a group.

    The kinds LEFT_OUT are no part of it, or with `left_out` the only ones.
    """
    for name, twins, evidence in _drawn(paragraphs, Lexicon(part, random), each, left_out=left_out):
        yield pairs_of(name, twins, evidence, random)


def gap_groups(paragraphs: list[Paragraph], part: Part, random: Random, each: int) -> Iterator[Group]:
    """The same drawn anew, with gaps in their claims; not of the kinds LEFT_OUT."""
    for name, twins, evidence in _drawn(paragraphs, Lexicon(part, random), each, left_out=False):
        yield of_twins(name, twins, evidence, random)


def _drawn(
    paragraphs: list[Paragraph], lexicon: Lexicon, each: int, *, left_out: bool
) -> Iterator[tuple[str, Twins, str]]:
    """Kinds, twins, and their evidence as it is shown."""
    chosen = {name: kind for name, kind in KINDS.items() if (name in LEFT_OUT) == left_out}
    for _ in range(each):
        for name, kind in chosen.items():
            for _ in range(OFTEN.get(name, 1)):
                twins = kind(lexicon)
                yield name, twins, _placed(twins.evidence, lexicon, paragraphs)
    if not left_out:
        for name, twins in real.twins(paragraphs, lexicon, each * REAL):
            yield name, twins, twins.evidence


def pairs_of(kind: str, twins: Twins, evidence: str, random: Random) -> Group:
    """Some of the claims, each with the evidence."""
    refuted = None if twins.contradicted is None else float(twins.contradicted)
    sides: Iterable[tuple[tuple[str, ...], tuple[float | None, ...], str]] = (
        (twins.true, (1.0, 0.0), "kept"),
        (twins.false, (0.0, refuted), "false"),
    )
    return [
        TrainingPair(claim, evidence, targets, f"{kind}, {side}")
        for claims, targets, side in sides
        for claim in random.sample(tuple(dict.fromkeys(claims)), min(CLAIMS, len(set(claims))))
    ]


def _placed(evidence: str, lexicon: Lexicon, paragraphs: list[Paragraph]) -> str:
    """The evidence as it is, or with sentences around it that say nothing of it."""
    random, drawn = lexicon.random, lexicon.random.random()
    if drawn > ALONE:
        if drawn < ALONE + AMONG_MADE:
            others = [
                random.choice(list(KINDS.values()))(lexicon).evidence for _ in range(random.choice((1, 2, 3)))
            ]
        else:
            texts = random.choice(paragraphs).texts
            begin = random.randrange(len(texts))
            others = list(texts[begin : begin + random.choice((1, 2, 3))])
        cut = random.randint(0, len(others))
        evidence = random.choice((" ", " ", "\n")).join([*others[:cut], evidence, *others[cut:]])
    if random.random() < HEADED:
        evidence = (
            f"{random.choice(('Report', 'News', lexicon.one('places'), lexicon.actor()[:40]))}\n\n{evidence}"
        )
    return evidence
