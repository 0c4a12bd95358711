"""The catalogues of typed phrases: complete, consistent, and sayable in every language."""

from datetime import UTC, datetime

import pytest

from portal.config import ROOT
from portal.i18n.catalogs import placeholders
from portal.i18n.languages import OFFERED
from portal.i18n.text import Translators
from portal.phrases import (
    appointment_kinds,
    duties,
    parameters,
    reasons,
    sentences,
    standard_messages,
    step_kinds,
)
from portal.phrases.parameters import ParameterType, Speaker, UnfitParameters, checked

TRANSLATORS = Translators(ROOT / "translations")
SAMPLES = {
    ParameterType.TEXT: "Exempelskolans <kök>",
    ParameterType.DATE: "2026-12-04",
    ParameterType.INSTANT: datetime(2026, 12, 4, 9, tzinfo=UTC).isoformat(),
    ParameterType.AGENCY: "fk",
    ParameterType.MONTH: "2026-12",
}


def sample(parameter: parameters.Parameter) -> str:
    return SAMPLES.get(parameter.type) or next(iter(parameter.choices))


def with_parameters():
    for kind in step_kinds.STEP_KINDS:
        yield kind.code, kind.title, kind.parameters
    for message in standard_messages.STANDARD_MESSAGES:
        yield message.code, message.body, message.parameters
    for sentence in sentences.SENTENCES.values():
        yield sentence.code, sentence.text, sentence.parameters


def test_the_catalogues_are_complete():
    assert len(step_kinds.STEP_KINDS) == len(step_kinds.BY_CODE) == 61
    assert len(appointment_kinds.APPOINTMENT_KINDS) == len(appointment_kinds.BY_CODE) == 20
    assert [each.code for each in standard_messages.STANDARD_MESSAGES] == [
        f"K{n:02}" for n in range(1, 21)
    ]
    assert len(duties.DUTY_KINDS) == 3
    assert len(reasons.EXIT_REASONS) == 21


@pytest.mark.parametrize(("code", "said", "declared"), list(with_parameters()))
def test_every_phrase_takes_exactly_the_values_it_declares(code, said, declared):
    assert placeholders(said.text) == {each.name for each in declared}, code


@pytest.mark.parametrize("language", OFFERED, ids=lambda each: each.tag)
def test_every_phrase_can_be_said_in_every_offered_language(language):
    speaker = Speaker(TRANSLATORS[language])
    for code, said, declared in with_parameters():
        values = {each.name: sample(each) for each in declared}
        spoken = speaker.say(said, declared, values)
        assert "%(" not in spoken, code
        assert "<kök>" not in spoken
        assert speaker.plain(said, declared, values)


def test_quick_replies_and_bring_lists_exist():
    for message in standard_messages.STANDARD_MESSAGES:
        assert set(message.replies) <= set(standard_messages.QUICK_REPLIES), message.code
    for kind in appointment_kinds.APPOINTMENT_KINDS:
        assert set(kind.bring) <= set(appointment_kinds.BRING), kind.code


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({}, "when"), ({"when": "yesterday", "by": "2026-12-04"}, "when"),
        ({"when": "2026-12-04T09:00", "by": "2026-12-04"}, "when"),
        ({"when": "2026-12-04T09:00+01:00", "by": "4 december"}, "by"),
        ({"when": "2026-12-04T09:00+01:00", "by": " "}, "by"),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_refused_by_name(values, name):
    declared = standard_messages.BY_CODE["K02"].parameters
    with pytest.raises(UnfitParameters) as refused:
        checked(declared, values)
    assert refused.value.name == name


def test_only_declared_values_are_stored():
    declared = standard_messages.BY_CODE["K17"].parameters
    stored = checked(declared, {"place": " Köket ", "by": "2026-12-04", "diagnosis": "x"})
    assert stored == {"place": "Köket", "by": "2026-12-04"}


def test_health_titles_name_no_diagnosis_and_are_never_shared_as_plan():
    for code in ("V03", "V04", "V07", "A15", "F08"):
        assert step_kinds.BY_CODE[code].shares == "health"
