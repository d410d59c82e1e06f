"""The short code of a paper, as it is written, typed and seen in a photo."""

from collections.abc import Sequence
from typing import Any

from laureat.credentials import deuxdoc

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of the codes: no 0, 1, I nor O."""
LENGTH = 16
"""Characters, five bits each: nobody finds one by chance."""
BY_FOURS = 4
PATH = "v/"
"""Of the page of a code, on the site that answers for it."""


def typed(text: str) -> str:
    """A code as it was typed, with or without dashes, in any case; empty for what is none."""
    code = text.upper().replace("-", "").replace(" ", "").replace("\u00a0", "")
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def spelled(code: str) -> str:
    """A code as people read it: « 7K3M-9QXT-2VBD-H5WN »."""
    return "-".join(code[at : at + BY_FOURS] for at in range(0, len(code), BY_FOURS))


def on_images(images: Sequence[Any], looks: Sequence[deuxdoc.Look] = deuxdoc.LOOKS) -> tuple[str, ...]:
    """The codes of papers whose QR is seen on these images: alone, or as the address of their page."""
    seen = deuxdoc.read_images(images, looks, "QRCode")
    told = (text.decode("utf-8", "replace").rpartition(f"/{PATH}")[2] for text in seen)
    return tuple(dict.fromkeys(filter(None, map(typed, told))))
