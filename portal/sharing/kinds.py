"""What a consent is about. A consent is from one agency, to another, for one of these kinds."""

from enum import StrEnum


class ShareKind(StrEnum):
    """The kinds a person can share apart from each other; health is never part of another."""

    PLAN = "plan"
    APPOINTMENTS = "appointments"
    MESSAGES = "messages"
    HEALTH = "health"
