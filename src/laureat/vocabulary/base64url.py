"""Bytes in base64url without padding (RFC 4648, section 5), as tokens, keys and status lists write them."""

import base64


def encoded(data: bytes) -> str:
    """Bytes as text."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of a text. Raises ValueError where it holds anything but the letters of base64url."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
