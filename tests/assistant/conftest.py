"""What tests of `batch`, `cli` and `report` share: a library with two articles, an assistant, commands with fakes."""

import json
from dataclasses import dataclass

import pytest

from assistant.answering.ask import Assistant
from assistant.cli import main
from index import Library
from index.embed import FakeEmbedder
from tests.support.fake_batch import Commands, SlowGenerator, fill, parts


@dataclass(frozen=True)
class Outcome:
    code: int
    stdout: str
    stderr: str

    @property
    def json(self):
        return json.loads(self.stdout)


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("batch") / "library"
    fill(folder)
    return folder


@pytest.fixture
def library(library_folder):
    with Library.open(library_folder, embedder=FakeEmbedder()) as library:
        yield library


@pytest.fixture
def assistant(library):
    return Assistant(library, SlowGenerator())


@pytest.fixture
def run(capsys, monkeypatch, tmp_path, library_folder):
    """`pincite batch` with these arguments, over the library."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(*arguments, command="batch", broken=False):
        words = [command, *map(str, arguments), "--library", str(library_folder)]
        code = main(words, parts=parts(SlowGenerator(broken=broken)))
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def commands():
    commands = Commands()
    yield commands
    commands.close()


@pytest.fixture
def lines():
    """The documents in a file, without what differs from run to run."""

    def lines(path):
        documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for document in documents:
            document.pop("timings_ms", None)
        return documents

    return lines
