"""Files in any usual encoding are read; what is not text is refused with the reason."""

import random

import pytest

from corpus.encoding import decode
from corpus.errors import ReadError

NEWS = "“The U.S. is not withdrawing,” Singh said — it’s a plan. Café."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_western_news_is_read_in_each_usual_encoding(encoding: str):
    assert decode(NEWS.encode(encoding)) == NEWS


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("latin-1", "Señor Peña dijo que no. El año próximo será difícil para España."),
        ("cp1251", "Президент заявил в пятницу, что войска останутся. Переговоры продолжатся в июле."),
        ("cp1250", "Prezydent powiedział w piątek, że żołnierze zostaną. Rozmowy będą kontynuowane w lipcu."),
        ("shift_jis", "大統領は金曜日、部隊が残ると述べた。交渉は七月に続く予定である。"),
        ("gb18030", "总统星期五表示，部队将继续驻扎。谈判将于七月继续进行。"),
    ],
)
def test_other_encodings_are_detected(encoding: str, text: str):
    assert decode(text.encode(encoding)) == text


def test_the_first_odd_byte_decides_however_late_it_comes():
    assert decode(b"plain words. " * 100_000 + "café".encode("cp1252")).endswith("words. café")


@pytest.mark.parametrize(("letters", "is_western"), [(20, True), (21, False)])
def test_a_text_with_more_than_a_fifth_of_other_letters_than_ascii_is_not_western(
    letters: int, is_western: bool
):
    cyrillic = "войскаушлисбазынавостоке"[:letters]
    text = " ".join(cyrillic[n : n + 5] for n in range(0, letters, 5))
    text = f"{text} the troops left the base in the east and went home again at last so it was said by all"[
        :100
    ]
    assert decode(text.encode("cp1251")) == (text.encode("cp1251").decode("cp1252") if is_western else text)


def test_one_control_character_in_a_hundred_is_still_text():
    assert len(decode(b"x" * 990 + b"\x01" * 10)) == 1_000
    with pytest.raises(ReadError, match="11 of its 1000 characters are control characters"):
        decode(b"x" * 989 + b"\x01" * 11)


def test_a_declaration_is_used_unless_it_is_wrong():
    cyrillic = "Войска останутся."
    assert decode(cyrillic.encode("koi8-r"), declared="koi8-r") == cyrillic
    assert decode(NEWS.encode("cp1252"), declared="no-such-encoding") == NEWS
    assert decode(NEWS.encode("utf-8"), declared="cp1252") == NEWS


def test_damaged_utf8_is_kept_with_the_damage_marked():
    cut = ("né à Orléans, élevé à Besançon. " * 10).encode()[:-1] + "é".encode()[:1]
    assert decode(cut).endswith("Besançon.\ufffd")


RUBBISH = random.Random(0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"text\x00more", "NUL bytes"),
        (bytes(RUBBISH.randrange(1, 128) for _ in range(2_000)), "control characters"),
        (bytes(RUBBISH.randrange(1, 256) for _ in range(2_000)), "not text"),
        ("UTF-16 without a mark".encode("utf-16-le"), "UTF-16 without a mark, save it as UTF-8"),
        (b"\xff\xfea", "cannot be decoded as utf-16"),
        (b" \n\t", "empty"),
    ],
    ids=["nul", "control", "random", "utf-16 without mark", "half a code unit", "blank"],
)
def test_what_is_not_text_is_refused(content: bytes, reason: str):
    with pytest.raises(ReadError, match=reason):
        decode(content)
