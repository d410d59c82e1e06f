"""The page that verifies in a browser without any connection: its parts in this folder, put together in one file."""

import json
from importlib import resources
from typing import Any

SCRIPTS = ("shapes.js", "proof.js", "verdict.js", "page.js")


def page(trust: Any = None) -> str:
    """The whole page as HTML, with a trust list (as its JSON file reads) inside where one is given."""
    text = _part("page.html").replace("/*STYLE*/\n", _part("page.css"), 1)
    text = text.replace("/*SCRIPTS*/\n", "".join(map(_part, SCRIPTS)), 1)
    return text.replace("/*CONFIANCE*/null", json.dumps(trust).replace("<", "\\u003c"), 1)


def _part(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
