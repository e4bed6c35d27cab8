"""Rows to batches of about one length."""

import math
import random
from collections.abc import Sequence


def planned(
    sizes: Sequence[int], longest: Sequence[int], batch_tokens: int, epochs: float, seed: int
) -> list[list[int]]:
    """Batches of rows with about as many tokens in each text, at most `batch_tokens` with their padding.

    `sizes` are the texts of each row, `longest` the most tokens of one of them. Batches are in random order, the same
    for the same seed. If `epochs` is no whole number, the last one is cut short.
    """
    draw = random.Random(seed)
    plan: list[list[int]] = []
    for _ in range(math.ceil(epochs)):
        order = sorted(range(len(sizes)), key=lambda n: longest[n] + draw.uniform(0, 8))
        batch: list[int] = []
        texts = 0
        epoch: list[list[int]] = []
        for n in order:
            if batch and (texts + sizes[n]) * (longest[n] + 8) > batch_tokens:
                epoch.append(batch)
                batch, texts = [], 0
            batch.append(n)
            texts += sizes[n]
        epoch.append(batch)
        draw.shuffle(epoch)
        plan += epoch
    return plan[: max(1, round(len(plan) * epochs / math.ceil(epochs)))]
