"""Put each fault of `tests/faults.toml` into a copy of the tree, and tell whether the fast tests notice it.

    python -m tests.faults [--only WORDS ...]

Prints a line for each fault, and ends with 1 if any is not noticed. The tests are first run without a fault: they must
pass. Needs no models and no browser.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from contextlib import chdir
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis  # noqa: F401  once for all children
import numpy  # noqa: F401
import pytest

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_suffix(".toml")
PASSED, FAILED = 0, 1  # exit codes of pytest; with any other no test was run
SECONDS = 300  # a fault may make a test wait for ever


@dataclass(frozen=True, slots=True)
class Fault:
    """`old`, which stands once in `file`, becomes `new`. The tests in `tests` should notice."""

    file: str
    old: str
    new: str
    effect: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        """The file and what the fault does."""
        return f"{self.file}: {self.effect}"


def read_faults() -> list[Fault]:
    """The faults of the list, in its order."""
    files = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return [
        Fault(file, old, new, effect, tuple(group["tests"]))
        for file, group in files.items()
        for old, new, effect in group["faults"]
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 1 if a fault is not noticed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--only", metavar="WORDS", nargs="+", default=[""], help="with these in file or effect"
    )
    only = parser.parse_args(arguments).only
    faults = [fault for fault in read_faults() if any(words in fault.name for words in only)]
    with TemporaryDirectory() as folder:
        tree = Path(folder)
        _copy_tree(tree)
        if _run(tree, dict.fromkeys(test for fault in faults for test in fault.tests)) != PASSED:
            print("The tests fail, or there are none, without any fault.", file=sys.stderr)
            return 1
        noticed = [_is_noticed(tree, fault) for fault in faults]
    print(f"{sum(noticed)} of {len(noticed)} faults noticed")
    return 0 if all(noticed) else 1


def _copy_tree(tree: Path) -> None:
    """Copy what git knows, or would add, as it is now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)


def _is_noticed(tree: Path, fault: Fault) -> bool:
    path = tree / fault.file
    text = path.read_text(encoding="utf-8")
    assert text.count(fault.old) == 1, fault
    path.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    code = _run(tree, fault.tests)
    path.write_text(text, encoding="utf-8")
    found = {PASSED: "NOT NOTICED", FAILED: "noticed"}.get(code, f"NOT RUN ({code})")
    print(f"{found:<12} {fault.name}", flush=True)
    return code == FAILED


def _run(tree: Path, tests: Iterable[str]) -> int:
    """The exit code of pytest, run in a child of this process, which has read the libraries already."""
    child = get_context("fork").Process(target=_run_here, args=(tree, list(tests)))
    child.start()
    child.join(SECONDS)
    if child.exitcode is None:
        child.kill()
        return FAILED
    return child.exitcode


def _run_here(tree: Path, tests: Sequence[str]) -> None:
    """Run the tests of the copy. Property tests take the same examples each time: what they notice is not chance."""
    os.environ |= {"CI": "1", "PYTHONPATH": str(tree)}
    sys.dont_write_bytecode = True
    sys.path = [str(tree), *(path for path in sys.path if path not in ("", str(ROOT)))]
    for module in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[module]
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    with chdir(tree):
        command = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not models and not browser"]
        sys.exit(pytest.main([*command, *tests]))


if __name__ == "__main__":
    sys.exit(main())
