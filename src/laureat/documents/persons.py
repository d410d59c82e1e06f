"""Who papers speak of, and how words agree with them: the candidate, the members of the jury."""

from collections.abc import Iterable

from laureat.deliberation.outcome import Candidate, Outcome
from laureat.documents.typography import AsTyped
from laureat.jury.pv import PvLine
from laureat.vocabulary import Decision
from laureat.vocabulary.french import spelled_date


def gendered(candidate: Candidate, masculine: str, feminine: str) -> str:
    """The word that goes with the candidate's sex; both, where the file does not say it."""
    sex = candidate.identite.get("sexe", "").strip().upper()[:1]
    if sex in ("M", "H", "1"):
        return masculine
    if sex in ("F", "2"):
        return feminine
    ending = feminine[len(masculine) :] if feminine.startswith(masculine) else ""
    return f"{masculine}({ending})" if ending else f"{masculine} ou {feminine}"


def numbered(candidate: Candidate) -> str:
    """« candidate 0001 »: whose a paper is, at its foot and in its description."""
    return f"{gendered(candidate, 'candidat', 'candidate')} {candidate.numero}"


def decision_label(candidate: Candidate, outcome: Outcome) -> str:
    """The decision as a paper shows it."""
    return {
        Decision.ADMIS: gendered(candidate, "admis", "admise"),
        Decision.CONTROLE: f"{gendered(candidate, 'autorisé', 'autorisée')} à se présenter à l'épreuve de contrôle",
        Decision.REMPLACEMENT: f"{gendered(candidate, 'renvoyé', 'renvoyée')} à l'épreuve de remplacement",
        Decision.AJOURNE: gendered(candidate, "ajourné", "ajournée"),
        Decision.INCOMPLET: "résultat incomplet",
        Decision.EN_COURS: "en cours d'acquisition",
        Decision.ABSENT: gendered(candidate, "absent", "absente"),
    }.get(outcome.decision, outcome.decision.label)


def holder(candidate: Candidate) -> dict[str, str]:
    """Who the paper is about, as typed at registration."""
    who = candidate.identite
    born = who.get("date_naissance", "")
    return {
        "numero": AsTyped(candidate.numero),
        "nom": AsTyped(who.get("nom", "")),
        "prenom": AsTyped(who.get("prenom", "")),
        "nom_usage": AsTyped(who.get("nom_usage", "")),
        "candidat": gendered(candidate, "candidat", "candidate"),
        "ne": gendered(candidate, "né", "née"),
        "date_naissance": born,
        "naissance": spelled_date(born),
        "lieu_naissance": AsTyped(who.get("lieu_naissance", "")),
        "pays_naissance": AsTyped(who.get("pays_naissance", "")),
        "ine": AsTyped(who.get("ine", "")),
        "etablissement": AsTyped(who.get("etablissement", "")),
        "uai": AsTyped(who.get("uai", "")),
    }


def holder_facts(candidate: Candidate, *more: str) -> dict[str, str]:
    """The same, for the decision data: what is filled in, and nothing that the paper does not print.

    ``more``: what this paper prints beside name and birth.
    """
    keys = ("nom", "prenom", "nom_usage", "date_naissance", "lieu_naissance", "pays_naissance", *more)
    known = {key: candidate.identite.get(key, "") for key in keys}
    return {"numero": candidate.numero, **{key: value for key, value in known.items() if value}}


def chair(jury: Iterable[PvLine]) -> PvLine | None:
    """The member who presides; None where nobody does."""
    return next((line for line in jury if line.preside), None)
