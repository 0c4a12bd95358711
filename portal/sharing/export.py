"""What this slice hands to the person herself: every consent there has been, in the words of then."""

from sqlalchemy import select

from portal.exports import Export
from portal.sharing.models import Consent, ConsentWording

_WORDS = (
    select(ConsentWording.shown).where(ConsentWording.digest == Consent.wording).scalar_subquery()
)
EXPORTS = (
    Export(
        Consent, order=Consent.given_at, instead={"wording": _WORDS}, texts={"wording": "language"}
    ),
)  # fmt: skip
NOTHING = {"consent_wording": "The words that were read; each consent is handed out with its own."}
