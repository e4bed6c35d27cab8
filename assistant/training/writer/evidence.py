"""The excerpts of a question, found in a library of SQuAD's articles and chosen as the product chooses them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

from assistant.answering.evidence import EVIDENCE_TOKENS, PASSAGES, SNIPPETS, choose_evidence
from assistant.judges import Reader
from assistant.training.squad import Paragraph
from corpus import Article
from index import Filters, Hit, Library
from index.embed import Embedder

COUNTS = (3, 4, 5, 6, 7, SNIPPETS, SNIPPETS, SNIPPETS)  # most excerpts, drawn
BUDGETS = (120, 160, EVIDENCE_TOKENS, EVIDENCE_TOKENS, EVIDENCE_TOKENS)  # most tokens of them, drawn
SHORTEST = 20  # letters; what is shorter is a heading, a footnote or a piece of a sentence
FIRST = 4  # a gold sentence that was not chosen stands among so many first ones


class Excerpts:
    """Chooses sentences of the articles with some titles; `count_tokens` counts as the writer's tokenizer does.

    With a reader they are ordered as in the product, which takes a tenth of a second and more for each question;
    without one by the search alone.
    """

    def __init__(
        self,
        library: Library,
        titles: Collection[str],
        count_tokens: Callable[[str], int],
        reader: Reader | None = None,
    ) -> None:
        self._library, self._titles = library, frozenset(titles)
        self._count_tokens, self._reader = count_tokens, reader

    def of(
        self, question: str, random: Random, *, gold: str | None, leave_out: Callable[[str], bool]
    ) -> tuple[str, ...]:
        """The excerpts, best first, with the gold sentence among them and none that is to be left out."""
        found = self._library.find(question, PASSAGES, Filters())
        hits = [without(hit, leave_out) for hit in found.hits if hit.passage.article.title in self._titles]
        most = random.choice(COUNTS)
        chosen = choose_evidence(
            question,
            found.question,
            hits,
            count_tokens=self._count_tokens,
            budget=random.choice(BUDGETS),
            most=most,
            reader=self._reader,
        )
        texts = [" ".join(snippet.text.split()) for snippet in chosen]
        if gold is not None and gold not in texts:
            texts = texts[: most - 1]
            texts.insert(random.randrange(min(FIRST, len(texts) + 1)), gold)
        return tuple(texts)


def without(hit: Hit, leave_out: Callable[[str], bool]) -> Hit:
    """The hit with those of its sentences that are not to be left out."""
    passage = hit.passage
    texts = [passage.article.quote(span) for span in passage.sentences]
    kept = [n for n, text in enumerate(texts) if len(text) >= SHORTEST and not leave_out(text)]
    sentences = tuple(passage.sentences[n] for n in kept)
    return replace(
        hit, passage=replace(passage, sentences=sentences, sentence_vectors=passage.sentence_vectors[kept])
    )


@contextmanager
def library_of(
    paragraphs: Sequence[Paragraph], folder: Path, embedder: Embedder | None = None
) -> Iterator[Library]:
    """A library of the paragraphs' articles in a folder; it is made the first time."""
    with Library.open(folder, embedder=embedder) as library:
        if not library.articles():
            by_title: dict[str, list[str]] = {}
            for paragraph in paragraphs:
                by_title.setdefault(paragraph.title, []).append(paragraph.text)
            print(f"indexing {len(by_title):,} articles", flush=True)
            library.add(
                Article.create("\n\n".join(t), origin=title, title=title) for title, t in by_title.items()
            )
        yield library
