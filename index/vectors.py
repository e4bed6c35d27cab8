"""The passages' vectors in FAISS: a cache of what SQLite holds, exact inner products.

The file is FAISS's own (`faiss.read_index` reads it), with a trailer that tells its library and generation.
What it lacks, or has too much, is found by passage ids, which are never used again. Whatever is wrong
with the file, the vectors are read from SQLite anew; nothing is embedded again.
"""

import json
import os
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import LibraryError
from index.embed import Floats1d, Floats2d
from index.rows import Ids
from index.store import Store

MAGIC = b"PINCITE1"
ROWS_ADDED_AT_ONCE = 4096  # vectors copied from SQLite to FAISS in one go; 6 MB at 384 dimensions
SPARE_ROWS = 16  # looked at beyond k, so that equal scores at the k-th place are told apart by id
EQUAL_SCORES = 1e-6  # FAISS's sums differ by this much with a vector's place in the index

_TAIL = struct.Struct(f"<I{len(MAGIC)}s")


@dataclass(frozen=True, slots=True)
class Trailer:
    """Of what the file is a copy: library, generation, number of vectors, CRC-32 of FAISS's bytes."""

    library_id: str
    generation: int
    count: int
    crc32: int


class Vectors:
    """The vectors of one library; search inside `synced`. Safe for several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.was_rebuilt = False  # since the file was last written
        self._lock = threading.RLock()
        self._index: Any = None
        self._library_id = ""
        self._generation = -1

    def __len__(self) -> int:
        return self._index.ntotal if self._index is not None else 0

    def sync(self, store: Store) -> None:
        """Take over what was committed since the last time; costs one SQL query if nothing was."""
        with self.synced(store):
            pass

    @contextmanager
    def synced(self, store: Store) -> Iterator[None]:
        """Inside, vectors and rows belong to one generation; other threads wait for it to end."""
        with self._lock, store.snapshot():
            self._sync(store)
            yield

    def search(self, query: Floats1d, k: int, allowed: Ids | None = None) -> tuple[Ids, Floats1d]:
        """The k best passage ids, and their inner products; both (<= k,), best first, equal ones by id.

        `allowed` are the only ids to consider; None for all.
        """
        with self._lock:
            wanted = min(k, len(self) if allowed is None else len(allowed))
            if self._index is None or wanted < 1:
                return np.zeros(0, np.int64), np.zeros(0, np.float32)
            ids = self._nearest(np.ascontiguousarray(query, np.float32), wanted, allowed)
            scores = (self.get(ids).astype(np.float64) @ query.astype(np.float64)).astype(np.float32)
        order = np.lexsort((ids, -scores))[:wanted]
        return ids[order], scores[order]

    def ids(self) -> Ids:
        """The ids of all vectors, in no particular order."""
        import faiss

        if self._index is None:
            return np.zeros(0, np.int64)
        return np.asarray(faiss.vector_to_array(self._index.id_map), np.int64)

    def get(self, ids: Ids) -> Floats2d:
        """(n, dimension) The vectors of passages. Raises RuntimeError where one is not there."""
        with self._lock:
            return np.asarray(self._index.reconstruct_batch(ids), np.float32)

    def save(self) -> None:
        """Write the file in the place of the old one; only for whoever may write to the library."""
        import faiss

        with self._lock:
            if self._index is None:
                return
            body = faiss.serialize_index(self._index)
            trailer = Trailer(self._library_id, self._generation, len(self), zlib.crc32(body.data))
            self.was_rebuilt = False
        text = json.dumps(asdict(trailer)).encode()
        _replace(self.path, body.data, text + _TAIL.pack(len(text), MAGIC))

    def saved_generation(self) -> int | None:
        """The generation of the file; None where it cannot be told."""
        with suppress(OSError, ValueError), self.path.open("rb") as file:
            file.seek(-min(1024, self.path.stat().st_size), os.SEEK_END)
            return _trailer(file.read()).generation
        return None

    def discard_newer(self, generation: int) -> None:
        """Forget a file that is newer than the database, which then is an older copy that was put back.

        From there it gives ids of the file to other passages, so this comes before anything is written.
        """
        saved = self.saved_generation()
        if saved is not None and saved > generation:
            self.discard()

    def discard(self) -> None:
        """Forget everything, the file too."""
        with self._lock:
            self.path.unlink(missing_ok=True)
            self._index = None

    def _sync(self, store: Store) -> None:
        manifest, generation = store.manifest(), store.generation
        if manifest is None:
            self._index = None
            return
        if self._index is None or self._library_id != manifest.library_id:
            self._load(manifest.library_id, manifest.dimension, generation)
        if self._generation != generation:
            self._apply_changes(store)
            self._generation = generation

    def _load(self, library_id: str, dimension: int, generation: int) -> None:
        import faiss

        self._index, self._generation = _read(self.path, library_id, dimension, generation)
        self.was_rebuilt = self._index is None
        self._library_id = library_id
        if self._index is None:
            self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    def _apply_changes(self, store: Store) -> None:
        ids, had = store.passage_ids(), np.sort(self.ids())
        gone = np.setdiff1d(had, ids, assume_unique=True)
        if len(gone):
            self._index.remove_ids(gone)
        new = np.setdiff1d(ids, had, assume_unique=True).tolist()
        for first in range(0, len(new), ROWS_ADDED_AT_ONCE):
            self._add(dict(store.embeddings(new[first : first + ROWS_ADDED_AT_ONCE])))

    def _add(self, blobs: dict[int, bytes]) -> None:
        dimension = self._index.d
        for id, blob in blobs.items():
            if len(blob) != 4 * dimension:
                raise LibraryError(
                    f"the vector of passage {id} has {len(blob)} bytes, expected {4 * dimension}. "
                    "Repair the library: pincite library repair --library FOLDER"
                )
        matrix = np.frombuffer(b"".join(blobs.values()), "<f4").reshape(-1, dimension)
        self._index.add_with_ids(matrix, np.fromiter(blobs, np.int64, len(blobs)))

    def _nearest(self, query: Floats1d, k: int, allowed: Ids | None) -> Ids:
        """The ids of at least the k best: as many more as it takes to see all that equal the last of them."""
        import faiss

        parameters = faiss.SearchParameters()
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.ascontiguousarray(allowed, np.int64))
            parameters.sel = selector
        most = len(self) if allowed is None else min(len(allowed), len(self))
        rows = k
        while True:
            rows = min(rows + SPARE_ROWS, most)
            scores, ids = self._index.search(query[None], rows, params=parameters)
            found = ids[0][ids[0] >= 0]
            if rows == most or len(found) < rows or scores[0][rows - 1] < scores[0][k - 1] - EQUAL_SCORES:
                return np.asarray(found, np.int64)
            rows *= 2


def _read(path: Path, library_id: str, dimension: int, generation: int) -> tuple[Any, int]:
    """The index in the file and its generation; None where it is not a good copy of this library."""
    import faiss

    try:
        content = path.read_bytes()
        trailer = _trailer(content[-1024:])
    except (OSError, ValueError):
        return None, -1
    length = len(content) - _TAIL.size - _TAIL.unpack(content[-_TAIL.size :])[0]
    body = memoryview(content)[: max(length, 0)]
    if (
        trailer.library_id != library_id
        or trailer.generation > generation
        or zlib.crc32(body) != trailer.crc32
    ):
        return None, -1
    index = faiss.deserialize_index(np.frombuffer(body, np.uint8))
    return (
        (index, trailer.generation) if (index.d, index.ntotal) == (dimension, trailer.count) else (None, -1)
    )


def _trailer(end: bytes) -> Trailer:
    """The trailer at the end of a file. Raises ValueError where there is none."""
    if len(end) < _TAIL.size:
        raise ValueError("too short")
    length, magic = _TAIL.unpack(end[-_TAIL.size :])
    if magic != MAGIC or length > len(end) - _TAIL.size:
        raise ValueError("no trailer")
    fields = json.loads(end[-_TAIL.size - length : -_TAIL.size])
    if set(fields) != set(Trailer.__slots__):
        raise ValueError("another trailer")
    return Trailer(**fields)


def _replace(path: Path, *parts: bytes | memoryview) -> None:
    """Write the parts to the disk under the name, all or nothing. Raises LibraryError where that fails."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            for piece in parts:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise LibraryError(
            f"{path} cannot be written: {error.strerror}. All articles are stored; make room or give access, "
            "and the next run writes it."
        ) from error
