"""What this slice hands to the person herself: every notice, how she is told, and her devices."""

from portal.exports import Export
from portal.notices.models import Device, Notice, Reach

_SECRET = "Would let others write to her device."  # noqa: S105 - a reason, not a secret

EXPORTS = (
    Export(
        Notice, order=Notice.created,
        leaves_out={"lease": "Which worker is sending just now.", "provider_id": "The provider's own number."},
    ),
    Export(Reach),
    Export(
        Device, order=Device.created,
        leaves_out={"endpoint": _SECRET, "p256dh": _SECRET, "auth": _SECRET},
    ),
)  # fmt: skip
