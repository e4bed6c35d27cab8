"""The writer's training from data to an adapter: small and drawn on the CPU, and once with the real base model."""

import json

import numpy as np
import pytest
import torch
from gguf import GGUFReader
from gguf.quants import dequantize

from assistant.answering.prompt import build
from assistant.generate.llama import Adapter, LlamaGenerator
from assistant.generate.style import TRAINED
from assistant.training import loop
from assistant.training.squad import part_of
from assistant.training.writer import __main__ as command
from assistant.training.writer import adapter, join, tune
from assistant.training.writer.row import WriterRow
from assistant.training.writer.statements import read_statements
from index.embed import FakeEmbedder
from index.models import weights
from tests.assistant.training.writer.test_rows import ASKED, FERRY, PIER
from tests.support import training

pytestmark = pytest.mark.slow

ROWS = [
    WriterRow("answered", f"Where is {name}?", (f"{name} is here.",), f"{name} is here [1].")
    for name in "ABCD"
]


def titles(part, count):
    return [f"Ferry {n}" for n in range(400) if part_of(f"Ferry {n}") == part][:count]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    texts = [FERRY, PIER, TRAINED.instructions, *(question for question, _ in ASKED)]
    return training.qwen(tmp_path_factory.mktemp("base"), texts)


@pytest.fixture
def data(tmp_path):
    articles = {title: [(FERRY, ASKED), (PIER, [])] for title in titles("train", 8) + titles("dev", 2)}
    claims = [{"claim": "It rained .", "evidence": "It rained a lot in May .", "label": "SUPPORTS",
               "source": "vitaminc_real", "page": "Rain"}]  # fmt: skip
    sentences = [{"question": "Who?", "sentence": "Ida did.", "relevant": 1, "source": "selqa_dev"}]
    return [
        training.write_squad(tmp_path / "squad.json.gz", articles),
        training.write_lines(tmp_path / "claims.jsonl.gz", claims),
        training.write_lines(tmp_path / "sentences.jsonl.gz", sentences),
    ]


def test_only_the_reply_is_learned():
    rows = [tune.Tokenised([5, 6, 7, 8, 9], 3), tune.Tokenised([5, 6, 7], 2)]
    ids, seen, told = tune.padded(rows)
    assert ids.tolist() == [[5, 6, 7, 8, 9], [5, 6, 7, 0, 0]]
    assert seen.tolist() == [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]]
    assert told.int().tolist() == [[0, 0, 1, 1, 0], [0, 1, 0, 0, 0]]


def test_a_row_is_read_as_the_chat_template_has_it(base):
    _, tokenizer = tune.load_base(str(base), "cpu")
    [row] = tune.tokenised(ROWS[:1], tokenizer)
    text = tokenizer.decode(row.ids)
    assert text.startswith("<|im_start|>system\nAnswer from the numbered excerpts alone")
    assert tokenizer.decode(row.ids[row.prompt :]) == "A is here [1].<|im_end|>"
    assert text[: -len("A is here [1].<|im_end|>")].endswith(
        "Question: Where is A?<|im_end|>\n<|im_start|>assistant\n"
    )


def test_the_loss_of_a_drawn_model_falls_and_only_the_adapter_is_trained(base, tmp_path):
    model, tokenizer = tune.load_base(str(base), "cpu")
    rows = tune.tokenised(ROWS, tokenizer)
    trainee = tune.WriterTrainee(model, rows, rows, 4_000)
    before = trainee.evaluate().figures["dev_loss"]
    assert before > 6  # 500 tokens, so that chance is 6.2
    loop.run(trainee, [[0, 1, 2, 3]] * 30, loop.Settings(learning_rate=1e-2, evaluations=3), tmp_path)
    assert trainee.evaluate().figures["dev_loss"] < before - 1
    assert all("lora" in name for name in loop.trained(trainee.module))


class Worsening(tune.WriterTrainee):
    """Says that its first evaluation was the best."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.told = []

    def evaluate(self):
        self.told.append(super().evaluate().figures["dev_loss"])
        return loop.Evaluation(-len(self.told), {"dev_loss": self.told[-1]})


def test_the_best_adapter_is_the_one_kept(base, tmp_path):
    model, tokenizer = tune.load_base(str(base), "cpu")
    rows = tune.tokenised(ROWS, tokenizer)
    trainee = Worsening(model, rows, rows, 4_000)
    loop.run(trainee, [[0, 1, 2, 3]] * 12, loop.Settings(learning_rate=1e-2, evaluations=3), tmp_path)
    first, _, last = trainee.told
    assert last < first - 0.2
    assert super(Worsening, trainee).evaluate().figures["dev_loss"] == pytest.approx(first, abs=1e-4)


def test_an_exported_adapter_has_llama_cpp_s_names_and_the_trained_numbers(tmp_path):
    torch.manual_seed(0)
    name = "base_model.model.model.layers.1.mlp.down_proj.lora_{}.default.weight"
    a, b = torch.randn(32, 64), torch.randn(16, 32)
    path = tmp_path / "adapter.gguf"
    adapter.export({name.format("A"): a, name.format("B"): b}, 64, 2, path)
    reader = GGUFReader(path)
    found = {tensor.name: dequantize(tensor.data, tensor.tensor_type) for tensor in reader.tensors}
    assert found["blk.1.ffn_down.weight.lora_a"] == pytest.approx(a.numpy(), abs=0.02)
    assert found["blk.1.ffn_down.weight.lora_b"] == pytest.approx(b.numpy(), abs=0.02)
    assert reader.get_field("adapter.lora.alpha").contents() == 64.0
    assert reader.get_field("general.type").contents() == "adapter"


@pytest.mark.parametrize("name", ["base_model.model.model.layers.1.mlp.down_proj.weight", "x.lora_A.weight"])
def test_what_llama_cpp_has_no_place_for_is_refused(name):
    with pytest.raises(ValueError, match="no LoRA matrix"):
        adapter.tensor_name(name, 2)


def test_joined_sentences_are_kept_if_they_pass(base, data, tmp_path):
    model, tokenizer = tune.load_base(str(base), "cpu")
    paragraphs = command.read_paragraphs(data[0], "dev")[:1]
    found = join.join(model, tokenizer, paragraphs, {}, tmp_path / "statements.jsonl.gz")
    assert (
        found == {} == read_statements(tmp_path / "statements.jsonl.gz")
    )  # a drawn model writes no good one
    [written] = join._written(model, tokenizer, list(join._questions(paragraphs))[:1])
    assert -np.log(model.config.vocab_size) < written.log_probability < 0


def test_from_data_to_an_adapter(base, data, tmp_path):
    out = tmp_path / "out"
    words = [
        *data,
        out,
        "--base",
        base,
        "--device",
        "cpu",
        "--steps",
        40,
        "--questions",
        40,
        "--batch-tokens",
        4_000,
    ]
    command.main(list(map(str, words)), FakeEmbedder())
    made = (out / "train.jsonl.gz").read_bytes()
    losses = [json.loads(line)["dev_loss"] for line in (out / "log.jsonl").read_text().splitlines()]
    assert losses[-1] < losses[0]
    matrices = 2 * 7 * 2  # two halves, seven linear layers, two blocks
    assert len(GGUFReader(out / "adapter.gguf").tensors) == matrices
    command.main(
        list(map(str, words)), FakeEmbedder()
    )  # what is there is taken, and nothing is trained again
    assert (out / "train.jsonl.gz").read_bytes() == made


@pytest.mark.models
@pytest.mark.slow
def test_llama_cpp_loads_the_adapter_of_the_real_base(data, tmp_path):
    out = tmp_path / "out"
    words = [*data, out, "--device", "cpu", "--steps", 2, "--questions", 6, "--batch-tokens", 700]
    command.main(list(map(str, words)), FakeEmbedder())
    found = Adapter(out / "adapter.gguf", TRAINED)
    generator = LlamaGenerator(
        weights.model_path(command.BASE), name="trained", states=tmp_path / "states", adapter=found
    )
    try:
        completion = generator.complete(build(TRAINED, ASKED[0][0], [FERRY]), 16)
        assert "".join(completion.text).strip()
    finally:
        generator.close()
