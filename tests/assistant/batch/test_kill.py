"""Killed, out of disk, interrupted: nothing that was answered is lost, and the result is that of an unbroken run."""

import json
import random
import signal

import pytest

pytestmark = pytest.mark.slow

KILLS = 10
FULL = 40_000  # bytes; SQLite needs 32,768 for a file of its own
QUESTIONS = [f"Who spoke about the pier, and why number {n}?" for n in range(40)] + [
    f"What did the {word} do?" for word in ("ferry", "council", "broken pier", "mayor")
]


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.txt"
    path.write_text("\n".join(QUESTIONS))
    return path


@pytest.fixture
def unbroken(tmp_path, questions, run, lines):
    assert run(questions, "-o", tmp_path / "unbroken.jsonl").code == 0
    return lines(tmp_path / "unbroken.jsonl")


def test_killed_at_ten_random_moments_it_ends_as_an_unbroken_run_does(
    tmp_path, questions, unbroken, commands, lines, library_folder
):
    chance, out = random.Random(5), tmp_path / "out.jsonl"
    command = ["batch", questions, "-o", out, "--library", library_folder]
    kept = 0
    for _ in range(KILLS):
        when, after = kept + chance.randrange(3), chance.uniform(0, 0.02)
        code, _ = commands.run(*command, seconds=0.001, end=signal.SIGKILL, when=when, after=after)
        assert code == -signal.SIGKILL
        now = out.read_bytes().count(b"\n") if out.exists() else 0
        assert now >= kept
        kept = now
    assert commands.run(*command)[0] == 0
    assert lines(out) == unbroken
    assert [document["question"] for document in lines(out)] == QUESTIONS


def test_a_full_disk_loses_nothing_and_the_same_command_goes_on(
    tmp_path, questions, unbroken, commands, lines, library_folder
):
    out = tmp_path / "out.jsonl"
    command = ["batch", questions, "-o", out, "--library", library_folder]
    code, said = commands.run(*command, most_bytes=FULL)
    kept = out.read_bytes()
    assert code == 2
    assert f"{out} cannot be written" in said and "run the same command again" in said
    assert "Traceback" not in said
    assert 0 < len(kept) <= FULL and kept.endswith(b"\n")
    code, said = commands.run(*command)
    assert code == 0
    assert f"Going on after {kept.count(bytes([10]))} of 44 questions from before." in said
    assert out.read_bytes().startswith(kept)
    assert lines(out) == unbroken


def test_ctrl_c_says_what_is_kept_and_how_to_go_on(tmp_path, questions, commands, library_folder):
    out = tmp_path / "out.jsonl"
    command = ["batch", questions, "-o", out, "--library", library_folder]
    code, said = commands.run(*command, seconds=0.01, end=signal.SIGINT, when=3)
    kept = out.read_bytes().count(b"\n")
    assert code == 130
    assert f"Interrupted: {kept} of 44 answers are kept in {out}. The same command goes on there." in said
    assert "Traceback" not in said
    assert 0 < kept < len(QUESTIONS)


def test_what_failed_is_tried_again_and_comes_in_its_place(
    tmp_path, questions, unbroken, commands, lines, library_folder
):
    out = tmp_path / "out.jsonl"
    command = ["batch", questions, "-o", out, "--library", library_folder]
    commands.run(*command, broken=True)
    failed = lines(out)[42]
    assert failed == {
        "id": unbroken[42]["id"],
        "filters": {},
        "columns": {},
        "question": "What did the broken pier do?",
        "error": "the server went away",
    }
    commands.run(*command)
    assert lines(out) == unbroken


def test_half_a_line_is_cut_off_and_kept_aside(
    tmp_path, questions, unbroken, commands, lines, library_folder
):
    out = tmp_path / "out.jsonl"
    command = ["batch", questions, "-o", out, "--library", library_folder]
    commands.run(*command)
    whole = out.read_bytes().splitlines(keepends=True)
    half = whole[-1][:-20]
    out.write_bytes(b"".join(whole[:-1]) + half)
    commands.run(*command)
    assert lines(out) == unbroken
    assert (tmp_path / "out.jsonl.cut").read_bytes() == half + b"\n"
    assert json.loads(out.read_bytes().splitlines()[-1])["question"] == QUESTIONS[-1]
