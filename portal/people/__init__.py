"""The people. Their names are kept in step whoever stores them, so that is loaded with any of it."""

from portal.people import names

__all__ = ["names"]
