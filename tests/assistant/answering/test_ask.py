"""Asking: evidence first, then text, then a checked answer; silence where the articles are silent."""

from datetime import date

import pytest

from assistant import Assistant
from assistant.answer import Answer, Verdict
from assistant.answering import prompt
from assistant.answering.assemble import ABSTENTION
from assistant.answering.events import Answered, EvidenceFound, TextDelta
from assistant.documents import from_document, to_document
from assistant.generate.protocol import Completion, FakeGenerator
from assistant.generate.style import FEW_SHOT, TRAINED
from assistant.judges import FakeReader
from corpus import Article
from corpus.errors import InputError
from index import Library
from index.embed import FakeEmbedder

TEXT = """The ferry Aurora left Bergen on Monday with 212 passengers.
Harbour master Ida Lund said that the storm had damaged the northern pier.
The company expects repairs to take three weeks."""

REPLIES = {
    "Who spoke": "Harbour master Ida Lund said that the storm had damaged the northern pier [1].",
    "How many": "The ferry had 300 passengers [1].",
    "Both": "The ferry Aurora left Bergen on Monday [1]. Cheese is made of milk [2].",
}


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        library.add([Article.create(TEXT, origin="ferry.txt", title="Ferry")])
        yield library


@pytest.fixture
def assistant(library):
    return Assistant(library, FakeGenerator(REPLIES))


def test_evidence_comes_first_then_text_then_the_answer(assistant):
    events = list(assistant.stream("Who spoke about the pier?"))
    assert isinstance(events[0], EvidenceFound) and events[0].relevance == ()
    assert isinstance(events[-1], Answered)
    assert all(isinstance(event, TextDelta) for event in events[1:-1])
    assert "".join(event.text for event in events[1:-1]) == REPLIES["Who spoke"]


def test_every_citation_quotes_its_article_exactly(assistant, library):
    answer = assistant.ask("Who spoke about the pier?")
    assert answer.citations
    for citation in answer.citations:
        text = library.article(citation.article.id).text
        assert citation.quote == text[citation.span.start : citation.span.end]


def test_the_same_question_gets_the_same_answer(assistant):
    assert assistant.ask("Who spoke about the pier?") == assistant.ask("Who spoke about the pier?")


def test_an_invented_number_is_withheld_and_the_answer_abstains(assistant):
    answer = assistant.ask("How many passengers had the ferry Aurora?")
    assert (answer.abstained, answer.text, answer.claims, answer.citations) == (True, ABSTENTION, (), ())
    assert [claim.verdict for claim in answer.withheld] == [Verdict.UNSUPPORTED]
    assert "212 passengers" in answer.nearest[0].quote


def test_what_nothing_supports_is_not_in_the_text(assistant):
    answer = assistant.ask("Both: the ferry Aurora, and cheese?")
    assert not answer.abstained
    assert "Cheese" not in answer.text
    assert [claim.text for claim in answer.withheld] == ["Cheese is made of milk."]


def test_not_stated_is_an_abstention_and_is_never_streamed(assistant):
    events = list(assistant.stream("What does the ferry cost?"))
    assert [type(event) for event in events] == [EvidenceFound, Answered]
    assert events[-1].answer.abstained
    assert events[-1].answer.nearest == events[0].citations


def test_odds_of_not_stated_end_the_reply_before_it_begins(library):
    class Doubtful(FakeGenerator):
        def complete(self, messages, max_tokens):
            return Completion({"The": 0.5, "NOT": 0.4}, super().complete(messages, max_tokens).text)

    events = list(Assistant(library, Doubtful(REPLIES)).stream("Who spoke about the pier?"))
    assert [type(event) for event in events] == [EvidenceFound, Answered]
    assert events[-1].answer.abstained


def test_no_passage_means_no_call_of_the_model(library):
    generator = FakeGenerator(REPLIES)
    answer = Assistant(library, generator).ask("Who spoke?", publisher="Nobody")
    assert answer.abstained
    assert answer.nearest == ()
    assert generator.prompts == []


def test_dates_in_the_wrong_order_are_refused(assistant):
    with pytest.raises(InputError, match="no day is after 2025-01-01 and before 2024-01-01"):
        assistant.ask("Who spoke?", after=date(2025, 1, 1), before=date(2024, 1, 1))


def test_the_question_is_embedded_once(tmp_path):
    class Counting(FakeEmbedder):
        def __init__(self):
            super().__init__()
            self.texts = []

        def embed(self, texts):
            self.texts += texts
            return super().embed(texts)

    embedder = Counting()
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        library.add([Article.create(TEXT, origin="ferry.txt", title="Ferry")])
        Assistant(library, FakeGenerator(REPLIES)).ask("Who spoke about the pier?")
    assert embedder.texts.count("Who spoke about the pier?") == 1


@pytest.mark.parametrize("question", ["", "  \n "])
def test_an_empty_question_is_refused(assistant, question):
    with pytest.raises(InputError, match="empty"):
        assistant.ask(question)


def test_a_question_longer_than_the_model_reads_is_refused_with_the_numbers(assistant):
    with pytest.raises(InputError, match=r"5,000 tokens.*Shorten"):
        assistant.ask("word " * 5000)


def test_the_prompt_never_exceeds_the_context(library):
    class Small(FakeGenerator):
        context_tokens = 700

    generator = Small(REPLIES)
    Assistant(library, generator).ask("Who spoke about the pier? " + "pier " * 60)
    [prompt] = generator.prompts
    assert sum(generator.count_tokens(message.content) for message in prompt) < 700


@pytest.mark.parametrize("room", [64, 63])
def test_a_question_must_leave_64_tokens_for_the_evidence(library, room):
    prefix = prompt.prefix(FEW_SHOT)
    generator = FakeGenerator(REPLIES)
    generator.context_tokens = (
        sum(len(message.content.split()) + 8 for message in prefix) + 4 * 8 + 160 + 5 + room
    )
    assistant = Assistant(library, generator)
    if room < 64:
        with pytest.raises(InputError, match=r"5 tokens.*room for 4\. Shorten"):
            assistant.ask("Who spoke about the pier?")
    else:
        assert not assistant.ask("Who spoke about the pier?").abstained


def test_a_reply_has_at_most_160_tokens(library):
    generator = FakeGenerator({"Who": "The ferry left " + "so " * 200})
    text = "".join(
        event.text for event in Assistant(library, generator).stream("Who?") if isinstance(event, TextDelta)
    )
    assert len(text.split()) == 160


def test_an_abstention_shows_the_five_nearest(library):
    text = "Anna left. Bertha stayed. Carl rowed. Dora swam. Ernst slept. Frida sang. Georg drank."
    library.add([Article.create(text, origin="names.txt", title="Names")])
    answer = Assistant(library, FakeGenerator({})).ask("Who slept?")
    assert (answer.abstained, [citation.number for citation in answer.nearest]) == (True, [1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("style", "odds", "abstains"),
    [(FEW_SHOT, 0.06, True), (FEW_SHOT, 0.04, False), (TRAINED, 0.21, True), (TRAINED, 0.19, False)],
)
def test_a_generator_is_doubted_from_odds_of_a_twentieth_on_a_trained_one_from_a_fifth(
    library, style, odds, abstains
):
    class Hesitant(FakeGenerator):
        def complete(self, messages, max_tokens):
            return Completion({"NOT": odds, "The": 1 - odds}, super().complete(messages, max_tokens).text)

    generator = Hesitant(REPLIES)
    generator.style = style
    assert Assistant(library, generator).ask("Who spoke about the pier?").abstained is abstains


def test_closing_the_stream_closes_the_reply(library):
    closed = []

    class Endless(FakeGenerator):
        def complete(self, messages, max_tokens):
            def text():
                try:
                    while True:
                        yield "The ferry "
                finally:
                    closed.append(True)

            return Completion({}, text())

    events = Assistant(library, Endless({})).stream("Who spoke about the pier?")
    next(events), next(events), next(events)
    events.close()
    assert closed == [True]


LUND = "Ida Lund"
READER = {"repairs": 0.9999, LUND: 0.7, "212 passengers": 0.3}


def test_the_reader_decides_what_is_read_first(library):
    assistant = Assistant(library, FakeGenerator(REPLIES), reader=FakeReader(READER))
    first = next(assistant.stream("Who spoke about the pier?"))
    assert "repairs" in first.citations[0].quote and "storm" in first.citations[1].quote
    assert first.relevance == pytest.approx((0.9999, 0.7, 0.3))
    assert assistant.ask("Who spoke about the pier?").models["reader"] == "fake-reader@0"


def test_the_words_that_answer_are_there_before_the_first_word_is_written(library):
    generator = FakeGenerator(REPLIES)
    first = next(Assistant(library, generator, reader=FakeReader(READER)).stream("Who spoke about the pier?"))
    assert generator.prompts == []
    assert [(span.citation, span.text, span.probability) for span in first.answer_spans] == [
        (1, "repairs", 0.9999),
        (2, LUND, 0.7),
    ]
    article = library.article(first.citations[1].article.id)
    assert article.quote(first.answer_spans[1].span) == LUND


def test_an_answer_keeps_the_words_of_what_it_cites(library):
    assistant = Assistant(library, FakeGenerator(REPLIES), reader=FakeReader({LUND: 0.999, "repairs": 0.99}))
    answer = assistant.ask("Who spoke about the pier?")
    [span] = answer.answer_spans
    assert (span.citation, span.text) == (1, LUND)
    assert to_document(answer)["answer_spans"] == [
        {
            "citation": 1,
            "start": span.span.start,
            "end": span.span.end,
            "text": LUND,
            "probability": 0.999,
        }
    ]
    assert from_document(Answer, to_document(answer)) == answer


def test_an_abstention_has_no_words_that_answer(library):
    answer = Assistant(library, FakeGenerator({}), reader=FakeReader({LUND: 0.9})).ask("Who spoke?")
    assert answer.abstained and answer.answer_spans == ()


def test_where_nothing_is_relevant_nothing_is_generated_and_the_nearest_are_shown(library):
    generator = FakeGenerator(REPLIES)
    answer = Assistant(library, generator, reader=FakeReader({})).ask("Who spoke about the pier?")
    assert answer.abstained and answer.nearest
    assert generator.prompts == []


@pytest.mark.parametrize("generator", [None, FakeGenerator(REPLIES)])
def test_an_extracted_answer_is_sentences_of_the_articles_and_asks_no_generator(library, generator):
    assistant = Assistant(library, generator, reader=FakeReader({LUND: 0.999, "repairs": 0.998}))
    answer = assistant.ask("Who spoke about the pier?", extract=True)
    first, second = TEXT.splitlines()[1:]
    assert [(claim.text, claim.verdict, claim.citations) for claim in answer.claims] == [
        (first, Verdict.SUPPORTED, (1,)),
        (second, Verdict.SUPPORTED, (2,)),
    ]
    assert answer.text == f"{first} [1] {second} [2]"
    assert [answer.text[claim.span.start : claim.span.end] for claim in answer.claims] == [
        f"{first} [1]",
        f"{second} [2]",
    ]
    assert [(span.citation, span.text) for span in answer.answer_spans] == [(1, LUND), (2, "repairs")]
    assert set(answer.models) == {"embedder", "reader"} and answer.tokens == {}
    assert generator is None or generator.prompts == []


def test_where_no_sentence_is_likely_to_answer_an_extraction_abstains(library):
    answer = Assistant(library, None, reader=FakeReader({LUND: 0.3})).ask("Who spoke about the pier?")
    assert (answer.abstained, answer.text, answer.claims) == (True, ABSTENTION, ())
    assert LUND in answer.nearest[0].quote


def test_unsupported_sentences_are_shown_flagged_on_request(assistant):
    answer = assistant.ask("Both: the ferry Aurora, and cheese?", show_unsupported=True)
    assert answer.text.endswith("Cheese is made of milk [2]. (not proven)")
    assert [claim.verdict for claim in answer.claims] == [Verdict.SUPPORTED, Verdict.UNSUPPORTED]
    assert answer.withheld == ()
