"""The answers that were given on the page, kept in a file beside the library, with what readers thought of them.

A line of the file is the document of `pincite ask --json` with what else the page shows, so that `pincite audit` reads
it, or the feedback of a reader on the answer of an earlier line. The last feedback counts; in older files it stands
within the answer.
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from filelock import FileLock

from assistant.answer import Answer, Citation
from assistant.documents import InPlace, Sparse, from_document, to_document
from assistant.jobs.files import whole_path
from assistant.jobs.journal import Journal
from assistant.ui.ask.disputes import Dispute
from corpus.errors import InputError
from index import Filters

FILE = "library.db-history.jsonl"  # a name that the library takes for one of its own
THUMBS = ("up", "down")
LONGEST_COMMENT = 2_000  # code points
SHOWN = 50  # most answers in a list


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader thought of an answer: a thumb, `up` or `down`, and a comment, which may be empty."""

    thumb: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer with what else the page shows.

    `typed` is the question as it was typed, `answer.question` the one that was asked. `evidence` is all that was read
    for it. `relevance` is the reader's of each of the nearest passages, in [0, 1], empty where it did not say.
    `disputes` are what other articles say differently.
    """

    id: str
    at: datetime
    typed: str
    filters: Sparse[Filters]
    answer: InPlace[Answer]
    evidence: tuple[Citation, ...] = ()
    relevance: tuple[float, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    feedback: Feedback | None = None


def new_id() -> str:
    """An id that no other answer has, and that nobody can guess."""
    return secrets.token_hex(8)


class History:
    """The answers of one library, oldest first. Several threads and processes may use it.

    Nothing is held in memory. A line that cannot be read is ignored, and stays.
    """

    def __init__(self, folder: Path) -> None:
        """The history of the library in `folder`. The first `keep` makes its file."""
        self.path = folder / FILE
        self._lock = FileLock(folder / ".history.lock")

    def keep(self, asked: Asked) -> None:
        """Add an answer. Raises InputError if it cannot be written; then it is not there."""
        with self._locked():
            Journal(self.path).append(to_document(asked))

    def find(self, id: str) -> Asked | None:
        """The answer with this id; None if there is none."""
        return _read(self._documents().get(id, {}))

    def search(self, words: str = "", most: int = SHOWN) -> list[Asked]:
        """Answers that have all the words in question, text or comment, in upper or lower case; newest first."""
        wanted = words.casefold().split()
        found = (document for document in reversed(self._documents().values()) if _has(document, wanted))
        return list(islice(filter(None, map(_read, found)), most))

    def rate(self, id: str, feedback: Feedback) -> None:
        """Keep what a reader thinks of an answer, instead of any earlier feedback.

        Raises InputError if there is no such thumb or no such answer, or if the file cannot be written.
        """
        if feedback.thumb not in THUMBS:
            raise InputError(f"'{feedback.thumb}' is no thumb; expected {' or '.join(THUMBS)}")
        kept = replace(feedback, comment=feedback.comment.strip()[:LONGEST_COMMENT])
        with self._locked():
            if id not in self._documents():
                raise InputError("This answer is no longer in the history, so nothing was kept. Ask again")
            Journal(self.path).append({"id": id, "feedback": to_document(kept)})

    def remove(self, id: str) -> None:
        """Remove an answer and its feedback, if it is there. Raises InputError if the file cannot be written."""
        with self._locked():
            lines = self._lines()
            left = [line for line in lines if _document(line).get("id") != id]
            if len(left) < len(lines):
                with whole_path(self.path) as part:
                    part.write_bytes(b"".join(left))

    def clear(self) -> None:
        """Remove all answers. Raises InputError if the file cannot be removed."""
        with self._locked():
            self.path.unlink(missing_ok=True)

    def _documents(self) -> dict[str, dict[str, Any]]:
        """The answers by their ids, oldest first, each with its last feedback."""
        documents: dict[str, dict[str, Any]] = {}
        for document in map(_document, self._lines()):
            id = document.get("id")
            if not isinstance(id, str):
                continue
            if document.keys() == {"id", "feedback"}:
                if id in documents and isinstance(document["feedback"], dict):
                    documents[id]["feedback"] = document["feedback"]
            else:
                documents[id] = document
        return documents

    def _lines(self) -> list[bytes]:
        """The lines of the file; half a line at its end, which a crash left, is not one."""
        try:
            return [line for line in self.path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
        except FileNotFoundError:
            return []

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except OSError as error:
            raise InputError(
                f"{self.path} cannot be written: {error.strerror}. Make room or change its permissions, then try again"
            ) from error


def _document(line: bytes) -> dict[str, Any]:
    """The JSON object of a line; an empty one if the line is something else."""
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _read(document: Mapping[str, Any]) -> Asked | None:
    try:
        return from_document(Asked, document)
    except InputError:
        return None


def _has(document: Mapping[str, Any], words: list[str]) -> bool:
    feedback = document.get("feedback")
    comment = feedback.get("comment", "") if isinstance(feedback, dict) else ""
    text = "\n".join([*(str(document.get(name, "")) for name in ("typed", "question", "text")), str(comment)])
    return all(word in text.casefold() for word in words)
