"""Words: how texts are cut into them, which of them have no content, and their stems.

There are several ways to cut a text, and each has its reason. They stand here side by side, so that nobody adds one
more without seeing them.
"""

import re
import threading
import unicodedata
from functools import lru_cache

# Words that do not say what a text is about.
FUNCTION_WORDS = frozenset(
    """a about an and any are as at be been but by can could did do does for from had has have how i if in into is it
    its me my no not of on or our over she he so some such tell than that the their them then there these they this
    those to up us was we were what when where which who whom whose why will with would you your""".split()
)

# Letters, digits and underscores: what keyword search calls a word, as FTS5 does.
WORD = re.compile(r"\w+")
# The same without underscores: words of a phrase that is looked up letter by letter.
PLAIN_WORD = re.compile(r"[^\W_]+")
# Letters alone: a word cut at its apostrophes.
LETTERS_ALONE = re.compile(r"[^\W\d_]+")
# The same, or a digit with its sign: where a number can begin.
LETTERS_OR_DIGIT = re.compile(r"[-−.]?\d|[^\W\d_]+")
# Words with the hyphens between them: how a text writes a compound.
COMPOUND = re.compile(r"\w+(?:-\w+)*")
# Letters with the apostrophes between them, no figures: "O'Brien". Names and the terms of a text are made of these.
LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Letters or a number with its dots and commas, cut at apostrophes: "2,500". Sentences are compared by these.
LETTERS_OR_NUMBER = re.compile(r"[^\W\d_]+|\d[\d.,]*\d|\d")
# A figure with its signs, or letters with dots, apostrophes and hyphens between them: what a gap in
# a claim is made of.
FIGURE_OR_WORD = re.compile(r"[$€£]?\d(?:[\d.,:]*\d)?%?|[^\W\d_]+(?:['’.-](?=[^\W_])[^\W_]+)*")
# Letters or one punctuation mark: where a clause ends matters to what a "not" denies.
LETTERS_OR_MARK = re.compile(r"[^\W\d_]+|[^\w\s]")
# Letters and figures with one apostrophe, but not that of "n't": words that stand in the same place of two texts.
WORD_BEFORE_NOT = re.compile(r"[^\W_]+(?:['’](?!t\b)[^\W_]+)?")
# Letters of English and the underscore that joins "no_longer": words of the list of opposites.
ENGLISH_WORD = re.compile(r"[A-Za-z_]+")
# Letters and figures with the apostrophes between them: a quotation must have its "2nd" and its "don't".
VERBATIM_WORD = re.compile(r"\w+(?:['’]\w+)*")
# A word with the dots, commas, apostrophes and hyphens in it, or one other sign, and the blanks behind it: put together
# they are the text. The words by which two texts differ are shown.
WORD_WITH_BLANKS = re.compile(r"(?:\w+(?:[.,:'’-]\w+)*|[^\w\s])\s*")

# What keyboards, the web and other writings set for one apostrophe: each is a single code point.
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ´`′＇", "'"))
# Letters with marks that Unicode does not take apart, and how they are written without.
_WITHOUT_MARKS = APOSTROPHES | str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
# The same letters, and umlauts, in the spelling of who has no such keys: "Mueller", "Malmoe", "Aagaard".
_SPELLED_OUT = APOSTROPHES | str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "đ": "dj"})
_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.){2,}|\b[A-Z]\.[A-Z]\b")
_SHORTENED = re.compile(
    r"'(?:s|re|ve|ll|d|m)?$"
)  # possessives, and verbs that a pronoun has swallowed: "We're"
_ENDINGS = re.compile(r"(?:ing|ed|es|s|e|d)$")  # of verbs and plurals
SHORTEST_INFLECTED = 5  # letters; endings of shorter words are left on
_OF_THREAD = threading.local()


def words(text: str) -> list[str]:
    """The words of a text without figures, dots of abbreviations, possessive endings, and shortened verbs.

    >>> words("We’re sure the U.S. struck 3 of Omar's bases.")
    ['We', 'sure', 'the', 'US', 'struck', 'of', 'Omar', 'bases']
    """
    found = LETTERS.findall(without_dots(text.translate(APOSTROPHES)))
    return [_SHORTENED.sub("", word) if "'" in word else word for word in found]


def without_dots(text: str) -> str:
    """The text with its abbreviations of single letters in one piece: "U.S." as "US"."""
    return _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), text)


def is_function_word(word: str) -> bool:
    """Return True for "us" and "it", but not for "US" and "IT", which are names."""
    return not word.isupper() and word.lower() in FUNCTION_WORDS


def plain(word: str) -> str:
    """The word in lower case, its apostrophes straight, its letters without their marks: "wałęsa" is "walesa"."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFD", word.lower().translate(_WITHOUT_MARKS))
    return "".join(c for c in letters if not unicodedata.combining(c))


def spellings(word: str) -> set[str]:
    """The plain word, the same with its umlauts spelled out, and both without their apostrophes.

    >>> sorted(spellings("Müller")), sorted(spellings("O’Brien"))
    (['mueller', 'muller'], ["o'brien", 'obrien'])
    """
    found = {plain(word)}
    if not word.isascii():
        found.add(plain(unicodedata.normalize("NFC", word.lower()).translate(_SPELLED_OUT)))
    return found | {one.replace("'", "") for one in found if "'" in one}


@lru_cache(maxsize=65_536)  # the same words come again and again, and the stemmer is slow
def stem(word: str) -> str:
    """The Snowball stem of an English word in lower case: "resigning" is "resign", "ministers" is "minist"."""
    import snowballstemmer

    if not hasattr(_OF_THREAD, "stemmer"):
        _OF_THREAD.stemmer = snowballstemmer.stemmer("english")  # it has state: one for each thread
    return str(_OF_THREAD.stemmer.stemWord(word))


@lru_cache(maxsize=65_536)
def without_ending(word: str) -> str:
    """The plain word without the ending of a verb or a plural, coarser than a stem: "dated" and "dates" are "dat"."""
    word = plain(word)
    return _ENDINGS.sub("", word) if len(word) >= SHORTEST_INFLECTED else word
