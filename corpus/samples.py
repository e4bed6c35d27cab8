"""The sample corpus: briefs written for Pincite, and questions to begin with."""

from pathlib import Path

ARTICLES: Path = Path(__file__).parent / "articles"
_QUESTIONS = Path(__file__).parent / "questions.txt"


def questions() -> list[str]:
    """The questions to begin with, in order. In the file, a line that begins with `#` says what the next one shows."""
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
