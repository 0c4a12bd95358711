"""What a participant fills in to say that something is wrong."""

from wtforms import HiddenField, TextAreaField

from portal.corrections.models import LONGEST
from portal.i18n.text import lazy_gettext
from portal.web.forms import Form, at_most, required


class CorrectionForm(Form):
    """What is wrong, in her own words and language."""

    about = HiddenField()
    id = HiddenField()
    wrong = TextAreaField(
        lazy_gettext("What is wrong, and how should it be? You can write in any language."),
        validators=[
            required(lazy_gettext("Write what is wrong, so that we can put it right.")),
            at_most(LONGEST),
        ],
    )
