"""A question taken apart into question words, subject, verb and the rest; statements and indirect questions of them.

Strict on purpose: what cannot be taken apart safely is left out. A verb's past tense is taken only if the sentence
that answers has it.
"""

import re
from dataclasses import dataclass

from corpus.words import WORD

_BE = "is|was|are|were"
_AUXILIARIES = rf"{_BE}|did|does|do|has|have|had|can|could|will|would|must"
_PREPOSITIONS = "in|on|at|by|for|from|to|of|with|during|under|into|through|about|since|until"
_ASKS = (
    r"how (?:many|much)(?: [\w-]+){0,4}?|how (?:long|old|far|often)|(?:what|which)(?: [\w'’-]+){0,2}?"
    r"|who|whom|when|where|why|how"
)
_QUESTION = re.compile(
    rf"^(?P<asks>(?:(?:{_PREPOSITIONS}) )?(?:{_ASKS})) (?P<verb>{_AUXILIARIES}) (?P<after>.+)$", re.IGNORECASE
)
_SUBJECT = re.compile(r"^(?P<asks>[Ww]ho|[Hh]ow many [\w-]+) (?P<verb>[a-z]+)(?P<after>(?: .+)?)$")
_PARTICIPLE = re.compile(
    r"\b(?:[a-z]{3,}ed|[a-z]{3,}en|born|built|made|held|found|known|sold|set|sent|led|won|paid|taught|kept|done|put"
    r"|fought|caught|bought|brought|sung|shot|struck|cut|hit|spent|told|met|lost|left|understood|begun)\b"
)
_NO_PARTICIPLES = frozenset(
    """children women garden golden often between even seven eleven dozen listen citizen kitchen hundred united
    need speed seed indeed open sudden hidden wooden""".split()
)
_BEGINS_THING = re.compile(r"(?i:the|an?|some|his|her|its|their|both|all|two|three|four|five) |[A-Z\"“']")
_LONE = re.compile(
    rf"(?:^|\b)(?:the|an?|most|very|there|his|her|its|their|not|{_PREPOSITIONS})$|^there\b|\blike\b"
    rf"|\b(?:{_PREPOSITIONS}) (?:{_PREPOSITIONS}|after|before)\b",
    re.IGNORECASE,
)
_LEFT_BEHIND = re.compile(rf"(?:^|\b)(?:{_PREPOSITIONS}|upon|as|like)$")
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|where|when|because|if)\b|[,;:]")
_IRREGULAR = dict(
    pair.split("/")
    for pair in """become/became begin/began break/broke bring/brought build/built buy/bought catch/caught choose/chose
    come/came cost/cost cut/cut die/died draw/drew drive/drove eat/ate fall/fell feel/felt fight/fought find/found
    fly/flew get/got give/gave go/went grow/grew have/had hear/heard hit/hit hold/held keep/kept know/knew lead/led
    leave/left lose/lost make/made mean/meant meet/met pay/paid put/put read/read ride/rode rise/rose run/ran say/said
    see/saw sell/sold send/sent set/set shoot/shot sing/sang sit/sat speak/spoke spend/spent stand/stood take/took
    teach/taught tell/told think/thought throw/threw win/won write/wrote""".split()
)
_ENDS_IN_Y = re.compile(r"[^aeiou]y$")
MOST_SUBJECT = 8  # words; a longer subject is often two things


@dataclass(frozen=True, slots=True)
class Clause:
    """ "In what year was the pier opened to ships" is ("in what year", "the pier", "was opened", "to ships").

    `subject` is empty if the question words are the subject themselves.
    """

    asks: str
    subject: str
    verb: str
    rest: str


def parsed(question: str, gold: str) -> Clause | None:
    """The parts of a question that the sentence `gold` answers, None if they cannot be told.

    >>> parsed("When did the ferry leave Bergen?", "The ferry left Bergen in May.")
    Clause(asks='when', subject='the ferry', verb='left', rest='Bergen')
    """
    text = " ".join(question.split()).rstrip("? ")
    words = frozenset(word.lower() for word in WORD.findall(gold))
    found = _QUESTION.match(text)
    if not found:
        subject = _SUBJECT.match(text)
        if not subject or subject["verb"].lower() not in words:
            return None
        return Clause(_lower(subject["asks"]), "", subject["verb"], subject["after"].strip())
    asks, verb, after = _lower(found["asks"]), found["verb"].lower(), found["after"].strip()
    if verb in ("did", "does", "do"):
        return _with_do(asks, verb, after, words)
    return _with_be(asks, verb, after, words)


def _lower(asks: str) -> str:
    return asks[0].lower() + asks[1:]


def _with_do(asks: str, do: str, after: str, words: frozenset[str]) -> Clause | None:
    for match in list(WORD.finditer(after))[1:]:
        form = _inflected(match[0], do)
        if form in words and match[0] != "do":
            subject = after[: match.start()].strip()
            return _safe(Clause(asks, subject, form, after[match.end() :].strip()))
    return None


def _inflected(verb: str, do: str) -> str:
    """The verb as it stands without "do", "does" or "did"."""
    if do == "do":
        return verb
    if do == "does":
        if verb == "have":
            return "has"
        ending = "es" if re.search(r"(?:[sxzo]|ch|sh)$", verb) else "s"
        return f"{verb[:-1]}ies" if _ENDS_IN_Y.search(verb) else verb + ending
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if _ENDS_IN_Y.search(verb):
        return f"{verb[:-1]}ied"
    return verb + ("d" if verb.endswith("e") else "ed")


def _with_be(asks: str, verb: str, after: str, words: frozenset[str]) -> Clause | None:
    participle = next(
        (one for one in _PARTICIPLE.finditer(after) if one[0] not in _NO_PARTICIPLES and one[0] in words),
        None,
    )
    if participle is None:
        is_copula = re.fullmatch(_BE, verb) and asks in ("who", "what", "where", "when")
        is_thing = _BEGINS_THING.match(after) and not _PARTICIPLE.search(after)
        return _safe(Clause(asks, after, verb, "")) if is_copula and is_thing else None
    subject, rest = after[: participle.start()].strip(), after[participle.end() :].strip()
    if not re.fullmatch(_BE, verb):  # "must devices be put", "has the law been changed"
        found = re.fullmatch(r"(?P<subject>.*?) ?(?P<be>be|been)", subject)
        if not found:
            return None
        subject, verb = found["subject"], f"{verb} {found['be']}"
    if not subject:
        return Clause(asks, "", f"{verb} {participle[0]}", rest)
    if asks in ("who", "what", "whom", "which"):
        return None  # the participle may belong to a noun: "the name of the man elected in May"
    return _safe(Clause(asks, subject, f"{verb} {participle[0]}", rest))


def _safe(clause: Clause) -> Clause | None:
    is_short = 1 <= len(clause.subject.split()) <= MOST_SUBJECT
    is_whole = not _LONE.search(clause.subject) and not _RELATIVE.search(f"{clause.subject} {clause.rest}")
    return clause if is_short and is_whole else None


def indirect(clause: Clause) -> str:
    """The question as part of a sentence.

    >>> indirect(Clause("when", "the pier", "was opened", "to ships"))
    'when the pier was opened to ships'
    """
    return " ".join(part for part in (clause.asks, clause.subject, clause.verb, clause.rest) if part)


def declarative(clause: Clause, answer: str) -> str | None:
    """The question and its answer as a statement, None if the answer's place in it is not clear.

    >>> declarative(Clause("when", "the pier", "was opened", "to ships"), "1987")
    'The pier was opened to ships in 1987.'
    """
    asks, subject, verb, rest = clause.asks, clause.subject, clause.verb, clause.rest
    counted = re.fullmatch(r"how (?:many|much) ?(?P<noun>.*)", asks)
    thing = f"{answer} {counted['noun']}".strip() if counted else answer
    if not subject:
        parts = [thing, verb, rest]
    elif asks == "where" or asks == "when" or re.match(rf"(?:{_PREPOSITIONS}) ", asks):
        parts = [subject, verb, rest, _placed(asks, answer)]
    elif counted or asks in ("who", "what", "whom"):
        parts = [subject, verb, rest, thing] if _LEFT_BEHIND.search(rest) else [subject, verb, thing, rest]
    elif asks == "why" and re.match(r"(?:because|due to|to) ", answer):
        parts = [subject, verb, rest, answer]
    else:
        return None
    text = " ".join(part for part in parts if part)
    return f"{text[0].upper()}{text[1:].rstrip('.')}."


def _placed(asks: str, answer: str) -> str:
    """The answer behind its preposition: "in 1987", "on 3 May"."""
    if re.match(
        rf"(?:{_PREPOSITIONS}|near|when|while|before|after|between|every|along) ",
        answer,
        re.IGNORECASE,
    ):
        return answer
    if asks not in ("where", "when"):
        return f"{asks.split()[0]} {answer}"
    is_day = (
        asks == "when" and re.search(r"\b\d{1,2}\b(?!\d)", answer) and re.search(r"[A-Z][a-z]{2}", answer)
    )
    return f"{'on' if is_day else 'in'} {answer}"
