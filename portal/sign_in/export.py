"""What this slice hands to the person herself: her letters and passkeys, and no secret of theirs."""

from portal.exports import Export
from portal.sign_in.letter_models import Letter
from portal.sign_in.passkey_models import Passkey

_PLACE = (
    "Digests of an address and a browser, staff's too, that are only compared with one another."
)

EXPORTS = (
    Export(
        Letter, order=Letter.issued,
        leaves_out={
            "code_hash": "Would help to guess the code of a letter.",
            "issued_from": _PLACE, "opened_from": _PLACE, "confirmed_from": _PLACE,
        },
    ),
    Export(
        Passkey, order=Passkey.added,
        leaves_out={
            "credential_id": "Only the phone and the portal know it; it says nothing of her.",
            "public_key": "Only checks what the phone has signed; it says nothing of her.",
        },
    ),
)  # fmt: skip
NOTHING = {
    "sign_in_attempt": "A sign-in on its way to a provider; nobody is known yet, and it goes in ten minutes.",
    "used_logout_token": "Digests of a provider's words that someone has signed out, so that none counts twice.",
    "unknown_letter": "Counts guesses at letters there are not; nobody is known.",
    "passkey_challenge": "A digest of a question to a phone, gone in five minutes or once answered.",
}
WITHHELD = {
    "provider_sign_in": "What ends a sign-in at its provider too, encrypted; the sign-in itself is handed out.",
    "activation": "Digests of a code and a cookie while a letter waits for its second sign; the letter is handed out.",
    "passkey_holder": "A random name for her in her own passkeys; it says nothing.",
    "former_identity": "Only finds an earlier identity number, which is kept encrypted. It is not shown.",
    "identity_change": "A new identity number until staff have seen a paper with it, kept encrypted. It is not shown.",
}
