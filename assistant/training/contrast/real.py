"""Sentences of real articles that are doubted, denied or turned round, and claimed as they were."""

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.training import changes
from assistant.training.contrast.lexicon import Lexicon
from assistant.training.contrast.twins import Twins
from assistant.training.squad import Paragraph
from assistant.training.writer.row import lower_first
from corpus.words import is_function_word

_OPENING = re.compile(r"(?:The|A|An|In|On|[A-Z][a-z]+ (?:[A-Z]|was|is|had|has|became|were|are))")
_AUXILIARY = re.compile(r"\b(was|were|is|are) (?=[a-z]+(?:ed|en|wn|lt|ilt|nt|ght)\b)")
_VERB_BETWEEN = re.compile(r" [a-z]+(?:ed|es|s|t|n|k|d|w) ")
_SYMMETRIC = re.compile(r"\b(?:and|or|married|met|between|with|both|like|as|called|named|known)\b|[,;:(]")
WORDS = (6, 30)  # of a sentence


def twins(paragraphs: list[Paragraph], lexicon: Lexicon, count: int) -> Iterator[tuple[str, Twins]]:
    """About so many, with their kinds. The evidence has the sentence's neighbours at times."""
    random = lexicon.random
    usable = [
        (paragraph.texts, n)
        for paragraph in paragraphs
        for n, text in enumerate(paragraph.texts)
        if WORDS[0] <= len(text.split()) <= WORDS[1] and _OPENING.match(text) and text.endswith(".")
    ]
    for texts, n in random.sample(usable, min(count, len(usable))):
        for kind, found in _made(texts[n], lexicon):
            before, after = random.choice((0, 0, 1)), random.choice((0, 0, 1))
            around = [*texts[max(0, n - before) : n], found.evidence, *texts[n + 1 : n + 1 + after]]
            yield kind, Twins(" ".join(around), found.true, found.false, found.contradicted)


def _made(text: str, lexicon: Lexicon) -> Iterator[tuple[str, Twins]]:
    random = lexicon.random
    is_open = random.random() < 0.6
    ways = random.choice(lexicon.lines("open" if is_open else "closed"))
    plain, who = lower_first(text.rstrip(".")), lexicon.one("speakers")
    way, same = (random.choice(ways).format(p=plain, Who=who.capitalize()) for _ in range(2))
    if "novel" not in ways[0]:
        yield (
            "real, alleged or doubted" if is_open else "real, asserted",
            Twins(way, (same,), (text,))
            if is_open
            else Twins(way, (text,), (changed,) if (changed := doubted(text, lexicon)) else ()),
        )
    if hedged := doubted(text, lexicon):
        yield "real, hedged or negated", Twins(hedged, (hedged,), (text,))
    if turned := exchanged(text):
        yield "real, names exchanged", Twins(text, (text,), (turned,))


def doubted(text: str, lexicon: Lexicon) -> str | None:
    """The sentence with what it says done not surely done, None if it has no passive."""
    found = _AUXILIARY.search(text)
    if found is None:
        return None
    return text[: found.start(1)] + lexicon.random.choice(lexicon.doubted(found[1])) + text[found.end(1) :]


def exchanged(text: str) -> str | None:
    """The sentence with two names in each other's place, a verb between them; None without such."""
    names = [name for name in dict.fromkeys(changes.names(text)) if text.count(name) == 1]
    opening = re.match(r"[A-Z][a-z]+(?: [A-Z][a-z]+)+", text)
    if opening and text.count(opening[0]) == 1 and not is_function_word(opening[0].split()[0].lower()):
        names = [opening[0], *(name for name in names if name not in opening[0])]
    for one, other in pairwise(names):
        begin, end = text.index(one) + len(one), text.index(other)
        between = text[begin:end]
        if 0 < end - begin <= 60 and _VERB_BETWEEN.search(between) and not _SYMMETRIC.search(between):
            return text[: begin - len(one)] + other + between + one + text[end + len(other) :]
    return None
