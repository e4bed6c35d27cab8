"""Claims with a gap, and the words of the evidence that fill it, or that none do: what `judges.gaps` is asked with.

A gap in a claim that the evidence proves is filled by the words that stood there. Of a claim that it does not prove
nothing fills a gap whose rest is still not proven: one that no proven claim has.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from random import Random

from assistant.judges.gaps import gaps, with_gap
from assistant.training.contrast.twins import Twins
from assistant.training.encoder import Group, TrainingPair
from assistant.training.squad import Paragraph
from assistant.training.writer.statements import Statements
from corpus import Span

FILLED, EMPTY = 3, 2  # most gaps of a piece of evidence that are drawn
MARGIN = 2  # most sentences on each side of a statement's answer


def of_twins(kind: str, twins: Twins, evidence: str, random: Random) -> Group:
    """Gaps in the twins' claims. The evidence may stand among other sentences."""
    begin = evidence.find(twins.evidence)
    filled: dict[str, Span] = {}
    for claim in twins.true:
        for asked, words in _filled(claim, twins.evidence):
            filled.setdefault(asked, words)
    known = {with_gap(claim, gap) for claim in twins.true for gap in gaps(claim)}
    empty = {with_gap(claim, gap) for claim in twins.false for gap in gaps(claim)} - known
    return [
        *(
            _pair(kind, asked, evidence, _moved(filled[asked], begin))
            for asked in _some(filled, FILLED, random)
        ),
        *(_pair(kind, asked, evidence, None) for asked in _some(empty, EMPTY, random)),
    ]


def of_claims(pairs: Iterable[TrainingPair], random: Random) -> Iterator[Group]:
    """Gaps in fact-checking claims: of those that are refuted, in words that the evidence has all the same."""
    for pair in pairs:
        found = dict(_filled(pair.first, pair.second))
        is_true, refuted = pair.targets[0] == 1.0, pair.targets[1] == 1.0
        if found and (is_true or refuted):
            chosen = _some(found, 1, random)
            yield [
                _pair(pair.kind, asked, pair.second, found[asked] if is_true else None) for asked in chosen
            ]


def of_statements(paragraphs: Iterable[Paragraph], statements: Statements, random: Random) -> Iterator[Group]:
    """The answers of questions as gaps in their statements, in their sentence and some around it, or without it."""
    for paragraph in paragraphs:
        for question in paragraph.questions:
            answer = paragraph.text[question.answer.start : question.answer.end]
            statement, n = statements.get((question.question, answer)), paragraph.sentence_of(question)
            if statement is None or n is None or statement.count(answer) != 1:
                continue
            place = statement.index(answer)
            asked = with_gap(statement, Span(place, place + len(answer)))
            first, last = max(0, n - random.randint(0, MARGIN)), n + random.randint(0, MARGIN)
            last = min(last, len(paragraph.sentences) - 1)
            begin, end = paragraph.sentences[first].start, paragraph.sentences[last].end
            words = Span(question.answer.start - begin, question.answer.end - begin)
            group = [_pair("statement", asked, paragraph.text[begin:end], words)]
            others = [
                text
                for m, text in enumerate(paragraph.texts)
                if m != n and answer.lower() not in text.lower()
            ]
            if others:
                group.append(_pair("statement", asked, " ".join(others[: 2 * MARGIN]), None))
            yield group


def _filled(claim: str, evidence: str) -> Iterator[tuple[str, Span]]:
    """The gaps of a claim whose words stand in the evidence, once."""
    for gap in gaps(claim):
        words = claim[gap.start : gap.end]
        places = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", evidence, re.IGNORECASE))
        if len(places) == 1:
            yield with_gap(claim, gap), Span(*places[0].span())


def _some(asked: Mapping[str, Span] | set[str], most: int, random: Random) -> list[str]:
    return random.sample(sorted(asked), min(most, len(asked)))


def _moved(words: Span, begin: int) -> Span:
    return Span(words.start + begin, words.end + begin)


def _pair(kind: str, asked: str, evidence: str, words: Span | None) -> TrainingPair:
    targets = (1.0, 0.0) if words else (0.0, None)
    return TrainingPair(asked, evidence, targets, f"gap: {kind}, {'filled' if words else 'empty'}", words)
