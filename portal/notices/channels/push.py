"""Web Push (RFC 8030) to each of her browsers, encrypted for it (RFC 8291), signed by us (RFC 8292)."""

import base64
import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from portal import clock
from portal.config.channels import LOOPBACK, ChannelSettings
from portal.notices.channels import Outgoing, Receipt, Subscription, TryAgain, Undeliverable
from portal.notices.channels.http import retry_after, session
from portal.notices.devices import is_plain

LONGEST_KEPT = 24 * 3600  # seconds a push service keeps it for a phone that is off
GONE = (404, 410)
TOO_OFTEN = 429


class PushSender:
    """Sends to every device; one that takes it is enough."""

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        self._session = session()

    def send(self, message: Outgoing) -> Receipt:
        """Sends it to all her devices. An endpoint we may not speak to counts as gone.

        The Topic header is the notice's id, so a repeat replaces what still waits for the phone.
        """
        gone: list[UUID] = []
        refused: TryAgain | Undeliverable | None = None
        taken = False
        for device in message.devices:
            try:
                self._send_to(device, message)
                taken = True
            except Undeliverable as error:
                refused = refused or error
                if error.dead_address:
                    gone.append(device.id)
            except TryAgain as error:
                refused = error
        if taken:
            return Receipt(gone=tuple(gone))
        if isinstance(refused, TryAgain):
            raise TryAgain(refused.fault, after=refused.after, gone=tuple(gone))
        fault = refused.fault if refused else "push_no_device"
        raise Undeliverable(fault, dead_address=len(gone) == len(message.devices), gone=tuple(gone))

    def _send_to(self, device: Subscription, message: Outgoing) -> None:
        from pywebpush import WebPushException, webpush
        from requests import RequestException

        if not self.may_reach(device.endpoint):
            raise Undeliverable("push_address", dead_address=True)
        if not _are_keys(device):
            raise Undeliverable("push_keys", dead_address=True)
        keys = {"p256dh": device.p256dh, "auth": device.auth}
        try:
            webpush(
                {"endpoint": device.endpoint, "keys": keys},
                data=_payload(message),
                vapid_private_key=self._settings.vapid_private_key,
                vapid_claims={"sub": self._settings.vapid_contact},
                ttl=_seconds_left(message),
                headers={"Topic": message.id.hex, "Urgency": "normal"},
                timeout=(self._settings.connect_seconds, self._settings.read_seconds),
                requests_session=self._session,
            )
        except WebPushException as error:
            raise _refusal(error.response) from None
        except RequestException:  # also a redirect, which is not followed
            raise TryAgain("push_cut_off") from None
        except ValueError:  # a key that is no point of the curve
            raise Undeliverable("push_keys", dead_address=True) from None

    def may_reach(self, endpoint: str) -> bool:
        """Whether an endpoint is one of a known push service.

        A browser names the address itself, so any other would let a stranger make this server
        call hosts of her choosing.
        """
        try:
            parts = urlsplit(endpoint)
            host = parts.hostname or ""
        except ValueError:
            return False
        if parts.username or parts.password:
            return False
        allowed = any(_covers(each, host) for each in self._settings.push_hosts)
        if host in LOOPBACK:  # in the list of tests only, see the settings' rules
            return allowed
        return allowed and is_plain(endpoint)


def _covers(pattern: str, host: str) -> bool:
    if pattern.startswith("*."):
        return host.endswith(pattern[1:]) and len(host) > len(pattern) - 1
    return host == pattern


def _are_keys(device: Subscription) -> bool:
    """Whether the keys have the form of RFC 8291, 2.1 and 3.2; the library trips over others."""
    try:
        point, secret = (
            base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
            for key in (device.p256dh, device.auth)
        )
    except ValueError:
        return False
    return (len(point), point[:1], len(secret)) == (65, b"\x04", 16)


def _payload(message: Outgoing) -> str:
    """What the service worker shows; the tag lets a repeat replace the one before."""
    return json.dumps({
        "title": message.subject,
        "body": message.text,
        "lang": message.language.tag,
        "dir": message.language.direction,
        "tag": message.id.hex,
    })  # fmt: skip


def _seconds_left(message: Outgoing) -> int:
    if message.not_after is None:
        return LONGEST_KEPT
    left = int((message.not_after - clock.now()).total_seconds())
    return min(max(left, 1), LONGEST_KEPT)


def _refusal(answer: Any) -> TryAgain | Undeliverable:
    status = answer.status_code
    fault = f"push_http_{status}"
    if status in GONE:
        return Undeliverable(fault, dead_address=True)
    if status == TOO_OFTEN or status >= 500 or status in (401, 403):
        return TryAgain(fault, after=retry_after(answer.headers.get("Retry-After")))
    return Undeliverable(fault)
