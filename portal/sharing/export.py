"""What this slice hands to the person herself: every consent there has been."""

from portal.exports import Export
from portal.sharing.models import Consent

EXPORTS = (Export(Consent, order=Consent.starts),)
