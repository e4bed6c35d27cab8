"""Sources are found by what they bring along, by id, URL and title; copies are one source."""

from datetime import date

import pytest

from assistant.audit.sources import SourceFinder, plain_url
from assistant.audit.submission import Source
from corpus import Article
from index import Library
from index.embed import FakeEmbedder

FERRY = Article.create(
    "The ferry left.",
    origin="ferry.txt",
    title="Ferry leaves: the storm of 2024 is over",
    source="https://a.org/f",
)
OLD = Article.create(
    "The ferry sank.", origin="old.txt", title="Ferry leaves: the storm of 2023 is over", source="Desk"
)
MORNING = Article.create(
    "Rain came.", origin="m.txt", title="Weather", published=date(2024, 5, 1), source="Desk"
)
EVENING = Article.create(
    "Snow came.", origin="e.txt", title="Weather", published=date(2024, 5, 2), source="Desk"
)


@pytest.fixture(scope="module")
def finder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources") / "library"
    with Library.open(folder, embedder=FakeEmbedder()) as library:
        library.add([FERRY, OLD, MORNING, EVENING])
        yield SourceFinder(library)


@pytest.mark.parametrize(
    ("source", "article"),
    [
        (Source(1, article=OLD.id), OLD),
        (Source(1, url="http://www.A.org/f/?utm_source=mail#top"), FERRY),
        (Source(1, title="Ferry leaves: the storm of 2024 is over"), FERRY),
        (Source(1, title="FERRY LEAVES - the storm of 2024 is over!"), FERRY),
        (Source(1, title="Ferry leaves: the storms of 2023 is over"), OLD),
        (Source(1, title="Ferry leaves: the storm of 2024 is over | Harbour News"), FERRY),
        (Source(1, title="Ferry leaves: the storm of 2024…"), FERRY),
        (Source(1, title="Ferry leaves: the storm of 2025 is over"), None),
        (Source(1, title="Quite another title"), None),
        (Source(1, url="Desk"), None),
        (Source(1, url="Desk", title="Weather", published=date(2024, 5, 2)), EVENING),
        (Source(1, title="Weather", published=date(2024, 5, 1)), MORNING),
        (Source(1, title="Weather", quote="Snow came"), EVENING),
        (Source(1, article="gone-1", title="Ferry leaves: the storm of 2024 is over"), FERRY),
    ],
)
def test_an_article_is_found_by_what_a_source_says_of_it(finder, source, article):
    found = finder.resolve(source)
    assert found.article == article
    assert found.text == (article.text if article else "")
    assert found.ref.number == 1
    assert found.is_gone is (source.article == "gone-1")


def test_a_source_with_its_own_text_needs_no_library():
    found = SourceFinder(None).resolve(Source(3, title="Mine", text="All of it.", quote="it"))
    assert (found.text, found.article, found.ref.number, found.ref.article) == ("All of it.", None, 3, None)
    assert not found.has_only_quote


def test_a_quote_is_all_there_is_of_a_source_that_is_not_found():
    found = SourceFinder(None).resolve(Source(1, title="Elsewhere", quote="It rained."))
    assert (found.text, found.has_only_quote, found.ref.title) == ("It rained.", True, "Elsewhere")


def test_an_article_cited_twice_is_one_independent_source(finder):
    sources = [finder.resolve(Source(n, article=id)) for n, id in enumerate([OLD.id, OLD.id, FERRY.id], 1)]
    assert finder.independent(sources) == 2
    assert finder.independent([]) == 0


def test_a_url_that_is_none_is_compared_as_it_is():
    assert plain_url("http://[nonsense") == "http://[nonsense"
    assert plain_url("https://a.org/b?id=3&utm_medium=x") == "a.org/b?id=3"


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Minister says the harbour will open", True),  # likeness .90 to "Ministry says the harbour may open"
        ("Minister says the bridges will open", False),  # .77
        ("Ministry says the harbour", True),  # four words of it
        ("Ministry says the", False),
    ],
)
def test_a_title_that_is_nearly_the_same_or_cut_short_is_found(tmp_path, title, found):
    article = Article.create("It opens.", origin="a.txt", title="Ministry says the harbour may open")
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        library.add([article])
        assert SourceFinder(library).resolve(Source(1, title=title)).article == (article if found else None)
