"""The words that keyword search looks for, and BM25 over a few texts. Both use the tokenizer of SQLite's FTS5."""

import sqlite3
from collections.abc import Sequence

import numpy as np

from corpus.words import FUNCTION_WORDS, WORD
from index.embed import Floats1d

TOKENIZER = "porter unicode61 remove_diacritics 2"  # how FTS5 splits a text into words and stems them


def content_words(text: str) -> list[str]:
    """Return the words of a question that say what it is about: in lower case, in order, without repetitions.

    >>> content_words("Who is the Minister of Defence, and who was minister?")
    ['minister', 'defence']
    """
    # "US" and "IT" are names, "us" and "it" are not: a word in capitals always counts.
    words = dict.fromkeys(
        word.lower() for word in WORD.findall(text) if word.isupper() or word.lower() not in FUNCTION_WORDS
    )
    return list(words) or list(dict.fromkeys(WORD.findall(text.lower())))


def match_query(text: str) -> str | None:
    """Return an FTS5 query for texts with any of the content words, None if the text has no word."""
    return " OR ".join(f'"{word}"' for word in content_words(text)) or None


def match_prefix(word: str) -> str | None:
    """Return an FTS5 query for texts with a word that begins with `word`, None if it has no letter or digit.

    >>> match_prefix("O'Brien")
    '"o brien" *'
    """
    parts = WORD.findall(word.lower())
    return f'"{" ".join(parts)}" *' if parts else None


def term_of(word: str) -> str:
    """The term that keyword search makes of a word: its Porter stem without accents, in lower case.

    >>> term_of("Opposed")
    'oppos'
    """
    database = sqlite3.connect(":memory:")
    try:
        database.execute(f"CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = '{TOKENIZER}')")
        database.execute("CREATE VIRTUAL TABLE terms USING fts5vocab('texts', 'row')")
        database.execute("INSERT INTO texts VALUES (?)", [word])
        row = database.execute("SELECT term FROM terms").fetchone()
    finally:
        database.close()
    return str(row[0]) if row else word


def bm25(query: str, texts: Sequence[str]) -> Floats1d:
    """Return the BM25 of each text for the query, (n,), >= 0. How rare a word is, is counted in these texts only."""
    scores = np.zeros(len(texts), np.float32)
    match = match_query(query)
    if match is None:
        return scores
    database = sqlite3.connect(":memory:")
    try:
        database.execute(f"CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = '{TOKENIZER}')")
        database.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(texts))
        for row, score in database.execute(
            "SELECT rowid, bm25(texts) FROM texts WHERE texts MATCH ?", [match]
        ):
            scores[row] = max(-score, 0.0)
    finally:
        database.close()
    return scores
