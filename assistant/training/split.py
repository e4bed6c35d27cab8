"""Which part of the data a key belongs to: by its hash, so that it is the same in every run and every script."""

import hashlib


def fold(key: str, folds: int) -> int:
    """A number below `folds`, the same for the same key wherever it is asked."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) % folds
