"""create_app: settings, shared glue, the slices, and the refusal to start half-made."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask_compress import Compress
from flask_wtf import CSRFProtect
from jinja2 import Environment
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import clock, health, startup
from portal.appointments import feed
from portal.appointments.feed_routes import blueprint as calendar
from portal.appointments.fixed_hours_routes import blueprint as fixed_hours
from portal.appointments.queries import appointment_of
from portal.appointments.routes import blueprint as appointments
from portal.appointments.service import confirm
from portal.config import ROOT, Settings, from_environment
from portal.config.rules import LOOPBACK
from portal.corrections.routes import Owned
from portal.corrections.routes import blueprint as corrections
from portal.db import Database
from portal.home.closing_routes import blueprint as closing
from portal.home.export_routes import blueprint as export
from portal.home.logged import logged
from portal.home.routes import blueprint as home
from portal.home.sharing_routes import blueprint as sharing
from portal.home.staff_closing_routes import blueprint as reopening
from portal.home.staff_contact_routes import blueprint as contact
from portal.home.staff_corrections_routes import blueprint as answering
from portal.home.staff_hours_routes import blueprint as staff_hours
from portal.home.staff_inbox_routes import blueprint as inbox
from portal.home.staff_letter_routes import blueprint as staff_letter
from portal.home.staff_post_routes import blueprint as posting
from portal.home.staff_routes import blueprint as staff
from portal.home.staff_scheduled_routes import blueprint as scheduled
from portal.home.staff_sharing_routes import blueprint as staff_sharing
from portal.home.staff_thread_routes import blueprint as thread
from portal.i18n.languages import SWEDISH, written_in
from portal.i18n.text import Translator, Translators, current
from portal.messages.about import Subject
from portal.messages.attachment_routes import blueprint as attachments
from portal.messages.draft_routes import blueprint as drafts
from portal.messages.forward_routes import blueprint as forwarding
from portal.messages.queries import about_step, conversation, unread_count
from portal.messages.rescue import keep_text, rescue
from portal.messages.routes import blueprint as messages
from portal.notices import devices
from portal.notices.demo_routes import blueprint as outbox
from portal.notices.reach import reach_of
from portal.notices.report_routes import blueprint as reports
from portal.notices.routes import blueprint as notices
from portal.people import routes as people
from portal.people.again_routes import blueprint as again
from portal.people.agencies import AGENCIES, RECORDS
from portal.people.current import me
from portal.people.demo_routes import blueprint as demo_people
from portal.people.identity import IdentityVault
from portal.people.roles import TITLES
from portal.people.sign_in_limits import PARTICIPANT, REMEMBERED
from portal.people.sign_in_routes import blueprint as sign_ins
from portal.phrases import reasons
from portal.phrases.absence import FIXED_HOURS, IF_ABSENT
from portal.phrases.appointment_kinds import (
    BRING,
    INTERPRETER_PARAMETERS,
    INTERPRETER_STATES,
    MODES,
)
from portal.phrases.appointment_kinds import BY_CODE as APPOINTMENT_KINDS
from portal.phrases.forward_reasons import REASONS as FORWARD_REASONS
from portal.phrases.language_names import LANGUAGE_NAMES
from portal.phrases.papers import STAGES
from portal.phrases.parameters import Speaker
from portal.phrases.staff_clashes import OUTCOMES
from portal.phrases.staff_papers import STAGES_FOR_STAFF
from portal.phrases.standard_messages import BY_CODE as STANDARD_MESSAGES
from portal.phrases.step_kinds import BY_CODE as STEP_KINDS
from portal.phrases.words import words_in
from portal.plan.queries import step_of
from portal.plan.routes import blueprint as plan
from portal.plan.step_routes import blueprint as steps
from portal.plan.titles import kind_title_of, title_of
from portal.sign_in import clients
from portal.sign_in.letter_routes import blueprint as letter
from portal.sign_in.logout_routes import blueprint as provider_logout
from portal.sign_in.passkey_routes import blueprint as passkeys
from portal.sign_in.routes import blueprint as provider_sign_in
from portal.sign_in.routes import leave_provider
from portal.sign_in.staff_change_routes import blueprint as identity_changes
from portal.trail.log import said
from portal.trail.routes import blueprint as log
from portal.translate import in_page
from portal.translate.staff_routes import blueprint as workshop
from portal.web import access, errors, language, links, pages, rates, security, session, static
from portal.web.once import new_key
from portal.web.typed import Request

BLUEPRINTS = (
    people.blueprint,
    sign_ins,
    again,
    log,
    home,
    health.blueprint,
    plan,
    steps,
    appointments,
    fixed_hours,
    calendar,
    messages,
    attachments,
    drafts,
    forwarding,
    notices,
    reports,
    staff,
    inbox,
    thread,
    posting,
    scheduled,
    contact,
    staff_hours,
    sharing,
    staff_sharing,
    export,
    closing,
    reopening,
    corrections,
    answering,
    provider_sign_in,
    provider_logout,
    identity_changes,
    staff_letter,
    letter,
    passkeys,
)
DEMO_BLUEPRINTS = (demo_people, outbox, workshop)


def create_app(
    settings: Settings | None = None, *, translators_of: Callable[[Path], Translators] = Translators
) -> Flask:
    """The portal. Raises UnsafeSettings and UndeclaredAudience instead of starting half-made.

    `translators_of` makes the translators from the folder of the catalogs.
    """
    settings = settings or from_environment()
    clock.fix(settings.now)
    app = Flask(
        "portal",
        root_path=str(ROOT / "portal"),
        static_folder=None,
        template_folder=None,
    )
    app.request_class = Request
    _configure(app, settings)
    if settings.trusted_proxies:
        # Only who came: scheme and host are known from the settings, and no visitor can say otherwise.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0, x_host=0
        )
    database = Database(settings.database_url, statement_seconds=settings.statement_seconds)
    startup.check(settings, database)
    translators = translators_of(ROOT / "translations")
    app.extensions["portal.translators"] = translators
    session.install(app, database)
    people.install(app)
    language.install(app, translators, pseudo=settings.pseudo_language)
    security.install(app, https=settings.https)
    # A provider's report has no form token, since no page of ours made it. Nor does any session
    # count there: nothing but the signed address lets in, so no browser can be made to misuse it.
    # The same goes for its word that someone has signed out, which is a signed token.
    csrf = CSRFProtect(app)
    csrf.exempt(reports)
    csrf.exempt(provider_logout)
    access.install(app)
    rates.install(app)
    pages.htmx.init_app(app)
    Compress(app)
    errors.install(app)
    static.install(app, settings.static_dir)
    for blueprint in (*BLUEPRINTS, *(DEMO_BLUEPRINTS if settings.demo else ())):
        app.register_blueprint(blueprint)
    app.extensions["portal.link"] = links.make_links(app)
    app.extensions["portal.environments"] = pages.Environments(
        app, translators, [_speak, _original(translators)]
    )
    if settings.demo:
        in_page.install(app, translators)
    app.extensions["portal.unread"] = lambda: unread_count(session.db(), me())
    app.extensions["portal.subjects"] = {
        "step": _step,
        "appointment": _appointment,
        "trace": logged,
    }
    app.extensions["portal.owners"] = {
        "step": lambda which: Owned(*_step(which)[:2]),
        "appointment": lambda which: Owned(*_appointment(which)[:2]),
        "thread": lambda which: Owned("", conversation(session.db(), me(), which).agency),
    }
    app.extensions["portal.told_by"] = lambda: reach_of(session.db(), me()).told_by
    app.extensions["portal.talk"] = lambda step: about_step(session.db(), me(), step)
    app.extensions["portal.confirm"] = lambda starts: confirm(session.db(), me(), starts)
    app.extensions["portal.rescue"] = rescue
    app.extensions["portal.keep_text"] = keep_text
    app.extensions["portal.vault"] = IdentityVault(settings.identity_key)
    app.extensions["portal.providers"] = settings.providers
    app.extensions["portal.leave_provider"] = leave_provider
    clients.install(app, settings.providers)
    app.extensions["portal.sign_out_everywhere"] = (feed.stop, devices.forget_all)
    access.require_declared(app)
    errors.draw_failsafe(app, translators)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        PORTAL_DEMO=settings.demo,
        PORTAL_SUPERVISOR_URL=settings.supervisor_url,
        PORTAL_PUSH_KEY=settings.channels.vapid_public_key,
        SESSION_COOKIE_NAME="__Host-form" if settings.https else "form",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # Longer than any sign-in: what is sent with one that has just ended must be known for hers.
        PERMANENT_SESSION_LIFETIME=PARTICIPANT.whole + REMEMBERED,
        TRUSTED_HOSTS=list(settings.trusted_hosts or LOOPBACK)
        if settings.demo
        else list(settings.trusted_hosts) or None,
        MAX_CONTENT_LENGTH=256 * 1024,
        MAX_FORM_MEMORY_SIZE=128 * 1024,
        MAX_FORM_PARTS=100,
        # A form left open on a phone must still work; the token is bound to the session anyway.
        WTF_CSRF_TIME_LIMIT=None,
        # Only pages; 7 costs a fiftieth of 11 and saves nearly as much. No page needs a larger window.
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=7,
        COMPRESS_BR_WINDOW=16,
        COMPRESS_MIMETYPES=["text/html"],
        COMPRESS_MIN_SIZE=600,
    )


def _speak(environment: Environment, translator: Translator) -> None:
    """What templates can name from the catalogues, in one language."""
    speaker = Speaker(translator)
    environment.globals.update(
        say=speaker.say,
        say_line=partial(said, translator),
        step_title=partial(title_of, speaker=speaker),
        kind_title=partial(kind_title_of, speaker=speaker),
        agencies=AGENCIES,
        agency_records=RECORDS,
        titles=TITLES,
        step_kinds=STEP_KINDS,
        modes=MODES,
        bring=BRING,
        appointment_kinds=APPOINTMENT_KINDS,
        if_absent=IF_ABSENT,
        fixed_hours=FIXED_HOURS,
        interpreter_states=INTERPRETER_STATES,
        interpreter_parameters=INTERPRETER_PARAMETERS,
        language_names=LANGUAGE_NAMES,
        reasons=reasons,
        forward_reasons=FORWARD_REASONS,
        outcomes=OUTCOMES,
        paper_stages=STAGES,
        staff_paper_stages=STAGES_FOR_STAFF,
        standard_messages=STANDARD_MESSAGES,
        written_in=written_in,
        form_key=new_key,
        unread=pages.unread,
    )


def _original(translators: Translators) -> pages.Extender:
    """The authoritative Swedish, one tap away on everything that is translated."""
    swedish = Speaker(translators[SWEDISH])

    def extend(environment: Environment, _translator: Translator) -> None:
        environment.globals["say_swedish"] = swedish.say
        environment.globals["words_in"] = words_in

    return extend


def _step(which: UUID) -> Subject:
    """A step of the reader's own, for a message about it."""
    step = step_of(session.db(), me(), which)
    return Subject(title_of(step, Speaker(current())), step.agency)


def _appointment(which: UUID) -> Subject:
    """An appointment of the reader's own, for a message about it."""
    found = appointment_of(session.db(), me(), which)
    return Subject(Speaker(current()).say(found.record.title), found.agency)
