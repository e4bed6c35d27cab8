"""Words that one text affirms and the other negates: by a prefix ("unlikely"), or by a word before them ("not")."""

import re
from collections.abc import Iterator

from assistant.answer import Mismatch
from assistant.checks.names import STEM_LETTERS, words
from index.keywords import FUNCTION_WORDS

_NEGATIVE_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non")
# They only look like the opposite of what is left without their first letters
_NO_OPPOSITES = frozenset(
    """display displays displayed discover discovered discount discharge discourse disease dispose impose imposed income
    inform informed inside intend intended intense intent import imported important impress impressed improve insight
    insure invest invested island indeed district dismiss press union unit united""".split()
)
_CUE = re.compile(
    r"\b(?:not|never|no|nor|neither|without|cannot|den(?:y|ies|ied|ying)"
    r"|(?:fail|failed|fails|failing|refused?|refuses) to)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
# With one of these a text may say by other words what the other text negates: then nothing can be told
_SOFT = re.compile(
    r"\b(?:un[a-z]{4,}|lack\w*|unable|zero|absen\w+|free|yet|avoid\w*|refus\w+|reject\w*|declin\w+|hardly|barely|rarely"
    r"|seldom|few|little|instead|rather|only|until|stop\w*|ceas\w+|prevent\w*|prohibit\w*|bann?\w*|forb\w+|despite"
    r"|impossible|false|none|nothing|nobody|nowhere|less\w*|except|than|if|whether|although|though|but|however)\b",
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
_ENDINGS = re.compile(r"(?:ing|ed|es|s|e|d)$")  # of verbs and plurals


def prefixed(claim: str, source: str) -> list[Mismatch]:
    """Words that one side has plain and the other only with a negative prefix ("likely", "unlikely")."""
    said = {word.lower(): word for word in words(claim)}
    stated = {word.lower(): word for word in words(source)}
    found = [Mismatch("negation", said[w], stated[n]) for w, n in _opposites(said, stated, _denials(claim))]
    return found + [
        Mismatch("negation", said[n], stated[w]) for w, n in _opposites(stated, said, _denials(source))
    ]


def _opposites(
    plain: dict[str, str], negated: dict[str, str], denied: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """The words of one side and their opposites, where each side has its own alone, and has it not denied."""
    for word in plain:
        if len(word) < STEM_LETTERS or word in negated or _stem(word) in denied:
            continue
        for prefix in _NEGATIVE_PREFIXES:
            opposite = prefix + word
            if opposite in negated and opposite not in plain and opposite not in _NO_OPPOSITES:
                yield word, opposite


def denied(claim: str, source: str) -> list[Mismatch]:
    """Words that a negation stands before on one side, and on the other only plain.

    Silent where both sides negate something, or the other one does so in words of its own.
    """
    claimed, stated = _denials(claim), _denials(source)
    if claimed and not stated and not _SOFT.search(source):
        plain = _stems(source)
        return [
            Mismatch("negation", phrase, plain[stem]) for stem, phrase in claimed.items() if stem in plain
        ]
    if stated and not claimed and not _SOFT.search(claim):
        plain, affirmed = _stems(claim), _stems(_without_denied(source))
        return [
            Mismatch("negation", plain[stem], phrase)
            for stem, phrase in stated.items()
            if stem in plain and stem not in affirmed
        ]
    return []


def _denials(text: str) -> dict[str, str]:
    """Stem of each word that a negation denies -> the negation with all up to that word, as written."""
    found: dict[str, str] = {}
    for cue in _CUE.finditer(text):
        if word := _denied_word(text, cue.end()):
            found.setdefault(_stem(word[0].lower()), text[cue.start() : word.end()])
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
    return {_stem(match[0].lower()): match[0] for match in _TOKEN.finditer(text) if match[0].isalpha()}


def _without_denied(text: str) -> str:
    """The text with its denied words cut out: a word said twice may be denied only once."""
    for cue in reversed(list(_CUE.finditer(text))):
        if word := _denied_word(text, cue.end()):
            text = text[: word.start()] + text[word.end() :]
    return text


def _stem(word: str) -> str:
    return _ENDINGS.sub("", word) if len(word) > STEM_LETTERS else word
