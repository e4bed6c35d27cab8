"""What tests share: the real embedder and its fake, and what happens where models, a browser or strace are missing.

On a developer's machine each of them that is missing skips the tests that need it, and says what brings it;
under `CI`, or with `PINCITE_REQUIRE_BROWSER=1`, they fail instead: there a skip would hide a broken setup.

There the property tests also take the same examples in every run: what a change did not cause should not fail it.
Elsewhere they look for new ones.
"""

import os

os.environ["HF_HUB_OFFLINE"] = "1"  # before any library reads it: no test may ask the Hub
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import shutil
import subprocess
from typing import NoReturn

import pytest
from hypothesis import settings

from index.embed import Embedder, FakeEmbedder, load_embedder
from index.models import weights

REAL_MODELS = ("all-MiniLM-L6-v2", "qwen2.5-coder-0.5b", "smollm2-135m")
CHROMIUM_COMMANDS = ("chromium", "chromium-browser", "google-chrome")
IS_CI = bool(os.environ.get("CI") or os.environ.get("PINCITE_REQUIRE_BROWSER"))

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if IS_CI else "default")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip or fail a marked test before its fixtures are made."""
    if item.get_closest_marker("models") and (missing := _missing_models()):
        _unavailable(f"no model {', '.join(missing)}: make models", os.environ.get("CI"))
    if item.get_closest_marker("browser") and not _chromium():
        required = os.environ.get("PINCITE_REQUIRE_BROWSER") == "1"
        _unavailable("no Chromium: on Debian, apt-get install chromium", required)


def _missing_models() -> list[str]:
    return [name for name in REAL_MODELS if not weights.is_present(name)]


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM_COMMANDS)), None)


def _unavailable(reason: str, required: object) -> NoReturn:
    if required:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default embedder itself; only for tests marked `models`."""
    return load_embedder()


@pytest.fixture
def fake_embedder() -> FakeEmbedder:
    """An embedder that needs no model."""
    return FakeEmbedder()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium; only for tests marked `browser`."""
    path = _chromium()
    assert path is not None
    return path


@pytest.fixture(scope="session")
def watch() -> list[str]:
    """The start of a command that runs a program without a network and notes whom it tries to reach.

    Add strace's `-o FILE`, then the program. Native code is seen too.
    """
    own_network = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
    calls = "--trace=connect,sendto,sendmsg,sendmmsg"
    command = [*own_network, "strace", "--follow-forks", "--seccomp-bpf", "-qq", calls]
    try:
        subprocess.run([*command, "-o", os.devnull, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        complaint = getattr(error, "stderr", b"").decode().strip() or error
        _unavailable(f"no unshare or no strace: on Debian, apt-get install strace ({complaint})", IS_CI)
    return command
