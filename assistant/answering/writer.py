"""A generator at work on a question: what it has room for, its reply, and when that is not begun."""

from collections.abc import Generator as Stream
from collections.abc import Sequence
from itertools import accumulate

from assistant.answering import prompt
from assistant.answering.answerable import may_answer
from assistant.answering.clock import Clock
from assistant.answering.evidence import EVIDENCE_TOKENS, Snippet
from assistant.generate.protocol import Completion, Generator, Message
from corpus.errors import Cure, InputError

REPLY_TOKENS = 160  # a longer reply is cut off; two sentences take about 50
LEAST_EVIDENCE_TOKENS = (
    64  # a question that leaves less room is refused; chosen by hand: two sentences of news
)
TEMPLATE_TOKENS = 8  # most tokens that a chat template adds to a message; ChatML, the default model's, adds 5

# If the reader is sure that a snippet answers, the generator reads no more than so many tokens of evidence: 40, 80 or
# 120 lose no right answer (docs/log.md, "Sure of the first"). What is not read can still prove a sentence of the reply.
SURE = 0.9
SURE_TOKENS = 80


class Writer:
    """Asks a generator in its own style. Threads may share it if they may share the generator."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        prefix = prompt.prefix(generator.style)
        generator.prepare(prefix)
        self._prefix_tokens = sum(
            generator.count_tokens(message.content) + TEMPLATE_TOKENS for message in prefix
        )

    def evidence_tokens(self, question: str) -> int:
        """How many tokens of evidence it has room for. Raises InputError if the question leaves too little."""
        # 4: the last message, the opening of the reply, and the numbers and labels of `prompt.build`.
        room = self._generator.context_tokens - self._prefix_tokens - REPLY_TOKENS - 4 * TEMPLATE_TOKENS
        asked = self._generator.count_tokens(question)
        if room - asked < LEAST_EVIDENCE_TOKENS:
            raise InputError(
                f"the question has {asked:,} tokens; beside the instructions and the evidence the model has room"
                f" for {max(room - LEAST_EVIDENCE_TOKENS, 0):,}. Shorten it, or name a model that reads more",
                Cure.NAME_MODEL,
            )
        return min(EVIDENCE_TOKENS, room - asked)

    def reply(self, question: str, snippets: Sequence[Snippet], clock: Clock) -> Stream[str, None, None]:
        """The reply as it is written; empty if no snippet is relevant, or if the model says that none answers."""
        usual = self._generator.style.not_stated_odds
        if not may_answer(snippets, usual=usual):
            return
        with clock.stage("first_token"):
            completion = self._generator.complete(self._prompt(question, snippets), REPLY_TOKENS)
        with clock.stage("generate"):
            odds = prompt.not_stated_odds(completion.first_token)
            yield from _pieces(completion, is_begun=may_answer(snippets, odds, usual=usual))

    def tokens(self, question: str, snippets: Sequence[Snippet], reply: str) -> dict[str, int]:
        """Tokens of the evidence and the question, and of the reply; empty if the generator was not asked."""
        if not may_answer(snippets, usual=self._generator.style.not_stated_odds):
            return {}
        asked = self._prompt(question, snippets)[-1]
        count = self._generator.count_tokens
        return {"prompt": count(asked.content), "reply": count(reply) if reply else 0}

    def _prompt(self, question: str, snippets: Sequence[Snippet]) -> list[Message]:
        excerpts = [snippet.text for snippet in self._read(snippets)]
        return prompt.build(self._generator.style, question, excerpts)

    def _read(self, snippets: Sequence[Snippet]) -> Sequence[Snippet]:
        """The first snippets, which the generator reads: all, unless the reader is sure of one."""
        if max((snippet.relevance or 0.0 for snippet in snippets), default=0.0) < SURE:
            return snippets
        used = accumulate(self._generator.count_tokens(snippet.text) for snippet in snippets)
        return snippets[: max(1, sum(tokens <= SURE_TOKENS for tokens in used))]


def _pieces(completion: Completion, *, is_begun: bool) -> Stream[str, None, None]:
    """The reply; nothing if it is not to be begun, or if the model says that the excerpts do not answer."""
    begun = ""
    try:
        if not is_begun:
            return
        for piece in completion.text:
            begun += piece
            if prompt.may_become_not_stated(begun):
                continue
            yield begun
            yield from completion.text
            return
        if not prompt.is_not_stated(begun):
            yield begun
    finally:
        close = getattr(completion.text, "close", None)
        if close:
            close()
