"""What is asked of an assistant, and what it tells while it answers."""

from dataclasses import dataclass, field

from assistant.answer import Answer, AnswerSpan, Citation
from index import Filters


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question, which articles may answer it, and how.

    Unsupported sentences are withheld, or shown and flagged. With `extract` the answer is sentences of the articles,
    and no generator is asked. Typing errors are mended first, unless the question is to be taken `as_typed`.
    """

    question: str
    filters: Filters = field(default_factory=Filters)
    show_unsupported: bool = False
    extract: bool = False
    as_typed: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """The snippets that the answer will be made from, numbered as the marks of the draft name them.

    `relevance` is the probability that each snippet answers, in [0, 1]; empty if no reader was asked. `answer_spans`
    are the words that answer.
    """

    citations: tuple[Citation, ...]
    relevance: tuple[float, ...] = ()
    answer_spans: tuple[AnswerSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the reply, as the model writes it. It is not checked yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The last event: the answer with every claim checked.

    `evidence` is all that was read, numbered as the marks of the answer name it: first what it cites.
    """

    answer: Answer
    evidence: tuple[Citation, ...] = ()


Event = EvidenceFound | TextDelta | Answered
