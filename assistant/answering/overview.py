"""An overview: sentences of several passages and articles that say most about a subject, each one different."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np

from assistant.answering.evidence import PASSAGE_WEIGHT, Snippet, says_the_same
from assistant.answering.lists import one_of
from assistant.facts.text import read
from corpus import Article
from index.embed import Floats1d
from index.search import SearchResult

SENTENCES = 5  # most that are quoted; an overview has three to six
LEAST_COSINE = 0.3  # of the question and a sentence; what is farther is about something else
MOST = 0.7  # of the words of the subject, at least this share is in the sentences that are quoted; chosen by hand
FEWEST_WORDS = 7  # of a sentence that says something by itself

FEWEST_TITLE_WORDS = 3  # of a title that names one article wherever it stands; chosen by hand
_CORRECTS = re.compile(
    r"\b(?:correction|corrects?|corrected|(?:was|were|is) (?:wrong|mistaken|incorrect))\b", re.IGNORECASE
)

# Maximal marginal relevance (Carbonell and Goldstein 1998): relevance + CENTRAL * the mean cosine to all sentences
# found - REPEATED * the highest cosine to a chosen one - SAME_ARTICLE for each from its article. By hand.
CENTRAL = 0.2
REPEATED = 0.4
SAME_ARTICLE = 0.08

# "He said so", "In his view": nobody knows whose, once the sentence stands alone.
LEANS = re.compile(rf"^\W*(?:(?:\w+\s+){{0,2}}{one_of('pointing')}|{one_of('joining')})\b", re.IGNORECASE)


def choose_overview(
    result: SearchResult, about: frozenset[str], names: frozenset[str] = frozenset()
) -> list[Snippet]:
    """Sentences of the passages found, at most SENTENCES, the oldest article's first.

    None if they are not about the subject, whose words without their endings are `about`: the passage of each, or its
    title, has one of them, and all together have MOST of them, and all `names` among them.
    """
    snippets: list[Snippet] = []
    vectors: list[Floats1d] = []
    said: list[set[str] | frozenset[str]] = []
    corrected = _corrected([hit.passage.article for hit in result.hits])
    for hit in result.hits:
        if hit.passage.article.id in corrected:
            continue
        words = about & {*read(hit.passage.text).stems, *read(hit.passage.article.title).stems}
        if about and not words:
            continue
        for span, vector in zip(hit.passage.sentences, hit.passage.sentence_vectors, strict=True):
            snippet = Snippet(hit.passage.article, span, hit.score)
            if _stands_alone(snippet.text) and vector @ result.question >= LEAST_COSINE:
                snippets.append(snippet)
                vectors.append(vector)
                said.append(words)
    if not snippets:
        return []
    matrix = np.stack(vectors)
    likeness = matrix @ matrix.T
    scores = np.array([snippet.score for snippet in snippets], np.float32)
    worth = matrix @ result.question + PASSAGE_WEIGHT * scores + CENTRAL * likeness.mean(axis=1)
    chosen = _different(snippets, worth, likeness)
    there = frozenset().union(*(said[n] for n in chosen))
    if len(there) < MOST * len(about) or not names <= there:
        return []
    return sorted((snippets[n] for n in chosen), key=_when)


def _corrected(articles: Sequence[Article]) -> set[str]:
    """The ids of those that a later one corrects by their title; what they say is told by the others."""
    corrections = [article for article in articles if _CORRECTS.search(article.text)]
    return {
        article.id
        for article in articles
        if read(article.title).length >= FEWEST_TITLE_WORDS
        and any(article.title in one.text and _is_later(one, article) for one in corrections)
    }


def _is_later(one: Article, other: Article) -> bool:
    return bool(one.published and other.published and one.published > other.published)


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
        and not LEANS.match(sentence)
        and not sentence.rstrip().endswith("?")
    )


def _when(snippet: Snippet) -> tuple[date, str, int]:
    return snippet.article.published or date.max, snippet.article.id, snippet.span.start
