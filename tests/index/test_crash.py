"""Killed with SIGKILL at any moment, the library opens, is sound, and the same command completes it.

`PINCITE_CRASH_KILLS=50` for the full run.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus import read_articles
from corpus.errors import LibraryBusyError
from index import Library, index_paths
from index.check import check
from index.embed import FakeEmbedder

KILLS = int(os.environ.get("PINCITE_CRASH_KILLS", "12"))
ROUND_SECONDS = 0.4  # the writer below takes about this long to index the folder once
FILES = 40

# Indexes a folder over and over, and rewrites all files (each atomically) in between.
WRITER = """
import contextlib, itertools, json, os, sys
from pathlib import Path
from corpus.errors import LibraryBusyError
from index import Library, index_paths
from index.embed import FakeEmbedder

folder, files = Path(sys.argv[2]), int(sys.argv[3])
def write(name, text):
    (folder / f".{name}").write_text(text)
    os.replace(folder / f".{name}", folder / name)
def rewrite(version):
    for n in range(files):
        write(f"{n}.txt", f"Report {n}\\n\\n" + f"The report of place {n} has version {version}. " * (n + 1))
    write("rows.jsonl", "\\n".join(
        json.dumps({"id": str(n), "title": f"Row {n}", "text": f"Row {n} of version {version}. " * 9})
        for n in range(version % 7, 20)
    ))

library = Library.open(sys.argv[1], embedder=FakeEmbedder())
index_paths(library, [])
import corpus.readers, faiss, datasketch
print("ready", flush=True)
for version in itertools.count(int(sys.argv[4])):
    rewrite(version)
    with contextlib.suppress(LibraryBusyError):
        index_paths(library, [folder])
"""


def start_writer(library, news, version):
    command = [sys.executable, "-c", WRITER, str(library), str(news), str(FILES), str(version)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    rest = process.stdout.read()
    process.stdout.close()
    assert rest == ""


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


def expected(news):
    return {article.id: article for article in read_articles([news])}


def assert_sound(folder):
    with Library.open(folder, embedder=FakeEmbedder()) as library:
        assert check(library).problems == ()
        for hit in library.search("report of place", k=3):
            assert hit.passage.text in hit.passage.article.text


def assert_completed(folder, news):
    with Library.open(folder, embedder=FakeEmbedder()) as library:
        index_paths(library, [news])
        wanted = expected(news)
        assert {id: library.article(id) for id in library.store.article_ids()} == wanted
        assert check(library).problems == ()


def test_a_kill_at_any_moment_loses_nothing(tmp_path, news):
    moments = random.Random(2)
    for n in range(KILLS):
        folder = tmp_path / f"library-{n // 2}"  # each is begun by one kill and changed by the next
        process = start_writer(folder, news, n * 100)
        time.sleep(moments.uniform(0, 2 * ROUND_SECONDS))
        kill(process)
        assert_sound(folder)
        assert_completed(folder, news)


def test_readers_see_whole_articles_and_a_second_writer_is_told_while_another_process_writes(tmp_path, news):
    folder = tmp_path / "library"
    process = start_writer(folder, news, 1)
    try:
        with Library.open(folder, embedder=FakeEmbedder()) as library:
            refused, deadline = None, time.monotonic() + 1
            while time.monotonic() < deadline:
                for hit in library.search("the report of place 3"):
                    assert hit.passage.text == hit.passage.article.quote(hit.passage.span)
                try:
                    library.remove([])
                except LibraryBusyError as error:
                    refused = str(error)
            assert f"process {process.pid}" in refused
            assert library.articles() != []
    finally:
        kill(process)
    assert Path(folder, "library.db").exists()
