"""Juries and registers of possible members, from CSV, XLSX, Parquet or YAML: every problem is told at once."""

import csv
import datetime as dt
import io
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from laureat.exchange.jury_sheets import Row, Sheet, read_sheet, table_sheet
from laureat.exchange.jury_words import FONCTIONS, NO_LINK, PRESENCES, QUALITES, SEXES, TEACHERS, TOO_VAGUE, teaches_in
from laureat.exchange.lookalikes import nearest
from laureat.exchange.problems import Problems
from laureat.exchange.tables import normalised_heading
from laureat.jury.members import Fonction, Habilitation, Jury, Member, Presence, Qualite
from laureat.jury.people import by_person
from laureat.jury.register import CandidateTies, Qualification, RegisteredMember
from laureat.people import name_problem
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french import NO, YES, enumeration, oui_non, parse_date, says_yes, short_date

COLUMNS = ("nom", "prenom", "sexe", "qualite", "fonction", "presence", "qualifie", "lien")
"""The columns of a jury; OPTIONAL ones are read too, and written where a member fills one in."""
OPTIONAL = ("naissance", "conseiller", "experience", "metier_quitte")
_PLACE = ("secteur", "etablissement", "exterieur")
_SECTOR, _WORKPLACE = ("secteur", "secteurs"), ("etablissement", "entreprise")
_HABILITATION = ("habilitation", "habilitation_depuis", "habilitation_jusqu_a")
DECLARED = ("qualifie", "lien", *OPTIONAL, *_PLACE[::2], *_HABILITATION)
"""The columns that only some laws of juries read."""
REQUIRED = ("nom", "qualite")
_KNOWN = frozenset({*COLUMNS, *OPTIONAL, *_PLACE, *_HABILITATION})
"""The headings by which the line of headings is told from a title above it."""
_ALSO = frozenset({"civilite", "date_naissance", "secteurs", "entreprise", "habilite"})
"""Headings under which some of these stand too."""
_REGISTER = frozenset(
    {"qualite_depuis", "qualite_jusqu_a", "piece", "commune", "distance", "charge", "disponible", "disciplines"}
    | {"discipline", "langues", "langue", "services"}
)
"""What a register says beside."""
_TIES = frozenset({"numero", "nom", "nom_usage", "etablissement", "uai", "entreprise", "proches"})

ALIKE = 3
"""How many lines are told one by one of which the same is to be said."""
T = TypeVar("T")
Word = TypeVar("Word", Qualite, Fonction, Presence)


def read_jury(path: Path, *, sheet: str | None = None, warnings: list[InputProblem] | None = None) -> Jury:
    """Read a jury, one row a member. A YAML file may also give ``impossibilite`` and ``arrete`` beside ``membres``.

    ``sheet``: which sheet of a workbook, where several may be meant; ``warnings`` receives what is to look at.

    Raises InvalidInput with every problem found; the president has a first name (CRPA L212-1; CE, 28 May 2010,
    n° 328686). A person on several lines that differ is read: the law says what it makes of it.
    """
    read, problems = _open(path, sheet, warnings=warnings)
    members = [_member(row, read, problems) for row in read.rows]
    seen: dict[Member, int] = {}
    for row, member in zip(read.rows, members, strict=True):
        if member is None:
            continue
        if member in seen:
            told = f"{member.nom_complet} figure déjà à la ligne {seen[member]} : la même personne figure deux fois"
            problems.add(told, line=row.line, column="nom")
        seen.setdefault(member, row.line)
        if member.fonction is Fonction.PRESIDENT and not member.prenom:
            who = "de la présidente" if member.sexe == "F" else "du président"
            told = f"le prénom {who} ({member.nom}) manque : le procès-verbal porte son nom, son prénom et sa qualité"
            problems.add(told, line=row.line, column="prenom")
    problems.raise_if_any()
    return Jury(
        tuple(member for member in members if member is not None),
        read.properties.get("impossibilite", ""),
        read.properties.get("arrete", ""),
    )


def column_of(path: Path, name: str, *, sheet: str | None = None) -> list[str]:
    """What one more column says of each member, in the order of ``read_jury``; empty where the file has none."""
    return [row.get(name) for row in read_sheet(path, REQUIRED, _KNOWN | {name}, sheet).rows]


def read_register(
    path: Path, *, sheet: str | None = None, warnings: list[InputProblem] | None = None
) -> tuple[RegisteredMember, ...]:
    """Read a register of possible members: the columns of a jury, and what is known of availability, load and place.

    A person who stands on several rows has several capacities. Raises InvalidInput with every problem found.
    """
    read, problems = _open(path, sheet, _KNOWN | _ALSO | _REGISTER, warnings)
    people: dict[int, RegisteredMember] = {}
    for row in read.rows:
        member = _member(row, read, problems)
        if member is not None:
            people[id(member)] = _registered(row, member, problems)
    problems.raise_if_any()
    return tuple(
        _one_person([people[id(member)] for member in lines])
        for lines in by_person([person.member for person in people.values()])
    )


def _one_person(lines: list[RegisteredMember]) -> RegisteredMember:
    """One person from the lines that speak of it: the first line, every capacity, every habilitation."""
    first = lines[0]
    if len(lines) == 1:
        return first
    members = [line.member for line in lines]
    held = [member.habilitations for member in members if member.habilitations is not None]
    member = replace(
        first.member,
        naissance=next((member.naissance for member in members if member.naissance), None),
        habilitations=tuple(dict.fromkeys(one for some in held for one in some)) if held else None,
    )
    qualifications = dict.fromkeys(one for line in lines for one in line.qualifications)
    return replace(first, member=member, qualifications=tuple(qualifications))


def read_ties(path: Path, *, warnings: list[InputProblem] | None = None) -> tuple[CandidateTies, ...]:
    """Read, of a table of candidates, what may tie them to a member of the jury."""
    sheet = table_sheet(path, _TIES, warnings=warnings)
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
    columns = [*COLUMNS, *_PLACE]
    if all(member.qualifie is None for member in jury.members):
        columns.remove("qualifie")  # a column left empty would say that nobody is qualified
    columns += [column for column in OPTIONAL if any(getattr(member, column) is not None for member in jury.members)]
    rows = [{column: _written(getattr(member, column)) for column in columns} for member in jury.members]
    if any(member.habilitations is not None for member in jury.members):
        columns += _HABILITATION
        for row, member in zip(rows, jury.members, strict=True):
            row |= zip(_HABILITATION, _written_habilitation(member.habilitations), strict=True)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text.getvalue(), encoding="utf-8")
    os.replace(temporary, path)


def _written_habilitation(held: tuple[Habilitation, ...] | None) -> tuple[str, str, str]:
    """The three cells of the habilitations; several stand on one line, separated by « | »."""
    if not held:
        return ("non" if held == () else "", "", "")
    return (
        " | ".join(one.certification or "oui" for one in held),
        " | ".join(_written(one.depuis) for one in held),
        " | ".join(_written(one.jusqu_a) for one in held),
    )


def _written(value: str | bool | int | dt.date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return short_date(value)
    return oui_non(value) if isinstance(value, bool) else str(value)


def _open(
    path: Path,
    name: str | None = None,
    meant: frozenset[str] = _KNOWN | _ALSO,
    warnings: list[InputProblem] | None = None,
) -> tuple[Sheet, Problems]:
    """The rows of a file, and where to note what is wrong with them; ``meant`` are the headings that are read.

    One that nearly is one of them, and under which something stands, is a fault: a law of juries reads most of them,
    and the minutes print the others.
    """
    sheet = read_sheet(path, REQUIRED, _KNOWN, name, warnings=warnings)
    problems = Problems(sheet.source, alike=ALIKE)
    for name in REQUIRED:
        if name not in sheet.keys:
            expected = ", ".join(COLUMNS)
            problems.add(f"la colonne « {name} » manque ; colonnes attendues : {expected}")
    for key in sorted(sheet.keys - _KNOWN - _ALSO - _REGISTER):
        near = [column for column in nearest(key, sorted(meant)) if column not in sheet.keys]
        if near and any(row.get(key) for row in sheet.rows):
            told = f"personne ne lit « {key} » ; vouliez-vous {enumeration(near, 'ou')} ?"
            problems.add(told, column=key)
    if not sheet.rows:
        problems.add("aucun membre : une ligne par membre est attendue")
    problems.raise_if_any()
    return sheet, problems


def _member(row: Row, sheet: Sheet, problems: Problems) -> Member | None:
    before = problems.total
    nom = row.get("nom")
    if not nom:
        problems.add("le nom manque", line=row.line, column="nom")
    for column in ("nom", "prenom"):  # they are printed on the procès-verbal, as those of candidates are on papers
        if told := name_problem(row.get(column)):
            problems.add(told, line=row.line, column=column)
    taught = teaches_in(f"{row.get(*_SECTOR)} {row.get(*_WORKPLACE)}")
    qualities = QUALITES | dict.fromkeys(TEACHERS, taught) if taught else QUALITES
    qualite = _word(row, "qualite", Qualite, qualities, problems)
    fonction = _word(row, "fonction", Fonction, FONCTIONS, problems)
    presence = _word(row, "presence", Presence, PRESENCES, problems)
    said = row.get("sexe", "civilite")
    sexe = SEXES.get(normalised_heading(said))
    if sexe is None:
        problems.add(f"« {said} » : F, M ou rien attendu", line=row.line, column="sexe")
    qualifie = _flag(row, "qualifie", sheet, problems)
    exterieur = _flag(row, "exterieur", sheet, problems) if row.get("exterieur") else None
    conseiller = _flag(row, "conseiller", sheet, problems)
    if normalised_heading(row.get("qualite")).startswith("conseill"):
        conseiller = True
    naissance = _typed(row, "naissance", parse_date, problems) or _typed(row, "date_naissance", parse_date, problems)
    experience = _typed(row, "experience", _whole, problems)
    metier_quitte = _typed(row, "metier_quitte", parse_date, problems)
    habilitations = _habilitations(row, sheet, problems)
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
        "" if normalised_heading(lien) in NO_LINK else lien,
        exterieur,
        row.get(*_SECTOR),
        row.get(*_WORKPLACE),
        naissance=naissance,
        conseiller=conseiller,
        habilitations=habilitations,
        experience=experience,
        metier_quitte=metier_quitte,
    )


def _habilitations(row: Row, sheet: Sheet, problems: Problems) -> tuple[Habilitation, ...] | None:
    """``oui``, ``non``, or the numbers of the titles, with the days from and to which each habilitation holds.

    None where the file has no such column; an empty cell is a no.
    """
    if not {"habilitation", "habilite", *_HABILITATION[1:]} & sheet.keys:
        return None
    text = row.get("habilitation", "habilite")
    ends = [[part.strip() for part in row.get(column).split("|")] for column in _HABILITATION[1:]]
    if not text and not any(any(days) for days in ends):
        return ()
    if normalised_heading(text) in NO_LINK:
        return ()
    names = [part.strip() for part in text.split("|")]
    held = []
    for rank, name in enumerate(names):
        days: list[dt.date | None] = []
        for column, written in zip(_HABILITATION[1:], ends, strict=True):
            day = written[rank] if rank < len(written) else written[0] if len(written) == 1 else ""
            try:
                days.append(parse_date(day) if day else None)
            except ValueError as error:
                problems.add(str(error), line=row.line, column=column)
                days.append(None)
        number = "" if normalised_heading(name) in YES or not name else name.upper().replace(" ", "")
        held.append(Habilitation(f"RNCP{number}" if number.isdecimal() else number, *days))
    return tuple(held)


def _word(
    row: Row, column: str, words: type[Word], others: Mapping[str, Word | None], problems: Problems
) -> Word | None:
    """One of the words of a column, whatever its case, accents, hyphens or gender."""
    text = row.get(column)
    key = normalised_heading(text)
    if key in others:
        return others[key]
    try:
        return words(key)
    except ValueError:
        came = f"« {text} » n'est pas connu" if text else "rien n'est indiqué"
        if column == "qualite" and key in TOO_VAGUE:
            came += f" ; vouliez-vous {TOO_VAGUE[key]} ?"
        elif problems.once(column):
            came += f" ; attendu : {', '.join(word.label_for('') for word in words)}"
        problems.add(came, line=row.line, column=column)
        return None


def _flag(row: Row, column: str, sheet: Sheet, problems: Problems) -> bool | None:
    """Yes, no (an empty cell is a no), or None where the file has no such column."""
    if column not in sheet.keys:
        return None
    try:
        return says_yes(row.get(column))
    except ValueError as error:
        problems.add(str(error), line=row.line, column=column)
        return None


def _registered(row: Row, member: Member, problems: Problems) -> RegisteredMember:
    disponible, periodes = _availability(row, problems)
    return RegisteredMember(
        member=member,
        qualifications=(
            Qualification(
                member.qualite,
                _typed(row, "qualite_depuis", parse_date, problems),
                _typed(row, "qualite_jusqu_a", parse_date, problems),
                row.get("piece"),
                member.etablissement,
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


def _availability(row: Row, problems: Problems) -> tuple[bool, tuple[tuple[dt.date, dt.date], ...]]:
    """``oui``, ``non``, nothing (yes), or the days and periods: ``12/06/2027, 14/06/2027-18/06/2027``."""
    text = row.get("disponible")
    key = normalised_heading(text)
    if not key or key in YES:
        return True, ()
    if key in NO:
        return False, ()
    periods = []
    for part in _listed(text):
        ends = re.split(r"\s*(?:-|–|\bau\b)\s*", part.strip())
        try:
            days = [parse_date(end) for end in ends]
        except ValueError:
            message = f"« {part} » : oui, non, ou des dates (12/06/2027, 14/06/2027-18/06/2027) attendus"
            problems.add(message, line=row.line, column="disponible")
            continue
        periods.append((days[0], days[-1]))
    return True, tuple(periods)


def _typed(row: Row, column: str, read: Callable[[str], T], problems: Problems) -> T | None:
    text = row.get(column)
    if not text:
        return None
    try:
        return read(text)
    except ValueError as error:
        problems.add(str(error), line=row.line, column=column)
        return None


def _whole(text: str) -> int:
    if not text.strip().isdecimal():
        raise ValueError(f"« {text} » : nombre entier attendu")
    return int(text)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;|]", text) if part.strip())
