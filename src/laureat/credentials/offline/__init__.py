"""The page that verifies in a browser without any connection: its parts in this folder, put together in one file.

It says what the command says, reason for reason, or « Cette page ne sait pas lire ce format »; never anything else.
"""

import json
from importlib import resources
from typing import Any

from laureat.credentials.verdict import Page, Reason

SCRIPTS = ("shapes.js", "rdf.js", "proof.js", "status.js", "verdict.js", "files.js", "page.js")


def page(trust: Any = None) -> str:
    """The whole page as HTML, with a trust list (as its JSON file reads) inside where one is given."""
    text = _part("page.html").replace("/*STYLE*/\n", _part("page.css"), 1)
    text = text.replace("/*SCRIPTS*/\n", "".join(map(_part, SCRIPTS)), 1)
    values = {
        "RAISONS": {reason.identifier: [reason.exit_code, reason.label] for reason in Reason},
        "PAGES": {page.value[0]: page.value[1] for page in Page},
        "CONFIANCE": trust,
    }
    for name, value in values.items():
        text = text.replace(f"/*{name}*/null", json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"), 1)
    return text


def _part(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
