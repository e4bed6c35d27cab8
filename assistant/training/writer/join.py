"""Question and answer -> one sentence, written by the base model and kept if it passes every test.

Greedy, with examples for each kind of question. Of the good sentences those are left out that the model was least
sure of.
"""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from assistant.documents import to_document
from assistant.generate.protocol import Message
from assistant.training.squad import Paragraph
from assistant.training.writer.statements import Statements, is_good, qualified

BATCH = 64  # questions that are written at once
MOST_TOKENS = 44  # of a sentence
UNSURE = 0.15  # of the good sentences, the share that the model was least sure of is not used
INSTRUCTION = (
    "Join the question and its answer into one full sentence that states the answer. Use the words of the question"
    " and of the answer. Add nothing."
)
# A kind of question, then its examples: question / answer / sentence
_EXAMPLES = """
who:
Who designed the tower? / Gustave Eiffel / Gustave Eiffel designed the tower.
Who was the first president of the club? / Ida Lund / Ida Lund was the first president of the club.
Who did Morgan defeat in the final? / Paul Okafor / Morgan defeated Paul Okafor in the final.
By whom was the bridge sold? / the city council / The bridge was sold by the city council.
Who were the main customers of the mill? / local farmers / The main customers of the mill were local farmers.
Whose army took the town in 1632? / the Swedish king's / The Swedish king's army took the town in 1632.
when:
When did the war end? / 11 November 1918 / The war ended on 11 November 1918.
In what year did Norman dukes conquer England? / 1066 / Norman dukes conquered England in 1066.
When was the canal opened to ships? / in the 1870s / The canal was opened to ships in the 1870s.
When is the festival held? / every August / The festival is held every August.
What year was she elected? / 1994 / She was elected in 1994.
In which century was the abbey built? / 12th / The abbey was built in the 12th century.
where:
Where is the headquarters of the bank? / Zurich / The headquarters of the bank is in Zurich.
Where did Lund study medicine? / the University of Bergen / Lund studied medicine at the University of Bergen.
In what city was the treaty signed? / Vienna / The treaty was signed in Vienna.
Where do the fish lay their eggs? / under stones / The fish lay their eggs under stones.
What country does the river flow through? / Poland / The river flows through Poland.
how many:
How many students does the college have? / about 4,300 / The college has about 4,300 students.
How many people were killed in the flood? / 212 / 212 people were killed in the flood.
How much did the repairs cost? / $3 million / The repairs cost $3 million.
What percentage of voters backed the plan? / 62% / 62% of voters backed the plan.
How long did the siege last? / three weeks / The siege lasted three weeks.
How many seats did the party win? / 31 / The party won 31 seats.
why:
Why was the station closed? / budget cuts / The station was closed because of budget cuts.
Why did the king leave Paris? / he feared a revolt / The king left Paris because he feared a revolt.
How is the oil removed? / by heating / The oil is removed by heating.
How did the union respond to the offer? / It called a strike / The union responded to the offer by calling a strike.
How old was Lund when she died? / 91 / Lund was 91 when she died.
What caused the fire? / a broken pipe / A broken pipe caused the fire.
what:
What was the earthquake named? / the Great Quake / The earthquake was named the Great Quake.
What do the roots of a mangrove filter? / salt / The roots of a mangrove filter salt.
What type of engine does the ferry use? / a diesel engine / The ferry uses a diesel engine.
What is the largest lake in the region? / Lake Onega / Lake Onega is the largest lake in the region.
What did the court say about the law? / it was unfair / The court said that the law was unfair.
What is a term for glass coloured by metals? / stained glass / Stained glass is a term for glass coloured by metals.
Besides wool, what did the town export? / timber / Besides wool, the town exported timber.
The drink is made from what plant? / agave / The drink is made from agave.
which:
Which division of the company makes engines? / Rotax / Rotax is the division of the company that makes engines.
Which king did the parliament depose? / James II / The parliament deposed King James II.
What language is spoken in the valley? / Romansh / Romansh is spoken in the valley.
What company owns the newspaper? / Axel Lund AG / Axel Lund AG owns the newspaper.
Which two cities compete for the title? / Oslo and Bergen / Oslo and Bergen compete for the title.
In which sport did he win a medal? / rowing / He won a medal in rowing.
"""


def _examples() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    kind = ""
    for line in _EXAMPLES.strip().splitlines():
        if line.endswith(":"):
            kind = line[:-1]
        else:
            found.setdefault(kind, []).append(line.split(" / "))
    return found


EXAMPLES = _examples()


@dataclass(frozen=True, slots=True)
class Joint:
    """A question of SQuAD, its answer with the qualifier, and the sentence that has it; then what the model wrote.

    `log_probability` is the mean over the tokens of the model's sentence.
    """

    question: str
    answer: str
    gold: str
    statement: str = ""
    log_probability: float = 0.0


def kind_of(question: str) -> str:
    """Which examples fit a question.

    >>> kind_of("In what year did it burn?"), kind_of("Which king fled?")
    ('when', 'which')
    """
    words = question.lower()
    if re.search(r"\b(who|whom|whose)\b", words):
        return "who"
    if re.search(r"\b(when|(what|which) (year|date|day|month|decade|century|time))\b", words):
        return "when"
    if re.search(r"\bwhere\b|\b(what|which) (city|country|state|town|place|continent|region)\b", words):
        return "where"
    if re.search(r"\bhow (many|much|long|far|often|large|big|tall|high)\b|\bwhat (percent|number)", words):
        return "how many"
    if re.search(r"\b(why|how)\b|^what (caused|causes)", words):
        return "why"
    if re.search(
        r"\bwhich\b|\bwhat (?!is|was|are|were|did|does|do|has|have|had|can|could|would|will)\w+", words
    ):
        return "which"
    return "what"


def prompt(question: str, answer: str) -> list[Message]:
    """The messages that ask for the sentence."""
    found = [Message("system", INSTRUCTION)]
    for asked, answered, sentence in EXAMPLES[kind_of(question)]:
        found += [Message("user", _turn(asked, answered)), Message("assistant", sentence)]
    return [*found, Message("user", _turn(question, answer))]


def _turn(question: str, answer: str) -> str:
    return f"Question: {question}\nAnswer: {answer}"


def join(
    model: Any, tokenizer: Any, paragraphs: Sequence[Paragraph], known: Statements, path: Path
) -> dict[tuple[str, str], str]:
    """The sentences of all questions that have none yet; they are kept in a file that `read_statements` reads."""
    wanted = [one for one in _questions(paragraphs) if (one.question, one.answer) not in known]
    wanted.sort(key=lambda one: (kind_of(one.question), len(one.question) + len(one.answer)))
    good: list[Joint] = []
    for start in range(0, len(wanted), BATCH):
        written = _written(model, tokenizer, wanted[start : start + BATCH])
        good += [one for one in written if is_good(one.statement, one.question, one.answer, one.gold)]
        if start // BATCH % 50 == 0:
            print(f"{start:,} of {len(wanted):,} questions joined, {len(good):,} well", flush=True)
    least = float(np.quantile([one.log_probability for one in good], UNSURE)) if good else 0.0
    kept = [one for one in good if one.log_probability >= least]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for one in kept:
            row = {"question": one.question, "answer": one.answer, "statement": one.statement}
            file.write(json.dumps({**row, "log_probability": round(one.log_probability, 3)}) + "\n")
    return {(one.question, one.answer): one.statement for one in kept}


def _questions(paragraphs: Sequence[Paragraph]) -> Iterator[Joint]:
    for paragraph in paragraphs:
        for question in paragraph.questions:
            n = paragraph.sentence_of(question)
            if n is not None:
                answer = qualified(paragraph.text, question.answer)
                yield Joint(question.question, answer, " ".join(paragraph.texts[n].split()))


def _written(model: Any, tokenizer: Any, joints: Sequence[Joint]) -> list[Joint]:
    """The same with the model's greedy sentences."""
    texts = [
        tokenizer.apply_chat_template(
            [to_document(message) for message in prompt(one.question, one.answer)],
            tokenize=False,
            add_generation_prompt=True,
        )
        for one in joints
    ]
    inputs = tokenizer(
        texts, add_special_tokens=False, padding=True, padding_side="left", return_tensors="pt"
    )
    inputs = inputs.to(model.device)
    with torch.inference_mode():
        output = model.generate(
            input_ids=inputs["input_ids"],
            attention_mask=inputs["attention_mask"],
            do_sample=False,
            max_new_tokens=MOST_TOKENS,
            output_scores=True,
            return_dict_in_generate=True,
        )
        scores = model.compute_transition_scores(output.sequences, output.scores, normalize_logits=True)
    replies = output.sequences[:, inputs["input_ids"].shape[1] :]
    is_told = (replies != tokenizer.eos_token_id) & (replies != tokenizer.pad_token_id)
    sums = torch.where(is_told, scores, 0.0).sum(1) / is_told.sum(1).clamp(min=1)
    sentences = tokenizer.batch_decode(replies, skip_special_tokens=True)
    return [
        replace(one, statement=" ".join(sentence.split()), log_probability=float(value))
        for one, sentence, value in zip(joints, sentences, sums, strict=True)
    ]
