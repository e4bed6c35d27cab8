"""The rival is judged like Pincite: marks, abstentions, what is invented. Its engine is asked if it is installed."""

import importlib.util
import json

import pytest

from assistant.generate.protocol import FakeGenerator
from corpus import Article
from corpus.errors import InputError
from index.embed import FakeEmbedder
from tests.benchmarks import formats, libraries, recipe, rival
from tests.benchmarks.answers import Asked

FERRY = Article.create("The ferry carried 212 passengers.", origin="ferry.txt", title="Ferry")
CREW = (FERRY, "It had a crew of nine.")
PASSENGERS = (FERRY, "The ferry carried 212 passengers.")
INSTALLED = importlib.util.find_spec("llama_index") is not None


@pytest.fixture
def files(tmp_path):
    """A file of questions, one of them without an answer, and the folder with the article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY.text)
    known = {"answerable": True, "answer_patterns": [r"\b212\b"], "articles": ["ferry.txt"]}
    unknown = {"answerable": False, "answer_patterns": [], "articles": []}
    questions = [
        {"id": "a", "question": "How many passengers?", **known},
        {"id": "u", "question": "Who painted it?", **unknown},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in questions))
    return path, folder


@pytest.fixture
def asked(files):
    return [Asked.of_patterns(one) for one in formats.read_questions(files[0])]


def judged(asked, reply):
    return rival.judged(asked, reply, [CREW, PASSENGERS], 12, 1.0, 2.0)


@pytest.mark.parametrize("mark", ["[2]", "[Source 2]", "[1, 2]", "[Sources 1, 2]", "[7][2]"])
def test_a_mark_stands_for_its_source_however_it_is_written(asked, mark):
    outcome = judged(asked[0], f"It carried 212 {mark}.")
    assert (outcome.right, outcome.cited, outcome.abstained) == (True, True, False)
    assert PASSENGERS[1] in [one["evidence"] for one in outcome.shown]


def test_the_number_in_a_mark_is_no_answer(asked):
    assert not judged(asked[0], "Very many [212].").right


@pytest.mark.parametrize(
    ("reply", "abstained"), [("It is not mentioned.", True), ("Not mentioned [1].", False)]
)
def test_a_reply_with_a_mark_is_no_abstention_if_there_is_an_answer(asked, reply, abstained):
    assert judged(asked[0], reply).abstained is abstained


def test_without_an_answer_a_mark_does_not_matter(asked):
    assert judged(asked[1], "The sources do not tell [1].").abstained


def test_what_is_invented_is_an_answer_without_one_or_a_mark_at_the_wrong_text(asked):
    outcomes = [judged(asked[0], "212 [1][2][3]."), judged(asked[1], "Anna did [1].")]
    assert rival.invented(asked, outcomes) == (1, 0, 3, 2)
    right = [judged(asked[0], "212 [2]."), judged(asked[1], "None of the sources are helpful.")]
    assert rival.invented(asked, right) == (0, 0, 1, 0)
    assert rival.invented(asked[:1], [judged(asked[0], "Nine [1].")]) == (0, 1, 1, 1)
    table = rival.compared(asked, {"one": outcomes, "two": right})
    rows = {row[0]: row[1:] for row in table.rows}
    assert table.columns == ("", "one", "two")
    assert rows["invented: marks at a text without the answer"] == ("2 of 3", "0 of 1")
    assert rows["right, of 1"] == (1, 1)
    assert rows["abstained on unanswerable, of 1"] == (0, 1)
    assert rows["evidence tokens, median"] == (12, 12)


@pytest.mark.skipif(INSTALLED, reason="LlamaIndex is installed")
def test_without_llamaindex_it_says_where_to_read_how_to_install_it(files):
    with (
        libraries.library_from([files[1]], embedder=FakeEmbedder()) as library,
        pytest.raises(InputError, match="Install it as the head of this script says"),
    ):
        rival.Rival(files[1], library, FakeGenerator({}))


@pytest.mark.skipif(not INSTALLED, reason="LlamaIndex is not installed")
def test_the_engine_is_asked_with_our_embedder_and_generator(files, asked):
    generator = FakeGenerator(
        {"How many passengers": "It carried 212 [1]."}, otherwise="None of the sources."
    )
    with libraries.library_from([files[1]], embedder=FakeEmbedder()) as library:
        known, unknown = recipe.measure(rival.Rival(files[1], library, generator), asked)
    assert (known.right, known.cited, unknown.abstained) == (True, True, True)
    assert known.shown[0]["evidence"] == FERRY.text
    assert "Source 1:\nThe ferry carried" in generator.prompts[-1][-1].content


def test_help_documents_the_input(capsys):
    with pytest.raises(SystemExit, match="0"):
        rival.main(["--help"])
    assert rival.__doc__.splitlines()[0] in capsys.readouterr().out
