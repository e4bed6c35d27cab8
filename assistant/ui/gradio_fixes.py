"""Corrections of what Gradio does. All were seen in Gradio 6.31.0: after an update, try without them."""

import io
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, redirect_stdout
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradio.mcp import GradioMCPServer


# `launch` asks the page it has just started for itself, and gives up ("When localhost is not accessible, a shareable
# link must be created") if that takes 3 seconds, as it may on a busy machine. With this it does not ask.
WITHOUT_LOOKING: dict[str, Any] = {"_frontend": False}


def silent_launch() -> AbstractContextManager[object]:
    """Discard what `launch(quiet=True, mcp_server=True)` prints on stdout although it was asked to be quiet."""
    return redirect_stdout(io.StringIO())


def answer_in_json(server: "GradioMCPServer") -> None:
    """Make the MCP tools answer in JSON. Gradio itself sends a dictionary as Python prints it."""
    from mcp.types import TextContent

    def as_json(documents: Sequence[Any], root_url: str) -> list[TextContent]:
        return [
            TextContent(type="text", text=json.dumps(document, ensure_ascii=False)) for document in documents
        ]

    server.postprocess_output_data = as_json  # type: ignore[method-assign, assignment]
