"""The rules of the house that no linter knows: which way imports run, what is light, what is public."""

import ast
import doctest
import importlib
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import suppress
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ["corpus", "index", "assistant"]  # each imports only from itself and from those before it
# The rooms of `assistant`, along the way of a question: each imports only from itself and from those before it.
ROOMS = [
    "documents", "answer", "jobs", "facts", "generate", "judges", "answering", "audit", "batch", "report",
    "client", "ui", "cli", "training",
]  # fmt: skip
MOST_MODULES = 18  # of a room
MOST_LINES = 350  # of a module
MARKUP = re.compile(r"(?<!\?P)</?[a-z][a-z0-9-]*(?=[\s/>]|\Z)|<!--")  # but no named group of a pattern
MARKS_IN_MARKUP = {"assistant.answering.marks", "assistant.audit.source_list"}  # others' marks: <sup>1</sup>
CUTS_WORDS = "corpus.words"  # the only module with a pattern that cuts a text into words
KEEPS_TEXTS = {"assistant.facts.text", CUTS_WORDS}  # what was read is kept here
THREE_WORDS = "zorbl flimpet quaxing"
HEAVY = {
    "torch", "transformers", "sentence_transformers", "faiss", "xllamacpp", "gradio",
    "trafilatura", "markitdown", "pypdfium2", "datasketch", "rich",
}  # fmt: skip
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
REGISTRY_HOSTS = [".".join(pieces).encode() for pieces in [("pypi", "org"), ("pythonhosted", "org")]]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}


def imports(path: Path) -> set[str]:
    """Every module that a file imports anywhere in it, as precisely as the import statement tells."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            submodules = {f"{node.module}.{alias.name}" for alias in node.names} & FILES.keys()
            named = {alias.name for alias in node.names if f"{node.module}.{alias.name}" in FILES}
            found |= submodules
            if len(named) < len(node.names):
                found.add(str(node.module))
    return found


def package_of(module: str) -> str:
    return module.partition(".")[0]


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_from_its_package_and_those_before_it(module):
    allowed = PACKAGES[: PACKAGES.index(package_of(module)) + 1]
    ours = {name for name in imports(FILES[module]) if package_of(name) in [*PACKAGES, "app"]}
    assert {package_of(name) for name in ours} <= set(allowed)


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_within_a_package_run_one_way(package):
    modules = [name for name in FILES if package_of(name) == package]
    graph = {name: imports(FILES[name]) & set(modules) for name in modules}
    TopologicalSorter(graph).prepare()  # raises CycleError, with the circle


def room_of(module: str) -> str:
    return module.split(".")[1] if module.startswith("assistant.") else ""


@pytest.mark.parametrize("module", [name for name in FILES if room_of(name)])
def test_a_module_imports_only_from_its_room_and_those_before_it(module):
    ours = {room_of(name) for name in imports(FILES[module])} - {""}
    assert ours <= set(ROOMS[: ROOMS.index(room_of(module)) + 1])


def test_every_room_has_its_place_in_the_order():
    assert {room_of(name) for name in FILES} - {""} == set(ROOMS)


def test_no_folder_has_more_modules_than_one_can_survey():
    sizes = Counter(path.parent for path in FILES.values() if path.name != "__init__.py")
    assert {str(folder): size for folder, size in sizes.items() if size > MOST_MODULES} == {}


@pytest.mark.parametrize("module", FILES)
def test_a_module_is_short_enough_to_be_read(module):
    assert len(FILES[module].read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_the_name_of_a_class_is_given_once():
    homes = defaultdict(list)
    for module, path in FILES.items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(module)
    assert {name: modules for name, modules in homes.items() if len(modules) > 1} == {}


def strings(path: Path) -> list[str]:
    """The strings of a file that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents
    ]


@pytest.mark.parametrize("module", [name for name in FILES if room_of(name) and name not in MARKS_IN_MARKUP])
def test_markup_stands_in_templates(module):
    path = FILES[module]
    assert [text for text in strings(path) if MARKUP.search(text)] == []
    assert not {"html", "html.escape"} & imports(path)


@pytest.mark.parametrize(
    ("written", "is_markup"),
    [
        ('a = f"{name}</b>"', True),
        ('a = "of <em class=x>"', True),
        ('a = f"<td>{n}</td>"', True),
        ('a = "<!-- x -->"', True),
        ('a = "a < b", "<p", "<https://example.org>", "(?P<rest>.*)", 5', True),
        ('a = "a < b", "<https://example.org>", "(?P<rest>.*)"', False),
    ],
)
def test_markup_is_seen_anywhere_in_a_string(tmp_path, written, is_markup):
    (tmp_path / "a.py").write_text(written)
    assert any(map(MARKUP.search, strings(tmp_path / "a.py"))) is is_markup


def patterns(tree: ast.AST, namespace: dict[str, object]) -> list[str]:
    """The patterns given to functions of `re`, f-strings too, as far as they are made of what the module defines."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
            with suppress(NameError, TypeError):
                found.append(eval(compile(ast.Expression(node.args[0]), "", "eval"), dict(namespace)))
    return [pattern for pattern in found if isinstance(pattern, str)]


def cuts_words(pattern: str) -> bool:
    matches = re.finditer(pattern, THREE_WORDS) if pattern else ()
    return [match[0].strip() for match in matches] == THREE_WORDS.split()


@pytest.mark.parametrize(
    "module", [name for name in FILES if package_of(name) != "index" and room_of(name) != "training"]
)
def test_texts_are_read_in_one_place(module):
    written = FILES[module].read_text(encoding="utf-8")
    if module != CUTS_WORDS and "re." in written:
        found = patterns(ast.parse(written), vars(importlib.import_module(module)))
        assert list(filter(cuts_words, found)) == []
    assert module in KEEPS_TEXTS or "lru_cache" not in written


@pytest.mark.parametrize(
    "call", ["re.compile(r'\\w+')", "re.findall(f'[{LETTERS}]+', text)", "re.sub(ANY, '', a)"]
)
def test_a_pattern_that_cuts_words_is_seen_whatever_its_name(call):
    [pattern] = patterns(ast.parse(call), {"LETTERS": "a-z", "ANY": r"\S+\s*"})
    assert cuts_words(pattern)
    assert not cuts_words(r"[a-z]+\d|of|.*")


def test_importing_the_packages_loads_no_heavy_library():
    code = f"import json, sys, {', '.join(PACKAGES)}; print(json.dumps(sorted(sys.modules)))"
    output = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout
    assert set(json.loads(output)) & HEAVY == set()


@pytest.mark.parametrize("name", PACKAGES)
def test_all_is_what_can_be_imported_from_a_package(name):
    package = importlib.import_module(name)
    for public in package.__all__:
        getattr(package, public)
    assert len(set(package.__all__)) == len(package.__all__)
    ours = {
        key
        for key, value in vars(package).items()
        if not key.startswith("_") and package_of(getattr(value, "__module__", None) or "") in PACKAGES
    }
    assert ours <= set(package.__all__)


@pytest.mark.parametrize("module", FILES)
def test_nothing_is_left_unfinished(module):
    assert UNFINISHED.findall(FILES[module].read_text(encoding="utf-8")) == []


def test_no_file_names_a_package_registry():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    paths = [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    assert paths
    assert [path for path in paths if any(host in path.read_bytes() for host in REGISTRY_HOSTS)] == []


@pytest.mark.parametrize("module", [name for name, path in FILES.items() if ">>>" in path.read_text("utf-8")])
def test_the_examples_of_a_docstring_come_out_as_written(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0
