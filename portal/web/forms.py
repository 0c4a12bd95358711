"""The base of every form: a key against double taps, own messages, and what was typed kept."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

from flask import request
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, StringField
from wtforms.validators import StopValidation, ValidationError

from portal import clock
from portal.i18n.text import gettext
from portal.web.models import KeptForm
from portal.web.once import new_key
from portal.web.session import db

KEPT = "kept"
KEPT_FOR = timedelta(hours=1)
LONGEST_AHEAD = 3 * 366  # days; further than any plan, and nearer than a mistyped year
Validator = Callable[[Any, Field], None]


class Form(FlaskForm):  # type: ignore[misc]
    """A form of the portal. WTForms' own messages exist in few of our languages, so none is used."""

    form_key = HiddenField()

    def __init__(self, **kwargs: Any) -> None:
        """Filled from the request, or with what was typed before the language was changed."""
        self.kept_at: datetime | None = None
        if request.method == "GET" and KEPT in request.args and "formdata" not in kwargs:
            kwargs["formdata"], self.kept_at = kept_form(request.args[KEPT])
        super().__init__(**kwargs)
        if not self.form_key.data:
            self.form_key.data = new_key()
        self.conflicted = False

    def conflict(self) -> None:
        """Someone else was first: say so, keep what was typed, and let it be sent anew."""
        self.conflicted = True
        self.form_key.data = new_key()

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(field id, what is wrong and what to do) for the summary on top of the form."""
        return [(self[name].id, str(errors[0])) for name, errors in self.errors.items() if errors]


class ChoiceField(StringField):  # type: ignore[misc]
    """One of some choices, (value, what it is called); drawn by our own components."""

    def __init__(
        self,
        label: object = None,
        validators: Sequence[Validator] = (),
        choices: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.choices = list(choices)
        self.as_written: frozenset[str] = frozenset()  # those whose name a person wrote


class ManyField(Field):  # type: ignore[misc]
    """Any number of some choices."""

    choices: Sequence[tuple[str, str]] = ()

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was ticked."""
        self.data = list(valuelist)


def kept_fields(kept_id: str) -> MultiDict[str, str] | None:
    """What this person had typed, as form data; None for anything that is not hers."""
    return kept_form(kept_id)[0]


def kept_form(kept_id: str) -> tuple[MultiDict[str, str] | None, datetime | None]:
    """What this person had typed, as form data, and when she left it; None for what is not hers."""
    try:
        key = UUID(kept_id)
    except ValueError:
        return None, None
    row = db().execute(
        select(KeptForm.fields, KeptForm.at).where(
            KeptForm.id == key,
            KeptForm.actor_id == current_user.id,
            KeptForm.at > clock.now() - KEPT_FOR,
        )
    ).first()  # fmt: skip
    return (MultiDict(row.fields), row.at) if row else (None, None)


def keep(fields: dict[str, list[str]], whose: UUID | None = None) -> UUID:
    """Keeps what someone has typed for the next showing of the same page; hers who is signed in."""
    who = whose or current_user.id
    db().execute(delete(KeptForm).where(KeptForm.actor_id == who))
    kept = KeptForm(actor_id=who, fields=fields, at=clock.now())
    db().add(kept)
    db().flush()
    return kept.id


def with_typed(path: str, whose: UUID | None = None) -> str:
    """A path, with a pointer to what was typed when there was anything."""
    names = {"csrf_token", "form_key", "language", "next"}
    typed = {
        name: [value[:5000] for value in values[:40]]
        for name, values in list(request.form.lists())[:40]
        if name not in names and any(value.strip() for value in values)
    }
    address = urlsplit(path)
    asked = [(name, value) for name, value in parse_qsl(address.query) if name != KEPT]
    if typed:
        asked.append((KEPT, str(keep(typed, whose))))
    return urlunsplit(("", "", address.path, urlencode(asked), ""))


def required(message: object) -> Validator:
    """The field must be filled; the message says what to do."""

    def check(_form: Any, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            raise StopValidation(str(message))

    return check


def at_most(length: int) -> Validator:
    """The text may be this many characters long; longer is refused, never cut."""

    def check(_form: Any, field: Field) -> None:
        if field.data and len(field.data) > length:
            raise ValidationError(
                gettext(
                    "The text is too long. Shorten it to %(length)s characters. Nothing is lost.",
                    length=length,
                )
            )

    return check


def one_of_the_choices(message: object) -> Validator:
    """The value must be one that was offered."""

    def check(_form: Any, field: Any) -> None:
        if field.data not in {choice[0] for choice in field.choices}:
            raise StopValidation(str(message))

    return check


def readable_day(text: str) -> date:
    """A typed calendar day in ISO 8601. Raises ValidationError that says how to write it."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise ValidationError(
            gettext("Write the date as year-month-day, for example 2026-12-04.")
        ) from error
    if day > clock.days_from_today(LONGEST_AHEAD):
        raise ValidationError(gettext("The date is too far away. Check the year."))
    return day


def day_to_come(typed: str) -> date:
    """A typed day that is not over. Raises ValidationError that says what to do."""
    day = readable_day(typed)
    if day < clock.today():
        raise ValidationError(gettext("The date has passed. Choose today or later."))
    return day
