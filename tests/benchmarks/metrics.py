"""Figures of scores against what is true: of a set of claims, and of one question's sentences.

Knows no files and no models. Scores are (n,) floats, higher for what is more likely true; truths are (n,) bools.
A figure that the truths leave undefined is None.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, balanced_accuracy_score, roc_auc_score

from index.embed import Floats1d

NORMAL_95 = 1.959964  # standard deviations that hold 95 % of a normal distribution
BINS = 10  # of a calibration error, as Guo et al. (2017) and those who compare with them mostly take

Truths = Sequence[bool] | NDArray[np.bool_]


def auroc(scores: Floats1d, truths: Truths) -> float | None:
    """The chance that a true one scores above a false one, ties half; None where all are true or none is.

    >>> auroc(np.array([0.9, 0.5, 0.5, 0.1], np.float32), [True, True, False, False])
    0.875
    """
    return float(roc_auc_score(truths, scores)) if _both(truths) else None


def balanced_accuracy(judged: Truths, truths: Truths) -> float | None:
    """The mean of sensitivity and specificity; None where all are true or none is.

    >>> balanced_accuracy([True, True, True, False], [True, False, False, False])
    0.6666666666666666
    """
    return float(balanced_accuracy_score(truths, judged)) if _both(truths) else None


def calibration_error(scores: Floats1d, truths: Truths) -> float | None:
    """The mean distance between a bin's mean score and its share of true ones, weighted by the bins' sizes.

    Expected calibration error (Guo et al. 2017, section 2) over BINS bins of equal width in [0, 1], each open
    below and the first closed; here the score is the probability of "true". None for no scores at all.

    >>> calibration_error(np.array([0.25, 0.75], np.float32), [False, True])
    0.25
    """
    if not len(scores):
        return None
    bins = np.clip(np.ceil(scores * BINS) - 1, 0, BINS - 1).astype(int)
    excess = np.bincount(bins, np.asarray(scores, float) - np.asarray(truths, float), BINS)
    return float(np.abs(excess).sum() / len(scores))


def average_precision(scores: Floats1d, truths: Truths) -> float | None:
    """The mean of the precision at each true one; None without any. Ties share the last place of their tie.

    >>> average_precision(np.array([0.9, 0.8, 0.7], np.float32), [True, False, True])
    0.8333333333333333
    """
    return float(average_precision_score(truths, scores)) if np.any(truths) else None


def reciprocal_rank(scores: Floats1d, truths: Truths) -> float | None:
    """1 / place of the first true one; None without any. In a tie the others stand before it.

    >>> reciprocal_rank(np.array([0.5, 0.5, 0.1], np.float32), [True, False, False])
    0.5
    """
    true = np.asarray(truths, bool)
    return float(1 / (1 + np.count_nonzero(scores[~true] >= scores[true].max()))) if true.any() else None


def wilson(count: int, of: int) -> tuple[float, float] | None:
    """The 95 % interval of a share, both ends in [0, 1] (Wilson 1927, without continuity correction); None of nothing.

    >>> [round(end, 3) for end in wilson(2, 10)]
    [0.057, 0.51]
    """
    if not of:
        return None
    share, square = count / of, NORMAL_95**2
    middle = share + square / (2 * of)
    half = NORMAL_95 * math.sqrt(share * (1 - share) / of + square / (4 * of**2))
    whole = 1 + square / of
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def _both(truths: Truths) -> bool:
    return bool(np.any(truths)) and not np.all(truths)
