"""Made answers to time an audit with: each claim a sentence of an article, each with a source that has the sentence."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus import Article
from corpus.sentences import split_sentences

CLAIMS_AN_ANSWER = 4
BEFORE = 3  # articles that a page has before the claim's own, at most
PARAGRAPH_END = "\n\n"


def write_answers(path: Path, articles: Sequence[Article], claims: int, page_words: int | None) -> Path:
    """A file of JSON Lines with so many claims in all; the path."""
    with path.open("w", encoding="utf-8") as file:
        for answer in made_answers(articles, claims, page_words):
            file.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return path


def made_answers(
    articles: Sequence[Article], claims: int, page_words: int | None
) -> Iterator[dict[str, Any]]:
    """The answers with so many claims in all; each source brings its text along, and no two texts are the same.

    A text is the claim's sentence alone, or with `page_words` a page of about so many words that has it.
    """
    drawn = [
        (number, article.quote(span))
        for number, article in enumerate(articles)
        for span in split_sentences(article.text)
        if article.quote(span).endswith(".") and '"' not in article.quote(span)
    ]
    for first in range(0, claims, CLAIMS_AN_ANSWER):
        places = range(first, min(first + CLAIMS_AN_ANSWER, claims))
        of_answer = [(place, *drawn[place % len(drawn)]) for place in places]
        yield {
            "id": str(first // CLAIMS_AN_ANSWER + 1),
            "answer": " ".join(f"{sentence[:-1]} [{n}]." for n, (_, _, sentence) in enumerate(of_answer, 1)),
            "sources": [
                {"number": n, "title": f"Report {place}", "text": f"Report {place}.{PARAGRAPH_END}{text}"}
                for n, (place, number, sentence) in enumerate(of_answer, 1)
                if (
                    text := _page(articles, number - place % (BEFORE + 1), page_words)
                    if page_words
                    else sentence
                )
            ],
        }


def _page(articles: Sequence[Article], first: int, words: int) -> str:
    """The paragraphs of the articles from the `first` on, round and round, until there are so many words."""
    page: list[str] = []
    length, number = 0, first
    while length < words:
        for paragraph in articles[number % len(articles)].text.split(PARAGRAPH_END):
            if length < words:
                page.append(paragraph)
                length += len(paragraph.split())
        number += 1
    return PARAGRAPH_END.join(page)
