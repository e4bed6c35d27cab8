"""A trained LoRA -> an adapter that llama.cpp loads: GGUF with the names and the metadata of llama.cpp's own converter.

`<tensor>.lora_a` is (rank, in), `<tensor>.lora_b` is (out, rank). What is added to a matrix is
lora_b @ lora_a * alpha / rank.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from gguf import MODEL_ARCH, GGMLQuantizationType, GGUFWriter, get_tensor_name_map
from gguf.quants import quantize
from torch import Tensor

ARCHITECTURE = "qwen2"  # of others, llama.cpp orders the rows of some matrices in its own way
LICENCE = "CC-BY-SA-4.0"
BLOCK = 32  # a row of Q8_0 has a multiple of so many numbers
_NAME = re.compile(r"^base_model\.model\.(?P<layer>.+)\.lora_(?P<half>[AB])(?:\.default)?\.weight$")


def export(weights: Mapping[str, Tensor], alpha: float, layers: int, path: Path) -> None:
    """Write the LoRA weights of a PEFT model with so many layers; its matrices as Q8_0 where their rows allow it."""
    writer = GGUFWriter(path, ARCHITECTURE)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    writer.add_name("pincite-writer")
    writer.add_license(LICENCE)
    for name, tensor in weights.items():
        kind = GGMLQuantizationType.F16 if tensor.shape[-1] % BLOCK else GGMLQuantizationType.Q8_0
        matrix = quantize(tensor.detach().float().cpu().numpy(), kind)
        writer.add_tensor(tensor_name(name, layers), matrix, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def tensor_name(name: str, layers: int) -> str:
    """The name in GGUF of a LoRA matrix of PEFT. Raises ValueError for one that llama.cpp has no place for.

    >>> tensor_name("base_model.model.model.layers.3.self_attn.q_proj.lora_A.default.weight", 24)
    'blk.3.attn_q.weight.lora_a'
    """
    found = _NAME.match(name)
    known = get_tensor_name_map(MODEL_ARCH.QWEN2, layers).get_name(found["layer"]) if found else None
    if not found or known is None:
        raise ValueError(f"'{name}' is no LoRA matrix of a {ARCHITECTURE} model with {layers} layers")
    return f"{known}.weight.lora_{found['half'].lower()}"
