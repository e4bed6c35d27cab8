"""The Audit place: paste or drop answers, by whomever they are, and read which of their claims the sources support."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.report.page import asset
from assistant.ui import fragments
from assistant.ui.audit.flow import FIXES, REPORTS, Audit, AuditDesk, Submission
from assistant.ui.panes import NOW, Downloads, desk, open_beside, pane, queued, script

_PASTE = "An answer with its sources, as one copies it from a chat"
_EXAMPLE = """Two boats sank in the harbour on Friday [1]. The mayor called it “a black day” [2].

Sources:
[1] Storm over the harbour, https://example.org/storm
[2] The mayor speaks"""
_DROP = "Or a file of answers: .md, .txt, .jsonl, .json, .csv, .tsv"
_THOROUGH = "Thorough: ask the language model too where the verifier is unsure (much slower)"
_LOST = "This audit is no longer here: the page was closed for long, or the server was started again. Audit again."


def audit_place(auditing: AuditDesk) -> None:
    """Make the components of the place in the current tab, and connect their events."""
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
    behaviour = asset("report.js") + script("audit/audit.js")
    with desk("audit-desk", behaviour, css_template=asset("report.css"), elem_classes="desk") as panes:
        status, report, source = pane("audit-status"), pane("audit-report"), pane("audit-source")
    suffixes = [f"Report {suffix}" for suffix in REPORTS] + [f"Repaired {suffix}" for suffix in FIXES]
    downloads = Downloads("audit-downloads", suffixes)

    async def checked(
        text: str, file: str | None, is_thorough: bool, request: gr.Request
    ) -> AsyncIterator[tuple[str, Audit | None]]:
        folder = Path(kept.name, str(request.session_hash))
        made = auditing.views(lambda: Submission.of(text, file, folder), thorough=is_thorough)
        async with aclosing(made) as views:
            async for view in views:
                yield view

    def stopped(audit: Audit | None) -> str:
        return audit.status() if audit else fragments.note("stopped", "Stopped before it began.")

    def busy() -> tuple[Any, ...]:
        hidden = gr.update(visible=False)
        return hidden, gr.update(visible=True), hidden, "", "", None

    def finished(audit: Audit | None) -> tuple[Any, ...]:
        return audit.report() if audit else "", gr.update(visible=True), gr.update(visible=False)

    def files(audit: Audit | None) -> list[dict[str, Any]]:
        return downloads.of(audit.files if audit else list)

    def turned(audit: Audit | None, event: gr.EventData) -> tuple[str, str]:
        return (audit.report(int(event.page)) if audit else fragments.note("error", _LOST)), ""

    started = run.click(busy, outputs=[run, stop, downloads.row, report, source, held], **NOW)
    audited = started.then(checked, [pasted, dropped, thorough], [status, held], **queued("audits"))
    cancelled = stop.click(None, cancels=audited, **NOW)
    halted = cancelled.then(stopped, held, status, **NOW)
    for end in (audited, halted):
        end.then(finished, held, [report, run, stop], **NOW).then(files, held, downloads.outputs, **NOW)
    panes.apply(turned, held, [report, source], **NOW)
    open_beside(panes, auditing.library, source)


def _forget(audit: Audit | None) -> None:
    """Remove what is kept of a session that has ended."""
    if audit is not None:
        shutil.rmtree(audit.submission.folder, ignore_errors=True)
