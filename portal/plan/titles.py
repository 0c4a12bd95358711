"""What a step is called: a catalogued phrase, or a free title with its own language."""

from markupsafe import Markup

from portal.i18n.markup import shown
from portal.phrases.parameters import Speaker
from portal.phrases.step_kinds import BY_CODE
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
