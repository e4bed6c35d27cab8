"""The recipes of CONTRIBUTING.md stay short: each kind of thing is registered in one place, and found from there."""

from pathlib import Path

import pytest

from assistant.answer import MismatchKind
from assistant.audit.found import FindingKind
from corpus import readers

ROOT = Path(__file__).parent.parent
PLACES = sorted(path.name for path in (ROOT / "assistant" / "ui").iterdir() if (path / "place.py").is_file())


def sources(folder):
    return {path: path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py")}


def test_suffixes_of_articles_are_listed_in_one_file():
    ours = sources("corpus") | sources("index") | sources("assistant")
    assert [path.name for path, text in ours.items() if '".htm"' in text] == ["readers.py"]
    assert ".epub" in readers.SUFFIXES


def test_every_kind_of_mismatch_has_its_finding():
    assert {kind.finding for kind in MismatchKind} <= {kind.value for kind in FindingKind}


def test_every_engine_is_chosen_in_one_file():
    choose = (ROOT / "assistant/generate/choose.py").read_text(encoding="utf-8")
    engines = [path.stem for path, text in sources("assistant/generate").items() if "def complete(" in text]
    assert {"hub", "llama", "server"} <= set(engines)
    assert [
        name for name in engines if name != "protocol" and f"assistant.generate.{name} import" not in choose
    ] == []


def test_faiss_stands_behind_one_file():
    using = [path.name for path, text in sources("index").items() if "import faiss" in text]
    assert using == ["vectors.py"]


def test_there_are_places():
    assert PLACES == ["ask", "audit", "batch", "library"]


@pytest.mark.parametrize("place", PLACES)
def test_a_place_has_its_wiring_its_flow_its_view_and_its_tab(place):
    folder = ROOT / "assistant" / "ui" / place
    assert {"place.py", "flow.py", "view.html"} <= {path.name for path in folder.iterdir()}
    assert f'id="{place}"' in (ROOT / "assistant/ui/page.py").read_text(encoding="utf-8")
