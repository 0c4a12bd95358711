"""The fixed moment every test lives in: a Monday morning in November."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
IDENTITY_KEY = bytes(range(32))
