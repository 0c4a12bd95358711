"""The catalogs are in step with the source, complete in every offered language, and checked."""

import re
import shutil

from portal.config import ROOT
from portal.i18n.catalogs import catalog_path, read_catalog
from portal.i18n.languages import BY_TAG, OFFERED
from portal.translations.check import check_file, findings, out_of_step
from portal.translations.checks.target import of_language
from portal.translations.extraction import extract
from portal.translations.sync import sync


def test_nothing_is_missing_or_wrong_in_an_offered_language():
    assert [(each.path, each.line, each.rule, each.wrong) for each in findings(ROOT)] == []


def test_syncing_twice_changes_nothing():
    assert sync(ROOT) == []


def test_every_text_of_the_source_has_a_translation():
    texts = extract(ROOT)["participant"]
    for language in OFFERED:
        if language.tag == "en":
            continue
        known = read_catalog(ROOT / "translations", language).messages
        for message in texts:
            if message.id:
                one = message.id if isinstance(message.id, str) else message.id[0]
                assert (message.context, one) in known, (language.tag, one)


def test_short_texts_tell_the_translator_what_they_are():
    for domain, texts in extract(ROOT).items():
        for message in texts:
            if (
                isinstance(message.id, str)
                and 0 < len(message.id.split()) <= 1
                and domain == "participant"
            ):
                assert message.context or message.auto_comments or message.locations, message.id


def test_the_check_finds_what_is_wrong(tmp_path):
    for folder in ("portal", "templates", "translations"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path = catalog_path(tmp_path / "translations", BY_TAG["ar"], "participant")
    whole = path.read_text()
    for broken, rule in (
        (whole.replace('msgstr "خطتك"', 'msgstr ""', 1), "missing"),
        (re.sub(r'(msgstr "[^"]*)%\(day\)s', r"\1%(dag)s", whole, count=1), "placeholders"),
        (whole.replace('msgstr "خطتك"', 'msgstr "خطتك ٣"', 1), "digits"),
        (whole.replace('msgstr "EEEE d MMMM"', 'msgstr "EEEE de MMMM"', 1), "date-pattern"),
        (whole.replace("msgid", "#\nmsgid", 1).replace('msgstr "خطتك"\n', 'msgstr "خطتك"\n\nmsgid "x"\nmsgstr "س"\n', 1), "sync"),
    ):  # fmt: skip
        assert broken != whole
        path.write_text(broken)
        found = check_file(path, of_language(BY_TAG["ar"]), complete=True).findings
        found += out_of_step(tmp_path).get(path, ()) if rule == "sync" else ()
        assert any(each.rule == rule for each in found), rule
