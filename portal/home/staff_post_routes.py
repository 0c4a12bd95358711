"""The one form that posts: what happened, whose turn, by when; the preview stands beside it."""

from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, request
from markupsafe import Markup
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.appointments.given import AnswerTooLate, Clashing, InterpreterUnanswered, NotWithHer
from portal.appointments.given import TooEarly as NotBegun
from portal.appointments.service import TooLate
from portal.appointments.staff_keeping_forms import OfAppointment
from portal.audience import Audience, audience
from portal.db import ChangedMeanwhile, roll_back
from portal.home.desk import cases
from portal.home.staff_person import Person, open_person
from portal.home.staff_postings import POSTINGS, Posting, Scene
from portal.home.staff_postings.times import chosen_time
from portal.i18n.choice import choose
from portal.i18n.languages import SWEDISH, Language
from portal.i18n.text import gettext
from portal.messages.models import Message
from portal.people.current import me
from portal.phrases.parameters import UnfitParameters
from portal.plan.queries import plan_of, story_of
from portal.plan.service import TooEarly
from portal.plan.staff_forms import StepChoiceForm
from portal.plan.staff_turn_forms import AgreedGoalForm
from portal.plan.turns import NobodyThere, NotShared, NotYourTurn, SameHolder
from portal.web.forms import Form
from portal.web.once import once
from portal.web.pages import page, render_in, wants_fragment
from portal.web.session import db

blueprint = Blueprint("posting", __name__, url_prefix="/staff/participants")
NEAREST = 10  # of the desk, beside the form on a wide screen: the next person is one tap away
REFUSALS = (
    NotShared, NobodyThere, SameHolder, NotYourTurn, InterpreterUnanswered, TooEarly, Clashing,
    NotWithHer, NotBegun, TooLate, AnswerTooLate,
)  # fmt: skip


@blueprint.get("/<uuid:participant_id>/post")
@audience(Audience.CASEWORKER)
def show(participant_id: UUID) -> Response:
    """What happened, whose turn, by when; the preview stands beside."""
    posting, scene = _posting(), _scene(participant_id)
    return _post_page(scene, posting.form(scene))


@blueprint.post("/<uuid:participant_id>/post")
@audience(Audience.CASEWORKER)
@once
def publish(participant_id: UUID) -> Response:
    """Shows the preview, or stores what was posted and leads back to the participant."""
    posting, scene = _posting(), _scene(participant_id)
    form = posting.form(scene)
    if request.form.get("preview", "1") != "1":  # something is looked for: nothing is wrong yet
        return _post_page(scene, form, preview=True)
    valid = form.validate_on_submit()
    if "preview" in request.form:
        return _post_page(scene, form, preview=valid or posting.unfinished)
    if not valid:
        return _post_page(scene, form, status=422)
    try:
        published = posting.publish(scene, form)
    except REFUSALS as error:
        _explain(form, error)
        return _post_page(scene, form, status=422)
    except ChangedMeanwhile:
        return _conflict(participant_id, posting)
    seen = gettext("Published. %(name)s sees it now.", name=scene.person.short_name)
    flash(posting.said(published) or seen)
    if isinstance(published, Message) and form["thread"].data:  # an answer: back to where it stands
        return redirect(f"/staff/threads/{published.thread_id}#latest", code=303)
    return redirect(f"/staff/participants/{participant_id}", code=303)


def _conflict(participant_id: UUID, posting: Posting) -> Response:
    """How it stands now beside what was typed, to be published anew or left."""
    roll_back(db())
    scene = _scene(participant_id)
    form = posting.form(scene)
    form.conflict()
    if isinstance(form, StepChoiceForm):
        form.renew()
        g.stands = scene.plan.step(form.step_id)
    elif isinstance(form, OfAppointment):
        g.stands_time = chosen_time(scene)
        form.renew(g.stands_time)
    elif isinstance(form, AgreedGoalForm):
        form.renew(scene.plan)
    return _post_page(scene, form, status=409, preview=True)


def _posting() -> Posting:
    what = request.form.get("what") or request.args.get("what", "turn")
    if what not in POSTINGS:
        abort(404)
    g.what = what
    return POSTINGS[what]


def _scene(participant_id: UUID) -> Scene:
    person = open_person(db(), me(), participant_id)
    plan = plan_of(db(), me(), person.id)
    if plan is None:
        raise NoResultFound
    return Scene(db(), me(), person, plan)


def _explain(form: Form, error: Exception) -> None:
    """Puts what the service refused at the field where it can be put right."""
    said = {
        NotShared: (
            ("holder", "keep"),
            gettext(
                "This agency may not see the step. Ask for consent first, or choose someone else."
            ),
        ),
        NobodyThere: (
            ("holder", "keep"),
            gettext("Nobody at this agency works with the participant. Choose someone else."),
        ),
        SameHolder: (
            ("holder",), gettext("This one has the turn already. To move the day, say that it takes longer."),
        ),
        NotYourTurn: (
            ("step", "kind", "keep"), gettext("The step is finished or belongs to another agency.")
        ),
        TooEarly: (("promised_by",), gettext("Choose a day after the one that was promised.")),
        InterpreterUnanswered: (("interpreter",), gettext("Say where the interpreter stands.")),
        Clashing: (("accepted",), gettext("Something stands against this time. Choose another time, or say why you give it all the same.")),
        NotWithHer: (("attendees",), gettext("Someone you chose does not work with the participant any longer.")),
        AnswerTooLate: (("reply_by",), gettext("Choose a day before the appointment, or leave it empty.")),
        NotBegun: (("outcome",), gettext("The appointment has not begun yet.")),
        TooLate: (("day", "by", "interpreter", "outcome"), gettext("The appointment has begun, is over or is cancelled.")),
    }  # fmt: skip
    if "swedish" in form:  # the agreed goal has no step and no receiver
        form["swedish"].errors = [gettext("The participant has not let you see the goal.")]
        return
    fields, words = said[type(error)]
    form[next(name for name in fields if name in form)].errors = [words]


def _post_page(
    scene: Scene, form: Form, *, status: int = 200, preview: bool | None = None
) -> Response:
    posting = POSTINGS[g.what]
    reads = language_read_by(scene.person)
    shown: dict[str, Markup] = {}
    if preview or (preview is None and request.method == "GET"):
        try:
            shown = _drawn(posting, scene, form, reads)
        except (UnfitParameters, ValueError, TypeError, AttributeError, LookupError):
            shown = {}  # not enough is filled in yet to show anything
    return page(
        "home/staff_post.html", fragment="home/_staff_post.html", status=status, person=scene.person,
        form=form, what=g.what, postings=POSTINGS, reads=reads, preview=shown,
        parameters=posting.parameters(form), fields=f"home/staff_postings/_{posting.fields}.html",
        icon_name=posting.icon, plan=scene.plan, **_stands(),
        nearest=[] if wants_fragment() else cases(db(), me())[:NEAREST],
    )  # fmt: skip


def _stands() -> dict[str, object]:
    """After a conflict, the step as it stands now and what was said with it."""
    step = g.get("stands")
    return {
        "stands": step,
        "stands_time": g.get("stands_time"),
        "latest": next(iter(story_of(db(), step)), None) if step else None,
    }


def _drawn(posting: Posting, scene: Scene, form: Form, reads: Language) -> dict[str, Markup]:
    template, context = posting.preview(scene, form)
    drawn = {reads.tag: render_in(reads, template, **context)}
    if reads is not SWEDISH:
        drawn["sv"] = render_in(SWEDISH, template, **context)
    return drawn


def language_read_by(person: Person) -> Language:
    """The language a participant's pages are in: her own, or what it falls back to."""
    return choose(picked=None, profile=person.language, accepted=())
