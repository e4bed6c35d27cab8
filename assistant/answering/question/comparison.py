"""A question that compares two things, as a question about each."""

import re

from assistant.answering.lists import one_of
from assistant.answering.question.likeness import PREPOSITION, substituted
from index.embed import Embedder

_MEASURE = one_of("measures")
_OTHER = r"(?P<other>[^,?]+?)\W*$"
_PLURAL = r"[a-z][\w -]*s|people|men|women|children"
# Each with what is asked of the one side. "What was" stands for all tenses: the question is only searched and read for.
_FORMS = tuple(
    (re.compile(pattern + _OTHER, re.IGNORECASE), asks)
    for pattern, asks in (
        (
            r"(?P<one>how\s+(?:many|much)\b.+?),?\s+(?:as\s+)?(?:compared\s+(?:with|to)|versus|vs\.?)\s+",
            "{one}?",
        ),
        (r"(?P<how>how\s+(?:many|much))\s+(?:more|fewer|less)\s+(?P<one>.+?)\s+than\s+", "{how} {one}?"),
        (
            rf"(?P<aux>did|does|do|has|have|had|will)\s+(?P<one>.+?)\s+(?:more|fewer)\s+(?P<of>{_PLURAL})"
            rf"(?P<rest>\s+(?:{PREPOSITION.pattern})\s.+?)??\s+than\s+",
            "How many {of} {aux} {one}{rest}?",
        ),
        (
            rf"(?:is|was|are|were)\s+(?P<one>the\s+(?:\w+\s+)?{_MEASURE}\b.+?)\s+{one_of('compared')}\s+than\s+",
            "What was {one}?",
        ),
        (
            rf"compare\s+(?P<one>(?:the\s+)?(?:\w+\s+)?{_MEASURE}\b.+?)\s+(?:and|with|to)\s+",
            "What was {one}?",
        ),
        (
            rf"what\s+(?:is|was)\s+the\s+difference\s+between\s+(?P<one>(?:the\s+)?(?:\w+\s+)?{_MEASURE}\b.+?)\s+and\s+",
            "What was {one}?",
        ),
        (
            rf"what\s+(?:is|was)\s+the\s+(?:(?P<of>{_MEASURE})\s+difference|difference\s+in\s+(?P<what>{_MEASURE}))"
            r"\s+between\s+(?P<one>[^,?]+?)\s+and\s+",
            "What was the {of}{what} for {one}?",
        ),
        (r"compare\s+(?:the\s+)?(?P<one>[^,?]+?\s\d{4})\s+(?:and|with|to)\s+", "How many {one}?"),
    )
)
_NAMES = re.compile(r"[A-Z\d]")
_THOSE = re.compile(r"^(?:that|those|the\s+one)\s+", re.IGNORECASE)
# "Which ship sails later?", "Which ferry carried fewer passengers?"; not "Who asked for more money?"
_MORE = re.compile(
    rf"which\b(?:(?!\s(?:who|which|that|and|than)\b)[^,?])*?"
    rf"(?P<more>\s(?:fewer(?=\s)|(?!\w+st\b){one_of('compared')}(?=\W*$)))[^,?]*\W*$",
    re.IGNORECASE,
)


def sides(question: str, embedder: Embedder) -> tuple[str, str] | None:
    """A question about each of the two sides, or None if it is no comparison of two that are named.

    "How many more passengers did Moss carry than Horten?" asks how many Moss carried, and how many Horten carried.
    """
    for form, asks in _FORMS:
        if found := form.match(question):
            words = {name: words or "" for name, words in found.groupdict().items()}
            one = asks.format_map(words | {"aux": words.get("aux", "").lower()})
            phrase = _THOSE.sub("", found["other"])
            added = f"{one[:-1]} {phrase}?" if _NAMES.search(phrase) else None
            other = substituted(phrase, one, embedder) or added
            return (one, other) if other else None
    return None


def unnamed(question: str) -> str | None:
    """A question that compares without naming the sides, without the word that compares; None if it is none.

    >>> unnamed("Which ferry carried fewer passengers in June?")
    'Which ferry carried passengers in June?'
    """
    more = _MORE.match(question)
    return question[: more.start("more")] + question[more.end("more") :] if more else None
