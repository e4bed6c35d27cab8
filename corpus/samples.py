"""The sample corpus: briefs written for Pincite, and first questions to ask of them."""

from pathlib import Path

ARTICLES: Path = Path(__file__).parent / "articles"
_QUESTIONS = Path(__file__).parent / "questions.txt"


def questions() -> list[str]:
    """The first questions, in order; lines that begin with `#` say what the next one shows."""
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
