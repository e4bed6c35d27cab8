"""Why the articles do not answer a question, and why each of the nearest passages is not enough, in words."""

from assistant.answer import Answer, Citation
from assistant.facts.text import Text, read
from assistant.report.wording import WITHHELD

# Words that ask, and are not what is asked about
_ASKING = frozenset("much many each every long old far often kind sort".split())
NOT_ABOUT = 0.02  # a passage that is less likely to answer is told to be about something else
MOST_WORDS = 4  # most words of a question that are named as missing in a passage


def why_abstained(answer: Answer) -> str:
    """Why there is no answer: the stage at which it ended."""
    if not answer.nearest:
        return "No article here was published in these dates, by this publisher, or is near to the question."
    if answer.withheld:
        return f"What was written from the passages below is {WITHHELD}. It is withheld, and can be opened."
    if not answer.tokens:
        return "No passage comes near enough to the question to answer it. The nearest are below."
    return "The language model read the passages below and found no answer in them."


def why_not(question: str, passage: Citation, relevance: float | None) -> str:
    """Why one passage is not enough; `relevance` is the probability that it answers, in [0, 1]."""
    lacking = _lacking(question, passage)
    told = []
    if relevance is not None:
        percent = f"{relevance:.0%}" if relevance >= 0.01 else "under 1%"
        told.append(f"{'Not about this' if relevance < NOT_ABOUT else 'Related'}: relevance {percent}")
    if lacking:
        told.append(f"says nothing of {', '.join(f'“{word}”' for word in lacking)}")
    return " · ".join(told)


def _lacking(question: str, passage: Citation) -> list[str]:
    """The first content words of the question whose stems are neither in the passage nor in its title."""
    there = read(f"{passage.article.title}\n{passage.quote}").terms
    asked = [word for word in read(question).words if word.lower() not in _ASKING]
    missing = [word for word in asked if (terms := Text(word).terms) and not terms & there]
    return list(dict.fromkeys(missing))[:MOST_WORDS]
