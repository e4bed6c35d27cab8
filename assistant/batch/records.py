"""What is kept of one question of a batch: its answer, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer
from assistant.batch.questions import BatchQuestion
from assistant.documents import InPlace, Sparse
from corpus.errors import PinciteError
from index import Filters


@dataclass(frozen=True, slots=True)
class Record:
    """A question with its `answer`, or with the `error` for which it has none.

    `columns` are the other columns of its row. The document of a record is that of `pincite ask --json` with these
    and the filters in front; without an answer, it has the question and the error in the answer's place.
    """

    id: str
    filters: Sparse[Filters]
    columns: Mapping[str, Any]
    question: str
    answer: InPlace[Answer | None]
    error: Sparse[str | None] = None

    def __post_init__(self) -> None:
        if self.answer is None and self.error is None:
            raise ValueError("it has neither an answer nor an error")

    @classmethod
    def of(cls, question: BatchQuestion, outcome: Answer | PinciteError) -> "Record":
        """What came of a question."""
        asked = (question.id, question.filters, question.carried, question.question)
        return cls(*asked, outcome) if isinstance(outcome, Answer) else cls(*asked, None, str(outcome))
