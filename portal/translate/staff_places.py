"""The pages a text stands on, under names that a translator knows, and who of the cast sees them."""

from dataclasses import dataclass
from functools import lru_cache

from portal.i18n.text import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Place:
    """A page, or a group of like ones. `person` of the demo cast finds it at `path`."""

    code: str
    label: Phrase
    files: tuple[str, ...]
    person: str = "rim"
    path: str = ""


PLACES = (
    Place("today", phrase("place", "Today"), ("templates/home/today.html", "templates/home/_next.html", "templates/home/_month.html", "portal/phrases/duties.py"), path="/"),
    Place("plan", phrase("place", "The plan and its steps"), ("templates/plan/", "templates/components/step.html", "templates/components/plan.html", "portal/plan/"), path="/plan"),
    Place("appointments", phrase("place", "Appointments"), ("templates/appointments/", "templates/components/appointment.html", "portal/appointments/"), path="/appointments"),
    Place("messages", phrase("place", "Messages"), ("templates/messages/", "templates/components/message.html", "portal/messages/"), path="/messages"),
    Place("me", phrase("place", "Me"), ("templates/people/me.html", "templates/people/language.html", "templates/people/_", "templates/components/language", "portal/phrases/language_names.py", "portal/people/"), path="/me"),
    Place("reminders", phrase("place", "Reminders"), ("templates/notices/reach.html", "portal/notices/forms.py", "portal/notices/routes.py"), path="/me/reminders"),
    Place("sharing", phrase("place", "Who may see"), ("templates/home/sharing", "templates/components/sharing.html", "portal/sharing/", "portal/home/sharing"), path="/me/sharing"),
    Place("log", phrase("place", "Who has looked"), ("templates/trail/", "portal/trail/", "portal/home/logged.py"), path="/me/log"),
    Place("export", phrase("place", "Your data as a file"), ("templates/home/export", "templates/home/_export", "portal/home/export", "portal/home/statement.py", "portal/phrases/exports.py"), path="/me/export"),
    Place("corrections", phrase("place", "Something is wrong"), ("templates/corrections/", "portal/corrections/"), path="/me/corrections"),
    Place("closing", phrase("place", "Leaving the portal"), ("templates/home/close", "templates/home/limited.html"), path="/me/close"),
    Place("sign-in", phrase("place", "Signing in and out"), ("templates/people/sign", "templates/sign_in/", "portal/sign_in/", "portal/people/sign_in", "templates/components/again.html"), person="", path="/sign-in"),
    Place("about", phrase("place", "About the portal"), ("templates/home/about.html", "templates/home/accessibility.html", "templates/home/privacy.html", "templates/home/offline.html", "templates/home/words.html", "portal/home/privacy.py"), person="", path="/about"),
    Place("every", phrase("place", "On every page"), ("templates/layouts/", "templates/components/", "portal/web/"), path="/"),
    Place("errors", phrase("place", "When something goes wrong"), ("templates/errors/",), person="", path="/nowhere"),
    Place("notices", phrase("place", "SMS, e-mail and notifications"), ("templates/notices/", "portal/notices/"), person="", path="/outbox"),
    Place("dates", phrase("place", "Days and times"), ("portal/i18n/",), path="/appointments"),
    Place("steps", phrase("place", "Steps of the plan, by kind"), ("portal/phrases/step_kinds.py", "portal/phrases/papers.py"), path="/plan"),
    Place("kinds", phrase("place", "Appointments, by kind"), ("portal/phrases/appointment_kinds.py", "portal/phrases/absence.py"), path="/appointments"),
    Place("sentences", phrase("place", "Ready-made messages"), ("portal/phrases/standard_messages.py", "portal/phrases/sentences.py"), path="/messages"),
    Place("words", phrase("place", "Other words of plan and messages"), ("portal/phrases/",), path="/plan"),
    Place("staff-desk", phrase("place", "Staff: participants, board and inbox"), ("templates/home/staff", "templates/home/_staff", "portal/home/staff", "templates/components/staff", "portal/home/"), "lena", "/staff"),
    Place("staff-post", phrase("place", "Staff: what they post"), ("templates/home/staff_post", "portal/home/staff_post", "portal/plan/staff", "portal/appointments/staff", "portal/messages/staff", "portal/phrases/staff", "portal/corrections/staff"), "lena", "/staff"),
    Place("staff-sign-in", phrase("place", "Staff: letters and sign-in"), ("templates/sign_in/staff", "portal/sign_in/staff", "templates/home/staff_letter", "portal/home/staff_letter"), "lena", "/staff/identity-changes"),
    Place("workshop", phrase("place", "This workshop"), ("templates/translate/", "portal/translate/"), "layla", "/translate"),
    Place("other", phrase("place", "Elsewhere"), ("",), path="/"),
)  # fmt: skip
BY_CODE = {each.code: each for each in PLACES}
ORDER = {each.code: number for number, each in enumerate(PLACES)}


@lru_cache(maxsize=512)
def place_of(file: str) -> Place:
    """The page a source file belongs to: the one that names it most exactly."""
    return max(
        PLACES,
        key=lambda place: max((len(each) for each in place.files if file.startswith(each)), default=-1),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def places_of(files: tuple[str, ...]) -> tuple[Place, ...]:
    """Every page that some files belong to, templates before the rest; the first is where a text is listed."""
    templates_first = sorted(files, key=lambda file: not file.startswith("templates/"))
    return tuple(dict.fromkeys(map(place_of, templates_first))) or (BY_CODE["other"],)
