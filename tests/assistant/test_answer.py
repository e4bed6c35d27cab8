"""The result types survive JSON, and say what the contract says."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, AnswerSpan, ArticleInfo, Citation, Claim, Mismatch, MismatchKind, Verdict
from assistant.audit.found import FindingKind
from assistant.documents import from_document, to_document
from corpus import Span

_texts = st.text(max_size=40)
_spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda ends: Span(min(ends), max(ends)))
_articles = st.builds(
    ArticleInfo,
    id=_texts,
    title=_texts,
    publisher=st.none() | _texts,
    author=st.none() | _texts,
    published=st.none() | st.dates(),
    source=_texts,
)
_citations = st.builds(Citation, number=st.integers(1, 99), article=_articles, span=_spans, quote=_texts)
_claims = st.builds(
    Claim,
    text=_texts,
    span=_spans,
    verdict=st.sampled_from(Verdict),
    score=st.none() | st.floats(0, 1),
    citations=st.lists(st.integers(0, 99), max_size=3).map(tuple),
    mismatches=st.lists(st.builds(Mismatch, st.sampled_from(MismatchKind), _texts, _texts), max_size=2).map(
        tuple
    ),
)
_words = st.builds(
    AnswerSpan, citation=st.integers(1, 99), span=_spans, text=_texts, probability=st.floats(0, 1)
)
_answers = st.builds(
    Answer,
    question=_texts,
    text=_texts,
    abstained=st.booleans(),
    claims=st.lists(_claims, max_size=2).map(tuple),
    citations=st.lists(_citations, max_size=2).map(tuple),
    withheld=st.lists(_claims, max_size=2).map(tuple),
    nearest=st.lists(_citations, max_size=2).map(tuple),
    answer_spans=st.lists(_words, max_size=2).map(tuple),
    models=st.dictionaries(_texts, _texts, max_size=2),
    tokens=st.dictionaries(_texts, st.integers(0), max_size=2),
    timings_ms=st.dictionaries(_texts, st.floats(0, 1e6), max_size=2),
)


@given(_answers)
def test_an_answer_comes_back_from_json_exactly(answer):
    document = json.loads(json.dumps(to_document(answer)))
    again = from_document(Answer, document)
    assert again == answer
    assert to_document(again) == document


def test_json_has_the_fields_of_the_contract():
    info = ArticleInfo("a-1", "Title", None, "Ann", date(2024, 9, 27), "a.txt")
    answer = Answer(
        question="Who?",
        text="Ann did [1].",
        abstained=False,
        claims=(Claim("Ann did.", Span(0, 12), Verdict.SUPPORTED, 0.5, (1,)),),
        citations=(Citation(1, info, Span(3, 6), "Ann"),),
        answer_spans=(AnswerSpan(1, Span(3, 6), "Ann", 0.9),),
    )
    assert to_document(answer) == {
        "question": "Who?",
        "text": "Ann did [1].",
        "abstained": False,
        "claims": [
            {
                "text": "Ann did.",
                "start": 0,
                "end": 12,
                "verdict": "supported",
                "score": 0.5,
                "citations": [1],
                "mismatches": [],
            }
        ],
        "citations": [
            {
                "number": 1,
                "article": {
                    "id": "a-1",
                    "title": "Title",
                    "publisher": None,
                    "author": "Ann",
                    "published": "2024-09-27",
                    "source": "a.txt",
                    "digest": None,
                },
                "start": 3,
                "end": 6,
                "quote": "Ann",
            }
        ],
        "withheld": [],
        "nearest": [],
        "answer_spans": [{"citation": 1, "start": 3, "end": 6, "text": "Ann", "probability": 0.9}],
        "unanswered": [],
        "read_as": None,
        "models": {},
        "tokens": {},
        "timings_ms": {},
    }


def test_an_answer_of_before_digests_were_kept_is_read():
    info = ArticleInfo("a-1", "Title", None, None, None, "a.txt", digest="0f")
    answer = Answer("Who?", "Ann did [1].", False, (), (Citation(1, info, Span(3, 6), "Ann"),))
    document = to_document(answer)
    del document["citations"][0]["article"]["digest"]
    assert from_document(Answer, document).citations[0].article.digest is None


def test_a_mark_that_points_at_nothing_has_no_citation():
    answer = Answer("Who?", "", True, (), ())
    assert answer.citation(1) is None


def test_each_kind_of_mismatch_is_an_audits_finding_and_a_verifiers_signal():
    assert [(str(kind), kind.finding, kind.signal) for kind in MismatchKind] == [
        ("number", "number", "number"),
        ("date", "date", "date"),
        ("name", "name", "name"),
        ("negation", "negation", "negation"),
        ("quotation", "quotation_differs", "quotation"),
        ("opposite", "contradicted", "negation"),
        ("quantifier", "negation", None),
        ("word", "contradicted", None),
    ]
    assert all(FindingKind(kind.finding) for kind in MismatchKind)
