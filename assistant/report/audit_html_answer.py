"""One answer as HTML: its text, and beside it each claim, which opens to its findings and the cited passages.

All that comes from an answer or a source is text here, never markup. Answers are numbered by their place from 1:
answer 3 is `a3`, the proof of its second claim `a3c2`.
"""

from collections.abc import Iterable, Sequence
from html import escape

from assistant.answer import Verdict
from assistant.audit.found import AuditedAnswer, AuditedClaim, Finding, FindingKind, Passage, SourceRef
from assistant.report import wording
from assistant.report.highlights import difference, lit
from corpus import Span
from corpus.article import one_line

# Of the whole claim rather than of words in it
_OF_THE_CLAIM = {
    FindingKind.UNCITED,
    FindingKind.UNSUPPORTED,
    FindingKind.CONTRADICTED,
    FindingKind.SUPPORTED_ELSEWHERE,
    FindingKind.STALE,
}
# Where nothing in the source is wrong: its words are lit as proof, not as a fault
_PROOF_THERE = _OF_THE_CLAIM | {FindingKind.DANGLING, FindingKind.QUOTATION_ELSEWHERE}
_SHORT = 36  # characters; what both sides say is told in the claim's line up to this length


def index_entry(place: int, answer: AuditedAnswer) -> str:
    """The answer's line in the index, with its worst verdict."""
    found = wording.all_findings(answer)
    told = wording.counted(len(found), "finding") if found else ""
    return index_line(place, wording.title(answer), badge(wording.worst(answer.claims)), told)


def index_line(place: int, title: str, badge: str, told: str = "") -> str:
    """A line of the index; `badge` is HTML."""
    behind = f' <span class="by">{escape(told)}</span>' if told else ""
    return (
        f'<li><a href="#a{place}"><span class="place">{place}</span>{badge}'
        f"<span>{escape(title)}{behind}</span></a></li>\n"
    )


def answer_section(place: int, answer: AuditedAnswer, *, opens: bool = False) -> str:
    """The answer with all that was found of it; with `opens` as in `article`."""
    about = [f"Answer {place}", one_line(answer.id), *wording.answer_figures(answer)]
    below = _findings(None, answer.findings, ())
    return article(place, answer, about, _kinds(answer.findings), below, opens=opens)


def article(
    place: int,
    answer: AuditedAnswer,
    about: Iterable[str],
    kinds: str,
    below: str,
    row_kinds: str = "",
    *,
    opens: bool = False,
) -> str:
    """An answer's text and sources, what stands `below` them as HTML, and its claims.

    `about` stands over its title. It is shown where a filter asks for one of its `kinds`, and with `row_kinds` all
    of its claims then are. With `opens` passages have a button each for the page that can open their articles.
    """
    claims = enumerate(answer.claims, start=1)
    rows = "".join(
        _row(place, number, answer, claim, row_kinds, opens)
        for number, claim in claims
        if wording.is_held(claim)
    )
    checked = f'<div class="checked"><h3>Claim by claim</h3>{rows}</div>' if rows else ""
    return (
        f'<article class="answer" id="a{place}" data-kinds="{kinds}">'
        f'<header><p class="figures">{escape(" · ".join(about))}</p>'
        f'<h2 dir="auto">{escape(wording.title(answer))}</h2></header>'
        f'<div class="sides"><div class="whole"><div class="text" dir="auto">{_prose(place, answer)}</div>'
        f"{_sources(answer)}{below}</div>{checked}</div></article>\n"
    )


def badge(worst: Verdict | None) -> str:
    """The sign of an answer's worst verdict."""
    return _sign(worst, of="worst: ") if worst else '<span class="sign" aria-hidden="true">–</span>'


def _sign(verdict: Verdict, of: str = "") -> str:
    return (
        f'<span class="sign {verdict}" title="{verdict.capitalize()}"><span aria-hidden="true">'
        f'{wording.SIGN[verdict]}</span><span class="heard">({of}{verdict})</span></span>'
    )


def _prose(place: int, answer: AuditedAnswer) -> str:
    """The answer's text as it was written, its claims coloured, each a link to its proof."""
    pieces, done = [], 0
    for number, claim in enumerate(answer.claims, start=1):
        span = Span(max(claim.span.start, done), max(claim.span.end, done))
        pieces.append(escape(answer.text[done : span.start]))
        written = _written(answer, span, claim)
        if wording.is_held(claim):
            verdict = claim.verdict
            words = f'<span class="words">{written}</span>{_sign(verdict)}'
            written = f'<a class="claim {verdict}" href="#a{place}c{number}">{words}</a>'
        pieces.append(written)
        done = span.end
    return "".join(pieces) + escape(answer.text[done:])


def _row(
    place: int, number: int, answer: AuditedAnswer, claim: AuditedClaim, row_kinds: str, opens: bool
) -> str:
    quoted = "".join(figure(passage, claim.findings, opens=opens) for passage in claim.passages)
    verdict = claim.verdict if claim.needs_citation else ""
    kinds = " ".join(filter(None, [row_kinds, _kinds(claim.findings)]))
    return (
        f'<details class="row {claim.verdict}" data-verdict="{verdict}" data-kinds="{kinds}">'
        f'<summary>{_sign(claim.verdict)}<span class="says" dir="auto">{_written(answer, claim.span, claim)}</span>'
        f'<span class="told">{_told(claim)}</span></summary>'
        f'<div class="proof" id="a{place}c{number}"><p class="meaning">{_meaning(claim)}</p>'
        f"{_findings(claim, claim.findings, claim.passages)}{quoted}</div></details>"
    )


def _written(answer: AuditedAnswer, span: Span, claim: AuditedClaim) -> str:
    """The claim with its marks, as far as `span` goes, with the words lit in which something was found."""
    faults = [finding.claim_span for finding in claim.findings if finding.kind not in _OF_THE_CLAIM]
    return lit(answer.text[span.start : span.end], span.start, {"fault": faults})


def _kinds(findings: Iterable[Finding]) -> str:
    return " ".join(wording.kinds(findings))


def _told(claim: AuditedClaim) -> str:
    """The claim's line under its text: verdict, score, and what was found in a few words."""
    told = [f"<b>{claim.verdict.capitalize()}</b>" if claim.needs_citation else "<b>Needs no citation</b>"]
    if claim.score is not None:
        told.append(f"support {claim.score:.2f}")
    told += [_in_short(finding) for finding in claim.findings if finding.kind.value != claim.verdict.value]
    return " · ".join(dict.fromkeys(told))


def _in_short(finding: Finding) -> str:
    name = wording.NAME[finding.kind]
    ours, theirs = wording.says(None, finding)
    if finding.kind in _OF_THE_CLAIM or not ours or not theirs or max(len(ours), len(theirs)) > _SHORT:
        return name
    return f"{name}: <del>{escape(ours)}</del> <ins>{escape(theirs)}</ins>"


def _meaning(claim: AuditedClaim) -> str:
    told = [wording.MEANING[claim.verdict]] if claim.needs_citation else []
    read = [passage for passage in claim.passages if passage.source.number in claim.citations]
    if len(read) > 1 and claim.independent:
        told.append(_independence(len(read), claim.independent))
    if claim.suggested and set(claim.suggested) != set(claim.citations):
        told.append(f"It should cite {wording.marks(claim.suggested)}.")
    return " ".join(told)


def _independence(sources: int, independent: int) -> str:
    if sources == independent:
        return f"Its {sources} sources are independent of each other."
    return f"Its {sources} sources count as {independent}: the others are copies."


def _findings(claim: AuditedClaim | None, findings: Sequence[Finding], passages: Sequence[Passage]) -> str:
    items = "".join(_finding(claim, finding, passages) for finding in findings)
    return f'<ul class="findings">{items}</ul>' if items else ""


def _finding(claim: AuditedClaim | None, finding: Finding, passages: Sequence[Passage]) -> str:
    """A finding with both sides and what to do; what a passage below shows is not told twice."""
    shown = {passage.source for passage in passages}
    parts = [f"<h4>{wording.NAME[finding.kind]}</h4>"]
    if finding.source and (len(shown) > 1 or finding.source not in shown):
        parts.append(f'<p class="from">{_source(finding.source)}</p>')
    if _is_stale_quote(finding) or not (
        finding.kind in _PROOF_THERE and any(_holds(passage, finding) for passage in passages)
    ):
        parts.append(_sides(claim, finding))
    if finding.suggestion:
        parts.append(f'<p class="suggestion">{escape(finding.suggestion)}</p>')
    return f"<li>{''.join(parts)}</li>"


def _sides(claim: AuditedClaim | None, finding: Finding) -> str:
    ours, theirs = wording.says(claim, finding)
    differs = finding.kind is FindingKind.QUOTATION_DIFFERS or _is_stale_quote(finding)
    if differs and ours and theirs:
        return (
            f'<p class="difference" dir="auto">{difference(ours, theirs)}</p>'
            '<p class="key"><del>in the answer</del> <ins>in the source</ins></p>'
        )
    sides = [("The answer", ours), ("The source", theirs)]
    rows = "".join(f'<dt>{side}</dt><dd dir="auto">{escape(text)}</dd>' for side, text in sides if text)
    return f"<dl>{rows}</dl>" if rows else ""


def _is_stale_quote(finding: Finding) -> bool:
    """Whether it tells a quote of what has changed, which is longer than the mark that it stands at."""
    return finding.kind is FindingKind.STALE and len(finding.claim_says) > len(finding.claim_span)


def _holds(passage: Passage, finding: Finding) -> bool:
    """Whether the passage shows what the finding says of the source."""
    context = Span(passage.start, passage.start + len(passage.context))
    there = finding.source_span
    return finding.source == passage.source and there is not None and context.contains(there)


def figure(passage: Passage, findings: Iterable[Finding] = (), *, opens: bool = False) -> str:
    """The passage in its context: lit what was compared with the claim, and in it the words that differ.

    With `opens` it has a button that names its article and its lit words, where the article is in the library.
    """
    layers = {"lit": list(passage.lit), "fault": []}
    for finding in findings:
        if finding.source == passage.source and finding.source_span:
            layers["lit" if finding.kind in _PROOF_THERE else "fault"].append(finding.source_span)
    before = "… " if passage.start else ""
    return (
        f"<figure><figcaption>{_source(passage.source)}{_opener(passage) if opens else ''}</figcaption>"
        f'<blockquote dir="auto">{before}{lit(passage.context, passage.start, layers)}</blockquote></figure>'
    )


def _opener(passage: Passage) -> str:
    if passage.source.article is None or not passage.lit:
        return ""
    start, end = min(span.start for span in passage.lit), max(span.end for span in passage.lit)
    return (
        f' <button type="button" class="opener" data-article="{escape(passage.source.article)}"'
        f' data-start="{start}" data-end="{end}">Open the article</button>'
    )


def _sources(answer: AuditedAnswer) -> str:
    items = "".join(f"<li>{_source(source)}</li>" for source in answer.sources)
    return f'<div class="sources"><h3>Sources</h3><ul>{items}</ul></div>' if items else ""


def _source(source: SourceRef) -> str:
    number = f'<span class="number">{source.number}</span> ' if source.number is not None else ""
    title = escape(one_line(source.title) or source.article or source.url or "a source without a title")
    if source.url and source.url.startswith(("https://", "http://")):
        title = f'<a href="{escape(source.url)}" rel="noreferrer">{title}</a>'
    unlisted = "not listed by the answer" if source.number is None else None
    known = [source.publisher, source.published, unlisted]
    details = ", ".join(f"<span>{escape(one_line(part))}</span>" for part in known if part)
    return f"{number}<cite>{title}</cite>" + (f' <span class="by">{details}</span>' if details else "")
