"""Files -> library: only what changed is read, nothing is lost, everything skipped is named."""

import json

import pytest

from index import Changes, Library, index_paths, ingest
from index.check import check
from index.embed import FakeEmbedder


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        yield library


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.txt").write_text(f"{name.title()}\n\nThe report of {name} has arrived.")
    return folder


def rows(folder, *texts):
    lines = [json.dumps({"id": str(n), "title": f"Row {n}", "text": text}) for n, text in enumerate(texts)]
    (folder / "rows.jsonl").write_text("\n".join(lines))


def sources(library):
    return sorted(row.source.rsplit("/", 1)[-1] for row in library.articles())


def test_a_folder_is_indexed_once_and_then_unchanged(library, folder):
    assert index_paths(library, [folder]) == Changes(added=3)
    assert index_paths(library, [folder]) == Changes(unchanged=3)
    assert library.search("report of two")[0].passage.article.origin == str(folder / "two.txt")


def test_an_unchanged_folder_needs_no_embedder(library, folder):
    index_paths(library, [folder])
    with Library.open(library.folder) as again:  # its embedder, 'fake', could not be loaded
        assert index_paths(again, [folder]) == Changes(unchanged=3)


def test_a_changed_file_is_replaced_and_a_vanished_one_goes(library, folder):
    index_paths(library, [folder])
    (folder / "one.txt").write_text("One\n\nA correction.")
    (folder / "two.txt").unlink()
    (folder / "four.txt").write_text("Four\n\nThe fourth report.")
    assert index_paths(library, [folder]) == Changes(added=1, unchanged=1, replaced=1, removed=1)
    assert sources(library) == ["four.txt", "one.txt", "three.txt"]
    assert check(library).problems == ()


def test_a_missing_file_given_by_name_is_reported_and_its_articles_stay(library, folder):
    index_paths(library, [folder])
    (folder / "two.txt").unlink()
    changes = index_paths(library, [folder / "two.txt"])
    assert [problem.source for problem in changes.skipped] == [str(folder / "two.txt")]
    assert (changes.removed, len(library.articles())) == (0, 3)


def test_a_missing_folder_is_reported_and_its_articles_stay(library, folder):
    index_paths(library, [folder])
    folder.rename(folder.with_name("unplugged"))
    changes = index_paths(library, [folder])
    assert (len(changes.skipped), changes.removed, len(library.articles())) == (1, 0, 3)


def test_only_what_lies_in_the_given_folder_can_vanish(library, folder, tmp_path):
    other = tmp_path / "news-2"
    other.mkdir()
    (other / "five.txt").write_text("Five\n\nElsewhere.")
    index_paths(library, [folder, other])
    (other / "five.txt").unlink()
    assert index_paths(library, [folder]) == Changes(unchanged=3)
    assert index_paths(library, [other]) == Changes(removed=1)


def test_a_folder_is_the_same_whichever_way_it_is_named(library, folder):
    index_paths(library, [folder])
    (folder / "one.txt").unlink()
    assert index_paths(library, [folder / ".." / folder.name]) == Changes(unchanged=2, removed=1)


def test_rows_that_a_file_no_longer_holds_go(library, folder):
    rows(folder, "First row.", "Second row.", "Third row.")
    assert index_paths(library, [folder]).added == 6
    rows(folder, "First row.", "Second row, corrected.")
    assert index_paths(library, [folder]) == Changes(added=0, unchanged=4, replaced=1, removed=1)
    assert check(library).problems == ()


def test_a_bad_file_is_reported_each_time_and_the_rest_is_indexed(library, folder):
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    first = index_paths(library, [folder])
    assert (first.added, [problem.source for problem in first.skipped]) == (3, [str(folder / "bad.pdf")])
    second = index_paths(library, [folder])
    assert second == Changes(unchanged=3, skipped=first.skipped)


def test_a_bad_row_is_reported_each_time_with_its_place(library, folder):
    rows(folder, "Good row.", "")
    first = index_paths(library, [folder])
    assert (first.added, len(first.skipped)) == (4, 1)
    assert first.skipped[0].source.startswith(f"{folder / 'rows.jsonl'}#")
    assert index_paths(library, [folder]) == Changes(unchanged=4, skipped=first.skipped)


def test_a_file_that_became_unreadable_keeps_its_article_until_it_is_well_again(library, folder):
    index_paths(library, [folder])
    (folder / "one.txt").write_text("")
    changes = index_paths(library, [folder])
    [problem] = changes.skipped
    assert (changes.removed, problem.source) == (0, str(folder / "one.txt"))
    assert "is empty" in problem.reason
    assert len(library.articles()) == 3
    (folder / "one.txt").write_text("One\n\nWell again.")
    assert index_paths(library, [folder]) == Changes(unchanged=2, replaced=1)


def test_a_file_whose_name_is_not_unicode_is_reported(library, folder):
    (folder / "caf\udce9.txt").write_text("Café\n\nText.")
    changes = index_paths(library, [folder])
    assert (changes.added, [problem.source for problem in changes.skipped]) == (
        3,
        [str(folder / "caf\ufffd.txt")],
    )


def test_an_interrupted_file_is_read_again_even_if_its_old_content_is_back(library, folder):
    rows(folder, *[f"Row {n} as it was." for n in range(3)])
    index_paths(library, [folder])
    original = (folder / "rows.jsonl").read_bytes()
    rows(folder, *[f"Row {n}, changed. " * 1000 for n in range(3)])

    class KilledError(Exception):
        pass

    def kill(progress):
        if progress.passages > 400:
            raise KilledError

    with pytest.raises(KilledError):
        index_paths(library, [folder / "rows.jsonl"], progress=kill)
    (folder / "rows.jsonl").write_bytes(original)
    changes = index_paths(library, [folder])
    assert changes.replaced > 0
    assert all(
        "as it was" in library.article(row.id).text for row in library.articles() if "Row" in row.title
    )


def test_articles_added_by_hand_belong_to_their_file_once_it_is_indexed(library, folder):
    from corpus import read_articles

    library.add(read_articles([folder]))
    assert index_paths(library, [folder]) == Changes(unchanged=3)
    (folder / "one.txt").unlink()
    assert index_paths(library, [folder]) == Changes(unchanged=2, removed=1)


def test_a_removed_article_comes_back_when_its_folder_is_indexed_again(library, folder):
    index_paths(library, [folder])
    library.remove([library.articles()[0].id])
    assert index_paths(library, [folder]) == Changes(added=1, unchanged=2)


def test_progress_names_each_file_and_ends_with_all_done(library, folder):
    seen = []
    index_paths(library, [folder], progress=seen.append)
    assert [(step.done_files, step.total_files) for step in seen if step.current] == [
        (0, 3),
        (1, 3),
        (2, 3),
        (2, 3),
    ]
    assert (seen[-1].done_files, seen[-1].passages, seen[-1].current) == (3, 3, "")


def test_files_that_did_not_change_are_neither_parsed_nor_embedded(library, folder, monkeypatch):
    index_paths(library, [folder])

    def refused(*arguments):
        raise AssertionError("a file that did not change was read again")

    monkeypatch.setattr(ingest, "parse_file", refused)
    monkeypatch.setattr(FakeEmbedder, "embed_passages", refused)
    assert index_paths(library, [folder]) == Changes(unchanged=3)
