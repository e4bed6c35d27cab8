"""Days that are counted from the day of the article, in full."""

from datetime import date

import pytest

from assistant.answering.dated import dated, days

MONDAY = date(2024, 9, 2)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Ola resigned on Friday.", "Ola resigned on Friday, 30 August 2024."),
        ("Ola resigned on Friday [1].", "Ola resigned on Friday, 30 August 2024 [1]."),
        ("On Friday Ola resigned.", "On Friday, 30 August 2024, Ola resigned."),
        ("It rained Friday night.", "It rained Friday night, 30 August 2024."),
        ("They met on Monday.", "They met on Monday, 2 September 2024."),
        ("She left yesterday.", "She left yesterday, 1 September 2024."),
        ("She will leave on Friday.", "She will leave on Friday, 6 September 2024."),
        ("She leaves tomorrow.", "She leaves tomorrow, 3 September 2024."),
        *((said, said) for said in (
            "He left on Friday, 30 August.", "He left on Friday the 30th.", "Friday's vote failed.",
            "It is here today.",
            "He left on 5 May.", "It rained last week.",
        )),
    ],
)  # fmt: skip
def test_a_day_of_the_week_has_its_date(sentence, said):
    assert dated(sentence, MONDAY) == said


def test_without_the_day_of_the_article_nothing_is_said():
    assert dated("Ola resigned on Friday.", None) == "Ola resigned on Friday."


def test_the_days_alone():
    assert days("He came yesterday and left on Friday.", MONDAY) == [
        "yesterday, 1 September 2024",
        "Friday, 30 August 2024",
    ]
