"""PO files for tests, written as other programs write them."""

from dataclasses import dataclass
from pathlib import Path

from portal.i18n.languages import BY_TAG
from portal.translations.check import Checked, check_file

FORMS = {
    "ru": BY_TAG["uk"].plural_forms, "cs": "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;",
    "fr": "nplurals=2; plural=(n > 1);", "ckb": "nplurals=2; plural=(n != 1);", "de": "nplurals=2; plural=(n != 1);",
    "he": "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);", "am": "nplurals=2; plural=(n > 1);",
    "tr": "nplurals=2; plural=(n != 1);", "es": "nplurals=2; plural=(n != 1);", "ja": "nplurals=1; plural=0;",
    "id": "nplurals=1; plural=0;", "zh": "nplurals=1; plural=0;", "it": "nplurals=2; plural=(n != 1);", "nb": "nplurals=2; plural=(n != 1);",
    "hy": "nplurals=2; plural=(n != 1);", "sr": BY_TAG["uk"].plural_forms, "el": "nplurals=2; plural=(n != 1);", "ur": "nplurals=2; plural=(n != 1);",
    "sq": "nplurals=2; plural=(n != 1);", "ro": "nplurals=3; plural=(n==1 ? 0 : (n==0 || n!=1 && n%100>=1 && n%100<=19) ? 1 : 2);",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One entry of a catalog. `rule` is what should be found in `form`; none where it is right."""

    name: str
    tag: str
    ids: str | tuple[str, ...]
    texts: str | tuple[str, ...]
    rule: str = ""
    form: int = 0
    context: str = ""
    swedish: str = ""
    flags: str = ""
    comment: str = ""


def header(tag: str) -> str:
    """An ordinary header."""
    plural = BY_TAG[tag].plural_forms if tag in BY_TAG else FORMS[tag]
    fields = (
        f"Language: {tag}", "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit", f"Plural-Forms: {plural}",
    )  # fmt: skip
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields)


def quoted(text: str) -> str:
    """A text between quotation marks."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{text}"'


def entry(case: Case) -> str:
    """One entry as it stands in a file."""
    ids = (case.ids,) if isinstance(case.ids, str) else case.ids
    texts = (case.texts,) if isinstance(case.texts, str) else case.texts
    lines = [f"# {case.comment}"] if case.comment else []
    lines += [f"#. sv: {case.swedish}"] if case.swedish else []
    lines += ["#: templates/plan/step.html"]
    lines += [f"#, {case.flags}"] if case.flags else []
    lines += [f"msgctxt {quoted(case.context)}"] if case.context else []
    lines += [f"msgid {quoted(ids[0])}"]
    lines += [f"msgid_plural {quoted(ids[1])}"] if len(ids) > 1 else []
    for number, text in enumerate(texts):
        lines += [f"msgstr{f'[{number}]' if len(ids) > 1 else ''} {quoted(text)}"]
    return "\n".join(lines) + "\n"


def checked(folder: Path, case: Case) -> tuple[Checked, int]:
    """A file with an ordinary entry before and behind the case; and the line of the form it is about."""
    text = header(case.tag) + '\nmsgid "GPS"\nmsgstr "GPS"\n\n'
    before = text.count("\n")
    lines = entry(case).splitlines()
    at = [number for number, line in enumerate(lines, 1) if line.startswith("msgstr")]
    path = folder / f"{case.tag}.po"
    path.write_text(text + "\n".join(lines) + '\n\nmsgid "XML"\nmsgstr "XML"\n', encoding="utf-8")
    return check_file(path), before + at[min(case.form, len(at) - 1)]
