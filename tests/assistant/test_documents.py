"""Any value comes back from its JSON document; what is no such document is refused, with the place that is wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, ArticleInfo, Citation, Claim, Mismatch, MismatchKind, Verdict
from assistant.audit.found import (
    AuditedAnswer,
    AuditedClaim,
    AuditReport,
    Finding,
    Passage,
    SourceRef,
    Summary,
)
from assistant.batch.records import Record
from assistant.documents import InPlace, Sparse, from_document, to_document
from assistant.ui.history import Asked
from corpus import Span
from corpus.errors import InputError
from index import Filters

SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda ends: Span(min(ends), max(ends)))
TEXTS = st.text(max_size=8)
SHARES = st.none() | st.floats(0, 1)
COUNTS = st.dictionaries(TEXTS, st.integers(0), max_size=2)
DAYS = st.none() | st.dates()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
FILTERS = st.tuples(DAYS, DAYS).flatmap(
    lambda days: st.builds(
        Filters,
        after=st.just(days[0] if None in days else min(days)),
        before=st.just(days[1] if None in days else max(days)),
        publisher=st.none() | TEXTS,
        article=st.none() | TEXTS,
    )
)
ARTICLE = ArticleInfo("a-1", "Title", None, "Ann", date(2024, 9, 27), "a.txt")
ANSWER = Answer(
    "Who?",
    "Ann did [1].",
    False,
    (
        Claim(
            "Ann did.", Span(0, 12), Verdict.SUPPORTED, 0.5, (1,), (Mismatch(MismatchKind.NAME, "Ann", "Bo"),)
        ),
    ),
    (Citation(1, ARTICLE, Span(3, 6), "Ann"),),
    models={"writer": "small@0f"},
    timings_ms={"search": 12.5},
)
RECORDS = st.builds(
    Record,
    filters=FILTERS,
    columns=st.dictionaries(TEXTS, JSON, max_size=2),
    question=st.just("Who?"),
    answer=st.just(ANSWER),
) | st.builds(
    Record, filters=FILTERS, columns=st.dictionaries(TEXTS, JSON, max_size=2), answer=st.none(), error=TEXTS
)
ASKED = st.builds(
    Asked,
    at=st.datetimes(),
    filters=FILTERS,
    answer=st.just(ANSWER),
    evidence=st.just(ANSWER.citations),
    relevance=st.lists(st.floats(0, 1), max_size=3).map(tuple),
)
SOURCES = st.builds(SourceRef)
FINDINGS = st.builds(Finding, claim_span=SPANS, source=st.none() | SOURCES, source_span=st.none() | SPANS)
PASSAGES = st.builds(Passage, source=SOURCES, lit=st.lists(SPANS, max_size=2).map(tuple))
CLAIMS = st.builds(
    AuditedClaim,
    span=SPANS,
    score=SHARES,
    findings=st.lists(FINDINGS, max_size=1).map(tuple),
    passages=st.lists(PASSAGES, max_size=1).map(tuple),
)
AUDITED = st.builds(
    AuditedAnswer,
    sources=st.lists(SOURCES, max_size=1).map(tuple),
    claims=st.lists(CLAIMS, max_size=1).map(tuple),
    findings=st.lists(FINDINGS, max_size=1).map(tuple),
    recall=SHARES,
    precision=SHARES,
)
SUMMARIES = st.builds(
    Summary,
    verdicts=COUNTS,
    findings=COUNTS,
    recall=SHARES,
    precision=SHARES,
    supported=SHARES,
    exact_quotations=SHARES,
    models=st.dictionaries(TEXTS, TEXTS, max_size=2),
)
REPORTS = st.builds(AuditReport, st.lists(AUDITED, max_size=1).map(tuple), SUMMARIES)


class Tide(StrEnum):
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Berth:
    name: str
    span: InPlace[Span]
    metres: float | None = None


@dataclass(frozen=True, slots=True)
class Harbour:
    id: int
    berths: tuple[Berth, ...]
    open: bool = True
    tide: Tide = Tide.LOW
    day: date | None = None
    at: datetime | None = None
    lit: tuple[Span, ...] = ()
    ships: Mapping[str, int] = field(default_factory=dict)
    notes: Any = None
    filters: Sparse[Filters] = field(default_factory=Filters)
    error: Sparse[str | None] = None
    best: InPlace[Berth | None] = None


HARBOUR = {"id": 1, "berths": [{"name": "east", "start": 0, "end": 4}]}


@given(FILTERS | RECORDS | ASKED | REPORTS)
def test_a_value_comes_back_from_the_text_of_its_document(value):
    text = json.dumps(to_document(value))
    again = from_document(type(value), json.loads(text))
    assert again == value
    assert json.dumps(to_document(again)) == text


def test_each_kind_of_member_has_its_form_and_its_place():
    harbour = Harbour(
        1,
        (Berth("east", Span(0, 4), 2.5),),
        tide=Tide.HIGH,
        day=date(2024, 9, 27),
        at=datetime(2024, 9, 27, 8, 30),
        lit=(Span(1, 2),),
        ships={"Aurora": 2},
        notes=[{"a": None}],
        filters=Filters(after=date(2024, 1, 1)),
        best=Berth("west", Span(5, 6)),
    )
    document = to_document(harbour)
    assert list(document.items()) == [
        ("id", 1),
        ("berths", [{"name": "east", "start": 0, "end": 4, "metres": 2.5}]),
        ("open", True),
        ("tide", "high"),
        ("day", "2024-09-27"),
        ("at", "2024-09-27T08:30:00"),
        ("lit", [[1, 2]]),
        ("ships", {"Aurora": 2}),
        ("notes", [{"a": None}]),
        ("filters", {"after": "2024-01-01"}),
        ("name", "west"),
        ("start", 5),
        ("end", 6),
        ("metres", None),
    ]
    assert from_document(Harbour, document) == harbour


def test_members_that_are_missing_have_their_defaults_and_unknown_ones_are_ignored():
    assert from_document(Harbour, {**HARBOUR, "colour": "red"}) == Harbour(1, (Berth("east", Span(0, 4)),))


def test_an_optional_object_in_place_is_read_if_a_member_of_its_own_is_there():
    with pytest.raises(InputError, match="the document has no 'start'"):
        from_document(Harbour, {**HARBOUR, "name": "west"})


def test_a_whole_number_stays_one_where_any_number_may_stand():
    [berth] = from_document(tuple[Berth, ...], [{"name": "", "start": 0, "end": 1, "metres": 2}])
    assert repr(berth.metres) == "2"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"id": "1"}, "id is '1'; expected a whole number"),
        ({"id": True}, "id is True; expected a whole number"),
        ({"open": 1}, "open is 1; expected true or false"),
        ({"error": 1}, "error is 1; expected a text"),
        ({"tide": "ebb"}, "tide is 'ebb'; expected one of low, high"),
        ({"tide": None}, "tide is None; expected one of low, high"),
        ({"day": "27/9"}, "day is '27/9'; expected a date in ISO form"),
        ({"at": 5}, "at is 5; expected a datetime in ISO form"),
        ({"lit": [[0, 1], [2, 1]]}, "lit[1] is [2, 1]; expected [start, end] with 0 <= start <= end"),
        ({"lit": [[0.5, 1]]}, "lit[0] is [0.5, 1]; expected [start, end] with 0 <= start <= end"),
        ({"lit": [7]}, "lit[0] is 7; expected [start, end] with 0 <= start <= end"),
        ({"ships": {"Aurora": "two"}}, "ships.Aurora is 'two'; expected a whole number"),
        ({"ships": []}, "ships is []; expected an object"),
        ({"filters": 3}, "filters is 3; expected an object"),
        ({"berths": {}}, "berths is {}; expected a list"),
        ({"berths": [{"name": "x"}]}, "berths[0] has no 'start', only name"),
        ({"berths": [{}]}, "berths[0] has no 'name', only nothing"),
        ({"berths": [{"name": "x", "start": 3, "end": 2}]}, "berths[0]: not a span: [3, 2)"),
        (
            {"berths": [{"name": "x", "start": 3, "end": 4, "metres": "2"}]},
            "berths[0].metres is '2'; expected a number",
        ),
    ],
)
def test_a_wrong_shape_is_refused_with_what_is_there_and_what_was_expected(changed, message):
    with pytest.raises(InputError) as raised:
        from_document(Harbour, {**HARBOUR, **changed})
    assert str(raised.value) == message


def test_what_is_no_object_at_all_is_refused():
    with pytest.raises(InputError, match=r"^the document is \[\]; expected an object$"):
        from_document(ArticleInfo, [])


def test_filters_in_the_wrong_order_are_refused():
    with pytest.raises(InputError, match="no day is after 2024-02-01 and before 2024-01-01"):
        from_document(Filters, {"after": "2024-02-01", "before": "2024-01-01"})


def test_a_record_without_an_answer_and_an_error_is_refused():
    document = {"id": "7", "filters": {}, "columns": {}, "question": "Who?"}
    with pytest.raises(InputError, match="the document: it has neither an answer nor an error"):
        from_document(Record, document)
    assert from_document(Record, {**document, "error": "gone"}).error == "gone"
