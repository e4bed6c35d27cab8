"""A phrase put into a question, in the place of the phrase that is most like it."""

import re

from assistant.answering.lists import one_of
from corpus.words import COMPOUND, is_function_word
from index.embed import Embedder

LONGEST = 4  # words that a phrase may take the place of
ALIKE = 0.25  # least cosine of two phrases of which one takes the place of the other; chosen by hand

PREPOSITION = re.compile(rf"{one_of('prepositions')}\b", re.IGNORECASE)
ARTICLE = re.compile(r"\b(?:the|an?|this|our)\s", re.IGNORECASE)


def substituted(phrase: str, question: str, embedder: Embedder) -> str | None:
    """The question with the phrase in the place of what is most like it and of the same form; None if nothing is.

    "the Horten ferry" takes the place of "the Moss ferry", "children" of "adults", "in 2024" of "in 2023".
    """
    words = list(COMPOUND.finditer(question))
    places = [
        (first.start(), last.end())
        for n, first in enumerate(words[1:], start=1)
        for last in words[n : n + LONGEST]
        if not is_function_word(last[0]) and _form(question[first.start() : last.end()]) == _form(phrase)
    ]
    if not places:
        return None
    vectors = embedder.embed([phrase, *(question[start:end] for start, end in places)])
    likeness = vectors[1:] @ vectors[0]
    if likeness.max() < ALIKE:
        return None
    start, end = places[int(likeness.argmax())]
    return f"{question[:start]}{phrase}{question[end:]}"


def _form(phrase: str) -> tuple[str, bool]:
    """How a phrase begins, and whether it has a name or a figure: such phrases can take each other's place."""
    opens = PREPOSITION.match(phrase) or ARTICLE.match(phrase)
    return opens.re.pattern if opens else "", bool(re.search(r"[A-Z\d]", phrase))
