"""People that nobody is, and how a newspaper writes what they said."""

from dataclasses import dataclass
from random import Random

from assistant.training.writer.row import clause

_WOMEN = """Ida Maria Olga Fatima Aisha Nadia Leila Grace Sofia Priya Elena Anna Rosa Julia Noor Mina Zeynep
    Ruth Lucy""".split()
_MEN = """Paul Ahmed James Pedro Lars Tom Carlos Henrik Omar Daniel Marek Kofi Viktor Hassan Ben Peter Andre Igor
    Amir""".split()
_LAST = """Lund Okafor Weber Haddad Novak Silva Tanaka Rossi Moreau Petrov Khan Jensen Costa Murphy Larsen Farouk Becker
    Ivanov Mensah Garcia Dubois Yilmaz Horvat Kim Patel Adler Nilsson Ramos Keller Saleh Whitaker Ortega Brandt
    Lindqvist Al-Masri O'Neill Fischer Popescu Demir Vance""".split()
_ROLES = """mayor|historian|spokesperson|minister|professor|engineer|police chief|economist|lawyer|union leader|curator
    |biologist|army officer|senator|researcher|deputy director|press secretary|governor|ambassador|analyst|columnist
    |company director|judge|archivist|adviser""".replace("\n    ", "").split("|")
OUTLETS = (
    "The Harbour Gazette", "Northern Radio", "The Evening Courier", "The regional news agency", "The city's almanac",
    "The official website", "The Lakeside Times", "A later report",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A name, a role, and the pronoun for the person."""

    name: str
    role: str
    pronoun: str

    @property
    def last(self) -> str:
        """The family name."""
        return self.name.split()[-1]


def person(random: Random) -> Person:
    """Somebody at random."""
    names, pronoun = random.choice(((_WOMEN, "she"), (_MEN, "he")))
    return Person(f"{random.choice(names)} {random.choice(_LAST)}", random.choice(_ROLES), pronoun)


def people(random: Random, count: int) -> list[Person]:
    """So many with names that differ in both parts."""
    found: list[Person] = []
    while len(found) < count:
        one = person(random)
        if not any(set(one.name.split()) & set(other.name.split()) for other in found):
            found.append(one)
    return found


def attributed(sentence: str, speaker: Person, random: Random) -> str:
    """The sentence as the speaker's words."""
    plain, small = sentence.rstrip("."), clause(sentence)
    article = "an" if speaker.role[0] in "aeiou" else "a"
    return random.choice(
        [
            f"“{plain},” said {speaker.name}, {article} {speaker.role}.",
            f'"{plain}," {speaker.name}, the {speaker.role}, told reporters.',
            f"{speaker.role.capitalize()} {speaker.name} said that {small}.",
            f"According to {speaker.role} {speaker.name}, {small}.",
            f"{speaker.name}, the {speaker.role}, said {small}, and declined to comment further.",
            f"In an interview, {speaker.last} said that {small}.",
            f"{speaker.name} wrote that {small}.",
        ]
    )


def shown(speaker: Person, quote: str) -> str:
    """The speaker as the quote names them."""
    return speaker.name if speaker.name in quote else speaker.last
