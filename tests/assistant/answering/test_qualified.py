"""What a source leaves open stays open: who says so, how sure that is, the bounds of figures and dates."""

import pytest

from assistant.answering.answerable import is_confirmed
from assistant.answering.evidence import Snippet
from assistant.answering.qualified import keeps_open
from assistant.judges import Reading
from corpus import Article, Span


@pytest.mark.parametrize(
    ("written", "cited", "kept"),
    [
        ("It holds 40 people.", "It holds about 40 people.", False),
        ("It holds some 40 people.", "It holds about 40 people.", True),
        ("It holds 40 people.", "It holds at least 40 people.", False),
        ("It holds 40 people.", "It holds 40 people, at least two of them old.", True),
        ("It holds 40 people.", "They talked about it: it holds 40 people.", True),
        ("It holds 40 people.", "It holds 40 people, Ida Lund said.", False),
        ("It holds 40 people, says Ida Lund.", "It holds 40 people, Ida Lund said.", True),
        ("It holds 40 people.", "According to Ida Lund it holds 40 people.", False),
        ("It holds 40 people.", "It may hold 40 people.", False),
        ("It might hold 40 people.", "It may hold 40 people.", True),
        ("It holds 40 people.", "In May it holds 40 people.", True),
        ("It has 40 people.", "It has an estimated population of 40 people.", False),
        ("It ends in September 2025.", "It ends by the end of September 2025.", False),
        ("It ends by September 2025.", "It ends by the end of September 2025.", True),
        ("It ends in September 2025.", "It ends in September 2025, and by then they left.", True),
        ("It lasted to 2024.", "It lasted until 2024.", False),
        ("It ended.", "It ended by the end of September 2025.", True),
    ],
)
def test_what_is_left_open_stays_open(written, cited, kept):
    assert keeps_open(written, cited) is kept


def test_a_written_answer_that_closes_it_is_not_confirmed():
    article = Article.create("It holds about 40 people.", origin="a.txt", title="A")
    read = [Snippet(article, Span(0, 25), 1.0, Reading(0.9, Span(15, 17), 1.0))]
    question = "How many people does it hold?"
    assert is_confirmed(question, "It holds about 40 people.", article.text, read)
    assert not is_confirmed(question, "It holds 40 people.", article.text, read)
