"""What a goal is about, as staff note it beside the participant's own words. Only staff see it."""

from types import MappingProxyType

from portal.i18n.text import phrase

GOAL_KINDS = MappingProxyType({
    "work": phrase("goal", "Work"),
    "part_time": phrase("goal", "Part-time work"),
    "studies": phrase("goal", "Studies"),
    "business": phrase("goal", "Own business"),
})  # fmt: skip
