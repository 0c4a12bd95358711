"""What requests for a correction are called where staff answer them."""

from types import MappingProxyType

from portal.i18n.text import phrase

STATES = MappingProxyType({
    "asked": phrase("staff correction", "Waits for your agency's answer"),
    "corrected": phrase("staff correction", "Corrected"),
    "refused": phrase("staff correction", "Not corrected"),
})  # fmt: skip
SUBJECTS = MappingProxyType({
    "participant": phrase("staff correction", "What stands about the participant"),
    "step": phrase("staff correction", "A step in the plan"),
    "appointment": phrase("staff correction", "An appointment"),
    "thread": phrase("staff correction", "A conversation"),
})  # fmt: skip
