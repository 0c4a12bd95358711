"""How notices leave the portal: settings of the SMS, e-mail and push channels, and their rules.

Every channel is optional; one without settings is not offered.
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

# What her phone shows where a number would stand. No space: 46elks has seen phones that then drop
# the message without a trace (46elks.com/kb/text-sender-id).
SMS_FROM = "MinPlan"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PUSH_HOSTS = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com",
    "*.push.apple.com", "*.notify.windows.com",
)  # fmt: skip
# Whoever else reads her phone must not learn from a sender's name who writes to her. A domain is
# not hers or ours to choose, so of an e-mail address only what says it outright is refused.
TELLING_SENDER = re.compile(
    r"malm|arbetsf|förmed|formed|försäk|forsak|kassan|vård|vard|region|skåne|skane|social"
    r"|\b(?:af|fk|vc)\b", re.IGNORECASE,
)  # fmt: skip
TELLING_ADDRESS = re.compile(
    r"malm[oö]kraften|arbetsf[oö]rmed|f[oö]rs[aä]kringskas|v[aå]rdcentral", re.IGNORECASE
)
SENDER = re.compile(r"[A-Za-z][A-Za-z0-9]{2,10}\Z")
ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\Z")


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """Where notices go out. Secrets never appear in its repr.

    `report_base` is where the SMS provider reaches this portal to report how a message fared, and
    `report_key` signs those addresses; without a base it is not asked to.
    """

    sms_url: str = ""
    sms_user: str = field(default="", repr=False)
    sms_password: str = field(default="", repr=False)
    sms_from: str = SMS_FROM
    report_base: str = ""
    report_key: str = field(default="", repr=False)
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = field(default="", repr=False)
    smtp_password: str = field(default="", repr=False)
    mail_from: str = ""
    vapid_private_key: str = field(default="", repr=False)
    vapid_contact: str = ""
    push_hosts: tuple[str, ...] = PUSH_HOSTS
    outbox_file: Path | None = None
    connect_seconds: float = 3
    read_seconds: float = 10

    @property
    def sends(self) -> bool:
        """Whether anything really goes out."""
        return bool(self.sms_url or self.smtp_host or self.vapid_private_key)

    @property
    def vapid_public_key(self) -> str:
        """What a browser asks its push service with (RFC 8292, 3.2); empty without a private key."""
        if not self.vapid_private_key:
            return ""
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        secret = int.from_bytes(_bytes_of(self.vapid_private_key))
        public = ec.derive_private_key(secret, ec.SECP256R1()).public_key()
        point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def rules(
        self, *, may_send: bool, may_keep: bool, loopback: bool
    ) -> tuple[tuple[bool, str], ...]:
        """What would be unsafe or half-set, with what to do about it.

        `loopback` lets tests reach a stand-in on this machine without TLS.
        """
        return (
            (self.sends and not may_send, "PORTAL_SMS_URL, PORTAL_SMTP_HOST and PORTAL_VAPID_PRIVATE_KEY: a demo sends nothing. Leave them out."),
            (self.outbox_file is not None and not may_keep, "PORTAL_OUTBOX_FILE keeps notices instead of sending them: it is for demo instances only."),
            *self._sms_rules(loopback),
            *self._mail_rules(),
            *self._push_rules(loopback),
        )  # fmt: skip

    def _sms_rules(self, loopback: bool) -> tuple[tuple[bool, str], ...]:
        given = [bool(self.sms_url), bool(self.sms_user), bool(self.sms_password)]
        return (
            (any(given) and not all(given), "PORTAL_SMS_URL, PORTAL_SMS_USER and PORTAL_SMS_PASSWORD belong together: set all of them or none."),
            (any(given) and not _is_safe_url(self.sms_url, loopback), "PORTAL_SMS_URL must be a plain https:// address without user name, query or fragment."),
            (not SENDER.match(self.sms_from), "PORTAL_SMS_FROM must be 3 to 11 letters and digits (a-z, 0-9) and begin with a letter."),
            (bool(TELLING_SENDER.search(self.sms_from)), "PORTAL_SMS_FROM must name no agency and no programme: others read her phone too."),
        )  # fmt: skip

    def _mail_rules(self) -> tuple[tuple[bool, str], ...]:
        return (
            (bool(self.smtp_host) != bool(self.mail_from), "PORTAL_SMTP_HOST and PORTAL_MAIL_FROM belong together: set both or none."),
            (bool(self.mail_from) and not ADDRESS.match(self.mail_from), "PORTAL_MAIL_FROM must be one bare address, for example plan@example.se."),
            (bool(TELLING_ADDRESS.search(self.mail_from)), "PORTAL_MAIL_FROM must name no agency and no programme: others read her mail too."),
            (bool(self.smtp_user) != bool(self.smtp_password), "PORTAL_SMTP_USER and PORTAL_SMTP_PASSWORD belong together: set both or none."),
            (bool(self.smtp_user) and not self.smtp_host, "PORTAL_SMTP_USER is set without PORTAL_SMTP_HOST."),
            (not 1 <= self.smtp_port <= 65535, "PORTAL_SMTP_PORT must be from 1 to 65535."),
        )  # fmt: skip

    def _push_rules(self, loopback: bool) -> tuple[tuple[bool, str], ...]:
        key, contact = self.vapid_private_key, self.vapid_contact
        return (
            (bool(key) != bool(contact), "PORTAL_VAPID_PRIVATE_KEY and PORTAL_VAPID_CONTACT belong together: set both or none."),
            (bool(key) and not _is_vapid_key(key), "PORTAL_VAPID_PRIVATE_KEY must be 32 bytes in base64url, as `vapid --gen` and browsers write it."),
            (bool(contact) and not contact.startswith(("mailto:", "https://")), "PORTAL_VAPID_CONTACT must begin with mailto: or https://, so that a push service can reach us."),
            (not self.push_hosts or any(not _is_push_host(each, loopback) for each in self.push_hosts), "PORTAL_PUSH_HOSTS: name each push service by its host, or all below a domain of three parts as *.push.example.com."),
        )  # fmt: skip


def channels_from(text: Callable[..., str]) -> ChannelSettings:
    """The settings, each read with `text(name, default)`. Raises ValueError for what is no number."""
    file = text("OUTBOX_FILE")
    hosts = tuple(host.strip().lower() for host in text("PUSH_HOSTS").split(",") if host.strip())
    return ChannelSettings(
        sms_url=text("SMS_URL"),
        sms_user=text("SMS_USER"),
        sms_password=text("SMS_PASSWORD"),
        sms_from=text("SMS_FROM", SMS_FROM),
        smtp_host=text("SMTP_HOST"),
        smtp_port=int(text("SMTP_PORT") or 587),
        smtp_user=text("SMTP_USER"),
        smtp_password=text("SMTP_PASSWORD"),
        mail_from=text("MAIL_FROM"),
        vapid_private_key=text("VAPID_PRIVATE_KEY"),
        vapid_contact=text("VAPID_CONTACT"),
        push_hosts=hosts or PUSH_HOSTS,
        outbox_file=Path(file) if file else None,
    )


def _is_safe_url(url: str, loopback: bool) -> bool:
    try:
        parts = urlsplit(url)
        bare = not (parts.username or parts.password or parts.query or parts.fragment)
        here = loopback and parts.scheme == "http" and parts.hostname in LOOPBACK
        return bare and bool(parts.hostname) and (parts.scheme == "https" or here)
    except ValueError:
        return False


def _is_push_host(host: str, loopback: bool) -> bool:
    """A wildcard covers one owner's servers, never a whole top domain."""
    if host in LOOPBACK:
        return loopback
    name = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
    return bool(re.fullmatch(rf"(?:{name}(?:\.{name})+|\*(?:\.{name}){{3,}})", host)) and bool(
        re.search(r"[a-z]", host.rsplit(".", 1)[-1])
    )


def _is_vapid_key(key: str) -> bool:
    try:
        return len(_bytes_of(key)) == 32
    except (binascii.Error, ValueError):
        return False


def _bytes_of(key: str) -> bytes:
    return base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
