"""Why a file that somebody sent is not taken in: one class for each thing the page can say."""


class NotTaken(Exception):
    """A file is refused. Never raised itself; catch it where every reason is treated alike."""


class Busy(NotTaken):
    """Others are sending files at this moment."""


class TooManyToday(NotTaken):
    """One person has sent more files in a day than anyone needs to."""


class NothingThere(NotTaken):
    """A file without a single byte, or no file at all."""


class TooLarge(NotTaken):
    """More bytes than one message may carry, as sent or once it has been written anew."""


class TooManyPixels(NotTaken):
    """A picture that would take too much memory to open."""


class TooManyPages(NotTaken):
    """A PDF that nobody can be asked to read in a message."""


class LockedPdf(NotTaken):
    """A PDF that opens with a password or a certificate only. One that opens for all is not locked."""


class FormNotShown(NotTaken):
    """A PDF with answers that only the program they were typed in can draw: print, or photograph."""


class NotReadable(NotTaken):
    """There is nothing to show. Raised as one of the two below, which need different advice."""


class NotPhotoOrPdf(NotReadable):
    """A kind of file that is not opened here, whatever its name says: send a photo or a PDF."""


class Damaged(NotReadable):
    """A photo or PDF by its first bytes that cannot be opened: send it again, or photograph it."""
