"""Where a request comes from, as two digests that tell nobody: the address, and the browser."""

from flask import request

from portal.web.rates import anonymous, by_address

LENGTH = 16  # hexadecimal digits of each: to compare with one another, and nothing else


def place() -> str:
    """The digests of the address and of what the browser calls itself, with a dot between them."""
    browser = anonymous(request.headers.get("User-Agent", ""))
    return f"{by_address()[:LENGTH]}.{browser[:LENGTH]}"
