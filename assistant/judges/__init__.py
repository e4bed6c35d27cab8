"""The judges of evidence: does a text answer a question (`Reranker`), does it prove a claim (`Verifier`).

Both are small cross-encoders of our own, in `assistant/weights/`; `assistant/training/` has the commands that made
them, and each folder a model card. `WordOverlap` is the baseline that they are measured beside.
"""

from assistant.judges.judge import Judge, Judgement, WordOverlap, differences
from assistant.judges.reader import FakeReader, Reader, Reranker
from assistant.judges.reading import Reading
from assistant.judges.verifier import Verifier

__all__ = [
    "FakeReader",
    "Judge",
    "Judgement",
    "Reader",
    "Reading",
    "Reranker",
    "Verifier",
    "WordOverlap",
    "differences",
]
