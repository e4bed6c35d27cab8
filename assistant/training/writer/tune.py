"""Rows -> a LoRA adapter for a causal language model in transformers, trained on the replies alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from torch import Tensor
from torch.nn import functional
from transformers import AutoModelForCausalLM, AutoTokenizer

from assistant.documents import to_document
from assistant.training import loop
from assistant.training.batches import planned
from assistant.training.writer.row import WriterRow
from index.embed import silence_transformers
from index.models.catalogue import MODELS
from index.models.weights import model_path

RANK, ALPHA, DROPOUT = 32, 64, 0.05
LINEAR = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
MOST_TOKENS = 900  # of a row; longer ones are left out


@dataclass(frozen=True, slots=True)
class Tokenised:
    """The ids of a prompt and its reply, and how many of them are the prompt's."""

    ids: list[int]
    prompt: int


def load_base(name: str, device: str) -> tuple[Any, Any]:
    """The model and its tokenizer: a generator of the catalogue, a .gguf file, or a folder. GGUF is dequantised.

    Raises ModelError if a model of the catalogue is not on this machine, OSError if there is no such file or folder.
    """
    silence_transformers()
    path = model_path(name) if name in MODELS else Path(name).expanduser()
    folder, file = (path.parent, path.name) if path.suffix == ".gguf" else (path, None)
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file, local_files_only=True)
    dtype = torch.bfloat16 if device.startswith("cuda") else torch.float32
    model: Any = AutoModelForCausalLM.from_pretrained(
        folder, gguf_file=file, local_files_only=True, dtype=dtype
    )
    return model.to(device), tokenizer


def tokenised(rows: Sequence[WriterRow], tokenizer: Any) -> list[Tokenised]:
    """The rows as the model reads them; those over MOST_TOKENS are left out."""
    found = []
    for row in rows:
        messages = [to_document(message) for message in row.messages]
        text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        prompt = tokenizer(text, add_special_tokens=False)["input_ids"]
        reply = tokenizer(f"{row.reply}{tokenizer.eos_token}", add_special_tokens=False)["input_ids"]
        if len(prompt) + len(reply) <= MOST_TOKENS:
            found.append(Tokenised(prompt + reply, len(prompt)))
    return found


class WriterTrainee:
    """A model with a new adapter, its rows, and those that its development loss is measured on."""

    def __init__(
        self,
        model: Any,
        rows: Sequence[Tokenised],
        dev: Sequence[Tokenised],
        batch_tokens: int,
        rank: int = RANK,
        alpha: int = ALPHA,
    ) -> None:
        config = LoraConfig(
            task_type="CAUSAL_LM", r=rank, lora_alpha=alpha, lora_dropout=DROPOUT, target_modules=LINEAR
        )
        self.module: torch.nn.Module = get_peft_model(model, config)
        self._model = model
        self._rows, self._dev = rows, dev
        self._dev_plan = planned([1] * len(dev), [len(one.ids) for one in dev], batch_tokens, 1, 0)

    def loss(self, rows: Sequence[int]) -> Tensor:
        """The mean over the tokens of the replies."""
        total, count = self._total([self._rows[n] for n in rows])
        return total / count

    def evaluate(self) -> loop.Evaluation:
        """The development loss; less is better."""
        sums = [self._total([self._dev[n] for n in batch]) for batch in self._dev_plan]
        value = sum(float(total) for total, _ in sums) / sum(count for _, count in sums)
        return loop.Evaluation(-value, {"dev_loss": value})

    def _total(self, rows: Sequence[Tokenised]) -> tuple[Tensor, int]:
        """The sum of the losses of the replies' tokens, and how many they are; logits are made for these alone."""
        ids, seen, told = padded(rows)
        device = self._model.device
        ids, seen, told = ids.to(device), seen.to(device), told.to(device)
        hidden = self._model.model(input_ids=ids, attention_mask=seen).last_hidden_state
        logits = self._model.get_output_embeddings()(hidden[told]).float()
        wanted = ids.roll(-1, 1)[told]
        return functional.cross_entropy(logits, wanted, reduction="sum"), wanted.numel()


def padded(rows: Sequence[Tokenised]) -> tuple[Tensor, Tensor, Tensor]:
    """(n, tokens) ids, 1 where a token stands, and True where the next token is to be told."""
    width = max(len(row.ids) for row in rows)
    ids, seen = (
        torch.zeros(len(rows), width, dtype=torch.long),
        torch.zeros(len(rows), width, dtype=torch.long),
    )
    told = torch.zeros(len(rows), width, dtype=torch.bool)
    for n, row in enumerate(rows):
        ids[n, : len(row.ids)] = torch.tensor(row.ids)
        seen[n, : len(row.ids)] = 1
        told[n, row.prompt - 1 : len(row.ids) - 1] = True
    return ids, seen, told
