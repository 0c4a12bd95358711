"""Everything the portal keeps about one person, from all slices, for herself alone.

One named statement a table, whatever is in it. What is catalogued is said in her language and in
Swedish beside its code, so that the file can be read without the portal.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.export import EXPORTS as APPOINTMENTS
from portal.corrections.export import EXPORTS as CORRECTIONS
from portal.db import read
from portal.exports import Export, Record, plain
from portal.home.export_said import SAID, Said
from portal.messages.export import EXPORTS as MESSAGES
from portal.messages.export import WITHHELD as NOT_SENT
from portal.notices.export import EXPORTS as NOTICES
from portal.people.actor import Actor
from portal.people.export import EXPORTS as PEOPLE
from portal.people.export import NOTHING as NO_PEOPLE
from portal.people.export import WITHHELD as WAITING
from portal.phrases.parameters import Speaker
from portal.plan.export import EXPORTS as PLAN
from portal.plan.export import NOTHING as NO_PLAN
from portal.sharing.export import EXPORTS as SHARING
from portal.sharing.export import NOTHING as NO_SHARING
from portal.sign_in.export import EXPORTS as SIGN_IN
from portal.sign_in.export import NOTHING as NO_SIGN_IN
from portal.sign_in.export import WITHHELD as SEALED
from portal.trail.export import EXPORTS as TRAIL
from portal.trail.export import NOTHING as NO_TRAIL
from portal.trail.models import Act
from portal.trail.service import leave
from portal.web.export import EXPORTS as WEB
from portal.web.export import NOTHING as NO_WEB

FORMAT, VERSION = "malmokraften-export", 1
EXPORTS: tuple[Export, ...] = (
    *PEOPLE, *PLAN, *APPOINTMENTS, *MESSAGES, *CORRECTIONS, *SHARING, *NOTICES, *TRAIL, *SIGN_IN, *WEB,
)  # fmt: skip
# Tables with nothing about her, and those with something that is not handed out, each with the reason.
NOTHING = {
    **NO_PEOPLE, **NO_PLAN, **NO_SHARING, **NO_SIGN_IN, **NO_TRAIL, **NO_WEB,
    "retention_run": "Never outlives the transaction that deletes old rows.",
}  # fmt: skip
WITHHELD = {**NOT_SENT, **WAITING, **SEALED}
GUARDED = (
    "Places and clock times of appointments: they leave no file for a person with protected "
    "identity. They stand on the page of each appointment."
)


@dataclass(frozen=True, slots=True)
class Everything:
    """All rows about one person, by the name of their table."""

    protected: bool
    tables: dict[str, list[Record]]

    def as_json(self, mine: Speaker, swedish: Speaker) -> dict[str, Any]:
        """What is written to the file: stable keys, instants in UTC, what is left out and why."""
        tables = {
            name: [_spoken(name, row, self.protected, mine, swedish) for row in rows]
            for name, rows in self.tables.items()
        }
        return {
            "format": FORMAT, "version": VERSION, "made": plain(clock.now()),
            "language": mine.translator.language.tag, "data": tables,
            "not_included": _left_out(self.protected),
        }  # fmt: skip


def everything_about(db: Session, actor: Actor, *, as_file: bool = False) -> Everything:
    """All about the acting participant, once that she took it is on the trail."""
    subject = "export_file" if as_file else "export"
    leave(db, actor, Act.LOOKED, subject, participant=actor.id)
    values = {"participant": actor.id}
    tables = {
        each.name: [
            each.record(dict(row), protected=actor.protected)
            for row in read(db, each.statement, values).mappings()
        ]
        for each in EXPORTS
    }
    return Everything(actor.protected, tables)


def _spoken(name: str, row: Record, protected: bool, mine: Speaker, swedish: Speaker) -> Any:
    made = plain(row)
    say: Said | None = SAID.get(name)
    if say is not None:
        speakers = {each.translator.language.tag: each for each in (mine, swedish)}
        said = {tag: say(row, each, protected) for tag, each in speakers.items()}
        made["said"] = {tag: text for tag, text in said.items() if text}
    if name == "attachment":
        made["address"] = f"/messages/attachments/{row['id']}"
    return made


def _left_out(protected: bool) -> list[dict[str, str]]:
    columns = [
        {"what": f"{each.name}.{column}", "why": why}
        for each in EXPORTS
        for column, why in each.leaves_out.items()
    ]
    tables = [{"what": name, "why": why} for name, why in WITHHELD.items()]
    guarded = [{"what": "appointment", "why": GUARDED}] if protected else []
    return [*columns, *tables, *guarded]
