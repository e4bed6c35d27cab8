"""Words that made sentences are drawn from, and how they are inflected. Each part of the data has words of its own."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from assistant.training.split import fold
from assistant.training.squad import Part

NAMES = ("first_names", "last_names")  # lists with an entry a word; the others are cut at semicolons
INFLECTED = ("deeds", "happenings")  # lists with an entry a line
FOLDS = 8  # one for development and one for test; the other words are trained on


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does, its forms with the object; without one, what happens to a subject."""

    base: str
    past: str
    participle: str
    gerund: str
    thing: str
    verb: str  # the participle without its object

    def say(self, pattern: str) -> str:
        """The pattern with its forms: "denied {gerund}"."""
        return pattern.format(base=self.base, past=self.past, participle=self.participle, gerund=self.gerund)


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = tomllib.loads(
        Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8")
    )
    return words


def _items(name: str) -> list[str]:
    text, separator = _words()[name], r"\s+" if name in NAMES else "\n" if name in INFLECTED else ";"
    return [" ".join(item.split()) for item in re.split(separator, text) if item.strip()]


def belongs(item: str, part: Part) -> bool:
    """Whether a word of the lexicon is one of this part's."""
    return {0: "dev", 1: "test"}.get(fold(item, FOLDS), "train") == part


class Lexicon:
    """Draws words of one part of the data; the same seed draws the same."""

    def __init__(self, part: Part, random: Random) -> None:
        self.part, self.random = part, random
        self._lists: dict[str, list[str]] = {}

    def items(self, name: str) -> list[str]:
        """The part's entries of a list of the lexicon; all of them if it is so short that the part has hardly any."""
        if name not in self._lists:
            every = _items(name)
            own = [item for item in every if belongs(item, self.part)]
            self._lists[name] = own if len(own) > 2 else every
        return self._lists[name]

    def one(self, name: str) -> str:
        """One entry."""
        return self.random.choice(self.items(name))

    def some(self, name: str, count: int) -> list[str]:
        """Different entries."""
        return self.random.sample(self.items(name), count)

    def lines(self, table: str) -> list[list[str]]:
        """The lines of a table, each with the ways to say the same."""
        return [[way.strip() for way in line.split("|")] for line in _words()[table].values()]

    def doubted(self, auxiliary: str) -> list[str]:
        """What leaves open, or denies, what an auxiliary of the passive asserts."""
        return [way.strip() for way in _words()["doubted"][auxiliary].split(";")]

    def person(self) -> str:
        """A first and a last name."""
        return f"{self.one('first_names')} {self.one('last_names')}"

    def actor(self) -> str:
        """A person, somebody with a role, or a body: singular."""
        return self.random.choice((self.person, lambda: self.one("roles"), lambda: self.one("bodies")))()

    def actors(self, count: int) -> list[str]:
        """Different ones."""
        found: list[str] = []
        while len(found) < count:
            one = self.actor()
            if one not in found:
                found.append(one)
        return found

    def deed(self) -> Deed:
        """A deed with an object."""
        base, past, participle, gerund, objects = self.one("deeds").split("|")
        thing = self.random.choice([item.strip() for item in objects.split(";")])
        return Deed(
            f"{base} {thing}",
            f"{past} {thing}",
            f"{participle} {thing}",
            f"{gerund} {thing}",
            thing,
            participle,
        )

    def deeds(self, count: int) -> list[Deed]:
        """Different ones, of different verbs and things."""
        found: dict[str, Deed] = {}
        while len(found) < count:
            one = self.deed()
            if all(one.thing != other.thing for other in found.values()):
                found.setdefault(one.verb, one)
        return list(found.values())

    def happening(self) -> tuple[str, Deed]:
        """A subject, and what happens to it."""
        subject, base, past, participle, gerund = self.one("happenings").split("|")
        return subject, Deed(base, past, participle, gerund, "", participle)

    def act(self) -> tuple[str, Deed]:
        """Somebody and a deed, or at times a happening."""
        return self.happening() if self.random.random() < 0.2 else (self.actor(), self.deed())

    def figures(self, count: int) -> list[str]:
        """Different ones of one size, as they stand beside each other."""
        low, high = self.random.choice(((3, 60), (12, 99), (110, 990), (1_000, 9_900), (11_000, 99_000)))
        numbers = self.random.sample(range(low, high), count)
        unit = self.random.choice(("", "", "", " million")) if high < 100 else ""
        return [f"{number:,}{unit}" for number in numbers]

    def year(self) -> int:
        """Of the last hundred and twenty."""
        return self.random.randint(1905, 2024)

    def when(self) -> str:
        """An occasion behind a blank, or nothing."""
        return f" {self.one('occasions')}" if self.random.random() < 0.5 else ""

    def pick(self, *ways: str) -> str:
        """One of them."""
        return self.random.choice(ways)


def value(figure: str) -> float:
    """What a figure of the lexicon comes to."""
    number, _, unit = figure.partition(" ")
    return float(number.replace(",", "")) * (1e6 if unit else 1)


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = text.strip()
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
