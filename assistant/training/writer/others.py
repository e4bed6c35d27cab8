"""Rows of other data: claims of VitaminC as yes/no questions, sentences of SelQA as answers."""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from assistant.answering.evidence import says_the_same
from assistant.generate.style import NOT_STATED
from assistant.training.split import fold
from assistant.training.squad import Part
from assistant.training.writer.answers import COPIED_WORDS, yes_no_question
from assistant.training.writer.row import WriterRow, clause, lower_first, marked

OF_A_LABEL = 1_100  # most claims of each of the three labels
OF_A_PAGE = 3
CLAIM_WORDS, CLAIM_LETTERS = 28, (30, 420)
PLAINLY = 0.3  # of the claims that could be turned round are asked with "Is it true that"
BEGINNINGS = ("Is it true that", "Is it right that", "Do the articles say that", "Is it reported that")
WRONG = (20, 300)  # letters of a wrong sentence of SelQA
_LEANS = re.compile(r"^(?:He|She|It|They|This|These|His|Her|Its)\b")


def claim_rows(path: Path, part: Part, random: Random, most: int = OF_A_LABEL) -> Iterator[WriterRow]:
    """Claims about real edits, supported (yes), refuted (no, and what is true) or neither (NOT STATED)."""
    pages: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            is_ours = row["source"] == "vitaminc_real" and (fold(row["page"], 20) == 0) == (part == "dev")
            if is_ours and "\ufffd" not in row["claim"] + row["evidence"]:
                pages[row["page"]].append(
                    (untokenised(row["claim"]), untokenised(row["evidence"]), row["label"])
                )
    everything = [evidence for rows in pages.values() for _, evidence, _ in rows]
    counts: Counter[str] = Counter()
    titles = sorted(pages)
    random.shuffle(titles)
    for title in titles:
        for claim, evidence, label in random.sample(pages[title], min(len(pages[title]), OF_A_PAGE)):
            row = _claim_row(claim, evidence, label, pages[title], everything, random)
            if row and counts[label] < most:
                counts[label] += 1
                yield row


def _claim_row(
    claim: str,
    evidence: str,
    label: str,
    page: Sequence[tuple[str, str, str]],
    everything: Sequence[str],
    random: Random,
) -> WriterRow | None:
    is_fit = CLAIM_LETTERS[0] < len(evidence) < CLAIM_LETTERS[1] and len(claim.split()) <= CLAIM_WORDS
    true = next((c for c, e, other in page if e == evidence and other == "SUPPORTS" and c != claim), None)
    if not is_fit or not claim.endswith(".") or (label == "REFUTES" and true is None):
        return None
    beside = (
        [e for _, e, _ in page if not says_the_same(e, evidence)][:1] if label != "NOT ENOUGH INFO" else []
    )
    others = [*beside, *random.sample(everything, min(len(everything), random.randrange(1, 4)))]
    excerpts = [evidence, *(e for e in dict.fromkeys(others) if len(e) < WRONG[1] and e != evidence)]
    random.shuffle(excerpts)
    question = yes_no_question(claim)
    if question is None or random.random() < PLAINLY:
        question = f"{random.choice(BEGINNINGS)} {clause(claim)}?"
    if label == "NOT ENOUGH INFO":
        return WriterRow("claim not stated", question, tuple(excerpts), NOT_STATED)
    word, told = ("Yes", claim) if label == "SUPPORTS" else ("No", true or "")
    reply = f"{word}, {marked(lower_first(told), excerpts.index(evidence) + 1)}"
    return WriterRow(f"claim {word.lower()}", question, tuple(excerpts), reply)


def untokenised(text: str) -> str:
    """Tokenised text as one writes it.

    >>> untokenised("It has , so they say , 3 rooms .")
    'It has, so they say, 3 rooms.'
    """
    text = text.replace("-LRB-", "(").replace("-RRB-", ")").replace("``", '"').replace("''", '"')
    text = re.sub(r" ([,.;:?!%)\]]|'s\b|n't\b)", r"\1", text)
    return re.sub(r"([(\[$£]) ", r"\1", text).strip()


def sentence_rows(path: Path, part: Part, random: Random) -> Iterator[WriterRow]:
    """Questions of SelQA: the one right sentence, if it is short, is the answer; without it NOT STATED."""
    groups: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["source"].startswith("selqa") and (fold(row["question"], 20) == 0) == (part == "dev"):
                groups[row["question"]].append((row["sentence"], bool(row["relevant"])))
    for question, sentences in groups.items():
        right = [text for text, relevant in sentences if relevant]
        wrong = [text for text, relevant in sentences if not relevant and WRONG[0] < len(text) < WRONG[1]]
        if len(right) != 1 or len(wrong) < 3:
            continue
        excerpts = random.sample(wrong, min(len(wrong), random.randrange(3, 7)))
        gold = right[0]
        if len(gold.split()) <= COPIED_WORDS and gold.endswith(".") and not _LEANS.match(gold):
            excerpts.insert(random.randrange(4), gold)
            yield WriterRow("copied", question, tuple(excerpts), marked(gold, excerpts.index(gold) + 1))
        elif random.random() < PLAINLY:
            yield WriterRow("removed", question, tuple(excerpts), NOT_STATED)
