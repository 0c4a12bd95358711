"""Why nothing here is handed to the person herself."""

NOTHING = {
    "sign_in_attempt": "A sign-in on its way to a provider; nobody is known yet, and it goes in ten minutes.",
    "used_logout_token": "Digests of a provider's words that someone has signed out, so that none counts twice.",
}
WITHHELD = {
    "provider_sign_in": "What ends a sign-in at its provider too, encrypted; the sign-in itself is handed out.",
    "former_identity": "Only finds an earlier identity number, which is kept encrypted. It is not shown.",
    "identity_change": "A new identity number until staff have seen a paper with it, kept encrypted. It is not shown.",
}
