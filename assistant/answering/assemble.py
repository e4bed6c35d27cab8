"""The answers to the parts of a question -> one answer: no sentence twice, and marks numbered as they appear."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

from assistant.answer import Answer, Citation, Claim, Verdict
from assistant.answering.answerable import is_confirmed
from assistant.answering.dated import dated
from assistant.answering.events import Answered
from assistant.answering.evidence import Snippet
from assistant.answering.extract import extract, quoted
from assistant.answering.marks import parse_reply, renumbered
from assistant.answering.pin import Pinned, pin
from assistant.answering.question.plan import IS_IT_SO
from assistant.answering.retrieve import Found, FoundPart
from assistant.judges import Judge
from corpus import Span

ABSTENTION = "The articles don't say."
NEAREST = 5  # most passages shown under an abstention; chosen by hand


def assemble(found: Found, replies: Sequence[str], verifier: Judge | None) -> Answered:
    """The answer to all parts, each claim checked against all evidence. Without a verifier everything is quoted.

    `replies[n]` is what was written on part n, its marks numbered as the evidence is.
    """
    starts = accumulate(map(len, replies), initial=0)
    answers = [
        _pinned(found, one, reply, start, verifier)
        for one, reply, start in zip(found.parts, replies, starts, strict=False)
    ]
    silent = [
        one.part.asked or one.part.question
        for one, pinned in zip(found.parts, answers, strict=True)
        if not pinned.claims
    ]
    abstained = len(silent) == len(answers) or bool(silent and found.needs_all)
    if abstained:
        answers = [Pinned("", (), pinned.withheld) for pinned in answers]
    together = joined(answers)
    whole, numbers = in_order(together, len(found.snippets))
    evidence = sorted(
        (replace(one, number=numbers[one.number]) for one in _cited(found, together.claims)),
        key=lambda one: one.number,
    )
    cited = {number for claim in whole.claims for number in claim.citations}
    spans = [replace(span, citation=numbers[span.citation]) for span in found.answer_spans]
    answer = Answer(
        question=found.asked,
        text=ABSTENTION if abstained else whole.text + _silence(silent),
        abstained=abstained,
        claims=whole.claims,
        citations=tuple(one for one in evidence if one.number in cited),
        withheld=whole.withheld,
        nearest=tuple(evidence[:NEAREST]) if abstained else (),
        answer_spans=tuple(
            sorted((one for one in spans if one.citation in cited), key=lambda one: one.citation)
        ),
        unanswered=() if abstained else tuple(silent),
        read_as=found.question if found.question != found.asked else None,
    )
    return Answered(answer, tuple(evidence))


def _pinned(found: Found, one: FoundPart, reply: str, start: int, verifier: Judge | None) -> Pinned:
    """The answer to one part: what was written, if it is proven and the reader agrees; else a quotation.

    `start` is where the reply begins in all that was written: withheld claims are placed there.
    """
    if verifier is None or not one.is_written:
        return extract(one.part, one.snippets, one.numbers)
    flagged = found.inquiry.show_unsupported
    sentences = parse_reply(reply)
    pinned = pin(reply, sentences, found.snippets, verifier, show_unsupported=flagged)
    if flagged or _is_confirmed(found, one, pinned):
        told = with_dates(pinned, found.snippets)
        return replace(told, withheld=tuple(_moved(claim, start) for claim in pinned.withheld))
    places = {sentence.text: sentence.span for sentence in sentences}
    unconfirmed = [replace(claim, verdict=Verdict.PARTLY, span=places[claim.text]) for claim in pinned.claims]
    withheld = sorted([*unconfirmed, *pinned.withheld], key=lambda claim: claim.span.start)
    proven = [claim for claim in pinned.claims if claim.verdict is Verdict.SUPPORTED]
    if proven and IS_IT_SO.match(one.part.question):  # no words answer; what proves the reply does
        numbers = proven[0].citations
        instead = quoted([found.snippets[number - 1] for number in numbers], numbers)
    else:
        instead = extract(one.part, one.snippets, one.numbers, most=1)
    return replace(instead, withheld=tuple(_moved(claim, start) for claim in withheld))


def with_dates(pinned: Pinned, snippets: Sequence[Snippet]) -> Pinned:
    """The same with the dates of "on Friday" and "yesterday", where all that a claim cites is of one day."""
    text = ""
    claims = []
    for claim in pinned.claims:
        days = {snippets[n - 1].article.published for n in claim.citations if 1 <= n <= len(snippets)}
        day = days.pop() if len(days) == 1 else None
        shown = dated(pinned.text[claim.span.start : claim.span.end], day)
        text += " " if text else ""
        span = Span(len(text), len(text) + len(shown))
        claims.append(replace(claim, text=dated(claim.text, day), span=span))
        text += shown
    return Pinned(text, tuple(claims), pinned.withheld)


def _cited(found: Found, claims: Sequence[Claim]) -> list[Citation]:
    """The evidence; with the sentence before it where a claim quotes that too."""
    evidence = list(found.evidence)
    for claim in claims:
        for number in claim.citations if claim.score is None else ():
            snippet = found.snippets[number - 1]
            whole = snippet.article.quote(snippet.whole)
            if claim.text.startswith(whole):
                evidence[number - 1] = replace(evidence[number - 1], span=snippet.whole, quote=whole)
    return evidence


def _moved(claim: Claim, by: int) -> Claim:
    return replace(claim, span=Span(claim.span.start + by, claim.span.end + by))


def _is_confirmed(found: Found, one: FoundPart, pinned: Pinned) -> bool:
    cited = {number for claim in pinned.claims for number in claim.citations}
    texts = "\n".join(one.text for number, one in enumerate(found.snippets, start=1) if number in cited)
    written = " ".join(claim.text for claim in pinned.claims)
    return bool(pinned.claims) and is_confirmed(found.question, written, texts, one.snippets)


def _silence(questions: Sequence[str]) -> str:
    """What the articles do not say, behind what they say."""
    return "".join(f" The articles don't say: {question}" for question in questions)


def joined(parts: Sequence[Pinned]) -> Pinned:
    """The parts one behind the other, without the claims that say what one before them says."""
    text = ""
    claims: list[Claim] = []
    for part in parts:
        for claim in part.claims:
            if any(_says_the_same(claim, other) for other in claims):
                continue
            text += " " if text else ""
            shown = part.text[claim.span.start : claim.span.end]
            claims.append(replace(claim, span=Span(len(text), len(text) + len(shown))))
            text += shown
    return Pinned(text, tuple(claims), tuple(claim for part in parts for claim in part.withheld))


def in_order(pinned: Pinned, evidence: int) -> tuple[Pinned, dict[int, int]]:
    """The same with its marks numbered as they appear, and the new number of each of the `evidence` snippets.

    Snippets that are not cited are numbered behind those that are, in their order.
    """
    cited = dict.fromkeys(number for claim in pinned.claims for number in claim.citations)
    everything = [
        *(number for number in cited if 1 <= number <= evidence),
        *(number for number in range(1, evidence + 1) if number not in cited),
    ]
    numbers = {old: new for new, old in enumerate(everything, start=1)}

    def numbering(number: int) -> int:
        return numbers.get(number, number)

    text = ""
    claims = []
    for claim in pinned.claims:
        text += " " if text else ""
        shown = renumbered(pinned.text[claim.span.start : claim.span.end], numbering, behind=claim.text)
        claims.append(_renumbered(claim, numbering, Span(len(text), len(text) + len(shown))))
        text += shown
    withheld = tuple(_renumbered(claim, numbering, claim.span) for claim in pinned.withheld)
    return Pinned(text, tuple(claims), withheld), numbers


def _renumbered(claim: Claim, new: Callable[[int], int], span: Span) -> Claim:
    return replace(claim, span=span, citations=tuple(map(new, claim.citations)))


def _says_the_same(one: Claim, other: Claim) -> bool:
    return one.text.casefold() == other.text.casefold()
