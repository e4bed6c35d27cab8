"""The sample corpus is what it says it is: short, original, complete with metadata."""

import re
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from corpus.samples import ARTICLES, questions

BRIEFS = sorted(ARTICLES.glob("*.md"))
WIRE_PAIR = {"2024-09-27-mission-to-end", "2024-09-28-87-countries"}
SHARED_RUN = 8  # words in a row that two briefs of different origin may not have in common


def split(brief: Path) -> tuple[dict[str, object], str]:
    opening, head, body = brief.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    return yaml.safe_load(head), body


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + SHARED_RUN]) for i in range(len(words) - SHARED_RUN + 1)}


def brief_named(stem: str) -> str:
    return split(ARTICLES / f"{stem}.md")[1]


def test_there_are_at_least_twelve_briefs():
    assert len(BRIEFS) >= 12


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.stem)
def test_front_matter_gives_title_publisher_date_and_source(brief):
    head, _ = split(brief)
    assert set(head) - {"author"} == {"title", "publisher", "date", "source"}
    assert all(isinstance(head[name], str) and head[name] for name in set(head) - {"date"})
    assert type(head["date"]) is date
    assert brief.name.startswith(f"{head['date']}-")


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.stem)
def test_a_body_has_150_to_400_words_in_unwrapped_paragraphs(brief):
    body = split(brief)[1]
    assert 150 <= len(body.split()) <= 400
    assert all("\n" not in paragraph for paragraph in body.strip().split("\n\n"))


def test_the_story_runs_from_2020_to_2024_over_several_publishers_with_and_without_author():
    heads = [split(brief)[0] for brief in BRIEFS]
    dates = [head["date"] for head in heads]
    assert (min(dates), max(dates)) == (date(2020, 1, 6), date(2024, 10, 15))
    assert len({head["publisher"] for head in heads}) == 5
    assert {"author" in head for head in heads} == {True, False}


def test_only_the_wire_pair_shares_a_run_of_eight_words():
    bodies = {brief.stem: runs(split(brief)[1]) for brief in BRIEFS}
    sharing = [{a, b} for a, b in combinations(bodies, 2) if bodies[a] & bodies[b]]
    assert sharing == [WIRE_PAIR]


def test_the_wire_pair_differs_in_title_publisher_and_text():
    (head, body), (other_head, other_body) = (split(ARTICLES / f"{stem}.md") for stem in sorted(WIRE_PAIR))
    assert head["title"] != other_head["title"]
    assert head["publisher"] != other_head["publisher"]
    assert body != other_body


def test_briefs_disagree_on_the_number_of_coalition_members():
    assert "more than 80 members" in brief_named("2024-09-21-deal-expected")
    assert "87 member countries" in brief_named("2024-09-27-mission-to-end")


def test_a_later_brief_corrects_an_earlier_one():
    wrong = brief_named("2024-09-27-two-more-years")
    correction = brief_named("2024-09-30-correction-end-date")
    assert "will end by September 2026" in wrong
    assert "That was wrong. The mission in Iraq ends in September 2025 at the latest." in correction


def test_there_are_five_questions_and_no_comment_among_them():
    assert len(questions()) == 5
    assert all(question.endswith("?") and not question.startswith("#") for question in questions())


def test_no_brief_speaks_of_the_cost_that_the_last_question_asks_for():
    money = re.compile(r"\b(costs?|budget|billion|million)\b|\$")
    assert "cost" in questions()[-1]
    assert not [brief.stem for brief in BRIEFS if money.search(split(brief)[1])]
