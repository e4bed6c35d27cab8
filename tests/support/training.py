"""A BERT of a few thousand weights in a folder, and data of a few lines in the formats that training reads."""

import gzip
import json
import shutil

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

from assistant.judges.crossencoder import SHIPPED, TOKENIZER


def bert(folder):
    """Write a folder with a small BERT, its weights drawn, and the tokenizer of the shipped judges."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=30_522, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    folder.mkdir(exist_ok=True)
    config.save_pretrained(folder)
    save_file(BertModel(config).state_dict(), folder / "model.safetensors")
    shutil.copy(SHIPPED / "reader" / TOKENIZER, folder / TOKENIZER)
    return folder


def write_lines(path, rows):
    """Write rows as a .jsonl.gz file."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def write_squad(path, articles):
    """Write articles, {title: [(context, [(question, answer)])]}, as a SQuAD file."""
    data = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": context,
                    "qas": [
                        {"id": q, "question": q, "answers": [{"text": a, "answer_start": context.index(a)}]}
                        for q, a in questions
                    ],
                }
                for context, questions in paragraphs
            ],
        }
        for title, paragraphs in articles.items()
    ]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump({"data": data}, file)
    return path


CHAT = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def qwen(folder, texts):
    """Write a folder with a small Qwen2, its weights drawn, and a tokenizer that has learned the texts."""
    torch.manual_seed(0)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    trainer = trainers.BpeTrainer(vocab_size=500, initial_alphabet=alphabet, special_tokens=special)
    tokenizer.train_from_iterator(texts, trainer)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token=special[2], pad_token=special[0], chat_template=CHAT
    ).save_pretrained(folder)
    config = Qwen2Config(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=32, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=2, num_key_value_heads=1, max_position_embeddings=1_024, eos_token_id=2, pad_token_id=0,
        initializer_range=0.2,
    )  # fmt: skip
    Qwen2ForCausalLM(config).save_pretrained(folder)
    return folder
