"""A question that only makes sense after the one before it, written so that it stands on its own.

Its words decide whether it is one. Pronouns get what they stand for; what is no whole question ("and in Syria?",
"When?") takes the place of what is most like it in the question before. What is understood is shown to whoever asked.
"""

import re
from dataclasses import dataclass

from assistant.answering.lists import one_of
from assistant.answering.question.likeness import ARTICLE, PREPOSITION, substituted
from assistant.answering.question.referents import AUXILIARY, persons, with_referents
from corpus.words import is_function_word
from index.embed import Embedder

SHORT = 2  # words; so few hardly name what they ask about
SHORT_QUESTION = 4  # words; of one that has a word of content, that word is asked about instead of another
FRAGMENT = 6  # most words of what takes a place

_AND = re.compile(r"^\W*(?:(?:and|but|or|so|then|also)\b[\s,]*)+", re.IGNORECASE)
_OPENS = re.compile(
    r"^(?:what about|how about|what else|who else|how many (?:was|were|is|are|did|do|had|have))\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:what|how)\s+about\s+", re.IGNORECASE)
_REFERS_BACK = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|these|those"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )there|the (?:same|latter|former|other))\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=\w\s)[A-Z]")
_ASKING = rf"(?:{PREPOSITION.pattern}\s+)?{one_of('question_words')}\b(?:\s+{one_of('amounts')}\b)?"
_ASKS = re.compile(rf"{_ASKING}", re.IGNORECASE)
_NAMES_NOTHING = re.compile(rf"{_ASKING}\W*", re.IGNORECASE)  # "By how much?"
_IS_IT_SO = re.compile(AUXILIARY, re.IGNORECASE)
_WITHOUT_VERB = re.compile(
    rf"(?:{PREPOSITION.pattern}|how\s+(?:many|much)\b)\s+(?:the\s+)?\S+\s*$", re.IGNORECASE
)
# "Which bases | will | American forces give up": what is asked for, and what is said of it.
_ASKED = re.compile(
    rf"{_ASKING}\s*(?P<of>(?:(?!{AUXILIARY})\S+\s+)*?)(?P<aux>{AUXILIARY})\s+(?P<rest>[^?]+)", re.IGNORECASE
)
# "Who | won the cup?", "Which party | won the election?"
_WHO_DID = re.compile(r"(?:who|(?:which|how\s+many)\s+(?P<of>\w+))\s+(?P<rest>[^?]+)", re.IGNORECASE)
_MARK = re.compile(r"\s*\[[\d, ]+\]")
_OPENING = re.compile(rf"{PREPOSITION.pattern}|the\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and the text of its answer."""

    question: str
    answer: str


def is_follow_up(question: str) -> bool:
    """Whether a question leans on an earlier one.

    >>> is_follow_up("and in Syria?"), is_follow_up("Did Iraq say when its troops leave?")
    (True, False)
    """
    if _AND.match(question) or _OPENS.match(question) or len(question.split()) <= SHORT:
        return True
    if _WITHOUT_VERB.match(question) or _NAMES_NOTHING.fullmatch(question):
        return True
    refers = _REFERS_BACK.search(question)
    return refers is not None and not _NAME.search(question, 0, refers.start())


def follow_up(question: str, previous: Exchange, embedder: Embedder) -> str:
    """A follow-up as it stands on its own, or unchanged where nothing is known of it."""
    asked, answer = previous.question, _MARK.sub("", previous.answer)
    resolved = with_referents(_AND.sub("", question), asked, answer)
    fragment = _OPENING.sub(lambda word: word[0].lower(), _ABOUT.sub("", resolved).strip(" ?"))
    if not fragment:  # "And?"
        return question
    whole = _completed(fragment, asked, answer, embedder) or resolved
    return whole[:1].upper() + whole[1:]


def _completed(fragment: str, asked: str, answer: str, embedder: Embedder) -> str | None:
    """A whole question of what is none; None if it is one, or nothing is known of it."""
    words = fragment.split()
    asks = _ASKS.match(fragment)
    if not asks:
        if _IS_IT_SO.match(fragment) or len(words) > FRAGMENT:
            return None
        added = f"{asked.rstrip(' ?')} {fragment}?" if PREPOSITION.match(fragment) else None
        return substituted(fragment, asked, embedder) or added
    content = [word for word in fragment[asks.end() :].split() if not is_function_word(word)]
    if not content:
        return _asked_anew(fragment, asked, answer)
    return (
        substituted(content[0], asked, embedder)
        if len(content) == 1 and len(words) <= SHORT_QUESTION
        else None
    )


def _asked_anew(asks: str, asked: str, answer: str) -> str | None:
    """The question before with other question words: "When?", "By whom?"."""
    if found := _ASKED.match(asked):
        of, aux, rest = found["of"].strip(), found["aux"], found["rest"].strip()
        if not of:
            return f"{asks} {aux} {rest}?"
        acts = rest[0].isupper() or ARTICLE.match(rest)
        return f"{asks} {aux} {rest} the {of}?" if acts else f"{asks} {aux} the {of} {rest}?"
    did = _WHO_DID.match(asked)
    if did is None:
        return None
    named = (person for person in persons(asked, answer) if person not in did["rest"])
    subjects = [f"the {did['of']}"] if did["of"] else list(named)
    return f"{asks} was it that {subjects[0]} {did['rest']}?" if subjects else None
