"""The answers that were given on the page, kept in a file beside the library, with what readers thought of them.

Each line of the file is the document of `pincite ask --json` with what else the page shows; `pincite audit` reads it.
"""

import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from assistant.answer import Answer, Citation
from assistant.documents import InPlace, Sparse, from_document, to_document
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
    """What a reader thought of an answer: a thumb, `up` or `down`, and a comment, empty where there is none."""

    thumb: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer with what else the page shows of it.

    `typed` is the question as it was typed; the answer's own is the one that was asked. `evidence` is all that was
    read for it. `relevance` is the reranker's of each of the nearest passages, in [0, 1], empty where it did not say.
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
    """An id that no other answer has, and that nobody guesses."""
    return secrets.token_hex(8)


class History:
    """The answers of one library, oldest first in the file; safe from several threads and processes.

    Nothing is held in memory. A line that cannot be read is left alone and not shown.
    """

    def __init__(self, folder: Path) -> None:
        """The history of the library in `folder`; its file is made by the first `keep`."""
        self.path = folder / FILE
        self._lock = FileLock(folder / ".history.lock")

    def keep(self, asked: Asked) -> None:
        """Add an answer. Raises InputError where it cannot be written; then it is not there."""
        with self._alone():
            Journal(self.path).append(to_document(asked))

    def find(self, id: str) -> Asked | None:
        """The answer with this id, None where there is none."""
        return next((_read(document) for document in self._documents() if document.get("id") == id), None)

    def search(self, words: str = "", most: int = SHOWN) -> list[Asked]:
        """Answers in whose question, text or comment all the words are, in any case; newest first."""
        wanted = words.casefold().split()
        found = [document for document in self._documents() if _has(document, wanted)]
        shown = (_read(document) for document in reversed(found))
        return [asked for asked, _ in zip(filter(None, shown), range(most), strict=False)]

    def rate(self, id: str, feedback: Feedback) -> None:
        """Keep what a reader thought of an answer, in the place of what was thought before.

        Raises InputError for a thumb that is none, an answer that is not there, or a file that cannot be written.
        """
        if feedback.thumb not in THUMBS:
            raise InputError(f"'{feedback.thumb}' is no thumb; expected {' or '.join(THUMBS)}")
        kept = to_document(replace(feedback, comment=feedback.comment.strip()[:LONGEST_COMMENT]))
        if not self._rewrite(id, lambda document: {**document, "feedback": kept}):
            raise InputError("This answer is no longer in the history, so nothing was kept. Ask again")

    def remove(self, id: str) -> None:
        """Remove an answer with its feedback, if it is there. Raises InputError where the file cannot be written."""
        self._rewrite(id, lambda document: None)

    def clear(self) -> None:
        """Remove all answers. Raises InputError where the file cannot be removed."""
        with self._alone():
            self.path.unlink(missing_ok=True)

    def _documents(self) -> Iterator[dict[str, Any]]:
        return filter(None, map(_document, self._lines()))

    def _lines(self) -> list[bytes]:
        """The whole lines of the file; what a crash left behind the last one is none."""
        try:
            return [line for line in self.path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
        except FileNotFoundError:
            return []

    def _rewrite(self, id: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> bool:
        """Put something else, or nothing, in the place of an answer; whether it was there."""
        with self._alone():
            lines, found = [], False
            for line in self._lines():
                document = _document(line)
                if document.get("id") == id:
                    document, found = change(document) or {}, True
                    line = f"{json.dumps(document, ensure_ascii=False)}\n".encode() if document else b""
                lines.append(line)
            if found:
                _replace(self.path, b"".join(lines))
        return found

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except OSError as error:
            raise InputError(
                f"{self.path} cannot be written: {error.strerror}. Make room or change its permissions, then try again"
            ) from error


def _document(line: bytes) -> dict[str, Any]:
    """The JSON object of a line; an empty one where it holds something else."""
    try:
        document = json.loads(line)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _read(document: Mapping[str, Any]) -> Asked | None:
    try:
        return from_document(Asked, document)
    except InputError:
        return None


def _has(document: Mapping[str, Any], words: list[str]) -> bool:
    comment = (document.get("feedback") or {}).get("comment", "")
    text = "\n".join(str(document.get(name, "")) for name in ("typed", "question", "text")) + f"\n{comment}"
    return all(word in text.casefold() for word in words)


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that it has its old or its new content, whatever happens meanwhile."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
