"""Which sentences of an answer need no citation, because they state nothing. If in doubt, a sentence needs one."""

import re

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

# Statements that the sources do not say something have nothing to cite.
_GIVEN = (
    r"(?:the|these|those|your|my|any of the|any of these)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:sources?|articles?|documents?|context|passages?|excerpts?|snippets?|texts?|materials?|references"
    r"|(?:search )?results|information (?:provided|given|above)|library)"
)
_NOT = r"(?:(?:do|does|did|can)\s+not|cannot|(?:do|does|did)n['’]t|can['’]t|never)"
_SAY = (
    r"(?:say|mention|state|provide|specify|contain|include|give|report|discuss|address|indicate|describe|tell"
    r"|explain|cover|name|answer|disclose|reveal|identify|offer|show|list|make|go into|refer)"
)
_TOLD = (
    r"(?:mentioned|specified|given|provided|discussed|covered|addressed|found|named|included|described|answered"
    r"|disclosed|stated)"
)
_SOUGHT = r"(?:information|mention|answer|details?|data|figures?|evidence)"
_ABSENCE = re.compile(
    "|".join(
        [
            rf"\b{_GIVEN}\b[^.;:]{{0,60}}?\b{_NOT}\s+(?:\w+ly\s+)?{_SAY}\b",
            rf"\bno(?:ne|thing|where)?\b[^.;]{{0,60}}?\b(?:in|of)\s+{_GIVEN}\s+(?:\w+ly\s+)?{_SAY}s?\b",
            rf"\bno\s+(?:\w+\s+){{0,2}}?{_SOUGHT}\b[^.;]{{0,100}}?\b(?:in|by|from)\s+{_GIVEN}\b",
            rf"\b{_GIVEN}\b[^.;]{{0,40}}?\bno\s+(?:\w+\s+){{0,2}}?{_SOUGHT}\b",
            r"\bno\s+(?:\w+\s+){0,2}?(?:information|mention|answer)\b[^.;]{0,100}?\b(?:found|available)\b",
            rf"\bnot\s+(?:\w+ly\s+)?{_TOLD}\s+(?:anywhere\s+)?(?:in|by)\s+{_GIVEN}\b",
            r"(?:\A|\b(?:is|are|was|were)\s+|['’]s\s+)not\s+(?:\w+ly\s+)?stated\b",
            r"\b(?:cannot|can['’]t|could\s+not)\s+be\s+(?:determined|answered|found|established|inferred)\s+(?:from|in)\b",
            r"(?:\A|\A\w+,\s+)(?:I|we)\s+(?:am|are|was|were)\s+(?:unable|not\s+able)\s+to\b",
            rf"(?:\A|\A\w+,\s+)(?:I|we)\s+(?:{_NOT}|could\s+not|couldn['’]t)\s+"
            r"(?:find|answer|determine|tell|locate|verify|confirm|have|know|see)\b",
        ]
    ),
    re.IGNORECASE,
)
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
