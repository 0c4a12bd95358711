"""The demo's only channel: a line in a file, in place of every other. Nothing is really sent."""

import json
import os
from pathlib import Path

from portal import clock
from portal.notices.channels import Outgoing, Receipt


class FileSender:
    """Appends one JSON line a notice to a file that only its owner can read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, message: Outgoing) -> Receipt:
        """Writes what would have gone out."""
        line = {
            "really_sent": False,
            "at": clock.now().isoformat(),
            "id": str(message.id),
            "channel": message.channel.value,
            "to": message.to,
            "language": message.language.tag,
            "text": message.text,
        }
        written = json.dumps(line, ensure_ascii=False) + "\n"
        # Opened in append mode and written at once, so lines of two workers never mix.
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, written.encode())
        finally:
            os.close(file)
        return Receipt(provider_id=f"demo:{message.id}", really_sent=False)
