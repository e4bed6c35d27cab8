"""From the name of a model to its generator."""

from pathlib import Path

from assistant.generate.protocol import Generator
from assistant.generate.style import TRAINED
from corpus.errors import Cure, ModelError
from index.models import weights
from index.models.catalogue import MODELS

DEFAULT_GENERATOR = "pincite-writer"
BASES = {DEFAULT_GENERATOR: "qwen2.5-coder-0.5b"}
"""Our own generators: adapters that are shipped, each for a model of the catalogue."""

_ADAPTER = Path(__file__).parents[1] / "weights" / "writer" / "adapter.gguf"


def load_generator(model: str = DEFAULT_GENERATOR) -> Generator:
    """The generator for a name of the catalogue, a `.gguf` file, `http://host:port#model`, a folder or a Hub id.

    Raises ModelError if the model is not on this machine, GeneratorError if the server does not answer.
    """
    if model.startswith(("http://", "https://")):
        from assistant.generate.server import ServerGenerator

        url, _, name = model.partition("#")
        return ServerGenerator(url, name)
    if model in BASES or model in MODELS or model.lower().endswith(".gguf"):
        return _llama(model)
    from assistant.generate.hub import HubGenerator

    return HubGenerator(model)


def base_of(model: str) -> str:
    """The name of the model whose file a generator needs: its own, unless it is an adapter."""
    return BASES.get(model, model)


def default_is_here() -> bool:
    """Whether the default generator can be loaded on this machine."""
    return weights.is_present(base_of(DEFAULT_GENERATOR))


def _llama(model: str) -> Generator:
    from assistant.generate.llama import Adapter, LlamaGenerator

    states = weights.models_folder() / "states"
    known = MODELS.get(base_of(model))
    if known is None:
        path = Path(model).expanduser()
        return LlamaGenerator(path, name=path.stem, states=states)
    if known.kind != "generator":
        raise ModelError(
            f"'{model}' is an {known.kind}, no generator. See the list of models", Cure.LIST_MODELS
        )
    adapter = Adapter(_ADAPTER, TRAINED) if model in BASES else None
    path = weights.model_path(known.name)
    return LlamaGenerator(path, name=model, states=states, digest=known.digest, adapter=adapter)
