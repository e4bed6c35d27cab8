"""The graph that is shipped is the one that the script makes of the model's file."""

import pytest

from index.bert import GRAPHS
from index.embed import DEFAULT_EMBEDDER
from index.models import weights


@pytest.mark.models
def test_the_shipped_graph_is_what_the_script_makes():
    onnx = pytest.importorskip("onnx")
    from assistant.training.graph import make

    shipped = onnx.load_model(GRAPHS / f"{DEFAULT_EMBEDDER}.onnx", load_external_data=False)
    assert shipped == make(weights.model_path(DEFAULT_EMBEDDER))
