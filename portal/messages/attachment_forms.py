"""Files in a form: opened before anything is written, and faults said where they can be mended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from threading import BoundedSemaphore
from typing import Any, BinaryIO, ParamSpec, cast

from flask import g, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import MultipleFileField
from wtforms.validators import StopValidation

from portal.i18n.text import Phrase, current, phrase
from portal.messages import attachment_faults as faults
from portal.messages.attachment_content import MAX_BYTES, cleaned
from portal.messages.attachment_opening import CleanContent
from portal.messages.attachments import sent_today
from portal.people.current import me
from portal.web.session import db, let_go

Arguments = ParamSpec("Arguments")
FIELD = "papers"
MOST = 3
MOST_A_DAY = 30
TEXT_BYTES = 256 * 1024
LARGEST_FORM = MOST * MAX_BYTES + TEXT_BYTES  # docs/operations.md says it for the proxy

WHAT_TO_DO: dict[type[faults.NotTaken], Phrase] = {
    faults.Busy: phrase("file", "Others are sending photos right now. Wait a moment and press Send again."),
    faults.TooManyToday: phrase("file", "You have sent many files today. Send the others tomorrow, or bring them to us."),
    faults.NothingThere: phrase("file", "The file is empty. Choose it again."),
    faults.TooLarge: phrase("file", "The file is larger than 10 MB. Take a new photo, or send fewer pages at a time."),
    faults.TooManyPixels: phrase("file", "The photo is too large to open. Take a new photo with an ordinary setting."),
    faults.TooManyPages: phrase("file", "The PDF has more than 50 pages. Send only the pages that are needed."),
    faults.LockedPdf: phrase("file", "The PDF is locked. Take a photo of the paper instead."),
    faults.FormNotShown: phrase("file", "This form cannot be shown here. Print it, or take a photo of it."),
    faults.NotPhotoOrPdf: phrase("file", "This kind of file cannot be opened here. Take a photo of the paper, or send a PDF."),
    faults.Damaged: phrase("file", "The file could not be opened. Choose it again, or take a new photo."),
}  # fmt: skip
# One form's files are opened while one more waits; nobody else's request is held up by a third.
SLOTS = BoundedSemaphore(2)
TOO_MANY = phrase("file", "You can send three files at a time. Send the others in a new message.")


@dataclass(slots=True)
class Papers:
    """The files that came with a form: written anew, or what is wrong with the first bad one."""

    kept: list[CleanContent] = field(default_factory=list)
    fault: Phrase | None = None


def papers_opened_first(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """Opens the files of a form before its view writes anything.

    That takes seconds, and whoever holds a transaction meanwhile makes others wait.
    """

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        sent = [each for each in request.files.getlist(FIELD) if each.filename]
        g.papers = _opened(sent) if sent else Papers()
        return view(*args, **kwargs)

    guarded.most_bytes = LARGEST_FORM  # type: ignore[attr-defined]
    return guarded


def _opened(sent: list[FileStorage]) -> Papers:
    if len(sent) > MOST:
        return Papers(fault=TOO_MANY)
    try:
        if sent_today(db(), me()) + len(sent) > MOST_A_DAY:
            raise faults.TooManyToday
        let_go(db())
        return Papers(_cleaned(sent))
    except faults.NotTaken as error:
        return Papers(fault=WHAT_TO_DO[type(error)])


def _cleaned(sent: list[FileStorage]) -> list[CleanContent]:
    """The files, written anew. Raises NotTaken for the first bad one, and Busy."""
    if not SLOTS.acquire(blocking=False):
        raise faults.Busy
    try:
        return [cleaned(cast("BinaryIO", each.stream)) for each in sent]
    finally:
        SLOTS.release()


class PapersField(MultipleFileField):  # type: ignore[misc]
    """Photos of papers or PDFs, opened already."""

    def pre_validate(self, _form: Any) -> None:
        """Says what is wrong with a file that was not taken."""
        papers: Papers = g.get("papers") or Papers()
        if papers.fault:
            raise StopValidation(current().say(papers.fault))

    @property
    def kept(self) -> list[CleanContent]:
        """The files, written anew."""
        papers: Papers = g.get("papers") or Papers()
        return papers.kept
