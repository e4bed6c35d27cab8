"""The graph of an embedder of the catalogue, for `index.bert`: what is computed, without the weights.

python -m assistant.training.graph all-MiniLM-L6-v2

It reads `model.safetensors`, and writes ONNX whose weights are offsets into that file. The layers are those of BERT,
with ONNX Runtime's own operator for attention.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onnx import ModelProto, TensorProto, helper

from index.bert import GRAPHS
from index.models import weights

WEIGHTS = "model.safetensors"
OPSET = 20  # the first with Gelu
IR_VERSION = 9  # what ONNX Runtime 1.20 reads
RUNTIMES_OWN = "com.microsoft"


class _Graph:
    def __init__(self, folder: Path) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, TensorProto] = {}
        self._tensors, self._begin = _header(folder / WEIGHTS)

    def weight(self, name: str) -> str:
        """The name of a tensor of the file, which becomes a constant of the graph."""
        tensor = self._tensors[name]
        start, end = tensor["data_offsets"]
        constant = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=tensor["shape"])
        constant.data_location = TensorProto.EXTERNAL
        for key, value in (("location", WEIGHTS), ("offset", self._begin + start), ("length", end - start)):
            constant.external_data.add(key=key, value=str(value))
        self.constants[name] = constant
        return name

    def whole_number(self, value: int) -> str:
        name = f"number_{value}"
        self.constants[name] = helper.make_tensor(name, TensorProto.INT64, [1], [value])
        return name

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """The name of the output of a new node."""
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], domain=domain, **attributes))
        return output

    def joined(self, names: list[str]) -> str:
        return self.add("Concat", *map(self.weight, names), axis=0)

    def dense(self, inputs: str, layer: str) -> str:
        matrix = self.add("Transpose", self.weight(f"{layer}.weight"), perm=[1, 0])
        return self.add("Add", self.add("MatMul", inputs, matrix), self.weight(f"{layer}.bias"))

    def norm(self, inputs: str, layer: str, epsilon: float) -> str:
        scale, bias = self.weight(f"{layer}.weight"), self.weight(f"{layer}.bias")
        return self.add("LayerNormalization", inputs, scale, bias, axis=-1, epsilon=epsilon)


def make(folder: Path) -> ModelProto:
    """The graph of the BERT in a folder: token ids and mask -> (texts, tokens, dimension) vectors."""
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    epsilon, heads = settings["layer_norm_eps"], settings["num_attention_heads"]
    graph = _Graph(folder)
    mask = graph.add("Cast", "attention_mask", to=TensorProto.INT32)
    hidden = graph.norm(_embeddings(graph), "embeddings.LayerNorm", epsilon)
    for number in range(settings["num_hidden_layers"]):
        layer = f"encoder.layer.{number}"
        parts = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        matrix = graph.add("Transpose", graph.joined([f"{part}.weight" for part in parts]), perm=[1, 0])
        bias = graph.joined([f"{part}.bias" for part in parts])
        attended = graph.add("Attention", hidden, matrix, bias, mask, domain=RUNTIMES_OWN, num_heads=heads)
        attended = graph.dense(attended, f"{layer}.attention.output.dense")
        hidden = graph.norm(
            graph.add("Add", hidden, attended), f"{layer}.attention.output.LayerNorm", epsilon
        )
        inner = graph.add("Gelu", graph.dense(hidden, f"{layer}.intermediate.dense"))
        outer = graph.dense(inner, f"{layer}.output.dense")
        hidden = graph.norm(graph.add("Add", hidden, outer), f"{layer}.output.LayerNorm", epsilon)
    graph.nodes[-1].output[0] = "vectors"
    return _model(graph, settings["hidden_size"])


def _embeddings(graph: _Graph) -> str:
    """Words, positions and the first token type, added."""
    zero, one = graph.whole_number(0), graph.whole_number(1)
    length = graph.add("Gather", graph.add("Shape", "input_ids"), one, axis=0)
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids", axis=0)
    places = graph.add("Slice", graph.weight("embeddings.position_embeddings.weight"), zero, length, zero)
    kinds = graph.add("Slice", graph.weight("embeddings.token_type_embeddings.weight"), zero, one, zero)
    return graph.add("Add", graph.add("Add", words, kinds), places)


def _model(graph: _Graph, dimension: int) -> ModelProto:
    shape = ["texts", "tokens"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, shape)
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [*shape, dimension])
    made = helper.make_graph(graph.nodes, "bert", inputs, [output], list(graph.constants.values()))
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIMES_OWN, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=IR_VERSION)


def _header(path: Path) -> tuple[Mapping[str, Any], int]:
    """The tensors of a safetensors file, and where its data begins: behind the header, whose size comes first."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        return json.loads(file.read(size)), 8 + size


def main(name: str) -> None:
    """Write the graph of a model that is on this machine."""
    graph = make(weights.model_path(name))
    (GRAPHS / f"{name}.onnx").write_bytes(graph.SerializeToString(deterministic=True))


if __name__ == "__main__":
    main(sys.argv[1])
