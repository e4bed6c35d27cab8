"""`pincite` with fakes for its models. As a program it forks commands, one a line of JSON, and says how each ended."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

from assistant.answering.ask import Assistant
from assistant.cli import main
from assistant.cli.parts import Parts
from assistant.generate.protocol import Completion, FakeGenerator, Message
from assistant.judges import WordOverlap
from corpus import Article
from corpus.errors import GeneratorError
from index import Library
from index.embed import FakeEmbedder

ROOT = Path(__file__).parent.parent.parent

FERRY = """The ferry Aurora left Bergen on Monday with 212 passengers.
Harbour master Ida Lund said that the storm had damaged the northern pier.
The company expects repairs to take three weeks."""
COUNCIL = "The council approved the budget in a vote of 31 to 12 on Tuesday."

REPLIES = {
    "pier": "Harbour master Ida Lund said that the storm had damaged the northern pier [1].",
    "ferry": "The ferry Aurora left Bergen on Monday [1]. Cheese is made of milk [2].",
    "council": "The council approved the budget in a vote of 31 to 12 [1].",
}


class SlowGenerator(FakeGenerator):
    """Takes so many seconds for each word; with `broken` it fails on questions that have that word."""

    def __init__(self, seconds=0.0, *, broken=False):
        super().__init__(REPLIES)
        self.seconds, self.broken = seconds, broken

    def complete(self, messages, max_tokens):
        question = messages[-1].content.rpartition("Question:")[2]
        if self.broken and "broken" in question:
            raise GeneratorError("the server went away")
        completion = super().complete([Message("user", question)], max_tokens)
        return Completion(completion.first_token, map(self._slowly, completion.text))

    def _slowly(self, piece):
        time.sleep(self.seconds)
        return piece


def fill(folder):
    """Two articles; the library is closed again."""
    with Library.open(folder, embedder=FakeEmbedder()) as library:
        library.add(
            [
                Article.create(FERRY, origin="ferry.txt", title="Ferry", publisher="Harbour Post"),
                Article.create(COUNCIL, origin="council.txt", title="Council", publisher="City Desk"),
            ]
        )


def faked(**members) -> Parts:
    """What the commands work with, these members in place of the real ones."""
    parts = Parts()
    vars(parts).update(members)
    return parts


def parts(generator, **members) -> Parts:
    """What the commands work with: fakes, and these members."""
    fakes = {
        "open_library": lambda folder: Library.open(folder, embedder=FakeEmbedder()),
        "open_assistant": lambda library, model: Assistant(library, generator),
        "open_verifier": lambda model: nullcontext(WordOverlap()),
    }
    return faked(**{**fakes, **members})


class Commands:
    """A process that runs commands of `pincite` in forks of its own, so that each can be killed."""

    def __init__(self):
        command = [sys.executable, __file__]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def run(self, *arguments, seconds=0.0, broken=False, end=None, when=0, after=0.0, most_bytes=None):
        """Exit code (-9 where killed) and stderr; `end` is a signal.

        It is sent so many seconds `after` the file that `-o` names has `when` lines.

        `seconds` and `broken` are those of `SlowGenerator`; no file can grow beyond `most_bytes`.
        """
        order = {
            "arguments": list(map(str, arguments)),
            "seconds": seconds,
            "broken": broken,
            "end": end,
            "when": when,
            "after": after,
            "most_bytes": most_bytes,
        }
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return tuple(json.loads(self._process.stdout.readline()))

    def close(self):
        """End it."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def _wait(path, lines, child):
    """Until the file has so many lines, or the child has ended."""
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if (path.read_bytes().count(b"\n") if path.exists() else 0) >= lines:
            return
        time.sleep(0.002)


def _serve():

    for line in sys.stdin:
        order = json.loads(line)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(writer, 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            if order["most_bytes"]:
                resource.setrlimit(resource.RLIMIT_FSIZE, (order["most_bytes"], order["most_bytes"]))
            generator = SlowGenerator(order["seconds"], broken=order["broken"])
            os._exit(main(order["arguments"], parts=parts(generator)))
        os.close(writer)
        if order["end"]:
            _wait(Path(order["arguments"][order["arguments"].index("-o") + 1]), order["when"], child)
            time.sleep(order["after"])
            os.kill(child, order["end"])
        with os.fdopen(reader) as said:
            stderr = said.read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps([code, stderr]), flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _serve()
