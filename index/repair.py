"""Rebuild what can be rebuilt in a library: all from the texts, the FAISS file from the stored vectors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from corpus.duplicates import duplicate_groups, signature
from corpus.errors import LibraryError
from index.check import Finding, Part, findings
from index.database import KEYWORD_TABLE
from index.library import Library
from index.lock import writer_lock
from index.passages import split_passages
from index.store import Store
from index.writing import embed_in_batches


@dataclass(frozen=True, slots=True)
class Repairs:
    """What was done, in words; empty where nothing was wrong."""

    actions: tuple[str, ...]


def repair(library: Library) -> Repairs:
    """Mend what `check` finds; afterwards it finds nothing.

    An article whose text is not the one that was read cannot be mended. It is removed, so that indexing its
    file again brings it back. Raises LibraryError where SQLite cannot read its own file.
    """
    with writer_lock(library.folder):
        return Repairs(tuple(_mend(library, list(findings(library)))))


def _mend(library: Library, found: list[Finding]) -> Iterator[str]:
    store = library.store
    if any(finding.part is Part.DATABASE for finding in found):
        yield _mend_database(store)
        found = list(findings(library))
    if any(finding.part is Part.KEYWORDS for finding in found):
        yield _mend_keyword_index(store)
    if any(finding.part is Part.PASSAGES and finding.article is None for finding in found):
        yield _remove_strangers(store)
    bad = set(_ids(found, Part.ARTICLE))
    yield from (_remove_article(store, id) for id in sorted(bad))
    yield from (_split_again(library, id) for id in sorted(set(_ids(found, Part.PASSAGES)) - bad))
    if found and store.manifest() is not None:
        store.put_duplicate_groups(duplicate_groups(store.signatures()))
        if any(finding.part is Part.DUPLICATES for finding in found):
            yield "grouped the duplicates again"
        library.vectors.discard()
        library.vectors.sync(store)
        library.vectors.save()
        yield f"rebuilt vectors.faiss from the {len(library.vectors)} stored vectors"


def _ids(found: Iterable[Finding], part: Part) -> list[str]:
    return [finding.article for finding in found if finding.part is part and finding.article is not None]


def _mend_database(store: Store) -> str:
    store.database.statement("REINDEX")
    [result, *_] = store.database.statement("PRAGMA integrity_check")
    if result != ("ok",):
        raise LibraryError(
            f"{store.database.path} is damaged where it cannot be rebuilt: {result[0]}. Put back a copy of "
            "the folder, or move it away and index again: pincite index PATH... --library FOLDER"
        )
    return "rebuilt the database's own indexes"


def _mend_keyword_index(store: Store) -> str:
    """A new table, because rows cannot be taken out of one that is damaged inside."""
    with store.transaction() as connection:
        connection.execute("DROP TABLE passages_fts")
        connection.execute(KEYWORD_TABLE)
        connection.execute(
            "INSERT INTO passages_fts (rowid, title, text)"
            " SELECT passages.id, title, substr(text, start + 1, end - start)"
            " FROM passages JOIN articles ON articles.id = passages.article_id ORDER BY passages.id"
        )
    return f"rebuilt the keyword index from {store.n_passages} passages"


def _remove_strangers(store: Store) -> str:
    with store.transaction() as connection:
        removed = connection.execute(
            "DELETE FROM passages WHERE article_id NOT IN (SELECT id FROM articles)"
        ).rowcount
    return f"removed {removed} passages that belong to no article"


def _remove_article(store: Store, id: str) -> str:
    known = store.known_articles()[id]
    with store.transaction():
        store.delete_articles([id])
        if known.file is not None:
            store.forget_file(known.file)
    again = f"Index {known.file} again" if known.file else "Add it again"
    return f"removed {id}, whose text is not the one that was read. {again} to bring it back"


def _split_again(library: Library, id: str) -> str:
    """Passages, sentences and vectors made anew from the text."""
    article, known = library.article(id), library.store.known_articles()[id]
    passages = [(article, passage) for passage in split_passages(article, library.embedder)]
    embedded = chain.from_iterable(embed_in_batches(passages, library.embedder))
    files = library.store.files()
    with library.store.transaction():
        library.store.put_article(article, embedded, signature=signature(article.text), file=known.file)
        if known.file in files:
            library.store.put_file(files[known.file])
    return f"split {id} again and embedded its {len(passages)} passages"
