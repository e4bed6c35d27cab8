"""Each kind of row: what is asked, what stands in the excerpts, and what is replied, with marks that are right."""

import re
from dataclasses import replace
from random import Random

import pytest

from assistant.generate.style import NOT_STATED
from assistant.training.writer import answers, silence, speakers
from assistant.training.writer.row import AskedQuestion, WriterRow, as_typed, lower_first, marked

GOLD = "The pier was sold to Oslo in 1904."
OTHERS = (
    "The ferry Aurora left Bergen with 212 passengers.",
    "Ida Lund was its captain.",
    "The storm passed.",
)
ASKED = AskedQuestion(
    question="When was the pier sold to Oslo?",
    answer="1904",
    gold=GOLD,
    before="The northern pier was built of wood.",
    statement="The pier was sold to Oslo in 1904.",
    similar="1871",
    excerpts=(OTHERS[0], GOLD, *OTHERS[1:]),
)
POOL = ["A sentence of another article.", "One more sentence of it.", "And a third one."]
SEEDS = range(60)


def marks(text):
    return [int(number) for number in re.findall(r"\[(\d+)\]", text)]


def rows(make):
    return [row for seed in SEEDS if (row := make(Random(seed)))]


def test_the_prompt_is_the_product_s():
    messages = WriterRow("answered", "Who?", ("Ida did.", "It rained."), "Ida did [1].").messages
    assert [message.role for message in messages] == ["system", "user"]
    assert messages[1].content == "[1] Ida did.\n[2] It rained.\n\nQuestion: Who?"


def test_marks_stand_before_the_full_stop():
    assert marked("It rained.", 1, 4) == "It rained [1][4]."


def test_names_keep_their_first_letter():
    assert [lower_first(text) for text in ("The pier", "Aurora left", "")] == ["the pier", "Aurora left", ""]


def test_an_answer_cites_its_excerpt():
    row = answers.plain(ASKED, Random(0))
    assert (row.kind, row.reply) == ("answered", "The pier was sold to Oslo in 1904 [2].")


def test_an_excerpt_that_says_the_same_is_cited_too():
    again = "In 1904 the pier was sold to the city of Oslo."
    row = answers.plain(replace(ASKED, excerpts=(*ASKED.excerpts, again)), Random(0))
    assert row.reply == "The pier was sold to Oslo in 1904 [2][5]."


def test_without_a_statement_a_short_sentence_of_the_evidence_is_the_answer():
    assert (
        answers.plain(replace(ASKED, statement=None), Random(0)).reply
        == "The pier was sold to Oslo in 1904 [2]."
    )
    leaning = replace(ASKED, statement=None, gold="It was sold in 1904.", excerpts=("It was sold in 1904.",))
    assert answers.plain(leaning, Random(0)) is None


def test_a_pronoun_is_resolved_by_the_sentence_before_it_and_both_are_cited():
    gold = "It was sold to Oslo in 1904."
    row = answers.plain(replace(ASKED, gold=gold, excerpts=(OTHERS[0], gold)), Random(0))
    assert row.excerpts == (OTHERS[0], ASKED.before, gold)
    assert (row.kind, row.reply) == ("pronoun", "The pier was sold to Oslo in 1904 [2][3].")


def test_yes_and_no():
    yes, no = answers.confirmed(ASKED, Random(0)), answers.denied(ASKED, Random(0))
    assert (yes.question, yes.reply) == (
        "Was the pier sold to Oslo in 1904?",
        "Yes, the pier was sold to Oslo in 1904 [2].",
    )
    assert (no.question, no.reply) == (
        "Was the pier sold to Oslo in 1871?",
        "No, the pier was sold to Oslo in 1904 [2].",
    )


def test_two_excerpts_that_differ_are_both_told_each_with_its_mark():
    found = rows(lambda random: answers.differing(ASKED, random))
    assert len(found) == len(SEEDS)
    for row in found:
        first, second = row.reply.split(". ")
        for part in (first, second):
            [number] = marks(part)
            [year] = re.findall(r"\d{4}", part)
            assert year in row.excerpts[number - 1]
        assert len(set(re.findall(r"\d{4}", row.reply))) == 2
        assert len(row.excerpts) == 5


def test_more_than_one_statement_in_ten_becomes_a_pair_that_differs():
    drawn = [answers.of_statement(ASKED, answers.KINDS, Random(seed)).kind for seed in range(400)]
    assert 0.1 < drawn.count("differ") / 400 < 0.22


def test_who_said_it_is_told_with_the_excerpt_that_says_so():
    found = rows(lambda random: speakers.said(ASKED, ["The ferry was late.", "Lund left Bergen."], random))
    assert {row.kind for row in found} == {"who said", "said", "not said"}
    for row in found:
        if row.reply == NOT_STATED:
            continue
        name = re.match(r"(?:No, |According to )?(.+?)(?: said that|,)", row.reply)[1]
        [number] = marks(row.reply)
        assert name in row.excerpts[number - 1] and "1904" in row.excerpts[number - 1]
        assert GOLD not in row.excerpts


@pytest.mark.parametrize("seed", range(12))
def test_a_hedge_or_a_source_is_kept(seed):
    row = speakers.hedged(ASKED, Random(seed))
    [number] = marks(row.reply)
    begins = row.reply.split(" the pier")[0]
    assert row.excerpts[number - 1].startswith(begins)
    assert begins and GOLD not in row.excerpts


def test_we_and_i_become_those_who_said_it():
    for row in rows(lambda random: speakers.quoted(POOL, random)):
        [number] = marks(row.reply)
        assert re.search(r"\b(?:We|we|Our|I|My)\b", row.excerpts[number - 1].replace("us about", "we about"))
        assert not re.search(r"\b(?:we|our|I|my|us)\b", row.reply)


def test_what_nobody_said_of_a_person_is_not_stated():
    for row in rows(lambda random: speakers.never_said(POOL, random)):
        assert row.reply == NOT_STATED
        assert any(word[:-1] in " ".join(row.excerpts) for word in row.question.split() if word[0].isupper())


def test_a_question_about_another_name_is_not_stated():
    names = ["Bergen", "Trondheim", "Oslo"]
    found = rows(lambda random: silence.changed(ASKED, names, "", random))
    assert {row.question for row in found} == {
        "When was the pier sold to Bergen?",
        "When was the pier sold to Trondheim?",
    }
    assert all(row.reply == NOT_STATED and GOLD in row.excerpts for row in found)
    assert all("Bergen" not in " ".join(row.excerpts) for row in found if "Bergen" in row.question)


@pytest.mark.parametrize(
    ("one", "other", "text", "expected"),
    [
        ("Islamic State", "IS", "", True),
        ("United States", "US", "", True),
        ("Bombay", "Mumbai", "Mumbai (formerly Bombay) grew.", True),
        ("Cassius Clay", "Muhammad Ali", "Cassius Clay, known as Muhammad Ali", True),
        ("Ida Lund", "Lund", "", True),
        ("Oslo", "Bergen", "Oslo and Bergen grew.", False),
    ],
)
def test_names_of_one_thing_are_not_exchanged(one, other, text, expected):
    assert silence.may_be_one(one, other, text) is expected
    assert silence.may_be_one(other, one, text) is expected


def test_a_false_premise_is_about_a_name_of_the_excerpts_and_nothing_that_they_say():
    asked = replace(ASKED, excerpts=(*ASKED.excerpts, "The police arrested a man."))
    found = rows(lambda random: silence.false_premise(asked, ["Bergen", "Paris"], random))
    assert all("Bergen" in row.question and row.reply == NOT_STATED for row in found)
    assert not any("arrested" in row.question for row in found)
    assert len({row.question for row in found}) > 4


def test_a_source_that_does_not_know_is_the_answer():
    for row in rows(lambda random: silence.unknown(replace(ASKED, excerpts=OTHERS), random)):
        [number] = marks(row.reply)
        assert "when the pier was sold to Oslo" in row.reply
        assert "when the pier was sold to Oslo" in row.excerpts[number - 1]


def test_a_sentence_with_the_answer_and_much_of_the_question_may_answer_too():
    assert silence.says("The pier was sold for 1904 crowns.", "1904", ASKED.question)
    assert not silence.says("The war of 1904 began.", "1904", ASKED.question)
    assert not silence.says("The pier was sold to Oslo.", "1904", ASKED.question)


def test_typing_and_orders_in_excerpts_change_no_reply():
    row = answers.plain(ASKED, Random(0))
    typed = list(as_typed([row] * 400, Random(1)))
    questions = [one.question for one in typed]
    assert questions.count("when was the pier sold to oslo") == 19
    assert questions.count(ASKED.question) == 340
    ordered = [one for one in typed if one.excerpts != row.excerpts]
    assert len(ordered) == 13
    assert {one.reply for one in typed} == {row.reply}
