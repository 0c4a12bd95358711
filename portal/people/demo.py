"""The demo cast by slug. The same slug has the same id in every demo database."""

from uuid import NAMESPACE_URL, UUID, uuid5

PARTICIPANTS = (
    "rim",
    "hodan",
    "farhad",
    "dragan",
    "anneli",
    "tesfay",
    "oksana",
    "mikaela",
)
STAFF = (
    "lena",
    "amir",
    "maria",
    "petra",
    "hakan",
    "nadia",
    "kerstin",
    "yusuf",
    "layla",
)


def demo_id(slug: str) -> UUID:
    """The id of one of the cast."""
    return uuid5(NAMESPACE_URL, f"https://malmokraften.example/{slug}")
