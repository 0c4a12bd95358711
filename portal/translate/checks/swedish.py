"""The report's texts in Swedish."""

from types import MappingProxyType

SWEDISH = MappingProxyType[str, str]({})
