"""Why a time is given although something stands against it, and how it went; for staff to choose."""

from types import MappingProxyType

from portal.i18n.text import phrase

CLASH_ACCEPTED = MappingProxyType({
    "wish": phrase("clash accepted", "The participant wants this time"),
    "urgent": phrase("clash accepted", "It cannot wait"),
    "other_moves": phrase("clash accepted", "The other time will be moved"),
    "short_way": phrase("clash accepted", "The way is shorter than that"),
    "only_time": phrase("clash accepted", "There is no other time for everyone"),
})  # fmt: skip

IF_ABSENT_NAMES = MappingProxyType({
    "new_time": phrase("if absent name", "A new time, nothing else"),
    "place_goes": phrase("if absent name", "Someone else could have the place"),
    "tell_first": phrase("if absent name", "It can affect the money"),
})  # fmt: skip

OUTCOMES = MappingProxyType({
    "attended": phrase("outcome", "Was there"),
    "not_attended": phrase("outcome", "Was not there"),
})  # fmt: skip

CANCELLED_BY = MappingProxyType({
    "agency": phrase("cancelled by", "We cannot"),
    "participant": phrase("cancelled by", "The participant cannot"),
})  # fmt: skip
