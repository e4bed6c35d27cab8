"""The top of the HTML report: figures, two charts, and the filters that their legends are."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from assistant.audit.found import FindingKind, Summary
from assistant.report import wording


def summary_section(summary: Summary) -> str:
    """The figures of the whole audit; the filters are hidden until the script brings them to life."""
    charts = verdict_chart(summary.verdicts) + _findings(summary.findings)
    return section(wording.headline(summary), wording.figures(summary), charts)


def section(headline: str, figures: Iterable[tuple[str, str, str]], charts: str) -> str:
    """The top of a report: a sentence, figures (name, value, what it means), and charts as HTML."""
    told = "".join(
        f"<div><dt>{name}</dt>{_figure(value)}<dd class='means'>{escape(meaning)}</dd></div>"
        for name, value, meaning in figures
    )
    return (
        f'<section class="summary"><p class="headline">{escape(headline)}</p>'
        f'<dl class="all">{told}</dl><div class="charts">{charts}</div>'
        '<p class="filtering" hidden><span role="status"></span> '
        '<button type="button" data-clear>Show all</button></p></section>\n'
    )


def _figure(value: str) -> str:
    if value == wording.NOTHING:
        return f'<dd class="value none">{value}</dd>'
    return f'<dd class="value">{value}</dd>'


def verdict_chart(verdicts: Mapping[str, int]) -> str:
    """How many claims have which verdict, as one bar, its legend a filter."""
    counts = [(verdict, verdicts.get(verdict, 0)) for verdict in reversed(wording.WORST_FIRST)]
    total = sum(count for _, count in counts)
    bars, legend, at = "", "", 0
    for verdict, count in counts:
        if not count:
            continue
        bars += (
            f'<rect class="{verdict}" x="{at / total:.4%}" width="{count / total:.4%}" height="100%">'
            f"<title>{verdict.capitalize()}: {count:,}</title></rect>"
        )
        legend += _filter(
            "verdict",
            verdict,
            f'<span class="sign {verdict}" aria-hidden="true">'
            f"{wording.SIGN[verdict]}</span>{verdict.capitalize()}",
            count,
        )
        at += count
    if not total:
        return ""
    return (
        '<div><h2>Verdicts</h2><svg class="stacked" width="100%" height="22" aria-hidden="true">'
        f'{bars}</svg><ul class="legend">{legend}</ul></div>'
    )


def _findings(findings: Mapping[str, int]) -> str:
    counts = [(kind.value, wording.NAME[kind], findings.get(kind, 0)) for kind in FindingKind]
    counts.sort(key=lambda row: -row[2])
    return kind_chart("Findings", counts)


def kind_chart(title: str, counts: Sequence[tuple[str, str, int]]) -> str:
    """Bars of (kind, its name, how many), each a filter by its kind; those of none are left out."""
    most = max(count for _, _, count in counts)
    legend = "".join(
        _filter(
            "kind",
            kind,
            name,
            count,
            f'<svg width="100%" height="10" aria-hidden="true">'
            f'<rect width="{count / most:.4%}" height="100%"/></svg>',
        )
        for kind, name, count in counts
        if count
    )
    if not legend:
        return f"<div><h2>{title}</h2><p>None.</p></div>"
    return f'<div><h2>{title}</h2><ul class="legend bars">{legend}</ul></div>'


def _filter(by: str, value: str, label: str, count: int, bar: str = "") -> str:
    return (
        f'<li><button type="button" disabled data-{by}="{value}"><span class="label">{label}</span>{bar}'
        f'<span class="count">{count:,}</span></button></li>'
    )
