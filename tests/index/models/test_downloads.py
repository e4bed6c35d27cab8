"""The two ways out of the machine: pip, tried with a wheel in a folder, and a Hub that does not answer."""

import shutil
import threading
import zipfile
from pathlib import Path

import pytest

from corpus.errors import ModelError
from index.models import downloads
from index.models.catalogue import Hub
from index.models.downloads import HubClient, download_wheel

CONTENT = bytes(range(256))


def test_a_hub_that_cannot_be_reached_is_asked_once(tmp_path):
    hub = HubClient("http://127.0.0.1:9")
    assert not hub.download(Hub("a/b"), "x", tmp_path / "x", print)
    assert not hub.reachable
    hub.endpoint = "not even an address"
    assert not hub.download(Hub("a/b"), "x", tmp_path / "x", print)


def pip_wheel(folder: Path) -> None:
    info = "pincite_test_part-0.1.0.dist-info"
    members = {
        "pincite_test_part/data.bin": CONTENT,
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: pincite-test-part\nVersion: 0.1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": b"",
    }
    with zipfile.ZipFile(folder / "pincite_test_part-0.1.0-py3-none-any.whl", "w") as wheel:
        for name, content in members.items():
            wheel.writestr(name, content)


@pytest.mark.slow
def test_pip_itself_brings_a_wheel(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    pip_wheel(tmp_path)
    target = tmp_path / "out" / "it.whl"
    target.parent.mkdir()
    download_wheel("pincite-test-part==0.1.0", target, lambda done: None)
    with zipfile.ZipFile(target) as wheel:
        assert wheel.read("pincite_test_part/data.bin") == CONTENT
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.slow
def test_pips_own_reason_is_in_the_message(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(ModelError, match="pip says: No matching distribution found for pincite-none==1"):
        download_wheel("pincite-none==1", tmp_path / "it.whl", lambda done: None)


def test_what_pip_removes_while_its_size_is_looked_up_does_no_harm(tmp_path):
    """A folder seen in the listing may be gone before it is listed itself."""
    stopped = threading.Event()

    def as_pip_does():
        while not stopped.is_set():
            inner = tmp_path / "pip-unpack"
            inner.mkdir()
            (inner / "a.whl").write_bytes(b"wheel")
            shutil.rmtree(inner)

    pip = threading.Thread(target=as_pip_does)
    pip.start()
    try:
        seen = {downloads._largest_wheel(tmp_path) for _ in range(3000)}
    finally:
        stopped.set()
        pip.join()
    assert seen <= {0, 5}
    (tmp_path / "small.whl").write_bytes(b"x")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "large.whl").write_bytes(b"xx")
    assert downloads._largest_wheel(tmp_path) == 2
