"""Handing out photos and PDFs: always to be saved, never shown as a page of the portal."""

from uuid import UUID

from flask import Blueprint, Response

from portal.audience import Audience, audience
from portal.messages.attachments import paper_of
from portal.people.current import me
from portal.web.session import db

blueprint = Blueprint("attachments", __name__)


@blueprint.get("/messages/attachments/<uuid:attachment_id>")
@audience(Audience.PARTICIPANT)
def download(attachment_id: UUID) -> Response:
    """A file of the participant's own."""
    return _handed_out(attachment_id)


@blueprint.get("/staff/attachments/<uuid:attachment_id>")
@audience(Audience.CASEWORKER)
def download_as_staff(attachment_id: UUID) -> Response:
    """A file that came with a message the reader may read; it leaves a trace."""
    return _handed_out(attachment_id)


def _handed_out(attachment: UUID) -> Response:
    paper = paper_of(db(), me(), attachment)
    return Response(
        paper.content, mimetype=paper.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{paper.file_name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )  # fmt: skip
