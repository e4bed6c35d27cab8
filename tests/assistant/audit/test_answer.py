"""One test for each kind of finding and each verdict; both sides of every finding say what stands at their spans."""

import dataclasses
from datetime import date

import pytest

from assistant.answer import Mismatch, MismatchKind, Verdict
from assistant.audit.api import audit_answers, audit_claim
from assistant.audit.found import FindingKind
from assistant.audit.submission import Source, SubmittedAnswer
from assistant.judges import Judgement, WordOverlap
from corpus import Article, Span
from index import Library
from index.embed import FakeEmbedder

FERRY = Article.create(
    """The ferry Aurora left Bergen on 3 May 2024 with 212 passengers on board.
Harbour master Ida Lund said: "We will not open the northern pier before the repairs are done."
The company expects repairs to take three weeks. The storm had damaged the pier on Monday.
Two tugs were sent from Stavanger. The insurer will pay for the damage to the northern pier.""",
    origin="ferry.txt",
    title="Ferry leaves after the storm",
    publisher="Harbour News",
    published=date(2024, 5, 4),
    source="https://www.example.org/ferry",
)
MUSEUM = Article.create(
    """The museum in Oslo bought a painting by Harriet Backer for 4 million kroner.
Director Per Moe said: "This painting belongs to everyone who lives in the city."
The painting will hang in the main hall from June.""",
    origin="museum.txt",
    title="Museum buys a Backer",
    published=date(2024, 6, 1),
)
BRIDGE = Article.create(
    """The bridge over the fjord was closed for 12 days. Engineers found cracks in two pillars.
The county did not close the tunnel. Cars were sent through the tunnel.""",
    origin="bridge.txt",
    title="Bridge closed over cracks",
)
BRIDGE_COPY = Article.create(
    f"{BRIDGE.text} This is a copy.", origin="copy.txt", title="Cracks close a bridge"
)
QUOTE = "The ferry Aurora left Bergen on 3 May 2024 with 212 passengers on board."


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audit") / "library"
    with Library.open(folder, embedder=FakeEmbedder()) as library:
        library.add([FERRY, MUSEUM, BRIDGE, BRIDGE_COPY])
        yield library


class Doubtful(WordOverlap):
    """Word overlap that takes "dismissed" in the evidence for a contradiction."""

    def judge(self, claims, evidence):
        found = super().judge(claims, evidence)
        return [
            Judgement(0.0, 0.9) if "dismissed" in text else judgement
            for judgement, text in zip(found, evidence, strict=True)
        ]


def ours(number, article, quote):
    """A source as our own answers give it."""
    start = article.text.index(quote)
    span = Span(start, start + len(quote))
    return Source(
        number, title=article.title, article=article.id, quote=quote, span=span, digest=article.digest
    )


def by_title(number, article):
    return Source(number, title=article.title)


def audit(text, sources, library=None, verifier=None):
    """The audited answer, after a look at every span in it."""
    answer = SubmittedAnswer("a", text, tuple(sources))
    [audited] = audit_answers([answer], library, verifier=verifier or WordOverlap()).answers
    texts = {source.number: source.text or source.quote for source in sources}
    for finding in [*audited.findings, *(f for claim in audited.claims for f in claim.findings)]:
        assert_pinned(finding, audited, texts, library)
    for passage in (passage for claim in audited.claims for passage in claim.passages):
        whole = source_text(passage.source, texts, library)
        assert whole[passage.start : passage.start + len(passage.context)] == passage.context
        assert passage.lit
        for span in passage.lit:
            assert passage.start <= span.start < span.end <= passage.start + len(passage.context)
    return audited


def source_text(ref, texts, library):
    return library.article(ref.article).text if ref.article else texts[ref.number]


def assert_pinned(finding, audited, texts, library):
    written = audited.text[finding.claim_span.start : finding.claim_span.end]
    if not (finding.kind.startswith(("quotation", "stale")) and written.startswith("[")):
        marks = [f"[{number}]" for number in range(1, 10)]
        for mark in marks if finding.kind is not FindingKind.DANGLING else []:
            written = written.replace(f" {mark}", "")
        assert finding.claim_says == written
    if finding.source_span is None:
        assert finding.source_says == ""
    else:
        whole = source_text(finding.source, texts, library)
        assert whole[finding.source_span.start : finding.source_span.end] == finding.source_says
    assert finding.suggestion or finding.kind is FindingKind.UNUSED_SOURCE


def kinds(claim):
    return [finding.kind for finding in claim.findings]


def test_a_claim_that_its_source_proves_is_supported_without_findings(library):
    audited = audit("The ferry Aurora left Bergen with 212 passengers [1].", [ours(1, FERRY, QUOTE)], library)
    [claim] = audited.claims
    assert (claim.verdict, claim.score, claim.findings) == (Verdict.SUPPORTED, 1.0, ())
    assert (claim.suggested, claim.independent, claim.proven, claim.precise) == ((1,), 1, True, 1)
    assert (audited.recall, audited.precision) == (1.0, 1.0)
    assert (audited.quotations, audited.exact_quotations) == (1, 1)
    [passage] = claim.passages
    [lit] = passage.lit
    assert FERRY.text[lit.start : lit.end] == QUOTE


def test_what_a_source_says_outside_of_its_quote_counts_too(library):
    text = "The company expects repairs to take three weeks [1]."
    [claim] = audit(text, [ours(1, FERRY, QUOTE)], library).claims
    assert (claim.verdict, claim.findings) == (Verdict.SUPPORTED, ())


def test_a_mark_that_points_at_nothing(library):
    text = "The ferry Aurora left Bergen [7]."
    audited = audit(text, [by_title(1, FERRY)], library)
    [claim] = audited.claims
    [finding] = claim.findings
    assert claim.verdict is Verdict.DANGLING
    assert (finding.kind, finding.claim_says) == (FindingKind.DANGLING, "[7]")
    assert finding.suggestion == "Source 1 proves the claim: cite [1]."
    assert claim.suggested == (1,)
    assert (audited.recall, audited.precision) == (0.0, 0.0)


def test_a_dangling_mark_beside_one_that_proves_the_claim_costs_precision_only(library):
    audited = audit("The ferry Aurora left Bergen [1][7].", [by_title(1, FERRY)], library)
    assert audited.claims[0].verdict is Verdict.DANGLING
    assert kinds(audited.claims[0]) == [FindingKind.DANGLING]
    assert (audited.recall, audited.precision) == (1.0, 0.5)


def test_a_claim_without_a_mark_and_what_proves_it(library):
    audited = audit("The ferry Aurora left Bergen with 212 passengers.", [by_title(1, FERRY)], library)
    [claim] = audited.claims
    assert (claim.verdict, kinds(claim), claim.suggested) == (Verdict.UNCITED, [FindingKind.UNCITED], (1,))
    assert claim.findings[0].source_says == QUOTE
    assert [finding.kind for finding in audited.findings] == [FindingKind.UNUSED_SOURCE]
    assert audited.recall == 0.0
    assert audited.precision is None


def test_a_sentence_that_needs_no_citation_counts_in_no_ratio(library):
    audited = audit("Who sailed?", [], library)
    assert not audited.claims[0].needs_citation
    assert audited.claims[0].findings == ()
    assert (audited.recall, audited.precision) == (None, None)


def test_a_source_that_no_mark_names(library):
    sources = [by_title(1, FERRY), by_title(2, MUSEUM)]
    [finding] = audit("The ferry Aurora left Bergen [1].", sources, library).findings
    assert (finding.kind, finding.source.number) == (FindingKind.UNUSED_SOURCE, 2)


def test_a_quotation_word_for_word_up_to_typography(library):
    text = "Lund said: “we will not open … before the [pier] repairs are done” [1]."
    audited = audit(text, [by_title(1, FERRY)], library)
    assert kinds(audited.claims[0]) == []
    assert (audited.quotations, audited.exact_quotations) == (1, 1)


def test_a_quotation_that_differs(library):
    text = "Harbour master Ida Lund said: “We will open the northern pier before the repairs are done” [1]."
    audited = audit(text, [by_title(1, FERRY)], library)
    finding = audited.claims[0].findings[0]
    assert finding.kind is FindingKind.QUOTATION_DIFFERS
    assert finding.claim_says == "We will open the northern pier before the repairs are done"
    assert finding.source_says == "We will not open the northern pier before the repairs are done"
    assert audited.claims[0].verdict is not Verdict.SUPPORTED
    assert (audited.quotations, audited.exact_quotations) == (1, 0)


@pytest.mark.parametrize("listed", [[1], [1, 2]])
def test_a_quotation_from_another_article(library, listed):
    text = "The harbour master said: “This painting belongs to everyone who lives in the city” [1]."
    sources = [by_title(1, FERRY), by_title(2, MUSEUM)][: len(listed)]
    claim = audit(text, sources, library).claims[0]
    [finding] = [f for f in claim.findings if f.kind is FindingKind.QUOTATION_ELSEWHERE]
    assert finding.source.article == MUSEUM.id
    assert finding.source.number == (2 if len(listed) == 2 else None)


def test_a_quotation_put_together_from_several_places(library):
    text = "Lund said: “We will not open the northern pier. Two tugs were sent from Stavanger” [1]."
    claims = audit(text, [by_title(1, FERRY)], library).claims
    assert FindingKind.QUOTATION_STITCHED in kinds(claims[0])


def test_a_quotation_that_stands_nowhere(library):
    text = "Ida Lund said: “Nobody here wants to talk about any of that” [1]."
    claim = audit(text, [by_title(1, FERRY)], library).claims[0]
    [finding] = claim.findings
    assert (finding.kind, finding.source_span) == (FindingKind.QUOTATION_NOT_FOUND, None)


def test_a_quote_given_for_a_citation_is_reported_once_at_its_first_mark(library):
    wrong = Source(
        1, title=FERRY.title, quote="The ferry Aurora left Bergen on 3 May 2024 with 300 passengers"
    )
    text = "The ferry Aurora left Bergen [1]. Two tugs were sent from Stavanger [1]."
    audited = audit(text, [wrong], library)
    assert [kinds(claim) for claim in audited.claims] == [[FindingKind.QUOTATION_DIFFERS], []]
    finding = audited.claims[0].findings[0]
    assert text[finding.claim_span.start : finding.claim_span.end] == "[1]"
    assert finding.claim_says == wrong.quote
    assert finding.source_says == "The ferry Aurora left Bergen on 3 May 2024 with 212 passengers"


@pytest.mark.parametrize(
    ("text", "kind", "says", "stated"),
    [
        ("The ferry Aurora left Bergen with 300 passengers [1].", "number", "300", "212"),
        ("The ferry Aurora left Bergen on 5 May 2024 [1].", "date", "5 May 2024", "3 May 2024"),
        ("The ferry Aurora left Trondheim on 3 May 2024 [1].", "name", "Trondheim", "Bergen"),
        ("The ferry Aurora left Bergen with Anna Holm on board [1].", "name", "Anna Holm", ""),
        ("We will open the northern pier before the repairs are done [1].", "negation", None, None),
    ],
)
def test_a_wrong_fact_is_one_finding_with_both_sides(library, text, kind, says, stated):
    [claim] = audit(text, [by_title(1, FERRY)], library).claims
    assert set(kinds(claim)) == {FindingKind(kind)}
    assert claim.verdict is Verdict.UNSUPPORTED
    if says is not None:
        [finding] = claim.findings
        assert (finding.claim_says, finding.source_says) == (says, stated)


def test_a_number_that_stands_elsewhere_in_the_source_is_still_wrong_beside_its_quote(library):
    text = "The bridge over the fjord was closed for 2 days [1]."
    quote = "The bridge over the fjord was closed for 12 days."
    [claim] = audit(text, [ours(1, BRIDGE, quote)], library).claims
    assert [(f.kind, f.claim_says, f.source_says) for f in claim.findings] == [
        ("number", "2 days", "12 days")
    ]


def test_a_claim_that_nothing_proves(library):
    [claim] = audit("Cheese is made of fresh milk [1].", [by_title(1, FERRY)], library).claims
    assert (claim.verdict, kinds(claim)) == (Verdict.UNSUPPORTED, [FindingKind.UNSUPPORTED])
    assert claim.suggested == ()


def test_a_claim_that_its_source_proves_in_part(library):
    text = "The company expects repairs to take weeks and moans loudly online daily [1]."
    [claim] = audit(text, [by_title(1, FERRY)], library).claims
    assert (claim.verdict, kinds(claim)) == (Verdict.PARTLY, [FindingKind.UNSUPPORTED])
    assert "only a part" in claim.findings[0].suggestion


@pytest.mark.parametrize("number", [2, None])
def test_a_claim_that_another_source_or_article_proves(library, number):
    text = "Engineers found cracks in two pillars [1]."
    sources = [by_title(1, MUSEUM), *([by_title(2, BRIDGE)] if number else [])]
    claim = audit(text, sources, library).claims[0]
    [finding] = claim.findings
    assert (finding.kind, finding.source.number) == (FindingKind.SUPPORTED_ELSEWHERE, number)
    assert finding.source_says == "Engineers found cracks in two pillars."
    assert claim.verdict is Verdict.UNSUPPORTED
    assert claim.suggested == ((2,) if number else ())
    assert claim.passages[-1].source == finding.source


def test_a_claim_that_its_source_contradicts():
    source = Source(1, title="Denial", text="The minister dismissed that the talks had failed.")
    [claim] = audit("The talks had failed, the minister said [1].", [source], None, Doubtful()).claims
    assert (claim.verdict, kinds(claim)) == (Verdict.CONTRADICTED, [FindingKind.CONTRADICTED])
    assert claim.findings[0].source_says == source.text


def test_a_claim_that_another_source_contradicts():
    sources = [
        Source(1, title="Weather", text="It rained in the north."),
        Source(2, title="Denial", text="The minister dismissed that the talks had failed."),
    ]
    [claim] = audit("The talks had failed, the minister said [1].", sources, None, Doubtful()).claims
    assert kinds(claim) == [FindingKind.UNSUPPORTED, FindingKind.CONTRADICTED]
    assert claim.findings[1].source.number == 2


def test_wire_copies_count_as_one_source(library):
    sources = [by_title(1, BRIDGE), by_title(2, BRIDGE_COPY), by_title(3, FERRY)]
    [claim] = audit("Engineers found cracks in two pillars [1][2][3].", sources, library).claims
    assert claim.independent == 2
    texts = [
        Source(n, text=text) for n, text in enumerate([FERRY.text, FERRY.text + " A copy.", MUSEUM.text], 1)
    ]
    assert audit("The ferry Aurora left Bergen [1][2][3].", texts).claims[0].independent == 2


def test_an_irrelevant_citation_costs_precision(library):
    sources = [by_title(1, BRIDGE), by_title(2, MUSEUM)]
    audited = audit("Engineers found cracks in two pillars [1][2].", sources, library)
    assert (audited.recall, audited.precision) == (1.0, 0.5)


def test_citations_that_prove_a_claim_only_together_are_both_precise(library):
    text = "Ferry Aurora left Bergen; the museum bought a Backer painting [1][2]."
    audited = audit(text, [by_title(1, FERRY), by_title(2, MUSEUM)], library)
    assert (audited.recall, audited.precision) == (1.0, 1.0)


def test_an_article_that_changed_and_still_has_the_quote(library):
    source = dataclasses.replace(ours(1, FERRY, QUOTE), digest="0" * 64)
    audited = audit("The ferry Aurora left Bergen [1].", [source], library)
    [finding] = audited.claims[0].findings
    assert (finding.kind, finding.source_says) == (FindingKind.STALE, QUOTE)
    assert "has changed" in finding.suggestion
    assert "still stands there, at 0–72" in finding.suggestion
    assert audited.claims[0].verdict is Verdict.SUPPORTED
    assert (audited.quotations, audited.exact_quotations) == (1, 1)


def test_an_article_that_changed_and_no_longer_has_the_quote(library):
    quote = "The ferry Aurora left Bergen on 3 May 2024 with 200 passengers on board."
    source = dataclasses.replace(ours(1, FERRY, QUOTE), digest="0" * 64, quote=quote)
    audited = audit("The ferry Aurora left Bergen [1].", [source], library)
    [finding] = audited.claims[0].findings
    assert (finding.kind, finding.source_says) == (FindingKind.STALE, QUOTE.rstrip("."))
    assert "no longer stands" in finding.suggestion
    assert (audited.quotations, audited.exact_quotations) == (1, 0)


def test_an_article_that_is_gone(library):
    source = Source(
        1, title="Lost", article="lost-1", quote="The lost boat sank.", span=Span(0, 19), digest="1"
    )
    [claim] = audit("The lost boat sank [1].", [source], library).claims
    assert (claim.verdict, kinds(claim)) == (Verdict.SUPPORTED, [FindingKind.STALE])
    [claim] = audit("The boat sank [1].", [Source(1, article="lost-1")], library).claims
    assert (claim.verdict, kinds(claim)) == (Verdict.UNSUPPORTED, [FindingKind.STALE])


def test_a_quote_that_moved_in_an_unchanged_article_is_stale_and_a_wrong_one_is_not(library):
    moved = dataclasses.replace(ours(1, FERRY, QUOTE), span=Span(5, 20))
    [claim] = audit("The ferry Aurora left Bergen [1].", [moved], library).claims
    assert kinds(claim) == [FindingKind.STALE]
    wrong = dataclasses.replace(ours(1, FERRY, QUOTE), quote=QUOTE.replace("212", "300"))
    [claim] = audit("The ferry Aurora left Bergen [1].", [wrong], library).claims
    assert kinds(claim) == [FindingKind.QUOTATION_DIFFERS]


def test_a_source_that_is_nowhere_to_be_found(library):
    [claim] = audit("The ferry sang [1].", [Source(1, title="Never printed")], library).claims
    assert (claim.verdict, claim.score, kinds(claim)) == (
        Verdict.UNSUPPORTED,
        None,
        [FindingKind.UNSUPPORTED],
    )
    assert "“Never printed”" in claim.findings[0].suggestion
    assert "Add it to the library" in claim.findings[0].suggestion


def test_a_quote_alone_is_the_evidence():
    source = Source(1, title="Somewhere", quote="Two tugs were sent from Stavanger.")
    audited = audit("Two tugs were sent from Stavanger [1].", [source])
    assert audited.claims[0].verdict is Verdict.SUPPORTED
    assert audited.quotations == 0


def test_a_claim_and_its_evidence_without_any_answer():
    claim = audit_claim("The ferry had 212 passengers.", [MUSEUM.text, FERRY.text], verifier=WordOverlap())
    assert (claim.verdict, claim.citations, claim.precise) == (Verdict.SUPPORTED, (1, 2), 1)
    claim = audit_claim("It left the day before yesterday.", "It left on 3 May 2024.", verifier=WordOverlap())
    assert claim.citations == (1,)


def test_at_most_three_sentences_of_a_source_are_lit():
    text = "Boats sank. Nets tore. Sails burned. Ropes broke."
    claim = "Boats sank, nets tore, sails burned, and ropes broke [1]."
    [audited] = audit(claim, [Source(1, title="Storm", text=text)]).claims
    assert [len(passage.lit) for passage in audited.passages] == [3]


class Telling(WordOverlap):
    """Word overlap that doubts everything, and knows the word that stands in the place of "civilians"."""

    def judge(self, claims, evidence):
        return [Judgement(0.1, 0.9)] * len(claims)

    def differences(self, claim, evidence):
        found = [Mismatch(MismatchKind.WORD, "civilians", "leaders")]
        return found if "civilians" in claim and "leaders" in evidence else []


def test_a_word_that_the_source_has_another_one_for_is_the_finding():
    source = "A raid was made at dawn. Four leaders were killed in it."
    audited = audit("Four civilians were killed in it [1].", [Source(1, text=source)], verifier=Telling())
    [finding] = audited.claims[0].findings
    assert (finding.kind, finding.claim_says, finding.source_says) == (
        FindingKind.CONTRADICTED,
        "civilians",
        "leaders",
    )
    assert source[finding.source_span.start : finding.source_span.end] == "leaders"
    assert audited.text[finding.claim_span.start : finding.claim_span.end] == "civilians"


def test_where_the_judge_cannot_tell_what_stands_there_the_whole_claim_is_the_finding():
    audited = audit(
        "Four guests were killed in it [1].", [Source(1, text="Four leaders died.")], verifier=Telling()
    )
    [finding] = audited.claims[0].findings
    assert finding.claim_says == "Four guests were killed in it."
