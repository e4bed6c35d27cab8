"""What one side affirms and the other denies, and silence if it may be said otherwise."""

import pytest

from assistant.answer import Mismatch
from assistant.facts import polarity
from assistant.facts.polarity import saying
from assistant.facts.text import read


def prefixed(claim, source):
    return polarity.prefixed(read(claim), read(source))


def denied(claim, source):
    return polarity.denied(read(claim), read(source))


def opposed(claim, source):
    return polarity.opposed(read(claim), read(source))


def unsaid(claim, source):
    return polarity.unsaid(read(claim), read(source))


def test_a_word_that_turns_into_its_opposite_is_a_negation():
    snippet = "The plan is unlikely to placate Iran."
    assert prefixed("The plan is likely to placate Iran.", snippet) == [
        Mismatch("negation", "likely", "unlikely")
    ]
    assert prefixed("It is inaccurate.", "It is accurate.") == [
        Mismatch("negation", "inaccurate", "accurate")
    ]
    assert prefixed("It is unlikely.", snippet) == []


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("They are not able to come.", "They are unable to come."),
        ("It is unofficial.", "It has official papers but is unofficial."),
        ("They play on a display.", "They play."),
        ("He is ill.", "He is still well."),
    ],
)
def test_a_prefix_that_turns_nothing_is_none(claim, source):
    assert prefixed(claim, source) == []


@pytest.mark.parametrize(
    ("claim", "source", "mismatch"),
    [
        ("The army did not attack.", "The army attacked.", Mismatch("negation", "not attack", "attacked")),
        ("The army attacked.", "The army didn't attack.", Mismatch("negation", "attacked", "n't attack")),
        ("He never starred in it.", "He starred in it.", Mismatch("negation", "never starred", "starred")),
        ("It has troops.", "It has no troops.", Mismatch("negation", "troops", "no troops")),
        ("It acted with approval.", "It acted without approval.", Mismatch("negation", "approval", "without approval")),
        ("He paid.", "He failed to pay.", None),
        ("He refused to sign.", "He signed.", Mismatch("negation", "refused to sign", "signed")),
    ],
)  # fmt: skip
def test_a_word_denied_on_one_side_only(claim, source, mismatch):
    assert denied(claim, source) == ([mismatch] if mismatch else [])


ARTICLE = (
    "Iraq remains responsible for protecting coalition troops during the transition. Officials say that troops"
    " should leave by the end of 2026. No American official has confirmed that date. The plan gives no number"
    " of those who will leave Iraq. If there is doubt, few will go."
)


@pytest.mark.parametrize(
    ("claim", "mismatch"),
    [
        (
            "During the transition Iraq is not responsible for protecting coalition troops.",
            Mismatch("negation", "not responsible", "responsible"),
        ),
        (
            "Troops should leave by the end of 2026, and American officials have confirmed that date.",
            Mismatch("negation", "American", "No American"),
        ),
    ],
)
def test_a_denial_is_held_against_the_sentence_that_says_the_rest(claim, mismatch):
    assert denied(claim, ARTICLE) == [mismatch]


@pytest.mark.parametrize(
    "claim",
    [
        "A number of papers corrected what they had written on Friday.",  # the plan's number is another
        "American troops should leave by the end of 2026.",
        "The transition does not have a long history.",
    ],
)
def test_a_denial_of_something_else_is_left_alone(claim):
    assert denied(claim, ARTICLE) == []


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It was not only a bank.", "It was a bank."),
        ("He did not attack.", "He avoided an attack."),
        ("He did not attack.", "He never attacked."),
        ("He attacked.", "He did not attack in May; he attacked in June."),
        ("They met, not far away.", "They met in town."),
    ],
)
def test_what_may_be_said_otherwise_is_left_alone(claim, source):
    assert denied(claim, source) == []


NEWS = (
    "Iran denied any part in the attack. Many Kurdish members stayed away from the session. Tension in the region has "
    "risen within three weeks. The bank is no longer a member of the club. Exports rose in May and fell in June."
)


@pytest.mark.parametrize(
    ("claim", "said", "stated"),
    [
        ("Iran claimed responsibility for the attack.", "claimed", "denied"),
        ("Many Kurdish members voted for it.", "voted", "stayed"),
        ("Tension in the region eased within three weeks.", "eased", "risen"),
        ("The bank is still a member of the club.", "still", "no longer"),
    ],
)
def test_an_opposite_in_the_same_sentence_is_named(claim, said, stated):
    assert opposed(claim, NEWS) == [Mismatch("opposite", said, stated)]


@pytest.mark.parametrize(
    "claim",
    [
        "Tension in the region increased within three weeks.",
        "Exports fell in June.",
        "Exports rose in May.",
        "Tension in the region has not eased within three weeks.",
        "Prices eased.",
        "Iran claimed that the bank was hit in June.",
    ],
)
def test_what_says_the_same_or_something_else_is_left_alone(claim):
    assert opposed(claim, NEWS) == []


def test_a_negated_opposite_is_none():
    assert opposed("The court allowed the march.", "The court did not ban the march.") == []


def test_sides_that_may_change_places_are_no_opposites():
    assert opposed("Ann won the match with Beth.", "Beth lost the match with Ann.") == []


SINGH = "Singh did not say how many soldiers will go home. She said when the talks will end."


@pytest.mark.parametrize("verb", ["states", "said", "disclosed", "specifies"])
def test_a_clause_that_nobody_said_is_named(verb):
    assert unsaid(f"The plan {verb} how many soldiers will go home.", SINGH) == [
        Mismatch("negation", f"{verb} how many soldiers will", "not say how many soldiers will")
    ]


@pytest.mark.parametrize(
    "claim",
    [
        "Singh said when the talks will end.",
        "Singh did not say how many soldiers will go home.",
        "Singh said how many soldiers came home in May.",
        "Singh said that soldiers will go home.",
    ],
)
def test_what_was_said_or_is_not_claimed_is_left_alone(claim):
    assert unsaid(claim, SINGH) == []


def test_what_was_said_elsewhere_in_the_source_was_said():
    source = f"{SINGH} Ryder said how many soldiers will go home."
    assert unsaid("He said how many soldiers will go home.", source) == []


SAID = "Iraq remains responsible for protecting troops. No official has confirmed the date."


@pytest.mark.parametrize(
    ("claim", "but", "found"),
    [
        ("Iraq protects troops.", "", [0]),
        (
            "Officials confirmed a new date in Rome on Sunday after the talks.",
            "",
            [1],
        ),  # all of the sentence is in it
        ("Iraq protects its oil fields and wells.", "", []),
        ("Iraq denied it.", "deni", [0]),  # all of the rest is there
    ],
)
def test_a_sentence_says_the_same_where_most_words_of_either_are_in_both(claim, but, found):
    assert [
        read(SAID).sentences.index(sentence) for sentence in saying(read(claim), read(SAID), but)
    ] == found


CITIES = "Bergen Oslo Rome Paris Turin Milan Genoa Pisa Siena Lucca".split()
OTHERS = "Kiel Bremen Worms Mainz Trier Bonn Essen Fulda Jena Gotha".split()


@pytest.mark.parametrize(
    ("shared", "of", "says_the_same"), [(3, 5, True), (2, 4, False), (4, 7, False)], ids=[".6", ".5", ".57"]
)
def test_six_tenths_of_a_claims_words_are_the_same_statement(shared, of, says_the_same):
    sentence = f"{' '.join(CITIES[:shared] + OTHERS)}."
    assert bool(saying(read(" ".join(CITIES[:of])), read(sentence), "")) is says_the_same


@pytest.mark.parametrize(("sentence", "says_the_same"), [("Bergen!", False), ("Bergen, Oslo!", True)])
def test_a_sentence_of_one_word_says_nothing(sentence, says_the_same):
    assert bool(saying(read(" ".join(CITIES)), read(sentence), "")) is says_the_same


@pytest.mark.parametrize(("shared", "found"), [(3, [("not attack", "attacked")]), (2, [])])
def test_where_nothing_is_negated_three_tenths_of_a_claims_words_are_enough(shared, found):
    source = f"It attacked {' '.join(CITIES[:shared] + OTHERS)}."
    told = denied(f"It did not attack {' '.join(CITIES)}.", source)
    assert [(mismatch.claim_says, mismatch.source_says) for mismatch in told] == found


@pytest.mark.parametrize(
    ("clause", "is_denied"),
    [("how many soldiers will leave in May", True), ("how many soldiers may go home", False)],
)
def test_four_words_make_a_clause_the_same(clause, is_denied):
    assert bool(unsaid(f"The plan states {clause}.", SINGH)) is is_denied


@pytest.mark.parametrize("negation", ["without", "declined to", "nor did Macdonald"])
def test_a_negation_of_several_words_denies_a_clause(negation):
    source = f"Singh left, and {negation} say how many soldiers will go home."
    assert unsaid("The plan states how many soldiers will go home.", source)
