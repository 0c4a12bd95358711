"""The accessibility statement as data: what the Swedish rules ask for, and the true list of gaps.

Parts: the act on digital public service (2018:1937) with the regulations on it, and the statement
of the EU (2018/1523). Whoever mends a gap takes it off here; a new one is added the day it is known.
Who answers for the portal as a whole is for the agencies to agree; until then all four stand here.
`assessed` is the day of our own assessment by programs (`tests/browser`), to be renewed with each one.
"""

from dataclasses import dataclass
from datetime import date

from portal.i18n.text import Phrase, phrase
from portal.people.agencies import Agency


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not accessible: what, and why it is so and what is done about it."""

    what: Phrase
    why: Phrase


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything the page says that can change. Days are those of the statement itself."""

    bodies: tuple[Agency, ...]
    service: str
    standard: str
    conformity: Phrase
    assessed: date
    updated: date
    methods: tuple[Phrase, ...]
    gaps: tuple[Gap, ...]
    burden: Phrase
    out_of_scope: tuple[Phrase, ...]


STATEMENT = Statement(
    bodies=tuple(Agency),
    service="Malmökraften",
    standard="EN 301 549 V3.2.1 (WCAG 2.1 AA)",
    conformity=phrase("accessibility", "The portal follows the law in part. What is missing stands below."),
    assessed=date(2026, 11, 23),
    updated=date(2026, 11, 23),
    methods=(
        phrase("accessibility", "We have assessed it ourselves. Nobody from outside has reviewed it yet."),
        phrase("accessibility", "A program (axe) checks the pages in a real browser in several languages, in light and dark. We aim at WCAG 2.2 level AA."),
        phrase("accessibility", "Programs also check narrow screens, double text size, right-to-left languages, and that everything works without JavaScript."),
    ),
    gaps=(
        Gap(phrase("accessibility", "No screen reader on a real phone has been tried yet."),
            phrase("accessibility", "So far the pages have been checked by programs only.")),
        Gap(phrase("accessibility", "Nobody with a disability has tested the portal yet."),
            phrase("accessibility", "The portal is new and has not been used by participants yet.")),
        Gap(phrase("accessibility", "Easy Swedish has not been tested by readers who need it."),
            phrase("accessibility", "It follows the advice for easy reading, but only readers can tell whether it is easy.")),
        Gap(phrase("accessibility", "What staff write in their own words is in Swedish only."),
            phrase("accessibility", "The portal never translates by machine without saying so. You can ask to be called with an interpreter.")),
        Gap(phrase("accessibility", "Photos and PDF files in messages have no text for a screen reader."),
            phrase("accessibility", "They show papers as they are. Ask your contact to read them to you.")),
        Gap(phrase("accessibility", "Pages can be read aloud only in languages that the phone has a voice for."),
            phrase("accessibility", "The voice belongs to the phone, not to the portal.")),
        Gap(phrase("accessibility", "Nothing is shown in sign language."),
            phrase("accessibility", "Ask for a sign language interpreter. It is free.")),
    ),
    burden=phrase("accessibility", "We claim no exception because something would be too great a burden."),
    out_of_scope=(
        phrase("accessibility", "Papers that participants photograph and send are not made by us."),
    ),
)  # fmt: skip
