"""The list of deliberate faults fits the code as it is."""

from collections import Counter

import pytest

from tests.faults import ROOT, read_faults

FAULTS = read_faults()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_what_a_fault_replaces_stands_in_its_file_once(fault):
    assert (ROOT / fault.file).read_text(encoding="utf-8").count(fault.old) == 1
    assert fault.old != fault.new
    assert fault.tests and all((ROOT / test).is_file() for test in fault.tests)


def test_each_fault_has_a_name_of_its_own():
    assert [name for name, count in Counter(fault.name for fault in FAULTS).items() if count > 1] == []
    assert len(FAULTS) > 60
