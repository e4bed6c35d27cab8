"""A trained BERT -> the files that `CrossEncoder.load` reads: ONNX with its matrices as int8, and the tokenizer."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from assistant.judges.crossencoder import INPUTS, MARKS_MATCHES, TOKENIZER, WEIGHTS
from assistant.training.model import Encoder

if TYPE_CHECKING:
    from tokenizers import Tokenizer

OPSET = 17
LARGEST = 127  # of an int8 that is symmetric about 0


class Probabilities(torch.nn.Module):
    """The encoder's logits on the pair as probabilities; those on tokens stay logits."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, ...]:
        """(n, tokens) each -> (n, heads) and, with heads on tokens, (n, tokens, 2)."""
        judged = self.encoder(input_ids, attention_mask, token_type_ids)
        scores = torch.sigmoid(judged.logits)
        return (scores,) if judged.spans is None else (scores, judged.spans)


def export(encoder: Encoder, tokenizer: "Tokenizer", folder: Path, *, marks_matches: bool) -> None:
    """Write both files; the encoder is left on the CPU, set to infer."""
    encoder.bert.set_attn_implementation("eager")
    example = torch.tensor([[1, 1, 1], [1, 1, 0]])
    axes: dict[str, dict[int, str]] = {name: {0: "pairs", 1: "tokens"} for name in INPUTS}
    outputs = {"scores": {0: "pairs"}}
    if encoder.span is not None:
        outputs["spans"] = {0: "pairs", 1: "tokens"}
    torch.onnx.export(
        Probabilities(encoder.cpu()).eval(),
        (example, example, example),
        folder / WEIGHTS,
        input_names=list(INPUTS),
        output_names=list(outputs),
        dynamic_axes=axes | outputs,
        opset_version=OPSET,
        dynamo=False,
    )
    graph = onnx.load_model(folder / WEIGHTS)
    shrink(graph)
    helper.set_model_props(graph, {MARKS_MATCHES: "yes" if marks_matches else "no"})
    onnx.save_model(graph, folder / WEIGHTS)
    tokenizer.save(str(folder / TOKENIZER))


def shrink(model: onnx.ModelProto) -> None:
    """Replace each float32 matrix of a graph by int8 and scales, multiplied out by two nodes before its use.

    A scale is of a row, or of a column where the matrix is multiplied from the right: of what makes one output.
    """
    graph = model.graph
    multiplied = {node.input[1] for node in graph.node if node.op_type == "MatMul"}
    nodes = []
    for weight in [
        one for one in graph.initializer if len(one.dims) == 2 and one.data_type == TensorProto.FLOAT
    ]:
        small, scale = quantised(numpy_helper.to_array(weight), axis=0 if weight.name in multiplied else 1)
        name = weight.name
        graph.initializer.remove(weight)
        graph.initializer.append(numpy_helper.from_array(small, f"{name}.int8"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))
        nodes.append(helper.make_node("Cast", [f"{name}.int8"], [f"{name}.float"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Mul", [f"{name}.float", f"{name}.scale"], [name]))
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*nodes, *rest])


def quantised(weight: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The matrix as int8 and its scales along the other axis: the largest of a row (axis 1) or column is LARGEST."""
    scale = np.maximum(np.abs(weight).max(axis, keepdims=True), 1e-12) / LARGEST
    return np.round(weight / scale).astype(np.int8), scale.astype(np.float32)
