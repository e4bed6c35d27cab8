"""An overview: sentences of several passages and articles that say most about a subject, each one different."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np

from assistant.answering.evidence import PASSAGE_WEIGHT, Snippet, says_the_same
from assistant.facts.text import read
from index.embed import Floats1d
from index.search import SearchResult

SENTENCES = 5  # most that are quoted; an overview has three to six
LEAST_COSINE = 0.3  # of the question and the nearest sentence; what is farther is about something else
FEWEST_WORDS = 7  # of a sentence that says something by itself

# Maximal marginal relevance (Carbonell and Goldstein 1998): relevance + CENTRAL * the mean cosine to all sentences
# found - REPEATED * the highest cosine to a chosen one - SAME_ARTICLE for each from its article. By hand.
CENTRAL = 0.5
REPEATED = 0.4
SAME_ARTICLE = 0.08

# "He said so", "In his view": nobody knows whose, once the sentence stands alone.
_LEANS = re.compile(
    r"^\W*(?:\w+\s+){0,2}(?:he|she|it|they|this|these|those|his|her|its|their|such)\b"
    r"|^\W*(?:but|so|then|also|instead|however|there|after it|some of them)\b",
    re.IGNORECASE,
)


def choose_overview(result: SearchResult) -> list[Snippet]:
    """Sentences of the passages found, at most SENTENCES, the oldest article's first; none if none is near enough."""
    places = [(hit, n) for hit in result.hits for n in range(len(hit.passage.sentences))]
    snippets = [Snippet(hit.passage.article, hit.passage.sentences[n], hit.score) for hit, n in places]
    able = [n for n, snippet in enumerate(snippets) if _stands_alone(snippet.text)]
    if not able:
        return []
    vectors = np.stack([places[n][0].passage.sentence_vectors[places[n][1]] for n in able])
    cosines = vectors @ result.question
    if cosines.max() < LEAST_COSINE:
        return []
    near = [snippets[n] for n in able]
    worth = cosines + PASSAGE_WEIGHT * np.array([snippet.score for snippet in near], np.float32)
    chosen = _different(near, worth + CENTRAL * (vectors @ vectors.T).mean(axis=1), vectors @ vectors.T)
    return sorted((near[n] for n in chosen), key=_when)


def _different(snippets: Sequence[Snippet], worth: Floats1d, likeness: Floats1d) -> list[int]:
    """The indices of the best ones, each different from those before it."""
    chosen: list[int] = []
    taken: Counter[str] = Counter()
    rest = list(range(len(snippets)))
    while rest and len(chosen) < SENTENCES:

        def gain(n: int) -> float:
            repeated = max((likeness[n, m] for m in chosen), default=0.0)
            return float(worth[n] - REPEATED * repeated - SAME_ARTICLE * taken[snippets[n].article.id])

        best = max(rest, key=gain)
        rest.remove(best)
        if not any(says_the_same(snippets[best].text, snippets[m].text) for m in chosen):
            chosen.append(best)
            taken[snippets[best].article.id] += 1
    return chosen


def _stands_alone(sentence: str) -> bool:
    return (
        read(sentence).length >= FEWEST_WORDS
        and not _LEANS.match(sentence)
        and not sentence.rstrip().endswith("?")
    )


def _when(snippet: Snippet) -> tuple[date, str, int]:
    return snippet.article.published or date.max, snippet.article.id, snippet.span.start
