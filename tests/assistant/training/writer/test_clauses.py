"""Questions become statements and indirect questions only where that is safe."""

import pytest

from assistant.training.writer.clauses import declarative, indirect, parsed


@pytest.mark.parametrize(
    ("question", "gold", "answer", "statement"),
    [
        ("Who designed the tower?", "Eiffel designed the tower.", "Eiffel", "Eiffel designed the tower."),
        ("When was it opened to ships?", "It was opened in 1871.", "1871", "It was opened to ships in 1871."),
        ("When was it sold?", "It was sold then.", "3 May 1920", "It was sold on 3 May 1920."),
        ("In what year did it burn down?", "It burned.", "1066", "It burned down in 1066."),
        ("How many students does the college have?", "It has 43.", "about 43", "The college has about 43 students."),
        ("What is the largest lake?", "Onega is it.", "Lake Onega", "The largest lake is Lake Onega."),
        ("Who did Lund defeat?", "Lund defeated Paul.", "Paul", "Lund defeated Paul."),
        ("Who did Lund share it with?", "Lund shared it.", "Paul", "Lund shared it with Paul."),
        ("Where must phones be put?", "They are put away.", "a locker", "Phones must be put in a locker."),
        ("Where did he study?", "He studied in Oslo.", "at Oslo", "He studied at Oslo."),
    ],
)  # fmt: skip
def test_a_question_and_its_answer_as_a_statement(question, gold, answer, statement):
    assert declarative(parsed(question, gold), answer) == statement


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("What was the city like under the king?", "It was poor."),
        ("When did the war end?", "The war's end came in May."),  # no "ended"
        ("Who was the man elected in May?", "He was elected."),
        ("What is different about the town?", "It is small."),
        ("Who was Tito an ally of after the war?", "He was Stalin's ally."),
        ("Beyonce sang where?", "She sang in Oslo."),
    ],
)
def test_what_cannot_be_told_apart_is_left_out(question, gold):
    assert parsed(question, gold) is None


@pytest.mark.parametrize(
    ("question", "gold", "expected"),
    [
        ("How many students does the college have?", "It has 43.", "how many students the college has"),
        ("Where was the treaty signed?", "It was signed in Vienna.", "where the treaty was signed"),
        ("Why did the king leave Paris?", "The king left Paris in fear.", "why the king left Paris"),
        ("Who designed the tower?", "Eiffel designed it.", "who designed the tower"),
    ],
)
def test_a_question_as_part_of_a_sentence(question, gold, expected):
    assert indirect(parsed(question, gold)) == expected
