"""The check finds what is wrong at its line, and is silent where nothing is."""

import pytest

from tests.translations.fourth_look import LATER_FAULTS, LATER_RIGHT
from tests.translations.po_files import Case, checked
from tests.translations.right_texts import RIGHT
from tests.translations.second_look import MORE_FAULTS, MORE_RIGHT
from tests.translations.seeded_faults import FAULTS
from tests.translations.third_look import OTHER_FAULTS, OTHER_RIGHT


def named(case: Case) -> str:
    return f"{case.tag}: {case.name}"


@pytest.mark.parametrize("case", FAULTS + MORE_FAULTS + OTHER_FAULTS + LATER_FAULTS, ids=named)
def test_a_fault_is_found_at_its_line_by_its_rule(tmp_path, case):
    found, line = checked(tmp_path, case)
    assert (line, case.rule) in {(each.line, each.rule) for each in found.findings}
    assert all(each.wrong for each in found.findings)
    assert {each.line for each in found.findings} == {line}


@pytest.mark.parametrize("case", RIGHT + MORE_RIGHT + OTHER_RIGHT + LATER_RIGHT, ids=named)
def test_nothing_is_found_in_what_is_right(tmp_path, case):
    found, _line = checked(tmp_path, case)
    assert [(each.rule, each.wrong) for each in found.findings] == []
