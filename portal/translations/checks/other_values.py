"""Values as other programs' texts have them: `${name}`, `{{ name }}`, `%{name}`, `:name`, `@name`, `%1`."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from portal.translations.checks.message import Found, Message
from portal.translations.checks.wording import listed, said

RULE = "placeholders"
VALUES = re.compile(
    r"\$\{[\w.]+\}|\{\{\{?\s*[\w.$|:()\[\]' -]+?\s*\}?\}\}|[%#]\{\w+\}|\[%\s*\w+\s*%\]|<%=?[^%<>]+%>"
    r"|(?<![\w@./:\\-])[@!][a-z]\w+\b(?![@.]\w)|(?<![\w:/.\[])(?<!\d ):[a-z]\w+\b(?![:/])|%[1-9](?![\d$.,)% ])|%[1-9](?= |\Z)"
    r"|(?<![\w$])\$[a-z_]\w+\b|\$t\([\w.:]+\)|(?<!\w)__\w+?__(?!\w)"
)
SIGNS = re.compile(r"[$@!:_]|[%#{\[<][%\{=\d]|\{\{")


def check(message: Message) -> Iterator[Found]:
    """Every such value of the source stands in every form, as it is written there."""
    if not any(map(SIGNS.search, message.sources)) or _literal(message):
        return
    options = [_values(text) for text in message.sources]
    if not any(options):
        return
    for form in message.forms:
        if not form.text:
            continue
        got = _values(form.text)
        wanted = options[0] if form.serves == (1,) else options[-1]
        missing = [
            each
            for each in wanted
            if each not in got and (not message.plural or all(each in option for option in options))
        ]
        if missing:
            wrong = said("{good} is missing", good=listed(missing))
            hint = said("keep every one exactly as it is")
            yield Found(RULE, wrong, hint, form.number)


@lru_cache(maxsize=4096)
def _values(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s+", "", found) for found in VALUES.findall(text))


def _literal(message: Message) -> bool:
    """Python's own format: two braces are one brace that is shown."""
    return "python-brace-format" in message.entry.flags
