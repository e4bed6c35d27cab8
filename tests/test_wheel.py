"""The wheel, not the checkout, is what people install: built, put into an environment of its own, and run there."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
AUDITED = """
from assistant import Answer, Assistant, audit_answers
from assistant.generate.protocol import FakeGenerator
from assistant.judges import Reranker, Verifier
from assistant.report.page import asset
from corpus.samples import ARTICLES
from index import Library, index_paths
from index.embed import FakeEmbedder

library = Library.open("library", embedder=FakeEmbedder())
index_paths(library, [ARTICLES])
question = "How many US soldiers were killed in the drone attack on Tower 22?"
generator = FakeGenerator({question: "Three US soldiers were killed in the drone attack on Tower 22 [1]."})
with Assistant(library, generator, Verifier.load(), Reranker.load()) as assistant:
    answer = assistant.ask(question)
print(answer.claims[0].verdict, audit_answers([answer], library).summary.answers)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    subprocess.run(
        ["git", "checkout-index", "--all", f"--prefix={source}/"], cwd=ROOT, check=True, capture_output=True
    )
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", str(source), "--no-deps", "--no-build-isolation", "-q", "-w", folder],
        check=True, capture_output=True,
    )  # fmt: skip
    [wheel] = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """Python in an environment that has the wheel, and this environment's packages but not its checkout."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "-q", wheel],
        check=True, capture_output=True,
    )  # fmt: skip
    [packages] = folder.glob("lib/*/site-packages")
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin"


def run(environment, folder, *arguments):
    command = [environment / arguments[0], *arguments[1:]]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"PATH": ""}, check=False)


def test_it_holds_the_three_packages_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {
        "assistant",
        "corpus",
        "index",
    }
    assert not [name for name in names if name.startswith("assistant/training/")]
    assert "index/models/graphs/all-MiniLM-L6-v2.onnx" in names
    assert {f"{package}/py.typed" for package in ("assistant", "corpus", "index")} <= set(names)


def test_it_holds_every_file_beside_the_modules(wheel):
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    beside = {
        name
        for name in listed.stdout.splitlines()
        if name.startswith(("assistant/", "corpus/", "index/")) and not name.startswith("assistant/training/")
    }
    assert beside - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_command_answers(environment, tmp_path):
    done = run(environment, tmp_path, "pincite", "--help")
    assert (done.returncode, "audit" in done.stdout) == (0, True), done.stderr


def test_a_question_is_answered_and_audited(environment, tmp_path):
    done = run(environment, tmp_path, "python", "-c", AUDITED)
    assert done.stdout.split() == ["supported", "1"], done.stderr
