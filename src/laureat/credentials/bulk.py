"""Signing by the thousand: the credentials of a session differ by a few texts, the rest is canonicalised once.

A template is one document with placeholders, expanded by PyLD. Each credential fills the placeholders in the JSON text
and in the quads, then labels and sorts them as RDFC-1.0 demands: same bytes as the long way, which checks a sample of
every run and takes over wherever blank nodes are alike.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from typing import Any

from laureat.credentials import proof
from laureat.credentials.canonical import canonicalise, first_degree_hash, line, relabel
from laureat.credentials.keys import SigningKey
from laureat.credentials.rdf import Quad, escape, is_absolute_iri, to_quads
from laureat.credentials.strict_json import Unsupported, has_control

Build = Callable[[Mapping[str, str]], dict[str, Any]]
"""From the values to the whole document, without proof."""

_PLACEHOLDER = re.compile(r"urn:laureat:valeur:([A-Za-z0-9_]+):")
_PROOF = "urn:laureat:valeur:preuve:"


class TemplateError(RuntimeError):
    """The fast way and the long way disagree: nothing of this run may be used."""


class _Line:
    """One quad of the template, as a format that values and labels of blank nodes fill."""

    def __init__(self, quad: Quad) -> None:
        self.quad = quad
        self.nodes = [term for term in quad if term.startswith("_:")]
        self.varies = _PLACEHOLDER.search("".join(quad)) is not None
        self.made: dict[tuple[str, ...], str] = {}

    def format(self, labels: Mapping[str, str]) -> str:
        """The line under these labels: filled by ``%`` with values where it varies, ready as it is otherwise."""
        key = tuple([labels[node] for node in self.nodes])
        if key not in self.made:
            text = line(relabel(self.quad, labels))
            self.made[key] = _format(text) if self.varies else text
        return self.made[key]


class Template:
    """All the credentials that ``build`` makes: same shape, other values."""

    def __init__(self, build: Build, names: frozenset[str]) -> None:
        self.build = build
        document = build({name: f"urn:laureat:valeur:{name}:" for name in names})
        self.context = document["@context"]
        text = json.dumps({**document, "proof": _PROOF}, ensure_ascii=False, indent=1)
        self.json = _format(text.replace(f'"{_PROOF}"', _PROOF))
        lines = [_Line(quad) for quad in dict.fromkeys(to_quads(document))]
        iris = {term[1:-1] for each in lines for term in each.quad if term.startswith("<")}
        self.iris = [_format(iri) for iri in sorted(iris) if _PLACEHOLDER.search(iri)]
        nodes = {node for each in lines for node in each.nodes}
        about = {node: [each for each in lines if node in each.nodes] for node in nodes}
        self.moving: dict[str, list[str]] = {}
        """The blank nodes whose hash depends on the values, with the formats of the lines that mention them."""
        self.still: dict[str, str] = {}
        """The other blank nodes, by hash."""
        for node, mentions in about.items():
            if any(each.varies for each in mentions):
                self.moving[node] = [
                    _format(line(relabel(each.quad, {n: "_:a" if n == node else "_:z" for n in each.nodes})))
                    for each in mentions
                ]
            else:
                self.still[first_degree_hash(node, [each.quad for each in mentions])] = node
        self.count = len(nodes)
        self.lines = lines
        self.written: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}
        """For each order of the blank nodes that was met: constant lines in order, formats of the others."""

    def canonical(self, values: Mapping[str, str]) -> str:
        """The canonical N-Quads of one credential; the long way where blank nodes are alike."""
        quoted = {name: escape(value) for name, value in values.items()}
        hashes = dict(self.still)
        for node, mentions in self.moving.items():
            text = "".join(sorted([each % quoted for each in mentions]))
            hashes[hashlib.sha256(text.encode()).hexdigest()] = node
        if len(hashes) < self.count:
            return canonicalise(to_quads(self.build(values)))
        order = tuple(hashes[digest] for digest in sorted(hashes))
        if order not in self.written:
            self.written[order] = self._write(order)
        constant, varying = self.written[order]
        return "".join(sorted(constant + [each % quoted for each in varying]))

    def check(self, values: Mapping[str, str], signed: str) -> None:
        """Compare one signed credential with what the long way makes of the same values. Raises TemplateError."""
        document = json.loads(signed)
        document.pop("proof")
        if document != self.build(values) or self.canonical(values) != canonicalise(to_quads(document)):
            raise TemplateError(f"le titre {values.get('id', '')} n'est pas celui que la voie longue produit")

    def _write(self, order: tuple[str, ...]) -> tuple[list[str], list[str]]:
        labels = {node: f"_:c14n{rank}" for rank, node in enumerate(order)}
        constant = sorted(each.format(labels) for each in self.lines if not each.varies)
        return constant, [each.format(labels) for each in self.lines if each.varies]


class BulkSigner:
    """Signs with one key, one verification method and one instant. One in ``sample`` is checked the long way."""

    def __init__(self, key: SigningKey, verification_method: str, created: str, sample: int = 5_000) -> None:
        self.key = key
        self.options = proof.options(verification_method, created)
        self.sample = sample
        self.templates: dict[object, Template] = {}
        self.hashes: dict[str, bytes] = {}
        self.signed = 0

    def sign(self, claim: object, build: Build, values: Mapping[str, str]) -> str:
        """The signed credential as JSON text. Two credentials of an equal ``claim`` differ by ``values`` alone.

        Raises Unsupported when a value could not be signed as it stands, TemplateError when a sample differs.
        """
        template = self.templates.get(claim)
        fresh = template is None
        if template is None:
            template = self.templates[claim] = Template(build, frozenset(values))
        if has_control("".join(values.values())):
            raise Unsupported("un texte contient un caractère de contrôle")
        for iri in template.iris:
            if not is_absolute_iri(iri % values):
                raise Unsupported(f"« {iri % values} » n'est pas un identifiant absolu")
        digest = hashlib.sha256(template.canonical(values).encode()).digest()
        value = proof.proof_value(self.key.sign(self._options_hash(template) + digest))
        secured = json.dumps({**self.options, "proofValue": value}, ensure_ascii=False)
        texts = {name: encode_basestring(text)[1:-1] for name, text in values.items()}
        signed = template.json % {**texts, "preuve": secured}
        if fresh or self.signed % self.sample == 0:
            template.check(values, signed)
        self.signed += 1
        return signed

    def _options_hash(self, template: Template) -> bytes:
        context = json.dumps(template.context)
        if context not in self.hashes:
            self.hashes[context] = proof.options_hash(self.options, template.context)
        return self.hashes[context]


def _format(text: str) -> str:
    """A text with placeholders as a format for ``%`` and a mapping of values."""
    return _PLACEHOLDER.sub(r"%(\1)s", text.replace("%", "%%"))
