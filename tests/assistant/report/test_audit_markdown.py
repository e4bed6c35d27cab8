"""The Markdown report: figures, then a line a claim; others' text is no markup in it."""

import io
import re

from assistant.answer import Verdict
from assistant.audit.found import Passage
from assistant.report.audit_markdown import write_markdown
from corpus import Span
from tests.support.audited import RAIN, answer, claim, hostile, rainy, summary


def report(*answers):
    out = io.StringIO()
    write_markdown(out, iter(answers), summary(*answers))
    return out.getvalue()


def test_a_report_has_figures_and_each_claim_with_what_was_found():
    assert (
        report(rainy())
        == """\
# Citation audit

0 of 1 claim in 1 answer are supported by what they cite.

| Figure             |                  Value |
| ------------------ | ---------------------: |
| Supported          |                   0.0% |
| Citation recall    |                   0.0% |
| Citation precision |                   0.0% |
| Exact quotations   | n/a – nothing to count |
| Dangling           |                      0 |
| Uncited            |                      0 |

| Verdict       | Claims |
| ------------- | -----: |
| ✗ unsupported |      1 |

| Finding       | Number |
| ------------- | -----: |
| Unused source |      1 |
| Number        |      1 |

## 1. Did it rain?

a1 · recall 0.0% · precision 0.0%

- **✗ unsupported 0.20**: Eleven boats sank. [1]
  - Number: the answer has “Eleven boats”, [1] has “ten boats” → Write “ten boats”.
  - [1] Rain on Friday, Harbour Post, 2024-09-27: “On 27 September 2024 ten boats sank in the harbour.”
- Unused source: [2] Sun → Cite it, or take it off the list.
"""
    )


def test_lit_sentences_apart_are_joined_by_an_ellipsis():
    passage = Passage(RAIN, 10, "It rained. Why? It snowed.", (Span(10, 20), Span(26, 36)))
    html = report(answer(claim("It rained and snowed [1].", passages=(passage,))))
    assert "“It rained. … It snowed.”" in html


def test_what_needs_no_citation_and_has_none_is_left_out():
    audited = answer(claim("Why?", citations=(), needs_citation=False), recall=None, precision=None)
    assert report(audited).endswith("## 1. Did it rain?\n\na1 · nothing to check\n\n")


def test_others_text_makes_no_tag_and_no_link():
    assert not re.search(r"(?<!\\)<", report(hostile()))


def test_each_answer_has_its_number():
    headings = [
        line for line in report(answer(), answer(question=None)).splitlines() if line.startswith("## ")
    ]
    assert headings == ["## 1. Did it rain?", "## 2. Answer a1"]


def test_verdicts_are_told_in_words_and_signs():
    assert "- **≠ contradicted 0.90**: It rained. [1]" in report(
        answer(claim("It rained [1].", Verdict.CONTRADICTED))
    )
