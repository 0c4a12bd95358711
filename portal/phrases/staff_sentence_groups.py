"""What the groups of the phrasebook are called, for staff to choose from."""

from types import MappingProxyType

from portal.i18n.text import phrase
from portal.phrases.sentences import Group

GROUP_NAMES = MappingProxyType({
    Group.TIMES: phrase("sentence group", "Times and meetings"),
    Group.BRING: phrase("sentence group", "What to bring"),
    Group.PAPERS: phrase("sentence group", "Papers"),
    Group.MONEY: phrase("sentence group", "Money"),
    Group.INTERPRETER: phrase("sentence group", "Interpreter"),
    Group.NEXT: phrase("sentence group", "Who does what next"),
    Group.WAITING: phrase("sentence group", "Waiting and promises"),
    Group.WORK: phrase("sentence group", "Work and placement"),
    Group.STUDIES: phrase("sentence group", "SFI and studies"),
    Group.HEALTH: phrase("sentence group", "Health, in neutral words"),
    Group.FORWARDING: phrase("sentence group", "To the right person"),
    Group.REACH: phrase("sentence group", "How to reach us"),
    Group.PHONE: phrase("sentence group", "Phone calls"),
    Group.E_ID: phrase("sentence group", "e-ID"),
    Group.COURTESY: phrase("sentence group", "Thanks and kind words"),
})  # fmt: skip
