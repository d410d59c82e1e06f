"""The members of a jury typed on a page: read as the list that they would make, by the same reader."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laureat.exchange.jury import DECLARED
from laureat.jury import Fonction, Qualite
from laureat.vocabulary import InputProblem
from laureat.vocabulary.french import OUI_NON, capital

if TYPE_CHECKING:
    Files = MultiValueDict[str, UploadedFile[Any]]

COLUMNS = ("nom", "prenom", "sexe", "qualite", "fonction", "etablissement", "courriel")
YES_OR_NO, DAY, TEXT = "oui ou non", "jour", "texte"
KINDS = dict.fromkeys(DECLARED, TEXT) | dict.fromkeys(("qualifie", "conseiller", "exterieur"), YES_OR_NO)
KINDS |= dict.fromkeys(("naissance", "metier_quitte", "habilitation_depuis", "habilitation_jusqu_a"), DAY)
"""What only some laws of juries read of a member, and how it is typed."""
LABELS = {
    "nom": gettext_lazy("nom"),
    "prenom": gettext_lazy("prénom"),
    "sexe": gettext_lazy("sexe"),
    "qualite": gettext_lazy("qualité"),
    "fonction": gettext_lazy("fonction"),
    "etablissement": gettext_lazy("établissement ou entreprise"),
    "qualifie": gettext_lazy("qualifié au titre de la certification"),
    "lien": gettext_lazy("lien avec un candidat ou un accompagnateur"),
    "naissance": gettext_lazy("date de naissance"),
    "conseiller": gettext_lazy("conseiller de l'enseignement technologique"),
    "experience": gettext_lazy("années de métier"),
    "metier_quitte": gettext_lazy("jour où le métier a été quitté"),
    "secteur": gettext_lazy("secteur"),
    "exterieur": gettext_lazy("extérieur à qui certifie ou forme"),
    "habilitation": gettext_lazy("habilitation : oui, non, ou les numéros des titres"),
    "habilitation_depuis": gettext_lazy("habilité depuis le"),
    "habilitation_jusqu_a": gettext_lazy("habilité jusqu'au"),
    "courriel": gettext_lazy("adresse électronique"),
}
"""Each column, as the page names it."""
NAME = "membres-saisis.csv"
BLANK = 6
"""So many empty lines await a first member; two more than those that are filled, later."""
QUALITES = [(one.value, one.label) for one in Qualite]
FONCTIONS = [(one.value, one.label) for one in Fonction]
SEXES = (("F", "femme"), ("M", "homme"))


def typed(form: QueryDict) -> list[dict[str, str]]:
    """The lines of the page where something is written."""
    columns = {name: form.getlist(f"membre-{name}") for name in LABELS}
    longest = max(map(len, columns.values()))
    lines = [
        {name: told[place].strip() if place < len(told) else "" for name, told in columns.items()}
        for place in range(longest)
    ]
    return [line for line in lines if any(line[name] for name in LABELS if name != "fonction")]


def handed(lines: list[dict[str, str]], files: "Files") -> "Files":
    """The files of a form: those that came, or the list that the lines typed make where none came."""
    if not lines or files:
        return files
    columns = (*COLUMNS, *(name for name in KINDS if any(line[name] for line in lines)))  # what nobody says is unknown
    return MultiValueDict({"file": [SimpleUploadedFile(NAME, _list_of(lines, columns))]})


def template() -> bytes:
    """An empty list to fill, its headings alone."""
    return "\ufeff".encode() + _list_of([], (*COLUMNS, "qualifie"))


def told(problem: InputProblem) -> str:
    """What is wrong with a line of the page, in the words of the page."""
    if not problem.line:
        return problem.message
    where = _("Membre %(rank)s") % {"rank": problem.line - 1}
    column = LABELS.get(problem.column)
    return f"{where}, {column} : {problem.message}" if column else f"{where} : {problem.message}"


Beside = list[tuple[str, str, str, str]]
"""Name, label, kind and value of each of ``KINDS``."""


def shown(lines: list[dict[str, str]]) -> Iterator[tuple[Mapping[str, str], Beside, bool]]:
    """The lines typed, and empty ones after them; of each, what only some laws read, and whether any of it is said."""
    empty: dict[str, str] = {}
    for line in [*lines, *([empty] * (2 if lines else BLANK))]:
        beside = [(name, capital(str(LABELS[name])), kind, line.get(name, "")) for name, kind in KINDS.items()]
        yield line, beside, any(map(line.get, KINDS))


def offered(lines: list[dict[str, str]]) -> dict[str, object]:
    """What the page needs to have members typed: the lines, and the words of each list."""
    return {
        "lines": shown(lines),
        "typed": bool(lines),
        "qualites": QUALITES,
        "fonctions": FONCTIONS,
        "sexes": SEXES,
        "answers": OUI_NON,
    }


def _list_of(lines: list[dict[str, str]], columns: Sequence[str]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, extrasaction="ignore", delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return file.getvalue().encode()
