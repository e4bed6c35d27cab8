"""Words of a question that are typing errors, replaced by words of the library."""

import re
from collections.abc import Callable
from sqlite3 import Connection

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.words import PLAIN_WORD
from index.keywords import term_of
from index.store import Store

SHORTEST = 3  # letters of a word that is looked at
LONG = 7  # letters from which on two errors may be in a word, not one
REACH = 4  # letters by which the terms of keyword search, stems, may be shorter or longer
PEERS = 10  # nearest terms whose words are compared; the stems of two words may differ by two letters more

# FTS5's own list of its terms, and of where each stands.
_VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'passages_fts', 'row')"
)
_PLACES = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.places USING fts5vocab('main', 'passages_fts', 'instance')"
_NAME = re.compile(r"[A-Z].*[A-Z]|\d")  # an abbreviation, a figure


def spelled(question: str, store: Store, is_word: Callable[[str], bool]) -> str:
    """The question with its typing errors mended.

    A word is one if neither the library has it nor `is_word` knows it in lower case, and a word of the library differs
    from it by one letter left out, added, changed or swapped with the next; in longer words, by two such errors. A word
    with letters before it is another word. Names stay as they are, because the name of someone else may be as near.
    """
    doubtful = [match for match in PLAIN_WORD.finditer(question) if _may_be_wrong(question, match, is_word)]
    if not doubtful or store.manifest() is None:
        return question
    with store.snapshot() as connection:
        connection.execute(_VOCABULARY)
        connection.execute(_PLACES)
        for match in reversed(doubtful):
            if found := _meant(match[0].lower(), connection):
                shown = found.capitalize() if match[0][0].isupper() else found
                question = question[: match.start()] + shown + question[match.end() :]
    return question


def _may_be_wrong(question: str, match: re.Match[str], is_word: Callable[[str], bool]) -> bool:
    word = match[0]
    is_name = _NAME.search(word) or (word[0].isupper() and question[: match.start()].strip())
    return len(word) >= SHORTEST and not is_name and not is_word(word.lower())


def _meant(word: str, connection: Connection) -> str | None:
    """The word of the library that is meant, in lower case; None if the library has the word, or none that is near."""
    term = term_of(word)
    if connection.execute("SELECT 1 FROM temp.vocabulary WHERE term = ?", [term]).fetchone():
        return None
    rows = connection.execute(
        "SELECT term, doc FROM temp.vocabulary WHERE length(term) BETWEEN ? AND ?",
        (len(term) - REACH, len(term) + REACH),
    )
    frequency = dict(rows.fetchall())
    most = 2 if len(word) >= LONG else 1
    near = process.extract(term, list(frequency), scorer=OSA.distance, score_cutoff=most + 2, limit=PEERS)
    able = []
    for other, _, _ in near:
        written = _as_written(other, connection)
        if word.endswith(written) or written.endswith(word):
            continue  # "unpaid" is not "paid" with an error
        able.append((OSA.distance(word, written), written[0] != word[0], -frequency[other], written))
    return min(able)[-1] if able and min(able)[0] <= most else None


def _as_written(term: str, connection: Connection) -> str:
    """A word of a passage that keyword search takes for this term, in lower case."""
    title, text = connection.execute(
        "SELECT title, text FROM passages_fts WHERE rowid = (SELECT doc FROM temp.places WHERE term = ? LIMIT 1)",
        [term],
    ).fetchone()
    words = map(str.lower, PLAIN_WORD.findall(f"{title} {text}"))
    return next((word for word in words if term_of(word) == term), term)
