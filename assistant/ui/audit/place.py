"""The Audit place: answers, ours or anyone else's, held against their sources claim by claim."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answering.ask import Assistant
from assistant.jobs.turns import Turns
from assistant.report.page import asset
from assistant.ui import fragments
from assistant.ui.audit.flow import FIXES, REPORTS, Audit, AuditDesk, OpenVerifier, Submission
from assistant.ui.panes import QUIET, opened_article, pane
from index import Library

_BEHAVIOUR = asset("report.js") + (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
# Audits are made one at a time (`Turns`); so many may stand in that line and be told their place.
_AUDITING: dict[str, Any] = {"concurrency_id": "audits", "concurrency_limit": 16}
STOP_SECONDS = 10  # most that Stop waits for an audit to end, which takes a second
_PASTE = "An answer with its sources, as one copies it from a chat"
_EXAMPLE = """Two boats sank in the harbour on Friday [1]. The mayor called it “a black day” [2].

Sources:
[1] Storm over the harbour, https://example.org/storm
[2] The mayor speaks"""
_DROP = "Or a file of answers: .md, .txt, .jsonl, .json, .csv, .tsv"
_THOROUGH = "Thorough: ask the language model too where the verifier is unsure (much slower)"
_LOST = "This audit is no longer here: the page was closed for long, or the server was started again. Audit again."


def audit_place(
    library: Library,
    assistant: Future[Assistant],
    turns: Turns,
    verifier: OpenVerifier,
) -> None:
    """Build the place inside the current tab.

    `assistant` may still be loading, `turns` is the line in which all audits wait, `verifier` is called when the first
    one begins.
    """
    at = AuditDesk(library, assistant, turns, verifier)
    under_way: dict[str, threading.Event] = {}  # by session; set when its audit is over
    kept = tempfile.TemporaryDirectory(prefix="pincite-audits-")  # goes with the process

    with gr.Row(elem_id="audit-input"):
        pasted = gr.Textbox(
            label=_PASTE, placeholder=_EXAMPLE, lines=8, max_lines=16, scale=3, elem_id="audit-pasted"
        )
        dropped = gr.File(label=_DROP, scale=2, min_width=260, elem_id="audit-file")
    with gr.Row(elem_id="audit-buttons"):
        run = gr.Button("Audit", variant="primary", scale=0, min_width=120, elem_id="audit-run")
        stop = gr.Button("Stop", visible=False, scale=0, min_width=120, elem_id="audit-stop")
        thorough = gr.Checkbox(label=_THOROUGH, container=False, min_width=260, elem_id="audit-thorough")
    held: gr.State = gr.State(None, delete_callback=_forget)
    with gr.HTML(
        html_template="@children", css_template=asset("report.css"), js_on_load=_BEHAVIOUR, elem_id="audit-desk",
        elem_classes="desk", apply_default_css=False,
    ) as desk:  # fmt: skip
        status, report, source = pane("audit-status"), pane("audit-report"), pane("audit-source")
    with gr.Row(visible=False, elem_id="audit-downloads") as downloads:
        buttons = [_download(f"Report {suffix}") for suffix in REPORTS]
        buttons += [_download(f"Repaired {suffix}") for suffix in FIXES]

    def auditing(
        text: str, file: str | None, is_thorough: bool, request: gr.Request
    ) -> Iterator[tuple[str, Audit | None]]:
        session = str(request.session_hash)
        folder, over = Path(kept.name, session), under_way.setdefault(session, threading.Event())
        try:
            with closing(at.views(lambda: Submission.of(text, file, folder), thorough=is_thorough)) as shown:
                for view in shown:
                    yield view.status, view.audit
        finally:
            under_way.pop(session, None)
            over.set()

    def stopped(audit: Audit | None, request: gr.Request) -> str:
        # Gradio goes on before it has closed the audit, and would take the next one for it.
        if over := under_way.get(str(request.session_hash)):
            over.wait(STOP_SECONDS)
        return audit.status() if audit else fragments.note("stopped", "Stopped before it began.")

    def open_article(event: gr.EventData) -> str:
        if not event.article:
            return ""
        return fragments.beside(opened_article(library, event))

    started = run.click(_busy, outputs=[run, stop, downloads, report, source, held], queue=False, **QUIET)
    audited = started.then(auditing, [pasted, dropped, thorough], [status, held], **_AUDITING, **QUIET)
    cancelled = stop.click(None, cancels=audited, queue=False, **QUIET)
    halted = cancelled.then(stopped, held, status, queue=False, **QUIET)
    for end in (audited, halted):
        end.then(_shown, held, report, queue=False, **QUIET).then(
            _idle, outputs=[run, stop], queue=False, **QUIET
        ).then(_files, held, [downloads, *buttons], queue=False, **QUIET)
    desk.click(open_article, outputs=source, queue=False, **QUIET)
    desk.apply(_turned, held, [report, source], queue=False, **QUIET)


def _download(label: str) -> gr.DownloadButton:
    return gr.DownloadButton(label, scale=0, min_width=110, size="sm")


def _busy() -> tuple[Any, ...]:
    hidden = gr.update(visible=False)
    return hidden, gr.update(visible=True), hidden, "", "", None


def _idle() -> tuple[Any, ...]:
    return gr.update(visible=True), gr.update(visible=False)


def _shown(audit: Audit | None) -> str:
    return audit.report() if audit else ""


def _turned(audit: Audit | None, event: gr.EventData) -> tuple[str, str]:
    return (audit.report(int(event.page)) if audit else fragments.note("error", _LOST)), ""


def _files(audit: Audit | None) -> tuple[Any, ...]:
    unchanged = [gr.update() for _ in (*REPORTS, *FIXES)]
    if audit is None or not audit.done:
        return gr.update(visible=False), *unchanged
    reports, fixes = audit.files()
    return gr.update(visible=True), *[gr.update(value=str(path)) for path in (*reports, *fixes)]


def _forget(audit: Audit | None) -> None:
    """Remove what is kept of a session that has ended."""
    if audit is not None:
        shutil.rmtree(audit.submission.folder, ignore_errors=True)
