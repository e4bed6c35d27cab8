"""The list of articles: searched, sorted, in pages; removed and put back."""

from datetime import date

import pytest

from assistant.documents import from_document
from assistant.ui.library.listing import Catalogue, Order, Query, Undo, remove, take_back
from corpus import Article
from index import Library
from index.check import check
from index.embed import FakeEmbedder

WIRE = (
    "The minister opened the new bridge over the river on Monday and thanked the workers for their patience."
)


@pytest.fixture
def library(tmp_path, fake_embedder):
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        library.add(
            [
                article("Rain", "Rain fell on the harbour.", publisher="Post", published=date(2024, 9, 27)),
                article(
                    "apples", "The harvest was good. Fog lay over the harbours.", published=date(2023, 1, 2)
                ),
                article("Bridge", WIRE, publisher="Agency"),
                article("Bridge again", WIRE, publisher="Post"),
            ]
        )
        yield library


def article(title, text, **metadata):
    return Article.create(text, origin=f"{title}.txt", title=title, **metadata)


def titles(library, query):
    return [row.title for row in Catalogue(library).listing(query).rows]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.TITLE, ["apples", "Bridge", "Bridge again", "Rain"]),
        (Order.PUBLISHER, ["apples", "Bridge", "Bridge again", "Rain"]),
        (Order.PUBLISHED, ["Bridge", "Bridge again", "apples", "Rain"]),
        (Order.LENGTH, ["Rain", "apples", "Bridge", "Bridge again"]),
        (Order.COPIES, ["Rain", "apples", "Bridge", "Bridge again"]),
    ],
)
def test_it_is_sorted_by_each_column(library, order, expected):
    assert titles(library, Query(order=order)) == expected


def test_descending_the_greatest_comes_first_and_equals_stay_in_the_order_of_titles(library):
    assert titles(library, Query(order=Order.PUBLISHED, descending=True)) == [
        "Rain", "apples", "Bridge", "Bridge again",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("brid", ["Bridge", "Bridge again"]),
        ("harbour", ["apples", "Rain"]),
        ("HARB fog", ["apples"]),
        ("post bridge", ["Bridge again"]),
        ("nowhere", []),
        ('" OR *', []),
        ("  ", ["apples", "Bridge", "Bridge again", "Rain"]),
    ],
)
def test_every_word_is_looked_for_in_title_publisher_and_text(library, words, expected):
    assert titles(library, Query(words)) == expected


def test_copies_are_counted_and_shown_together(library):
    found = Catalogue(library).listing(Query())
    [group] = {row.duplicate_group for row in found.rows if row.duplicate_group}
    assert found.copies[group] == 2
    assert titles(library, Query(group=group)) == ["Bridge", "Bridge again"]


def test_it_has_pages_and_a_page_beyond_the_last_is_the_last(library):
    library.add(article(f"Z {n:03}", f"Text {n}.") for n in range(50))
    found = Catalogue(library).listing(Query(page=9))
    assert (found.first, found.fitting, found.total) == (50, 54, 54)
    assert [row.title for row in found.rows] == [f"Z {n:03}" for n in range(46, 50)]


def test_what_is_removed_can_be_put_back_as_it_was(library):
    before = Catalogue(library).listing(Query())
    ids = [row.id for row in before.rows[:3]]
    change = remove(library, [*ids, "never-there", ids[0]])
    assert [article.id for article in change.back] == ids
    assert titles(library, Query()) == ["Rain"]
    take_back(library, change)
    assert Catalogue(library).listing(Query()).rows == before.rows
    assert check(library).problems == ()


def test_the_list_follows_what_anybody_changes(library):
    catalogue = Catalogue(library)
    assert catalogue.listing(Query()).total == 4
    with Library.open(library.folder, embedder=FakeEmbedder()) as another:
        another.add([article("Hail", "Hail fell on the road.")])
        assert [row.title for row in catalogue.listing(Query("hail")).rows] == ["Hail"]
        another.remove([row.id for row in another.articles() if row.title == "Bridge again"])
    found = catalogue.listing(Query(order=Order.COPIES, descending=True))
    assert (found.total, found.copies) == (4, {})


def test_a_repair_is_seen_once_what_was_read_is_forgotten(library):
    catalogue = Catalogue(library)
    found = catalogue.listing(Query())
    library.store.put_duplicate_groups({})
    assert catalogue.listing(Query()).copies == found.copies != {}
    catalogue.forget()
    assert catalogue.listing(Query()).copies == {}


def test_taking_out_what_is_gone_already_does_nothing(library):
    take_back(library, Undo(out=("never-there",)))
    assert not Undo()
    assert not remove(library, ["never-there"])


def test_what_the_page_asks_for_is_read_as_its_script_sends_it():
    document = {"words": "a b", "order": "length", "descending": True, "group": "g", "page": 2, "number": 7}
    assert from_document(Query, document) == Query("a b", Order.LENGTH, True, "g", 2, 7)
    assert from_document(Query, {**document, "group": ""}).group == Query().group
