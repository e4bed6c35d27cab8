"""A BERT of a few thousand weights in a folder, and data of a few lines in the formats that training reads."""

import gzip
import json
import shutil

import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

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
