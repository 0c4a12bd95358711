"""What this slice hands to the person herself: every thread and message, papers, and her drafts."""

from typing import Any

from sqlalchemy import case

from portal.exports import SWEDISH, Export
from portal.messages.drafts import EXPORT
from portal.messages.models import Attachment, Forward, Message, Thread

DRAFTS = EXPORT.name


def _unless_withdrawn(column: Any) -> Any:
    """What was sent to the wrong person is about somebody else."""
    return case((Message.withdrawn.is_(None), column))


_SAID = ("phrase", "parameters", "sentences", "body", "language", "swedish")

EXPORTS = (
    Export(Thread, order=Thread.started),
    Export(
        Message, order=Message.sent, texts={"body": "language", "swedish": SWEDISH},
        instead={name: _unless_withdrawn(getattr(Message, name)) for name in _SAID},
    ),
    Export(Forward, order=Forward.begun),
    Export(
        Attachment, order=Attachment.position,
        through=((Message, Message.id == Attachment.message_id),), only=Message.withdrawn.is_(None),
        leaves_out={"content": "Each file is downloaded by itself, at its address."},
    ),
    EXPORT,
)  # fmt: skip
WITHHELD = {
    "scheduled_message": (
        "What staff have begun to write and not sent yet. It is a text without its final wording "
        "(the Swedish act 2018:218, chapter 5, section 2); she gets it when it is sent."
    ),
}
