"""What each column of the empty workbook is: its words for the person who fills it, and what Excel lets in."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from laureat.deliberation.famille import Colonne, Genre
from laureat.deliberation.outcome import Unit
from laureat.deliberation.reading import control_name
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.spec import MOTIFS, CellColumn, Spec
from laureat.people.names import NAME_ALONE, NAMES
from laureat.vocabulary import french


class Kind(StrEnum):
    """What a cell of a column may hold."""

    NUMBER = "numero"
    TEXT = "texte"
    CODE = "identifiant"
    DATE = "date"
    ROUTE = "voie"
    LIST = "liste"
    MARK = "note"
    BLOCK = "bloc"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the workbook."""

    heading: str
    about: str
    """What to write there, in words."""
    example: str
    kind: Kind = Kind.TEXT
    required: bool = False
    values: tuple[str, ...] = ()
    """The choices of a list."""
    width: int = 14


_ABOUT_IDENTITY = {
    "nom": ("Nom de naissance.", "d’Alembert", 18),
    "prenom": ("Prénoms, séparés par des espaces.", "Zoé Marie", 18),
    "nom_usage": ("Nom d’usage, s’il diffère du nom de naissance.", "", 16),
    "lieu_naissance": ("Commune de naissance, ou ville à l’étranger.", "Saint-Étienne", 18),
    "pays_naissance": ("Pays de naissance.", "France", 14),
    "ine": (
        "Identifiant national élève, onze caractères. Un INE douteux est signalé, jamais refusé.",
        "0123456789M",
        14,
    ),
    "uai": ("Code UAI de l’établissement : sept chiffres et une lettre de contrôle.", "0951099D", 11),
    "etablissement": ("Nom de l’établissement de formation.", "Lycée professionnel Ada-Lovelace", 30),
    "langue": ("Langue vivante obligatoire.", "Anglais", 12),
    "langue_facultative": ("Langue de l’unité facultative, s’il y en a une.", "Italien", 16),
    "pfmp": ("Durée des périodes de formation en milieu professionnel, pour mémoire.", "21 semaines", 14),
}


def columns(rules: SessionRules, spec: Spec) -> tuple[Column, ...]:
    """The columns of the workbook, in order: who, by which route, and what was obtained."""
    return (
        *_who(spec),
        *_route(rules, spec),
        *(_cell(rules, column) for column in spec.cells),
        *(_motif(unit, spec.motifs[unit.code]) for unit in rules.units),
    )


def _who(spec: Spec) -> Iterator[Column]:
    yield Column("numero", "Numéro du candidat, unique dans la liste.", "2600000001", Kind.NUMBER, True, width=15)
    for name in spec.identity:
        if name == "sexe":
            yield Column("sexe", "M ou F.", "F", Kind.LIST, values=("M", "F"), width=7)
        elif name == "date_naissance":
            about = "Date de naissance, JJ/MM/AAAA."
            yield Column("date_naissance", about, "14/03/2008", Kind.DATE, width=15)
        else:
            about, example, width = _ABOUT_IDENTITY[name]
            yield Column(name, about, example, Kind.CODE if name in ("ine", "uai") else Kind.TEXT, width=width)
        if name == NAMES[-1]:
            about = "oui, si l’état civil ne donne qu’un nom, ou qu’un prénom ; vide sinon."
            yield Column(NAME_ALONE, about, "", Kind.LIST, values=(french.OUI,), width=9)


def _route(rules: SessionRules, spec: Spec) -> Iterator[Column]:
    if spec.route_required:
        about = "La voie par laquelle le candidat se présente : voir plus bas le tableau des voies."
        yield Column("voie", about, spec.famille.voies[0].code, Kind.ROUTE, True, width=36)
    asked = {colonne.nom: colonne for colonne in spec.famille.colonnes}
    for choice in spec.choices:
        values = tuple(value for value in choice.values if value)
        if choice.name == "voie_acces":
            about = "Voie d’accès du registre. À laisser vide quand la voie suffit à la dire (élèves, apprentis)."
            yield Column("voie_acces", about, "FI", Kind.LIST, values=values, width=11)
        elif choice.name == "forme":
            about = "Toutes les unités à la même session (globale), ou réparties (progressive). Vide : globale."
            yield Column("forme", about, "globale", Kind.LIST, values=values, width=12)
        elif choice.name == "option" and values:
            about = " ; ".join(f"{code} : {label}" for code, label in rules.reglement.options.items())
            yield Column("option", f"{about}.", values[0], Kind.LIST, values=values, width=9)
        elif choice.name in asked:
            yield _asked(rules, asked[choice.name], Kind.LIST, values)
    for colonne in spec.famille.colonnes:
        if colonne.genre is Genre.DRAPEAU:
            yield _asked(rules, colonne, Kind.LIST, french.OUI_NON)
        elif colonne.genre is not Genre.CHOIX:
            yield _asked(rules, colonne, Kind.TEXT)


def _asked(rules: SessionRules, colonne: Colonne, kind: Kind, values: tuple[str, ...] = ()) -> Column:
    """A column of the family, its numbers of the law written out."""
    about = colonne.libelle.format_map(rules.fields)
    return Column(colonne.nom, about, colonne.exemple, kind, values=values, width=14)


def _cell(rules: SessionRules, column: CellColumn) -> Column:
    famille = rules.reglement.famille
    if column.name in famille.annexes:
        return Column(column.name, famille.annexes[column.name], "14", Kind.MARK, width=9)
    for unit in rules.units:
        if column.name == unit.code:
            kind = Kind.BLOCK if famille.par_blocs else Kind.MARK
            about = unit.label if unit.mandatory else f"{unit.label}. Facultatif"
            return Column(unit.code, f"{about}.", "V" if kind is Kind.BLOCK else "12,5", kind, column.required, width=9)
        if column.name == control_name(unit.code):
            about = f"Épreuve de contrôle (second groupe) : {unit.label}."
            return Column(column.name, about, "11", Kind.MARK, width=14)
    raise AssertionError(f"a column of cells that no unit names: {column.name}")


def _motif(unit: Unit, heading: str) -> Column:
    about = f"{unit.label} : motif d’une dispense (DI), d’une absence justifiée, ou décision de l’autorité."
    return Column(heading, about, "titre", Kind.LIST, values=tuple(value for value in MOTIFS.values if value), width=14)
