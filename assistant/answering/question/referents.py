"""What the pronouns of a follow-up question stand for in the exchange before it, by rules on the order of words."""

import re
from collections.abc import Sequence
from itertools import takewhile

from assistant.answering.lists import one_of
from assistant.answering.question.likeness import ARTICLE
from assistant.facts.names import is_opening
from corpus.words import is_function_word

AUXILIARY = rf"{one_of('auxiliaries')}\b"
_IN = rf"\b{one_of('prepositions')}\s"
_NAME = re.compile(
    r"\b(?:al-)?[A-Z][\w-]*(?:\s(?:of\s(?:the\s)?)?(?:al-)?[A-Z][\w-]*|\s\d+\b)*(?!['’]s\b|\w)"
)
_PLACE = re.compile(rf"\b(?:in|at)\s(?:the\s)?{_NAME.pattern}")
_OF_PLACE = re.compile(rf"\s(?:in|at|on)\s(?:the\s\w+(?:\s\w+)?(?=\W*$)|{_NAME.pattern})")
_BEHIND_PREPOSITION = re.compile(rf"{_IN}(?:the\s)?$", re.IGNORECASE)
_WHO = re.compile(r"whom?\b", re.IGNORECASE)
_WHO_IS = re.compile(rf"whom?\s(?:is|was|are|were)\s(?-i:{_NAME.pattern})", re.IGNORECASE)
_WHAT_IS = re.compile(r"(?:what|who)\s(?:is|was|are|were)\s(?=(?:the|an?)\s)", re.IGNORECASE)
_ASKED_FOR = re.compile(rf"(?:how\s(?:many|much)|which|what)\s(?P<of>[^?]+?)\s{AUXILIARY}", re.IGNORECASE)
_COUNTED = re.compile(
    rf"(?:how\smany|which)\s(?P<of>(?:[a-z]+\s)+?)[a-z]+\s(?:{_IN.lstrip(chr(92) + 'b')}|the\s|(?-i:[A-Z]))",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?:[^su]s|people|men|women|children|police)$", re.IGNORECASE)


def with_referents(question: str, asked: str, answer: str) -> str:
    """The question with names and things of the exchange in the place of its pronouns, as far as they are known.

    >>> with_referents("When was she elected?", "Who leads the union?", "Ida Lund leads the union.")
    'When was Ida Lund elected?'
    >>> with_referents("Who wrote it?", "What does the plan say about troops?", "The plan says little.")
    'Who wrote the plan?'
    """
    people, known = persons(asked, answer), things(asked, answer)
    many = [thing for thing in known if _is_plural(thing)]
    one = [thing for thing in known if not _is_plural(thing)]
    several = [" and ".join(people[:2])] if len(people) > 1 else []
    for pronouns, referents in (
        ("he him his she her", people or [thing for thing in one if thing.startswith("the ")]),
        ("it its", [thing for thing in one if thing not in people[:1]] or one),
        ("they them their", many or several or one),
    ):
        if referents:
            question = _replaced(question, pronouns.split(), referents[0])
    places = _PLACE.findall(f"{asked} {answer}")
    return re.sub(r"\bthere(?=\W*$)", places[0], question) if places else question


def persons(asked: str, answer: str) -> list[str]:
    """The names that "he" and "she" may stand for, likeliest first: who was asked for, or else whom the question names.

    >>> persons("Who is Iraq's minister?", "Iraq's minister is Thabit al-Abbasi.")
    ['Thabit al-Abbasi']
    """
    named = _names(asked)
    others = [name for name in _names(answer) if not any(word in asked for word in name.split())]
    return [*others, *named] if _WHO.match(asked) and not _WHO_IS.match(asked) else [*named, *others]


def things(asked: str, answer: str) -> list[str]:
    """What "it" and "they" may stand for, likeliest first: what was counted or chosen, then in the question's order.

    >>> things("How many attacks did the group in Mali claim?", "The group claimed 153.")
    ['the attacks', 'the group in Mali', 'Mali']
    """
    chosen = _ASKED_FOR.match(asked) or _COUNTED.match(asked)
    found = {m.start(): m[0] for m in _NAME.finditer(asked) if m.start()}
    found |= {m.start(): _thing(asked, m.start(), answer) for m in ARTICLE.finditer(asked)}
    first = [f"the {chosen['of'].strip()}"] if chosen else []
    return [*first, *(found[start] for start in sorted(found))]


def _names(text: str) -> list[str]:
    """The names that may be persons', in their order: not "in Iraq", "Iraq's" and "US"."""
    found = (
        match[0]
        for match in _NAME.finditer(text)
        if not is_opening(text, match.start())
        and not is_function_word(match[0].lower())
        and not match[0].isupper()
        and not _BEHIND_PREPOSITION.search(text, 0, match.start())
    )
    return list(dict.fromkeys(found))


def _thing(asked: str, start: int, answer: str) -> str:
    """The phrase that begins with an article at `start`, without the verb of a question that follows it."""
    if (is_asked := _WHAT_IS.match(asked)) and start == is_asked.end():
        return asked[start:].rstrip(" ?")
    words = asked[start:].rstrip(" ?").split()
    end = _end(words)
    if end > 2 and re.search(rf"\b{AUXILIARY}\s$", asked[:start], re.IGNORECASE):
        verb, behind = words[end - 1], words[end:]
        is_noun = re.search(
            rf"\b(?:the|an?|{re.escape(words[end - 2])})\s{re.escape(verb)}\b", answer, re.IGNORECASE
        )
        another_verb = len(behind) > 1 and behind[-1].islower() and not behind[-2].islower()
        if not is_noun and not another_verb:
            return " ".join(words[: end - 1])
    thing = " ".join(words[:end]).rstrip(",;:")
    place = _OF_PLACE.match(asked, start + len(thing))
    return thing + place[0] if place else thing


def _end(words: Sequence[str]) -> int:
    """How many words a phrase has that begins with an article: up to a function word, but "of" goes on."""
    end = 1 + sum(1 for _ in takewhile(lambda word: not is_function_word(word), words[1:]))
    if end < len(words) - 1 and words[end] == "of":
        article = words[end + 1].lower() in ("the", "a", "an")
        return end + 1 + (_end(words[end + 1 :]) if article else 1)
    return end


def _is_plural(thing: str) -> bool:
    return bool(_PLURAL.search(re.split(_IN, thing)[0].strip()))


def _replaced(question: str, pronouns: Sequence[str], referent: str) -> str:
    """The question with the first of the pronouns replaced; what owns the next word gets an apostrophe."""
    found = re.search(rf"\b(?:{'|'.join(pronouns)})\b", question, re.IGNORECASE)
    if found is None:
        return question
    behind = question[found.end() :].strip(" ?").split()
    owns = found[0].lower() in ("his", "its", "their") or (
        found[0].lower() == "her" and bool(behind) and not is_function_word(behind[0])
    )
    ending = ("'" if referent.endswith("s") else "'s") if owns else ""
    return question[: found.start()] + referent + ending + question[found.end() :]
