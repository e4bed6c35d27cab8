"""Whether a cited article is still what it was when the answer was written, and whether the quote still stands."""

from assistant.audit.passages import Part
from assistant.audit.quotations import find_in_library, quoted_part
from assistant.audit.sources import ResolvedSource, SourceFinder
from assistant.facts.quotations import nearest_passage

CHANGED = "the cited article has changed since the answer was written"
GONE = "the cited article is no longer in the library"
MOVED = "the quote does not stand at the place that the citation gives"


def staleness(source: ResolvedSource) -> str | None:
    """What is stale about a source, None where nothing is or nothing can be told.

    An article under another id with the digest of the cited one is that article. With the right digest a quote that
    does not stand in the article is a wrong quotation, not a stale one.
    """
    given, article = source.source, source.article
    if given.text:
        return None
    if source.is_gone and (article is None or given.digest or given.span):
        return None if article and article.digest == given.digest else GONE
    if article is None:
        return None
    if given.digest and given.digest != article.digest:
        return CHANGED
    if given.quote and given.span and article.text[given.span.start : given.span.end] != given.quote:
        return CHANGED if not given.digest else MOVED if quoted_part(source) else None
    return None


def standing_quote(source: ResolvedSource, finder: SourceFinder) -> Part | None:
    """Where the quote of a stale source still stands word for word: in the article, else anywhere in the library."""
    if not source.source.quote:
        return None
    return (quoted_part(source) if source.article else None) or find_in_library(source.source.quote, finder)


def nearest_to_quote(source: ResolvedSource) -> Part | None:
    """What stands in the article now that is most like the quote."""
    if not source.source.quote or source.article is None:
        return None
    found = nearest_passage(source.source.quote, source.text)
    return Part(source, found.span) if found else None
