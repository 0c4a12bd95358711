"""Text becomes markup: escaped once, with values that are escaped or markup already.

MarkupSafe does the same, but makes every piece a Markup of its own and wraps every value that is
filled in; with some two hundred pieces a page that shows.
"""

from collections.abc import Mapping
from functools import lru_cache
from html import escape as escape_text

from markupsafe import Markup, escape


def shown(value: object) -> str:
    """What stands on a page for a value. Most are markup already, and need no second look."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    return escape_text(value) if kind is str else escape(value)  # type: ignore[arg-type]


def filled(text: str, values: Mapping[str, object]) -> Markup:
    """A text with named placeholders as markup; text and values are escaped, markup is kept.

    Raises KeyError for a value that is missing.
    """
    escaped = {
        name: value if type(value) is int else shown(value) for name, value in values.items()
    }
    return Markup(_escaped(text) % escaped)  # noqa: S704 - text and values are escaped


@lru_cache(maxsize=4096)
def _escaped(text: str) -> str:
    """A catalog's text, escaped. Markup would escape the values once more when they are filled in."""
    return str(escape(text))
