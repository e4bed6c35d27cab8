"""Which sentences of an answer need no citation, because they state nothing. In doubt a sentence needs one."""

import re

from assistant.audit.absence import is_absence
from corpus import Span

MAX_HEADLINE_WORDS = 8  # of a line that is a headline without saying so
MAX_HEADING = 1_000  # code points of a line that may be a heading or a table's head

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

_COURTESY = re.compile(
    "|".join(
        [
            r"(?:I )?hope (?:this|that|it)\b.{0,30}\bhelp.*",
            r"(?:please )?(?:let me know|feel free to|(?:do not|don['’]t) hesitate)\b.*",
            r"if you(?:['’]d| would)? (?:have|need|want|like)\b.*\b(?:ask|know|I can|I['’]ll|happy|glad|tell me)\b.*",
            r"(?:sure|certainly|of course|absolutely|hello|hi|good (?:morning|afternoon|evening))(?: there| thing)?",
            r"thank(?:s| you)\b.{0,60}",
            r"you(?:['’]re| are) welcome",
            r"(?:that['’]s a |what a )?(?:great|good|excellent) question",
            r"I(?:['’]m| am|['’]d be| would be) (?:happy|glad) to\b.*",
            r"here(?:['’]s| is| are) (?:a|an|the|what|your|some)\b.{0,40}"
            r"\b(?:summary|overview|answer|breakdown|explanation|list|facts|points|found|know)\b.{0,60}",
            r"\d+ sentences? (?:was|were) withheld\b.*",  # our own note, in what was copied from a terminal
            r"(?:best|kind|warm) regards.*",
        ]
    ),
    re.IGNORECASE | re.DOTALL,
)


def needs_citation(text: str, sentence: Span, *, marked: bool) -> bool:
    """Whether a sentence of `text`, which holds no marks any more, needs one; `marked` says whether it had any.

    Headings, questions, lead-ins that end with a colon, courtesies, statements that the sources do not say
    something, and a "Yes." or "No." that more follows need none.
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
        or is_absence(words)
        or _COURTESY.fullmatch(words.strip(" .!:"))
        or _is_heading(text, line, marked=marked)
    )


def _is_heading(text: str, line: Span, *, marked: bool) -> bool:
    """Whether the line is one: so marked, underlined, all bold, a table's head, or short and alone."""
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
