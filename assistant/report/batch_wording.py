"""The words of reports of a batch, as plain text."""

from collections import Counter

from assistant.batch.records import Record
from assistant.batch.summary import BatchSummary, outcome
from assistant.report.wording import NOTHING, best_first, counted, percent
from assistant.report.wording import figures as audit_figures

LONGEST_FIELD = 60  # characters; a longer field is not shown over an answer
OUTCOMES = ("answered", "abstained", "failed")


def headline(summary: BatchSummary) -> str:
    """The batch in one sentence."""
    told = f"{summary.answered:,} of {counted(summary.questions, 'question')} answered"
    if summary.abstained:
        told += f"; on {summary.abstained:,} the articles are silent"
    if summary.failed:
        told += f"; {summary.failed:,} failed"
    return f"{told}; {summary.left:,} are left." if summary.left else f"{told}."


def figures(summary: BatchSummary) -> list[tuple[str, str, str]]:
    """The figures of a batch, each with its name, its value and its meaning."""
    shown = sum(summary.verdicts.values())
    return [
        ("Answered", f"{summary.answered:,}", "questions with at least one claim that was checked"),
        ("Abstained", f"{summary.abstained:,}", "questions that the articles do not answer"),
        ("Failed", f"{summary.failed:,}", "questions that ended with an error, and are tried again"),
        ("Withheld", f"{summary.withheld:,}", f"sentences that nothing supports, beside {shown:,} shown"),
        ("Median time", seconds(summary.median_seconds), "of the work on one question"),
        ("90th percentile", seconds(summary.p90_seconds), "of the work on one question"),
    ]


def tokens(summary: BatchSummary) -> str:
    """How much the generator read and wrote; empty if that is not known."""
    if not summary.tokens:
        return ""
    read, written = summary.tokens.get("prompt", 0), summary.tokens.get("reply", 0)
    return f"Tokens: {read:,} read beyond the instructions, {written:,} written."


def all_figures(summary: BatchSummary) -> list[tuple[str, str, str]]:
    """The same, and those of its audit if there was one."""
    return figures(summary) + (
        [(f"Audit: {name.lower()}", value, meaning) for name, value, meaning in audit_figures(summary.audit)]
        if summary.audit
        else []
    )


def text(summary: BatchSummary) -> str:
    """The summary as a terminal shows it, each subject in a line."""
    lines = [headline(summary)]
    if summary.problems:
        lines.append(f"{counted(len(summary.problems), 'row')} of the file could not be asked.")
    told = [f"{count:,} {verdict}" for verdict, count in best_first(summary.verdicts)]
    if told or summary.withheld:
        withheld = [f"{summary.withheld:,} withheld"] if summary.withheld else []
        lines.append(f"Claims: {', '.join(told + withheld)}.")
    if summary.median_seconds is not None:
        median, p90 = seconds(summary.median_seconds), seconds(summary.p90_seconds)
        lines.append(f"Time a question: median {median}, 90th percentile {p90}.")
    lines += filter(None, [tokens(summary)])
    if audit := summary.audit:
        lines.append(
            f"Audit: supported {percent(audit.supported)}, recall {percent(audit.recall)},"
            f" precision {percent(audit.precision)}, {audit.dangling:,} dangling, {audit.uncited:,} uncited."
        )
    return "\n".join(lines)


def seconds(value: float | None) -> str:
    """`4.1 s`, or that there was nothing to count."""
    return NOTHING if value is None else f"{value:.1f} s"


def about(place: int, record: Record) -> list[str]:
    """What stands over an answer: its place, its id, its outcome unless it was answered, filters, other columns."""
    told = [f"Question {place}", f"id {record.id}"]
    if outcome(record) != "answered":
        told.append(outcome(record))
    known = {name: str(value) for name, value in fields(record).items() if value not in (None, "")}
    return told + [f"{name}: {value}" for name, value in known.items() if len(value) <= LONGEST_FIELD]


def fields(record: Record) -> dict[str, object]:
    """The filters that a question sets, then the other columns of its row."""
    filters = record.filters
    own = {
        "after": filters.after,
        "before": filters.before,
        "publisher": filters.publisher,
        "article": filters.article,
    }
    return {**{name: value for name, value in own.items() if value}, **record.columns}


def verdicts(record: Record) -> str:
    """`2 supported, 1 partly`: how many claims have which verdict."""
    claims = record.answer.claims if record.answer else ()
    return ", ".join(
        f"{count} {verdict}" for verdict, count in best_first(Counter(claim.verdict for claim in claims))
    )
