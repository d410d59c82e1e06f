"""What each column of the empty workbook is: its words for the person who fills it, and what Excel lets in."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from laureat.deliberation.reading import PROJET, control_name
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.spec import BLOCKS, IDENTITY, CellColumn, Spec
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
    "pfmp": ("Durée des périodes de formation en milieu professionnel, pour mémoire.", "22 semaines", 14),
}


def columns(rules: SessionRules, spec: Spec) -> tuple[Column, ...]:
    """The columns of the workbook, in order: who, by which route, and what was obtained."""
    return (*_who(spec), *_route(rules, spec), *(_cell(rules, column) for column in spec.cells))


def _who(spec: Spec) -> Iterator[Column]:
    yield Column("numero", "Numéro du candidat, unique dans la liste.", "2600000001", Kind.NUMBER, True, width=15)
    for name in IDENTITY:
        if name == "sexe":
            yield Column("sexe", "M ou F.", "F", Kind.LIST, values=("M", "F"), width=7)
        elif name == "date_naissance":
            about = "Date de naissance, JJ/MM/AAAA."
            yield Column("date_naissance", about, "14/03/2008", Kind.DATE, width=15)
        else:
            about, example, width = _ABOUT_IDENTITY[name]
            yield Column(name, about, example, Kind.CODE if name in ("ine", "uai") else Kind.TEXT, width=width)


def _route(rules: SessionRules, spec: Spec) -> Iterator[Column]:
    about = "La voie par laquelle le candidat se présente : voir plus bas le tableau des dix voies."
    yield Column("voie", about, "scolaire_public", Kind.ROUTE, spec.route_required, width=36)
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
    flags = {
        "derogation": "oui : le recteur a autorisé la forme progressive à un élève ou à un apprenti.",
        "etalement": "oui : étalement des épreuves sur plusieurs sessions, accordé pour un handicap.",
    }
    for flag in spec.flags:
        yield Column(flag, flags[flag], "", Kind.LIST, values=french.OUI_NON, width=12)


def _cell(rules: SessionRules, column: CellColumn) -> Column:
    if column.name == PROJET:
        about = "Note de projet ; élèves et apprentis seulement."
        return Column(PROJET, about, "14", Kind.MARK, width=9)
    for unit in rules.units:
        if column.name == unit.code:
            kind = Kind.BLOCK if column.grammar is BLOCKS else Kind.MARK
            optional = (
                "" if unit.mandatory else " Au plus deux unités facultatives." if kind is Kind.MARK else " Facultatif."
            )
            about = f"{unit.label}.{optional}"
            return Column(unit.code, about, "V" if kind is Kind.BLOCK else "12,5", kind, column.required, width=9)
        if column.name == control_name(unit.code):
            about = f"Épreuve de contrôle (second groupe) : {unit.label}."
            return Column(column.name, about, "11", Kind.MARK, width=14)
    raise AssertionError(f"a column of cells that no unit names: {column.name}")


MARK_CODES = (
    ("0 à 20", "Une note, en points ou demi-points : 12 ou 12,5."),
    ("AB", "Absence non justifiée : le diplôme ne peut pas être délivré."),
    ("AJ", "Absence justifiée : compte pour 0 ; l’épreuve de remplacement reste possible."),
    ("DI", "Dispense : l’unité sort de la moyenne."),
    ("VA", "Unité validée par la VAE : elle sort de la moyenne."),
    ("NU", "Épreuve annulée pour fraude : compte pour 0."),
    ("B12,5", "Note conservée d’une session antérieure."),
    ("B12,5@2024", "Note conservée, avec l’année de sa session ; elle vaut cinq ans."),
    ("(vide)", "Pas encore de note : le dossier est incomplet, ou en cours en forme progressive."),
)

BLOCK_CODES = (
    ("V", "Bloc validé."),
    ("NV", "Bloc évalué, non validé."),
    ("V@2024", "Bloc validé à une session antérieure."),
    ("VA", "Bloc validé par la VAE."),
    ("DI", "Dispense : le bloc ne bloque pas, et n’est pas attesté."),
    ("AB", "Absence non justifiée."),
    ("AJ", "Absence justifiée."),
    ("0 à 20", "Une note : le bloc est validé à partir de 10."),
    ("(vide)", "Pas encore évalué : la certification reste en cours."),
)
