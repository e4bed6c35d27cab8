"""What one text affirms and the other denies: by a prefix, by a "not", by an opposite, or because nobody said it.

- "likely" and "unlikely" (`prefixed`), "attacked" and "did not attack" (`denied`);
- "objects to the plan" and "welcomes the plan" (`opposed`);
- "said how many will leave" where the source has "did not say how many will leave" (`unsaid`).

Words are compared in sentences that say the same otherwise (`saying`). `assistant/facts/slots.py` compares words that
stand between the same words instead.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from assistant.answer import Mismatch, MismatchKind
from assistant.facts.lists import listed, sides
from assistant.facts.names import STEM_LETTERS
from assistant.facts.text import Sentence, Text, once
from corpus.words import ENGLISH_WORD, FUNCTION_WORDS, LETTERS_OR_MARK, without_ending

# A sentence that has this share of the claim's words, or whose own the claim has, says the same; chosen by hand
SAME = 0.6
LEAST = 2  # words of such a sentence
_NEGATIVE_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non")
# Where a source negates nothing at all, a sentence with this share of the claim's words is near enough
ALIKE = 0.3
CUE = re.compile(
    r"\b(?:not|never|no|nor|neither|without|cannot|den(?:y|ies|ied|ying)"
    r"|(?:fail|failed|fails|failing|refused?|refuses) to)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
# With one of these a text may say by other words what the other text negates: then nothing can be told
_SOFT = re.compile(
    r"\b(?:un[a-z]{4,}|lack\w*|unable|zero|absen\w+|free|yet|avoid\w*|refus\w+|reject\w*|declin\w+|hardly|barely|rarely"
    r"|seldom|few|little|instead|rather|only|until|stop\w*|ceas\w+|prevent\w*|prohibit\w*|bann?\w*|forb\w+|despite"
    r"|non-\w+|impossible|false|none|nothing|nobody|nowhere|less\w*|except|than|if|whether|although|though|but|however)\b",
    re.IGNORECASE,
)
_NO_OPPOSITES, _NO_DENIAL = listed("no_opposites"), listed("no_denial")
_CLAUSE_END = listed("clause_ends") | frozenset('.,;:!?()—"“”')
_FILLERS = FUNCTION_WORDS | listed("fillers")
_OPPOSITES: defaultdict[str, set[str]] = defaultdict(set)
_ALIKE: defaultdict[str, set[str]] = defaultdict(set)  # the words of its own side
for _own, _other in sides("opposed"):
    for _word in _own:
        _OPPOSITES[_word].update(_other)
        _ALIKE[_word].update(_own)
_NEGATED = re.compile(
    r"\b(?:not|never|no|nor|neither|without|cannot|hardly|barely)\b|n['’]t\b", re.IGNORECASE
)
_NO_LONGER = re.compile(r"\b(no)\s(longer)\b", re.IGNORECASE)

SAME_CLAUSE = 4  # words of a clause that make it the same: "how many soldiers will"

_SAYS = re.compile(
    r"\b(?P<verb>sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|stat(?:e|es|ed|ing)|specif(?:y|ies|ied|ying)"
    r"|(?:reveal|explain|mention|report)(?:s|ed|ing)?|(?:disclos|announc)(?:e|es|ed|ing))\s"
    r"(?P<clause>(?:how|when|where|who|whom|why|whether|which|what)\s[^.,;:!?\"”]+)",
    re.IGNORECASE,
)
_NEGATION_BEFORE = re.compile(
    r"(?:\b(?:not|never|without|declined to|refused to|nor (?:did|does) \w+)|n['’]t)\s(?:yet\s)?$",
    re.IGNORECASE,
)
_LONGEST_NEGATION = 30  # characters


def saying(claim: Text, source: Text, but: str, same: float = SAME) -> list[Sentence]:
    """The sentences of a source that say what the claim says, except for the word `but`, given without its ending.

    Most words of either must stand in both: `same` is their share.
    """
    said = claim.stems.keys() - {but}
    found = []
    for sentence in source.sentences:
        stated = sentence.stems.keys() - {but}
        shared = len(said & stated)
        if shared >= same * len(said) or shared >= max(LEAST, same * len(stated)):
            found.append(sentence)
    return found


def prefixed(claim: Text, source: Text) -> list[Mismatch]:
    """Words that one side has plain and the other only with a negative prefix ("likely", "unlikely")."""
    said = {word.lower(): word for word in claim.words}
    stated = {word.lower(): word for word in source.words}
    found = [
        Mismatch(MismatchKind.NEGATION, said[w], stated[n])
        for w, n in _opposites(said, stated, _denials(claim))
    ]
    return found + [
        Mismatch(MismatchKind.NEGATION, said[n], stated[w])
        for w, n in _opposites(stated, said, _denials(source))
    ]


def _opposites(
    plain: dict[str, str], negated: dict[str, str], denied: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """The words of one side and their opposites, where each side has its own alone, and has it not denied."""
    for opposite in negated:
        for prefix in _NEGATIVE_PREFIXES if opposite.startswith(_NEGATIVE_PREFIXES) else ():
            word = opposite.removeprefix(prefix)
            if len(word) < STEM_LETTERS or word == opposite or word not in plain or word in negated:
                continue
            if opposite not in plain and opposite not in _NO_OPPOSITES and without_ending(word) not in denied:
                yield word, opposite


def denied(claim: Text, source: Text) -> list[Mismatch]:
    """Words that a negation stands before on one side, and on the other only plain.

    The other side is a sentence of the source that says the rest of the claim. Silent where it negates something too,
    or does so in words of its own.
    """
    claimed = _denials(claim)
    if claimed:
        return [
            Mismatch(MismatchKind.NEGATION, phrase, plain)
            for word, phrase in claimed.items()
            if (plain := _affirmed(word, claim, source))
        ]
    if _SOFT.search(claim.written):
        return []
    return [
        Mismatch(MismatchKind.NEGATION, said[word], phrase)
        for said in [_stems(claim.written)]
        for word, phrase in _denials(source).items()
        if word in said and _is_denied(word, claim, source)
    ]


def _affirmed(word: str, claim: Text, source: Text) -> str:
    """The word with this stem as the source affirms it where it says the rest of the claim; "" where it does not."""
    denials = _denials(source)
    if word in denials:
        return ""
    plain = not (denials or _SOFT.search(source.written))
    found = _with(word, saying(_without_cues(claim), source, word, ALIKE if plain else SAME))
    if not found or any(_denials(one) or _SOFT.search(one.written) for one in found):
        return ""
    return found[0].stems[word]


def _is_denied(word: str, claim: Text, source: Text) -> bool:
    """Whether the source denies the word with this stem, and never affirms it, where it says the rest of the claim."""
    found = _with(word, saying(claim, source, word))
    return bool(found) and not any(word in _stems(_without_denied(one.written)) for one in found)


def _with(word: str, found: list[Sentence]) -> list[Sentence]:
    return [sentence for sentence in found if word in sentence.stems]


@once
def _denials(text: Text) -> dict[str, str]:
    """Stem of each word that a negation denies -> the negation with all up to that word, as written."""
    found: dict[str, str] = {}
    for cue in CUE.finditer(text.written):
        if word := _denied_word(text.written, cue.end()):
            found.setdefault(without_ending(word[0]), text.written[cue.start() : word.end()])
    return found


@once
def _without_cues(text: Text) -> Text:
    return Text(CUE.sub(" ", text.written))


def _denied_word(text: str, position: int) -> re.Match[str] | None:
    """The first content word after a position within its clause."""
    for token in LETTERS_OR_MARK.finditer(text, position):
        word = token[0].lower()
        if word in _CLAUSE_END or word in _NO_DENIAL:
            return None
        if word.isalpha() and word not in _FILLERS:
            return token
    return None


def _stems(text: str) -> dict[str, str]:
    return {
        without_ending(match[0]): match[0] for match in LETTERS_OR_MARK.finditer(text) if match[0].isalpha()
    }


def _without_denied(text: str) -> str:
    """The text with its denied words cut out: a word said twice may be denied only once."""
    for cue in reversed(list(CUE.finditer(text))):
        if word := _denied_word(text, cue.end()):
            text = text[: word.start()] + text[word.end() :]
    return text


def opposed(claim: Text, source: Text) -> list[Mismatch]:
    """The words of a claim whose opposite stands in a sentence of the source that says the rest of the claim.

    Silent where the source has the claim's own word there as well, or one of the two is negated.
    """
    said = _words(claim)
    turned = [word for word in said if word in _OPPOSITES and not _OPPOSITES[word] & said.keys()]
    if not turned or _is_negated(claim.written):
        return []
    return [
        Mismatch(MismatchKind.OPPOSITE, said[word], opposite)
        for word in turned
        if (opposite := _instead(word, claim, source))
    ]


def _instead(word: str, claim: Text, source: Text) -> str:
    """The opposite of a word that the source has in its place; "" where it has none, or the word itself too."""
    found = ""
    for sentence in saying(claim, source, without_ending(word)):
        stated = _words(sentence)
        if stated.keys() & _ALIKE[word]:
            return ""
        opposites = [stated[other] for other in stated if other in _OPPOSITES[word]]
        if opposites and not _is_negated(sentence.written):
            found = found or opposites[0]
    return found


@once
def _words(text: Text) -> dict[str, str]:
    """The words of a text, "no longer" as one: in lower case -> as written."""
    found = ENGLISH_WORD.findall(_NO_LONGER.sub(r"\1_\2", text.written))
    return {word.lower(): word.replace("_", " ") for word in found}


def _is_negated(text: str) -> bool:
    return _NEGATED.search(_NO_LONGER.sub("", text)) is not None


def unsaid(claim: Text, source: Text) -> list[Mismatch]:
    """The clauses of a claim that somebody says, of which the source has only that it was not said."""
    found = []
    for match in _SAYS.finditer(claim.written) if not CUE.search(claim.written) else ():
        same = [one for one in _SAYS.finditer(source.written) if _clause(one) == _clause(match)]
        negations = [
            _NEGATION_BEFORE.search(source.written, max(0, one.start() - _LONGEST_NEGATION), one.start())
            for one in same
        ]
        if same and negations[0] and all(negations):
            stated = f"{negations[0][0]}{same[0]['verb']} {_clause(same[0])}"
            found.append(Mismatch(MismatchKind.NEGATION, f"{match['verb']} {_clause(match)}", stated))
    return found


def _clause(said: re.Match[str]) -> str:
    return " ".join(said["clause"].split()[:SAME_CLAUSE])
