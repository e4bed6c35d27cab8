"""The benchmarks measure what they say: formats, metrics by hand, each script on a little made data."""

import gzip
import json
from argparse import Namespace

import pytest

from assistant import Assistant
from assistant.generate.protocol import FakeGenerator
from corpus import Article, Span
from corpus.errors import InputError
from index.embed import FakeEmbedder
from tests.benchmarks import answers, evidence, formats, libraries, recipe, report, retrieval, speed

FERRY = "The ferry Aurora left Bergen on Monday.\n\nIt carried 212 passengers. Nobody was hurt."
BUDGET = "The council approved the budget in a vote of 31 to 12."
QUESTION = "How many passengers did the ferry carry?"


def lines(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def beir(tmp_path):
    lines(
        tmp_path / "corpus.jsonl",
        {"_id": "d1", "title": "Ferry", "text": FERRY},
        {"_id": "d2", "title": "Budget", "text": BUDGET},
        {"_id": "d3", "title": "Only a title", "text": ""},
    )
    lines(
        tmp_path / "queries.jsonl",
        {"_id": "q1", "text": "ferry passengers"},
        {"_id": "q2", "text": "council vote"},
        {"_id": "q3", "text": "not judged"},
    )
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td2\t1\n"
    )
    return tmp_path


@pytest.fixture
def squad(tmp_path):
    def paragraph(context, id, question, answer):
        found = [{"text": answer, "answer_start": context.index(answer)}]
        return {"context": context, "qas": [{"id": id, "question": question, "answers": found}]}

    first, second = FERRY.split("\n\n")
    data = [
        {
            "title": "The_ferry",
            "paragraphs": [
                paragraph(f" Cafe\u0301. {first}", "s1", "When did the ferry leave?", "Monday"),
                paragraph(second, "s2", QUESTION, "212"),
            ],
        },
        {"title": "Budget", "paragraphs": [paragraph(BUDGET, "s3", "How did the council vote?", "31 to 12")]},
    ]
    path = tmp_path / "squad.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"data": data}).encode()))
    return path


@pytest.fixture
def asking(tmp_path):
    """A file of questions and the folder with the articles that it asks about."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY)
    (folder / "budget.txt").write_text(BUDGET)
    ferry = {"answer_patterns": [r"\b212\b"], "articles": ["ferry.txt"], "answerable": True}
    unknown = {"answer_patterns": [], "articles": [], "answerable": False}
    questions = lines(
        tmp_path / "questions.jsonl",
        {"id": "a", "question": QUESTION, **ferry},
        {"id": "u", "question": "Who painted the ferry?", **unknown},
    )
    return questions, folder


@pytest.fixture
def generator():
    return FakeGenerator({"How many passengers": "It carried 212 passengers [1]."})


def row_of(table, name):
    return next(row for row in table.rows if row[0] == name)


GRADES = {"a": 3, "b": 1, "c": 2, "z": 0}


def test_ndcg_takes_the_grade_as_gain_and_the_logarithm_of_the_rank_as_discount():
    # gains 1, 0, 3 at ranks 1, 2, 3 over the ideal 3, 2, 1:  (1 + 3/2) / (3 + 2/log2(3) + 1/2)
    assert retrieval.ndcg(["b", "x", "a"], GRADES, 10) == pytest.approx(2.5 / (3.5 + 2 / 1.584962500721156))
    assert retrieval.ndcg(["a", "c", "b"], GRADES, 10) == 1
    assert retrieval.ndcg(["b", "a"], GRADES, 1) == pytest.approx(1 / 3)


def test_recall_is_the_share_of_the_relevant_that_were_found():
    assert retrieval.recall(["a", "z", "b"], GRADES, 2) == pytest.approx(1 / 3)
    assert retrieval.recall(["a", "z", "b"], GRADES, 10) == pytest.approx(2 / 3)


def test_reciprocal_rank_ends_at_k_and_does_not_count_a_grade_of_zero():
    assert retrieval.reciprocal_rank(["z", "x", "b"], GRADES, 10) == pytest.approx(1 / 3)
    assert retrieval.reciprocal_rank(["z", "x", "b"], GRADES, 2) == 0


@pytest.mark.parametrize("figure", [retrieval.ndcg, retrieval.recall, retrieval.reciprocal_rank])
def test_a_figure_without_a_relevant_document_is_undefined(figure):
    assert figure(["a"], {"a": 0}, 10) is None


def test_means_and_percentiles_leave_out_what_is_undefined():
    assert report.mean([1.0, None, 0.0]) == 0.5
    assert report.mean([None]) is None
    assert report.percentile([10.0, 20.0, None, 30.0], 50) == 20
    assert report.percentile([float(n) for n in range(11)], 90) == 9
    assert report.percentile([], 50) is None


def test_a_beir_folder_gives_documents_and_judged_queries(beir):
    data = formats.read_beir(beir)
    assert [article.origin for article in data.articles] == ["d1", "d2", "d3"]
    assert data.articles[2].text == "Only a title"
    assert data.queries == {"q1": "ferry passengers", "q2": "council vote"}
    assert data.judgements["q1"] == {"d1": 2, "d2": 0}


def test_squad_answers_stand_at_their_spans_in_the_whole_article(squad):
    [ferry, _], questions = formats.read_squad(squad)
    assert ferry.title == "The ferry"
    assert [one.article.quote(one.answers[0]) for one in questions] == ["Monday", "212", "31 to 12"]
    assert ferry.text == f"Café. {FERRY}"
    assert questions[0].answers == (Span(38, 44),)


def test_squad_can_be_cut_to_its_first_articles(squad):
    articles, questions = formats.read_squad(squad, 1)
    assert (len(articles), len(questions)) == (1, 2)


def test_patterns_match_in_any_case_and_articles_by_file_name(asking):
    [one, _] = formats.read_questions(asking[0])
    assert one.is_right("It had 212 on board.")
    assert not one.is_right("It had 2121 on board.")
    assert one.names(Article.create("x", origin="/some/where/ferry.txt", title=""))
    assert not one.names(Article.create("x", origin="/some/where/no-ferry.txt", title=""))


def test_words_are_compared_without_case_punctuation_and_articles():
    assert formats.has_words("It was The U.S. Navy's.", "the US navys")
    assert not formats.has_words("It was in 1212.", "212")
    assert not formats.has_words("anything", "the")


def test_another_format_is_told_with_what_was_expected(tmp_path):
    path = tmp_path / "squad.json"
    path.write_text('{"rows": []}')
    with pytest.raises(InputError, match=r'another format.*Expected: SQuAD: \{"data"'):
        formats.read_squad(path)
    with pytest.raises(InputError, match="cannot read"):
        formats.read_beir(tmp_path)


def test_a_sample_is_the_same_for_the_same_seed():
    drawn = formats.sample(range(100), 10, seed=3)
    assert drawn == formats.sample(range(100), 10, seed=3) != formats.sample(range(100), 10, seed=4)
    assert drawn == sorted(drawn)
    assert formats.sample([1, 2], 10, seed=0) == [1, 2]


def test_retrieval_finds_the_document_that_has_the_words(beir):
    data = formats.read_beir(beir)
    with libraries.library_of(data.articles, embedder=FakeEmbedder()) as library:
        table = retrieval.measure(library, data)
    assert [row[0] for row in table.rows] == ["keyword", "dense", "hybrid"]
    assert row_of(table, "keyword") == ("keyword", 1, 1, 1, 1)
    assert row_of(table, "hybrid") == ("hybrid", 1, 1, 1, 1)


def test_a_library_with_other_articles_is_refused(tmp_path):
    one, other = (Article.create(text, origin=text, title="") for text in (FERRY, BUDGET))
    with libraries.library_of([one], tmp_path / "library", FakeEmbedder()):
        pass
    opening = libraries.library_of([other], tmp_path / "library", FakeEmbedder())
    with pytest.raises(InputError, match="1 articles that this data has not"), opening:
        pass


def test_evidence_tells_passage_and_sentence_that_hold_the_answer(squad):
    articles, questions = formats.read_squad(squad)
    with libraries.library_of(articles, embedder=FakeEmbedder()) as library:
        found = evidence.outcome(questions[1], library, lambda text: len(text.split()))
    assert found["passage in first 5"]
    assert found["sentence in first 5"]
    assert found["sentence within 150 tokens"]


def test_a_place_holds_an_answer_only_in_its_own_article_and_whole(squad):
    [ferry, budget], [_, asked, _] = formats.read_squad(squad)
    [answer] = asked.answers
    assert evidence.holds(asked, [(ferry, Span(answer.start, answer.end + 1))])
    assert not evidence.holds(asked, [(ferry, Span(answer.start + 1, answer.end + 1))])
    assert not evidence.holds(asked, [(budget, Span(0, len(ferry.text)))])


def test_an_answer_is_judged_with_its_citations_and_quotes(asking, generator):
    questions, folder = asking
    asked = [answers.Asked.of_patterns(one) for one in formats.read_questions(questions)]
    with libraries.library_from([folder], embedder=FakeEmbedder()) as library:
        known, unknown = answers.measure(Assistant(library, generator), asked)
    assert (known.abstained, known.right, known.cited, known.broken_quotes) == (False, True, True, 0)
    assert known.evidence_tokens > 0
    assert known.evidence_ms <= (known.first_ms or 0) <= known.total_ms
    assert (unknown.abstained, unknown.right, unknown.first_ms) == (True, False, None)
    table = answers.quality([known, unknown])
    assert row_of(table, "right and rightly cited") == ("right and rightly cited", 1, 1, 1.0)
    assert row_of(table, "abstained on unanswerable") == ("abstained on unanswerable", 1, 1, 1.0)
    assert row_of(table, "abstained though answerable") == ("abstained though answerable", 0, 1, 0.0)


def test_squad_without_unanswerable_questions_gets_some_by_leaving_an_article_out(squad):
    articles, questions = formats.read_squad(squad)
    asked, [left_out] = answers.split_squad(articles, questions, 2, 0.5, seed=0)
    assert sorted(one.answerable for one in asked) == [False, True]
    by_id = {one.id: one.article.id for one in questions}
    assert {by_id[one.id] == left_out for one in asked if not one.answerable} == {True}
    assert {by_id[one.id] == left_out for one in asked if one.answerable} == {False}


def test_left_out_articles_are_left_out_of_a_copy_only(squad):
    options = Namespace(questions=squad, articles=None, sample=2, unanswerable=0.5, seed=0, library=None)
    articles, _ = formats.read_squad(squad)
    with libraries.library_of(articles, embedder=FakeEmbedder()) as library:
        with libraries.copy_without(library, [articles[0].id]) as smaller:
            assert smaller.store.article_ids() == [articles[1].id]
        assert len(library.store.article_ids()) == 2
    assert formats.is_squad(options.questions)


def test_a_gold_answer_proves_by_its_place_or_its_words(squad):
    [ferry, budget], [_, question, _] = formats.read_squad(squad)
    asked = answers.Asked.of_squad(question, answerable=True)
    assert asked.proves(ferry, question.answers[0])
    assert not asked.proves(budget, Span(0, len(budget.text)))
    assert asked.is_right("There were 212.")


def test_chunks_overlap_stay_within_their_tokens_and_cover_the_article():
    text = " ".join(f"word{n}" for n in range(700))
    article = Article.create(text, origin="a", title="")
    chunks = recipe.split_chunks(article, FakeEmbedder())
    counts = FakeEmbedder().count_tokens([chunk.text for chunk in chunks])
    assert counts == [256, 256, 252]
    assert chunks[1].span.start < chunks[0].span.end
    assert chunks[0].text.split()[-32:] == chunks[1].text.split()[:32]
    assert (chunks[0].span.start, chunks[-1].span.end) == (0, len(text))


def test_the_recipe_is_judged_like_pincite(asking):
    questions, folder = asking
    asked = [answers.Asked.of_patterns(one) for one in formats.read_questions(questions)]
    replies = FakeGenerator({"How many": "It had 212 [1][2]."}, otherwise="None of the sources are helpful.")
    with libraries.library_from([folder], embedder=FakeEmbedder()) as library:
        known, unknown = recipe.measure(recipe.Recipe(library, replies), asked)
    assert (known.right, known.cited, known.abstained) == (True, True, False)
    assert (unknown.right, unknown.cited, unknown.abstained) == (False, False, True)
    [quality, times] = recipe.compared([known, unknown], [known, unknown])
    assert row_of(quality, "right") == ("right", 1, 1, 1)
    assert row_of(times, "to the end, s")[3] == 1
    assert "Source 2:" in replies.prompts[-1][-1].content


def test_a_made_library_can_be_searched(tmp_path):
    with libraries.make_library(tmp_path / "library", 120, FakeEmbedder()) as library:
        passages, median, slowest = speed.measure_search(library, 5)
        assert [hit for hit in library.search("anything") if hit.passage.sentences[0].start < 0] == []
    assert passages == 120
    assert 0 < median <= slowest


def test_ingest_is_measured_beside_the_bare_embedder_on_the_same_texts(tmp_path):
    articles = [Article.create(f"{FERRY} {n}.", origin=f"{n}", title=f"Ferry {n}") for n in range(8)]
    seen: list[str] = []
    with libraries.library_of([], tmp_path / "library", FakeEmbedder()) as library:
        table = speed.measure_ingest(articles, library, seen.extend)
        assert library.store.n_passages == 8
    assert len(set(seen)) == 8
    assert row_of(table, "library")[2] > 0


def test_unchanged_files_are_counted():
    [(_, rate, seconds)] = speed.measure_unchanged(5).rows
    assert rate == pytest.approx(5 / seconds)


def test_a_table_is_written_as_text_and_json(tmp_path, capsys):
    table = report.Table("Title", ("name", "share"), (("one", 0.5), ("two", None)))
    report.show(Namespace(json=tmp_path / "out.json"), [table], [{"id": "a"}])
    assert capsys.readouterr().out == "Title\nname  share\none   0.500\ntwo       -\n"
    document = json.loads((tmp_path / "out.json").read_text())
    assert document["tables"] == [
        {"title": "Title", "rows": [{"name": "one", "share": 0.5}, {"name": "two", "share": None}]}
    ]
    assert document["details"] == [{"id": "a"}]


@pytest.mark.parametrize("script", [retrieval, evidence, answers, recipe, speed])
def test_help_documents_the_input(script, capsys):
    with pytest.raises(SystemExit, match="0"):
        script.main(["--help"])
    assert script.__doc__.splitlines()[0] in capsys.readouterr().out


@pytest.mark.models
def test_retrieval_runs_with_the_real_embedder(beir, tmp_path):
    retrieval.main([str(beir), "--json", str(tmp_path / "out.json")])
    [table] = json.loads((tmp_path / "out.json").read_text())["tables"]
    assert {row["search"]: row["MRR@10"] for row in table["rows"]} == dict.fromkeys(
        ["keyword", "dense", "hybrid", "reranked"], 1
    )
