"""From a JSON-LD document to canonical N-Quads (RDFC-1.0), in bounded time, and only if every term is signed.

PyLD expands; the labels of blank nodes are ours where their first-degree hashes differ, which is linear and covers
every honest credential. Where some are alike, PyLD's complete algorithm decides in a process of its own, with a time
limit: a hostile graph of a few kilobytes would otherwise keep a processor for ever.
"""

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyld import jsonld

from laureat.credentials.contexts import CONTEXTS, UnknownContext, loader

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_OBJECTS = 1_500
MAX_ALIKE = 24
"""Blank nodes that first-degree hashing cannot tell apart: beyond, the document is refused without trying."""
TIME_LIMIT = 5.0
"""Seconds that the complete algorithm may take."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"'})
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

Quad = tuple[str, str, str, str]
"""Subject, predicate, object, graph (empty: default), each as N-Quads writes it; a blank node starts with ``_:``."""


class Unsupported(ValueError):
    """A document that would not be signed whole, or that is no document of ours; the message says why, in French."""


class NotSigned(Unsupported):
    """A document that shows something that its signature does not cover."""


class TooComplex(Unsupported):
    """A document whose canonical form would cost too much to compute."""


def parse_json(content: bytes | str) -> dict[str, Any]:
    """Read a JSON object, strictly: no duplicate key, no NaN, bounded in bytes. Raises Unsupported or TooComplex."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise Unsupported("une clé JSON est écrite deux fois dans le même objet")
        return found

    def refuse(constant: str) -> Any:
        raise Unsupported(f"{constant} n'est pas du JSON")

    if len(content) > MAX_BYTES:
        raise TooComplex(f"document trop complexe : plus de {MAX_BYTES // 1024} Kio")
    try:
        document = json.loads(content, object_pairs_hook=unique, parse_constant=refuse)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Unsupported(f"ce n'est pas du JSON : {error}") from None
    except RecursionError:
        raise TooComplex("document trop complexe : trop d'objets imbriqués") from None
    if not isinstance(document, dict):
        raise Unsupported("un objet JSON est attendu")
    return document


def check_bounds(document: Any) -> None:
    """Refuse what would cost too much or hide something: depth, number of objects, inline contexts, ``@`` keys."""
    objects, pending = 0, [(document, 1)]
    while pending:
        value, depth = pending.pop()
        if isinstance(value, dict | list):
            objects += 1
            if depth > MAX_DEPTH or objects > MAX_OBJECTS:
                raise TooComplex("document trop complexe : trop d'objets")
        if isinstance(value, dict):
            for key, child in value.items():
                if key == "@context" and value is document:
                    continue
                if key.startswith("@") or has_control(key):
                    raise Unsupported(f"clé non prise en charge : {key}")
                pending.append((child, depth + 1))
        elif isinstance(value, list):
            pending.extend((child, depth + 1) for child in value)
        elif isinstance(value, str) and has_control(value):
            raise Unsupported("un texte contient un caractère de contrôle")


def to_quads(document: Mapping[str, Any], contexts: Mapping[str, dict[str, Any]] = CONTEXTS) -> list[Quad]:
    """The RDF quads that a signature of ``document`` covers.

    Raises Unsupported when a term would be shown without being signed, TooComplex when it would cost too much.
    """
    check_bounds(document)
    addresses = document.get("@context")
    addresses = addresses if isinstance(addresses, list) else [addresses]
    for address in addresses:
        if not isinstance(address, str) or address not in contexts:
            raise Unsupported(f"contexte JSON-LD inconnu : {json.dumps(address)[:120]}")
    options = {"documentLoader": loader(contexts)}
    try:
        expanded = jsonld.expand(document, options)
        signed = jsonld.compact(expanded, document["@context"], {**options, "skipExpansion": True})
        _check_expanded(expanded, set())
        dataset = jsonld.to_rdf(expanded, options)
    except (jsonld.JsonLdError, UnknownContext) as error:
        raise Unsupported(f"JSON-LD incorrect : {str(error)[:200]}") from None
    difference = _difference(document, signed, "")
    if difference is not None:
        raise NotSigned(f"« {difference} » ne serait pas couvert par la signature")
    return list(_serialise(dataset))


def canonicalise(quads: Iterable[Quad]) -> str:
    """The canonical N-Quads of RDFC-1.0. Raises TooComplex beyond the bounds."""
    quads = list(dict.fromkeys(quads))
    about: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        for label in {term for term in quad if term.startswith("_:")}:
            about[label].append(quad)
    hashes = {label: first_degree_hash(label, mentions) for label, mentions in about.items()}
    alike = sum(count for count in Counter(hashes.values()).values() if count > 1)
    if alike:
        return _complete("".join(map(line, quads)), alike)
    labels = {label: f"_:c14n{rank}" for rank, label in enumerate(sorted(about, key=hashes.__getitem__))}
    return "".join(sorted(line(relabel(quad, labels)) for quad in quads))


def first_degree_hash(label: str, quads: Iterable[Quad]) -> str:
    """RDFC-1.0 « Hash First Degree Quads » of a blank node, from the quads that mention it."""
    lines = []
    for quad in quads:
        labels = {term: "_:a" if term == label else "_:z" for term in quad if term.startswith("_:")}
        lines.append(line(relabel(quad, labels)))
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def relabel(quad: Quad, labels: Mapping[str, str]) -> Quad:
    """The quad with its blank nodes renamed."""
    subject, predicate, value, graph = quad
    return labels.get(subject, subject), predicate, labels.get(value, value), labels.get(graph, graph)


def line(quad: Quad) -> str:
    """The quad as a line of N-Quads."""
    subject, predicate, value, graph = quad
    return f"{subject} {predicate} {value} {graph} .\n" if graph else f"{subject} {predicate} {value} .\n"


def escape(text: str) -> str:
    """A literal as canonical N-Quads writes it between quotes (control characters were refused before)."""
    return text.translate(_ESCAPES)


def has_control(text: str) -> bool:
    """Whether a text holds a control character, which implementations do not all write alike in N-Quads."""
    return _CONTROL.search(text) is not None


def is_absolute_iri(text: str) -> bool:
    """Whether an identifier keeps its place in a signature: relative or malformed ones are dropped in silence."""
    return _ABSOLUTE.fullmatch(text) is not None


def _serialise(dataset: Mapping[str, Any]) -> Iterator[Quad]:
    def term(node: Mapping[str, str]) -> str:
        if node["type"] == "IRI":
            return f"<{node['value']}>"
        if node["type"] == "blank node":
            return node["value"]
        text = f'"{escape(node["value"])}"'
        if node["datatype"] == _LANGUAGE_STRING:
            return f"{text}@{node['language']}"
        return text if node["datatype"] == _XSD_STRING else f"{text}^^<{node['datatype']}>"

    for name, triples in dataset.items():
        graph = "" if name == "@default" else name if name.startswith("_:") else f"<{name}>"
        for triple in triples:
            yield term(triple["subject"]), term(triple["predicate"]), term(triple["object"]), graph


def _check_expanded(node: Any, described: set[str]) -> None:
    """Refuse what the conversion to RDF would drop (what is no absolute IRI) or move (a node described twice)."""
    if isinstance(node, list):
        for item in node:
            _check_expanded(item, described)
    elif isinstance(node, dict):
        if "@id" in node and len(node) > 1:
            if node["@id"] in described:
                raise NotSigned(f"« {node['@id']} » est décrit à deux endroits")
            described.add(node["@id"])
        for key, value in node.items():
            if key in ("@id", "@type"):
                for iri in value if isinstance(value, list) else [value]:
                    if not isinstance(iri, str) or not (is_absolute_iri(iri) or iri == "@json"):
                        raise NotSigned(f"« {iri} » n'est pas un identifiant absolu : il ne serait pas signé")
            elif not key.startswith("@") and not is_absolute_iri(key):
                raise NotSigned(f"« {key} » n'est pas un terme connu : il ne serait pas signé")
            _check_expanded(value, described)


def _difference(given: Any, signed: Any, path: str) -> str | None:
    """Where a document says something that its signed form does not, or None. A list of one is its element."""
    given, signed = _single(given), _single(signed)
    if isinstance(given, dict) and isinstance(signed, dict):
        for key in [*given, *(key for key in signed if key not in given)]:
            here = f"{path}.{key}" if path else key
            if key not in given or key not in signed:
                return here
            if key != "@context" and (found := _difference(given[key], signed[key], here)):
                return found
        return None
    if isinstance(given, list) and isinstance(signed, list) and len(given) == len(signed):
        for one, other in zip(given, signed, strict=True):
            if found := _difference(one, other, path):
                return found
        return None
    return None if type(given) is type(signed) and given == signed else path or "document"


def _single(value: Any) -> Any:
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value


def _complete(quads: str, alike: int) -> str:
    """PyLD's complete algorithm, in a process that is stopped after ``TIME_LIMIT`` seconds."""
    if alike > MAX_ALIKE:
        raise TooComplex("document trop complexe : trop de nœuds anonymes semblables")
    program = (
        "import sys; from pyld import jsonld; sys.stdout.reconfigure(encoding='utf-8', newline=''); "
        "sys.stdout.write(jsonld.normalize(sys.stdin.buffer.read().decode('utf-8'), {'algorithm': 'URDNA2015', "
        "'inputFormat': 'application/n-quads', 'format': 'application/n-quads'}))"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", program],
            input=quads.encode(),
            capture_output=True,
            timeout=TIME_LIMIT,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise TooComplex("document trop complexe : son calcul a été arrêté") from None
    return done.stdout.decode()
