"""Passages -> the few sentences that are given to the model, within a token budget.

The time to the first word grows with the number of evidence tokens, so whole passages cost too much. Sentences are
scored one by one and the best are taken. Each becomes a snippet with its exact span in its article.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.answering.lists import one_of
from corpus import Article, Span
from corpus.sentences import split_sentences
from index import Hit
from index.embed import Floats1d
from index.keywords import bm25

if TYPE_CHECKING:
    from assistant.judges import Reader, Reading

PASSAGES = 20  # passages whose sentences compete; they hold the right one for 99.6 % of 500 SQuAD questions
SNIPPETS = 8  # most snippets in a prompt; a small model makes mistakes with more
EVIDENCE_TOKENS = 200  # of all snippets; fewer are read if the reader is sure: SURE_TOKENS in writer.py

# A sentence's score is cosine + KEYWORD_WEIGHT * bm25 / max(bm25) + PASSAGE_WEIGHT * its passage's score. With it the
# answer's sentence is first / in the first 5 / in the first 8 for 74 / 94 / 96 % of 500 questions over 36 SQuAD
# articles; without the passage's score for 70 / 90 / 93 %, by the cosine alone for 61 / 84 / 89 %.
KEYWORD_WEIGHT = 0.2
PASSAGE_WEIGHT = 0.5

# With a reader, the best RERANKED of these are scored anew: log-odds of the reader's relevance + HYBRID_WEIGHT *
# the score above - VARIETY for each sentence of the same article that is already chosen. docs/log.md says why so many
# are read, why the weight is 12, and what VARIETY costs.
RERANKED = 32
HYBRID_WEIGHT = 12.0
VARIETY = 0.3

POINTS_BACK = re.compile(rf"\W*{one_of('pointing')}\b", re.IGNORECASE)
NEAR = 1_000  # code points before a sentence in which the one before it is looked for
SAME_WORDS = 0.8  # two sentences say the same thing if this share of the shorter one's words is in the other


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of evidence: `text == article.text[span.start:span.end]`.

    `score` is for ordering and is not a probability. `reading` is what the reader found in the text, None if no reader
    was asked; `search` is then the score that the search gave.
    """

    article: Article
    span: Span
    score: float
    reading: "Reading | None" = None
    search: float = 0.0

    @property
    def relevance(self) -> float | None:
        """The probability in [0, 1] that the snippet answers the question, None if no reader was asked."""
        return self.reading.answerable if self.reading else None

    @property
    def text(self) -> str:
        """The quote."""
        return self.article.quote(self.span)

    @property
    def whole(self) -> Span:
        """Its span; with the sentence before it, if it begins with a word that points there ("It", "His deputy")."""
        before = self.before if POINTS_BACK.match(self.text) else None
        return Span(before.start, self.span.end) if before else self.span

    @property
    def before(self) -> Span | None:
        """The sentence before it in its paragraph, None if it opens one."""
        text, end = self.article.text, self.span.start
        start = max(text.rfind("\n\n", 0, end) + 1, end - NEAR, 0)
        sentences = list(split_sentences(text[start:end]))
        return Span(start + sentences[-1].start, start + sentences[-1].end) if sentences else None


def choose_evidence(
    question: str,
    question_vector: Floats1d,
    hits: Sequence[Hit],
    *,
    count_tokens: Callable[[str], int],
    budget: int = EVIDENCE_TOKENS,
    most: int = SNIPPETS,
    reader: "Reader | None" = None,
) -> list[Snippet]:
    """The best sentences of the passages, best first, with at most `budget` tokens together; no two say the same.

    If the best sentence alone exceeds the budget, it is taken and cut at white space.
    """
    ranked = rank_sentences(question, question_vector, hits, reader)
    chosen: list[Snippet] = []
    used = 0
    while ranked and len(chosen) < most:
        snippet = ranked.pop(index_of_next(ranked, chosen))
        if any(says_the_same(snippet.text, other.text) for other in chosen):
            continue
        cost = count_tokens(snippet.text)
        if used + cost > budget:
            if chosen:
                continue
            snippet = _shortened(snippet, count_tokens, budget)
            cost = budget
        chosen.append(snippet)
        used += cost
    return chosen


def rank_sentences(
    question: str, question_vector: Floats1d, hits: Sequence[Hit], reader: "Reader | None" = None
) -> list[Snippet]:
    """The sentences of the passages, best first; with a reader only the best RERANKED of them.

    Sentences with the same score are in the order of the passages.
    """
    ranked = _by_search(question, question_vector, hits)
    return _by_relevance(question, ranked[:RERANKED], reader) if reader and ranked else ranked


def _by_relevance(question: str, snippets: Sequence[Snippet], reader: "Reader") -> list[Snippet]:
    readings = reader.read(question, [snippet.text for snippet in snippets])
    scores = blended([one.answerable for one in readings], [snippet.score for snippet in snippets])
    judged = [
        replace(snippet, score=float(score), reading=reading, search=snippet.score)
        for snippet, score, reading in zip(snippets, scores, readings, strict=True)
    ]
    return sorted(judged, key=lambda snippet: -snippet.score)


def blended(relevance: Sequence[float], search: Sequence[float]) -> Floats1d:
    """(n,) the scores that order: log-odds of the reader's relevance + HYBRID_WEIGHT * the search's score."""
    probability = np.clip(np.asarray(relevance), 1e-6, 1 - 1e-6)
    odds = np.log(probability / (1 - probability))
    return np.asarray(odds + HYBRID_WEIGHT * np.asarray(search), np.float32)


def _by_search(question: str, question_vector: Floats1d, hits: Sequence[Hit]) -> list[Snippet]:
    sentences = [(hit, span) for hit in hits for span in hit.passage.sentences]
    if not sentences:
        return []
    cosines = np.concatenate([hit.passage.sentence_vectors @ question_vector for hit in hits])
    keywords = bm25(question, [hit.passage.article.quote(span) for hit, span in sentences])
    passages = np.array([hit.score for hit, _ in sentences], np.float32)
    best = max(float(keywords.max()), 1e-9)
    scores = cosines + KEYWORD_WEIGHT * keywords / best + PASSAGE_WEIGHT * passages
    return [
        Snippet(sentences[n][0].passage.article, sentences[n][1], float(scores[n]))
        for n in np.argsort(-scores, kind="stable")
    ]


def index_of_next(ranked: Sequence[Snippet], chosen: Sequence[Snippet]) -> int:
    """Index of the best snippet. Articles with sentences in `chosen` are penalised, so that others get a chance."""
    if ranked[0].reading is None:
        return 0
    taken = Counter(snippet.article.id for snippet in chosen)
    return max(
        range(len(ranked)), key=lambda n: (ranked[n].score - VARIETY * taken[ranked[n].article.id], -n)
    )


def says_the_same(one: str, other: str) -> bool:
    """Whether most words of the shorter sentence are in the other."""
    words, others = set(one.lower().split()), set(other.lower().split())
    return len(words & others) >= SAME_WORDS * min(len(words), len(others))


def _shortened(snippet: Snippet, count_tokens: Callable[[str], int], budget: int) -> Snippet:
    """The beginning of the snippet, in whole words, that fits into the budget. Found by halving."""
    end = snippet.span.end
    text = snippet.article.text
    while end > snippet.span.start + 1 and count_tokens(text[snippet.span.start : end]) > budget:
        middle = (snippet.span.start + end + 1) // 2
        blank = text.rfind(" ", snippet.span.start + 1, middle)
        end = blank if blank > 0 else middle
    return replace(snippet, span=Span(snippet.span.start, end))
