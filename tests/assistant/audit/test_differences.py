"""Wrong facts are pinned to what the source has instead, and found although the source has them of something else."""

import pytest

from assistant.audit.differences import locate, misplaced_facts
from assistant.audit.found import FindingKind
from assistant.audit.hold import Pair, whole
from assistant.audit.passages import nearest_sentences, passages
from assistant.audit.sources import SourceFinder
from assistant.audit.submission import Source
from assistant.facts.nearest import nearest_part
from corpus import Span

TEXT = """A strike in Baghdad killed the commander Omar Said in his car on 7 February 2024.
Neighbours heard two explosions. The third division closed the road for 14 hours.
The commission took up its work again on 11 February 2024 after a pause of 12 days.
About 2,500 soldiers serve in Iraq, and about 900 soldiers in Syria."""


def evidence(*texts):
    sources = (SourceFinder(None).resolve(Source(n, text=text)) for n, text in enumerate(texts, 1))
    return tuple(map(whole, sources))


def found(claim, *texts):
    facts = Pair(claim, evidence(*texts or [TEXT])).wrong_facts
    return [
        (fact.kind.value, claim[fact.said.start : fact.said.end], fact.stated.text if fact.stated else None)
        for fact in facts
    ]


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        ("A strike in Baghdad killed Omar Said on 7 February 2024.", []),
        ("The third division closed the road for 20 hours.", [("number", "20 hours", "14 hours")]),
        ("About 250 soldiers serve in Iraq.", [("number", "250", "2,500")]),
        ("About 90 soldiers serve in Syria.", [("number", "90", "900")]),
        ("The fourth division closed the road.", [("number", "fourth", "third")]),
        ("Omar Said was 43 years old.", [("number", "43 years", None)]),
        ("Maria Pia Lund heard two explosions.", [("name", "Maria Pia Lund", None)]),
        (
            "The commission took up its work again on 13 February 2024.",
            [("date", "13 February 2024", "11 February 2024")],
        ),
    ],
)
def test_a_wrong_fact_has_the_places_of_both_sides(claim, facts):
    assert found(claim) == facts


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        (
            "A strike in Baghdad killed the commander in his car on 11 February 2024.",
            [("date", "11 February 2024", "7 February 2024")],
        ),
        ("The third division closed the road for 12 days.", []),
        ("Omar Said was killed, and the commission took up its work again on 11 February 2024.", []),
    ],
)
def test_a_fact_that_the_source_has_of_something_else_is_wrong(claim, facts):
    assert found(claim) == facts
    assert len(misplaced_facts(claim, evidence(TEXT))) == len(facts)


def test_the_source_that_says_otherwise_is_named():
    held = evidence("It rained in the north.", TEXT)
    [fact] = Pair("The third division closed the road for 20 hours.", held).wrong_facts
    assert (fact.kind, fact.stated.source.number) == (FindingKind.NUMBER, 2)


@pytest.mark.parametrize("most_words", [10, 30, 45, 200])
def test_the_sentences_nearest_to_a_claim_are_those_that_the_verifier_reads(most_words):
    claim = "The commission paused for 12 days while 900 soldiers served in Syria."
    near = nearest_sentences(claim, evidence(TEXT), most_words)
    assert " ".join(part.text for part in near) == " ".join(nearest_part(claim, TEXT, most_words).split("\n"))


def test_a_passage_keeps_its_best_sentence_and_grows_around_it():
    sentences = [f"Sentence number {n} says something about nothing at all." for n in range(40)]
    source = SourceFinder(None).resolve(Source(1, text=" ".join(sentences)))
    [part] = nearest_sentences("number 20 says", [*evidence(source.text)], most=1)
    [shown] = passages(source, [part.span])
    assert part.text == sentences[20]
    assert sentences[19] in shown.context
    assert sentences[21] in shown.context
    assert len(shown.context) <= 600
    assert source.text[shown.start : shown.start + len(shown.context)] == shown.context


def test_proof_that_stands_far_apart_is_shown_in_a_passage_each():
    first, last = "The ferry left Bergen.", "It had 212 guests."
    source = SourceFinder(None).resolve(
        Source(1, text=f"{first} {'Nothing else was said of it. ' * 30}{last}")
    )
    spans = [Span(0, len(first)), Span(len(source.text) - len(last), len(source.text))]
    shown = list(passages(source, spans))
    assert [one.lit for one in shown] == [(spans[0],), (spans[1],)]
    assert all(one.context in source.text and len(one.context) <= 600 for one in shown)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("2,500", "About 12,500, then 2,500 men", "2,500"),
        ("did not go", "They didn’t go home", "didn’t go"),
        ("US", "The U.S. army", "U.S."),
        ("and said", "And  said so", "And  said"),
        ("Sao Paulo", "in São Paulo", "São Paulo"),
        ("can not", "He cannot", "cannot"),
        ("rain", "It trained", None),
        ("", "It trained", None),
    ],
)
def test_a_phrase_is_found_as_it_is_written(phrase, text, found):
    span = locate(phrase, text)
    assert (text[span.start : span.end] if span else None) == found


@pytest.mark.parametrize(("sentence", "stated"), [(1, "43"), (2, None)], ids=["second", "third"])
def test_a_number_of_the_two_nearest_sentences_is_what_the_source_says_instead(sentence, stated):
    sentences = ["Boats nets sails sank", "Boats nets sank", "Boats sank"]
    sentences[sentence] += " with 43"
    [(kind, said, says)] = found("Boats nets sails sank with 25.", ". ".join(sentences) + ".")
    assert (kind, said, says) == ("number", "25", stated)


WORDS = "boats nets sails ropes oars masts decks".split()
FAR = "It rained in town. Nobody was there. "


def dated(words, day):
    return f"All {' '.join(words)} on {day} March 2024. "


@pytest.mark.parametrize(
    ("of", "nearest", "home", "wrong"),
    [
        (5, 3, 0, True),
        (7, 4, 0, False),
        (5, 5, 3, True),
        (5, 5, 4, False),
    ],
    ids=[".6 says the same", ".57 does not", "home has .4 less", "home has .2 less"],
)
def test_when_a_date_is_of_something_else(of, nearest, home, wrong):
    text = dated(WORDS[:nearest], 7) + FAR + dated([*WORDS[:home], "cheese"], 11)
    claim = f"{' '.join(WORDS[:of]).title()} on 11 March 2024."
    told = misplaced_facts(claim, evidence(text))
    assert [(m.claim_says, m.source_says) for m in told] == (
        [("11 March 2024", "7 March 2024")] if wrong else []
    )
