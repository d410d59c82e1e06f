"""From a JSON-LD document to the RDF statements that its signature covers, and how to read them.

What a verdict tells of a document is read in these statements, never in the JSON: whatever the aliases, contexts and
shapes of the JSON, what is shown is what is signed. PyLD expands; the rest is here, in linear time.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from laureat.credentials.contexts import CONTEXTS, check_contexts
from laureat.credentials.strict_json import Malformed, NotSigned, Unsupported, check_bounds

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]*")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"'})
_DIRECTED = "https://www.w3.org/ns/i18n#"
_LEAST = 1e-6
"""Below, JavaScript writes a number with an exponent, and jsonld.js takes it for a whole one."""
_RELATIVE = "http://relatif.invalid/"
"""Where a relative identifier is resolved, so that it is seen: to a verifier it means nothing."""
_LANGUAGES = ("fr", "fr-fr", "", "en")
"""Where a text is given in several languages, the first of these is shown; else the first in alphabetical order."""

Quad = tuple[str, str, str, str]
"""Subject, predicate, object, graph (empty: default), each as N-Quads writes it; a blank node starts with ``_:``."""


@dataclass(frozen=True)
class Graph:
    """The statements of a document, and the node that the document is."""

    root: str
    quads: list[Quad]
    texts: Mapping[str, tuple[str, str]] = field(repr=False)
    """The value and the language of each literal, by its term."""
    directed: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The literals that say their direction of writing, and the term that holds it (``i18n-datatype``)."""

    @property
    def directed_quads(self) -> list[Quad]:
        """The same statements as those sign them who sign directions of writing too, as JSON-LD 1.1 leaves it open."""
        told = self.directed
        return [(subject, predicate, told.get(value, value), graph) for subject, predicate, value, graph in self.quads]

    @cached_property
    def _index(self) -> dict[tuple[str, str], list[str]]:
        index: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, predicate, value, graph in dict.fromkeys(self.quads):
            if not graph:
                index[subject, predicate].append(value)
        return index

    def nodes(self, subject: str, *properties: str) -> list[str]:
        """The values of these properties that are nodes."""
        return [term for each in properties for term in self._index[subject, f"<{each}>"] if term not in self.texts]

    def literals(self, subject: str, *properties: str) -> list[str]:
        """The values of these properties that are literals, as they were written."""
        found = [term for each in properties for term in self._index[subject, f"<{each}>"]]
        return [self.texts[term][0] for term in found if term in self.texts]

    def text(self, subject: str, *properties: str) -> str:
        """The value to show of these properties: in French where it is given, else in no or another language."""
        return ", ".join(self.shown(subject, *properties))

    def shown(self, subject: str, *properties: str) -> list[str]:
        """The values that ``text`` shows together."""
        found = [term for each in properties for term in self._index[subject, f"<{each}>"] if term in self.texts]
        told = sorted((self.texts[term][1], self.texts[term][0]) for term in found)
        for language in _LANGUAGES:
            if words := [text for each, text in told if each == language]:
                return words
        return [told[0][1]] if told else []

    def types(self, subject: str) -> set[str]:
        """The types of a node, as IRIs."""
        return {term[1:-1] for term in self.nodes(subject, f"{RDF}type")}

    def of_type(self, kind: str) -> set[str]:
        """The nodes of this type, in any graph."""
        return {quad[0] for quad in self.quads if quad[1] == f"<{RDF}type>" and quad[2] == f"<{kind}>"}


def iri_of(term: str) -> str:
    """The IRI of a node; empty for a blank node."""
    return term[1:-1] if term.startswith("<") else ""


def read(document: Mapping[str, Any], contexts: Mapping[str, dict[str, Any]] = CONTEXTS) -> Graph:
    """The statements that a signature of ``document`` covers.

    Raises NotSigned when a term would be shown without being signed, Malformed or Unsupported when the document is
    not JSON-LD or not in the part of it that we read, TooComplex when it would cost too much.
    """
    check_bounds(document)
    check_contexts(document, contexts)
    from laureat.credentials.expansion import expanded

    dropped: list[str | None] = []
    roots = expanded(document, contexts, _RELATIVE, dropped.append)
    if dropped:
        raise NotSigned(f"« {dropped[0] or 'un terme'} » ne serait pas couvert par la signature")
    if len(roots) != 1:
        raise Malformed("JSON-LD incorrect : un seul objet est attendu")
    writer = _Writer()
    root = writer.node(roots[0], "")
    return Graph(root, writer.quads, writer.texts, writer.directed)


def to_quads(document: Mapping[str, Any], contexts: Mapping[str, dict[str, Any]] = CONTEXTS) -> list[Quad]:
    """The statements of a document alone; raises as ``read`` does."""
    return read(document, contexts).quads


def escape(text: str) -> str:
    """A literal as canonical N-Quads writes it between quotes (control characters were refused before)."""
    return text.translate(_ESCAPES)


def is_absolute_iri(text: str) -> bool:
    """Whether an identifier keeps its place in a signature: relative or malformed ones are dropped in silence."""
    return _ABSOLUTE.fullmatch(text) is not None


class _Writer:
    """Turns expanded JSON-LD into quads."""

    def __init__(self) -> None:
        self.quads: list[Quad] = []
        self.texts: dict[str, tuple[str, str]] = {}
        self.directed: dict[str, str] = {}
        self.blanks: dict[str, str] = {}

    def node(self, item: Mapping[str, Any], graph: str) -> str:
        """Write a node object and what hangs from it; the term that names it."""
        name = item.get("@id")
        subject = self._blank(name) if name is None or str(name).startswith("_:") else _iri(name)
        for key, values in item.items():
            if key == "@id":
                continue
            if key == "@type":
                for kind in values if isinstance(values, list) else [values]:
                    self.quads.append((subject, f"<{RDF}type>", _iri(kind), graph))
            elif key == "@graph":
                for each in values:
                    self._value(each, subject)
            elif key.startswith("@"):
                raise NotSigned(f"« {key} » ne serait pas couvert par la signature")
            else:
                self._values(subject, _iri(key), values, graph)
        return subject

    def _values(self, subject: str, predicate: str, values: Iterable[Any], graph: str) -> None:
        for each in values:
            self.quads.append((subject, predicate, self._value(each, graph), graph))

    def _value(self, item: Any, graph: str) -> str:
        if not isinstance(item, dict):
            raise Malformed("JSON-LD incorrect : valeur inattendue")
        if "@value" in item:
            return self._literal(item)
        return self._list(item["@list"], graph) if "@list" in item else self.node(item, graph)

    def _list(self, items: list[Any], graph: str) -> str:
        head = f"<{RDF}nil>"
        for item in reversed(items):
            cell = self._blank(None)
            self.quads.append((cell, f"<{RDF}first>", self._value(item, graph), graph))
            self.quads.append((cell, f"<{RDF}rest>", head, graph))
            head = cell
        return head

    def _literal(self, item: Mapping[str, Any]) -> str:
        value, language = item["@value"], item.get("@language", "")
        kind = item.get("@type") or ""
        if "@index" in item or kind == "@json" or (language and not _LANGUAGE.fullmatch(language)):
            raise Unsupported(f"valeur d'une sorte que nous ne lisons pas : {json.dumps(value)[:60]}")
        if isinstance(value, bool):
            text, kind = ("true" if value else "false"), kind or f"{XSD}boolean"
        elif isinstance(value, float):
            if value.is_integer() or abs(value) < _LEAST:
                raise Unsupported(f"le nombre {value} : tous les signataires ne l'écrivent pas pareil")
            text = re.sub(r"(\d)0*E\+?(-?)0*(\d)", r"\1E\2\3", f"{value:.15E}")
            kind = kind or f"{XSD}double"
        elif isinstance(value, int):
            if kind == f"{XSD}double":
                raise Unsupported(f"le nombre {value} : tous les signataires ne l'écrivent pas pareil")
            text, kind = str(value), kind or f"{XSD}integer"
        else:
            text = str(value)
        term = f'"{escape(text)}"'
        if language:
            term = f"{term}@{language}"
        elif kind not in ("", f"{XSD}string"):
            term = f"{term}^^{_iri(kind)}"
        self.texts[term] = (text, language)
        if direction := item.get("@direction"):
            self.directed[term] = f'"{escape(text)}"^^<{_DIRECTED}{language.lower()}_{direction}>'
        return term

    def _blank(self, name: str | None) -> str:
        if name is None:
            name = f"{len(self.blanks)}"
        return self.blanks.setdefault(name, f"_:b{len(self.blanks)}")


def _iri(text: Any) -> str:
    if not isinstance(text, str) or not is_absolute_iri(text) or text.startswith(_RELATIVE):
        shown = str(text).removeprefix(_RELATIVE)
        raise NotSigned(f"« {shown} » n'est pas un identifiant absolu : il ne serait pas signé")
    return f"<{text}>"
