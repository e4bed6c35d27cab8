"""Serving the page on this computer."""

import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from errno import EADDRINUSE
from pathlib import Path

import gradio as gr

from assistant.answering.ask import Assistant
from assistant.generate.choose import DEFAULT_GENERATOR, default_is_here
from assistant.ui.gradio_fixes import WITHOUT_LOOKING, answer_in_json, silent_launch
from assistant.ui.page import build_app, look
from corpus.errors import InputError
from index import Library

MCP_PATH = "gradio_api/mcp/"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    library: Path,
    *,
    model: str = DEFAULT_GENERATOR,
    host: str = "127.0.0.1",
    port: int = 7860,
    auth: tuple[str, str] | None = None,
    root_path: str = "",
    mcp: bool = False,
) -> None:
    """Serve a library until interrupted. The page is there at once; the models load meanwhile.

    `root_path` is the path under which a proxy serves the page. With `mcp` the functions of the API are also MCP tools.

    Raises LibraryError, and InputError if `host` and `port` cannot be listened at.
    """
    if mcp and auth:
        raise InputError("--mcp and --auth do not go together: MCP clients cannot log in here. Leave one out")
    _require_free(host, port)
    if host not in LOOPBACK and auth is None:
        _say(f"Warning: whoever can reach {host}:{port} can read this library. Add --auth USER:PASSWORD")
    with Library.open(library) as opened, ThreadPoolExecutor(1, "models") as loader:
        app = build_app(opened, loader.submit(_load, opened, model))
        address = launch(app, host=host, port=port, auth=auth, root_path=root_path, mcp=mcp)
        _say(f"Pincite is at {address} (Ctrl+C ends it)")
        if mcp:
            _say(f"MCP (streamable HTTP): {address}{MCP_PATH}")
        app.block_thread()


def launch(
    app: gr.Blocks,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: tuple[str, str] | None = None,
    root_path: str = "",
    mcp: bool = False,
) -> str:
    """Start the server in a thread of its own and return its address. Without a port it takes any free one.

    Raises InputError if it does not start.
    """
    try:
        with silent_launch():
            _, address, _ = app.launch(
                server_name=host, server_port=port, auth=auth, root_path=root_path or None,
                prevent_thread_lock=True, quiet=True, inbrowser=False, share=False, ssr_mode=False,
                mcp_server=mcp, pwa=False, run_history=False, enable_monitoring=False, **WITHOUT_LOOKING, **look(),
            )  # fmt: skip
    except OSError as error:  # the server's thread has not begun to listen within 5 seconds
        where = f"port {port} of {host}" if port else host
        raise InputError(
            f"the page could not be served at {where}: the machine is too busy, or the port was taken meanwhile."
            " Try again, or name another: --port"
        ) from error
    if app.mcp_error:
        raise RuntimeError(app.mcp_error)
    if app.mcp_server_obj:
        answer_in_json(app.mcp_server_obj)
    return address


def _load(library: Library, model: str) -> Assistant:
    is_missing = model == DEFAULT_GENERATOR and not default_is_here()
    if is_missing:
        _say("No language model is on this machine: answers are sentences of the articles")
    assistant = Assistant.open(library, model=None if is_missing else model)
    library.embedder  # noqa: B018  loads it now, so that the first question need not wait for it
    return assistant


def _require_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            pass
    except (OSError, OverflowError) as error:
        reason = "is in use" if getattr(error, "errno", None) == EADDRINUSE else f"cannot be used: {error}"
        raise InputError(f"port {port} of {host} {reason}. Name another: --port") from error


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
