"""Canonical N-Quads (RDFC-1.0): the labels of blank nodes, in work that is counted.

Where first-degree hashes differ, which is so in every honest credential, labels are given in linear time. Where some
are alike, the complete algorithm decides; what it visits is counted, for a hostile graph of a few kilobytes would
otherwise keep a processor for ever. A count says the same on every machine, busy or not, where a clock would not.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import permutations

from laureat.credentials.rdf import Quad
from laureat.credentials.strict_json import TooComplex

MAX_VISITS = 50_000
"""Statements that the complete algorithm may visit."""
MAX_ALIKE_DEPTH = 64
"""Nodes alike that may hang one from the other."""


def canonicalise(quads: Iterable[Quad]) -> str:
    """The canonical N-Quads of RDFC-1.0. Raises TooComplex beyond ``MAX_VISITS``."""
    quads = list(dict.fromkeys(quads))
    about: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        for label in {term for term in quad if term.startswith("_:")}:
            about[label].append(quad)
    by_hash: dict[str, list[str]] = defaultdict(list)
    hashes = {}
    for label, mentions in about.items():
        hashes[label] = first_degree_hash(label, mentions)
        by_hash[hashes[label]].append(label)
    labels = _Labels("c14n")
    for _hash, (label, *others) in sorted(by_hash.items()):
        if not others:
            labels.of(label)
    if len(labels.given) < len(about):
        _Complete(about, hashes, labels).label(by_hash)
    return "".join(sorted(line(relabel(quad, labels.given)) for quad in quads))


def first_degree_hash(label: str, quads: Iterable[Quad]) -> str:
    """RDFC-1.0 « Hash First Degree Quads » of a blank node, from the quads that mention it."""
    lines = []
    for quad in quads:
        labels = {term: "_:a" if term == label else "_:z" for term in quad if term.startswith("_:")}
        lines.append(line(relabel(quad, labels)))
    return _sha256("".join(sorted(lines)))


def relabel(quad: Quad, labels: Mapping[str, str]) -> Quad:
    """The quad with its blank nodes renamed."""
    subject, predicate, value, graph = quad
    return labels.get(subject, subject), predicate, labels.get(value, value), labels.get(graph, graph)


def line(quad: Quad) -> str:
    """The quad as a line of N-Quads."""
    subject, predicate, value, graph = quad
    return f"{subject} {predicate} {value} {graph} .\n" if graph else f"{subject} {predicate} {value} .\n"


class _Labels:
    """Labels given one after the other."""

    def __init__(self, prefix: str, given: Mapping[str, str] | None = None) -> None:
        self.prefix = prefix
        self.given = dict(given or {})

    def of(self, label: str) -> str:
        return self.given.setdefault(label, f"_:{self.prefix}{len(self.given)}")

    def copy(self) -> "_Labels":
        return _Labels(self.prefix, self.given)


class _Complete:
    """The rest of RDFC-1.0, « Hash N-Degree Quads », for blank nodes that first-degree hashes cannot tell apart."""

    def __init__(self, about: Mapping[str, list[Quad]], hashes: Mapping[str, str], labels: _Labels) -> None:
        self.about, self.hashes, self.labels = about, hashes, labels
        self.visits = 0

    def label(self, by_hash: Mapping[str, list[str]]) -> None:
        """Give a canonical label to every node that has none."""
        for _hash, alike in sorted(by_hash.items()):
            paths = []
            for node in alike:
                if node not in self.labels.given:
                    temporary = _Labels("b")
                    temporary.of(node)
                    paths.append(self._hash(node, temporary))
            for _path, issued in sorted(paths, key=lambda path: path[0]):
                for node in issued.given:
                    self.labels.of(node)

    def _hash(self, node: str, issued: _Labels, depth: int = 0) -> tuple[str, _Labels]:
        if depth > MAX_ALIKE_DEPTH:
            raise TooComplex("trop de nœuds anonymes semblables, l'un dans l'autre")
        data = ""
        for related, nodes in sorted(self._related(node, issued).items()):
            data += related
            chosen, chosen_issued = "", issued
            for order in permutations(nodes):
                self._visit(len(order))
                copy = issued.copy()
                path = self._path(order, copy, chosen, depth)
                if path is not None and (not chosen or path[0] < chosen):
                    chosen, chosen_issued = path
            data += chosen
            issued = chosen_issued
        return _sha256(data), issued

    def _path(self, order: Iterable[str], issued: _Labels, chosen: str, depth: int) -> tuple[str, _Labels] | None:
        """The path through these nodes in this order; None as soon as it comes after the chosen one."""
        path, pending = "", []
        for node in order:
            if node in self.labels.given:
                path += self.labels.given[node]
            else:
                if node not in issued.given:
                    pending.append(node)
                path += issued.of(node)
            if chosen and len(path) >= len(chosen) and path > chosen:
                return None
        for node in pending:
            digest, deeper = self._hash(node, issued, depth + 1)
            path += f"{issued.of(node)}<{digest}>"
            issued = deeper
            if chosen and len(path) >= len(chosen) and path > chosen:
                return None
        return path, issued

    def _related(self, node: str, issued: _Labels) -> dict[str, list[str]]:
        related: dict[str, list[str]] = defaultdict(list)
        for quad in self.about[node]:
            self._visit(1)
            subject, predicate, value, graph = quad
            for position, term in (("s", subject), ("o", value), ("g", graph)):
                if term.startswith("_:") and term != node:
                    name = self.labels.given.get(term) or issued.given.get(term) or self.hashes[term]
                    related[_sha256(f"{position}{predicate if position != 'g' else ''}{name}")].append(term)
        return related

    def _visit(self, count: int) -> None:
        self.visits += count
        if self.visits > MAX_VISITS:
            raise TooComplex("trop de nœuds anonymes semblables")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
