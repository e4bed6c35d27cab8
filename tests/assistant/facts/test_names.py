"""Names that an article does not know, and what is no name though it is capitalised."""

import pytest

from assistant.facts import names
from assistant.facts.text import read


def unknown_names(claim, article):
    return names.unknown_names(read(claim), read(article))


ARTICLE = "Iraqi forces of the U.S. Army met the World Health Organization and American envoys with Macron in Paris."


@pytest.mark.parametrize(
    "claim",
    [
        "Iraq's army met in Paris.",
        "The WHO met the United States.",
        "However, forces met. Additionally, envoys came: Officials left.",
        "“Nearly all” met in May on Friday.",
        "Macron, US.",
    ],
)
def test_known_names_and_no_names(claim):
    assert unknown_names(claim, ARTICLE) == []


@pytest.mark.parametrize(
    ("claim", "unknown"),
    [
        ("Erdogan met Macron.", ["Erdogan"]),
        ("However, Scholz met the EU.", ["Scholz", "EU"]),
        ("The Overall Agreement met.", ["Overall", "Agreement"]),
    ],
)
def test_unknown_names_are_given_as_written(claim, unknown):
    assert unknown_names(claim, ARTICLE) == unknown


@pytest.mark.parametrize(
    ("claim", "article"),
    [
        ("A U.N. report came.", "A United Nations report came."),
        ("The United Nations met.", "The UN met."),
        ("The World Health Organization met.", "The WHO met."),
        ("The WHO met.", "The World Health Organization met."),
        ("MCQs help.", "An MCQ helps."),
        ("An input capture (IC) channel counts.", "The input capture channel counts."),
        ("The British left.", "The UK left."),
        ("The United Kingdom left.", "British troops left."),
        ("Spaniards left.", "They left Spain."),
        ("The TV series ended.", "The television series ended."),
        ("Pavon plays.", "Pavón plays."),
    ],
)
def test_a_name_in_another_writing_is_known(claim, article):
    assert unknown_names(claim, article) == []


@pytest.mark.parametrize(
    ("claim", "unknown"),
    [
        ("Yahya Rahim spoke.", ["Rahim"]),  # the initials of another name
        ("Ursula Smith spoke.", ["Ursula", "Smith"]),  # those of an acronym of two letters
        ("Yahya Karim spoke.", ["Karim"]),
        ("The YRC met.", ["YRC"]),
    ],
)
def test_initials_make_no_name_of_another(claim, unknown):
    assert unknown_names(claim, "Yahya Rasool of the US spoke to us.") == unknown


def test_us_is_no_country_where_it_means_ourselves():
    assert unknown_names("The US left.", "Smith told us that all had left.") == ["US"]


@pytest.mark.parametrize(
    "claim", ["Gen. Rasool spoke.", "Maj. Gen. Rasool, Jr., spoke.", "On Aug. 5 and 6 Sept Rasool spoke."]
)
def test_ranks_and_short_months_are_no_names(claim):
    assert unknown_names(claim, "The general Yahya Rasool spoke on 5 August and 6 September.") == []


def test_a_short_month_without_a_day_is_a_name():
    assert unknown_names("Jan spoke.", "Rasool spoke.") == ["Jan"]


@pytest.mark.parametrize(
    ("claim", "unknown"),
    [
        ("Neither Washington nor Baghdad named a date.", []),
        ("Washington said so.", []),
        ("They met in Washington.", ["Washington"]),
        ("They came to Baghdad.", ["Baghdad"]),
        ("The Washington marathon named no date.", ["Washington"]),
        ("The Washington Institute said so.", ["Washington", "Institute"]),
        ("Tehran said so.", ["Tehran"]),
    ],
)
def test_a_capital_is_its_government_where_the_country_is_named(claim, unknown):
    assert unknown_names(claim, "US and Iraqi officials named no date.") == unknown


@pytest.mark.parametrize(
    ("claim", "article", "unknown"),
    [
        ("Gordon Keener left.", "Leicester bought Keener.", []),
        ("Gordon Keener left.", "Leicester bought Tony Keener. Then Keener left.", ["Gordon"]),
        ("Iranian Kurds left.", "Most Kurds left.", ["Iranian"]),
        ("North Korea left.", "Most of Korea left.", ["North"]),
        ("Keener Gordon left.", "Leicester bought Keener.", ["Gordon"]),
    ],
)
def test_a_first_name_is_added_only_where_the_article_has_the_family_name_alone(claim, article, unknown):
    assert unknown_names(claim, article) == unknown


@pytest.mark.parametrize(
    ("claim", "article", "unknown"),
    [
        ("Thrift Shop has 600 million views.", "Furthermore, the video has 600 million views.", []),
        ("Thrift Shop has 600 million views.", "In 2013, it had 600 million views.", []),
        ("The Beguiled has a plot.", "The script has a plot.", []),
        ("Thrift Shop has 600 million views on Vimeo.", "In 2013, it had 600 million views.", ["Vimeo"]),
        (
            "Thrift Shop has 600 million views.",
            "Macklemore's video has 600 million views.",
            ["Thrift", "Shop"],
        ),
        ("Thrift Shop has views.", "The video has views. " + "It was liked. " * 30, ["Thrift", "Shop"]),
        ("Thrift House has views.", "It was followed by Thrift Shop.", ["House"]),
    ],
)
def test_the_subject_of_a_claim_may_be_what_a_fragment_calls_it(claim, article, unknown):
    assert unknown_names(claim, article) == unknown


@pytest.mark.parametrize(
    ("claim", "article", "unknown"),
    [
        ("Marsh left.", "Mars left.", []),
        ("Iran left.", "Iraq left.", ["Iran"]),
        ("Iraqi men left.", "Iraq left.", []),
    ],
    ids=["4 letters", "3 letters", "4 of 5 letters"],
)
def test_names_with_the_same_four_letters_are_forms_of_one(claim, article, unknown):
    assert unknown_names(claim, article) == unknown


@pytest.mark.parametrize(("letters", "unknown"), [("ABCDEF", []), ("ABCDEFG", ["ABCDEFG"])])
def test_an_acronym_has_at_most_six_letters(letters, unknown):
    full = " ".join("Able Baker Castle Dog Ember Fox Garden".split()[: len(letters)])
    assert unknown_names(f"The {letters} met.", f"The {full} met.") == unknown


@pytest.mark.parametrize(("words", "unknown"), [(60, []), (61, ["Thrift", "Shop"])])
def test_a_text_of_at_most_sixty_words_is_a_fragment(words, unknown):
    article = f"The video has views.{' And so on.' * 18}{' Yes.' * (words - 58)}"
    assert len(article.split()) == words
    assert unknown_names("Thrift Shop has views.", article) == unknown


@pytest.mark.parametrize(
    ("claim", "article"),
    [
        ("Sean O'Brien left.", "Sean O’Brien left."),
        ("Sean O’Brien left.", "Sean O'Brien left."),
        ("Sean OʼBrien left.", "Sean O‘Brien left."),
        ("The rebels left Sanaa.", "The rebels left Sana’a."),
        ("They hit Hawaii.", "They hit Hawaiʻi."),
        ("Soren Agard left.", "Søren Ågård left."),
        ("Lech Walesa left Lodz.", "Lech Wałęsa left Łódź."),
        ("Juergen Mueller left Malmoe.", "Jürgen Müller left Malmö."),
        ("Jürgen Groß left.", "Juergen Gross left."),
        ("Novak Djokovic left.", "Novak Đoković left."),
        ("'We're sure' and It's time.", "We’re sure. It’s time."),
        ("Mohammad Ahmad left.", "Mohammed Ahmed left."),
        ("It makes 500 MW at 2 p.m. GMT.", "It makes 0.5 GW at 14:00."),
        ("The OECD met.", "The Organisation for Economic Cooperation and Development met."),
    ],
)
def test_the_same_name_in_other_letters_is_known(claim, article):
    assert unknown_names(claim, article) == []


@pytest.mark.parametrize(
    ("claim", "article", "unknown"),
    [
        ("Sean O'Brian left.", "Sean O’Brien left.", ["O'Brian"]),
        ("Erik Hanson left.", "Erik Hansen left.", ["Hanson"]),
        ("Aoife O'Neal left.", "Aoife O’Neill left.", ["O'Neal"]),
        ("English men left.", "They left England.", []),
        ("Jürgen Möller left.", "Jürgen Müller left.", ["Möller"]),
        ("Germans left.", "Germany left.", []),  # a plural is no misspelling
        ("Hansens left.", "Hansen left.", []),
    ],
)
def test_a_name_with_one_other_letter_is_another(claim, article, unknown):
    assert unknown_names(claim, article) == unknown
