"""Words of a question that are typing errors, replaced by words of the library."""

import re
from collections.abc import Callable, Mapping
from sqlite3 import Connection

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.words import PLAIN_WORD
from index.keywords import term_of
from index.store import Store

SHORTEST = 3  # letters of a word that is looked at
SHORT = 5  # letters; in a shorter word only two neighbours that are swapped are an error
LONG = 10  # letters from which on two errors may be in a word, not one
MOST_WORDS = 5  # words of a question that are looked up
REACH = 4  # letters by which the terms of keyword search, stems, may be shorter or longer
STEMMED = 3  # letters by which the stems of two words may differ more than the words
PASSAGES = 8  # with a term that are looked into for the forms of its word
PEERS = 10  # nearest terms whose words are compared as they are written

_VOWELS = re.compile("[aeiouy]")

# FTS5's own list of its terms, and of where each stands.
_VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'passages_fts', 'row')"
)
_PLACES = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.places USING fts5vocab('main', 'passages_fts', 'instance')"


def spelled(question: str, store: Store, is_word: Callable[[str], bool]) -> str:
    """The question with its typing errors mended.

    A word is one if neither the library has it nor `is_word` knows it in lower case, and a word of the library that
    begins with the same letter differs from it by one letter left out, added, changed or swapped with the next; in
    longer words, and where only vowels differ, by two such errors, and in short ones only by letters that are swapped,
    the first one too. A word that is another with letters before or behind it is another word. What is written with a
    capital or a figure stays: it is a name, and that of someone else may be as near.
    """
    doubtful = [match for match in PLAIN_WORD.finditer(question) if _may_be_wrong(match[0], is_word)]
    if not doubtful or store.manifest() is None:
        return question
    with store.snapshot() as connection:
        connection.execute(_VOCABULARY)
        connection.execute(_PLACES)
        frequency = dict(connection.execute("SELECT term, doc FROM temp.vocabulary").fetchall())
        for match in reversed(doubtful[:MOST_WORDS]):
            if found := _meant(match[0], frequency, connection):
                question = question[: match.start()] + found + question[match.end() :]
    return question


def _may_be_wrong(word: str, is_word: Callable[[str], bool]) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and word.islower() and not is_word(word)


def _meant(word: str, frequency: Mapping[str, int], connection: Connection) -> str | None:
    """The word of the library that is meant; None if the library has the word, or none that is near."""
    term = term_of(word)
    if term in frequency:
        return None
    most = 2 if len(word) >= LONG else 1
    terms = [other for other in frequency if abs(len(other) - len(term)) <= REACH and other[0] == word[0]]
    if len(word) < SHORT:
        terms = [other for other in frequency if len(other) == len(word) and sorted(other) == sorted(word)]
    near = process.extract(term, terms, scorer=OSA.distance, score_cutoff=most + STEMMED, limit=PEERS)
    able = []
    for other, _, _ in near:
        distance, written = _nearest_written(word, other, connection)
        is_another = word.endswith(written) or word.startswith(written) or written.endswith(word)
        if not is_another and distance <= (2 if _sounds_alike(word, written) else most):
            able.append((distance, -frequency[other], written))
    return min(able)[-1] if able else None


def _sounds_alike(word: str, other: str) -> bool:
    """Whether two words that are not short differ in their vowels alone: "crains", "cranes"."""
    return len(word) > SHORT and _VOWELS.sub("", word) == _VOWELS.sub("", other)


def _nearest_written(word: str, term: str, connection: Connection) -> tuple[int, str]:
    """The word nearest to `word` of a few passages with the term, in lower case, and its distance."""
    passages = connection.execute(
        "SELECT title, text FROM passages_fts WHERE rowid IN"
        f" (SELECT DISTINCT doc FROM temp.places WHERE term = ? LIMIT {PASSAGES})",
        [term],
    )
    words = {word.lower() for title, text in passages for word in PLAIN_WORD.findall(f"{title} {text}")}
    return min((OSA.distance(word, other), other) for other in words)
