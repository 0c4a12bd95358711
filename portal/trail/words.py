"""What was done, in a whole sentence a reader understands: one for each act with each subject.

By staff, and by the participant herself. No sentence is put together from pieces, since no two
languages put them together alike. A test reads the source and fails on a trace without words.
"""

from collections.abc import Mapping
from types import MappingProxyType

from portal.i18n.text import Phrase, phrase
from portal.trail.models import Act

Words = Mapping[tuple[Act, str], Phrase]

# Written to be sent later: not hers to know of before it comes, and then it is a message.
NOT_SHOWN = "scheduled_message"

BY_STAFF: Words = MappingProxyType({
    (Act.LOOKED, "participant"): phrase("log", "%(name)s from %(agency)s opened your page."),
    (Act.REFUSED, "participant"): phrase("log", "%(name)s from %(agency)s asked for your page. Nothing was shown."),
    (Act.LOOKED, "thread"): phrase("log", "%(name)s from %(agency)s opened a conversation with you."),
    (Act.REFUSED, "thread"): phrase("log", "%(name)s from %(agency)s asked for a conversation with you. Nothing was shown."),
    (Act.LOOKED, "attachment"): phrase("log", "%(name)s from %(agency)s opened a file that you sent."),
    (Act.REFUSED, "attachment"): phrase("log", "%(name)s from %(agency)s asked for a file that you sent. Nothing was shown."),
    (Act.ADDED, "step"): phrase("log", "%(name)s from %(agency)s added a step to your plan."),
    (Act.CHANGED, "step"): phrase("log", "%(name)s from %(agency)s changed a step in your plan."),
    (Act.CHANGED, "goal"): phrase("log", "%(name)s from %(agency)s changed the goal of your plan."),
    (Act.CHANGED, "contact"): phrase("log", "%(name)s from %(agency)s gave you another contact."),
    (Act.ADDED, "message"): phrase("log", "%(name)s from %(agency)s wrote a message to you."),
    (Act.CHANGED, "withdrawal"): phrase("log", "%(name)s from %(agency)s took back a message."),
    (Act.CHANGED, "telling"): phrase("log", "%(name)s from %(agency)s noted that you have been told of a message."),
    (Act.ADDED, "forward"): phrase("log", "%(name)s from %(agency)s asked to send a conversation on to another agency, or sent it on."),
    (Act.CHANGED, "forward"): phrase("log", "%(name)s from %(agency)s changed who is to answer in a conversation."),
    (Act.ADDED, "appointment"): phrase("log", "%(name)s from %(agency)s gave you an appointment."),
    (Act.CHANGED, "appointment"): phrase("log", "%(name)s from %(agency)s changed an appointment."),
    (Act.ADDED, "fixed_hours"): phrase("log", "%(name)s from %(agency)s noted hours when you are busy every week."),
    (Act.CHANGED, "fixed_hours"): phrase("log", "%(name)s from %(agency)s removed hours when you are busy every week."),
    (Act.ADDED, "consent"): phrase("log", "%(name)s from %(agency)s noted that you said yes to sharing."),
    (Act.CHANGED, "consent"): phrase("log", "%(name)s from %(agency)s noted that you took back a yes to sharing."),
    (Act.CHANGED, "correction"): phrase("log", "%(name)s from %(agency)s answered that you said something is wrong."),
    (Act.ADDED, "letter"): phrase("log", "%(name)s from %(agency)s gave you a letter for signing in."),
    (Act.CHANGED, "letter"): phrase("log", "%(name)s from %(agency)s ended a letter for signing in."),
    (Act.CHANGED, "letter_code"): phrase("log", "%(name)s from %(agency)s confirmed that it was you who signed in."),
    (Act.CHANGED, "passkey_lost"): phrase("log", "%(name)s from %(agency)s removed a phone that signed you in, because it was lost."),
    (Act.CHANGED, "passkey_unknown"): phrase("log", "%(name)s from %(agency)s removed a phone that signed you in, because it is not yours."),
    (Act.CHANGED, "identity"): phrase("log", "%(name)s from %(agency)s noted your new identity number."),
    (Act.CHANGED, "account"): phrase("log", "%(name)s from %(agency)s opened your account again."),
})  # fmt: skip

BY_HERSELF: Words = MappingProxyType({
    (Act.ADDED, "step"): phrase("log", "You added a step of your own."),
    (Act.CHANGED, "step"): phrase("log", "You changed a step in your plan."),
    (Act.CHANGED, "goal"): phrase("log", "You changed the goal of your plan."),
    (Act.ADDED, "message"): phrase("log", "You answered in a conversation."),
    (Act.ADDED, "thread"): phrase("log", "You wrote to your team."),
    (Act.CHANGED, "forward"): phrase("log", "You said if another agency may answer you."),
    (Act.CHANGED, "appointment"): phrase("log", "You answered about an appointment."),
    (Act.ADDED, "fixed_hours"): phrase("log", "You noted hours when you are busy every week."),
    (Act.CHANGED, "fixed_hours"): phrase("log", "You removed hours when you are busy every week."),
    (Act.ADDED, "calendar_feed"): phrase("log", "You made an address for your calendar."),
    (Act.CHANGED, "calendar_feed"): phrase("log", "You stopped the address for your calendar."),
    (Act.CHANGED, "reach"): phrase("log", "You changed how we tell you."),
    (Act.ADDED, "consent"): phrase("log", "You said yes to sharing."),
    (Act.CHANGED, "consent"): phrase("log", "You took back a yes to sharing."),
    (Act.ADDED, "correction"): phrase("log", "You said that something is wrong."),
    (Act.CHANGED, "account"): phrase("log", "You closed your account."),
    (Act.CHANGED, "letter"): phrase("log", "You opened your letter for signing in."),
    (Act.REFUSED, "letter"): phrase("log", "Someone tried to open your letter for signing in with a wrong code."),
    (Act.CHANGED, "letter_code"): phrase("log", "You signed in with your letter."),
    (Act.REFUSED, "letter_code"): phrase("log", "Someone tried to sign in with your letter and a wrong code from an SMS."),
    (Act.ADDED, "passkey"): phrase("log", "You let a phone or computer sign you in."),
    (Act.CHANGED, "passkey"): phrase("log", "You removed a phone or computer that signed you in."),
    (Act.CHANGED, "passkey_used"): phrase("log", "You signed in with a phone or computer that knows you."),
    (Act.REFUSED, "passkey_used"): phrase("log", "Someone tried to sign in as you with a copy of a phone. Nothing was shown."),
    (Act.LOOKED, "export"): phrase("log", "You opened everything about you."),
    (Act.LOOKED, "export_file"): phrase("log", "You saved everything about you as a file."),
    (Act.LOOKED, "export_calendar"): phrase("log", "You saved your appointments as a calendar."),
})  # fmt: skip

# So that a page can always be shown. What a test finds without words never comes to this.
STAFF_DID_SOMETHING = phrase("log", "%(name)s from %(agency)s did something with your data.")
SHE_DID_SOMETHING = phrase("log", "You did something with your data.")


def words_for(act: Act, subject: str, *, by_staff: bool) -> Phrase:
    """The sentence; of staff with the values `name` and `agency`."""
    if by_staff:
        return BY_STAFF.get((act, subject), STAFF_DID_SOMETHING)
    return BY_HERSELF.get((act, subject), SHE_DID_SOMETHING)
