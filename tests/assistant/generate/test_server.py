"""A model server that tells little: what is taken instead, and what is asked of it."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from assistant.generate.protocol import Message
from assistant.generate.server import ServerGenerator


@contextmanager
def serving(**model):
    """The address of a server with one model, which says this of itself, and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._answer(json.dumps({"data": [{"id": "m", **model}]}))

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path != "/v1/chat/completions":
                self.send_error(404)
                return
            asked.append(json.loads(body))
            top = [{"token": "Yes", "logprob": 0.0}]
            choice = {"delta": {"content": "Yes."}, "logprobs": {"content": [{"top_logprobs": top}]}}
            self._answer(f"data: {json.dumps({'choices': [choice]})}\n\ndata: [DONE]\n\n")

        def _answer(self, text):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.mark.parametrize(
    ("model", "tokens"),
    [
        ({}, 4096),
        ({"max_model_len": 2048}, 2048),
        ({"meta": {"n_ctx": 8192, "n_ctx_train": 32768}}, 8192),
    ],
)
def test_the_context_is_what_the_server_says_else_4096_tokens(model, tokens):
    with serving(**model) as (address, _):
        assert ServerGenerator(address).context_tokens == tokens


def test_without_a_tokenizer_two_characters_count_as_a_token():
    with serving() as (address, _):
        generator = ServerGenerator(address)
        assert [generator.count_tokens(text) for text in ("", "a", "four", "twelve chars")] == [1, 1, 3, 7]


def test_a_reply_is_asked_for_without_chance_and_with_the_odds_of_20_first_tokens():
    with serving() as (address, asked):
        completion = ServerGenerator(address).complete([Message("user", "Is it so?")], 12)
        assert (completion.first_token, "".join(completion.text)) == ({"Yes": 1.0}, "Yes.")
    [request] = asked
    assert request["messages"] == [{"role": "user", "content": "Is it so?"}]
    names = ("max_tokens", "temperature", "top_logprobs")
    assert [request[name] for name in names] == [12, 0, 20]
