"""The vector index of a library: FAISS, with exact inner products. The only file that knows FAISS and its file.

The vectors are copies of those in SQLite, so the index can be thrown away at any time. It is kept in one file,
which `faiss.read_index` can read; a trailer after FAISS's bytes says of which library and which generation of it
the file is a copy. When the library has changed since then, the passage ids tell which vectors to add and which
to remove, because an id is never used twice. If anything is wrong with the file, the vectors are read from SQLite
again; no text is embedded again.
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

from corpus.errors import Cure, LibraryError
from index.embed import Floats1d, Floats2d
from index.lock import writer_lock
from index.rows import Ids
from index.store import Store

MAGIC = b"PINCITE1"
ROWS_AT_ONCE = 4096  # vectors copied from SQLite to FAISS, or compared, in one go; 6 MB at 384 dimensions
SPARE_ROWS = 16  # results fetched beyond k, so that equal scores around the k-th are ordered by id
EQUAL_SCORES = 1e-6  # FAISS's sums differ by up to this much with the position of a vector in the index
SAME_VALUE = 1e-6  # how far a number of the index may be from SQLite's, of which it is a copy

_TAIL = struct.Struct(f"<I{len(MAGIC)}s")


@dataclass(frozen=True, slots=True)
class Trailer:
    """What the file is a copy of: library, generation, number of vectors. `crc32` is that of FAISS's bytes."""

    library_id: str
    generation: int
    count: int
    crc32: int


class Vectors:
    """The vectors of one library, searched by inner product. Call `search` and `get` inside `synced`.

    Safe for several threads. Whoever holds the writer's lock calls `begin_writing` before and `end_writing` after
    the changes; whoever reads calls `end_reading` afterwards.
    """

    name = "vectors.faiss"
    own_files = (name,)  # what it writes into the library's folder

    def __init__(self, folder: Path) -> None:
        self.path = folder / self.name
        self.was_rebuilt = False  # since the file was last written
        self._lock = threading.RLock()
        self._index: Any = None
        self._library_id = ""
        self._generation = -1

    def __len__(self) -> int:
        return self._index.ntotal if self._index is not None else 0

    def sync(self, store: Store) -> None:
        """Bring the index to the store's generation. Costs one SQL query if nothing has changed."""
        with self.synced(store):
            pass

    @contextmanager
    def synced(self, store: Store) -> Iterator[None]:
        """Inside, vectors and rows belong to one generation; other threads wait until it ends."""
        with self._lock, store.snapshot():
            self._sync(store)
            yield

    def search(self, query: Floats1d, k: int, allowed: Ids | None = None) -> tuple[Ids, Floats1d]:
        """Return the ids of the k best passages and their inner products with `query`, which is (dimension,).

        Both are (<= k,), best first; equal scores are ordered by id. If `allowed` is given, only these ids count.
        """
        with self._lock:
            wanted = min(k, len(self) if allowed is None else len(allowed))
            if self._index is None or wanted < 1:
                return np.zeros(0, np.int64), np.zeros(0, np.float32)
            ids = self._nearest(np.ascontiguousarray(query, np.float32), wanted, allowed)
            scores = (self.get(ids).astype(np.float64) @ query.astype(np.float64)).astype(np.float32)
        order = np.lexsort((ids, -scores))[:wanted]
        return ids[order], scores[order]

    def get(self, ids: Ids) -> Floats2d:
        """Return the vectors of these passages, (n, dimension). Raises RuntimeError if one is not there."""
        with self._lock:
            return np.asarray(self._index.reconstruct_batch(ids), np.float32)

    def begin_writing(self, store: Store) -> None:
        """Delete the file if it is newer than the database, which means that an older copy of it was put back.

        From then on SQLite gives ids that are in the file to other passages.
        """
        saved = self.saved_generation()
        if saved is not None and saved > store.generation:
            self._discard()

    def end_writing(self, store: Store) -> None:
        """Write the file unless it has the store's generation. Raises LibraryError if it cannot be written."""
        if self.saved_generation() != store.generation:
            self.sync(store)
            self._save()

    def end_reading(self) -> None:
        """Write the file if reading had to rebuild it, so that the next reader need not.

        Nothing is written while another process writes, or if the folder does not permit it.
        """
        if self.was_rebuilt:
            with suppress(LibraryError), writer_lock(self.path.parent, wait_seconds=0):
                self._save()
            self.was_rebuilt = False

    def rebuild(self, store: Store) -> None:
        """Make the file anew from the vectors in SQLite; only for the holder of the writer's lock."""
        self._discard()
        self.sync(store)
        self._save()

    def problems(self, store: Store) -> Iterator[str]:
        """Compare what a new reader would load with what SQLite holds; say in words what differs."""
        loaded = Vectors(self.path.parent)
        with store.snapshot():
            try:
                loaded.sync(store)
            except LibraryError as error:
                yield str(error)
                return
            ids = store.passage_ids()
            if not np.array_equal(np.sort(loaded.ids()), ids):
                yield f"{len(loaded)} vectors, expected those of {len(ids)} passages"
                return
            for first in range(0, len(ids), ROWS_AT_ONCE):
                yield from loaded._differences(store, ids[first : first + ROWS_AT_ONCE])

    def ids(self) -> Ids:
        """Return the ids of all vectors, in no particular order."""
        import faiss

        if self._index is None:
            return np.zeros(0, np.int64)
        return np.asarray(faiss.vector_to_array(self._index.id_map), np.int64)

    def saved_generation(self) -> int | None:
        """Return the generation of the file, or None if there is no file with a trailer."""
        with suppress(OSError, ValueError), self.path.open("rb") as file:
            file.seek(-min(1024, self.path.stat().st_size), os.SEEK_END)
            return _trailer(file.read()).generation
        return None

    def _differences(self, store: Store, ids: Ids) -> Iterator[str]:
        stored = dict(store.embeddings(ids.tolist()))
        for id, vector in zip(ids.tolist(), self.get(ids), strict=True):
            # A vector of another length is reported with its passage.
            same_length = len(stored[id]) == vector.nbytes
            if same_length and not np.allclose(
                vector, np.frombuffer(stored[id], "<f4"), rtol=0, atol=SAME_VALUE
            ):
                yield f"the vector of passage {id} is not the stored one"

    def _save(self) -> None:
        """Write the file in place of the old one."""
        import faiss

        with self._lock:
            if self._index is None:
                return
            body = faiss.serialize_index(self._index)
            trailer = Trailer(self._library_id, self._generation, len(self), zlib.crc32(body.data))
            self.was_rebuilt = False
        text = json.dumps(asdict(trailer)).encode()
        _replace(self.path, body.data, text + _TAIL.pack(len(text), MAGIC))

    def _discard(self) -> None:
        """Forget all vectors and delete the file."""
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
        for first in range(0, len(new), ROWS_AT_ONCE):
            self._add(dict(store.embeddings(new[first : first + ROWS_AT_ONCE])))

    def _add(self, blobs: dict[int, bytes]) -> None:
        dimension = self._index.d
        for id, blob in blobs.items():
            if len(blob) != 4 * dimension:
                raise LibraryError(
                    f"the vector of passage {id} has {len(blob)} bytes, expected {4 * dimension}. "
                    "Repair the library",
                    Cure.REPAIR_LIBRARY,
                )
        matrix = np.frombuffer(b"".join(blobs.values()), "<f4").reshape(-1, dimension)
        self._index.add_with_ids(matrix, np.fromiter(blobs, np.int64, len(blobs)))

    def _nearest(self, query: Floats1d, k: int, allowed: Ids | None) -> Ids:
        """Return the ids of the k best, and of those behind them whose score equals that of the k-th."""
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
    """Read the index and its generation from the file; (None, -1) if it is no good copy of this library."""
    import faiss

    with suppress(OSError, ValueError):
        content = path.read_bytes()
        trailer = _trailer(content[-1024:])
        length = len(content) - _TAIL.size - _TAIL.unpack(content[-_TAIL.size :])[0]
        body = memoryview(content)[: max(length, 0)]
        is_copy = trailer.library_id == library_id and trailer.generation <= generation
        if is_copy and zlib.crc32(body) == trailer.crc32:
            index = faiss.deserialize_index(np.frombuffer(body, np.uint8))
            if (index.d, index.ntotal) == (dimension, trailer.count):
                return index, trailer.generation
    return None, -1


def _trailer(end: bytes) -> Trailer:
    """Read the trailer from the last bytes of a file. Raises ValueError if there is none."""
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
    """Write the parts, one after the other, as a whole file or not at all. Raises LibraryError if that fails."""
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
