"""Text becomes markup: escaped once, never twice, and nothing that is typed becomes a tag."""

import pytest
from markupsafe import Markup

from portal.i18n.languages import SWEDISH
from portal.i18n.markup import filled, shown


class Drawn:
    def __html__(self):
        return "<i>drawn</i>"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<b>", "&lt;b&gt;"), ("\"'&", "&quot;&#x27;&amp;"), (Markup("<b>"), "<b>"), (7, "7"), (None, "None"),
        (Drawn(), "<i>drawn</i>"),
    ],
)  # fmt: skip
def test_what_stands_on_a_page_for_a_value(value, expected):
    assert shown(value) == expected


def test_text_and_values_are_escaped_and_markup_is_kept():
    values = {"name": "<Åsa>", "day": Markup("<bdi>5</bdi>"), "count": 3}
    found = filled("<b>%(name)s</b> %(day)s %(count)d & 100%%", values)
    assert found == "&lt;b&gt;&lt;Åsa&gt;&lt;/b&gt; <bdi>5</bdi> 3 &amp; 100%"
    assert isinstance(found, Markup)


def test_a_missing_value_is_an_error():
    with pytest.raises(KeyError):
        filled("%(name)s", {})


def test_nothing_that_templates_call_waits_for_a_context(app):
    """Templates call functions as Python does, so one that Jinja should hand its context gets none."""
    environment = app.extensions["portal.environments"][
        app.extensions["portal.translators"][SWEDISH]
    ]
    asking = [name for name, each in environment.globals.items() if hasattr(each, "jinja_pass_arg")]
    assert asking == []
