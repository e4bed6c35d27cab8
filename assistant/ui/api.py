"""The functions that other programs can call: search, ask, batch and audit. They are also tools for MCP clients.

Each returns the document that the command of the same name prints with `--json` (docs/cli.md). The functions that take
long yield other documents first: {"waiting": 2} while two calls come before this one, {"done": 3, "of": 8}, and `ask`
yields {"evidence": ..., "answer_spans": ...} and {"draft": ...}, the text that is not checked yet.

Gradio shows the docstrings of the functions on the API page and to MCP clients; "Args:" and "Returns:" are its format.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Literal, ParamSpec, get_args

import gradio as gr
from gradio.events import api

from assistant.answer import SearchHit
from assistant.answering.events import Answered, EvidenceFound, Inquiry, TextDelta
from assistant.audit.file import FileAudit, look_through
from assistant.documents import to_document
from assistant.ui import cures
from assistant.ui.ask.flow import Desk, Form
from assistant.ui.audit.flow import AuditDesk
from assistant.ui.panes import MOST_WAITING
from corpus import PinciteError
from corpus.article import one_line
from corpus.errors import InputError, LibraryError
from index import Filters
from index.search import DEFAULT_HITS

MOST_HITS = 100

Document = dict[str, Any]
Format = Literal["md", "txt", "jsonl", "json", "csv", "tsv"]
_P = ParamSpec("_P")


@dataclass(frozen=True, slots=True)
class Api:
    """The four functions for one library. Their calls wait in the lines of the page's desks."""

    asking: Desk
    auditing: AuditDesk

    def offer(self) -> None:
        """Add them to the Gradio app that is being built."""
        api(_told()(self.search), concurrency_limit=MOST_WAITING)
        for function in (self.ask, self.batch, self.audit):
            api(_told_as_it_goes(function), concurrency_limit=MOST_WAITING)

    def search(
        self,
        query: str,
        k: int = DEFAULT_HITS,
        after: str = "",
        before: str = "",
        publisher: str = "",
        article: str = "",
    ) -> Document:
        """Find the passages of the user's articles that fit a query best, by meaning and by words.

        Args:
            query: What to look for.
            k: How many passages, from 1 to 100.
            after: Only articles published on this day or later, as YYYY-MM-DD.
            before: Only articles published on this day or earlier, as YYYY-MM-DD.
            publisher: Only articles of this publisher.
            article: Only the article with this id.

        Returns:
            {"query", "hits"}; a hit has its score, its article, and its text with start and end in that article.
        """
        wanted = one_line(query)
        if not wanted:
            raise InputError("the query is empty. Name what to look for")
        if not 1 <= k <= MOST_HITS:
            raise InputError(f"k is {k}; expected a number from 1 to {MOST_HITS}")
        filters = self._filters(after, before, publisher, article)
        hits = self.asking.library.find(wanted, k, filters).hits
        return {"query": wanted, "hits": [to_document(SearchHit.of(hit)) for hit in hits]}

    def ask(
        self,
        question: str,
        after: str = "",
        before: str = "",
        publisher: str = "",
        article: str = "",
        show_unsupported: bool = False,
        extract: bool = False,
    ) -> Iterator[Document]:
        """Answer a question from the user's articles; each sentence is checked against the passage that it cites.

        If the articles do not say, "abstained" is true and "nearest" has the passages that come nearest.

        Args:
            question: What to ask, so that it can be understood by itself.
            after: Only from articles published on this day or later, as YYYY-MM-DD.
            before: Only from articles published on this day or earlier, as YYYY-MM-DD.
            publisher: Only from articles of this publisher.
            article: Only from the article with this id.
            show_unsupported: Also show sentences that no passage supports, flagged, instead of withholding them.
            extract: Answer at once with the articles' own sentences, without a language model.

        Returns:
            {"question", "text", "abstained", "claims", "citations", "withheld", "nearest", "answer_spans", ...}
        """
        filters = self._filters(after, before, publisher, article)
        inquiry = Inquiry(question, filters, show_unsupported, extract)
        events = self.asking.assistant.result().events(inquiry)
        draft = ""
        with self.asking.turns.place() as place, closing(events):
            for event in events:
                match event:
                    case EvidenceFound(citations):
                        spans = to_document(event.answer_spans)
                        yield {"evidence": to_document(citations), "answer_spans": spans}
                        for before_this in place.waits():
                            yield {"waiting": before_this}
                    case TextDelta(piece):
                        draft += piece
                        yield {"draft": draft}
                    case Answered(answer):
                        yield to_document(answer)

    def batch(
        self,
        questions: list[str],
        after: str = "",
        before: str = "",
        publisher: str = "",
        article: str = "",
        extract: bool = False,
    ) -> Iterator[Document]:
        """Answer several questions from the user's articles, each as "ask" does, in their order.

        Args:
            questions: What to ask, each so that it can be understood by itself.
            after: Only from articles published on this day or later, as YYYY-MM-DD.
            before: Only from articles published on this day or earlier, as YYYY-MM-DD.
            publisher: Only from articles of this publisher.
            article: Only from the article with this id.
            extract: Answer with the articles' own sentences, without a language model.

        Returns:
            {"answers"}, each like the result of "ask", or {"question", "error"}.
        """
        if not questions:
            raise InputError("there is no question. Expected a list with at least one")
        filters = self._filters(after, before, publisher, article)
        answers: list[Document] = []
        inquiries = [Inquiry(question, filters, extract=extract) for question in questions]
        with closing(self.asking.assistant.result().ask_each(inquiries)) as outcomes:
            for question, outcome in zip(questions, outcomes, strict=True):
                if isinstance(outcome, PinciteError):
                    answers.append({"question": question, "error": cures.told(outcome)})
                else:
                    answers.append(to_document(outcome))
                yield {"done": len(answers), "of": len(questions)}
        yield {"answers": answers}

    def audit(self, answers: str, format: Format = "md") -> Iterator[Document]:
        """Check any answers, claim by claim, against the sources that they cite and against the user's articles.

        Args:
            answers: An answer with marks like [1] and its list of sources, as Markdown; or many, in another format.
            format: What "answers" is: md, txt, csv, tsv, or JSON as ask and batch give it (json, jsonl).

        Returns:
            {"answers", "summary", "problems"}, with a verdict and findings for each claim.
        """
        if format not in get_args(Format):
            raise InputError(f"'{format}' is no format. Expected one of {', '.join(get_args(Format))}")
        with (
            tempfile.TemporaryDirectory(prefix="pincite-api-") as folder,
            self.auditing.turns.place() as place,
        ):
            for before in place.waits():
                yield {"waiting": before}
            file = Path(folder, f"answers.{format}")
            file.write_text(answers, encoding="utf-8", errors="backslashreplace")
            found = look_through(file, "what was given")
            library, verifier = self.auditing.filled_library(), self.auditing.open_verifier()
            run = FileAudit(file, found, library, verifier, Path(folder))
            for done in run.steps():
                yield {"done": done, "of": found.answers}
            yield {
                "answers": [to_document(audited) for audited in run.answers()],
                "summary": to_document(run.summary()),
                "problems": [{"line": row.line, "message": row.reason} for row in found.problems],
            }

    def _filters(self, after: str, before: str, publisher: str, article: str) -> Filters:
        """What was given. Raises InputError for what is no date, LibraryError if there is nothing to search."""
        filters = Form("", after, before, publisher, article).filters()
        if not self.asking.library.store.n_passages:
            raise LibraryError("the library holds no articles yet. Add some in the place Library")
        return filters


@contextmanager
def _told() -> Iterator[None]:
    """Tell the caller what a user can cure."""
    try:
        yield
    except PinciteError as error:
        raise gr.Error(cures.told(error), print_exception=False) from error


def _told_as_it_goes(function: Callable[_P, Iterator[Document]]) -> Callable[_P, Iterator[Document]]:
    @wraps(function)
    def called(*args: _P.args, **kwargs: _P.kwargs) -> Iterator[Document]:
        with _told():
            yield from function(*args, **kwargs)

    return called
