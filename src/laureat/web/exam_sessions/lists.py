"""Lists of candidates as schools and other services hand them over, read into one form whatever the file."""

import csv
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from laureat.deliberation.outcome import Candidate
from laureat.exchange.candidates import candidates, read_candidates
from laureat.exchange.cyclades import CycladesList, is_cyclades, read_cyclades
from laureat.exchange.identifiers import UAI, uai_warning
from laureat.exchange.spec import CandidateSpec, CellColumn
from laureat.vocabulary import InputProblem, InvalidInput, Voie
from laureat.web.accounts.models import Establishment, Nature
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rules import rules_of

SPECIALITIES = {"RNCP35697": {"25013": "RMO", "25014": "RSP"}}
"""The last five digits of the codes of a diploma (nomenclature N_FORMATION_DIPLOME) and the option each is."""

PUPIL = {
    Nature.LYCEE_PUBLIC: Voie.SCOLAIRE_PUBLIC,
    Nature.PRIVE_SOUS_CONTRAT: Voie.SCOLAIRE_PRIVE_SOUS_CONTRAT,
    Nature.PRIVE_HORS_CONTRAT: Voie.SCOLAIRE_PRIVE_HORS_CONTRAT,
}
TRAINEE = {Nature.GRETA: Voie.FPC_ETABLISSEMENT_PUBLIC, Nature.LYCEE_PUBLIC: Voie.FPC_ETABLISSEMENT_PUBLIC}
NATURE_OF: dict[Voie | None, Nature] = {
    Voie.SCOLAIRE_PUBLIC: Nature.LYCEE_PUBLIC,
    Voie.SCOLAIRE_PRIVE_SOUS_CONTRAT: Nature.PRIVE_SOUS_CONTRAT,
    Voie.SCOLAIRE_PRIVE_HORS_CONTRAT: Nature.PRIVE_HORS_CONTRAT,
    Voie.APPRENTI_CFA_HABILITE_OU_DE_DROIT: Nature.CFA,
    Voie.APPRENTI_CFA_NON_HABILITE: Nature.CFA,
    Voie.FPC_ETABLISSEMENT_PUBLIC: Nature.GRETA,
    Voie.FPC_PUBLIC_HABILITE_CCF_INTEGRAL: Nature.GRETA,
    Voie.FPC_ETABLISSEMENT_PRIVE: Nature.FORMATION_PRIVEE,
    Voie.ENSEIGNEMENT_A_DISTANCE: Nature.DISTANCE,
}


class RegistrationSpec(CandidateSpec):
    """The same columns, none of the marks being due yet."""

    @property
    def cells(self) -> tuple[CellColumn, ...]:
        """Units, projet and second-group marks, all optional."""
        return tuple(replace(column, required=False) for column in super().cells)


@dataclass(frozen=True, slots=True)
class Listed:
    """One candidate of a list, and where it stood."""

    line: int
    candidate: Candidate
    uai: str
    school: str
    warning: str = ""


def read_list(session: ExamSession, name: str, content: bytes) -> tuple[list[Listed], list[str]]:
    """The candidates of a file and what there is to say of it. Raises InvalidInput with every problem, by line."""
    rules = rules_of(session)
    spec = RegistrationSpec(rules.units, tuple(rules.reglement.options), session.year)
    remarks: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "liste.csv")
        path.write_bytes(content)
        if is_cyclades(content):
            exported = read_cyclades(path)
            remarks = _remarks(session, exported)
            path = path.with_name(f"{path.stem} (Cyclades).csv")
            _write_canonical(session, exported, path)
        listed = [
            _listed(int(line), candidate)
            for batch in read_candidates(path, spec)
            for line, candidate in zip(batch["ligne"], candidates(batch), strict=True)
        ]
    return listed, remarks


def _listed(line: int, candidate: Candidate) -> Listed:
    identity = candidate.identite
    text = f"{identity.get('uai', '')} {identity.get('etablissement', '')}"
    found = UAI.search(text)
    uai = f"{found[1]}{found[2].upper()}" if found else ""
    school = UAI.sub("", identity.get("etablissement", "")).strip(" ()–-")
    return Listed(line, candidate, uai, school, uai_warning(uai) if uai else "")


def _remarks(session: ExamSession, exported: CycladesList) -> list[str]:
    remarks = [f"Export Cyclades de {exported.establishment} ({exported.uai})."]
    if exported.year and exported.year != session.year:
        remarks.append(f"Cet export est celui de la session {exported.year}, et la session ouverte est {session.year}.")
    if exported.ignored:
        remarks.append(f"Lignes laissées de côté, dont l'état n'est pas « Inscrit » : {exported.ignored}.")
    return remarks


def _write_canonical(session: ExamSession, exported: CycladesList, path: Path) -> None:
    """Write the export as a list of ours, each candidate on the line where it stood."""
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
    options = SPECIALITIES.get(session.certification.numero, {})
    school = Establishment.objects.filter(uai=exported.uai).prefetch_related("habilitations").first()
    problems: list[InputProblem] = []
    at_line: dict[int, Iterable[str]] = {}
    for row in exported.rows:
        voie = _voie(row.categorie, school, session)
        if row.specialite not in options:
            expected = ", ".join(options) or "aucun"
            told = (
                f"le code de spécialité {row.specialite} n'est pas celui de cette certification ; attendu : {expected}"
            )
            problems.append(InputProblem(told, path.name, row.line, "Code Spécialité"))
            continue
        if voie is None:
            told = f"la catégorie « {row.categorie} » ne dit pas la voie ; ajouter l'établissement avec sa nature"
            problems.append(InputProblem(told, path.name, row.line, "Catégorie Candidat"))
            continue
        at_line[row.line] = (
            *(row.numero, voie, options[row.specialite], row.nom, row.prenom, row.nom_usage, row.date_naissance),
            *(row.ine, exported.uai, exported.establishment, row.division, row.enseignements),
        )
    if problems:
        raise InvalidInput(problems)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        first = min(at_line, default=2)
        file.write("\n" * (first - 2))
        writer.writerow(names)
        for line in range(first, max(at_line, default=0) + 1):
            if line in at_line:
                writer.writerow(at_line[line])
            else:
                file.write("\n")


def _voie(categorie: str, school: Establishment | None, session: ExamSession) -> Voie | None:
    """The route that a category of Cyclades means in a school of this nature (digest §2)."""
    text = categorie.upper()
    nature = Nature(school.nature) if school else Nature.LYCEE_PUBLIC
    if text.startswith("SCOLAIRE"):
        return PUPIL.get(nature)
    if text.startswith("APPRENTI"):
        entitled = school is not None and any(
            right.certification == session.certification.numero for right in school.habilitations.all()
        )
        return Voie.APPRENTI_CFA_HABILITE_OU_DE_DROIT if entitled else Voie.APPRENTI_CFA_NON_HABILITE
    if text.startswith("FORMATION"):
        return TRAINEE.get(nature, Voie.FPC_ETABLISSEMENT_PRIVE)
    if text.startswith(("ENSEIGNEMENT À DISTANCE", "ENSEIGNEMENT A DISTANCE", "CNED")):
        return Voie.ENSEIGNEMENT_A_DISTANCE
    return Voie.EXPERIENCE_3_ANS if "EXPERIENCE" in text or "EXPÉRIENCE" in text else None
