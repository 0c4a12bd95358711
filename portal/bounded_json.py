"""Reading JSON that others wrote: bounded in size and depth before the parser sees any of it.

Python's parser goes as deep as it is led, until the interpreter's stack ends; it reads numbers JSON
does not have (NaN), and letters that no text can hold (half of a surrogate pair).
"""

import json
import re
from typing import Any, NoReturn

DEEPEST = 16  # what any of our partners sends has six levels at most
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}


class NotReadable(ValueError):
    """No JSON, or more of it than is taken. It never repeats what was sent."""


def read(written: str | bytes, *, most: int) -> Any:
    """What a JSON text of at most `most` characters (or bytes) says. Raises NotReadable."""
    if len(written) > most:
        raise NotReadable("too long")
    try:
        text = written.decode() if isinstance(written, bytes) else written
        if _depth(text) > DEEPEST:
            raise NotReadable("too deep")
        found = json.loads(text, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()  # half a pair says so only here
    except NotReadable:
        raise
    except (ValueError, RecursionError):
        raise NotReadable("no JSON") from None
    return found


def read_object(written: str | bytes, *, most: int) -> dict[str, Any]:
    """The same, where nothing but an object is meant. Raises NotReadable."""
    found = read(written, most=most)
    if not isinstance(found, dict):
        raise NotReadable("no object")
    return found


def _depth(text: str) -> int:
    """How many brackets are open at most, whatever stands inside texts."""
    deepest = open_now = 0
    for each in _TEXT.sub("", text):
        open_now += _STEPS.get(each, 0)
        deepest = max(deepest, open_now)
    return deepest


def _no_number(_name: str) -> NoReturn:
    raise NotReadable("no number")
