"""From the name of a model to its generator."""

import hashlib
from pathlib import Path

from assistant.generate.protocol import Generator
from corpus.errors import Cure, ModelError
from index.models import weights
from index.models.catalogue import MODELS

DEFAULT_GENERATOR = "qwen2.5-coder-1.5b"


def load_generator(model: str = DEFAULT_GENERATOR) -> Generator:
    """The generator for a name of the catalogue, a `.gguf` file, `http://host:port#model`, a folder or a Hub id.

    Raises ModelError if the model is not on this machine, GeneratorError if the server does not answer.
    """
    if model.startswith(("http://", "https://")):
        from assistant.generate.server import ServerGenerator

        url, _, name = model.partition("#")
        return ServerGenerator(url, name)
    if model in MODELS:
        known = MODELS[model]
        if known.kind != "generator":
            raise ModelError(
                f"'{model}' is an {known.kind}, no generator. See the list of models", Cure.LIST_MODELS
            )
        return _llama(weights.model_path(model), model, known.digest)
    path = Path(model).expanduser()
    if path.suffix.lower() == ".gguf":
        return _llama(path, path.stem, "")
    from assistant.generate.hub import HubGenerator

    return HubGenerator(model)


def _llama(path: Path, name: str, digest: str) -> Generator:
    from assistant.generate.llama import LlamaGenerator

    return LlamaGenerator(
        path, name=name, digest=digest or _sha256(path), states=weights.models_folder() / "states"
    )


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"cannot read the model file {path}: {error.strerror}. Name a .gguf file."
        ) from error
