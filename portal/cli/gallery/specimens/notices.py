"""Every wording of an SMS, an e-mail and a notice on the phone, as it has gone out."""

from datetime import timedelta
from itertools import cycle

from sqlalchemy.orm import Session

from portal import clock
from portal.cli.gallery.specimens.story import OWNER, specimen
from portal.i18n.text import current
from portal.notices.models import Channel, Notice, NoticeKind, NoticeState
from portal.notices.wording import text_of
from portal.people.demo import demo_id

PROTECTED = "mikaela"
CHANNELS = (Channel.SMS, Channel.SMS, Channel.EMAIL, Channel.PUSH)


def add(db: Session) -> None:
    """Adds one of each kind, with and without a last day, on each day it can be about."""
    channels = cycle(CHANNELS)
    for number, (kind, parameters, slug) in enumerate(_every()):
        sent = clock.now() + timedelta(seconds=number)  # newer than what the cast has got
        db.add(_notice(f"sent {number}", slug, kind, parameters, sent=sent, state=NoticeState.SENT,
            channel=next(channels), language="sv"))  # fmt: skip
    for state in NoticeState:
        if state not in (NoticeState.SENT, NoticeState.SENDING):
            db.add(_notice(f"state {state}", OWNER, NoticeKind.ANSWER, {}, state=state))
    db.add(_notice("state sending", OWNER, NoticeKind.ANSWER, {}, state=NoticeState.SENDING,
        lease=specimen("lease")))  # fmt: skip


def _every() -> list[tuple[NoticeKind, dict[str, str], str]]:
    """Kind, values, whose: each that reads differently."""
    now = clock.now()
    times = [now + timedelta(days=days) for days in (0, 1, 5)]
    by = {"by": f"{now + timedelta(days=3):%Y-%m-%d}"}
    was = {"was": (now + timedelta(days=2)).isoformat()}
    found: dict[str, tuple[NoticeKind, dict[str, str], str]] = {}
    for kind in NoticeKind:
        for starts in times if kind is NoticeKind.TOMORROW else times[-1:]:
            said = {"starts": starts.isoformat(), "code": "123456", **was}
            for values in (said, {**said, **by}):
                for slug in (OWNER, PROTECTED):
                    text = text_of(kind, values, current(), protected=slug == PROTECTED)
                    found.setdefault(text, (kind, values, slug))
    return [*found.values()]


def _notice(
    label: str, slug: str, kind: NoticeKind, parameters: dict[str, str], **more: object
) -> Notice:
    now = clock.now()
    return Notice(
        id=specimen(f"notice {label}"), participant_id=demo_id(slug), kind=kind, key=f"specimen {label}",
        parameters=parameters, created=now, due=now, **more,
    )  # fmt: skip
