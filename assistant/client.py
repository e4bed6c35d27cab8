"""A Pincite that is served elsewhere, asked from Python: the same questions, and the same types as in this process.

with Client("http://127.0.0.1:7860") as pincite:
    answer = pincite.ask("Who said that the pier was damaged?")
"""

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Unpack

import httpx
from gradio_client import Client as GradioClient

from assistant.answer import Answer, AnswerSpan, Citation, SearchHit
from assistant.answering.events import Answered, Event, EvidenceFound, TextDelta
from assistant.audit.found import AuditReport
from assistant.documents import from_document, to_document
from corpus import PinciteError
from corpus.errors import InputError
from index import Filters
from index.rows import FilterArguments


class ServerError(PinciteError):
    """The server refused, failed, or cannot be reached; where it said why, the message is its own."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A question of a batch that could not be answered, and why."""

    question: str
    error: str


class Client:
    """A connection to `pincite serve`.

    Every method raises ServerError, also if the server cannot use what it was given; those that take filters raise
    InputError for dates in the wrong order.
    """

    def __init__(self, address: str, *, auth: tuple[str, str] | None = None) -> None:
        """`address` is what `pincite serve` printed, `auth` the user and password that it was given.

        Raises InputError for what is no address, ServerError where no Pincite answers there.
        """
        if not address.startswith(("http://", "https://")):
            raise InputError(f"'{address}' is no address. Expected one like http://127.0.0.1:7860")
        with _as_server_error(address):
            self._gradio = GradioClient(
                address, auth=auth, verbose=False, download_files=False, analytics_enabled=False
            )
        self._address = address

    def close(self) -> None:
        """End the connection."""
        self._gradio.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def search(self, query: str, k: int = 10, **filters: Unpack[FilterArguments]) -> tuple[SearchHit, ...]:
        """The passages that fit a query best, best first; filters as in `Library.search`."""
        document = self._last("search", query=query, k=k, **_as_texts(filters))
        return from_document(tuple[SearchHit, ...], document["hits"])

    def ask(
        self,
        question: str,
        *,
        show_unsupported: bool = False,
        extract: bool = False,
        **filters: Unpack[FilterArguments],
    ) -> Answer:
        """The answer, every claim checked; as `Assistant.ask`."""
        events = self.stream(question, show_unsupported=show_unsupported, extract=extract, **filters)
        [answer] = [event.answer for event in events if isinstance(event, Answered)]
        return answer

    def stream(
        self,
        question: str,
        *,
        show_unsupported: bool = False,
        extract: bool = False,
        **filters: Unpack[FilterArguments],
    ) -> Generator[Event, None, None]:
        """The same as it comes about, in the events of `Assistant.stream`; closing it stops the server's work."""
        given = {"question": question, "show_unsupported": show_unsupported, "extract": extract}
        asked = self._documents("ask", **given, **_as_texts(filters))
        draft = ""
        with closing(asked) as documents:
            for document in documents:
                if "evidence" in document:
                    yield EvidenceFound(
                        from_document(tuple[Citation, ...], document["evidence"]),
                        answer_spans=from_document(tuple[AnswerSpan, ...], document["answer_spans"]),
                    )
                elif "draft" in document:
                    yield TextDelta(document["draft"][len(draft) :])
                    draft = document["draft"]
                elif "text" in document:
                    yield Answered(from_document(Answer, document))

    def batch(
        self, questions: Iterable[str], *, extract: bool = False, **filters: Unpack[FilterArguments]
    ) -> tuple[Answer | Failure, ...]:
        """The answers in the order of the questions."""
        document = self._last("batch", questions=list(questions), extract=extract, **_as_texts(filters))
        return tuple(
            from_document(Failure, answer) if "error" in answer else from_document(Answer, answer)
            for answer in document["answers"]
        )

    def audit(self, answers: str | Sequence[Answer]) -> AuditReport:
        """Answers, or one as Markdown with its list of sources, held against their sources; as `audit_answers`."""
        kind = "md"
        if not isinstance(answers, str):
            kind, answers = "jsonl", "\n".join(json.dumps(to_document(answer)) for answer in answers)
        return from_document(AuditReport, self._last("audit", answers=answers, format=kind))

    def _last(self, function: str, **arguments: Any) -> Mapping[str, Any]:
        with _as_server_error(self._address):
            document: Mapping[str, Any] = self._gradio.predict(api_name=f"/{function}", **arguments)
            return document

    def _documents(self, function: str, **arguments: Any) -> Generator[Mapping[str, Any], None, None]:
        with _as_server_error(self._address):
            job = self._gradio.submit(api_name=f"/{function}", **arguments)
            try:
                yield from job
                job.result()  # raises what it ended with
            finally:
                job.cancel()


def _as_texts(arguments: FilterArguments) -> dict[str, str]:
    """The filters as the server's functions take them; raises InputError for dates in the wrong order."""
    return {name: str(value or "") for name, value in asdict(Filters(**arguments)).items()}


@contextmanager
def _as_server_error(address: str) -> Iterator[None]:
    try:
        yield
    except httpx.HTTPError as error:
        raise ServerError(f"no Pincite answers at {address}: {error}. Is 'pincite serve' running?") from error
    except ValueError as error:  # what Gradio's client raises, the server's own messages among it
        raise ServerError(str(error)) from error
