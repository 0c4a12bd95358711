"""That a provider does not answer, remembered for a while in this process.

Otherwise everyone who tried to sign in meanwhile would wait four seconds, each in a thread that the
whole portal needs.
"""

import time
from typing import Any

from portal.sign_in.fetching import Deadline, NoAnswer, ask

AWAY_SECONDS = 30.0


class Outage:
    """Whether one provider is away. What it answers badly but soon does not count."""

    def __init__(self) -> None:
        self._until = float("-inf")

    def ask(
        self, url: str, deadline: Deadline, form: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """As `fetching.ask`; raises NoAnswer at once when the last question had none just now."""
        if time.monotonic() < self._until:
            raise NoAnswer("away a moment ago")
        try:
            return ask(url, deadline, form)
        except NoAnswer:
            self._until = time.monotonic() + AWAY_SECONDS
            raise
