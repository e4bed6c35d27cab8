"""Answers of every format are read row by row, as they were written; what is broken is named and the rest is read."""

import csv
import io
import json
import tracemalloc
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, ArticleInfo, Citation, Claim, Verdict
from assistant.audit.reading import read_answers
from assistant.audit.submission import Source, SubmittedAnswer
from assistant.documents import to_document
from corpus import Span
from corpus.errors import InputError
from corpus.rows import Problem

ROW = {"question": "Who?", "answer": "Ann did [1].", "sources": [{"number": 1, "title": "A title"}]}


@pytest.fixture
def read(tmp_path):
    """Write a file and read it."""

    def read_file(content, name="answers.jsonl"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_answers(path))

    return read_file


@pytest.fixture
def sources_of(read):
    """The sources of a row that gives them so."""

    def sources(given, name="sources"):
        [answer] = read(json.dumps({"answer": "Ann did [1].", name: given}))
        return answer.sources

    return sources


def own_answer(question="Who?", abstained=False):
    info = ArticleInfo("a-1", "Title", "Post", "Ann", date(2024, 9, 27), "a.txt", digest="0f")
    citation = Citation(1, info, Span(3, 6), "Ann")
    claim = Claim("Ann did.", Span(0, 12), Verdict.SUPPORTED, 0.9, (1,))
    if abstained:
        return Answer(question, "The articles don't say.", True, (), (), nearest=(citation,))
    return Answer(question, "Ann did [1].", False, (claim,), (citation,))


OWN_SOURCE = Source(
    1, "Title", "a.txt", "a-1", "Post", date(2024, 9, 27), quote="Ann", span=Span(3, 6), digest="0f"
)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", ["answer.json", "answer.jsonl", "answer.txt"])
def test_our_own_document(read, indent, name):
    [answer] = read(json.dumps(to_document(own_answer()), indent=indent), name)
    assert answer == SubmittedAnswer("1", "Ann did [1].", (OWN_SOURCE,), "Who?")


def test_lines_of_our_own_documents_with_ids_and_carried_columns(read):
    rows = [{"id": f"q{n}", "topic": "x", **to_document(own_answer(f"Who {n}?"))} for n in range(3)]
    answers = read("\n".join(map(json.dumps, rows)))
    assert [(answer.id, answer.question) for answer in answers] == [
        ("q0", "Who 0?"),
        ("q1", "Who 1?"),
        ("q2", "Who 2?"),
    ]
    assert answers[2].sources == (OWN_SOURCE,)


def test_several_documents_of_ours_one_after_the_other(read):
    text = "\n".join(json.dumps(to_document(own_answer(f"Who {n}?")), indent=2) for n in range(2))
    assert [(answer.id, answer.question) for answer in read(text)] == [("1", "Who 0?"), ("2", "Who 1?")]


def test_our_abstention_has_no_sources(read):
    [answer] = read(json.dumps(to_document(own_answer(abstained=True))))
    assert (answer.text, answer.sources) == ("The articles don't say.", ())


def test_a_report_of_an_audit_can_be_audited_again(read):
    source = {"number": 1, "article": "a-1", "title": "A", "publisher": None, "published": None, "url": None}
    answer = {"id": "q", "question": None, "text": "Ann did [1].", "sources": [source], "claims": []}
    assert read(json.dumps({"answers": [answer], "summary": {}}, indent=2), "a.json") == [
        SubmittedAnswer("q", "Ann did [1].", (Source(1, "A", article="a-1"),))
    ]


def test_our_document_that_is_damaged_is_a_problem(read):
    broken = to_document(own_answer())
    del broken["citations"][0]["quote"]
    problem, answer = read("\n".join(map(json.dumps, [broken, ROW])))
    assert problem.line == 1
    assert "citations[0] has no 'quote', only number, article, start, end" in problem.reason
    assert answer.id == "2"


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"answers": rows, "summary": {}}])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_of_answers_in_one_document(read, wrap, indent):
    answers = read(json.dumps(wrap([ROW, {**ROW, "id": "b"}, ROW]), indent=indent), "answers.json")
    assert [answer.id for answer in answers] == ["1", "b", "3"]
    assert answers[0].sources == (Source(1, "A title"),)


def test_ids_are_the_rows_own_or_their_lines_and_each_is_unique(read):
    rows = [ROW, {**ROW, "id": "a"}, {**ROW, "id": "a"}, {**ROW, "id": 1}, {**ROW, "id": "a-2"}]
    assert [answer.id for answer in read("\n\n".join(map(json.dumps, rows)))] == [
        "1",
        "a",
        "a-2",
        "1-2",
        "a-2-2",
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "it is not JSON: Expecting property name enclosed in double quotes at column 2"),
        ("[1]", "it is a number; expected an object"),
        ('"text"', "it is a text; expected an object"),
        (
            '{"question": "Who?"}',
            "it has no answer: its fields are question; one must be named answer, text,",
        ),
        ('{"id": 3, "error": "no model"}', "it has no answer, but an error: no model"),
        ('{"answer": 3}', "its answer is a number; expected a text"),
        ('{"answer": " "}', "its answer is empty"),
        ('{"answer": "A [1].", "sources": 3}', "its sources are a number; expected a list"),
        ('{"answer": "A [1].", "sources": [3]}', "its source 1 is a number; expected an object or a text"),
        ("[" * 100_000, "it is not JSON that can be read"),
    ],
)
def test_a_broken_row_is_named_with_its_line_and_the_rest_is_read(read, row, message):
    first, problem, last = read(f"{json.dumps(ROW)}\n\n{row}\n{json.dumps(ROW)}\n")
    assert (first.id, last.id) == ("1", "4")
    assert problem.line == 3
    assert problem.reason.startswith(message)


def test_a_broken_object_of_a_document_is_named_and_the_rest_is_read(read):
    text = f'[\n{json.dumps(ROW)},\n{{"answer": }},\n{json.dumps(ROW)}\n]'
    problems = [found for found in read(text, "a.json") if isinstance(found, Problem)]
    answers = [found for found in read(text, "a.json") if isinstance(found, SubmittedAnswer)]
    assert 3 in [problem.line for problem in problems]
    assert len(answers) == 2


@pytest.mark.parametrize("name", ["answer", "text", "response", "Answer", " OUTPUT "])
def test_the_answer_by_its_names_as_it_was_written(read, name):
    [answer] = read(json.dumps({name: "  Ann\r\ndid \u00e9\ud800 [1]. \n"}))
    assert answer.text == "  Ann\ndid é\ufffd [1]. \n"
    assert answer.question is None


def test_sources_with_all_their_fields(sources_of):
    given = {
        "number": 2,
        "title": " A  title ",
        "url": "https://example.org/a",
        "article_id": "a-1",
        "publisher": "Post",
        "date": "27 September 2024",
        "quote": "Ann\r\ndid",
        "text": "Before. Ann did.",
    }
    assert sources_of([given]) == (
        Source(
            2,
            "A title",
            "https://example.org/a",
            "a-1",
            "Post",
            date(2024, 9, 27),
            text="Before. Ann did.",
            quote="Ann\ndid",
        ),
    )


@pytest.mark.parametrize("name", ["sources", "citations", "references", "Contexts"])
def test_sources_by_their_names(sources_of, name):
    assert sources_of([{"title": "A"}, {"title": "B"}], name) == (Source(1, "A"), Source(2, "B"))


@pytest.mark.parametrize(
    ("labels", "numbers"),
    [
        ([None, None], [1, 2]),
        ([2, 1], [2, 1]),
        (["[3]", "^1"], [3, 1]),
        (["doc-b", "doc-a"], [1, 2]),
        ([2, None, None], [2, 1, 3]),
        ([48_213, 17_000], [1, 2]),
        ([0, 1], [0, 1]),
        ([True, 1.5], [1, 2]),
    ],
)
@pytest.mark.parametrize("name", ["number", "id"])
def test_sources_are_numbered_as_they_say_or_in_their_order(sources_of, labels, numbers, name):
    given = [{"title": "A"} if label is None else {name: label, "title": "A"} for label in labels]
    assert [source.number for source in sources_of(given)] == numbers


def test_sources_as_mere_text_are_titles_addresses_or_entries(sources_of):
    assert sources_of(["A title", "https://example.org/a", "[5] B, Post, 2024-09-27", ""]) == (
        Source(1, "A title"),
        Source(2, url="https://example.org/a"),
        Source(5, "B", publisher="Post", published=date(2024, 9, 27)),
        Source(3),
    )


def test_contexts_and_long_texts_are_the_sources_texts(sources_of):
    assert sources_of(["Ann did."], "contexts") == (Source(1, text="Ann did."),)
    assert sources_of(["Ann did. " * 50]) == (Source(1, text="Ann did. " * 50),)


def test_sources_as_an_object_by_number(sources_of):
    assert sources_of({"1": {"title": "A"}, "3": "https://example.org/c"}) == (
        Source(1, "A"),
        Source(3, url="https://example.org/c"),
    )
    assert sources_of({"title": "A", "quote": "Ann did"}) == (Source(1, "A", quote="Ann did"),)


def test_sources_in_the_shapes_of_other_systems(sources_of):
    assert sources_of([{"page_content": "Ann did.", "metadata": {"source": "a.pdf"}}]) == (
        Source(1, "a.pdf", text="Ann did."),
    )
    assert sources_of([{"title": "A", "source": "Post"}]) == (Source(1, "A", publisher="Post"),)
    assert sources_of([{"number": 1, "article": {"id": "a-1", "title": "A", "digest": "0f"}}]) == (
        Source(1, "A", article="a-1", digest="0f"),
    )


def test_a_row_without_sources_may_list_them_below_its_answer(read):
    [answer] = read(json.dumps({"answer": "Ann did [1].\n\nSources:\n[1] A title, https://example.org/a\n"}))
    assert answer == SubmittedAnswer("1", "Ann did [1].", (Source(1, "A title", "https://example.org/a"),))


def table(rows, delimiter=",", end="\r\n"):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=end).writerows(rows)
    return written.getvalue()


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), (",", "a.txt")]
)
def test_tables_with_sources_as_json_or_one_a_line(read, delimiter, name):
    rows = [
        ["Question", "Answer", "Sources", "topic"],
        ["Who?", "Ann did [1].\nBob [2].", json.dumps([{"title": "A, b"}, "C"]), "x"],
        ["", "Ann did [2].", "[1] A title, https://example.org/a\n[2] B", "y"],
    ]
    first, second = read(table(rows, delimiter), name)
    assert first == SubmittedAnswer(
        "1", "Ann did [1].\nBob [2].", (Source(1, "A, b"), Source(2, "C")), "Who?"
    )
    assert second == SubmittedAnswer(
        "2", "Ann did [2].", (Source(1, "A title", "https://example.org/a"), Source(2, "B"))
    )


def test_broken_rows_of_a_table(read):
    content = 'id,answer,sources\na,"two\nlines [1]",A\nb,x,y,z\nc,"x"y,z\nd,,\ne,Ann did.\n'
    found = read(content, "a.csv")
    assert [(item.line, item.reason) for item in found if isinstance(item, Problem)] == [
        (4, "it has 4 cells, but the header has 3. Put quotation marks around cells"),
        (5, "it is not CSV: ',' expected after '\"'"),
        (6, "its answer is empty"),
    ]
    assert [item.id for item in found if isinstance(item, SubmittedAnswer)] == ["a", "e"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("kind", ["jsonl", "csv", "md"])
def test_any_encoding(read, encoding, kind):
    text = "Zoé’s café was open [1]."
    content = {
        "jsonl": json.dumps({"answer": text, "sources": ["Café"]}, ensure_ascii=False),
        "csv": table([["answer", "sources"], [text, "Café"]]),
        "md": f"{text}\n\n## Sources\n\n1. Café\n",
    }[kind]
    [answer] = read(content.encode(encoding), f"a.{kind}")
    assert answer == SubmittedAnswer("1", text, (Source(1, "Café"),))


@pytest.mark.parametrize(
    ("content", "question"),
    [
        ('{"question": "Who?", "answer": "Ann did [1].", "sources": ["A"]}\n', "Who?"),
        ('\n\n[{"question": "Who?", "answer": "Ann did [1].", "sources": ["A"]}]', "Who?"),
        ("question,answer,sources\nWho?,Ann did [1].,A\n", "Who?"),
        ("# Who?\n\nAnn did [1].\n\nSources:\n1. A\n", "Who?"),
        ("Ann did [1].\n\n[1] A\n", None),
    ],
)
def test_without_a_suffix_the_contents_tell_the_kind(tmp_path, content, question):
    path = tmp_path / "copied"
    path.write_text(content)
    assert list(read_answers(path)) == [SubmittedAnswer("1", "Ann did [1].", (Source(1, "A"),), question)]


def test_a_message_calls_it_by_the_name_that_was_given(tmp_path):
    path = tmp_path / "copied"
    path.write_text("hello")
    with pytest.raises(InputError, match="standard input is no answer"):
        list(read_answers(path, "standard input"))


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_memory_does_not_grow_with_the_file(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    text = "Ann did it, and nobody else was there when she did [1]. " * 10
    row = json.dumps({"answer": text, "sources": ["A"]}) if kind == "jsonl" else f'"{text}","A"'
    path.write_text(("" if kind == "jsonl" else "answer,sources\n") + f"{row}\n" * 3_000)
    tracemalloc.start()
    count = sum(1 for _ in read_answers(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 3_000
    assert peak < path.stat().st_size / 2


PASTED = {
    "numbered list under a heading": (
        "Ann did [1]. Bob left [2].\n\n## Sources\n\n"
        "1. [A title](https://example.org/a) — Post\n2. B, Post, 2024-09-27\n",
        (Source(1, "A title", "https://example.org/a", publisher="Post"),
         Source(2, "B", publisher="Post", published=date(2024, 9, 27))),
    ),
    "labelled lines": (
        "Ann did [1]. Bob left [2].\n\n**References:**\n[1] A title - https://example.org/a\n[2] B\n    “Bob left.”\n",
        (Source(1, "A title", "https://example.org/a"), Source(2, "B", quote="Bob left.")),
    ),
    "bullets": (
        "Ann did [1]. Bob left [2].\n\nSources\n- A title: https://example.org/a\n- “B,” Post, 27 Sept. 2024\n",
        (Source(1, "A title", "https://example.org/a"),
         Source(2, "B", publisher="Post", published=date(2024, 9, 27))),
    ),
    "in one line": (
        "Ann did [1]. Bob left [2].\n\nSources: [1] A title, https://example.org/a; [2] B",
        (Source(1, "A title", "https://example.org/a"), Source(2, "B")),
    ),
    "definitions": (
        'Ann did [1]. Bob left [2].\n\n[1]: https://example.org/a "A title"\n[2]: <https://example.org/b> "B"\n',
        (Source(1, "A title", "https://example.org/a"), Source(2, "B", "https://example.org/b")),
    ),
    "footnotes": (
        "Ann did [1]. Bob left [2].\n\n"
        "[^1]: A title. https://example.org/a\n[^2]: B, Post, 2024-09-27.\n    “Bob left.”\n",
        (Source(1, "A title", "https://example.org/a"),
         Source(2, "B", publisher="Post", published=date(2024, 9, 27), quote="Bob left.")),
    ),
    "footnotes under a heading": (
        "Ann did [1]. Bob left [2].\n\n---\n\n### Footnotes\n\n[^1]: A title\n\n[^2]: B\n",
        (Source(1, "A title"), Source(2, "B")),
    ),
    "a list without a title": (
        "Ann did [1]. Bob left [2].\n\n[1] A title\n    https://example.org/a\n\n[2] B\n> Bob left.\n",
        (Source(1, "A title", "https://example.org/a"), Source(2, "B", quote="Bob left.")),
    ),
    "numbers and addresses without a title": (
        "Ann did [1]. Bob left [2].\n\n1. A title: https://example.org/a\n2. https://example.org/b\n",
        (Source(1, "A title", "https://example.org/a"), Source(2, url="https://example.org/b")),
    ),
    "raised numbers": (
        "Ann did [1]. Bob left [2].\n\nSources:\n¹ A title\n² B\n",
        (Source(1, "A title"), Source(2, "B")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PASTED)
@pytest.mark.parametrize("name", ["a.md", "a.txt", "answer"])
def test_a_pasted_answer_is_what_stands_above_its_sources(read, case, name):
    content, sources = PASTED[case]
    assert read(content, name) == [SubmittedAnswer("1", "Ann did [1]. Bob left [2].", sources)]


@pytest.mark.parametrize(
    "head",
    [
        "# Who did it?\n\n",
        "**Question:** Who did it?\n\n",
        "Question: Who did it?\nAnswer: ",
        "Q: Who did it?\nA: ",
        "**Question:** Who did it?\n**Answer:** ",
        "## Question: Who did it?\n\n## Answer\n\n",
    ],
)
def test_the_question_above_a_pasted_answer(read, head):
    [answer] = read(f"{head}Ann did [1].\n\nSources:\n1. A\n", "a.md")
    assert (answer.question, answer.text) == ("Who did it?", "Ann did [1].")


def test_what_stands_behind_a_list_of_sources_is_kept(read):
    [answer] = read("Ann did [1].\n\nSources:\n1. A\n\nBob left [1].\n\n## More\n\nCid came.", "a.md")
    assert answer.text == "Ann did [1].\n\nBob left [1].\n\n## More\n\nCid came."
    assert answer.sources == (Source(1, "A"),)


def test_what_ask_printed_on_a_terminal(read):
    [answer] = read("Ann did [1].\n\n[1] A, Post, 2024-09-27\n    “Ann did\n    it.”\n    a.txt\n", "a.txt")
    assert answer.text == "Ann did [1]."
    assert answer.sources == (
        Source(1, "A", publisher="Post", published=date(2024, 9, 27), quote="Ann did it."),
    )


def test_numbered_items_of_an_answer_are_no_sources(read):
    text = "Two did [1]:\n\n1. Ann\n2. Bob"
    assert read(text, "a.md") == [SubmittedAnswer("1", text, ())]


@pytest.mark.parametrize(
    ("content", "name", "seen"),
    [
        (b"", "a.jsonl", "the file is empty"),
        (b"\n \n", "a.csv", "the file is empty"),
        (b"\x00\x01\x02\x03\n\x04", "a.txt", "NUL bytes"),
        (b'{"question": "Who?"}\n', "a.jsonl", "line 1: it has no answer: its fields are question"),
        (b"[]", "a.json", "it has no rows"),
        (b"question,answer\n", "a.csv", "it has no rows"),
        (
            b"question,reply\nWho?,Ann\n",
            "a.csv",
            "no column answer, text, response, output; its first row is 'question'",
        ),
        (b"Ann did.", "a.json", "is no JSON: it begins with 'Ann did.'"),
        (b"Ann did. Nobody says so.", "a.md", "neither marks, such as [1], nor a list of sources"),
        (b"Sources:\n1. A\n", "a.md", "a list of sources, but no answer above it"),
    ],
)
def test_a_file_that_fits_nothing_is_refused_with_what_was_seen_and_an_example(read, content, name, seen):
    with pytest.raises(InputError) as refusal:
        read(content, name)
    assert seen in str(refusal.value)
    assert name in str(refusal.value)
    assert '"answer": "Ann did [1]."' in str(refusal.value)


def test_a_path_that_cannot_be_read(tmp_path):
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(InputError, match="cannot read"):
            list(read_answers(path))


@given(
    st.lists(st.fixed_dictionaries({"id": st.text(max_size=3), "answer": st.text(min_size=1)}), min_size=1)
)
def test_every_answer_of_a_jsonl_file_comes_back_as_it_was_written(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("rows") / "a.jsonl"
    sourced = [{**row, "answer": f"{row['answer']}.", "sources": ["A"]} for row in rows]
    path.write_text("\n".join(map(json.dumps, sourced)))
    answers = list(read_answers(path))
    assert [answer.text for answer in answers] == [row["answer"].replace("\r\n", "\n") for row in sourced]
    assert len({answer.id for answer in answers}) == len(rows)


@pytest.mark.parametrize(("length", "is_title"), [(300, True), (301, False)])
def test_a_source_of_at_most_300_characters_is_a_title(sources_of, length, is_title):
    [source] = sources_of(["x" * length])
    assert (source.title, source.text) == (("x" * length, None) if is_title else (None, "x" * length))
