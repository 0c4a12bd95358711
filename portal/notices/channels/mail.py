"""E-mail over SMTP: plain text, encrypted to the server, and recognisable when it comes twice."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime

from portal import clock
from portal.config.channels import LOOPBACK, ChannelSettings
from portal.notices.channels import Outgoing, Receipt, TryAgain, Undeliverable

IMPLICIT_TLS = 465


class MailSender:
    """One connection a message: a few thousand a day need no more."""

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        self._tls = ssl.create_default_context()

    def send(self, message: Outgoing) -> Receipt:
        """Sends it. When the answer is lost it may come twice, with one Message-ID (RFC 5322)."""
        try:
            letter = self._letter(message)
        except ValueError:  # an address that cannot stand in a header
            raise Undeliverable("smtp_address", dead_address=True) from None
        try:
            server = self._connect()
            try:
                server.send_message(letter)
            finally:
                _leave(server)
        except (smtplib.SMTPException, OSError) as error:
            raise _fault_of(error) from None  # its text holds the address
        return Receipt(provider_id=letter["Message-ID"])

    def _connect(self) -> smtplib.SMTP:
        where = self._settings
        address = (where.smtp_host, where.smtp_port)
        if where.smtp_port == IMPLICIT_TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                *address, timeout=where.read_seconds, context=self._tls
            )
        else:
            server = smtplib.SMTP(*address, timeout=where.read_seconds)
        try:
            if where.smtp_port != IMPLICIT_TLS and where.smtp_host not in LOOPBACK:
                server.starttls(context=self._tls)
            if where.smtp_user:
                server.login(where.smtp_user, where.smtp_password)
        except BaseException:
            server.close()
            raise
        return server

    def _letter(self, message: Outgoing) -> EmailMessage:
        sender = self._settings.mail_from
        letter = EmailMessage()
        letter["From"] = sender
        letter["To"] = message.to
        letter["Subject"] = message.subject
        letter["Date"] = format_datetime(clock.now())
        letter["Message-ID"] = f"<{message.id}@{sender.rsplit('@', 1)[1]}>"
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        letter.set_content(f"{message.text}\n", charset="utf-8")  # clears Content-* headers
        letter["Content-Language"] = message.language.tag
        return letter


def _leave(server: smtplib.SMTP) -> None:
    """Says goodbye; what the server answers to that cannot undo what it has taken."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _fault_of(error: smtplib.SMTPException | OSError) -> TryAgain | Undeliverable:
    match error:
        case smtplib.SMTPRecipientsRefused():
            code = next(iter(error.recipients.values()), (451, b""))[0]
            return _refusal(code, dead_address=True)
        case smtplib.SMTPSenderRefused() | smtplib.SMTPAuthenticationError():
            return TryAgain("smtp_set_up")  # ours to put right, not hers
        case smtplib.SMTPResponseException():
            return _refusal(error.smtp_code, dead_address=False)
        case smtplib.SMTPNotSupportedError():
            return TryAgain("smtp_no_tls")
        case ssl.SSLError():
            return TryAgain("smtp_certificate")
        case TimeoutError():
            return TryAgain("smtp_timeout")
    return TryAgain("smtp_cut_off")


def _refusal(code: int, *, dead_address: bool) -> TryAgain | Undeliverable:
    fault = f"smtp_{code}"
    return Undeliverable(fault, dead_address=dead_address) if code >= 500 else TryAgain(fault)
