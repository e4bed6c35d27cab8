"""`pincite models fetch`: what is on this machine already is not downloaded again."""

from assistant.cli.models import _fetch_named
from index.models.catalogue import MODELS


def test_models_that_are_there_are_fetched_without_a_word(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PINCITE_MODELS", str(tmp_path))
    [file] = MODELS["smollm2-135m"].files
    (tmp_path / "smollm2-135m").mkdir()
    with (tmp_path / "smollm2-135m" / file.name).open("wb") as stand_in:
        stand_in.truncate(file.size)
    _fetch_named(["smollm2-135m"])
    assert capsys.readouterr().err.strip() == ""
