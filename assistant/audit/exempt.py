"""Which sentences of an answer need no citation, because they state nothing. If in doubt, a sentence needs one."""

import re
import tomllib
from pathlib import Path

from corpus import Span

MAX_HEADLINE_WORDS = 8  # a longer line is only a headline if it is marked as one
MAX_HEADING = 1_000  # code points; a longer line is no heading or head of a table unless it is marked

_HEADING = re.compile(r"[ \t>*+-]*#{1,6}[ \t]")
_UNDERLINE = re.compile(r"\n=+[ \t]*(?:\n|\Z)")
_TABLE_RULE = re.compile(r"\n[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\||\n|\Z)")
_ALL_BOLD = re.compile(r"\s*(?:[-*+•]\s+)?(?:\d{1,3}[.)]\s+)?(\*\*|__)[^*_\n]+\1[ \t:]*")
_BLANK_LINE_BELOW = re.compile(r"\n[ \t]*\n\s*\S")
_SENTENCE_END = re.compile(r"[.!?;…,]['\"’”)\]*_]*\Z")
_LIST_NUMBER = re.compile(r"\(?\d{1,2}[.)]")
_YES_OR_NO = re.compile(r"(?:yes|no)[.!,]?", re.IGNORECASE)
_MORE_BELOW = re.compile(r"\s*\S")
_SET_OFF = " \t*_"  # what may stand around the words of a sentence that is bold or emphasised

_PHRASES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _any_of(name: str, flags: re.RegexFlag) -> re.Pattern[str]:
    pattern = re.sub(r"<(\w+)>", lambda part: str(_PHRASES[part[1]]), "|".join(_PHRASES[name]))
    return re.compile(pattern, flags)


_COURTESY = _any_of("courtesy", re.IGNORECASE | re.DOTALL)
_ABSENCE = _any_of("absence", re.IGNORECASE)
# With one of these around it, something is stated after all, or a person in an article says that there is nothing.
_STATED_BEFORE = re.compile(
    r";|\w.*(?:\s(?:but|while|whereas)|,\s*and)\b|\A\W*(?:although|though|while)\b|\b(?:said|told|reported)\b",
    re.IGNORECASE | re.DOTALL,
)
_STATED_AFTER = re.compile(r";|,?\s(?:but|although|though|whereas|yet|except|however)\b", re.IGNORECASE)


def needs_citation(text: str, sentence: Span, *, marked: bool) -> bool:
    """Whether a sentence of `text` needs a citation. The marks are cut out of `text`; `marked` says whether it had any.

    These need none: headings, questions, lead-ins that end with a colon, courtesies, statements that the sources do not
    say something, and a "Yes." or "No." if more follows.
    """
    words = text[sentence.start : sentence.end].replace("**", "").strip(_SET_OFF)
    line = Span(text.rfind("\n", 0, sentence.start) + 1, _line_end(text, sentence.end))
    is_last = not text[sentence.end : line.end].strip(_SET_OFF)
    return not (
        not re.search(r"\w", words)
        or (_LIST_NUMBER.fullmatch(words) and not marked)
        or words.rstrip(")").endswith("?")
        or (words.endswith(":") and is_last)
        or (_YES_OR_NO.fullmatch(words) and not marked and _MORE_BELOW.match(text, sentence.end))
        or states_absence(words)
        or _COURTESY.fullmatch(words.strip(" .!:"))
        or _is_heading(text, line, marked=marked)
    )


def states_absence(sentence: str) -> bool:
    """Whether a sentence states that the sources do not say something, and nothing else.

    >>> states_absence("The articles don't say who paid."), states_absence("The minister did not say who paid.")
    (True, False)
    """
    found = _ABSENCE.search(sentence)
    return bool(
        found
        and not _STATED_BEFORE.search(sentence[: found.start()])
        and not _STATED_AFTER.search(sentence, found.end())
    )


def _is_heading(text: str, line: Span, *, marked: bool) -> bool:
    """Whether the line is a heading: marked as one, underlined, all bold, a table's head, or short and alone."""
    if _HEADING.match(text, line.start, line.end) or _UNDERLINE.match(text, line.end):
        return True
    content = text[line.start : line.end].strip()
    if marked or len(content) > MAX_HEADING or _SENTENCE_END.search(content):
        return False
    is_table_head = "|" in content and _TABLE_RULE.match(text, line.end)
    return bool(is_table_head or _ALL_BOLD.fullmatch(content) or _is_headline(text, line, content))


def _is_headline(text: str, line: Span, content: str) -> bool:
    """Whether a short line without figures stands alone, with more text below."""
    return bool(
        text[max(0, line.start - 2) : line.start] in ("", "\n\n")
        and content[:1].isupper()
        and len(content.split()) <= MAX_HEADLINE_WORDS
        and not re.search(r"\d", content)
        and _BLANK_LINE_BELOW.match(text, line.end)
    )


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end
