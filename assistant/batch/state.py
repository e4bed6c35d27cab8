"""What a batch was begun with, kept beside its answers: what is made with something else does not fit them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.jobs.files import whole_file
from corpus.errors import Cure, InputError
from index import Library


@dataclass(frozen=True, slots=True)
class BatchState:
    """Everything beside the questions that decides an answer: name -> value, in words.

    `library` tells which, and in which state; `models` is role -> `name@sha`.
    """

    pincite: str
    library: Mapping[str, str]
    settings: Mapping[str, str]
    models: Mapping[str, str]

    @classmethod
    def of(
        cls, library: Library, settings: Mapping[str, str], models: Mapping[str, str] | None = None
    ) -> "BatchState":
        """Of a run; without `models` while they are not loaded."""
        manifest = library.store.manifest()
        found = {
            "id": manifest.library_id if manifest else "none",
            "generation": str(library.store.generation if manifest else 0),
        }
        return cls(version("pincite"), found, settings, models or {})

    def differences(self, now: "BatchState") -> list[str]:
        """What is not now as it was, each with both sides; models only where both know them."""
        told = _changed("Pincite's version", self.pincite, now.pincite)
        if self.library.get("id") != now.library.get("id"):
            told.append("the library is another one")
        else:
            told += _changed(
                "the library's generation", self.library.get("generation"), now.library.get("generation")
            )
        for name in sorted(self.settings.keys() | now.settings.keys()):
            told += _changed(name, self.settings.get(name), now.settings.get(name))
        if self.models and now.models:
            for role in sorted(self.models.keys() | now.models.keys()):
                told += _changed(f"the {role}", self.models.get(role), now.models.get(role))
        return told

    def write(self, path: Path) -> None:
        """Keep it at `path`. Raises InputError where that cannot be written."""
        with whole_file(path) as file:
            file.write(json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n")

    @classmethod
    def read(cls, path: Path) -> "BatchState":
        """The state that `write` kept. Raises InputError where it is damaged."""
        try:
            document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{field.name: document[field.name] for field in fields(cls)})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path} cannot be read: {error!r}. It tells what the answers beside it were made with. Put it back, or"
                " begin anew",
                Cure.BEGIN_ANEW,
            ) from error


def _changed(name: str, was: str | None, now: str | None) -> list[str]:
    return [] if was == now else [f"{name} was {was or 'not set'}, now it is {now or 'not set'}"]
