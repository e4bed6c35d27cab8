"""A generator behind an OpenAI-compatible server: vLLM, Ollama, llama-server, or the one in `llama.py`."""

import json
import math
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import httpx

from assistant.documents import to_document
from assistant.generate.protocol import Completion, Message
from assistant.generate.style import FEW_SHOT, Style
from corpus.errors import Cure, GeneratorError

CONNECT_SECONDS = 5
READ_SECONDS = 600  # longest wait between two pieces; on a slow machine a long prompt takes minutes
TOP_TOKENS = 20  # likeliest first tokens to ask for; OpenAI's API allows no more
UNKNOWN_CONTEXT = 4096  # tokens; taken if the server does not say
CHARACTERS_A_TOKEN = 2  # gives an upper estimate if the server cannot count; English has about 4


class ServerGenerator:
    """A model on an OpenAI-compatible server; `url` ends before `/chat/completions`, as in `http://host:8000/v1`.

    Without a name the server's first model is taken. Raises GeneratorError if the server does not answer, or if it does
    not have the model.
    """

    style: Style = FEW_SHOT

    def __init__(self, url: str, model: str = "", *, api_key: str = "") -> None:
        base = url.rstrip("/")
        self._url = base if base.endswith("/v1") else f"{base}/v1"
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            # llama-server closes idle connections without a word; a new one costs nothing on loopback.
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        models = self._json("GET", f"{self._url}/models").get("data") or []
        names = [str(entry.get("id")) for entry in models]
        if not (model or names):
            raise GeneratorError(f"the server at {self._url} offers no model. Start it with one.")
        self._model = model or names[0]
        if names and self._model not in names:
            raise GeneratorError(
                f"the server at {self._url} has no model '{self._model}'; it has: {', '.join(names)}."
                " Name one of them",
                Cure.NAME_MODEL,
                f"{url}#{names[0]}",
            )
        self.name = f"{self._model}@{self._url}"
        self.context_tokens = _context(models[names.index(self._model)]) if names else UNKNOWN_CONTEXT
        self._counts = self._can_count()

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Do nothing: a server has its own cache of prompts."""

    def count_tokens(self, text: str) -> int:
        """Number of tokens by the server's own tokenizer (llama-server); an upper estimate if it has none to ask."""
        if not self._counts:
            return len(text) // CHARACTERS_A_TOKEN + 1
        return len(self._json("POST", self._root("/tokenize"), {"content": text})["tokens"])

    def complete(self, messages: Sequence[Message], max_tokens: int) -> Completion:
        """Begin a reply. `first_token` is empty if the server does not give log probabilities."""
        chunks = self._stream(
            {
                "model": self._model,
                "messages": [to_document(message) for message in messages],
                "max_tokens": max_tokens,
                "temperature": 0,
                "seed": 0,
                "stream": True,
                "logprobs": True,
                "top_logprobs": TOP_TOKENS,
                **self._extra(),
            }
        )
        for choice in chunks:
            if piece := choice["delta"].get("content"):
                return Completion(_odds(choice), _texts(piece, chunks))
        return Completion({}, iter(()))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _extra(self) -> Mapping[str, Any]:
        """Further fields of the request, for servers that know more than OpenAI's API."""
        return {}

    def _root(self, path: str) -> str:
        return self._url.removesuffix("/v1") + path

    def _can_count(self) -> bool:
        try:
            return "tokens" in self._json("POST", self._root("/tokenize"), {"content": "a"})
        except GeneratorError:
            return False

    def _stream(self, request: Mapping[str, Any]) -> Generator[dict[str, Any], None, None]:
        """The choices of each chunk. Closing the iterator closes the connection, and that stops the server."""
        try:
            with self._client.stream("POST", f"{self._url}/chat/completions", json=request) as response:
                if response.is_error:
                    response.read()
                    raise GeneratorError(self._refusal(response))
                for line in response.iter_lines():
                    if line.startswith("data:") and line != "data: [DONE]":
                        yield from self._choices(line)
        except httpx.HTTPError as error:
            raise GeneratorError(self._silence(error)) from error

    def _choices(self, line: str) -> list[dict[str, Any]]:
        try:
            chunk = json.loads(line.removeprefix("data:"))
        except ValueError as error:
            raise GeneratorError(
                f"the server at {self._url} sent a chunk that is not JSON: {line[:80]!r}"
            ) from error
        if "error" in chunk:
            raise GeneratorError(f"the server at {self._url} gave up: {chunk['error']}")
        return [choice for choice in chunk.get("choices") or [] if choice.get("delta")]

    def _json(self, method: str, url: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        try:
            response = self._client.request(method, url, json=body)
            if response.is_error:
                raise GeneratorError(self._refusal(response))
            document = response.json()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise GeneratorError(self._silence(error)) from error
        except ValueError as error:
            raise GeneratorError(
                f"{url} answered with something that is not JSON; is it a model server?"
            ) from error
        return document if isinstance(document, dict) else {}

    def _refusal(self, response: httpx.Response) -> str:
        text = " ".join(response.text.split())[:300]
        return f"the server at {self._url} answered {response.status_code}: {text or response.reason_phrase}"

    def _silence(self, error: Exception) -> str:
        return (
            f"no answer from the server at {self._url}: {error or type(error).__name__}."
            " Is it running, and is the address right? Expected an address such as http://HOST:PORT#MODEL"
        )


def _texts(first: str, chunks: Generator[dict[str, Any], None, None]) -> Iterator[str]:
    with closing(chunks):
        yield first
        for choice in chunks:
            if piece := choice["delta"].get("content"):
                yield piece


def _odds(choice: Mapping[str, Any]) -> dict[str, float]:
    content = (choice.get("logprobs") or {}).get("content") or [{}]
    return {rival["token"]: math.exp(rival["logprob"]) for rival in content[0].get("top_logprobs") or []}


def _context(model: Mapping[str, Any]) -> int:
    """The context length, as vLLM (`max_model_len`) or llama-server (`meta.n_ctx`) states it."""
    meta = model.get("meta") or {}
    stated = [model.get("max_model_len"), meta.get("n_ctx"), meta.get("n_ctx_train")]
    return min((int(number) for number in stated if number), default=UNKNOWN_CONTEXT)
