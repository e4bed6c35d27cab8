"""Statements that the sources do not say something: they need no citation, since there is nothing to cite."""

import re

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
# Something is stated after all, or someone in the articles said that there is nothing.
_STATED_BEFORE = re.compile(
    r";|\w.*(?:\s(?:but|while|whereas)|,\s*and)\b|\A\W*(?:although|though|while)\b|\b(?:said|told|reported)\b",
    re.IGNORECASE | re.DOTALL,
)
_STATED_AFTER = re.compile(r";|,?\s(?:but|although|though|whereas|yet|except|however)\b", re.IGNORECASE)


def is_absence(sentence: str) -> bool:
    """Whether it states that the sources do not say something, and nothing else.

    >>> is_absence("The articles don't say who paid."), is_absence("The minister did not say who paid.")
    (True, False)
    """
    found = _ABSENCE.search(sentence)
    return bool(
        found
        and not _STATED_BEFORE.search(sentence[: found.start()])
        and not _STATED_AFTER.search(sentence, found.end())
    )
