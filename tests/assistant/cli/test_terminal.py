"""Results as people read them."""

from dataclasses import replace
from datetime import date

import typer

from assistant.answer import Answer, AnswerSpan, ArticleInfo, Citation, Claim, Verdict
from assistant.cli import terminal
from corpus import Span

ARTICLE = ArticleInfo(
    "pier-1", "The [red]pier[/red]", None, None, date(2024, 5, 2), "https://example.org/pier"
)
QUOTE = Citation(2, ARTICLE, Span(4, 30), "The pier\nis closed.")


def answer(verdict, *, withheld=0):
    claim = Claim("The pier is closed.", Span(0, 23), verdict, 0.9, (2,))
    text = "The pier is closed [2]."
    return Answer("Open?", text, False, (claim,), (QUOTE,), withheld=(claim,) * withheld)


def test_a_proven_answer_stands_as_it_is_with_quote_and_source():
    assert terminal.answer_text(answer(Verdict.SUPPORTED)) == (
        "The pier is closed [2].\n\n"
        "[2] The [red]pier[/red], 2024-05-02\n"
        "    “The pier is closed.”\n"
        "    https://example.org/pier"
    )


def test_the_words_that_answer_are_lit_on_a_terminal_and_the_margin_is_not(monkeypatch):
    lit = replace(answer(Verdict.SUPPORTED), answer_spans=(AnswerSpan(2, Span(8, 15), "pier\nis", 0.9),))
    assert "“The pier is closed.”" in terminal.answer_text(lit)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert f"    “The {typer.style('pier is', bold=True, underline=True)} closed.”" in terminal.answer_text(
        lit
    )
    monkeypatch.setenv("COLUMNS", "12")
    pier, word = (typer.style(part, bold=True, underline=True) for part in ("pier", "is"))
    assert f"    “The\n    {pier}\n    {word}\n    closed.”" in terminal.answer_text(lit)


def test_withheld_sentences_are_counted():
    assert (
        "1 sentence was withheld: not proven by the articles, or not confirmed as an answer."
        in terminal.answer_text(answer(Verdict.SUPPORTED, withheld=1))
    )
    assert "2 sentences were withheld" in terminal.answer_text(answer(Verdict.SUPPORTED, withheld=2))


def test_a_table_takes_texts_as_texts_and_breaks_no_line():
    rows = [["a", "", "[bold]x[/bold] :smile:"], ["bbb", "", "y" * 300]]
    assert terminal.table(["id", "empty", "title"], rows, wrapped=["title"]).splitlines() == [
        "id   title",
        "a    [bold]x[/bold] :smile:",
        f"bbb  {'y' * 300}",
    ]
