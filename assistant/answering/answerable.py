"""What the reader found in the evidence: the words that answer the question, and how probable it is that none do."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.answer import AnswerSpan
from assistant.answering.evidence import Snippet
from assistant.answering.lists import one_of
from assistant.answering.qualified import keeps_open
from assistant.facts.text import Text, read
from corpus import Span

if TYPE_CHECKING:
    from assistant.judges import Reading

LIT = 0.5  # words are shown as an answer if the reader finds it at least this probable that their sentence answers

# The probability that the evidence answers is a logistic regression of the snippet that the reader finds likeliest to:
# its log-odds, and its score in the search. If the generator was asked, its doubt counts too: the log-odds of NOT
# STATED less those at which its style alone would give up. No answer is given below ENOUGH. Fitted on development
# questions, and on the same questions without the answer's sentence: docs/log.md, "One probability of silence".
ENOUGH = 0.3
# Where the generator wrote nothing that is proven, or what is_confirmed does not confirm, a sentence is quoted instead,
# if by the reader alone it is so probable that it answers. docs/log.md: "Written or quoted".
QUOTED = 0.45
MOST_ASKED = 1  # words of the question that a written answer may have and its citations may lack
SMALLEST = 0.001  # a probability is taken for no smaller than this, and for no larger than 1 - this


# "The plan does not say how many", "she declined to name him", "gives no number", "the cause is unknown".
_UNKNOWN = re.compile(
    rf"\b(?:{one_of('auxiliaries')}(?:\s+not|n['’]t)(?:\s+yet)?|(?:declined|refused)\s+to)\s+{one_of('telling')}\b"
    rf"|\bg(?:ave|ives?)\s+no\b|\b{one_of('auxiliaries')}\s+(?:{one_of('unknown')}|not\s+(?:known|clear))\b"
    rf"|\bremain(?:s|ed)?\s+{one_of('unknown')}\b"
)


# Of what answers a question about today equally well, with other figures or names, only the newest counts in full.
EQUALLY = 0.9  # two that are both at least so likely to answer do so equally well; by hand
OUTDATED = 0.75  # what an older one keeps: less than ALSO_ANSWERS in extract.py
_TODAY = re.compile(r"\b(?:is|are|has|have|do|does)\b", re.IGNORECASE)
_ONCE = re.compile(r"\b(?:was|were|did|had|ever|since)\b", re.IGNORECASE)
_ASKS_ONE = re.compile(r"\bhow\s+(?:many|much)\b|^(?:who|what)(?:\s+is|['’]s)\s+the\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Weights:
    constant: float
    relevance: float
    search: float
    doubt: float = 0.0


READER_ALONE = _Weights(-3.878, 0.706, 2.549)
WITH_GENERATOR = _Weights(-2.949, 0.528, 1.898, -0.253)


def probability(snippets: Sequence[Snippet]) -> float:
    """How probable it is that the snippets answer, by the reader alone, in [0, 1]; 0 if it was not asked."""
    return _probability(snippets, READER_ALONE, 0.0)


def may_answer(snippets: Sequence[Snippet], not_stated: float = 0.0, *, usual: float) -> bool:
    """Whether an answer may be given, if the generator's reply begins with NOT STATED with such a probability.

    `usual` is the probability at which the generator's style alone gives up; without a reader that decides. By default
    the generator has no doubt: if there is no answer even so, it need not be asked.
    """
    if not any(snippet.reading for snippet in snippets):
        return bool(snippets) and not_stated < usual
    doubt = log_odds(not_stated) - log_odds(usual)
    return _probability(snippets, WITH_GENERATOR, doubt) >= ENOUGH


def likeliest(snippets: Sequence[Snippet]) -> Snippet | None:
    """The snippet that the reader finds likeliest to answer, of equals the best of the search, None of none."""
    return max(snippets, key=lambda snippet: (snippet.relevance or 0.0, snippet.search), default=None)


def _probability(snippets: Sequence[Snippet], weights: _Weights, doubt: float) -> float:
    best = likeliest(snippets)
    if best is None or best.relevance is None:
        return 0.0
    total = weights.constant + weights.relevance * log_odds(best.relevance) + weights.search * best.search
    return 1 / (1 + math.exp(-total - weights.doubt * doubt))


def log_odds(probability: float) -> float:
    """The log-odds of a probability that is no nearer to 0 and 1 than SMALLEST."""
    clipped = min(max(probability, SMALLEST), 1 - SMALLEST)
    return math.log(clipped / (1 - clipped))


def newest_first(question: str, snippets: Sequence[Snippet]) -> list[Snippet]:
    """The snippets, those last whose figure or name a newer article replaces: they are no more than OUTDATED likely.

    Nothing changes unless the question asks for one figure or name, and for no other time than today.
    """
    today = _TODAY.search(question) and not _ONCE.search(question) and not read(question).dates()
    if not (today and _ASKS_ONE.search(question)):
        return list(snippets)
    sure = [one for one in snippets if (one.relevance or 0.0) >= EQUALLY and one.article.published]
    newest = max(sure, key=lambda one: (one.article.published or date.min, one.score), default=None)
    aged = [
        replace(one, reading=_outdated(one)) if newest and _is_replaced(one, newest, sure) else one
        for one in snippets
    ]
    return sorted(aged, key=lambda one: one.reading is not None and one.reading.answerable == OUTDATED)


def _is_replaced(one: Snippet, newest: Snippet, sure: Sequence[Snippet]) -> bool:
    """Whether the newest answers with other words, and another figure if both have one."""
    if one not in sure or one.article.published == newest.article.published:
        return False
    old, new = _answer(one), _answer(newest)
    return not (old.numbers.keys() & new.numbers.keys() or old.terms & new.terms)


def _outdated(snippet: Snippet) -> "Reading | None":
    return replace(snippet.reading, answerable=OUTDATED) if snippet.reading else None


def _answer(snippet: Snippet) -> Text:
    words = snippet.reading.words if snippet.reading else Span(0, 0)
    return read(snippet.text[words.start : words.end])


def is_said_unknown(snippets: Sequence[Snippet]) -> bool:
    """Whether the snippet that most likely answers says that the answer is not known, or was not given."""
    best = likeliest(snippets)
    return best is not None and (best.relevance or 0.0) >= LIT and bool(_UNKNOWN.search(best.text))


def is_confirmed(question: str, written: str, cited: str, snippets: Sequence[Snippet]) -> bool:
    """Whether a written answer says what the reader found, in the words of what it cites.

    It has all the words that answer, leaves open what the citations leave open, and has no word that neither they nor
    the question has, and hardly any that only the question has: those are what the question takes for granted. Without
    a reader everything is confirmed.
    """
    best = likeliest(snippets)
    if best is None or best.reading is None:
        return True
    words = best.reading.words
    terms = read(written).terms
    added = terms - read(cited).terms
    asked = read(question).terms
    return (
        read(best.text[words.start : words.end]).terms <= terms
        and added <= asked
        and len(added) <= MOST_ASKED
        and keeps_open(written, cited)
    )


def answer_spans(snippets: Sequence[Snippet]) -> tuple[AnswerSpan, ...]:
    """The words that answer, of each snippet that is likely to answer; `snippets[0]` has the number 1."""
    spans = (_answer_span(number, snippet) for number, snippet in enumerate(snippets, start=1))
    return tuple(span for span in spans if span)


def _answer_span(number: int, snippet: Snippet) -> AnswerSpan | None:
    reading, begin = snippet.reading, snippet.span.start
    if reading is None or reading.answerable < LIT:
        return None
    start, end = begin + reading.words.start, min(begin + reading.words.end, snippet.span.end)
    if start >= end:  # the evidence may hold only the beginning of what was read
        return None
    span = Span(start, end)
    probability = reading.answerable * reading.words_probability
    return AnswerSpan(number, span, snippet.article.quote(span), round(probability, 4))
