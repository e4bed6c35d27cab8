"""Sentences of news: where they end, where they do not, and that no visible code point is lost."""

import time

import pytest
import sentencex
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import WINDOW, is_wrapped, split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


# One case a line, `|` where a sentence ends.
NEWS = [
    "The U.S. Army said no.|U.S. officials refused.",
    "Iraq said no.|“We refused his proposal regarding a third year,” said Abbasi.",
    "Most troops left the U.S.|The rest stayed in Iraq.",
    "He works for the U.S. Treasury.|It has an office in Washington, D.C.|He lives there.",
    "The meeting is at 4 p.m. Friday.|It ends at 6 p.m.|Reporters may attend.",
    "It began at 9 a.m. Eastern and ended at 11 a.m. EDT on Monday.",
    "The strike hit at 4:38 p.m. Baghdad time.|Nobody was hurt.",
    "“We are leaving,” he said.|“The next phase starts now,” he added.",
    "“We haven't decided.|It will take a week,” an official said.",
    "He called it “a bilateral security partnership.”|Singh declined to comment.",
    '"Why now?" Ms. Singh asked.|"Because we can!" he replied.',
    "“Will they stay?” he asked on Friday.|Nobody knew.",
    "Rep. Mike Rogers (R-Ala.) wrote on X.|He was worried.",
    "Sen. Jack Reed (D-R.I.) and Gov. Ron DeSantis disagreed.",
    "Killed were Gen. Qasem Soleimani and Lt. Col. John Doe Jr. of Texas.",
    "Iranian Gen. Qasem Soleimani and PMF leader Abu Mahdi al-Muhandis died.|Iraq protested.",
    "No. 1 on the list is Iraq.|Syria is No. 2.",
    "On Sept. 27, 2024, they met.|On Oct. 3 they met again.",
    "Prime Minister Mohammed Shia' Al Sudani spoke.|Then he left.",
    "Staff Sgt. Bruce Daddis/US Army",
    "BAGHDAD (AP) — U.S.-led forces invaded Iraq in 2003.|They withdrew in 2011.",
    "The firm, Acme Inc., bought Widget Co. for $3.5 million.|It paid cash.",
    "He met J. D. Vance and George W. Bush.|Both smiled.",
    "They won vs. Iran 3-1.|Dr. Smith, e.g. in St. Louis, cheered.",
    "Is it over?|No!|It goes on…|Nobody knows why.",
    "The case is Gregg v. Georgia.|It was decided in 1976.",
    "The rate rose 2.5 percent to 4.75.|Prices fell.",
    "The rule takes effect Jan. 1.|Officials had asked for more time.",
    "See www.example.org/a.b?c=d for more.|It is free.",
    "The Wi-Fi failed.[12]|It was repaired.[3]",
    "1. The first point stands.",
    "He said: “I don't know.|Ask the U.N.” and hung up.",
    "The group claims 8.2 million members etc. and more.|It grows.",
    "US-led troops left at 150 °C.|Nobody minded.",
    "“ISIS is not really representing a challenge.”|There is also tension.",
    "Eventually the 12-inch (300 mm) record won.|It sold.",
]


@pytest.mark.parametrize("case", NEWS)
def test_news_is_split_where_a_reader_would(case: str):
    expected = case.split("|")
    assert sentences(" ".join(expected)) == expected


def test_headlines_datelines_and_list_items_are_sentences_of_their_own():
    head = "US not withdrawing from Iraq\n\nSeptember 27, 2024, 4:38 PM\n"
    text = head + "The U.S. agreed.\n- Troops leave\n- Bases close\n"
    assert sentences(text) == [
        "US not withdrawing from Iraq",
        "September 27, 2024, 4:38 PM",
        "The U.S. agreed.",
        "Troops leave",
        "Bases close",
    ]


def test_markdown_markers_and_rules_are_left_out():
    assert sentences("## What changed\n\n---\n\n> He left.\n* * *\n* One. Two.") == [
        "What changed",
        "He left.",
        "One.",
        "Two.",
    ]


WRAPPED = (
    "A long-expected deal to reduce U.S. troop presence in Iraq will likely be\n"
    "announced next week, two administration officials said Friday. The agreement\n"
    "would reduce American troops in the country."
)


def test_line_breaks_of_hard_wrapped_prose_are_blanks():
    first, second = sentences(WRAPPED)
    assert first.endswith("be\nannounced next week, two administration officials said Friday.")
    assert second == "The agreement\nwould reduce American troops in the country."


def test_wrapped_prose_is_told_from_lines_that_stand_alone():
    assert is_wrapped(WRAPPED.split("\n"))
    assert not is_wrapped(["The U.S. Army left the base near the town of Erbil.", "Nobody was hurt in it."])
    assert not is_wrapped(["US not withdrawing from Iraq", "but troops may leave"])
    assert not is_wrapped(["one line only"])


@pytest.mark.parametrize(("length", "wrapped"), [(44, False), (45, True), (100, True), (101, False)])
def test_the_lines_of_wrapped_prose_have_45_to_100_characters(length: int, wrapped: bool):
    assert is_wrapped(["x" * length, "x" * length, "end."]) is wrapped


def test_nothing_visible_means_no_sentences():
    assert split_sentences("") == split_sentences(" \n\n\t") == []


PIECES = [
    *(
        "U.S.",
        "no.",
        "He",
        "said",
        "“No,”",
        "Gen.",
        "p.m.",
        "(R-Ala.)",
        "4",
        "[1]",
        "é",
        "新聞。",
        "🎉",
        "x" * 60,
    ),
    *('"', "“", "”", ".", "?", "!", "…", "\n", "\n\n", " ", "\u00a0", "- ", "# ", "---"),
]
NEWSLIKE = st.lists(st.sampled_from(PIECES), max_size=60)


@given(st.one_of(st.text(max_size=300), NEWSLIKE.map(" ".join), NEWSLIKE.map("".join)))
def test_spans_are_ordered_disjoint_stripped_and_lose_only_line_markers(text: str):
    spans = split_sentences(text)
    end = 0
    for span in spans:
        sentence = text[span.start : span.end]
        assert end <= span.start
        assert sentence
        assert sentence == sentence.strip()
        end = span.end
    covered = {position for span in spans for position in range(span.start, span.end)}
    lost = {character for position, character in enumerate(text) if position not in covered}
    assert all(character.isspace() or character in "#-*+>•_=~" for character in lost)


PATHOLOGICAL = {
    "no punctuation": "word " * 100_000,
    "dots": "." * 1_000_000,
    "open quotations": "“Hello there. " * 15_000,
    "initials": "U.S. " * 30_000,
    "newlines": "\n" * 200_000 + "x",
    "short lines": "a\n" * 50_000,
}


@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_sentencex_is_given_windows_and_each_code_point_once(text: str, monkeypatch):
    lengths: list[int] = []
    segment = sentencex.segment

    def counted(language: str, window: str) -> list[str]:
        lengths.append(len(window))
        return segment(language, window)

    monkeypatch.setattr(sentencex, "segment", counted)
    split_sentences(text)
    assert max(lengths) <= 4_000
    assert sum(lengths) == len(text) - text.count("\n")


@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_our_own_expressions_look_at_a_pathological_text_in_linear_time(text: str):
    # No step of theirs can be counted. The processor's time, 0.02 to 0.4 s, not the clock's: other programs do not
    # lengthen it. An expression that begins anew at each dot takes minutes.
    before = time.process_time()
    split_sentences(text)
    assert time.process_time() - before < 10


def test_windows_of_long_paragraphs_do_not_cut_sentences():
    sentence = "Iranian Gen. Qasem Soleimani was killed in the U.S. strike in Baghdad on Jan. 3, 2020."
    text = " ".join([sentence] * (5 * WINDOW // len(sentence)))
    assert set(sentences(text)) == {sentence}
