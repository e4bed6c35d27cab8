"""What `serve` refuses before it loads anything, and a start on a machine that is busy."""

import socket

import gradio as gr
import pytest
from gradio import http_server, networking
from gradio.exceptions import ServerFailedToStartError

from assistant.ui.server import launch, serve
from corpus.errors import InputError, LibraryError
from tests.support.serving import launched


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def test_a_port_in_use_is_named_with_the_cure(tmp_path, taken_port):
    with pytest.raises(InputError, match=f"port {taken_port} of 127.0.0.1 is in use. Name another: --port"):
        serve(tmp_path, port=taken_port)


def test_a_host_that_is_none_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be used"):
        serve(tmp_path, host="256.1.1.1")


def test_listening_to_others_without_a_password_is_warned_of(tmp_path, capsys):
    (tmp_path / "holiday.jpg").touch()
    with socket.create_server(("0.0.0.0", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(LibraryError, match="is not a library"):
        serve(tmp_path, host="0.0.0.0", port=port)
    assert f"whoever can reach 0.0.0.0:{port} can read this library" in capsys.readouterr().err


def test_mcp_with_a_password_is_refused(tmp_path):
    with pytest.raises(InputError, match="--mcp and --auth do not go together"):
        serve(tmp_path, auth=("ann", "secret"), mcp=True)


def test_a_page_that_is_slow_to_answer_is_served(monkeypatch):
    monkeypatch.setattr(networking, "url_ok", lambda url: False)  # as if it had taken too long
    with gr.Blocks(analytics_enabled=False) as page:
        pass
    with launched(page) as address:
        assert address.startswith("http://127.0.0.1:")


def test_a_server_that_does_not_start_in_time_is_said_with_the_cure(monkeypatch):
    def too_late(server):
        raise ServerFailedToStartError

    monkeypatch.setattr(http_server.Server, "run_in_thread", too_late)
    with gr.Blocks(analytics_enabled=False) as page:
        pass
    with pytest.raises(InputError, match=r"port 7999 of 127\.0\.0\.1: the machine is too busy.*--port"):
        launch(page, port=7999)
