"""What this slice hands to the person herself."""

from portal.exports import SWEDISH, Export
from portal.people.models import Assignment, ContactChange, Hold, Participant, SignIn
from portal.people.verified_phone import VerifiedPhone

EXPORTS = (
    Export(
        Participant, whose=Participant.id,
        leaves_out={
            "identity_cipher": "The identity number is kept encrypted. It is not shown.",
            "identity_hash": "Only finds the encrypted identity number.",
            "sort_key": "Only puts her name in its place in a list.",
        },
    ),
    Export(VerifiedPhone),
    Export(Hold, texts={"reason": SWEDISH}),
    Export(Assignment, order=Assignment.started),
    Export(ContactChange, order=ContactChange.at, texts={"summary": SWEDISH}),
    Export(
        SignIn, order=SignIn.created,
        leaves_out={
            "token_hash": "Would help to open her pages.",
            "staff_id": "Staff's sign-ins are not hers.",
        },
    ),
)  # fmt: skip
NOTHING = {
    "name_word": "The words of her name once more, to find her by.",
    "team": "The name of a team; hers is handed out with herself.",
    "staff": "About those who work here; who works with her is named wherever it says so.",
}
WITHHELD = {
    "new_number": "A digest of a code while her new number waits for it; her number itself is handed out.",
}
