"""Bytes -> text. Knows nothing of what the text is."""

import re

from corpus.errors import ReadError

MAX_CONTROL_SHARE = 0.01  # of the code points; random bytes hold a tenth, terminal logs less than a hundredth
DETECTION_BYTES = 32_000  # what charset-normalizer sees, around the first byte that is not UTF-8
WESTERN_SHARE = 0.2  # at most so much of a Western European text is not ASCII; of Cyrillic nearly all is

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# What Western European news is written with, beside ASCII. Polish, Czech or Cyrillic bytes read as
# Windows-1252 give other characters too.
_WESTERN = frozenset(
    "àâäáãåæçéèêëíìîïñóòôöõøœúùûüÿßÀÂÄÁÅÆÇÉÈÊËÍÎÏÑÓÔÖØŒÚÙÛÜ“”‘’‚„«»‹›–—…•·°€£§©®™¿¡½¼\xa0\xad"
)
_HOLDS_NUL = "it is not text: it holds NUL bytes. If it is UTF-16 without a mark, save it as UTF-8"


def decode(content: bytes, *, declared: str | None = None) -> str:
    """The text in `content`, decoded by its byte order mark, else as UTF-8, as `declared`, or as detected.

    Raises ReadError if it is empty, binary, or in an encoding that cannot be detected.
    """
    if not content.strip():
        raise ReadError("the file is empty")
    text = _decode(content, declared)
    if "\x00" in text:
        raise ReadError(_HOLDS_NUL)
    controls = sum(1 for _ in _CONTROL.finditer(text))
    if controls > MAX_CONTROL_SHARE * len(text):
        raise ReadError(f"it is not text: {controls} of its {len(text)} characters are control characters")
    return text


def _decode(content: bytes, declared: str | None) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strict(content[len(mark) :] if encoding == "utf-8" else content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_other(content, declared, error.start)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise ReadError(f"it cannot be decoded as {encoding}: {error}. Save it as UTF-8") from error


def _decode_other(content: bytes, declared: str | None, first_bad: int) -> str:
    damaged = content.decode("utf-8", "replace")
    bad = damaged.count("\ufffd")
    if sum(1 for _ in re.finditer(r"[^\x00-\x7f]", damaged)) > 10 * bad:
        return damaged  # UTF-8 with a few broken bytes: no other encoding looks like it by chance
    if declared:
        try:
            return content.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass  # the declaration is wrong, as declarations often are
    if b"\x00" in content:
        raise ReadError(_HOLDS_NUL)
    return _detect(content, first_bad)


def _detect(content: bytes, first_bad: int) -> str:
    from charset_normalizer import from_bytes

    sample = content[max(0, first_bad - DETECTION_BYTES // 2) : first_bad + DETECTION_BYTES // 2]
    if _is_western(sample):
        return content.decode("cp1252", "replace")
    best = from_bytes(sample).best()
    if best is None:
        raise ReadError("it is not text, or in an unknown encoding. If it is text, save it as UTF-8")
    return content.decode(best.encoding, "replace")


def _is_western(sample: bytes) -> bool:
    """Whether `sample` is Windows-1252; charset-normalizer takes a short French text for Central European."""
    text = sample.decode("cp1252", "replace")
    special = [character for character in text if character > "\x7f"]
    return len(special) <= WESTERN_SHARE * len(text) and _WESTERN.issuperset(special)
