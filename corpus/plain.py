"""Plain text and Markdown -> an article. The text is kept as written, so that a quote can be found in the file."""

import re

from corpus.article import Article
from corpus.encoding import decode
from corpus.metadata import Metadata, make_article, with_guesses

MAX_FRONT_MATTER = 20_000  # code points; more is not a front matter but text between two rules

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_HEADING = re.compile(r"^# +(.+?)(?: +#+)?$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def read_text(content: bytes, origin: str) -> Article:
    """The article in a plain text file."""
    text = decode(content)
    return make_article(text, origin, with_guesses(Metadata(), text.strip()))


def read_markdown(content: bytes, origin: str) -> Article:
    """The article in a Markdown file; metadata from its YAML front matter, which is not part of the text."""
    fields, body = split_front_matter(decode(content).replace("\r\n", "\n"))
    metadata = Metadata.from_fields({"title": first_heading(body), **fields})
    return make_article(body, origin, with_guesses(metadata, body.strip()))


def first_heading(markdown: str) -> str | None:
    """The text of the first heading of the first level, outside of fenced code."""
    heading = _HEADING.search(_FENCE.sub("", markdown))
    return re.sub(r"[*_`]{1,3}", "", heading.group(1)) if heading else None


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """The fields of the front matter, and the text after it; ({}, text) if there is no front matter."""
    match = _FRONT_MATTER.match(text)
    if not match or len(match.group(1)) > MAX_FRONT_MATTER:
        return {}, text
    fields = _yaml_fields(match.group(1))
    return (fields, text[match.end() :]) if fields is not None else ({}, text)


def _yaml_fields(block: str) -> dict[str, object] | None:
    """The mapping in `block`, every value as text; None if it is no mapping."""
    import yaml

    try:
        # The base loader builds nothing but text, lists and mappings: no dates that do not exist, no objects.
        fields = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return _lines_as_fields(block)  # most often a title with a colon in it, without quotation marks
    return fields if isinstance(fields, dict) else None


def _lines_as_fields(block: str) -> dict[str, object] | None:
    lines = [line for line in block.splitlines() if line.strip()]
    pairs = [re.match(r"([A-Za-z_][\w -]{0,40}):(?:\s+(.*))?$", line) for line in lines]
    fields = {pair[1]: (pair[2] or "").strip(" \"'") for pair in pairs if pair}
    return dict(fields) if fields and len(fields) == len(lines) else None
