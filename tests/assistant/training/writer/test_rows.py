"""Questions over a library become rows; what may answer is taken out where the reply is NOT STATED."""

from random import Random

import pytest

from assistant.generate.style import NOT_STATED
from assistant.training.squad import read_paragraphs
from assistant.training.writer import rows
from assistant.training.writer.evidence import Excerpts, library_of
from index.embed import FakeEmbedder
from tests.support import training

FERRY = (
    "The ferry Aurora left Bergen in May 1987. It had about 212 passengers on board. Ida Lund was its captain at the"
    " time. The ferry Aurora was built in Oslo in 1970."
)
ASKED = [
    ("When did the ferry Aurora leave Bergen?", "May 1987"),
    ("How many passengers did the Aurora have?", "212"),
    ("Who was the captain of the Aurora?", "Ida Lund"),
    ("Where was the ferry Aurora built?", "Oslo"),
    ("When was the ferry Aurora built?", "1970"),
]
PIER = (
    "The northern pier of Trondheim was damaged by a storm in 1990. The mayor Paul Okafor closed the pier for three"
    " weeks. Workers rebuilt the pier with stones from Sweden."
)


@pytest.fixture
def paragraphs(tmp_path):
    # titles of the part "train"
    articles = {"Ferry 1": [(FERRY, ASKED)], "Ferry 2": [(PIER, [("Who closed the pier?", "Paul Okafor")])]}
    return read_paragraphs(training.write_squad(tmp_path / "squad.json.gz", articles), "train")


@pytest.fixture
def excerpts(paragraphs, tmp_path):
    with library_of(paragraphs, tmp_path / "library", FakeEmbedder()) as library:
        yield Excerpts(library, ["Ferry 1", "Ferry 2"], lambda text: len(text) // 4)


def made(paragraphs, excerpts, seeds=range(40)):
    return [row for seed in seeds for row in rows.squad_rows(paragraphs, excerpts, {}, Random(seed))]


def test_every_kind_is_made_and_only_what_is_told_has_marks(paragraphs, excerpts):
    found = made(paragraphs, excerpts)
    kinds = {row.kind for row in found}
    assert {"answered", "pronoun", "differ", "yes", "removed", "unknown", "foreign", "false premise"} <= kinds
    assert {"who said", "hedged", "changed", "quoted"} <= kinds
    assert all(("[" in row.reply) == (row.reply != NOT_STATED) for row in found)
    assert all(1 <= len(row.excerpts) <= 9 for row in found)


def test_a_qualifier_is_in_the_answer(paragraphs, excerpts):
    found = [
        row for row in made(paragraphs, excerpts) if row.question == ASKED[1][0] and row.kind == "pronoun"
    ]
    assert found
    assert all("about 212 passengers" in row.reply for row in found)


def test_no_excerpt_answers_where_the_sentence_was_removed(paragraphs, excerpts):
    answers = dict(ASKED) | {"Who closed the pier?": "Paul Okafor"}
    removed = [row for row in made(paragraphs, excerpts) if row.kind == "removed"]
    assert removed
    for row in removed:
        assert not any(answers[row.question] in text and "Aurora" in text for text in row.excerpts)


def test_rows_come_back_from_their_file(paragraphs, excerpts, tmp_path):
    found = made(paragraphs, excerpts, range(2))
    rows.write(found, tmp_path / "rows.jsonl.gz")
    assert rows.read(tmp_path / "rows.jsonl.gz") == found


def test_silence_is_no_more_than_a_third():
    told = [rows.WriterRow("answered", "?", ("A.",), "A [1].")] * 13
    silent = [rows.WriterRow("removed", "?", ("A.",), NOT_STATED)] * 50
    assert len(rows._balanced([*silent, *told])) == 20


@pytest.mark.parametrize(
    ("answer", "shape"),
    [
        ("1987", "year"),
        ("about 212", "number"),
        ("Ida Lund", "name"),
        ("the pier", None),
        ("in 5 of 6 towns", None),
    ],
)
def test_answers_are_exchanged_with_those_of_their_shape(answer, shape):
    assert rows._shape(answer) == shape
