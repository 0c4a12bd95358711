"""What a step is called: a catalogued phrase, or a free title with its own language."""

import re

from markupsafe import Markup

from portal.i18n.markup import shown
from portal.phrases.parameters import Speaker
from portal.phrases.step_kinds import BY_CODE, StepKind
from portal.plan.rows import StepRow


def title_of(step: StepRow, speaker: Speaker) -> Markup:
    """The title in the speaker's language. A coordinator sees only that there is a step."""
    if step.kind:
        kind = BY_CODE[step.kind]
        return speaker.say(kind.title, kind.parameters, step.parameters)
    if step.title:
        title = f'<span lang="{shown(step.title_language)}" dir="auto">{shown(step.title)}</span>'
        return Markup(title)  # noqa: S704 - both escaped
    return Markup(shown(speaker.translator.gettext("A step")))  # noqa: S704


def kind_title_of(kind: StepKind, speaker: Speaker) -> str:
    """What a kind is called in a list, with an ellipsis where a value will stand."""
    return re.sub(r"%\(\w+\)s", "…", speaker.translator.say(kind.title))
