"""Text files and Markdown: the text stays as it was written, its front matter becomes metadata."""

from datetime import date

from corpus.article import Article
from corpus.plain import first_heading, read_markdown, read_text


def markdown(text: str) -> Article:
    return read_markdown(text.encode(), "/news/a.md")


def test_text_is_the_files_own():
    article = read_text("US leaves\r\n\r\nBy Jane Doe\r\n“No,” he  said.".encode(), "/news/a.txt")
    assert article.text == "US leaves\n\nBy Jane Doe\n“No,” he  said."
    assert (article.title, article.author, article.origin) == ("US leaves", "Jane Doe", "/news/a.txt")


def test_front_matter_is_metadata_and_not_text():
    fields = "title: The deal\nsite: The Site\nauthors: [A, B]\ndate: 2024-09-27\nurl: https://x\n"
    article = markdown(f"---\n{fields}---\n# Head\n\n**Body**.\n")
    assert article.text == "# Head\n\n**Body**."
    assert (article.title, article.publisher, article.author) == ("The deal", "The Site", "A, B")
    assert (article.published, article.source) == (date(2024, 9, 27), "https://x")


def test_windows_line_ends_and_a_mark_do_not_hide_the_front_matter():
    assert markdown("\ufeff---\r\ntitle: The deal\r\n---\r\nBody.").title == "The deal"


def test_front_matter_that_is_no_yaml_is_read_line_by_line():
    article = markdown("---\ntitle: Iraq: the deal\nauthor: 'A'\n---\nBody.")
    assert (article.title, article.author, article.text) == ("Iraq: the deal", "A", "Body.")


def test_impossible_dates_and_endless_values_stop_nothing():
    article = markdown("---\ntitle: T\ndate: 2024-02-31\nauthor: &a [*a]\n---\nBody.")
    assert (article.title, article.published, article.text) == ("T", None, "Body.")


def test_text_between_two_rules_is_no_front_matter():
    text = "---\n\nJust a text.\n\n---\nMore."
    assert markdown(text).text == text


def test_more_than_20000_characters_between_two_rules_are_no_front_matter():
    fields = "title: The deal\nnote: "
    fitting, over = (fields + "x" * (length - len(fields)) for length in (20_000, 20_001))
    assert markdown(f"---\n{fitting}\n---\nBody.").text == "Body."
    assert markdown(f"---\n{over}\n---\nBody.").text.startswith("---\ntitle: The deal")


def test_title_is_the_first_heading_outside_of_code():
    assert first_heading("```\n# comment\n```\n## Sub\n# The *deal* ##\n") == "The *deal*".replace("*", "")
    assert first_heading("No heading\n#hashtag") is None
    assert markdown("Intro.\n\n# Head\n\nBody.").title == "Head"
