"""Why a conversation goes from one agency to another, and how the participant is asked about it.

She reads the reason as a sentence of its own; it never says that she asked in the wrong place.
"""

from types import MappingProxyType

from portal.i18n.text import phrase
from portal.phrases import staff_labels as labels
from portal.phrases.parameters import Parameter, ParameterType

FORWARD_REASONS = MappingProxyType({
    "pays": phrase("forward", "Another agency pays this money."),
    "decides": phrase("forward", "Another agency decides on this."),
    "knows": phrase("forward", "The one who knows your case best is there."),
    "wish": phrase("forward", "You asked for it."),
})  # fmt: skip
# When it goes back to where it came from: why not here.
BACK_REASONS = MappingProxyType({
    "not_deciding": phrase("forward", "This agency does not decide on it."),
    "not_paying": phrase("forward", "This agency does not pay this money."),
    "mistake": phrase("forward", "We sent it to the wrong place. That was our mistake."),
})  # fmt: skip
REASONS = MappingProxyType({**FORWARD_REASONS, **BACK_REASONS})

TO = Parameter("agency", ParameterType.AGENCY, labels.AGENCY)
MAY_WE_SUBJECT = phrase("subject", "May another agency answer you?")
MAY_WE = phrase("message", "We would like to send this conversation on to %(agency)s. Open it and answer yes or no. You get the same help if you say no.")  # fmt: skip
