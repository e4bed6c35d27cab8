"""Passages -> the few sentences worth giving to the model, within a token budget.

Time to the first word is the number of evidence tokens, so whole passages are not affordable: sentences are
scored one by one and the best are taken. Each becomes a numbered snippet with its exact place in its article.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corpus import Article, Span
from index import Hit
from index.embed import Floats1d
from index.keywords import bm25

if TYPE_CHECKING:
    from assistant.judges import Reranker

PASSAGES = 20  # passages whose sentences compete: 99.6 % of 500 SQuAD questions have theirs among these
SNIPPETS = 8  # most snippets in a prompt; a small model loses its way in more
EVIDENCE_TOKENS = 200  # of all snippets together

# A sentence's score: cosine + KEYWORD_WEIGHT * bm25 / max(bm25) + PASSAGE_WEIGHT * its passage's score. On 500
# questions over 36 SQuAD articles the answer's sentence is first / in 5 / in 8 for 74 / 94 / 96 %; without the
# passage 70 / 90 / 93 %, by the cosine alone 61 / 84 / 89 %.
KEYWORD_WEIGHT = 0.2
PASSAGE_WEIGHT = 0.5

# With a reranker the best RERANKED of these compete anew: by the log-odds of its relevance + HYBRID_WEIGHT * the
# score above - VARIETY for each sentence of the same article that is chosen already. On 220 questions over 22 unseen
# SQuAD articles the answer's sentence is in the evidence for 87 % at a weight of 2, 91 % at 6, 92 % at 8; without the
# reranker for 90 %. docs/log.md says why 6, and what a VARIETY costs.
RERANKED = 60
HYBRID_WEIGHT = 6.0
VARIETY = 0.3

SAME_WORDS = 0.8  # two sentences of which one has this share of the other's words say the same thing


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of evidence: `text == article.text[span.start:span.end]`.

    `score` orders, it is no probability; `relevance` is one, the reranker's, None where it was not asked.
    """

    article: Article
    span: Span
    score: float
    relevance: float | None = None

    @property
    def text(self) -> str:
        """The quote."""
        return self.article.quote(self.span)


def choose_evidence(
    question: str,
    question_vector: Floats1d,
    hits: Sequence[Hit],
    *,
    count_tokens: Callable[[str], int],
    budget: int = EVIDENCE_TOKENS,
    most: int = SNIPPETS,
    reranker: "Reranker | None" = None,
) -> list[Snippet]:
    """The best sentences of the passages, best first, together at most `budget` tokens, none said twice.

    The first is taken even if it alone is over the budget, cut to it at white space.
    """
    ranked = rank_sentences(question, question_vector, hits, reranker)
    chosen: list[Snippet] = []
    used = 0
    while ranked and len(chosen) < most:
        snippet = ranked.pop(next_place(ranked, chosen))
        if any(_says_the_same(snippet.text, other.text) for other in chosen):
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
    question: str, question_vector: Floats1d, hits: Sequence[Hit], reranker: "Reranker | None" = None
) -> list[Snippet]:
    """All sentences of the passages, best first, ties in the passages' order; with a reranker the best RERANKED."""
    ranked = _by_search(question, question_vector, hits)
    return _by_relevance(question, ranked[:RERANKED], reranker) if reranker and ranked else ranked


def _by_relevance(question: str, snippets: Sequence[Snippet], reranker: "Reranker") -> list[Snippet]:
    relevance = reranker.score(question, [snippet.text for snippet in snippets])
    scores = blended(relevance, [snippet.score for snippet in snippets])
    judged = [
        replace(snippet, score=float(score), relevance=float(probability))
        for snippet, score, probability in zip(snippets, scores, relevance, strict=True)
    ]
    return sorted(judged, key=lambda snippet: -snippet.score)


def blended(relevance: Floats1d, search: Sequence[float]) -> Floats1d:
    """(n,) what orders: the log-odds of the reranker's relevance + HYBRID_WEIGHT * the search's score."""
    probability = np.clip(relevance, 1e-6, 1 - 1e-6)
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


def next_place(ranked: Sequence[Snippet], chosen: Sequence[Snippet]) -> int:
    """The place of the best one, an article's further sentences behind as good ones of other articles."""
    if ranked[0].relevance is None:
        return 0
    taken = Counter(snippet.article.id for snippet in chosen)
    return max(
        range(len(ranked)), key=lambda n: (ranked[n].score - VARIETY * taken[ranked[n].article.id], -n)
    )


def _says_the_same(one: str, other: str) -> bool:
    words, others = set(one.lower().split()), set(other.lower().split())
    return len(words & others) >= SAME_WORDS * min(len(words), len(others))


def _shortened(snippet: Snippet, count_tokens: Callable[[str], int], budget: int) -> Snippet:
    """A beginning of whole words within the budget, found by halving."""
    end = snippet.span.end
    text = snippet.article.text
    while end > snippet.span.start + 1 and count_tokens(text[snippet.span.start : end]) > budget:
        middle = (snippet.span.start + end + 1) // 2
        blank = text.rfind(" ", snippet.span.start + 1, middle)
        end = blank if blank > 0 else middle
    return replace(snippet, span=Span(snippet.span.start, end))
