"""Juries and registers of possible members, from CSV, XLSX, Parquet or YAML: every problem is told at once."""

import csv
import datetime as dt
import io
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from laureat.exchange.problems import Problems
from laureat.exchange.tables import normalised_heading, read_table
from laureat.jury.members import Fonction, Jury, Member, Presence, Qualite
from laureat.jury.register import CandidateTies, Qualification, RegisteredMember, plain
from laureat.vocabulary import InputProblem, InvalidInput

COLUMNS = ("nom", "prenom", "sexe", "qualite", "fonction", "presence", "qualifie", "lien")
"""The columns of a jury; ``secteur``, ``etablissement`` and ``exterieur`` are read too."""
REQUIRED = ("nom", "qualite")
KNOWN = {name: name for name in (*COLUMNS, "secteur", "etablissement", "exterieur", "numero", "nom_usage")}
"""The headings by which the line of headings is told from a title above it."""

_YAML = (".yaml", ".yml", ".json")
_NO = frozenset({"non", "n", "0", "faux", "false", "no"})
_YES = frozenset({"oui", "o", "1", "vrai", "true", "yes", "x"})
_NO_LINK = _NO | {"aucun", "aucune", "neant", "sans", "ras"}
_SEXES = {"f": "F", "femme": "F", "mme": "F", "m": "M", "h": "M", "homme": "M", "": ""}
_FONCTIONS = {"": Fonction.MEMBRE, "presidente": Fonction.PRESIDENT, "presidente_adjointe": Fonction.PRESIDENT_ADJOINT}
_FONCTIONS |= {"examinatrice_adjointe": Fonction.EXAMINATEUR_ADJOINT}
_PRESENCES: dict[str, Presence | None] = {"": None, "presente": Presence.PRESENT, "absente": Presence.ABSENT}
_PRESENCES |= {"a_distance": Presence.DISTANCE}
_QUALITES = {"enseignante_publique": Qualite.ENSEIGNANT_PUBLIC, "enseignante_cfa": Qualite.ENSEIGNANT_CFA}
_QUALITES |= {"enseignante_privee_sous_contrat": Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT, "salariee": Qualite.SALARIE}
_QUALITES |= {"enseignante_chercheuse": Qualite.ENSEIGNANT_CHERCHEUR, "employeuse": Qualite.EMPLOYEUR}

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row, whatever the file: cells by normalised heading, and where it stands."""

    cells: Mapping[str, str]
    line: int

    def get(self, *names: str) -> str:
        """The first of these cells that says something."""
        return next((text for name in names if (text := self.cells.get(name, "").strip())), "")


@dataclass(frozen=True, slots=True)
class _Sheet:
    rows: tuple[_Row, ...]
    keys: frozenset[str]
    properties: Mapping[str, str]
    source: str


def read_jury(path: Path) -> Jury:
    """Read a jury, one row a member. A YAML file may also give ``impossibilite`` and ``arrete`` beside ``membres``.

    Raises InvalidInput with every problem found.
    """
    sheet, problems = _open(path)
    members = [_member(row, sheet, problems) for row in sheet.rows]
    seen: dict[Member, int] = {}
    for row, member in zip(sheet.rows, members, strict=True):
        if member is None:
            continue
        who = replace(member, fonction=Fonction.MEMBRE, presence=None)
        if who in seen:
            problems.add(f"{member.nom_complet} figure déjà à la ligne {seen[who]}", line=row.line, column="nom")
        seen.setdefault(who, row.line)
    problems.raise_if_any()
    return Jury(
        tuple(member for member in members if member is not None),
        sheet.properties.get("impossibilite", ""),
        sheet.properties.get("arrete", ""),
    )


def read_register(path: Path) -> tuple[RegisteredMember, ...]:
    """Read a register of possible members: the columns of a jury, and what is known of availability, load and place.

    A person who stands on several rows has several capacities. Raises InvalidInput with every problem found.
    """
    sheet, problems = _open(path)
    found: dict[tuple[str, str, str], RegisteredMember] = {}
    for row in sheet.rows:
        member = _member(row, sheet, problems)
        if member is None:
            continue
        person = _registered(row, member, problems)
        key = (plain(member.nom), plain(member.prenom), plain(member.etablissement))
        if key in found:
            known = found[key]
            found[key] = replace(known, qualifications=(*known.qualifications, *person.qualifications))
        else:
            found[key] = person
    problems.raise_if_any()
    return tuple(found.values())


def read_ties(path: Path) -> tuple[CandidateTies, ...]:
    """Read, of a table of candidates, what may tie them to a member of the jury."""
    sheet = _table_sheet(path)
    if not {"numero", "etablissement", "nom"} & sheet.keys:
        message = "aucune des colonnes numero, nom, etablissement : ce n'est pas un tableau de candidats"
        raise InvalidInput([InputProblem(message, sheet.source)])
    return tuple(
        CandidateTies(
            row.get("numero", "nom"),
            row.get("nom"),
            row.get("nom_usage"),
            row.get("etablissement", "uai"),
            row.get("entreprise", "entreprise_tuteur", "entreprise_du_tuteur"),
            _listed(row.get("proches", "famille", "accompagnateur")),
        )
        for row in sheet.rows
    )


def write_jury(jury: Jury, path: Path) -> None:
    """Write a jury as a CSV that ``read_jury`` reads back; the file appears whole or not at all."""
    path = Path(path)
    columns = [*COLUMNS, "secteur", "etablissement", "exterieur"]
    if all(member.qualifie is None for member in jury.members):
        columns.remove("qualifie")  # a column left empty would say that nobody is qualified
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    for member in jury.members:
        writer.writerow([_written(getattr(member, column)) for column in columns])
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text.getvalue(), encoding="utf-8")
    os.replace(temporary, path)


def _written(value: str | bool | None) -> str:
    if value is None:
        return ""
    return {True: "oui", False: "non"}[value] if isinstance(value, bool) else str(value)


def _open(path: Path) -> tuple[_Sheet, Problems]:
    sheet = _yaml_sheet(path) if path.suffix.lower() in _YAML else _table_sheet(path)
    problems = Problems(sheet.source)
    for name in REQUIRED:
        if name not in sheet.keys:
            expected = ", ".join(COLUMNS)
            problems.add(f"la colonne « {name} » manque ; colonnes attendues : {expected}")
    if not sheet.rows:
        problems.add("aucun membre : une ligne par membre est attendue")
    problems.raise_if_any()
    return sheet, problems


def _table_sheet(path: Path) -> _Sheet:
    table = read_table(path, known=KNOWN)
    keys = [normalised_heading(heading) for heading in table.frame.columns]
    rows = tuple(
        _Row({key: cell or "" for key, cell in zip(keys, cells, strict=True)}, int(line))
        for cells, line in zip(table.frame.iter_rows(), table.lines, strict=True)
    )
    return _Sheet(rows, frozenset(keys), {}, table.source)


def _yaml_sheet(path: Path) -> _Sheet:
    """A YAML file read as text: the scalars stay as written, so that ``non`` stays a word."""

    def wrong(message: str, node: yaml.Node | None = None) -> InvalidInput:
        return InvalidInput([InputProblem(message, path.name, node.start_mark.line + 1 if node else None)])

    try:
        root = yaml.compose(path.read_bytes(), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        raise InvalidInput([InputProblem("le fichier n'existe pas", str(path))]) from None
    except OSError as error:
        raise InvalidInput([InputProblem(f"le fichier ne peut pas être lu : {error.strerror}", str(path))]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise InvalidInput([InputProblem(f"YAML illisible : {error}".splitlines()[0], path.name, line)]) from None
    properties: dict[str, str] = {}
    rows_node = root
    if isinstance(root, yaml.MappingNode):
        rows_node = None
        for key, value in root.value:
            name = normalised_heading(str(key.value))
            if name == "membres":
                rows_node = value
            elif isinstance(value, yaml.ScalarNode):
                properties[name] = _scalar(value)
    if not isinstance(rows_node, yaml.SequenceNode):
        raise wrong("une liste de membres est attendue, seule ou sous la clé « membres »", root)
    rows = []
    for item in rows_node.value:
        if not isinstance(item, yaml.MappingNode):
            raise wrong("chaque membre s'écrit « nom: …, qualite: …, fonction: … »", item)
        cells = {}
        for key, value in item.value:
            if not isinstance(value, yaml.ScalarNode):
                raise wrong(f"la clé « {key.value} » attend un texte", value)
            cells[normalised_heading(str(key.value))] = _scalar(value)
        rows.append(_Row(cells, item.start_mark.line + 1))
    keys = frozenset(name for row in rows for name in row.cells) or frozenset(REQUIRED)
    return _Sheet(tuple(rows), keys, properties, path.name)


def _scalar(node: yaml.ScalarNode) -> str:
    text = str(node.value).strip()
    return "" if node.tag == "tag:yaml.org,2002:null" else text


def _member(row: _Row, sheet: _Sheet, problems: Problems) -> Member | None:
    before = problems.total
    nom = row.get("nom")
    if not nom:
        problems.add("le nom manque", line=row.line, column="nom")
    qualite = _word(row, "qualite", Qualite, _QUALITES, problems)
    fonction = _word(row, "fonction", Fonction, _FONCTIONS, problems)
    presence = _word(row, "presence", Presence, _PRESENCES, problems)
    sexe = _SEXES.get(normalised_heading(row.get("sexe")))
    if sexe is None:
        problems.add(f"« {row.get('sexe')} » : F, M ou rien attendu", line=row.line, column="sexe")
    qualifie = _flag(row, "qualifie", sheet, problems)
    exterieur = _flag(row, "exterieur", sheet, problems) if row.get("exterieur") else None
    lien = row.get("lien")
    if problems.total > before or qualite is None or sexe is None:
        return None
    return Member(
        nom,
        qualite,
        fonction or Fonction.MEMBRE,
        row.get("prenom"),
        sexe,
        presence,
        qualifie,
        "" if normalised_heading(lien) in _NO_LINK else lien,
        exterieur,
        row.get("secteur", "secteurs"),
        row.get("etablissement", "entreprise"),
    )


def _word(
    row: _Row, column: str, words: type[Word], others: Mapping[str, Word | None], problems: Problems
) -> Word | None:
    """One of the words of a column, whatever its case, accents, hyphens or gender."""
    text = row.get(column)
    key = normalised_heading(text)
    if key in others:
        return others[key]
    try:
        return words(key)
    except ValueError:
        expected = ", ".join(words)
        came = f"« {text} » n'est pas connu" if text else "rien n'est indiqué"
        problems.add(f"{came} ; attendu : {expected}", line=row.line, column=column)
        return None


def _flag(row: _Row, column: str, sheet: _Sheet, problems: Problems) -> bool | None:
    """Yes, no (an empty cell is a no), or None where the file has no such column."""
    if column not in sheet.keys:
        return None
    key = normalised_heading(row.get(column))
    if key and key not in _YES | _NO:
        problems.add(f"« {row.get(column)} » : oui ou non attendu", line=row.line, column=column)
    return key in _YES


def _registered(row: _Row, member: Member, problems: Problems) -> RegisteredMember:
    disponible, periodes = _availability(row, problems)
    return RegisteredMember(
        member=member,
        qualifications=(
            Qualification(
                member.qualite,
                _typed(row, "qualite_depuis", _day, problems),
                _typed(row, "qualite_jusqu_a", _day, problems),
                row.get("piece"),
            ),
        ),
        commune=row.get("commune"),
        distance=_typed(row, "distance", _whole, problems),
        charge=_typed(row, "charge", _whole, problems) or 0,
        disponible=disponible,
        periodes=periodes,
        secteurs=_listed(row.get("secteurs", "secteur")),
        disciplines=_listed(row.get("disciplines", "discipline")),
        langues=_listed(row.get("langues", "langue")),
        services=_listed(row.get("services")),
    )


def _availability(row: _Row, problems: Problems) -> tuple[bool, tuple[tuple[dt.date, dt.date], ...]]:
    """``oui``, ``non``, nothing (yes), or the days and periods: ``12/06/2027, 14/06/2027-18/06/2027``."""
    text = row.get("disponible")
    key = normalised_heading(text)
    if not key or key in _YES:
        return True, ()
    if key in _NO:
        return False, ()
    periods = []
    for part in _listed(text):
        ends = re.split(r"\s*(?:-|–|\bau\b)\s*", part.strip())
        try:
            days = [_day(end) for end in ends]
        except ValueError:
            message = f"« {part} » : oui, non, ou des dates (12/06/2027, 14/06/2027-18/06/2027) attendus"
            problems.add(message, line=row.line, column="disponible")
            continue
        periods.append((days[0], days[-1]))
    return True, tuple(periods)


def _typed(row: _Row, column: str, read: Callable[[str], T], problems: Problems) -> T | None:
    text = row.get(column)
    if not text:
        return None
    try:
        return read(text)
    except ValueError as error:
        problems.add(str(error), line=row.line, column=column)
        return None


def _day(text: str) -> dt.date:
    """A day, JJ/MM/AAAA or AAAA-MM-JJ."""
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    raise ValueError(f"« {text} » : date attendue, JJ/MM/AAAA")


def _whole(text: str) -> int:
    if not text.strip().isdecimal():
        raise ValueError(f"« {text} » : nombre entier attendu")
    return int(text)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;|]", text) if part.strip())
