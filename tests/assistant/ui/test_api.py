"""The API as other programs use it: by the typed client, by Gradio's own, and by an MCP client."""

import json
from contextlib import closing
from datetime import date

import anyio
import pytest
from gradio_client import Client as GradioClient
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from assistant.answering.ask import Assistant
from assistant.answering.events import Answered, EvidenceFound, TextDelta
from assistant.client import Client, Failure, ServerError
from assistant.generate.protocol import FakeGenerator
from assistant.judges import FakeReader
from assistant.ui.server import MCP_PATH
from corpus import Article
from corpus.errors import InputError
from index import Library
from tests.assistant.ui.test_browser import SlowGenerator
from tests.support.serving import served

pytestmark = pytest.mark.slow

STORM = "Rain fell on the harbour all night. Two boats sank near the pier. The mayor called it a black day."
REPLIES = {"boats": "Two boats sank near the pier [1]."}
QUESTION = "How many boats sank?"
PASTED = "Nine boats sank near the pier [1].\n\nSources:\n[1] Storm\n"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    from index.embed import FakeEmbedder

    with Library.open(tmp_path_factory.mktemp("api") / "library", embedder=FakeEmbedder()) as library:
        storm = Article.create(STORM, origin="/storm.txt", title="Storm", publisher="Harbour Post")
        tanks = Article.create("Tanks crossed the border.", origin="/t.txt", title="Tanks", publisher="Daily")
        library.add([storm, tanks])
        yield Assistant(library, FakeGenerator(REPLIES))


@pytest.fixture(scope="module")
def address(assistant):
    with served(assistant, mcp=True) as address:
        yield address


@pytest.fixture(scope="module")
def pincite(address):
    with Client(address) as client:
        yield client


def test_a_question_has_the_same_answer_as_in_this_process(pincite, assistant):
    assert pincite.ask(QUESTION) == assistant.ask(QUESTION)


def test_an_answer_comes_about_event_by_event(pincite, assistant):
    events = list(pincite.stream(QUESTION))
    assert isinstance(events[0], EvidenceFound)
    assert events[0].citations[0].quote in STORM
    draft = "".join(event.text for event in events if isinstance(event, TextDelta))
    assert draft == REPLIES["boats"]
    assert events[-1] == Answered(assistant.ask(QUESTION))


def test_a_stream_that_is_closed_ends_the_work_and_one_that_fails_says_why(assistant, pincite):
    with pytest.raises(ServerError, match="question"):
        list(pincite.stream(" "))
    generator = SlowGenerator()
    with served(Assistant(assistant.library, generator)) as address, Client(address) as client:
        events = client.stream(QUESTION)
        assert any(isinstance(event, TextDelta) for event in events)
        events.close()
        assert generator.closed.wait(10)


def test_an_extracted_answer_is_the_articles_own_sentence_with_its_words_lit(assistant):
    generator = FakeGenerator(REPLIES)
    reading = Assistant(assistant.library, generator, reader=FakeReader({"Two boats": 0.999}))
    with served(reading) as address, Client(address) as client:
        answer = client.ask(QUESTION, extract=True)
        assert answer == reading.ask(QUESTION, extract=True)
        assert answer.text == "Two boats sank near the pier. [1]"
        found, answered = client.stream(QUESTION, extract=True)
        assert [span.text for span in found.answer_spans] == ["Two boats"]
        assert client.batch([QUESTION], extract=True) == (answered.answer,) == (answer,)
    assert generator.prompts == []


def test_a_search_finds_passages_with_their_places(pincite, assistant):
    [found] = pincite.search("boats", 1)
    [expected] = assistant.library.search("boats", 1)
    assert (found.article.title, found.text, found.score) == ("Storm", expected.passage.text, expected.score)
    assert STORM[found.span.start : found.span.end] == found.text
    assert {hit.article.title for hit in pincite.search("boats", publisher="Daily")} == {"Tanks"}


def test_dates_in_the_wrong_order_are_refused_before_and_by_the_server(pincite, address):
    with pytest.raises(InputError, match="no day is after 2025-01-01 and before 2024-01-01"):
        pincite.search("boats", after=date(2025, 1, 1), before=date(2024, 1, 1))
    anyone = GradioClient(address, verbose=False, download_files=False, analytics_enabled=False)
    with closing(anyone), pytest.raises(ValueError, match="no day is after 2025-01-01 and before 2024-01-01"):
        anyone.predict(api_name="/search", query="boats", after="2025-01-01", before="2024-01-01")


def test_a_batch_answers_in_order_and_says_what_failed(pincite, assistant):
    first, second, third = pincite.batch([QUESTION, " ", "Who crossed the border?"])
    assert first == assistant.ask(QUESTION)
    assert isinstance(second, Failure) and "question" in second.error
    assert third == assistant.ask("Who crossed the border?")


def test_what_was_answered_can_be_audited(pincite):
    report = pincite.audit([pincite.ask(QUESTION)])
    assert report.summary.recall == 1.0
    assert [claim.verdict for claim in report.answers[0].claims] == ["supported"]


def test_a_pasted_answer_is_audited(pincite):
    [claim] = pincite.audit(PASTED).answers[0].claims
    assert claim.verdict != "supported"
    assert claim.findings[0].kind == "number"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda client: client.search(" "), "the query is empty"),
        (lambda client: client.search("boats", 0), "expected a number from 1 to 100"),
        (lambda client: client.search("boats", 101), "k is 101; expected a number from 1 to 100"),
        (lambda client: client.ask(""), "question"),
        (lambda client: client.batch([]), "there is no question"),
        (lambda client: client.audit(""), "cannot read what was given"),
    ],
)
def test_what_cannot_be_used_is_said_as_the_server_says_it(pincite, call, message):
    with pytest.raises(ServerError, match=message):
        call(pincite)


def test_a_date_that_is_none_is_said_to_other_clients_too(address):
    client = GradioClient(address, verbose=False, analytics_enabled=False)
    with pytest.raises(ValueError, match="'tomorrow' is not a date"):
        client.predict(query="boats", after="tomorrow", api_name="/search")


def test_only_the_four_are_offered_and_each_parameter_is_typed(address):
    offered = GradioClient(address, verbose=False, analytics_enabled=False).view_api(return_format="dict")
    endpoints = offered["named_endpoints"]
    assert sorted(endpoints) == ["/ask", "/audit", "/batch", "/search"]
    assert offered["unnamed_endpoints"] == {}
    for endpoint in endpoints.values():
        assert all(parameter["python_type"]["type"] != "Any" for parameter in endpoint["parameters"])


def test_where_nobody_answers_it_says_so():
    with pytest.raises(ServerError, match="Is 'pincite serve' running"):
        Client("http://127.0.0.1:9")
    with pytest.raises(InputError, match="no address"):
        Client("someone/space")


def test_behind_a_password_only_who_knows_it_is_answered(assistant):
    with served(assistant, auth=("ann", "secret")) as address:
        with pytest.raises(ServerError):
            Client(address)
        with Client(address, auth=("ann", "secret")) as client:
            assert client.ask(QUESTION).claims


def test_an_mcp_client_finds_the_tools_described_and_calls_them(address, assistant):
    async def use():
        async with (
            streamable_http_client(address + MCP_PATH) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            answer = await session.call_tool("ask", {"question": QUESTION})
            found = await session.call_tool("search", {"query": "boats", "k": 1})
            refused = await session.call_tool("search", {"query": ""})
            audited = await session.call_tool("audit", {"answers": PASTED})
            return tools, answer, found, refused, audited

    tools, answer, found, refused, audited = anyio.run(use)
    assert set(tools) == {"search", "ask", "batch", "audit"}
    for tool in tools.values():
        assert tool.description
        assert all(parameter["description"] for parameter in tool.inputSchema["properties"].values())
    assert tools["ask"].inputSchema["required"] == ["question"]
    assert told(answer)["text"] == assistant.ask(QUESTION).text
    assert told(found)["hits"][0]["text"] in STORM
    assert refused.isError and "the query is empty" in refused.content[0].text
    assert told(audited)["summary"]["findings"]["number"] == 1


def told(result):
    assert not result.isError
    return json.loads(result.content[0].text)
