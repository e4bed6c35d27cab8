"""Words that one text affirms and the other negates: by a prefix ("unlikely"), or by a word before them ("not")."""

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.answer import Mismatch, MismatchKind
from assistant.facts.names import STEM_LETTERS, words
from assistant.facts.sentences import SAME, Sentence, saying, stem
from index.keywords import FUNCTION_WORDS

_NEGATIVE_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non")
# They only look like the opposite of what is left without their first letters
_NO_OPPOSITES = frozenset(
    """display displays displayed discover discovered discount discharge discourse disease dispose impose imposed income
    inform informed inside intend intended intense intent import imported important impress impressed improve insight
    insure invest invested island indeed district dismiss press union unit united""".split()
)
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
# After these the next word is no more denied than it is said: "not only", "no longer", "no doubt", "not one but"
_NO_DENIAL = frozenset(
    "only just merely longer doubt matter less fewer more later earlier simply one all every too so necessarily".split()
)
_TOKEN = re.compile(r"[^\W\d_]+|[^\w\s]")
_CLAUSE_END = frozenset('.,;:!?()—"“”') | {
    "but",
    "however",
    "although",
    "though",
    "because",
    "until",
    "unless",
}
# What may stand between a negation and the word that it denies
_FILLERS = FUNCTION_WORDS | frozenset(
    "yet ever really also even being having very any its his her both either s t".split()
)


def prefixed(claim: str, source: str) -> list[Mismatch]:
    """Words that one side has plain and the other only with a negative prefix ("likely", "unlikely")."""
    said = {word.lower(): word for word in words(claim)}
    stated = {word.lower(): word for word in words(source)}
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
            if opposite not in plain and opposite not in _NO_OPPOSITES and stem(word) not in denied:
                yield word, opposite


def denied(claim: str, source: str) -> list[Mismatch]:
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
    if _SOFT.search(claim):
        return []
    return [
        Mismatch(MismatchKind.NEGATION, said[word], phrase)
        for said in [_stems(claim)]
        for word, phrase in _denials(source).items()
        if word in said and _is_denied(word, claim, source)
    ]


def _affirmed(word: str, claim: str, source: str) -> str:
    """The word with this stem as the source affirms it where it says the rest of the claim; "" where it does not."""
    denials = _denials(source)
    if word in denials:
        return ""
    plain = not (denials or _SOFT.search(source))
    found = _with(word, saying(CUE.sub(" ", claim), source, word, ALIKE if plain else SAME))
    if not found or any(_denials(one.text) or _SOFT.search(one.text) for one in found):
        return ""
    return found[0].stems[word]


def _is_denied(word: str, claim: str, source: str) -> bool:
    """Whether the source denies the word with this stem, and never affirms it, where it says the rest of the claim."""
    found = _with(word, saying(claim, source, word))
    return bool(found) and not any(word in _stems(_without_denied(one.text)) for one in found)


def _with(word: str, found: list[Sentence]) -> list[Sentence]:
    return [sentence for sentence in found if word in sentence.stems]


@lru_cache(maxsize=64)  # one source is held against many claims
def _denials(text: str) -> dict[str, str]:
    """Stem of each word that a negation denies -> the negation with all up to that word, as written."""
    found: dict[str, str] = {}
    for cue in CUE.finditer(text):
        if word := _denied_word(text, cue.end()):
            found.setdefault(stem(word[0]), text[cue.start() : word.end()])
    return found


def _denied_word(text: str, position: int) -> re.Match[str] | None:
    """The first content word after a position within its clause."""
    for token in _TOKEN.finditer(text, position):
        word = token[0].lower()
        if word in _CLAUSE_END or word in _NO_DENIAL:
            return None
        if word.isalpha() and word not in _FILLERS:
            return token
    return None


def _stems(text: str) -> dict[str, str]:
    return {stem(match[0]): match[0] for match in _TOKEN.finditer(text) if match[0].isalpha()}


def _without_denied(text: str) -> str:
    """The text with its denied words cut out: a word said twice may be denied only once."""
    for cue in reversed(list(CUE.finditer(text))):
        if word := _denied_word(text, cue.end()):
            text = text[: word.start()] + text[word.end() :]
    return text
