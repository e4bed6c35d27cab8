"""How many claims of case folders an audit judges as it should: what is true kept, what is not true refused.

A case folder has `answers.jsonl`, which the audit reads, and `EXPECTED.md` with a table that begins

  | id | should be |

`should be` is "supported, no finding" (every claim is supported, and nothing is found in the answer) or "not
supported" (a claim is not). Nothing is looked up in a library.

  python -m tests.benchmarks.cases FOLDER... --verbose
"""

import re
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Verdict
from assistant.audit.api import audit_each
from assistant.audit.found import AuditedAnswer
from assistant.judges import Judge, Verifier, WordOverlap
from corpus.errors import InputError
from tests.benchmarks import report
from tests.benchmarks.audit import submissions

TRUE, FALSE = "supported, no finding", "not supported"
COLUMNS = ("folder", "true", "kept", "false", "refused", "right", "of", "share")
_ROW = re.compile(rf"^\|\s*(?P<id>[^|]+?)\s*\|\s*(?P<expected>{TRUE}|{FALSE})\s*\|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An audited answer of a case folder, and whether it is true."""

    folder: str
    answer: AuditedAnswer
    is_true: bool

    @property
    def is_right(self) -> bool:
        """Whether the audit came to what is so."""
        supported = all(claim.verdict is Verdict.SUPPORTED for claim in self.answer.claims)
        return supported and not self._kinds if self.is_true else not supported

    @property
    def _kinds(self) -> list[str]:
        of_claims = (finding for claim in self.answer.claims for finding in claim.findings)
        return [finding.kind.value for finding in (*of_claims, *self.answer.findings)]

    def __str__(self) -> str:
        claims = (
            f"{claim.verdict} {'-' if claim.score is None else f'{claim.score:.2f}'}"
            for claim in self.answer.claims
        )
        came_out = "; ".join([", ".join(claims), ", ".join(self._kinds) or "no finding"])
        return f"{self.folder}, {self.answer.id}: should be {TRUE if self.is_true else FALSE}, came out {came_out}"


def read_expected(folder: Path) -> dict[str, bool]:
    """Whether each answer of the folder is true, by its id. Raises InputError for a folder that does not say."""
    path = folder / "EXPECTED.md"
    try:
        table = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}. Expected: a case folder") from error
    expected = {row["id"]: row["expected"] == TRUE for row in _ROW.finditer(table)}
    if not expected:
        raise InputError(f"{path} has no row `| id | {TRUE} |` or `| id | {FALSE} |`")
    return expected


def outcomes(folder: Path, verifier: Judge) -> Iterator[Outcome]:
    """The audited answers of a folder. Raises InputError for an answer that EXPECTED.md does not name."""
    expected = read_expected(folder)
    for answer in audit_each(submissions(folder / "answers.jsonl"), None, verifier=verifier):
        if answer.id not in expected:
            raise InputError(
                f"{folder / 'EXPECTED.md'} has no answer {answer.id!r}. Expected: a row for each"
            )
        yield Outcome(folder.resolve().name, answer, expected[answer.id])


def table(found: Sequence[Outcome]) -> report.Table:
    """A row a folder: of how many true ones how many are kept, of how many false ones how many refused."""
    folders = dict.fromkeys(one.folder for one in found)
    rows = [_row(folder, [one for one in found if one.folder == folder]) for folder in folders]
    return report.Table("Cases", COLUMNS, (*rows, _row("all", found)))


def _row(name: str, found: Sequence[Outcome]) -> tuple[report.Cell, ...]:
    true = [one.is_right for one in found if one.is_true]
    false = [one.is_right for one in found if not one.is_true]
    right = sum(true) + sum(false)
    return name, len(true), sum(true), len(false), sum(false), right, len(found), right / len(found)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    options = _options(arguments)
    verifier: Judge = WordOverlap() if options.no_verifier else Verifier.load()
    found = [one for folder in options.folders for one in outcomes(Path(folder), verifier)]
    wrong = [str(one) for one in found if not one.is_right]
    for line in wrong if options.verbose else ():
        report.tell(line)
    report.show(options, [table(found)], wrong)


def _options(arguments: Sequence[str] | None) -> Namespace:
    parser = report.parser(__doc__)
    parser.add_argument("folders", nargs="+", metavar="FOLDER", help="a folder with cases")
    parser.add_argument("--no-verifier", action="store_true", help="word overlap in the verifier's place")
    parser.add_argument("--verbose", action="store_true", help="every wrong one on stderr")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    report.run(main)
