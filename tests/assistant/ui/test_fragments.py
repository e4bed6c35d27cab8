"""What several places of the page show."""

import re

from assistant.report.templates import Macros
from assistant.ui import article, fragments

pages = Macros("ui/fragments.html").pages


def test_pages_say_where_one_is_and_lead_to_their_neighbours():
    html = pages("Pages", 50, 50, 1130, 50)
    assert "<span>51 to 100 of 1,130</span>" in html
    assert re.findall(r'data-turn="(\w+)" data-page="(\d+)"', html) == [("Previous", "0"), ("Next", "2")]
    assert re.findall(r'data-page="(\d+)"', pages("Pages", 0, 50, 51, 50)) == ["1"]
    assert re.findall(r'data-page="(\d+)"', pages("Pages", 50, 1, 51, 50)) == ["0"]


def test_one_page_has_nothing_to_turn():
    assert pages("Pages", 0, 50, 50, 50) == ""


def test_an_article_beside_something_else_can_be_closed():
    shown = article.HTML.unavailable("gone")
    html = fragments.HTML.beside(shown)
    assert html.startswith('<div class="beside">')
    assert '<button type="button" class="closer" data-close>Close</button>' in html
    assert shown in html
