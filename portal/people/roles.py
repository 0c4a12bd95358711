"""The titles of the teams, as the programme uses them. Swedish proper titles with a gloss."""

from types import MappingProxyType

from portal.i18n.text import phrase

TITLES = MappingProxyType({
    "arbetsformedlare": phrase("title", "employment officer"),
    "arbetsmarknadssekreterare": phrase("title", "labour-market secretary"),
    "socialsekreterare": phrase("title", "social worker"),
    "vagledare": phrase("title", "study and career counsellor"),
    "handlaggare": phrase("title", "insurance officer"),
    "vardsamordnare": phrase("title", "care coordinator"),
    "rehabkoordinator": phrase("title", "rehabilitation coordinator"),
    "teamsamordnare": phrase("title", "team coordinator"),
    "oversattare": phrase("title", "translator"),
})  # fmt: skip
