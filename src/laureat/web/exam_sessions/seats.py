"""The members of a jury typed on a page: read as the list that they would make, by the same reader."""

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laureat.jury import Fonction, Qualite
from laureat.vocabulary import InputProblem
from laureat.vocabulary.french import OUI_NON

if TYPE_CHECKING:
    Files = MultiValueDict[str, UploadedFile[Any]]

COLUMNS = ("nom", "prenom", "sexe", "qualite", "fonction", "etablissement", "qualifie", "courriel")
LABELS = {
    "nom": gettext_lazy("nom"),
    "prenom": gettext_lazy("prénom"),
    "sexe": gettext_lazy("sexe"),
    "qualite": gettext_lazy("qualité"),
    "fonction": gettext_lazy("fonction"),
    "etablissement": gettext_lazy("établissement ou entreprise"),
    "qualifie": gettext_lazy("qualifié au titre de la certification"),
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
    columns = {name: form.getlist(f"membre-{name}") for name in COLUMNS}
    longest = max(map(len, columns.values()))
    lines = [
        {name: told[place].strip() if place < len(told) else "" for name, told in columns.items()}
        for place in range(longest)
    ]
    return [line for line in lines if any(line[name] for name in COLUMNS if name != "fonction")]


def handed(lines: list[dict[str, str]], files: "Files") -> "Files":
    """The files of a form: those that came, or the list that the lines typed make where none came."""
    if not lines or files:
        return files
    return MultiValueDict({"file": [SimpleUploadedFile(NAME, _list_of(lines))]})


def template() -> bytes:
    """An empty list to fill, its headings alone."""
    return "\ufeff".encode() + _list_of([])


def told(problem: InputProblem) -> str:
    """What is wrong with a line of the page, in the words of the page."""
    if not problem.line:
        return problem.message
    where = _("Membre %(rank)s") % {"rank": problem.line - 1}
    column = LABELS.get(problem.column)
    return f"{where}, {column} : {problem.message}" if column else f"{where} : {problem.message}"


def shown(lines: list[dict[str, str]]) -> list[Mapping[str, str]]:
    """The lines typed, and empty ones after them."""
    return [*lines, *({} for _ in range(2 if lines else BLANK))]


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


def _list_of(lines: list[dict[str, str]]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return file.getvalue().encode()
