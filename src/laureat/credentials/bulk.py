"""Signing by the thousand: documents of one shape differ by their texts, those of one kind by a few of them.

The shape of a document gives formats of its JSON and of its statements (``shapes.py``). A kind of credential fills in
what all its credentials share; each one fills the rest, then labels and sorts as RDFC-1.0 demands. Same bytes as the
long way, which checks the first document of each shape and a sample of every run, and takes over where a shape cannot.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from operator import eq
from typing import Any

from laureat.credentials import proof
from laureat.credentials.canonical import canonicalise
from laureat.credentials.keys import SigningKey
from laureat.credentials.rdf import escape, to_quads
from laureat.credentials.shapes import RUN, SURE_IRI, Shape, shape_of
from laureat.credentials.strict_json import Unsupported, has_control

Build = Callable[[Mapping[str, str]], dict[str, Any]]
"""From the values to the whole document, without proof."""

_PROOF = b" proof"
"""Where the proof goes; no value has such a name."""
_VALUE = "urn:laureat:valeur:"
_PLACEHOLDER = re.compile(rf"{_VALUE}([A-Za-z0-9_]+):")
_SURE_IRIS = re.compile(rf"(?:{SURE_IRI.pattern}\n)*")
_PLAIN = re.compile(r'[^\x00-\x1f"\\\x7f\ud800-\udfff]*')
"""What is written as it stands between quotes; of the rest, what may be signed is written alike in JSON and N-Quads."""


class TemplateError(RuntimeError):
    """The fast way and the long way disagree: nothing of this run may be used."""


class Template:
    """All the credentials that ``build`` makes: the formats of a shape, with the texts that all share filled in."""

    def __init__(self, build: Build, names: frozenset[str]) -> None:
        self.build = build
        document = build({name: f"{_VALUE}{name}:" for name in names})
        self.context = json.dumps(document["@context"])
        self.shape: Shape | None = None
        shape, texts = shape_of(document)
        if shape and all(SURE_IRI.fullmatch(texts[name]) for name in shape.iris):
            shared = [texts[name] for name in shape.subjects]
            self.shape = shape if len(set(shared)) == len(shared) else None
        if self.shape:
            self._fill(self.shape, texts)

    def _fill(self, shape: Shape, texts: Mapping[str, str]) -> None:
        varying = {name for name, text in texts.items() if _VALUE in text}
        doubled = {name: text.replace("%", "%%") for name, text in texts.items()}
        ready = written(doubled) | written({name: _PLACEHOLDER.sub(r"%(\1)s", doubled[name]) for name in varying})
        iris = [name for name in shape.iris if name in varying]
        self.iris = _PLACEHOLDER.sub(r"%(\1)s", "".join(f"{doubled[name]}\n" for name in iris))
        """The identifiers that values make, one a line."""
        self.subjects = [rank for rank, name in enumerate(iris) if name in shape.subjects]
        """Those of which something is said; ``taken``: the same, that all share."""
        self.taken = frozenset(texts[name] for name in shape.subjects if name not in varying)
        self.json = b'%s,\n "proof": %%(%s)s\n}' % ((shape.json % ready)[:-2], _PROOF)
        self.lines = shape.lines % (ready | {node.encode(): f"%({node})s".encode() for node in shape.nodes})
        self.moving: dict[bytes, bytes] = {}
        """The blank nodes whose hash depends on the values, with the format of the lines that mention them."""
        self.still: dict[str, bytes] = {}
        """The other blank nodes, by hash."""
        for node, (mentions, held) in shape.nodes.items():
            if held & varying:
                self.moving[node.encode()] = mentions % ready
            else:
                self.still[_hash(mentions % ready % ())] = node.encode()

    def canonical(self, values: Mapping[str, str], ready: dict[bytes, bytes]) -> bytes:
        """The canonical N-Quads of one credential, in UTF-8; the long way where the template could not tell.

        ``ready``: the values, ``written``. Raises Unsupported when one could not be signed as it stands.
        """
        if self.shape and self._tells(values):
            hashes = dict(self.still)
            for node, mentions in self.moving.items():
                hashes[_hash(mentions % ready)] = node
            if len(hashes) == len(self.shape.nodes):
                labels = {hashes[digest]: b"_:c14n%d" % rank for rank, digest in enumerate(sorted(hashes))}
                return _in_order(self.lines % (labels | ready), RUN)
        return canonicalise(to_quads(self.build(values))).encode()

    def _tells(self, values: Mapping[str, str]) -> bool:
        """Whether the shape can tell: identifiers that stand as they are, those of its subjects all different."""
        text = self.iris % values
        iris = text.split("\n")
        subjects = {iris[rank] for rank in self.subjects}
        distinct = len(subjects) == len(self.subjects) and subjects.isdisjoint(self.taken)
        return distinct and _SURE_IRIS.fullmatch(text) is not None

    def secured(self, values: Mapping[str, str], ready: dict[bytes, bytes], proof: bytes) -> bytes:
        """The credential as JSON in UTF-8, with its proof, itself JSON."""
        if self.shape:
            return self.json % (ready | {_PROOF: proof})
        document = json.dumps(self.build(values), ensure_ascii=False, indent=1).encode()
        return b'%s,\n "proof": %s\n}' % (document[:-2], proof)


class BulkSigner:
    """Signs with one key, one verification method and one instant. One in ``sample`` is checked the long way."""

    def __init__(self, key: SigningKey, verification_method: str, created: str, sample: int = 5_000) -> None:
        self.key = key
        self.options = proof.options(verification_method, created)
        self._proof = json.dumps(self.options, ensure_ascii=False).encode()[:-1]
        self.sample = sample
        self.templates: dict[object, Template] = {}
        self.shapes: set[Shape | None] = set()
        """Those of which a document was compared with the long way."""
        self.hashes: dict[str, bytes] = {}
        self.signed = 0

    def sign(self, claim: object, build: Build, values: Mapping[str, str]) -> bytes:
        """The signed credential, JSON in UTF-8. Two credentials of an equal ``claim`` differ by ``values`` alone.

        Raises Unsupported when a value could not be signed as it stands, TemplateError when a check fails.
        """
        template = self.templates.get(claim)
        fresh = template is None
        if template is None:
            template = self.templates[claim] = Template(build, frozenset(values))
        ready = written(values)
        canonical = template.canonical(values, ready)
        value = proof.proof_value(self.key.sign(self._options_hash(template) + hashlib.sha256(canonical).digest()))
        signed = template.secured(values, ready, b'%s, "proofValue": "%s"}' % (self._proof, value.encode()))
        if fresh or self.signed % self.sample == 0:
            self._check(template, values, signed, canonical)
        self.signed += 1
        return signed

    def _check(self, template: Template, values: Mapping[str, str], signed: bytes, canonical: bytes) -> None:
        """Compare one credential with what its builder says and, for a new shape or a sample, with the long way."""
        document = json.loads(signed)
        document.pop("proof")
        right = document == template.build(values)
        if right and (template.shape not in self.shapes or self.signed % self.sample == 0):
            right = canonical == canonicalise(to_quads(document)).encode()
            self.shapes.add(template.shape)
        if not right:
            raise TemplateError(f"le titre {values.get('id', '')} n'est pas celui que la voie longue produit")

    def _options_hash(self, template: Template) -> bytes:
        if template.context not in self.hashes:
            self.hashes[template.context] = proof.options_hash(self.options, json.loads(template.context))
        return self.hashes[template.context]


def written(texts: Mapping[str, str]) -> dict[bytes, bytes]:
    """Texts as JSON and N-Quads write them between quotes, in UTF-8. Raises Unsupported for what cannot be signed."""
    joined = "".join(texts.values())
    if _PLAIN.fullmatch(joined):
        return {name.encode(): text.encode() for name, text in texts.items()}
    if has_control(joined):
        raise Unsupported("un texte contient un caractère de contrôle")
    return {name.encode(): escape(text).encode() for name, text in texts.items()}


def _hash(lines: bytes) -> str:
    return hashlib.sha256(_in_order(lines, b"\n")).hexdigest()


def _in_order(lines: bytes, between: bytes) -> bytes:
    """Lines of N-Quads, or runs of them, in the order of the canonical form, each once."""
    ordered = sorted(lines.split(between))
    if any(map(eq, ordered, ordered[1:])):
        ordered = sorted(set(ordered))
    return b"\n".join([*ordered, b""])
