"""The pages each kind of reader can be on, with the ids of the demo cast."""

from uuid import uuid5

from portal.people.demo import demo_id

RIM = demo_id("rim")
TIME = f"/appointments/{uuid5(RIM, 'time B05')}"
STEP = f"/plan/steps/{uuid5(RIM, 'step M14')}"
WAITING = f"/plan/steps/{uuid5(RIM, 'step A13')}"
THREAD = f"/messages/{uuid5(RIM, 'thread lena')}"
PERSON = f"/staff/participants/{RIM}"
POSTS = tuple(
    f"{PERSON}/post?what={what}" for what in ("turn", "done", "step", "appointment", "message")
)

PUBLIC = ("/sign-in", "/about", "/privacy", "/accessibility", "/offline", "/signed-out", "/nowhere")
PARTICIPANT = (
    "/", "/plan", STEP, WAITING, "/appointments", TIME, f"{TIME}?cannot=1", "/messages", THREAD,
    "/messages/new", "/me", "/staff",
)  # fmt: skip
CASEWORKER = ("/staff", "/staff?q=zzz", PERSON, *POSTS)
COORDINATOR = ("/staff", f"/staff/participants/{demo_id('dragan')}")

PLACES = {
    None: PUBLIC,
    "rim": PARTICIPANT,
    "mikaela": ("/", "/appointments"),
    "farhad": ("/plan",),
    "lena": CASEWORKER,
    "yusuf": COORDINATOR,
}
