"""What names a person's number, health or past is found; the everyday words of the agencies are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.i18n.languages import SWEDISH
from portal.messages import staff_sensitive_stems as stems
from portal.messages.staff_sensitive_words import SENSITIVE, Sensitive, sensitive_words
from portal.phrases.appointment_kinds import APPOINTMENT_KINDS, BRING
from portal.phrases.papers import PAPERS
from portal.phrases.standard_messages import QUICK_REPLIES, STANDARD_MESSAGES, TOPICS
from portal.phrases.step_kinds import STEP_KINDS
from tests.i18n.test_identity_numbers import numbers
from tests.phrases.test_catalogue import TRANSLATORS

S = Sensitive


def found(text: str) -> list[tuple[str, str]]:
    for each in sensitive_words(text):
        assert text[each.start : each.end] == each.words
    return [(each.kind, each.words) for each in sensitive_words(text)]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (S.HEALTH, ("depression Depressionen deprimerad utmattningssyndrom UTMATTNINGSSYNDROMET ångest ångestattack PTSD ptsd"
            " adhd ADHD ADD autism autismspektrum autist bipolär psykos psykosen psykotisk psykisk psykiskt"
            " diabetes diabetesen cancer cancern bröstcancer prostatacancern tumör stroke hjärtinfarkt epilepsi astma KOL"
            " hiv hivpositiv hepatit fibromyalgi diskbråck självmordstankar självskadebeteende demens gravid graviditeten"
            " missfall abort funktionsnedsättning hjärnskada diagnos diagnosen bulimi dyslexi traumatiserad fobi")),
        (S.TREATMENT, ("psykiatrin psykiatrisk vuxenpsykiatrin barnpsykiatrisk psykolog psykologen KBT medicin mediciner"
            " antidepressiva insulin metadon dialys cellgifter operation operationen opererad LVM LPT beroendevården")),
        (S.ADDICTION, ("missbruk alkoholmissbruk missbrukare alkohol alkoholen alkoholist alkoholproblem narkotika knark droger"
            " drogtest heroin kokain cannabis hasch spelberoende blandmissbruket onykter")),
        (S.VIOLENCE, ("våld våldet våldsutsatt misshandel misshandlad hedersvåld hedersrelaterat våldtäkt övergrepp kvinnojouren"
            " könsstympning tortyr hotad dödshot tvångsgift")),
        (S.CRIME, ("brott brottet brottslig fängelse fängelset häktad häktet åtal åtalad kriminell kriminalvården frivården"
            " stöld rån rånad rattfylleri polisanmälan bedrägeri fotboja mord")),
    ],
)  # fmt: skip
def test_words_of_each_kind_are_found_alone_and_in_a_sentence(kind, words):
    for word in words.split():
        assert found(word) == [(kind, word)]
        assert found(f"Hej, ({word})? Vi ses.") == [(kind, word)]
        assert found(f"x {word}!") == [(kind, word)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (S.VIOLENCE, "skyddat boende"), (S.CRIME, "Villkorlig dom"), (S.CRIME, "misstänkt för"),
        (S.HEALTH, "Downs syndrom"), (S.TREATMENT, "inlagd på sjukhus"), (S.VIOLENCE, "olaga hot"),
    ],
)  # fmt: skip
def test_words_that_tell_only_together_are_found_together(kind, text):
    assert found(f"Du är {text}.") == [(kind, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Du är utmattad, trött och stressad.", "Ring sjukvården eller vårdcentralen.", "Du har sjukpenning.",
        "Är du sjuk? Sjukanmäl dig. Du är sjukskriven.", "Ta med läkarintyg från din läkare.", "Vid sjukdom, ring oss.",
        "psykosocial arbetsmiljö", "Det beror på. Beroende på var du bor.", "Han drog ut på det.", "alkoholfri dryck",
        "Dagens kräftskiva på hotellet", "Arkivet har flyttat", "Ett avbrott i bussarna. Ett genombrott!", "Brottas gör vi inte",
        "De kol som grillas", "Add a name", "våldsamt roligt", "Sal B12, buss 5, väg E22, rum F321", "A4-papper, B12", "kl 13.30",
        "arbetsterapeut och fysioterapeut", "rehabilitering", "medicinskt utlåtande", "Operatör på lager", "operativ",
        "utdrag ur belastningsregistret", "stålpriser", "lugnande besked", "inlagd i systemet", "häktat fast", "domen",
        "Hot dogs", "ett strån", "Mordechai", "Dragan", "cancel", "autentisering", "automatisk",
        "kristall", "krisar", "depåavtal", "hivade", "diabas", "stroka", "brottning", "070-174 06 05",
        "2026-11-23", "8304149283", "Region Skåne AB 556036-0793", "v10.2", "punkt A12.3.4", "kl.T09", "x.F32.1",
    ],
)  # fmt: skip
def test_everyday_words_and_words_that_look_alike_are_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Enligt F32.1 är", "F32.1"), ("f43.9", "f43.9"), ("(G47.3A)", "G47.3A"), ("F32.1.", "F32.1"), ("M54.5,M79", "M54.5"),
        ("F32.10", "F32.10"), ("U07.1/", "U07.1"),
    ],
)  # fmt: skip
def test_a_code_with_its_point_is_found_anywhere(text, code):
    assert found(text) == [(S.CODE, code)]


@pytest.mark.parametrize("text", ["diagnos {}", "Diagnoskod: {}", "ICD-10 {}", "diagnosen ({})"])
@pytest.mark.parametrize("code", ["F32", "F321", "F431A", "F32.1", "f32"])
def test_a_code_without_its_point_is_found_where_a_diagnosis_is_spoken_of(text, code):
    assert (S.CODE, code) in found(text.format(code))


def test_findings_come_in_the_order_of_the_text():
    text = "830414-9282 har F32.1 och ADHD, missbruk, våld och rån."
    assert found(text) == [
        (S.IDENTITY, "830414-9282"), (S.CODE, "F32.1"), (S.HEALTH, "ADHD"), (S.ADDICTION, "missbruk"), (S.VIOLENCE, "våld"),
        (S.CRIME, "rån"),
    ]  # fmt: skip
    assert [kind for kind, _ in found("rån, våld, missbruk, ADHD, F32.1, 830414-9282")] == [
        S.CRIME, S.VIOLENCE, S.ADDICTION, S.HEALTH, S.CODE, S.IDENTITY,
    ]  # fmt: skip


def test_no_text_of_the_catalogues_is_warned_about():
    """A warning about what has been reviewed would teach staff to click it away."""
    swedish = TRANSLATORS[SWEDISH]
    phrases = [
        *(each.title for each in STEP_KINDS), *(each.title for each in APPOINTMENT_KINDS),
        *(each.purpose for each in APPOINTMENT_KINDS), *(each.body for each in STANDARD_MESSAGES),
        *(each.subject for each in STANDARD_MESSAGES), *QUICK_REPLIES.values(), *TOPICS.values(), *PAPERS.values(),
        *BRING.values(),
    ]  # fmt: skip
    assert [said.text for said in phrases if sensitive_words(swedish.say(said))] == []


def test_the_list_is_a_list():
    words = [
        word
        for each in (stems.HEALTH, stems.TREATMENT, stems.ADDICTION, stems.VIOLENCE, stems.CRIME)
        for word in each.split()
    ]
    assert len(words) == len(set(words)) >= 120
    for word in words:
        core = word.strip("*")
        assert core.isalpha()
        assert found(core)[0][1] == core
    assert set(stems.PHRASES) <= {kind.value for kind in Sensitive}
    assert set(SENSITIVE) == set(Sensitive)


around = some.text().filter(lambda text: not any(each.isdecimal() for each in text))


@given(around, numbers(), around)
def test_every_number_is_found_in_any_surrounding_text(before, number, after):
    text = before + number + after
    assert (S.IDENTITY, number) in found(text)


apart = some.text(alphabet=some.characters(exclude_categories=["L", "N", "M", "Pc"]))


@given(apart, some.sampled_from(["ångest", "Missbruket", "VÅLD", "åtalad", "medicin"]), apart)
def test_every_word_is_found_among_any_signs(before, word, after):
    assert word in [words for _, words in found(before + word + after)]


@given(apart, some.dates(date(1950, 1, 1), date(2026, 12, 31)), apart)
def test_a_date_alone_is_no_number(before, day, after):
    assert found(f"{before}{day:%Y-%m-%d}{after}") == []
