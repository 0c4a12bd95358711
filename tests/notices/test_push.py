"""Web Push to a real endpoint on this machine that decrypts and verifies as a push service would."""

import base64
import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from uuid import uuid4

import http_ece
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from sqlalchemy import func, select

from portal.i18n.languages import BY_TAG
from portal.notices import worker
from portal.notices.channels import Outgoing, Subscription, TryAgain, Undeliverable
from portal.notices.channels.push import PushSender
from portal.notices.devices import is_plain
from portal.notices.models import Channel, Device, NoticeState
from tests.moments import NOW
from tests.notices.people import RIM, add_notice, delivery_of, notice, reachable, settings_of
from tests.notices.provider import serving


def raw(key) -> str:
    """A public key as a browser writes it."""
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return b64(point)


def b64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class PushService(ThreadingHTTPServer):
    """Takes messages for its browsers; a path of digits is a status to answer with."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), PushHandler)
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        self.taken = []


class PushHandler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), body))
        last = self.path.rsplit("/", 1)[1]
        self.send_response(int(last) if last.isdigit() else 201)
        if last == "307":
            self.send_header("Location", f"{self.server.origin}/elsewhere")
        if last == "429":
            self.send_header("Retry-After", "90")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture
def service():
    with serving(PushService()) as server:
        yield server


@pytest.fixture
def vapid():
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def settings(vapid):
    number = vapid.private_numbers().private_value.to_bytes(32, "big")
    return settings_of(
        vapid_private_key=b64(number), vapid_contact="mailto:plan@example.se",
        push_hosts=("127.0.0.1", "push.example.com", "*.push.example.net"),
    )  # fmt: skip


class Browser:
    """One subscription and the private half of its keys."""

    def __init__(self, endpoint: str) -> None:
        self.key, self.secret = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
        self.subscription = Subscription(uuid4(), endpoint, raw(self.key), b64(self.secret))

    def read(self, body: bytes) -> dict[str, str]:
        text = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        return json.loads(text)


def message(*browsers: Browser, **rest):
    return Outgoing(
        uuid4(), Channel.PUSH, "", "لديك رسالة جديدة.", "شيء جديد", BY_TAG["ar"], attempt=1,
        first_attempt=NOW, devices=tuple(each.subscription for each in browsers), **rest,
    )  # fmt: skip


def verified(authorization: str, key) -> dict[str, object]:
    """The claims of a VAPID header (RFC 8292), its signature checked by hand."""
    parts = dict(part.strip().split("=", 1) for part in authorization[6:].split(","))
    assert parts["k"] == raw(key)
    signed, signature = parts["t"].rsplit(".", 1)
    octets = unb64(signature)
    r, s = (int.from_bytes(half, "big") for half in (octets[:32], octets[32:]))
    key.public_key().verify(
        utils.encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256())
    )
    return json.loads(unb64(signed.split(".")[1]))


def test_only_her_browser_can_read_it_and_it_is_signed_by_us(service, settings, vapid):
    phone, computer = Browser(f"{service.origin}/a"), Browser(f"{service.origin}/b")
    sending = message(phone, computer, not_after=NOW + timedelta(minutes=10))
    assert PushSender(settings).send(sending).gone == ()
    assert [path for path, _headers, _body in service.taken] == ["/a", "/b"]
    for browser, (_path, headers, body) in zip((phone, computer), service.taken, strict=True):
        assert browser.read(body) == {
            "title": sending.subject, "body": sending.text, "lang": "ar", "dir": "rtl",
            "tag": sending.id.hex,
        }  # fmt: skip
        named = {name.lower(): value for name, value in headers.items()}
        assert (named["topic"], named["ttl"]) == (sending.id.hex, "600")
        assert named["content-encoding"] == "aes128gcm"
        claims = verified(named["authorization"], vapid)
        assert (claims["aud"], claims["sub"]) == (service.origin, "mailto:plan@example.se")


def test_without_an_end_it_is_kept_for_a_day(service, settings):
    PushSender(settings).send(message(Browser(f"{service.origin}/a")))
    [(_path, headers, _body)] = service.taken
    assert {name.lower(): value for name, value in headers.items()}["ttl"] == "86400"


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_no_more_is_told_of(service, settings, status):
    gone, here = Browser(f"{service.origin}/{status}"), Browser(f"{service.origin}/a")
    assert PushSender(settings).send(message(gone, here)).gone == (gone.subscription.id,)
    with pytest.raises(Undeliverable) as refused:
        PushSender(settings).send(message(gone))
    assert (refused.value.dead_address, refused.value.gone) == (True, (gone.subscription.id,))


@pytest.mark.parametrize(
    ("status", "fault", "after"),
    [(503, "push_http_503", None), (429, "push_http_429", 90.0), (307, "push_cut_off", None)],
)
def test_a_passing_fault_is_tried_again_and_no_redirect_is_followed(
    service, settings, status, fault, after
):
    gone, busy = Browser(f"{service.origin}/410"), Browser(f"{service.origin}/{status}")
    with pytest.raises(TryAgain) as refused:
        PushSender(settings).send(message(gone, busy))
    assert (refused.value.fault, refused.value.after) == (fault, after)
    assert refused.value.gone == (gone.subscription.id,)
    assert len(service.taken) == 2


@pytest.mark.parametrize(
    ("endpoint", "allowed"),
    [
        ("https://push.example.com/x", True),
        ("https://push.example.com:443/x", True),
        ("https://a.push.example.net/x", True),
        ("https://a.b.push.example.net/x", True),
        ("https://push.example.net/x", False),
        ("https://evilpush.example.net/x", False),
        ("http://push.example.com/x", False),
        ("https://push.example.com:8443/x", False),
        ("https://push.example.com.evil.org/x", False),
        ("https://push.example.com@evil.org/x", False),
        ("https://user:word@push.example.com/x", False),
        ("https://169.254.169.254/latest", False),
        ("https://localhost/x", False),
        ("https://[::1]/x", False),
        ("https://[::1/x", False),
        ("https://push.example.com:port/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_known_push_services_are_called(settings, endpoint, allowed):
    assert PushSender(settings).may_reach(endpoint) is allowed


def test_keys_that_no_browser_makes_are_given_up(service, settings):
    for keys in (("short", "MDEy"), ("!", "!"), ("B" * 87, "MDEyMzQ1Njc4OWFiY2RlZg")):
        device = Subscription(uuid4(), f"{service.origin}/a", *keys)
        browser = Browser("")
        browser.subscription = device
        with pytest.raises(Undeliverable) as refused:
            PushSender(settings).send(message(browser))
        assert refused.value.gone == (device.id,)
    assert service.taken == []


def test_a_gone_browser_is_deleted_and_the_next_way_is_used(
    database, service, settings, provider, sms
):
    from dataclasses import replace

    reachable(database, channel=Channel.PUSH)
    both = replace(
        sms, vapid_private_key=settings.vapid_private_key, vapid_contact=settings.vapid_contact,
        push_hosts=settings.push_hosts,
    )  # fmt: skip
    gone = Browser(f"{service.origin}/410").subscription
    with database.writing() as db, db.begin():
        db.add(
            Device(
                id=gone.id, participant_id=RIM, endpoint=gone.endpoint, p256dh=gone.p256dh,
                auth=gone.auth, created=NOW,
            )
        )  # fmt: skip
    made = add_notice(database)
    assert worker.run(delivery_of(database, both), Event(), once=True) == 1
    row = notice(database, made)
    assert (row.state, row.channel) == (NoticeState.SENT, Channel.SMS)
    assert len(provider.done) == len(service.taken) == 1
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Device)) == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://169.254.169.254\\.push.apple.com/x", "https://internal.example\\.notify.windows.com/",
        "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com/ x",
        "https://evil.example/\\@fcm.googleapis.com/", "https://fcm.googleapis.com\t.evil.example/",
    ],
)  # fmt: skip
def test_an_address_that_two_parsers_read_differently_is_refused(endpoint):
    assert not PushSender(settings_of()).may_reach(endpoint)
    assert not is_plain(endpoint)
