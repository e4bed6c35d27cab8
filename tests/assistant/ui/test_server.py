"""What `serve` refuses before it loads anything."""

import socket

import pytest

from assistant.ui.server import serve
from corpus.errors import InputError, LibraryError


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
