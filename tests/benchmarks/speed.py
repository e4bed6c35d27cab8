"""How fast a library is built, opened and searched, and how much memory that takes. Parts, see --only:

  memory      peak resident memory of a fresh process that indexes the texts as files, and of one that asks
              --library (default: the texts) a question (--question), after each step; and seconds
  ingest      passages a second of the library, and of SentenceTransformer.encode with its default batch on
              the same passages' texts: alternating in one run, so that noise meets both alike; the ratio is
              the library's time over the bare one's, with splitting, SQLite, duplicates and FAISS in it
  unchanged   files a second when small made files (--files) are indexed again and none has changed
  open        a fresh process opens --library: imports, library with all vectors loaded, first search
  search      milliseconds a search, question embedding included: of --library, and of made ones of --sizes
              passages (words by Zipf's law, random unit vectors); questions are beginnings of passages

--texts is a folder of articles or a file in SQuAD's format (default: the sample briefs); its first --passages
passages are taken.
"""

import json
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from corpus import Article, read_articles
from corpus.samples import ARTICLES
from index import Library, index_paths
from index.embed import DEFAULT_EMBEDDER, Embedder, FakeEmbedder, load_embedder
from index.models import weights
from index.passages import split_passages
from index.writing import EMBED_BATCH_PASSAGES
from tests.benchmarks import report
from tests.benchmarks.formats import is_squad, read_squad
from tests.benchmarks.libraries import make_library

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = 4  # at least, where there are passages enough: each side goes first in half of them
OPENINGS = 5  # fresh processes
HITS = 10  # of a search
QUESTION_WORDS = 10
PASSAGE_CHARACTERS = 760  # of a passage of SQuAD, on the average
WARM_UP_SEARCHES = 3

# Each runs in a process of its own, with ROOT as its folder, and prints JSON.
_INDEX = """
import json, resource, sys
from index import Library, index_paths
with Library.open(sys.argv[1]) as library:
    index_paths(library, [sys.argv[2]])
    passages = library.store.n_passages
print(json.dumps([passages, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""
_OPEN = """
import json, sys, time
start = time.perf_counter()
from index import Library
imported = time.perf_counter()
library = Library.open(sys.argv[1])
library.vectors.sync(library.store)
opened = time.perf_counter()
library.search("What happened first?")
print(json.dumps([imported - start, opened - imported, time.perf_counter() - opened]))
"""
_ASK = """
import json, resource, sys, time
from pathlib import Path
start, steps = time.perf_counter(), []
def step(name):
    steps.append((name, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter() - start))
from assistant.answering.ask import Assistant
from assistant.generate.choose import load_generator
from assistant.judges import Reader, Verifier
from index import Library
step("imports")
library = Library.open(sys.argv[1])
library.vectors.sync(library.store)
step("library")
library.embedder.embed(["Who said so?"])
step("embedder")
verifier, reader = Verifier.load(), Reader.load()
step("judges")
generator = load_generator()
step("generator")
Assistant(library, generator, verifier, reader).ask(sys.argv[2])
step("first answer")
import assistant.ui.server
step("the page's imports")
print(json.dumps(steps))
"""

EncodeBare = Callable[[list[str]], object]


def measure_ingest(articles: Sequence[Article], library: Library, bare: EncodeBare) -> report.Table:
    """The library's rate beside that of `bare` on the texts that the library embeds."""
    blocks = list(_blocks(articles, library.embedder))
    passages = sum(len(texts) for _, texts in blocks)
    bare(blocks[0][1][:8])
    library.embedder.embed(blocks[0][1][:8])
    ours = theirs = 0.0
    with library.writing() as session:

        def put(block: Sequence[Article]) -> None:
            for article in block:
                session.put(article)
            session.flush()

        for number, (block, texts) in enumerate(report.progress(blocks, "blocks")):
            if number % 2:
                theirs += _seconds(partial(bare, texts))
            ours += _seconds(partial(put, block))
            if not number % 2:
                theirs += _seconds(partial(bare, texts))
        closing = time.perf_counter()
    ours += time.perf_counter() - closing
    rows = (("library", passages / ours, ours / theirs), ("bare encode", passages / theirs, 1.0))
    return report.Table(f"Ingest of {passages:,} passages", ("by", "passages/s", "time ratio"), rows)


def measure_unchanged(files: int) -> report.Table:
    """The rate of a second run over files that did not change; the first embeds with the fake."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "files"
        folder.mkdir()
        for number in range(files):
            (folder / f"{number}.txt").write_text(f"Brief {number}\n\nThe {number}th brief says little. " * 5)
        with Library.open(Path(temporary) / "library", embedder=FakeEmbedder()) as library:
            index_paths(library, [folder])
            seconds = _seconds(partial(index_paths, library, [folder]))
    rows = (("unchanged", files / seconds, seconds),)
    return report.Table(f"Indexing {files:,} files again", ("files", "files/s", "seconds"), rows)


def measure_open(folder: Path) -> report.Table:
    """Medians over fresh processes."""
    runs = [_fresh(_OPEN, folder) for _ in report.progress(range(OPENINGS), "openings")]
    names = ("import index", "open, vectors loaded", "first search, embedder loaded")
    steps = zip(names, zip(*runs, strict=True), strict=True)
    rows = tuple((name, report.percentile(seconds, 50)) for name, seconds in steps)
    return report.Table(f"Opening {folder}, {OPENINGS} fresh processes", ("step", "median, s"), rows)


def measure_search(library: Library, questions: int) -> tuple[report.Cell, ...]:
    """A row: passages, median and 90th percentile in milliseconds."""
    asked = list(made_questions(library, questions + WARM_UP_SEARCHES))
    for question in asked[:WARM_UP_SEARCHES]:
        library.search(question, HITS)
    times = [_seconds(partial(library.search, one, HITS)) * 1000 for one in asked[WARM_UP_SEARCHES:]]
    return library.store.n_passages, report.percentile(times, 50), report.percentile(times, 90)


def made_questions(library: Library, count: int, seed: int = 0) -> Iterator[str]:
    """The first words of passages drawn at random, as questions."""
    drawn = np.random.default_rng(seed).choice(library.store.passage_ids(), count)
    for passage in (library.store.passages([int(id)])[0] for id in drawn):
        yield " ".join(["What about", *passage.text.split()[:QUESTION_WORDS]]) + "?"


def measure_memory(
    articles: Iterable[Article], asked: Path | None, question: str
) -> tuple[report.Table, report.Table]:
    """The peaks of a fresh process that indexes the articles' texts, a file each, and of one that asks `asked`."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "files"
        folder.mkdir()
        for number, article in enumerate(articles):
            (folder / f"{number}.txt").write_text(article.text, encoding="utf-8")
        library = Path(temporary) / "library"
        passages, peak = _fresh(_INDEX, library, folder)
        steps = _fresh(_ASK, asked or library, question)
    mib = (1 if sys.platform == "darwin" else 1024) / 2**20
    indexing = (("indexing", int(passages), peak * mib),)
    asking = tuple((name, most * mib, seconds) for name, most, seconds in steps)
    return (
        report.Table("Memory of indexing", ("process", "passages", "peak, MiB"), indexing),
        report.Table("Memory of asking", ("up to", "peak, MiB", "seconds"), asking),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("--only", default="memory,ingest,unchanged,open,search", metavar="PART,...")
    parser.add_argument("--texts", type=Path, default=ARTICLES, help="a folder, or a SQuAD file")
    parser.add_argument("--passages", type=int, default=1000, help="of the texts (default: 1000)")
    parser.add_argument("--files", type=int, default=2000, help="unchanged ones (default: 2000)")
    parser.add_argument("--library", type=Path, metavar="DIR", help="to open, to search and to ask")
    parser.add_argument("--question", default="What happened first?", help="asked for the memory it takes")
    parser.add_argument("--sizes", default="1000,20000,200000", help="passages of made libraries")
    parser.add_argument("--searches", type=int, default=50, help="timed in each library (default: 50)")
    options = parser.parse_args(arguments)
    parts = options.only.split(",")
    if unknown := set(parts) - {"memory", "ingest", "unchanged", "open", "search"}:
        parser.error(f"--only has no part {', '.join(sorted(unknown))}")
    report.show(options, list(_tables(parts, options)))


def _tables(parts: Sequence[str], options: Namespace) -> Iterator[report.Table]:
    # Memory comes first: a child's peak is never less than its parent's, small before torch is loaded.
    if "memory" in parts:
        texts = _first(_read(options.texts), options.passages, None)
        yield from measure_memory(texts, options.library, options.question)
    if "ingest" in parts:
        with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "library") as library:
            articles = list(_first(_read(options.texts), options.passages, library.embedder))
            yield measure_ingest(articles, library, bare_encoder())
    if "unchanged" in parts:
        yield measure_unchanged(options.files)
    if "open" in parts and options.library is not None:
        yield measure_open(options.library)
    if "search" in parts:
        yield _search_table(options)


def _search_table(options: Namespace) -> report.Table:
    rows: list[tuple[report.Cell, ...]] = []
    if options.library is not None:
        with Library.open(options.library) as library:
            rows.append((str(options.library), *measure_search(library, options.searches)))
    embedder = load_embedder()
    for size in filter(None, options.sizes.split(",")):
        report.tell(f"making a library of {size} passages")
        with (
            tempfile.TemporaryDirectory() as folder,
            make_library(Path(folder) / "library", int(size), embedder) as library,
        ):
            rows.append(("made", *measure_search(library, options.searches)))
    return report.Table("Search", ("library", "passages", "median, ms", "90th percentile, ms"), tuple(rows))


def bare_encoder() -> EncodeBare:
    """`SentenceTransformer.encode` of the default embedder's files, with its own defaults."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(weights.model_path(DEFAULT_EMBEDDER)), local_files_only=True)
    return lambda texts: model.encode(texts, show_progress_bar=False)


def _read(texts: Path) -> Iterable[Article]:
    return read_squad(texts)[0] if is_squad(texts) else read_articles([texts])


def _first(articles: Iterable[Article], passages: int, embedder: Embedder | None) -> Iterator[Article]:
    """Articles until they have so many passages; without an embedder, by their length."""
    seen = 0
    for article in articles:
        if seen >= passages:
            return
        yield article
        seen += (
            len(split_passages(article, embedder))
            if embedder
            else len(article.text) // PASSAGE_CHARACTERS + 1
        )


def _blocks(articles: Sequence[Article], embedder: Embedder) -> Iterator[tuple[list[Article], list[str]]]:
    """Articles with their passages' texts as they are embedded, about EMBED_BATCH_PASSAGES together."""
    texts = [
        [f"{article.title}\n{article.quote(passage.span)}" for passage in split_passages(article, embedder)]
        for article in articles
    ]
    size = min(EMBED_BATCH_PASSAGES, sum(map(len, texts)) // BLOCKS)
    block: list[Article] = []
    inside: list[str] = []
    for article, passages in zip(articles, texts, strict=True):
        block.append(article)
        inside += passages
        if len(inside) >= size:
            yield block, inside
            block, inside = [], []
    if inside:
        yield block, inside


def _fresh(code: str, *arguments: Path | str) -> list[Any]:
    given = (str(one.absolute()) if isinstance(one, Path) else one for one in arguments)
    output = subprocess.run(
        [sys.executable, "-c", code, *given], cwd=ROOT, stdout=subprocess.PIPE, check=True
    ).stdout
    found: list[Any] = json.loads(output)
    return found


def _seconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


if __name__ == "__main__":
    report.run(main)
