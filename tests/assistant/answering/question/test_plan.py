"""What a question asks for: which parts it has, and which of them are quoted."""

import pytest

from assistant.answering.question.plan import How, QuestionPart, halves, plan
from index.embed import FakeEmbedder


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who said so?", ["Who said so?"]),
        (
            "What does a ticket cost for children and who opposed the sale?",
            ["What does a ticket cost for children?", "who opposed the sale?"],
        ),
        ("Who killed him, and when did parliament vote?", ["Who killed him?", "when did parliament vote?"]),
        ("Who is it? Where does she live?", ["Who is it?", "Where does she live?"]),
        (
            "Where was she born; in which year did she die?",
            ["Where was she born?", "in which year did she die?"],
        ),
        (
            "When will the mission end, and is there disagreement about it?",
            ["When will the mission end?", "is there disagreement about it?"],
        ),
        ("Who leads it and did Ida Lund agree?", ["Who leads it?", "did Ida Lund agree?"]),
        ("Who knows when and why it happened?", ["Who knows when and why it happened?"]),
        ("Who said when and where it began?", ["Who said when and where it began?"]),
        ("Which ships were sold and were inspected?", ["Which ships were sold and were inspected?"]),
        ("When and where was the treaty signed?", ["When and where was the treaty signed?"]),
        ("Who met the king and the queen?", ["Who met the king and the queen?"]),
        ("Who left and who came?", ["Who left and who came?"]),
        ("Rock and who?", ["Rock and who?"]),
        *(
            (question, [question])
            for question in (
                "Which country borders Iraq and has a large Kurdish minority?",
                "Who was born in Texas and is a senator?",
                "Who is the man who shot the mayor and who later killed himself?",
            )
        ),
    ],
)
def test_two_questions_in_one(question, parts):
    assert halves(question) == parts
    assert [part.question for part in plan(question).parts] == parts
    assert not plan(question).needs_all


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Which ferry carried fewer passengers in June, Moss or Horten?", {"moss"}, {"horten"}),
        ("Which costs less, a ticket for adults or a ticket for children?", {"adult"}, {"children"}),
        ("Which is bigger: Oslo or Bergen?", {"oslo"}, {"bergen"}),
        ("Which ship sails later, the first or the second ship?", {"first"}, {"secon"}),
    ],
)
def test_both_sides_of_a_comparison_are_quoted_with_a_figure(question, one, other):
    asked = plan(question)
    assert asked.needs_all
    assert [(part.how, part.about, part.figures) for part in asked.parts] == [
        (How.QUOTE, frozenset(one), 1),
        (How.QUOTE, frozenset(other), 1),
    ]


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("How many cranes were sold in 2023 compared with in 2024?", [2023, 2024]),
        ("Compare the cranes sold in 2023 and in 2024", [2023, 2024]),
        ("How many cranes did the Moss yard sell compared to the Oslo yard?", [None, None]),
    ],
)
def test_a_side_that_is_a_year_is_a_figure_of_that_year(question, years):
    asked = plan(question, FakeEmbedder())
    assert asked.needs_all
    assert [(part.year, part.figures) for part in asked.parts] == [(year, 1) for year in years]


def test_the_sides_of_a_comparison_differ_in_the_words_that_only_one_has():
    asked = plan("How many people did the Moss ferry carry compared with the Horten ferry?", FakeEmbedder())
    assert [(part.question, part.about) for part in asked.parts] == [
        ("How many people did the Moss ferry carry?", {"moss"}),
        ("How many people did the Horten ferry carry?", {"horten"}),
    ]


def test_a_comparison_of_unnamed_sides_is_quoted_with_two_figures():
    [part] = plan("Which ship sails later?").parts
    assert (part.question, part.how, part.figures) == ("Which ship sails?", How.QUOTE, 2)
    assert part.asked == "Which ship sails later?"


@pytest.mark.parametrize(
    "question",
    [
        "Was it Moss, or Horten?",
        "Which number, two or three?",
        "Who came after, Ann or Bo?",
        "Who won in September, Bush or Kerry?",
        "Which team is better, Arsenal or Chelsea?",
        "Did the teacher, the doctor, or the nurse win?",
    ],
)
def test_an_alternative_is_no_comparison(question):
    assert plan(question).parts == (QuestionPart(question),)


def test_a_figure_of_two_years_is_asked_for_year_by_year():
    asked = plan("How many cranes did the trust sell in total in 2023 and 2024?")
    assert [part.question for part in asked.parts] == [
        "How many cranes did the trust sell in 2023?",
        "How many cranes did the trust sell in 2024?",
    ]
    assert not asked.needs_all


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("What did Mike Rogers say?", {"roger"}),
        ("What has the minister said about oil?", {"minister"}),
        ("What did they say?", set()),
        ("What did the president of the United States say about taxes?", {"president"}),
        ("What did the U.N. say about Darfur?", {"un"}),
        ("What did Bush and Kerry say in the debate?", {"bush", "kerry"}),
        ("What did Annan, the UN chief, say?", {"annan"}),
    ],
)
def test_who_spoke_is_quoted(question, about):
    assert plan(question).parts == (QuestionPart(question, How.QUOTE, frozenset(about)),)


def test_the_year_in_which_someone_spoke_is_looked_for_in_the_articles_dates():
    [part] = plan("What did the chairman say in 2023?").parts
    assert (part.question, part.year) == ("What did the chairman say?", 2023)
    assert part.asked == "What did the chairman say in 2023?"


@pytest.mark.parametrize(
    ("question", "newest"),
    [
        ("Who is the latest chairman?", True),
        ("How many troops are in Iraq now?", True),
        ("Who is the current minister?", True),
        ("What is the last name of the minister?", False),
        ("Who knows him?", False),
        ("Who owns USA Today?", False),
    ],
)
def test_the_newest_article_is_asked_for(question, newest):
    [part] = plan(question).parts
    assert part.newest is newest
    assert (part.how is How.QUOTE) is newest


@pytest.mark.parametrize(
    ("question", "is_overview"),
    [
        ("Summarise the talks", True),
        ("Please give me a short overview of the talks", True),
        ("What are the main points of the agreement?", True),
        ("How do the positions of Iraq and the US differ?", True),
        ("What are the differences between both plans?", True),
        ("Compare the two plans", True),
        ("Who wrote the summary?", False),
        ("What is the main export?", False),
        ("How did he differ?", False),
        ("How many important points did Jordan score?", False),
    ],
)
def test_what_asks_for_an_overview(question, is_overview):
    assert (plan(question).parts[0].how is How.OVERVIEW) is is_overview


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("When did the ferry Aurora sink and how many people drowned?", True),
        ("Who is the mayor of London and when did he take office?", True),
        ("What does a ticket cost and who opposed the crane sale?", False),
        ("Who led it and what did Ida Lund do?", False),
        ("Who led it and how many came in 2023?", False),
        ("Who met her and what did he write in Foreign Affairs?", False),
        ("Who met her and when did he leave the party?", True),
    ],
)
def test_half_a_question_that_names_nothing_leans_on_the_other(question, leans):
    first, second = plan(question).parts
    assert (first.leans, second.leans) == (False, leans)


def test_an_overview_is_about_the_words_that_are_not_the_request():
    [part] = plan("Summarise the differences between the Iraqi and the American position on withdrawal").parts
    assert (part.about, part.shared) == ({"iraqi", "american", "withdrawal"}, {"iraqi", "american"})
    assert plan("What are the main points?").parts[0].about == frozenset()


def test_what_is_said_of_a_year_is_no_year_of_speaking():
    assert plan("What did he say about the attacks in 2001?").parts[0].year is None


@pytest.mark.parametrize("words", ["how do views ", "most a, ", "and who ", "What did the "])
def test_a_question_without_end_is_taken_as_it_is(words):
    assert plan(words * 8000).parts == (QuestionPart(words * 8000),)
