"""The top of a report as HTML: figures, two charts, and the filters that their legends are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from assistant.audit.found import FindingKind, Summary
from assistant.report import wording
from assistant.report.templates import render
from corpus.rows import Problem


class Bar(NamedTuple):
    """How many have a value, with where the bar of a chart begins and how wide it is, in percent."""

    value: str
    name: str
    number: int
    start: str
    width: str


def summary_html(summary: Summary) -> Markup:
    """The figures of a whole audit."""
    counts = [(kind.value, wording.NAME[kind], summary.findings.get(kind, 0)) for kind in FindingKind]
    counts.sort(key=lambda row: -row[2])
    headline, figures = wording.headline(summary), wording.figures(summary)
    return top(headline, figures, summary.verdicts, "Findings", counts)


def top(
    headline: str,
    figures: Iterable[tuple[str, str, str]],
    verdicts: Mapping[str, int],
    title: str,
    counts: Sequence[tuple[str, str, int]],
    problems: Sequence[Problem] = (),
) -> Markup:
    """A sentence, figures (name, value, meaning), a chart of verdicts, and one of `counts` (kind, name, how many).

    `problems` are the rows of a file that could not be used.
    """
    return render(
        "report/summary.html",
        headline=headline,
        figures=figures,
        verdicts=_shares(verdicts),
        title=title,
        kinds=_bars(counts),
        problems=problems,
    )


def _shares(verdicts: Mapping[str, int]) -> list[Bar]:
    """The verdicts that some claim has, as parts of one bar."""
    counts = wording.best_first(verdicts)
    total = sum(count for _, count in counts)
    bars, at = [], 0
    for verdict, count in counts:
        bars.append(Bar(verdict, verdict.capitalize(), count, f"{at / total:.4%}", f"{count / total:.4%}"))
        at += count
    return bars


def _bars(counts: Sequence[tuple[str, str, int]]) -> list[Bar]:
    """A bar for each kind of which there are some; the longest has the whole width."""
    most = max(count for _, _, count in counts)
    return [Bar(kind, name, count, "0%", f"{count / most:.4%}") for kind, name, count in counts if count]
