"""SMS through a provider's HTTP interface; 46elks is the first.

46elks knows no idempotency key (46elks.com/docs/send-sms), so before anything is sent again its
list of sent messages is asked whether it went out already (46elks.com/docs/sms-history: `to`
filters, `end` means after). We still send the key, as a provider that knows one needs no look-up.
What becomes of the message later is reported to the address in `whendelivered`.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from portal import bounded_json
from portal.config.channels import ChannelSettings
from portal.notices.channels import Outgoing, Receipt, TryAgain, Undeliverable
from portal.notices.channels.http import MOST_BYTES, body_of, is_passing, retry_after, session
from portal.notices.channels.report_address import report_address

CLOCKS_APART = timedelta(minutes=2)  # the provider's clock against ours
MOST_LISTED = 100


class SmsSender:
    """Sends by form POST with basic authentication; answers are JSON."""

    def __init__(self, settings: ChannelSettings) -> None:
        self._url = settings.sms_url
        self._from = settings.sms_from
        self._reports = (settings.report_base, settings.report_key)
        self._times = (settings.connect_seconds, settings.read_seconds)
        self._session = session()
        self._session.auth = (settings.sms_user, settings.sms_password)

    def send(self, message: Outgoing) -> Receipt:
        """Sends it, unless an earlier attempt turns out to have done so."""
        if message.attempt > 1 and (sent := self._look_up(message)):
            return _receipt(sent)
        form = {"from": self._from, "to": message.to, "message": message.text}
        base, key = self._reports
        if base:
            form["whendelivered"] = report_address(base, key, message.id, message.to)
        answer = self._ask("POST", data=form, headers={"Idempotency-Key": str(message.id)})
        return _receipt(_record(answer))

    def _look_up(self, message: Outgoing) -> dict[str, Any] | None:
        """What the provider has of this very message, the oldest first. Raises TryAgain."""
        since = message.first_attempt.astimezone(UTC).replace(tzinfo=None) - CLOCKS_APART
        asked = {"to": message.to, "end": since.isoformat(), "limit": str(MOST_LISTED)}
        listed = _record(self._ask("GET", params=asked)).get("data")
        if not isinstance(listed, list):
            raise TryAgain("sms_unreadable")
        found = [
            each
            for each in listed
            if isinstance(each, dict)
            and (each.get("to"), each.get("message")) == (message.to, message.text)
            and each.get("direction", "outgoing") != "incoming"
            and str(each.get("id")) not in message.known
            and _created(each) >= since
        ]
        return min(found, key=_created, default=None)

    def _ask(self, method: str, **rest: Any) -> bytes:
        from requests import RequestException

        try:
            answer = self._session.request(
                method, self._url, timeout=self._times, stream=True, **rest
            )
            body = body_of(answer)
        except RequestException as error:  # its text holds the address
            raise TryAgain(f"sms_{_kind(error)}") from None
        if answer.status_code >= 300:
            raise _refusal(answer, body)
        return body


def _refusal(answer: Any, body: bytes) -> TryAgain | Undeliverable:
    """46elks answers 400 with a line about the value at fault, which may be the number."""
    fault = f"sms_http_{answer.status_code}"
    if is_passing(answer.status_code):
        return TryAgain(fault, after=retry_after(answer.headers.get("Retry-After")))
    return Undeliverable(
        fault, dead_address=_is_about_the_number(body[:200].decode(errors="replace"))
    )


def _is_about_the_number(text: str) -> bool:
    """Errs towards no: a number that is not tried again reaches nobody."""
    names_it = re.search(r"\b(?:to|recipient|number)\b", text, re.IGNORECASE)
    wrong = re.search(r"\binvalid\b|\bnot (?:a )?valid\b|E\.?164", text, re.IGNORECASE)
    ours = re.search(r"\b(?:from|sender|message)\b", text, re.IGNORECASE)
    return bool(names_it and wrong and not ours)


def _record(body: bytes) -> dict[str, Any]:
    """The answer's JSON object. It may have acted all the same, so the next try looks it up."""
    try:
        return bounded_json.read_object(body, most=MOST_BYTES)
    except bounded_json.NotReadable:
        raise TryAgain("sms_unreadable") from None


def _receipt(record: dict[str, Any]) -> Receipt:
    if not record.get("id"):
        raise TryAgain("sms_unreadable")
    if record.get("status") == "failed":
        raise Undeliverable("sms_failed")
    return Receipt(provider_id=str(record["id"])[:120])


def _created(record: dict[str, Any]) -> datetime:
    """When the provider took it, in UTC without zone, as 46elks writes it."""
    try:
        at = datetime.fromisoformat(str(record.get("created")))
    except ValueError:
        return datetime.min  # noqa: DTZ901 - older than anything we ask for
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def _kind(error: Exception) -> str:
    from requests import ConnectTimeout, ReadTimeout, TooManyRedirects

    if isinstance(error, ConnectTimeout):
        return "no_connection"
    if isinstance(error, TooManyRedirects):
        return "redirect"
    return "timeout" if isinstance(error, ReadTimeout) else "cut_off"
