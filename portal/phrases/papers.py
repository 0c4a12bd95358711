"""The papers agencies ask for, and how far one has come."""

from types import MappingProxyType

from portal.i18n.text import phrase

# What a participant can be asked to hand in. Nothing here tells what the paper says.
PAPERS = MappingProxyType({
    "rent": phrase("paper", "your rent notice"),
    "bank": phrase("paper", "your bank statement"),
    "certificate": phrase("paper", "your certificate"),
    "school": phrase("paper", "your school papers"),
    "report": phrase("paper", "your report"),
    "application": phrase("paper", "your application"),
    "id": phrase("paper", "a copy of your identity card"),
    "other": phrase("paper", "another paper"),
})  # fmt: skip

STAGES = MappingProxyType({
    "asked": phrase("paper stage", "Asked for"),
    "offered": phrase("paper stage", "You have said yes to using the one that is already handed in"),
    "accepted": phrase("paper stage", "Will be written"),
    "declined": phrase("paper stage", "Will not be written"),
    "written": phrase("paper stage", "Written"),
    "sent": phrase("paper stage", "Sent"),
    "arrived": phrase("paper stage", "Arrived"),
})  # fmt: skip
