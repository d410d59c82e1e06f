"""Lists of candidates as schools and other services hand them over, read into one form whatever the file."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath

from laureat.deliberation.famille import Voie
from laureat.exchange.cyclades import CycladesList
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french import words
from laureat.web.accounts.models import Establishment, Habilitation
from laureat.web.exam_sessions import household, parsing
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.parsing import Law, ReadList
from laureat.web.exam_sessions.rules import rules_of
from laureat.web.exam_sessions.trade_words import USUAL, School, route_of, trait_of
from laureat.web.reader import STAFF

IN_FULL = 5
"""Cyclades writes the last so many digits of the code of a diploma (nomenclature N_FORMATION_DIPLOME)."""


def usual_nature(voie: Voie | None) -> str:
    """The nature of an establishment of which nothing is known but the route of its candidates."""
    return voie.natures[0] if voie is not None and voie.natures else USUAL


def schools_of(numero: str) -> dict[str, School]:
    """The schools of the house, by UAI and by name where one alone bears it, and what they hold."""
    found: dict[str, School] = {}
    namesakes: Counter[str] = Counter()
    held: defaultdict[str, set[str]] = defaultdict(set)
    for right in household.proved(Habilitation.objects.filter(certification=numero)):
        held[right.establishment_id].add(right.scope)
    for school in Establishment.objects.all():
        name = words(school.name)
        namesakes[name] += 1
        told = School(school.uai, school.name, school.nature, frozenset(held[school.uai]))
        found[school.uai] = found[name] = told
    return {key: school for key, school in found.items() if namesakes[key] < 2}


def read_list(session: ExamSession, name: str, content: bytes, sheet: str | None = None) -> ReadList:
    """The candidates of a file and what there is to say of it, as ``parsing.listed``; an export of Cyclades too."""
    name, content, remarks = _ours(session, name, content)
    schools = schools_of(session.certification.numero)
    read = STAFF.read_once(parsing.listed, name, content, law_of(session), sheet, schools)
    return replace(read, remarks=[*remarks, *read.remarks])


def annotated(
    session: ExamSession, name: str, content: bytes, sheet: str | None, told: Mapping[int, list[str]]
) -> bytes:
    """A workbook of the lines that are told of, each with what is wrong with it."""
    name, content, _remarks = _ours(session, name, content)
    return STAFF.read(parsing.annotated, name, content, law_of(session), sheet, dict(told))


def mended(session: ExamSession, name: str, content: bytes, sheet: str | None) -> bytes:
    """The list with each badly decoded text repaired, as a workbook."""
    return STAFF.read(parsing.mended, name, content, law_of(session), sheet)


def law_of(session: ExamSession) -> Law:
    """The law of a session, as a child of the reading room finds it again."""
    certification = session.certification
    return Law(
        *(certification.reglement, certification.numero, certification.binding),
        *(session.year, certification.sheet, certification.data),
    )


def _ours(session: ExamSession, name: str, content: bytes) -> tuple[str, bytes, list[str]]:
    """The file as a list of ours, and what there is to say of an export of Cyclades."""
    exported = STAFF.read(parsing.cyclades, name, content)
    if exported is None:
        return name or "liste.csv", content, []
    name = f"{PurePath(name).stem} (Cyclades).csv"
    return name, _canonical(session, exported, name), _remarks(session, exported)


def _remarks(session: ExamSession, exported: CycladesList) -> list[str]:
    remarks = [f"Export Cyclades de {exported.establishment} ({exported.uai})."]
    if exported.year and exported.year != session.year:
        remarks.append(f"Cet export est celui de la session {exported.year}, et la session ouverte est {session.year}.")
    if not rules_of(session).reglement.option_codes:
        remarks.append(
            "Le règlement ne donne pas le code de ce diplôme : la spécialité des lignes n'a pas été vérifiée."
        )
    if exported.ignored:
        remarks.append(f"Lignes laissées de côté, dont l'état n'est pas « Inscrit » : {exported.ignored}.")
    return remarks


def _canonical(session: ExamSession, exported: CycladesList, name: str) -> bytes:
    """The export as a list of ours, each candidate on the line where it stood."""
    names = [
        "numero",
        "voie",
        "option",
        "nom",
        "prenom",
        "nom_usage",
        "date_naissance",
        "ine",
        "uai",
        "etablissement",
        "division",
        "enseignements",
    ]
    reglement = rules_of(session).reglement
    options = {code[-IN_FULL:]: option for option, code in reglement.option_codes.items()}
    school = schools_of(session.certification.numero).get(exported.uai)
    problems: list[InputProblem] = []
    at_line: dict[int, Iterable[str]] = {}
    for row in exported.rows:
        voie = route_of(reglement.famille, trait_of(row.categorie), school)
        if options and row.specialite not in options:
            told = (
                f"le code de spécialité {row.specialite} n'est pas celui de cette certification ; "
                f"attendu : {', '.join(options)}"
            )
            problems.append(InputProblem(told, name, row.line, "Code Spécialité"))
            continue
        if voie is None:
            told = f"la catégorie « {row.categorie} » ne dit pas la voie ; ajouter l'établissement avec sa nature"
            problems.append(InputProblem(told, name, row.line, "Catégorie Candidat"))
            continue
        at_line[row.line] = (
            *(
                row.numero,
                voie.code,
                options.get(row.specialite, ""),
                row.nom,
                row.prenom,
                row.nom_usage,
                row.date_naissance,
            ),
            *(row.ine, exported.uai, exported.establishment, row.division, row.enseignements),
        )
    if problems:
        raise InvalidInput(problems)
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    first = min(at_line, default=2)
    file.write("\n" * (first - 2))
    writer.writerow(names)
    for line in range(first, max(at_line, default=0) + 1):
        if line in at_line:
            writer.writerow(at_line[line])
        else:
            file.write("\n")
    return file.getvalue().encode()
