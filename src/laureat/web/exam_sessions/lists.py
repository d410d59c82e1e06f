"""Lists of candidates as schools and other services hand them over, read into one form whatever the file."""

import csv
import io
from collections.abc import Iterable
from pathlib import PurePath

from laureat.deliberation.famille import Famille, Voie
from laureat.exchange.cyclades import CycladesList
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.web.accounts.models import Establishment, Nature
from laureat.web.exam_sessions import household, parsing
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.parsing import Law, Listed
from laureat.web.exam_sessions.rules import rules_of
from laureat.web.reader import STAFF

CATEGORIES = (
    ("SCOLAIRE", "scolaire"),
    ("APPRENTI", "apprenti"),
    ("FORMATION", "formation_continue"),
    ("ENSEIGNEMENT À DISTANCE", "distance"),
    ("ENSEIGNEMENT A DISTANCE", "distance"),
    ("CNED", "distance"),
    ("EXPERIENCE", "experience"),
    ("EXPÉRIENCE", "experience"),
)
"""How a category of Cyclades begins, or what word it holds for the last two, and the trait of the routes it means."""
IN_FULL = 5
"""Cyclades writes the last so many digits of the code of a diploma (nomenclature N_FORMATION_DIPLOME)."""


def usual_nature(voie: Voie | None) -> str:
    """The nature of an establishment of which nothing is known but the route of its candidates."""
    return voie.natures[0] if voie is not None and voie.natures else Nature.LYCEE_PUBLIC


def read_list(
    session: ExamSession, name: str, content: bytes, sheet: str | None = None
) -> tuple[list[Listed], list[str]]:
    """The candidates of a file and what there is to say of it, as ``parsing.listed``; an export of Cyclades too."""
    certification = session.certification
    law = Law(certification.reglement, certification.numero, certification.binding, session.year, certification.sheet)
    remarks: list[str] = []
    exported = STAFF.read(parsing.cyclades, name, content)
    if exported is not None:
        remarks = _remarks(session, exported)
        name = f"{PurePath(name).stem} (Cyclades).csv"
        content = _canonical(session, exported, name)
    listed, more = STAFF.read(parsing.listed, name or "liste.csv", content, law, sheet)
    return listed, [*remarks, *more]


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
    school = Establishment.objects.filter(uai=exported.uai).prefetch_related("habilitations").first()
    problems: list[InputProblem] = []
    at_line: dict[int, Iterable[str]] = {}
    for row in exported.rows:
        voie = _voie(reglement.famille, row.categorie, school, session)
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


def _voie(famille: Famille, categorie: str, school: Establishment | None, session: ExamSession) -> Voie | None:
    """The route that a category of Cyclades means in that school: the first of the family that fits.

    A route that supposes a habilitation goes to a school that has one for this certification.
    """
    text = categorie.upper()
    trait = next(
        (trait for word, trait in CATEGORIES if text.startswith(word) or (trait == "experience" and word in text)), ""
    )
    nature = school.nature if school else Nature.LYCEE_PUBLIC
    rights = school.habilitations.all() if school is not None else ()
    own = (right for right in rights if right.certification == session.certification.numero)
    held = {right.scope for right in own if household.is_proved(right)}
    for voie in famille.voies:
        needed = famille.conduite.habilitations.get(voie.code)
        fits = not voie.natures or nature in voie.natures
        if trait in voie.traits and fits and (needed is None or held & set(needed)):
            return voie
    return None
