"""A generator in transformers: any causal chat model in a folder, or in the Hugging Face cache of this machine."""

import threading
from collections.abc import Generator as Pieces
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.documents import to_document
from assistant.generate.protocol import Completion, Message
from assistant.generate.style import FEW_SHOT
from assistant.jobs.turns import Turns
from corpus.errors import Cure, GeneratorError, ModelError
from index.embed import silence_transformers

if TYPE_CHECKING:
    from torch import Tensor

TOP_TOKENS = 20  # likeliest first tokens whose probabilities are kept
MOST_CONTEXT = 4096  # tokens; a longer context costs memory that no prompt here uses
STREAM_SECONDS = 600  # longest wait between two pieces


class HubGenerator:
    """A model by its folder or Hub id. Raises ModelError if it is not on this machine; nothing is downloaded."""

    style = FEW_SHOT

    def __init__(self, name: str) -> None:
        from transformers import AutoModelForCausalLM, AutoTokenizer

        silence_transformers()
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(name, local_files_only=True)
            self._model: Any = AutoModelForCausalLM.from_pretrained(name, local_files_only=True, dtype="auto")
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise ModelError(
                f"no model '{name}' on this machine: {reason} Expected: a name from the list of models, a .gguf file,"
                " a folder with a transformers model, http://HOST:PORT#MODEL, or a Hub id that was fetched before",
                Cure.FETCH_MODEL,
                name,
            ) from error
        if not self._tokenizer.chat_template:
            raise ModelError(f"model '{name}' has no chat template. Name an instruction-tuned (chat) model.")
        self._model.eval()  # type: ignore[no-untyped-call]
        revision = getattr(self._model.config, "_commit_hash", None) or "local"
        self.name = f"{Path(name).name if Path(name).exists() else name}@{revision[:12]}"
        self.context_tokens = min(self._model.config.max_position_embeddings, MOST_CONTEXT)
        self._turn = Turns()

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Do nothing: the engine reads each prompt from its beginning."""

    def count_tokens(self, text: str) -> int:
        """Number of tokens of a text, by the model's own tokenizer."""
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def complete(self, messages: Sequence[Message], max_tokens: int) -> Completion:
        """Begin a reply when it is this call's turn. The next token is always the likeliest one."""
        self._turn.acquire()
        odds: dict[str, float] = {}
        pieces = self._run(messages, max_tokens, odds)
        try:
            first = next(pieces, "")
        except BaseException:
            pieces.close()
            raise
        return Completion(odds, _joined(first, pieces))

    def close(self) -> None:
        """Free the model."""
        del self._model

    def _run(
        self, messages: Sequence[Message], max_tokens: int, odds: dict[str, float]
    ) -> Pieces[str, None, None]:
        """The pieces of the reply, written by a thread. At the end the thread is stopped and the turn released."""
        from transformers import StoppingCriteriaList, TextIteratorStreamer

        streamer = TextIteratorStreamer(
            self._tokenizer, skip_prompt=True, skip_special_tokens=True, timeout=STREAM_SECONDS
        )
        stopped = threading.Event()
        failures: list[BaseException] = []

        def note_first(_: "Tensor", scores: "Tensor") -> "Tensor":
            if not odds:
                odds.update(self._odds(scores))
            return scores

        def generate() -> None:
            try:
                inputs = self._tokenizer.apply_chat_template(
                    [to_document(message) for message in messages],
                    add_generation_prompt=True,
                    return_tensors="pt",
                    return_dict=True,
                )
                self._model.generate(
                    **inputs,
                    max_new_tokens=max_tokens,
                    do_sample=False,
                    temperature=None,
                    top_p=None,
                    top_k=None,
                    streamer=streamer,
                    logits_processor=[note_first],
                    stopping_criteria=StoppingCriteriaList([lambda *_, **__: stopped.is_set()]),
                    pad_token_id=self._tokenizer.eos_token_id,
                )
            except (RuntimeError, ValueError, IndexError) as error:
                failures.append(error)
                streamer.end()  # type: ignore[no-untyped-call]

        worker = threading.Thread(target=generate, daemon=True)
        worker.start()
        try:
            yield from (piece for piece in streamer if piece)
            if failures:
                raise GeneratorError(f"model '{self.name}' failed: {failures[0]}") from failures[0]
        finally:
            stopped.set()
            worker.join()
            self._turn.release()

    def _odds(self, scores: "Tensor") -> dict[str, float]:
        probabilities, ids = scores[0].softmax(-1).topk(TOP_TOKENS)
        return {
            self._tokenizer.decode([token]): p
            for token, p in zip(ids.tolist(), probabilities.tolist(), strict=True)
        }


def _joined(first: str, pieces: Pieces[str, None, None]) -> Pieces[str, None, None]:
    with closing(pieces):
        yield first
        yield from pieces
