"""What happens to someone who is not there, said only where it is true; and hours that are taken."""

from types import MappingProxyType

from portal.i18n.text import phrase

# Staff choose; the first is what holds unless they know better.
IF_ABSENT = MappingProxyType({
    "new_time": phrase("if absent", "If you cannot be there, tell us. You get a new time. Nothing else happens."),
    "place_goes": phrase("if absent", "If you cannot be there, tell us in good time, so that someone else can have the place."),
    "tell_first": phrase("if absent", "Tell us before if you cannot be there. If we hear nothing, it can affect your money."),
})  # fmt: skip

FIXED_HOURS = MappingProxyType({
    "course": phrase("fixed hours", "SFI or another course"),
    "children": phrase("fixed hours", "Leaving or fetching children"),
    "work": phrase("fixed hours", "Work or work placement"),
    "other": phrase("fixed hours", "Something else"),
})  # fmt: skip
