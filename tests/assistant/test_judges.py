"""Word overlap: a share in [0, 1] that follows the words."""

import numpy as np

from assistant.judges import WordOverlap


def test_scores_are_the_share_of_the_claims_terms():
    claims = ["The minister resigned.", "The minister resigned.", "Seven ministers resigned.", "Is it?"]
    evidence = ["Ministers were resigning.", "The king resigned.", "7 ministers resigned.", "It is."]
    scores = WordOverlap().score(claims, evidence)
    assert scores.dtype == np.float32
    assert scores.tolist() == [1.0, 0.5, np.float32(1.0), 0.0]
