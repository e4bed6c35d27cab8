import pickle

import pytest

from corpus.errors import Cure, InputError, PinciteError

HOW = dict.fromkeys(Cure, "") | {Cure.NAME_COLUMN: "--column NAME", Cure.FETCH_MODEL: "fetch {}"}


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PinciteError("nothing to read"), "nothing to read"),
        (PinciteError("no column. Name it", Cure.NAME_COLUMN), "no column. Name it: --column NAME"),
        (PinciteError("no model. Fetch it", Cure.FETCH_MODEL, "a{}b"), "no model. Fetch it: fetch a{}b"),
        (PinciteError("Name it.\nExpected:\n- CSV", Cure.NAME_COLUMN), "Name it: --column NAME.\nExpected:\n- CSV"),
        (PinciteError("Name it.", Cure.NAME_OUTPUT), "Name it."),
    ],
)  # fmt: skip
def test_a_message_is_told_with_how_to_do_what_its_first_line_asks_for(error, told):
    assert error.told(HOW) == told


def test_an_error_keeps_its_cure_when_it_is_pickled():
    error = pickle.loads(pickle.dumps(InputError("no model", Cure.FETCH_MODEL, "tiny")))
    assert (str(error), error.cure, error.about) == ("no model", Cure.FETCH_MODEL, "tiny")
