"""What the reader found in the evidence: the words that answer the question, and how probable it is that none do."""

from collections.abc import Sequence

from assistant.answer import AnswerSpan
from assistant.answering.evidence import Snippet
from corpus import Span

LIT = 0.5  # words are shown as an answer if the reader finds it at least this probable that their sentence answers
HOPELESS = 0.02  # the generator is not asked if no snippet is at least this likely to answer


def may_answer(snippets: Sequence[Snippet]) -> bool:
    """Whether the generator is worth asking. Without a reader it is if there is any snippet."""
    relevance = [snippet.relevance for snippet in snippets if snippet.relevance is not None]
    return max(relevance) >= HOPELESS if relevance else bool(snippets)


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
