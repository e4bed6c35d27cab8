"""A list of sources, as people and programs write them -> its entries, each with its label, and a number for each.

What an entry may look like behind its number or bullet:

    Title, Publisher, 2024-01-30 “A quote of four words or more.” https://…
    [Title](https://…) — Publisher
    “Title,” Publisher, 30 January 2024
    https://… "Title"
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import count, pairwise

from assistant.audit.submission import Source
from corpus.article import one_line
from corpus.metadata import parse_date

UNNUMBERED = 0  # the number of a source until it is given one
MAX_NUMBER = 999  # of a source; marks name no larger one, larger ids are those of a database
MAX_PUBLISHER_WORDS = 6
MAX_AUTHOR_WORDS = 4
LEAST_QUOTE_WORDS = 4  # in quotation marks after a title; fewer are a name

Labelled = tuple[object, Source]  # the label of an entry (None without one), and its source without a number

_NUMBER_LABEL = (
    r"\[\^?\d{1,3}\]:?|\d{1,3}[.)](?=\s)|\(\d{1,3}\)|【\d{1,3}】|<sup>\d{1,3}</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\d{1,3}"
)
_START = re.compile(rf"(?P<indent>[ \t]*)(?P<bullet>[-*+•–][ \t]+)?(?P<label>{_NUMBER_LABEL})?[ \t]*")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ONLY_URL = re.compile(r"<?https?://\S+")
_OPENING_QUOTE = re.compile(r"[>“\"«]")
_URL = re.compile(r"https?://(?:[^\s<>\"“”()\[\]]|\([^\s()]*\))+")
_DEFINITION = re.compile(r"<?(?P<url>https?://[^\s>]+)>?\s+[\"'(](?P<title>[^\n]+)[\"')]")
_LINK = re.compile(r"\[(?P<title>[^\[\]\n]+)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_BARE_LINK = re.compile(r"\[https?://[^\]\n]*\]\((https?://[^\s]*)\)")
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»")
_BLOCKQUOTE = re.compile(r"(?:^[ \t]*>[^\n]*\n?)+", re.MULTILINE)
_QUOTE_LABEL = re.compile(
    r"(?:^|(?<=\s))\W{0,5}(?:quote|quotation|excerpt|snippet)s?\W{0,5}:\W{0,5}([^\n]+)",
    re.IGNORECASE | re.MULTILINE,
)
_NOISE = re.compile(
    r"(?:\b(?:url|link|available at|retrieved from|accessed(?: on)?)\b\W{0,5}){1,2}$", re.IGNORECASE
)
_FIELD_LABEL = re.compile(r"^\W*(?:title|source)\W*:\s*", re.IGNORECASE)
_EDGES = ' \t\n.,;:|–—-()[]<>*_"“”'
_DATE = re.compile(
    r"(?:^|[\s,(–—|-])"
    r"(\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\)?\W*$"
)
_DASHED = re.compile(r"\s+[|–—-]\s+")
_SEPARATED = re.compile(r",\s+|\.\s+|\s+[|–—-]\s+|\s+\(")  # in front of a publisher that a date follows
_NAME = re.compile(r"(?:[A-Z0-9][\w.&’'-]*|of|the|and|for|&)(?: (?:[A-Z0-9][\w.&’'-]*|of|the|and|for|&))*")


def read_entries(lines: Sequence[str]) -> list[Labelled]:
    """The entries of a list, in order; those without a title, URL and quote are left out.

    As the first entry begins (with a number, a bullet, or just on a new line), so do the others.
    """
    entries: list[tuple[str | None, list[str]]] = []
    visible = [line for line in lines if line.strip()]
    first = _start(visible[0]) if visible else None
    for line in visible:
        start = _start(line)
        if first and (not entries or _begins(first, start, entries[-1][1])):
            entries.append((start["label"], [line[start.end() :]]))
        else:
            entries[-1][1].append(line)
    found = [(label, read_entry("\n".join(entry))) for label, entry in entries]
    return [(label, source) for label, source in found if source.title or source.url or source.quote]


def list_end(lines: Sequence[str]) -> int:
    """The index of the first line after a list: a new paragraph that neither is an entry nor continues one."""
    visible = [line for line in lines if line.strip()]
    first = _start(visible[0]) if visible else None
    if not first or not (first["label"] or first["bullet"]):
        return len(lines)
    for n, (before, line) in enumerate(pairwise(["", *lines])):
        if line.strip() and not (goes_on(before, line) or _begins(first, _start(line), [])):
            return n
    return len(lines)


def goes_on(before: str, line: str) -> bool:
    """Whether a line continues an entry: it is indented, a quotation or a URL, or follows a line that is not blank."""
    return bool(before.strip()) or line.startswith((" ", "\t", ">", "“", '"', "http"))


def numbered(found: Sequence[Labelled]) -> tuple[Source, ...]:
    """The sources, numbered as their labels say; those without a number get the first ones that are free."""
    given = [label_number(label) for label, _ in found]
    free = (number for number in count(1) if number not in given)
    return tuple(
        replace(source, number=next(free) if number is None else number)
        for number, (_, source) in zip(given, found, strict=True)
    )


def label_number(label: object) -> int | None:
    """The number in `3`, `"3"`, `"[3]"` or `"³"`; None if it has none, or one that no mark could name."""
    if isinstance(label, str):
        digits = label.translate(_RAISED).removeprefix("<sup>").removesuffix("</sup>").strip("[]()【】^.: ")
        return int(digits) if re.fullmatch(r"[0-9]{1,3}", digits) else None
    if isinstance(label, int) and not isinstance(label, bool):
        return label if 0 <= label <= MAX_NUMBER else None
    return None


def read_entry(text: str) -> Source:
    """The source that an entry names; fields that it does not give are None."""
    if definition := _DEFINITION.fullmatch(text.strip()):
        return Source(UNNUMBERED, title=one_line(definition["title"]), url=definition["url"])
    quote, rest = _quote(text)
    url = _URL.search(rest)
    title, byline = _title(rest)
    if title is None:
        title, publisher, published = _split(byline)
    else:
        rest, published = _without_date(byline)
        publisher = _name(rest)
    return Source(
        UNNUMBERED,
        title=title,
        url=url[0].rstrip(".,;:!?'") if url else None,
        publisher=publisher,
        published=published,
        quote=quote,
    )


def _start(line: str) -> re.Match[str]:
    start = _START.match(line)
    assert start is not None
    return start


def _begins(first: re.Match[str], start: re.Match[str], entry: Sequence[str]) -> bool:
    """Whether a line begins a new entry; if not, it continues `entry`. `first` is the first line of the list."""
    if len(start["indent"]) > len(first["indent"]) + 1:
        return False
    if first["label"]:
        return bool(start["label"])
    if first["bullet"]:
        return bool(start["bullet"])
    rest = start.string[start.end() :]
    is_its_url = _ONLY_URL.fullmatch(rest) and not any("://" in more for more in entry)
    return not (_OPENING_QUOTE.match(rest) or is_its_url)


def _quote(text: str) -> tuple[str | None, str]:
    """The quote of an entry as one line, and the entry without it."""
    for found in (_BLOCKQUOTE.search(text), _QUOTE_LABEL.search(text)):
        if found:
            quote = one_line(re.sub(r"^[ \t]*>", "", found[found.re.groups], flags=re.MULTILINE))
            return quote.strip('“”"«»*_ '), text[: found.start()] + "\n" + text[found.end() :]
    for found in _QUOTED.finditer(_URL.sub(lambda url: " " * len(url[0]), text)):
        if _is_quote(text, found):
            return one_line(_inside(found)), text[: found.start()] + "\n" + text[found.end() :]
    return None, text


def _is_quote(text: str, found: re.Match[str]) -> bool:
    """Whether words in quotation marks are a quote. If they stand first or after an author, they are a title."""
    before = text[: found.start()].lstrip()
    if "\n" in before and not before.rpartition("\n")[2].strip():
        return True
    if not before.strip(_EDGES) or len(_inside(found).split()) < LEAST_QUOTE_WORDS:
        return False
    is_author = before.rstrip().endswith((".", ",")) and len(before.split()) <= MAX_AUTHOR_WORDS
    return not (is_author and _URL.sub("", text[found.end() :]).strip(_EDGES))


def _title(text: str) -> tuple[str | None, str]:
    """A title that is a link or in quotation marks, and the rest of its line; None and the line if there is none."""
    line = next(filter(_plain, _BARE_LINK.sub(r"\1", text).split("\n")), "")
    found = _LINK.search(line) or _QUOTED.search(_URL.sub("", line))
    if not found:
        return None, _plain(line)
    rest = found.string[: found.start()] + found.string[found.end() :]
    return one_line(_inside(found)).strip(_EDGES) or None, _plain(rest)


def _split(byline: str) -> tuple[str | None, str | None, date | None]:
    """Title, publisher and date of a line, which may give only some of them."""
    rest, published = _without_date(byline)
    *_, last = [None, *(_SEPARATED if published else _DASHED).finditer(rest)]
    publisher = _name(rest[last.end() :]) if last else None
    title = rest[: last.start()] if last and publisher else rest
    return title.strip(_EDGES) or None, publisher, published


def _without_date(byline: str) -> tuple[str, date | None]:
    found = _DATE.search(byline)
    published = parse_date(found[1]) if found else None
    return (byline[: found.start()], published) if found and published else (byline, None)


def _name(text: str) -> str | None:
    """The text if it can be the name of a publisher, else None."""
    name = text.strip(_EDGES)
    is_name = _NAME.fullmatch(name) and len(name.split()) <= MAX_PUBLISHER_WORDS
    return name if is_name else None


def _plain(line: str) -> str:
    """A line without its URL, the words that announce a URL, and outer punctuation; a link stays whole."""
    words = line if _LINK.search(line) else _URL.sub("", line)
    return one_line(_FIELD_LABEL.sub("", _NOISE.sub("", words.strip(_EDGES)))).strip(_EDGES)


def _inside(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)
