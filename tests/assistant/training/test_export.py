"""Small weights are the trained ones to within half a step."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from assistant.training.export import quantised, shrink


@pytest.mark.parametrize("axis", [0, 1])
def test_a_matrix_comes_back_to_within_half_a_step(axis):
    weight = np.random.default_rng(0).normal(size=(5, 64)).astype(np.float32)
    weight[2] *= 100
    weight[3] = 0
    small, scale = quantised(weight, axis)
    assert (small.dtype, scale.dtype) == (np.int8, np.float32)
    assert np.abs(small).max() == 127
    assert (np.abs(small * scale - weight) <= np.abs(weight).max(axis, keepdims=True) / 127 / 2 + 1e-6).all()


def test_a_graph_with_small_weights_gives_the_same_to_within_their_rounding():
    rng = np.random.default_rng(0)
    table, matrix = rng.normal(size=(7, 4)).astype(np.float32), rng.normal(size=(4, 3)).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "ids"], ["x"]),
            helper.make_node("MatMul", ["x", "matrix"], ["y"]),
        ],
        "test",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [2])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [2, 3])],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(matrix, "matrix")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    ids = {"ids": np.array([6, 0])}
    [before] = ReferenceEvaluator(model).run(None, ids)
    shrink(model)
    onnx.checker.check_model(model)
    [after] = ReferenceEvaluator(model).run(None, ids)
    assert after == pytest.approx(before, abs=0.1)
    assert {one.data_type for one in model.graph.initializer if one.name.endswith("int8")} == {
        TensorProto.INT8
    }
    assert np.abs(before).max() > 0.5
