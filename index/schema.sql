-- The tables of a library but for the keyword index. A passage id is never used twice (AUTOINCREMENT), so a vector index
-- can tell from ids alone what changed. Texts and blobs are the last columns: SQLite reads the columns before them
-- without touching their pages.
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, digest TEXT NOT NULL, problems TEXT NOT NULL);
CREATE TABLE articles (
    id TEXT PRIMARY KEY, file TEXT, origin TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT,
    author TEXT, published TEXT, source TEXT NOT NULL, digest TEXT NOT NULL, duplicate_group TEXT,
    signature BLOB NOT NULL, text TEXT NOT NULL);
CREATE INDEX articles_by_file ON articles (file);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, checksum INTEGER NOT NULL,
    embedding BLOB NOT NULL, sentence_spans BLOB NOT NULL, sentence_embeddings BLOB NOT NULL);
CREATE INDEX passages_by_article ON passages (article_id);
