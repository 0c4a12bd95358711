"""E-mail to a real SMTP server on this machine."""

import email.policy
import socket
import ssl
import threading
from contextlib import contextmanager
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from portal.config.channels import ChannelSettings
from portal.i18n.languages import BY_TAG
from portal.notices.channels import Outgoing, TryAgain, Undeliverable
from portal.notices.channels.mail import MailSender
from portal.notices.models import Channel
from tests.moments import NOW
from tests.notices.people import settings_of

TO = "rim@example.org"


class Postman:
    """Takes mail, or answers as it is told to."""

    def __init__(self) -> None:
        self.taken = []
        self.to_recipient = self.to_data = ""
        self.release = threading.Event()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.to_data == "hang up":
            server.transport.close()
        return self.to_data or "250 taken"


@contextmanager
def post_office(handler):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield settings_of(smtp_host="127.0.0.1", smtp_port=port, mail_from="plan@example.se")
    finally:
        controller.stop()


@pytest.fixture
def postman():
    return Postman()


@pytest.fixture
def office(postman):
    with post_office(postman) as settings:
        yield settings


def letter(to=TO, tag="ar", text="لديك رسالة جديدة. افتح خطتك كالمعتاد."):
    return Outgoing(
        uuid4(), Channel.EMAIL, to, text, "شيء جديد في خطتك", BY_TAG[tag], attempt=1,
        first_attempt=NOW,
    )  # fmt: skip


def test_a_plain_letter_that_says_what_it_is(postman, office):
    message = letter()
    receipt = MailSender(office).send(message)
    MailSender(office).send(message)
    first, second = postman.taken
    assert first["Message-ID"] == second["Message-ID"] == receipt.provider_id
    assert first["Message-ID"] == f"<{message.id}@example.se>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Content-Language"] == "ar"
    assert first["Subject"] == message.subject
    assert (first.get_content_type(), first.get_content_charset()) == ("text/plain", "utf-8")
    assert first.get_content().strip() == message.text
    assert (first["From"], first["To"]) == ("plan@example.se", TO)
    assert {name.lower() for name in first} & {
        "x-mailer",
        "list-unsubscribe",
        "user-agent",
    } == set()


@pytest.mark.parametrize(
    ("answer", "error", "dead"),
    [
        ("550 5.1.1 no such user", Undeliverable, True),
        ("452 4.2.2 mailbox full", TryAgain, None),
    ],
)
def test_what_the_server_says_of_the_recipient(postman, office, answer, error, dead):
    postman.to_recipient = answer
    with pytest.raises(error) as refused:
        MailSender(office).send(letter())
    assert refused.value.fault == f"smtp_{answer[:3]}"
    assert getattr(refused.value, "dead_address", None) is dead
    assert TO not in str(refused.value)


@pytest.mark.parametrize(
    ("answer", "error", "fault"),
    [
        ("554 5.7.1 looks like spam", Undeliverable, "smtp_554"),
        ("451 4.3.0 later", TryAgain, "smtp_451"),
        ("hang up", TryAgain, "smtp_cut_off"),
    ],
)
def test_what_the_server_says_of_the_letter(postman, office, answer, error, fault):
    postman.to_data = answer
    with pytest.raises(error) as refused:
        MailSender(office).send(letter())
    assert refused.value.fault == fault
    assert not getattr(refused.value, "dead_address", False)


@pytest.mark.parametrize("address", ["rim@example.org\nBcc: all@example.org", "rim\r@example.org"])
def test_an_address_cannot_bring_a_header_with_it(postman, office, address):
    with pytest.raises(Undeliverable) as refused:
        MailSender(office).send(letter(to=address))
    assert refused.value.dead_address
    assert postman.taken == []


def test_no_server_is_a_passing_fault():
    nobody = settings_of(smtp_host="127.0.0.1", smtp_port=1, mail_from="plan@example.se")
    with pytest.raises(TryAgain, match="smtp_cut_off"):
        MailSender(nobody).send(letter())


def test_outside_this_machine_nothing_goes_without_tls(postman, office, monkeypatch):
    """The same server under another name: it offers no STARTTLS, so it gets nothing."""
    monkeypatch.setattr("portal.notices.channels.mail.LOOPBACK", ())
    with pytest.raises(TryAgain, match="smtp_no_tls"):
        MailSender(office).send(letter())
    assert postman.taken == []


def test_certificates_are_checked():
    tls = MailSender(ChannelSettings())._tls
    assert tls.check_hostname
    assert tls.verify_mode is ssl.CERT_REQUIRED
