"""The pages each kind of reader can be on, with the ids of the demo cast."""

from uuid import uuid5

from portal.home.staff_postings import POSTINGS
from portal.people.demo import demo_id
from portal.translations.entries import name_of

RIM = demo_id("rim")
TIME = f"/appointments/{uuid5(RIM, 'time B05')}"
STEP = f"/plan/steps/{uuid5(RIM, 'step M14')}"
WAITING = f"/plan/steps/{uuid5(RIM, 'step A13')}"
THREAD = f"/messages/{uuid5(RIM, 'thread lena')}"
RECEIPT = f"/messages/receipts/{uuid5(RIM, 'message lena 1')}"
PERSON = f"/staff/participants/{RIM}"
# Those that are not here share their fields with one that is.
SHARE_FIELDS = ("done", "not_ours", "delay", "paper", "step", "goal", "cancel", "interpreter")
ABOUT_A_TIME = ("move", "outcome")
POSTS = tuple(
    f"{PERSON}/post?what={what}{f'&appointment={TIME[-36:]}' if what in ABOUT_A_TIME else ''}"
    for what in POSTINGS
    if what not in SHARE_FIELDS
)
PAPER = f"/plan/steps/{uuid5(demo_id('hodan'), 'step M02')}"
SENT_ON = f"/plan/steps/{uuid5(demo_id('farhad'), 'step A14')}"
OWN = f"/plan/steps/{uuid5(demo_id('oksana'), 'own Прочитати про бухгалтерію у Швеції')}"

PUBLIC = (
    "/sign-in",
    "/sign-in/letter",
    "/about",
    "/privacy",
    "/accessibility",
    "/words",
    "/language",
    "/offline",
    "/signed-out",
    "/closed",
    "/sign-in/refused/unknown",
    "/outbox",
    "/nowhere",
)
PARTICIPANT = (
    "/", "/plan", "/plan/goal", "/plan/paper", "/plan/steps/new", STEP, WAITING, "/appointments", TIME, f"{TIME}?cannot=1", "/messages", THREAD,
    "/messages/new", "/messages/new?topic=money", RECEIPT, f"{THREAD}?corrects={RECEIPT[-36:]}", "/me", "/me/calendar", "/me/reminders", "/me/log", "/me/sharing", "/me/sharing/af", "/me/sharing/history", "/sign-ins", "/sign-ins/passkey", "/appointments/fixed-hours", "/staff",
    "/me/export", "/me/close", "/me/corrections", f"/me/corrections/new?about=step&id={STEP[-36:]}",
)  # fmt: skip
COMPOSE = f"{PERSON}/post?what=message&phrase=sentences"
ASKED = f"/messages/{uuid5(demo_id('dragan'), 'thread hakan')}"
SENT_ON_THREAD = f"/messages/{uuid5(demo_id('anneli'), 'thread card')}"
INBOX = tuple(f"/staff/inbox?show={show}" for show in ("new", "agency", "tell"))
TALK = f"/staff/threads/{THREAD[-36:]}"
CASEWORKER = (
    *INBOX[1:],
    TALK,
    f"{TALK}?withdraw={uuid5(RIM, 'message lena 3')}",
    "/staff",
    "/staff?q=zzz",
    "/staff/board",
    "/staff/identity-changes",
    PERSON,
    f"{PERSON}/contact",
    f"{PERSON}/corrections",
    f"{PERSON}/fixed-hours",
    f"{PERSON}/sharing",
    f"{PERSON}/letter",
    *POSTS,
    COMPOSE,
)
COORDINATOR = ("/staff", "/staff/board", f"/staff/participants/{demo_id('dragan')}")
TRANSLATOR = (
    "/translate",
    "/translate?language=ar&place=log",
    f"/translate/ar/{name_of((None, 'Has waited %(count)s day.'))}",
    f"/translate/sv/{name_of((None, 'Your plan'))}",
)

PLACES = {
    None: PUBLIC,
    "rim": PARTICIPANT,
    "mikaela": ("/", "/appointments", "/me/calendar"),
    "farhad": ("/plan", SENT_ON),
    "hodan": ("/plan", PAPER),
    "oksana": (OWN,),
    "dragan": (ASKED,),
    "anneli": (SENT_ON_THREAD,),
    "nadia": (INBOX[0], f"/staff/threads/{uuid5(demo_id('mikaela'), 'thread earlier')}"),
    "lena": CASEWORKER,
    "amir": (f"/staff/participants/{demo_id('hodan')}",),
    "yusuf": COORDINATOR,
    "layla": TRANSLATOR,
}
