"""From articles to searchable passages: the library on disk, its embedders, hybrid search."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import corpus  # noqa: F401  first: it turns off what would leave the machine

if TYPE_CHECKING:
    from index.ingest import index_paths
    from index.library import Library
    from index.rows import Filters
    from index.search import Hit
    from index.writing import Changes, Progress

__all__ = ["Changes", "Filters", "Hit", "Library", "Progress", "index_paths"]

_HOMES = {
    "Changes": "index.writing",
    "Filters": "index.rows",
    "Hit": "index.search",
    "Library": "index.library",
    "Progress": "index.writing",
    "index_paths": "index.ingest",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'index' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
