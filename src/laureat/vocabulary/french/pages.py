"""A page of HTML set as French is: in its sentences only, never in what someone typed and a form holds."""

import re

from laureat.vocabulary.french.sentences import unbroken

TAGS = re.compile(r"(<!--.*?-->|<(script|style|textarea)\b.*?</\2>|<[^>]*>)", re.DOTALL | re.IGNORECASE)
"""What is no sentence of a page: split by it, one piece of three is one."""


def set_page(page: str) -> str:
    """The page where no number leaves its « n° »; a choice that its form sends as it reads is left as it is."""
    if "°" not in page:
        return page
    pieces = TAGS.split(page)
    for place in range(0, len(pieces), 3):
        within = pieces[place - 2] if place else ""
        pieces[place] = pieces[place] if within.startswith("<option>") else unbroken(pieces[place])
    return "".join(piece for place, piece in enumerate(pieces) if place % 3 != 2)
