"""Questions of several parts, quotations in place of what was written, and the numbers of marks, from end to end."""

from datetime import date

import pytest

from assistant import Assistant
from assistant.answer import Verdict
from assistant.answering.events import Answered, EvidenceFound, TextDelta
from assistant.generate.protocol import FakeGenerator
from assistant.judges import FakeReader
from corpus import Article, Span
from index import Library
from index.embed import FakeEmbedder

FERRY = """The Moss ferry carried 41,200 passengers in June. The Horten ferry carried 29,700 passengers.
Tickets cost 20 kroner for children. The mayor opposed the sale of the ferry."""
OLD = "The chairman, Kari Dal, said that the ferry was safe."
NEW = "The chairman, Ola Berg, said that the ferry was sold. The plan does not say how many people leave."

READER = {
    "41,200 passengers": 0.03,
    "29,700": 0.03,
    "20 kroner": 0.99,
    "The mayor": 0.98,
    "Kari Dal": 0.97,
    "Ola Berg": 0.96,
    "how many people": 0.95,
}


class AttentiveReader(FakeReader):
    """For each question that has some words, a table of its own."""

    def read(self, question, texts):
        self._answers = next((table for words, table in TABLES.items() if words in question), {})
        return super().read(question, texts)


TABLES = {
    "ticket": {"20 kroner": 0.99},
    "opposed": {"The mayor": 0.98},
    "was sold": {"Ola Berg": 0.97},
    "paid": {"20 kroner": 0.98},
}


def assistant_of(tmp_path, replies, reader, **articles):
    library = Library.open(tmp_path / "library", embedder=FakeEmbedder())
    library.add(
        Article.create(text, origin=f"{name}.txt", title=name.title(), published=published)
        for name, (text, published) in articles.items()
    )
    generator = FakeGenerator(replies) if replies is not None else None
    return Assistant(
        library, generator, reader=AttentiveReader({}) if reader is TABLES else FakeReader(reader)
    )


@pytest.fixture
def ask(tmp_path):
    """An answer over the articles, if the generator gives these replies and the reader finds these words."""
    made = []

    def ask(question, replies=None, reader=READER, **options):
        made.append(
            assistant_of(
                tmp_path / str(len(made)),
                replies,
                reader,
                ferry=(FERRY, date(2024, 6, 1)),
                old=(OLD, date(2023, 5, 4)),
                new=(NEW, date(2024, 9, 2)),
            )
        )
        return made[-1].ask(question, **options)

    yield ask
    for assistant in made:
        assistant.close()


def test_each_half_of_a_question_is_answered_and_pinned(ask):
    question = "What does a ticket cost for children and who opposed the sale of the ferry?"
    replies = {
        "ticket cost": "Tickets cost 20 kroner for children [1].",
        "opposed": "The mayor opposed the sale [1].",
    }
    answer = ask(question, replies, TABLES)
    assert answer.text == "Tickets cost 20 kroner for children [1]. The mayor opposed the sale [2]."
    assert [claim.citations for claim in answer.claims] == [(1,), (2,)]
    assert [answer.text[claim.span.start : claim.span.end] for claim in answer.claims] == [
        "Tickets cost 20 kroner for children [1].",
        "The mayor opposed the sale [2].",
    ]
    assert [citation.number for citation in answer.citations] == [1, 2]
    assert "opposed" in answer.citations[1].quote
    assert answer.unanswered == ()


def test_the_silence_on_one_half_is_named(ask):
    answer = ask("What does a ticket cost for children and who painted the hull?", reader=TABLES)
    assert answer.text == (
        "Tickets cost 20 kroner for children. [1] The articles don't say: who painted the hull?"
    )
    assert answer.unanswered == ("who painted the hull?",)
    assert not answer.abstained


def test_silence_on_all_parts_is_an_abstention(ask):
    answer = ask("Who painted the hull and who sank it?", reader={})
    assert (answer.abstained, answer.text, answer.unanswered) == (True, "The articles don't say.", ())
    assert answer.nearest


def test_a_comparison_has_a_figure_for_each_side(ask):
    answer = ask("Which ferry carried fewer passengers in June, Moss or Horten?")
    assert [claim.text for claim in answer.claims] == [
        "The Moss ferry carried 41,200 passengers in June.",
        "The Horten ferry carried 29,700 passengers.",
    ]


def test_a_comparison_without_a_figure_for_one_side_is_not_answered(ask):
    answer = ask("Which ferry carried fewer passengers in June, Moss or Bergen?")
    assert answer.abstained and answer.claims == ()


def test_a_sentence_that_both_parts_quote_stands_once(ask):
    answer = ask("Who opposed the sale of the ferry and what did the mayor say?", reader={"The mayor": 0.98})
    assert [claim.text for claim in answer.claims] == ["The mayor opposed the sale of the ferry."]


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("What did the chairman say?", [OLD, "The chairman, Ola Berg, said that the ferry was sold."]),
        ("What did the chairman say in 2023?", [OLD]),
        ("What did the chairman say in 2024?", ["The chairman, Ola Berg, said that the ferry was sold."]),
        ("What did the chairman say in 2019?", []),
        ("Who is the chairman now?", ["The chairman, Ola Berg, said that the ferry was sold."]),
        ("What did Kari Dal say?", [OLD]),
        ("What did Ida Lund say?", []),
    ],
)
def test_who_spoke_when_and_what_is_newest_are_quoted(ask, question, quotes):
    reader = {"Kari Dal": 0.97, "Ola Berg": 0.96}
    answer = ask(question, {"": "The chairman said so [1]."}, reader)
    assert sorted(claim.text for claim in answer.claims) == sorted(quotes)
    assert answer.abstained is not bool(quotes)
    assert "generator" not in answer.models


def test_that_something_is_unknown_is_quoted(ask):
    reader = {"how many people": 0.95}
    answer = ask("How many people leave?", {"How many": "How many people leave [1]."}, reader)
    assert [claim.text for claim in answer.claims] == ["The plan does not say how many people leave."]


@pytest.mark.parametrize(
    ("reply", "text", "withheld"),
    [
        ("Tickets cost 20 kroner for children [1].", "Tickets cost 20 kroner for children [1].", []),
        ("NOT STATED", "Tickets cost 20 kroner for children. [1]", []),
        # not proven
        (
            "Cheese is made of milk [1].",
            "Tickets cost 20 kroner for children. [1]",
            ["Cheese is made of milk."],
        ),
        # proven, without the words that answer
        (
            "Tickets cost kroner for children [1].",
            "Tickets cost 20 kroner for children. [1]",
            ["Tickets cost kroner for children."],
        ),
        # with a word that nobody used
        (
            "Cheap tickets cost 20 kroner for children [1].",
            "Tickets cost 20 kroner for children. [1]",
            ["Cheap tickets cost 20 kroner for children."],
        ),
        # with one and with two words that only the question has
        (
            "Ferry tickets cost 20 kroner for children [1].",
            "Ferry tickets cost 20 kroner for children [1].",
            [],
        ),
        (
            "The fast ferry tickets cost 20 kroner for children [1].",
            "Tickets cost 20 kroner for children. [1]",
            ["The fast ferry tickets cost 20 kroner for children."],
        ),
    ],
)
def test_what_the_reader_does_not_confirm_gives_way_to_the_quotation(ask, reply, text, withheld):
    answer = ask("What do fast ferry tickets cost for children?", {"What": reply}, {"20 kroner": 0.99})
    assert answer.text == text
    assert [claim.text for claim in answer.withheld] == withheld
    assert all(claim.verdict is Verdict.SUPPORTED for claim in answer.claims)


def test_marks_are_numbered_as_they_appear_and_so_is_all_that_was_read(tmp_path):
    replies = {"Who": "The mayor opposed the sale of the ferry [3]. Tickets cost 20 kroner for children [1]."}
    with assistant_of(tmp_path, replies, {}, ferry=(FERRY, None)) as assistant:
        assistant.reader = None
        assistant = Assistant(assistant.library, FakeGenerator(replies))
        events = list(assistant.stream("Who opposed the sale, the mayor?"))
    found, last = events[0], events[-1]
    assert isinstance(found, EvidenceFound) and isinstance(last, Answered)
    answer = last.answer
    assert [claim.citations for claim in answer.claims] == [(1,), (2,)]
    assert [citation.number for citation in answer.citations] == [1, 2]
    assert "opposed" in answer.citations[0].quote and "20 kroner" in answer.citations[1].quote
    assert [citation.number for citation in last.evidence] == list(range(1, len(found.citations) + 1))
    assert {citation.quote for citation in last.evidence} == {citation.quote for citation in found.citations}


def test_the_first_part_is_streamed_and_the_second_has_its_own_numbers(ask, tmp_path):
    replies = {
        "ticket cost": "Tickets cost 20 kroner for children [1].",
        "opposed": "The mayor opposed the sale [1].",
    }
    with assistant_of(tmp_path, replies, TABLES, ferry=(FERRY, None)) as assistant:
        question = "What does a ticket cost for children and who opposed the sale of the ferry?"
        events = list(assistant.stream(question))
    draft = [event.text for event in events if isinstance(event, TextDelta)]
    assert "".join(draft[:-1]) == "Tickets cost 20 kroner for children [1]."
    found = next(event for event in events if isinstance(event, EvidenceFound))
    number = next(citation.number for citation in found.citations if "opposed" in citation.quote)
    assert draft[-1] == f" The mayor opposed the sale [{number}]."


def test_typing_errors_are_mended_unless_the_question_is_to_be_taken_as_typed(tmp_path):
    class Speller(FakeReader):
        def is_word(self, word):
            return word in {"who", "the", "of"}

    with assistant_of(tmp_path, None, {}, ferry=(FERRY, None)) as assistant:
        assistant = Assistant(assistant.library, None, reader=Speller({"The mayor": 0.98}))
        answer = assistant.ask("who  oposed teh sale?")
        assert (answer.question, answer.read_as) == ("who oposed teh sale?", "who opposed the sale?")
        assert assistant.ask("who opposed the sale?").read_as is None
        from assistant.answering.events import Inquiry

        [*_, last] = assistant.events(Inquiry("who oposed teh sale?", as_typed=True))
        assert (last.answer.question, last.answer.read_as) == ("who oposed teh sale?", None)


def test_half_a_question_that_names_nothing_is_answered_from_the_same_articles(ask):
    question = "Who said that the ferry was sold and how many people paid?"
    assert ask(question, reader=TABLES).unanswered == ("how many people paid?",)
    question = "Who said that the ferry was sold and how much do tickets for the children cost when paid?"
    assert ask(question, reader=TABLES).unanswered == ()


def test_without_a_reader_the_generator_writes_what_would_be_quoted(tmp_path):
    replies = {"What did": "The chairman said that the ferry was sold [1]."}
    with assistant_of(tmp_path, replies, {}, new=(NEW, None)) as assistant:
        answer = Assistant(assistant.library, FakeGenerator(replies)).ask("What did the chairman say?")
    assert answer.text == replies["What did"]


def test_a_mark_of_a_later_part_that_points_at_nothing_goes_on_doing_so(ask):
    question = "What does a ticket cost for children and who opposed the sale of the ferry?"
    replies = {
        "ticket cost": "Tickets cost 20 kroner for children [1].",
        "opposed": "The mayor opposed the sale [9].",
    }
    answer = ask(question, replies, TABLES, show_unsupported=True)
    assert answer.claims[1].verdict is Verdict.DANGLING
    assert answer.citation(answer.claims[1].citations[0]) is None


def test_what_is_withheld_is_placed_in_all_that_was_written(ask):
    question = "What does a ticket cost for children and who opposed the sale of the ferry?"
    replies = {
        "ticket cost": "Tickets cost 20 kroner for children [1].",
        "opposed": "Cheese is made of milk [1].",
    }
    answer = ask(question, replies, TABLES)
    [withheld] = answer.withheld
    draft = "Tickets cost 20 kroner for children [1]. Cheese is made of milk [1]."
    assert draft[withheld.span.start : withheld.span.end].startswith("Cheese is made of milk")


@pytest.mark.parametrize(
    ("reply", "quote"),
    [
        ("The mayor opposed the sale [1].", "The mayor opposed the sale of the ferry."),  # proven
        ("Cheese is made of milk [1].", "Tickets cost 20 kroner for children."),  # the reader's
        ("The mayor opposed the sale [9].", "Tickets cost 20 kroner for children."),  # points at nothing
    ],
)
def test_of_what_is_so_or_not_the_sentence_that_proves_the_reply_is_quoted(ask, reply, quote):
    answer = ask("Did the mayor oppose the sale of the ferry?", {"Did": reply}, {"20 kroner": 0.97})
    assert [claim.text for claim in answer.claims] == [quote]


def test_a_citation_holds_both_sentences_that_are_quoted(tmp_path):
    text = "Ida Lund bought the tugs. She was paid 20 kroner for them."
    with assistant_of(tmp_path, None, {"20 kroner": 0.99}, tugs=(text, None)) as assistant:
        answer = assistant.ask("How much was paid for the tugs?")
    assert [claim.text for claim in answer.claims] == [text]
    [citation] = answer.citations
    assert (citation.quote, citation.span) == (text, Span(0, len(text)))
    assert [span.text for span in answer.answer_spans] == ["20 kroner"]


def test_a_written_day_of_the_week_has_its_date(tmp_path):
    reply = {"resign": "Ola Berg resigned on Friday [1]."}
    articles = {"berg": ("Ola Berg resigned on Friday.", date(2024, 9, 2))}
    with assistant_of(tmp_path, reply, {"Friday": 0.99}, **articles) as assistant:
        answer = assistant.ask("When did Ola Berg resign?")
    assert answer.text == "Ola Berg resigned on Friday, 30 August 2024 [1]."
    assert [claim.text for claim in answer.claims] == ["Ola Berg resigned on Friday, 30 August 2024."]
    assert answer.citations[0].quote == "Ola Berg resigned on Friday."
