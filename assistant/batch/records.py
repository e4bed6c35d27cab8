"""What is kept of one question of a batch: its answer, or why there is none; to JSON and back without loss."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from assistant.answer import Answer
from assistant.batch.questions import BatchQuestion
from corpus.errors import InputError, PinciteError
from index import Filters


@dataclass(frozen=True, slots=True)
class Record:
    """A question with its `answer`, or with the `error` for which it has none.

    `carried` are the other columns of its row; they are kept beside the answer, and are no part of it.
    """

    id: str
    question: str
    filters: Filters
    carried: Mapping[str, Any]
    answer: Answer | None
    error: str | None = None

    @classmethod
    def of(cls, question: BatchQuestion, outcome: Answer | PinciteError) -> "Record":
        """What came of a question."""
        asked = (question.id, question.question, question.filters, question.carried)
        return cls(*asked, outcome) if isinstance(outcome, Answer) else cls(*asked, None, str(outcome))

    def to_json(self) -> dict[str, Any]:
        """The document of `pincite ask --json` with `id`, `filters` and `columns`, or with an `error` for an answer."""
        document: dict[str, Any] = {
            "id": self.id,
            "filters": filters_to_json(self.filters),
            "columns": dict(self.carried),
        }
        if self.answer is None:
            return {**document, "question": self.question, "error": self.error}
        return {**document, **self.answer.to_json()}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Record":
        """The record that `to_json` wrote; raises KeyError, TypeError or ValueError where it is not one."""
        error = document.get("error")
        return cls(
            id=document["id"],
            question=document["question"],
            filters=filters_from_json(document["filters"]),
            carried=dict(document["columns"]),
            answer=Answer.from_json(document) if error is None else None,
            error=error,
        )


def filters_to_json(filters: Filters) -> dict[str, str]:
    """The filters that are set; days as YYYY-MM-DD."""
    values = zip(Filters.__slots__, astuple(filters), strict=True)
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values
        if value is not None
    }


def filters_from_json(document: Mapping[str, str]) -> Filters:
    """The filters that `filters_to_json` wrote. Raises ValueError if they are not filters."""
    after, before = document.get("after"), document.get("before")
    try:
        return Filters(
            after=date.fromisoformat(after) if after else None,
            before=date.fromisoformat(before) if before else None,
            publisher=document.get("publisher"),
            article=document.get("article"),
        )
    except InputError as error:
        raise ValueError(str(error)) from error
