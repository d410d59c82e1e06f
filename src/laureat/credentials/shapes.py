"""Documents that have the same shape: the JSON-LD of one is expanded, the others fill its texts.

A shape is a document whose texts are set aside: same keys, same lists, same contexts and types, same numbers. PyLD
expands it once, with a placeholder for each text, all distinct. What a shape might misread (an identifier that a
context could resolve, blank nodes alike) goes the long way.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from laureat.credentials.canonical import line, relabel
from laureat.credentials.rdf import Quad, to_quads
from laureat.credentials.strict_json import Unsupported

SURE_IRI = re.compile(r"(?:(?:urn|did):|https?://(?!relatif\.invalid/))[A-Za-z0-9._:%#/?=&+~-]+")
"""An identifier that stands as it is in every context: absolute, and of a scheme that no context takes for a prefix."""

RUN = b"\0"

_TEXT, _END = "urn:laureat:texte:", ":fin-du-texte:"
_PLACEHOLDER = re.compile(rf"{_TEXT}([nt]\d+){_END}")
_ALONE = re.compile(rf'<{_PLACEHOLDER.pattern}>|"{_PLACEHOLDER.pattern}".*', re.DOTALL)


class Shape:
    """Formats for ``%``, in UTF-8: ``%(t3)s`` is the fourth text of the document, ``%(n0)s`` a blank node's label.

    Filled once with formats, they are formats again: a ``%`` of their own is written four times.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Learn from a document with placeholders. Raises Unsupported when a text would be no more one once signed."""
        quads = list(dict.fromkeys(to_quads(document)))
        terms = {term for quad in quads for term in quad}
        named = {term: frozenset(_PLACEHOLDER.findall(term)) for term in terms if _TEXT in term}
        if not all(map(_ALONE.fullmatch, named)):
            raise Unsupported("texte")

        def told(terms: Iterable[str]) -> frozenset[str]:
            return frozenset().union(*(named[term] for term in terms if term in named))

        self.json = _format(json.dumps(document, ensure_ascii=False, indent=1))
        self.iris = sorted(told(term for term in terms if term.startswith("<")))
        """The texts that are identifiers."""
        about: dict[str, list[Quad]] = {}
        for quad in quads:
            for node in {term for term in quad if term.startswith("_:")}:
                about.setdefault(node, []).append(quad)
        names = {node: f"n{rank}" for rank, node in enumerate(about)}
        self.lines = _in_runs(quads, {node: f"{_TEXT}{name}{_END}" for node, name in names.items()})
        """The statements, in runs (``_in_runs``)."""
        self.subjects = sorted(told(quad[0] for quad in quads))
        """The texts that are identifiers of which something is said: alike, they would mix runs."""
        self.nodes: dict[str, tuple[bytes, frozenset[str]]] = {}
        """For each blank node, the statements that mention it as its hash wants them, and the texts that they hold."""
        for node, mentions in about.items():
            labels = {other: "_:a" if other == node else "_:z" for other in about}
            held = told(term for quad in mentions for term in quad)
            self.nodes[names[node]] = (_joined(mentions, labels), held)


def shape_of(document: Mapping[str, Any]) -> tuple[Shape | None, dict[str, str]]:
    """The shape of a document, None when it has none, and its texts by name."""
    texts: dict[str, str] = {}
    return _learned(json.dumps(_aside(document, texts), ensure_ascii=False)), texts


@lru_cache(maxsize=256)
def _learned(skeleton: str) -> Shape | None:
    try:
        return Shape(json.loads(skeleton))
    except Unsupported:
        return None


def _aside(value: Any, texts: dict[str, str]) -> Any:
    """The same value, each text moved to ``texts`` and replaced by its placeholder."""
    if isinstance(value, str):
        name = f"t{len(texts)}"
        texts[name] = value
        return f"{_TEXT}{name}{_END}"
    if isinstance(value, dict):
        return {
            key: each if key.startswith("@") or key == "type" else _aside(each, texts) for key, each in value.items()
        }
    return [_aside(each, texts) for each in value] if isinstance(value, list) else value


def _joined(quads: Iterable[Quad], labels: Mapping[str, str]) -> bytes:
    """The format of lines of N-Quads, the last one without its end."""
    return _format("".join(line(relabel(quad, labels)) for quad in quads)[:-1])


def _in_runs(quads: Iterable[Quad], labels: Mapping[str, str]) -> bytes:
    """The format of the same lines in runs, ``RUN`` between them: whatever the texts, no line comes within a run.

    A run is all that is said of one subject by predicates that follow one another, each used once.
    """
    told: dict[str, dict[str, list[Quad]]] = {}
    for quad in quads:
        told.setdefault(quad[0], {}).setdefault(quad[1], []).append(quad)
    runs: list[bytes] = []
    for predicates in told.values():
        run: list[Quad] = []
        for _predicate, lines in sorted(predicates.items()):
            if len(lines) == 1:
                run += lines
            else:
                runs += [_joined([each], labels) for each in lines] + ([_joined(run, labels)] if run else [])
                run = []
        runs += [_joined(run, labels)] if run else []
    return RUN.join(runs)


def _format(text: str) -> bytes:
    return text.replace("%", "%%%%").replace(_TEXT, "%(").replace(_END, ")s").encode()
