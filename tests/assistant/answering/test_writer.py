"""What the generator reads, and when its reply is not begun."""

import pytest

from assistant.answering.clock import Clock
from assistant.answering.evidence import Snippet
from assistant.answering.writer import Writer
from assistant.generate.protocol import Completion, FakeGenerator
from assistant.judges import Reading
from corpus import Article, Span

TEXT = "\n".join(" ".join([name] * 40) for name in ("north", "west", "east"))
ARTICLE = Article.create(TEXT, origin="piers.txt", title="Piers")
PLACES = [Span(TEXT.index(line), TEXT.index(line) + len(line)) for line in TEXT.splitlines()]


def snippets(*relevance, search=1.2):
    return [
        Snippet(ARTICLE, place, 1.0, Reading(probability, Span(0, 4), 1.0), search)
        for place, probability in zip(PLACES, relevance, strict=False)
    ]


@pytest.mark.parametrize(("relevance", "read"), [(0.9, ["north", "west"]), (0.89, ["north", "west", "east"])])
def test_of_what_the_reader_is_sure_the_generator_reads_the_first_tokens(relevance, read):
    generator = FakeGenerator({}, otherwise="It is old [1].")
    evidence = snippets(0.5, relevance, 0.1)
    assert "".join(Writer(generator).reply("How old?", evidence, Clock())) == "It is old [1]."
    prompt = generator.prompts[-1][-1].content
    assert [name for name in ("north", "west", "east") if name in prompt] == read
    assert Writer(generator).tokens("How old?", evidence, "It is old")["prompt"] < 70 * len(read)


class Doubting(FakeGenerator):
    """Begins its reply although it is in doubt."""

    def complete(self, messages, max_tokens):
        return Completion({"NOT": 0.4, "It": 0.6}, super().complete(messages, max_tokens).text)


@pytest.mark.parametrize(("relevance", "reply"), [(0.95, "It is old."), (0.2, "")])
def test_the_generators_doubt_ends_a_reply_unless_the_reader_is_sure(relevance, reply):
    writer = Writer(Doubting({}, otherwise="It is old."))
    assert "".join(writer.reply("How old?", snippets(relevance), Clock())) == reply


def test_what_hardly_answers_is_not_read_at_all():
    generator = FakeGenerator({}, otherwise="It is old.")
    assert list(Writer(generator).reply("How old?", snippets(0.05, search=0.5), Clock())) == []
    assert (
        generator.prompts == [] and Writer(generator).tokens("How old?", snippets(0.05, search=0.5), "") == {}
    )
