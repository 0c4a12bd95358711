"""How far a paper has come, in the words of the staff who note it."""

from types import MappingProxyType

from portal.i18n.text import phrase

STAGES_FOR_STAFF = MappingProxyType({
    "asked": phrase("staff paper stage", "Asked for, not here yet"),
    "accepted": phrase("staff paper stage", "Will be written"),
    "declined": phrase("staff paper stage", "Declined"),
    "written": phrase("staff paper stage", "Written"),
    "sent": phrase("staff paper stage", "Sent to whoever asked"),
    "arrived": phrase("staff paper stage", "Arrived"),
    "offered": phrase("staff paper stage", "May be fetched from another agency"),
})  # fmt: skip
