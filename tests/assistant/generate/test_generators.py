"""The three generators, for real: llama.cpp with two models, transformers with a checkpoint, a server."""

import pytest

from assistant.answering import prompt
from assistant.generate.choose import load_generator
from assistant.generate.hub import HubGenerator
from assistant.generate.llama import LlamaGenerator
from assistant.generate.protocol import Message
from assistant.generate.server import ServerGenerator
from assistant.generate.style import FEW_SHOT
from corpus.errors import Cure, GeneratorError, ModelError
from index.models import weights

PREFIX = [Message("system", "You answer in one short sentence. " * 20)]
QUESTION = [*PREFIX, Message("user", "Name three colours.")]


def reply(generator, messages=QUESTION, max_tokens=12):
    completion = generator.complete(messages, max_tokens)
    return completion.first_token, "".join(completion.text)


@pytest.fixture(scope="module")
def smol(tmp_path_factory):
    path = weights.model_path("smollm2-135m")
    generator = LlamaGenerator(path, name="smol", digest="0" * 64, states=tmp_path_factory.mktemp("states"))
    generator.prepare(PREFIX)
    yield generator
    generator.close()


@pytest.mark.models
class TestLlama:
    def test_the_first_token_has_odds_and_the_text_begins_with_the_likeliest(self, smol):
        odds, text = reply(smol)
        assert len(odds) == 20
        assert sum(odds.values()) <= 1
        assert text.startswith(max(odds, key=odds.get))

    def test_what_was_asked_before_changes_nothing(self, smol):
        first = reply(smol)
        reply(smol, [*PREFIX, Message("user", "Name three colours. Then count to ten, slowly.")])
        assert reply(smol) == first

    def test_a_new_process_reads_the_prefix_from_its_file(self, smol):
        [state] = smol._states.iterdir()
        written = state.stat().st_mtime_ns
        expected = reply(smol)
        again = LlamaGenerator(
            weights.model_path("smollm2-135m"), name="smol", digest="0" * 64, states=smol._states
        )
        again.prepare(PREFIX)
        assert reply(again) == expected
        assert state.stat().st_mtime_ns == written
        again.close()

    def test_a_damaged_state_is_made_again(self, smol):
        expected = reply(smol)
        [state] = smol._states.iterdir()
        state.write_bytes(b"rubbish")
        smol.prepare(PREFIX)
        assert reply(smol) == expected
        assert state.stat().st_size > 1000

    def test_closing_a_reply_lets_the_next_one_begin(self, smol):
        endless = smol.complete([*PREFIX, Message("user", "Count to one thousand.")], 2000)
        next(endless.text)
        endless.text.close()
        assert reply(smol)[1]

    def test_a_reply_that_is_forgotten_lets_the_next_one_begin(self, smol):
        smol.complete([*PREFIX, Message("user", "Count to one thousand.")], 2000)
        assert reply(smol)[1]

    def test_tokens_are_counted_by_the_model(self, smol):
        assert smol.count_tokens("hello world") == 2
        assert smol.count_tokens("") == 0

    def test_the_default_model_answers_from_its_excerpts(self):
        generator = load_generator()
        assert generator.name.startswith("pincite-writer@1d9614638d18+")
        excerpts = ["Ida Lund lives in Bergen.", "The ferry left Oslo on Monday."]
        asked = prompt.build(generator.style, "Where does Ida Lund live?", excerpts)
        assert reply(generator, asked, 30)[1] == "Ida Lund lives in Bergen [1]."
        unknown = prompt.build(generator.style, "Where does Paul Okafor live?", excerpts)
        assert prompt.is_not_stated(reply(generator, unknown, 30)[1])
        generator.close()

    def test_a_model_without_an_adapter_has_another_style_and_another_name(self):
        generator = load_generator("qwen2.5-coder-0.5b")
        assert (generator.name, generator.style) == ("qwen2.5-coder-0.5b@1d9614638d18", FEW_SHOT)
        generator.close()

    def test_a_file_that_is_no_model_is_named(self, tmp_path):
        path = tmp_path / "broken.gguf"
        path.write_bytes(b"GGUF rubbish" * 100)
        with pytest.raises(ModelError, match=r"cannot load .*broken\.gguf"):
            load_generator(str(path))


@pytest.mark.models
class TestServer:
    """Against llama.cpp's own server, which `LlamaGenerator` runs on loopback."""

    @pytest.fixture
    def server(self, smol):
        key = smol._client.headers["Authorization"].removeprefix("Bearer ")
        generator = ServerGenerator(smol._url, api_key=key)
        yield generator
        generator.close()

    def test_it_streams_the_same_reply_with_odds(self, server, smol):
        assert reply(server)[1] == reply(smol)[1]
        assert reply(server)[0]

    def test_its_context_and_tokenizer_are_asked_for(self, server):
        assert server.context_tokens == 4096
        assert server.count_tokens("hello world") == 2

    def test_a_model_that_it_has_not_is_named_beside_those_it_has(self, smol):
        key = smol._client.headers["Authorization"].removeprefix("Bearer ")
        with pytest.raises(GeneratorError, match="no model 'gpt'; it has:"):
            ServerGenerator(smol._url, "gpt", api_key=key)

    def test_a_wrong_key_is_said(self, smol):
        with pytest.raises(GeneratorError, match="401"):
            ServerGenerator(smol._url, api_key="wrong")


def test_a_server_that_is_not_there_is_said_with_the_expected_form():
    with pytest.raises(
        GeneratorError, match=r"no answer from the server at http://127\.0\.0\.1:9/v1.*HOST:PORT#MODEL"
    ):
        load_generator("http://127.0.0.1:9#any")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    """SmolLM2's own weights, from its GGUF file, saved as transformers saves a model."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = tmp_path_factory.mktemp("checkpoint")
    gguf = weights.model_path("smollm2-135m")
    AutoTokenizer.from_pretrained(str(gguf.parent), gguf_file=gguf.name).save_pretrained(folder)
    read = AutoModelForCausalLM.from_pretrained(str(gguf.parent), gguf_file=gguf.name)
    del read.config.quantization_config  # its weights are plain numbers by now, but it refuses to be saved
    plain = AutoModelForCausalLM.from_config(read.config)
    plain.load_state_dict(read.state_dict())
    plain.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def hub(checkpoint):
    return HubGenerator(str(checkpoint))


@pytest.mark.models
class TestHub:
    def test_it_streams_a_reply_with_odds_and_repeats_it(self, hub):
        odds, text = reply(hub)
        assert len(odds) == 20
        assert text.startswith(max(odds, key=odds.get).strip())
        assert reply(hub) == (odds, text)

    def test_closing_a_reply_stops_it(self, hub):
        completion = hub.complete([Message("user", "Count to one thousand.")], 500)
        next(completion.text)
        completion.text.close()
        assert reply(hub, max_tokens=2)[1]

    def test_tokens_are_counted_by_the_model(self, hub):
        assert hub.count_tokens("hello world") == 2


def test_a_model_that_is_nowhere_is_refused_with_what_can_be_named(tmp_path):
    with pytest.raises(ModelError, match="a Hub id that was fetched before") as error:
        load_generator("nobody/nothing")
    assert (error.value.cure, error.value.about) == (Cure.FETCH_MODEL, "nobody/nothing")


def test_an_embedder_is_no_generator():
    with pytest.raises(ModelError, match="no generator"):
        load_generator("all-MiniLM-L6-v2")


def test_a_gguf_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"missing\.gguf"):
        load_generator(str(tmp_path / "missing.gguf"))
