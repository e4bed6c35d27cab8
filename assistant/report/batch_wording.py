"""The words of reports of a batch, as plain text."""

from collections.abc import Mapping
from dataclasses import asdict

from assistant.batch.records import Record
from assistant.batch.summary import BatchSummary, outcome
from assistant.report.wording import NOTHING, WITHHELD, best_first, counted, percent
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
    """The figures of a batch, and of its audit if there was one, each with its name, its value and its meaning."""
    shown = sum(summary.verdicts.values())
    audited = audit_figures(summary.audit) if summary.audit else []
    return [
        ("Answered", f"{summary.answered:,}", "questions with an answer, written and checked or quoted"),
        ("Abstained", f"{summary.abstained:,}", "questions that the articles do not answer"),
        ("Failed", f"{summary.failed:,}", "questions that ended with an error, and are tried again"),
        ("Withheld", f"{summary.withheld:,}", f"sentences {WITHHELD}, beside {shown:,} shown"),
        ("Median time", seconds(summary.median_seconds), "of the work on one question"),
        ("90th percentile", seconds(summary.p90_seconds), "of the work on one question"),
        *((f"Audit: {name.lower()}", value, meaning) for name, value, meaning in audited),
    ]


def tokens(summary: BatchSummary) -> str:
    """How much the generator read and wrote; empty if that is not known."""
    if not summary.tokens:
        return ""
    read, written = summary.tokens.get("prompt", 0), summary.tokens.get("reply", 0)
    return f"Tokens: {read:,} read beyond the instructions, {written:,} written."


def text(summary: BatchSummary) -> str:
    """The summary as a terminal shows it, each subject in a line."""
    lines = [headline(summary)]
    if summary.problems:
        lines.append(f"{counted(len(summary.problems), 'row')} of the file could not be asked.")
    withheld = f"{summary.withheld:,} withheld" if summary.withheld else ""
    if claims := ", ".join(filter(None, [tally(summary.verdicts), withheld])):
        lines.append(f"Claims: {claims}.")
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
    """What stands over an answer: its place, its id, its outcome unless it was answered, how the question was read,
    filters, other columns.
    """
    told = [f"Question {place}", f"id {record.id}"]
    if outcome(record) != "answered":
        told.append(outcome(record))
    told += read_as(record)
    known = {name: str(value) for name, value in fields(record).items()}
    return told + [f"{name}: {value}" for name, value in known.items() if len(value) <= LONGEST_FIELD]


def read_as(record: Record) -> list[str]:
    """How the question was read, if it has typing errors; else nothing."""
    return [f"read as: {record.answer.read_as}"] if record.answer and record.answer.read_as else []


def fields(record: Record) -> dict[str, object]:
    """The filters that a question sets, then the other columns of its row, without those that are empty."""
    known = {**asdict(record.filters), **record.columns}
    return {name: value for name, value in known.items() if value not in (None, "")}


def tally(verdicts: Mapping[str, int]) -> str:
    """`2 supported, 1 partly`: how many claims have which verdict."""
    return ", ".join(f"{count:,} {verdict}" for verdict, count in best_first(verdicts))
