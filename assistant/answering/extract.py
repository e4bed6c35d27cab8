"""An answer without a generator: the sentences of the evidence that answer, word for word."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Claim, Verdict
from assistant.answering.answerable import LIT, QUOTED, probability
from assistant.answering.dated import days
from assistant.answering.evidence import Snippet
from assistant.answering.overview import LEANS
from assistant.answering.pin import Pinned
from assistant.answering.question.plan import How, QuestionPart
from assistant.facts.text import read
from corpus import Span
from corpus.words import without_ending

ALSO_ANSWERS = 0.8  # more than one snippet is quoted if each is at least this likely to answer
QUOTES = 3  # most snippets that are quoted
# A figure for one side of a comparison is in the sentence that the search puts first, if its score is at least this:
# the reader, which learned of single facts, finds that neither side's sentence answers. Chosen by hand.
LEAST_SEARCH = 0.8
_WHEN = re.compile(r"\W*(?:when|(?:on |at |since |until )?(?:what|which) (?:day|date))\b", re.IGNORECASE)
_COUNTS = re.compile(r"\b(?:many|much|number|more|fewer|less)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![Ss]ince )\b(?:1\d|20)\d\d\b(?![,.]\d)")
_NO_COUNT = re.compile(rf"{_YEAR.pattern} |(?:st|(?<!sa)nd|rd|th)$")  # a year, "second", "3rd"
MAY_ANSWER = 0.2  # what is less likely to answer does not count as a figure or as of the right year; by hand


def extract(
    part: QuestionPart,
    snippets: Sequence[Snippet],
    numbers: Sequence[int],
    *,
    most: int = QUOTES,
) -> Pinned:
    """At most so many snippets that answer a part, as claims; none if it is not probable enough that they do.

    `numbers` are those of the snippets. Nothing is checked, because each claim is a quotation.
    """
    if part.how is How.OVERVIEW:
        return quoted(snippets, numbers)
    able = _of_year(snippets, [n for n, snippet in enumerate(snippets) if is_about(snippet, part)], part)
    if part.by_search:
        chosen = [n for n in able if snippets[n].search >= LEAST_SEARCH][:1]
    elif not _may_be_quoted([snippets[n] for n in able], part):
        chosen = []
    elif part.figures:
        chosen = _with_figures(snippets, able, part.figures)
    elif part.newest:
        chosen = _newest(snippets, able)
    else:
        chosen = _likeliest(snippets, able, most)
    when = bool(_WHEN.match(part.question))
    return quoted([snippets[n] for n in chosen], [numbers[n] for n in chosen], when=when)


def quoted(snippets: Sequence[Snippet], numbers: Sequence[int], *, when: bool = False) -> Pinned:
    """The snippets as claims, one behind the other; with `when` the date of "on Friday" stands behind it.

    A sentence that points at the one before it ("It", "His") stands behind that one, unless that is quoted itself.
    """
    text = ""
    claims = []
    for number, snippet in zip(numbers, snippets, strict=True):
        text += " " if text else ""
        said = quote(snippet, snippets)
        told = days(snippet.text, snippet.article.published) if when else []
        said += f" ({'; '.join(told)})" if told else ""
        shown = f"{said} [{number}]"
        span = Span(len(text), len(text) + len(shown))
        claims.append(Claim(said, span, Verdict.SUPPORTED, None, (number,)))
        text += shown
    return Pinned(text, tuple(claims), ())


def quote(snippet: Snippet, others: Sequence[Snippet]) -> str:
    """The snippet's own words, behind the sentence that it points at, unless that is among the `others`."""
    before = snippet.before
    is_quoted = before and any(
        other.article.id == snippet.article.id and other.span.overlaps(before) for other in others
    )
    return snippet.text if is_quoted else snippet.article.quote(snippet.whole)


def is_about(snippet: Snippet, part: QuestionPart) -> bool:
    """Whether a snippet has what a quote for the part must have."""
    text = read(snippet.text)
    words = _words(snippet.text)
    if part.figures:
        counts = _COUNTS.search(part.question)
        figures = [
            n for n, written in text.numbers.items() if not (counts and _NO_COUNT.search(f"{n} {written}"))
        ]
        leans = not part.by_search and LEANS.match(snippet.text)
        near = words | (_words(snippet.article.quote(snippet.before)) if snippet.before else set())
        if not figures or (part.shared and not leans and part.shared.isdisjoint(near)):
            return False
    return not part.about or not part.about.isdisjoint(words)


def _words(text: str) -> set[str]:
    return {without_ending(word) for word in read(text).words} | read(text).stems.keys()


def _may_be_quoted(snippets: Sequence[Snippet], part: QuestionPart) -> bool:
    """Whether it is probable enough that the snippets answer; of one who is named the reader alone decides."""
    named = bool(part.about) and any((snippet.relevance or 0.0) >= LIT for snippet in snippets)
    return named or probability(snippets) >= QUOTED


def _likeliest(snippets: Sequence[Snippet], able: Sequence[int], most: int) -> list[int]:
    """The indices of the snippets to quote, ascending."""
    ranked = sorted(able, key=lambda n: -(snippets[n].relevance or 0.0))
    likely = [n for n in ranked[:most] if (snippets[n].relevance or 0.0) >= ALSO_ANSWERS]
    return sorted(likely or ranked[:1])


def _newest(snippets: Sequence[Snippet], able: Sequence[int]) -> list[int]:
    """The indices of what answers in the newest article, in the order of its text."""
    answering = [n for n in able if (snippets[n].relevance or 0.0) >= LIT] or _likeliest(snippets, able, 1)
    article = max((snippets[n].article for n in answering), key=lambda article: article.published or date.min)
    own = [n for n in answering if snippets[n].article.id == article.id]
    return sorted(own[:QUOTES], key=lambda n: snippets[n].span.start)


def _with_figures(snippets: Sequence[Snippet], able: Sequence[int], least: int) -> list[int]:
    """The first snippets, as few as have so many figures or so many years together; none if they do not."""
    likely = [n for n in able if (snippets[n].relevance or 0.0) >= MAY_ANSWER] or able
    for count in range(1, min(len(likely), QUOTES) + 1):
        numbers = [number for n in likely[:count] for number in read(snippets[n].text).numbers]
        years = sum(1 for number in numbers if _YEAR.fullmatch(number))
        if max(years, len(numbers) - years) >= least:
            return list(likely[:count])
    return []


def _of_year(snippets: Sequence[Snippet], able: Sequence[int], part: QuestionPart) -> Sequence[int]:
    """Those from articles of the part's year; if none of them may answer, those that name the year.

    A figure is of the year that stands beside it, or else of the article's.
    """
    year = part.year
    if year is None:
        return able
    if part.figures:
        named = {n: set(_YEAR.findall(snippets[n].text)) for n in able}
        dates = {n: snippets[n].article.published for n in able}
        return [n for n in able if str(year) in (named[n] or {f"{dates[n]:%Y}" if dates[n] else ""})]
    own = [n for n in able if (day := snippets[n].article.published) and day.year == year]
    if any((snippets[n].relevance or 0.0) >= MAY_ANSWER for n in own):
        return own
    return [n for n in able if str(year) in snippets[n].text]
