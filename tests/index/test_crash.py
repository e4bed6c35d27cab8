"""Killed with SIGKILL at any moment, the library opens, is sound, and the same command completes it.

`PINCITE_CRASH_KILLS=50` for the full run.
"""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from corpus import read_articles
from corpus.errors import LibraryBusyError
from index import Library, index_paths
from index.check import check
from index.embed import FakeEmbedder
from index.lock import writer_lock

KILLS = int(os.environ.get("PINCITE_CRASH_KILLS", "12"))
LONGEST_SECONDS = 0.5  # to the kill; the writer below takes about 0.3 s to index the folder once
FILES = 40

# Forks a writer for each line "library folder version", and kills it at the next line. The writer indexes the
# folder over and over, and rewrites all files (each atomically) in between.
WRITERS = """
import contextlib, itertools, json, os, signal, sys
from pathlib import Path
import datasketch, faiss
from corpus.errors import LibraryBusyError
from index import Library, index_paths
from index.embed import FakeEmbedder

def write(path, text):
    path.with_name(f".{path.name}").write_text(text)
    path.with_name(f".{path.name}").replace(path)

def rewrite(folder, version):
    for n in range(int(sys.argv[1])):
        text = f"The report of place {n} has version {version}. " * (n % 9 + 1)
        write(folder / f"{n}.txt", f"Report {n}\\n\\n{text}")
    texts = [f"Row {n} of version {version}. " * 9 for n in range(version % 7, 20)]
    rows = [json.dumps({"title": text[:6], "text": text}) for text in texts]
    write(folder / "rows.jsonl", "\\n".join(rows))

def run(library, folder, version):
    library = Library.open(library, embedder=FakeEmbedder())
    for number in itertools.count(int(version)):
        rewrite(Path(folder), number)
        with contextlib.suppress(LibraryBusyError):
            index_paths(library, [folder])

while line := sys.stdin.readline():
    child = os.fork()
    if child == 0:
        run(*line.split())
    print("started", child, flush=True)
    sys.stdin.readline()
    os.kill(child, signal.SIGKILL)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Writers:
    """The process that forks writers, one at a time."""

    def __init__(self):
        command = [sys.executable, "-c", WRITERS, str(FILES)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def start(self, library, folder, version):
        """Start a writer; its process id."""
        return self._tell(f"{library} {folder} {version}", "started")

    def kill(self):
        """Kill the writer, which must not have ended by itself."""
        assert self._tell("kill", "ended") == -signal.SIGKILL

    def _tell(self, order, expected):
        print(order, file=self._process.stdin, flush=True)
        word, number = self._process.stdout.readline().split()
        assert word == expected
        return int(number)

    def close(self):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture(scope="module")
def writers():
    writers = Writers()
    yield writers
    writers.close()


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


@pytest.mark.slow
def test_a_kill_at_any_moment_loses_nothing(tmp_path, news, writers):
    moments = random.Random(2)
    for n in range(KILLS):
        folder = tmp_path / f"library-{n // 2}"  # each is begun by one kill and changed by the next
        writers.start(folder, news, n * 100)
        time.sleep(moments.uniform(0, LONGEST_SECONDS))
        writers.kill()
        assert_sound(folder)
        assert_completed(folder, news)


@pytest.mark.slow
def test_readers_see_whole_articles_and_a_second_writer_is_told_while_another_writes(tmp_path, news, writers):
    folder = tmp_path / "library"
    pid = writers.start(folder, news, 1)
    try:
        with Library.open(folder, embedder=FakeEmbedder()) as library:
            refusals, deadline = set(), time.monotonic() + 1
            while time.monotonic() < deadline:
                for hit in library.search("the report of place 3"):
                    assert hit.passage.text == hit.passage.article.quote(hit.passage.span)
                try:
                    with writer_lock(folder, wait_seconds=0):
                        continue
                except LibraryBusyError as error:
                    refusals.add(str(error))
            assert any(f"process {pid}" in refusal for refusal in refusals)
            assert library.articles() != []
    finally:
        writers.kill()
