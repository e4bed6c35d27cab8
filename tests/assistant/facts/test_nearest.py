"""Of long evidence the sentences are read that together have most of a claim's terms."""

from assistant.facts.nearest import nearest, nearest_part
from assistant.facts.text import read

PAGE = " ".join(f"Nothing of note happened in week {n} of that long and quiet year." for n in range(30))
ARRIVAL = "The ferry Aurora reached Bergen."
LOSS = "Its captain Ida Lund had lost the anchor."


def test_short_evidence_is_read_whole():
    assert nearest_part("The ferry left.", ARRIVAL, 150) == ARRIVAL


def test_of_long_evidence_the_sentences_that_prove_together_are_read_in_their_order():
    page = f"{PAGE} {ARRIVAL} {PAGE} {LOSS} {PAGE}"
    read = nearest_part("Ida Lund lost the anchor after the Aurora reached Bergen.", page, 40)
    assert read.index(ARRIVAL) < read.index(LOSS)
    assert len(read.split()) <= 40


def test_one_sentence_longer_than_the_limit_is_read_all_the_same():
    long = "word " * 60 + "end."
    assert nearest_part("An end.", long, 20) == long


def test_with_a_number_of_sentences_only_those_that_add_a_term_follow_the_first():
    sentences = read("The ferry left. The ferry left early. Ida Lund waved. It rained.").sentences
    assert nearest("The ferry left; Ida Lund waved.", sentences, 100, most=3) == [0, 2]
    assert nearest("The ferry left.", sentences, 100, most=1) == [0]
    assert nearest("The ferry left.", sentences, 2) == [0]  # one is taken although it is longer
