"""What the SI-CPF answers: the reports of what it accepted and refused, and what to do about each refusal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from lxml import etree

from laureat.register.xml_export import HARDENED, french_fault
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french import number, words

LARGEST = 200_000_000
"""Bytes of a report: as much as a file that it answers."""
UNKNOWN = "message que ce logiciel ne connaît pas : voir l'aide du portail de dépôt"
ADVICE = {
    "plusieurs": "plusieurs personnes répondent : compléter le jour et le mois de naissance, le code de la "
    "commune, les autres prénoms et le nom d'usage",
    "obligatoires": "vérifier à l'état civil le nom de naissance (et non d'usage), le premier prénom, le sexe "
    "et l'année de naissance",
    "jour": "vérifier à l'état civil le jour et le mois de naissance",
    "reconciliation": "vérifier ou compléter le code de la commune de naissance, ou du pays, les autres "
    "prénoms et le nom d'usage",
}
"""By a word of a message, folded, what to do."""


def advice(message: str) -> str:
    """What to do about a refusal."""
    said = words(message).split()
    return next((told for known, told in ADVICE.items() if known in said), UNKNOWN)


@dataclass(frozen=True)
class Reports:
    """What all the reports say together: accepted once is accepted for ever."""

    accepted: frozenset[str] = frozenset()
    refused: Mapping[str, str] = field(default_factory=dict)
    """By identifier, the message of the receiver."""


def read_reports(paths: Iterable[Path]) -> Reports:
    """Read reports, in any order. Raises InvalidInput with the problems of all."""
    accepted: set[str] = set()
    refused: dict[str, str] = {}
    problems: list[InputProblem] = []
    for path in paths:
        try:
            ok, ko = _read(path)
        except InvalidInput as invalid:
            problems += invalid.problems
            continue
        accepted |= ok - ko.keys()
        refused |= ko
    if problems:
        raise InvalidInput(problems)
    return Reports(frozenset(accepted), {name: said for name, said in refused.items() if name not in accepted})


def _read(path: Path) -> tuple[set[str], dict[str, str]]:
    """The identifiers that one report accepts, and the messages of those that it refuses."""
    if (size := path.stat().st_size) > LARGEST:
        told = f"ce fichier a {number(size)} octets, un compte rendu en a {number(LARGEST)} au plus"
        raise InvalidInput([InputProblem(told, path.name)])
    with path.open("rb") as stream:
        try:
            return _of_passages(stream, path.name)
        except etree.XMLSyntaxError as error:
            line, column = error.position
            where = (path.name, line, str(column)) if line else (path.name,)
            raise InvalidInput([InputProblem(french_fault(error.msg or ""), *where)]) from None


def _of_passages(stream: IO[bytes], source: str) -> tuple[set[str], dict[str, str]]:
    accepted: set[str] = set()
    refused: dict[str, str] = {}
    problems: list[InputProblem] = []
    for element, parent in _elements(stream, source):
        if (parent, _name(element)) == ("PassagesOK", "idTechnique"):
            accepted.add((element.text or "").strip())
        elif (parent, _name(element)) == ("PassagesKO", "passage"):
            said = {_name(child): (child.text or "").strip() for child in element}
            refused[said.get("idTechnique", "")] = said.get("messageErreur", "")
        else:
            continue
        if "" in accepted or "" in refused:
            told = "ce passage n'a pas d'identifiant (idTechnique) : redemander ce compte rendu"
            problems.append(InputProblem(told, source, element.sourceline))
            accepted.discard("")
            refused.pop("", None)
    if problems:
        raise InvalidInput(problems)
    return accepted, refused


def _elements(stream: IO[bytes], source: str) -> Iterator[tuple[Any, str]]:
    """The elements below the root, each as it ends, with the name of its parent; nothing else stays in memory."""
    events = etree.iterparse(stream, events=("start", "end"), **HARDENED)
    for event, element in events:
        parent = element.getparent()
        if event == "start":
            if parent is None:
                _require_report(element, source)
            continue
        if parent is None:
            continue
        yield element, _name(parent)
        if _name(parent) in ("PassagesOK", "PassagesKO"):
            element.clear()
            while element.getprevious() is not None:
                del parent[0]


def _require_report(root: Any, source: str) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        told = "un compte rendu n'a pas de déclaration DOCTYPE : ce fichier n'en est pas un"
        raise InvalidInput([InputProblem(told, source, root.sourceline)])
    if _name(root) != "rapport":
        told = f"un compte rendu (« rapport ») est attendu ; reçu « {_name(root)} »"
        raise InvalidInput([InputProblem(told, source, root.sourceline)])


def _name(element: Any) -> str:
    """Its name, whatever its namespace."""
    return str(element.tag).rpartition("}")[2]
