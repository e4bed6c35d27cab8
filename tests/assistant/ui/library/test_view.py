"""The HTML of the library: what others wrote is text."""

from datetime import date

import pytest

from assistant.ui.article import opened
from assistant.ui.library import view as render_library
from assistant.ui.library.listing import Listing, Order, Query, Undo
from assistant.ui.library.view import AddingView, FileOutcome, Outcome
from corpus import Article
from index.check import Report
from index.library import Stats
from index.rows import ArticleRow
from tests.support.html import SCRIPT, Tags, require_text_only


def row(id="a", title="Rain", group=None):
    return ArticleRow(id, title, "Post", date(2024, 9, 27), "rain.txt", 1234, 2, group)


def listed(*rows, query=None, first=0, fitting=None):
    fitting = len(rows) if fitting is None else fitting
    return Listing(query or Query(), rows, first, fitting, max(fitting, 4), {"g": 2})


def hostile_pages():
    hostile = ArticleRow(SCRIPT, SCRIPT, SCRIPT, None, SCRIPT, 1, 1, "g")
    made = Article.create(SCRIPT, origin=SCRIPT, title=SCRIPT, publisher=SCRIPT, source=SCRIPT)
    failed = FileOutcome(SCRIPT, Outcome.SKIPPED, reasons=(SCRIPT,))
    return [
        render_library.HTML.listing(listed(hostile)), render_library.HTML.read(made, opened(made)),
        render_library.HTML.unreadable(SCRIPT),
        render_library.added(AddingView((failed,))),
        render_library.added(AddingView((failed,), is_over=True, trouble=SCRIPT)),
        render_library.removed(Undo(back=(made,))),
        render_library.note("error", SCRIPT), render_library.checked(Report((SCRIPT,), {})),
        render_library.repaired([SCRIPT]), render_library.HTML.facts(Stats(1, 1, 1, 0, 9, SCRIPT, 3), SCRIPT),
    ]  # fmt: skip


@pytest.mark.parametrize("html", hostile_pages())
def test_what_others_wrote_is_text_and_never_markup(html):
    require_text_only(html)
    assert "alert(1)" in Tags(html).text


def test_a_row_tells_all_of_its_article_and_names_it_to_the_buttons():
    html = render_library.HTML.listing(listed(row(group="g")))
    told = Tags(html).text
    assert all(text in told for text in ("Rain", "Post", "2024-09-27", "1,234", "2 alike"))
    assert 'data-read="a"' in html and 'data-pick="a"' in html and 'data-group="g"' in html


def test_the_sorted_column_says_so():
    html = render_library.HTML.listing(listed(row(), query=Query(order=Order.LENGTH, descending=True)))
    assert '<th scope="col" class="length" aria-sort="descending">' in html
    assert html.count('aria-sort="none"') == 4


def test_pages_are_turned_where_there_are_several():
    html = render_library.HTML.listing(listed(*[row()] * 3, first=50, fitting=53))
    assert "51 to 53 of 53" in html
    assert 'data-page="0"' in html and 'data-page="2"' not in html
    assert "<nav" not in render_library.HTML.listing(listed(row()))


def test_no_articles_and_no_hits_are_said():
    assert "There are no articles yet" in render_library.HTML.listing(Listing(Query(), (), 0, 0, 0, {}))
    assert "0 of 4 articles" in render_library.HTML.listing(listed(query=Query("x")))


def test_a_long_drop_shows_what_was_skipped_and_counts_the_rest():
    rows = [FileOutcome(f"{n}.txt", Outcome.ADDED, 1) for n in range(300)]
    rows[3] = FileOutcome("bad.txt", Outcome.SKIPPED, reasons=("it is empty",))
    html = render_library.added(AddingView(tuple(rows), is_over=True, undo=Undo(("a",))))
    assert "299 files added; 1 file skipped." in html
    assert "bad.txt" in html and "299.txt" in html and "and 200 more" in html
    assert "data-undo" in html


def test_what_is_under_way_can_be_stopped():
    html = render_library.added(
        AddingView((FileOutcome("a.txt", Outcome.READING), FileOutcome("b.txt", Outcome.WAITING)))
    )
    assert "0 of 2 files done" in Tags(html).text
    assert "data-stop" in html and "data-undo" not in html


def test_what_was_stopped_says_that_the_file_under_way_is_still_finished():
    rows = (FileOutcome("a.txt", Outcome.ADDED, 1), FileOutcome("b.txt", Outcome.READING))
    stopping, going = (render_library.added(AddingView(rows, is_stopping=it)) for it in (True, False))
    assert "1 of 2 files done, it ends after the one under way" in stopping
    assert "1 of 2 files done <" in going


def test_one_who_waits_is_told_how_many_are_before_and_can_stop():
    html = render_library.added(AddingView((FileOutcome("a.txt", Outcome.WAITING),), before=1))
    assert "Waiting: another change is made first" in Tags(html).text
    assert "data-stop" in html


def test_what_cut_it_short_is_told_above_what_was_done_all_the_same():
    rows = (FileOutcome("a.csv", Outcome.ADDED, 2), FileOutcome("b.txt", Outcome.STOPPED))
    html = render_library.added(
        AddingView(rows, is_over=True, trouble="The disk is full.", undo=Undo(("a",)))
    )
    told = Tags(html).text
    assert told.index("The disk is full.") < told.index("1 file added (2 articles); 1 file not added.")
    assert "data-undo" in html


def test_a_sound_library_is_told_to_be():
    html = render_library.checked(Report((), {"articles": 1200, "passages": 3}))
    assert "1,200 articles, 3 passages: all is well." in html
    assert "Nothing was wrong." in render_library.repaired([])


def test_sizes_are_told_as_people_read_them():
    assert "<dd>1.2 MB</dd>" in render_library.HTML.facts(Stats(1, 1, 1, 0, 1_234_567, "x", 3), "folder")
