"""The default generator: a GGUF file in llama.cpp, in this process.

llama.cpp has a server of its own. It listens on a free loopback port and answers only to a key that is made at each
start, so this is a `ServerGenerator` with two additions. First, the state after the instructions, which all prompts
share, is kept in a file, so that a new process does not read them again (6 s here). Second, each prompt starts from
exactly that state: earlier questions cannot change the rounding, so the same question gets the same answer, byte for
byte.
"""

import contextlib
import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.documents import to_document
from assistant.generate.protocol import Completion, Message
from assistant.generate.server import ServerGenerator
from assistant.generate.style import Style
from assistant.jobs.turns import Turns
from corpus.errors import Cure, GeneratorError, ModelError

CONTEXT_TOKENS = 4096  # a prompt has under 1,000; each costs 28 KiB of memory with the default model
QUIET = -1  # llama.cpp's verbosity
STAND_IN = "\x02"  # stands for the part of a prompt that changes, to find where it begins


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA file in GGUF, and the style that it was trained for. Its weights are added to those of the model."""

    path: Path
    style: Style


class LlamaGenerator(ServerGenerator):
    """A GGUF file, with an adapter or without. `states` is a folder for states, which can be computed again.

    `digest` is the SHA-256 of the file; it is computed if it is empty. Raises ModelError if llama.cpp cannot load a
    file. Threads take turns.
    """

    def __init__(
        self, path: Path, *, name: str, states: Path, digest: str = "", adapter: Adapter | None = None
    ) -> None:
        digests = [digest or _sha256(path)]
        if adapter:
            digests.append(_sha256(adapter.path))
            self.style = adapter.style
        states.mkdir(parents=True, exist_ok=True)
        self._states = states
        self._prefix = ""
        self._state = ""
        self._turn = Turns()
        self._server, key = _start(path, states, adapter)
        super().__init__(self._server.listening_address, api_key=key)
        self.name = f"{name}@{'+'.join(part[:12] for part in digests)}"
        self._identity = f"{' '.join(digests)} {version('xllamacpp')} {self.context_tokens}"

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Load the state after `prefix` from its file, or compute it and save it there."""
        messages = [to_document(message) for message in [*prefix, Message("user", STAND_IN)]]
        template = self._json("POST", self._root("/apply-template"), {"messages": messages})["prompt"]
        prompt, _, _ = template.partition(STAND_IN)
        digest = hashlib.sha256(f"{self._identity}\0{prompt}".encode()).hexdigest()
        with self._turn:
            self._prefix, self._state = prompt, f"{digest[:16]}.state"
            self._start_from_prefix()

    def complete(self, messages: Sequence[Message], max_tokens: int) -> Completion:
        """Begin a reply when it is this call's turn. The turn ends with the reply, or when its text is closed."""
        self._turn.acquire()
        try:
            self._start_from_prefix()
            reply = super().complete(messages, max_tokens)
        except BaseException:
            self._turn.release()
            raise
        return Completion(reply.first_token, _Turn(reply.text, self._turn))

    def close(self) -> None:
        """Close the connections and unload the model."""
        super().close()
        del self._server

    def _extra(self) -> Mapping[str, Any]:
        return {"cache_prompt": True}

    def _start_from_prefix(self) -> None:
        if not self._prefix or self._restore():
            return
        request = {"prompt": self._prefix, "n_predict": 0, "cache_prompt": True}
        self._json("POST", self._root("/completion"), request)
        self._save()

    def _restore(self) -> bool:
        path = self._states / self._state
        if not path.is_file():
            return False
        try:
            self._slot("restore", self._state)
        except GeneratorError:  # damaged: it is computed again
            path.unlink(missing_ok=True)
            return False
        return True

    def _save(self) -> None:
        part = f"{self._state}.{secrets.token_hex(4)}"
        self._slot("save", part)
        with contextlib.suppress(FileNotFoundError):
            (self._states / part).replace(self._states / self._state)

    def _slot(self, action: str, filename: str) -> None:
        self._json("POST", self._root(f"/slots/0?action={action}"), {"filename": filename})


class _Turn(Iterator[str]):
    """A reply's text that ends its turn when it is at its end, is closed, or is garbage collected."""

    def __init__(self, text: Iterator[str], turn: Turns) -> None:
        self._text = text
        self._turn: Turns | None = turn

    def __next__(self) -> str:
        try:
            return next(self._text)
        except BaseException:
            self._end()
            raise

    def close(self) -> None:
        """Stop the reply and end the turn."""
        close = getattr(self._text, "close", None)
        if close:
            close()
        self._end()

    def __del__(self) -> None:
        self.close()

    def _end(self) -> None:
        if self._turn is not None:
            self._turn.release()
            self._turn = None


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"cannot read the model file {path}: {error.strerror}. Name a .gguf file, or see the list of models",
            Cure.LIST_MODELS,
        ) from error


def _start(path: Path, states: Path, adapter: Adapter | None) -> tuple[Any, str]:
    import xllamacpp

    key = secrets.token_hex(16)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    if adapter:
        parameters.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(str(adapter.path), 1.0)]
    parameters.n_ctx = CONTEXT_TOKENS
    parameters.n_parallel = 1
    parameters.cache_ram_mib = (
        0  # or an earlier prompt's state would be used in the place of the one asked for
    )
    parameters.slot_save_path = f"{states}/"
    parameters.endpoint_slots = True
    parameters.api_keys = [key]
    parameters.ui = False
    parameters.verbosity = QUIET
    try:
        return xllamacpp.Server(parameters), key
    except RuntimeError as error:
        raise ModelError(
            f"llama.cpp cannot load {path}: {error}. Expected: a GGUF file of a chat model."
        ) from error
