"""What this slice hands to the person herself: the whole trail about her."""

from portal.exports import Export
from portal.trail.models import Trace

EXPORTS = (Export(Trace, order=Trace.at),)
NOTHING = {
    "trail_seal": "Proves that the trail is whole; a seal is over everybody and tells of nobody."
}
