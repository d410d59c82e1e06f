"""Who papers speak of, and how words agree with them: the candidate, the members of the jury."""

from collections.abc import Iterable, Mapping

from laureat.deliberation.outcome import Candidate, Outcome
from laureat.documents.typography import AsTyped
from laureat.jury.pv import PvLine
from laureat.vocabulary import Decision
from laureat.vocabulary.french import spelled_date


def gendered(who: Mapping[str, str], masculine: str, feminine: str) -> str:
    """The word that goes with the sex recorded of someone (``identite``); both, where none is."""
    if (sex := _sex(who)) is not None:
        return feminine if sex == "F" else masculine
    ending = feminine[len(masculine) :] if feminine.startswith(masculine) else ""
    return f"{masculine}({ending})" if ending else f"{masculine} ou {feminine}"


def _sex(who: Mapping[str, str]) -> str | None:
    """« F » or « M », however it was typed; None where it is not known."""
    return {"M": "M", "H": "M", "1": "M", "F": "F", "2": "F"}.get(who.get("sexe", "").strip().upper()[:1])


def numbered(candidate: Candidate) -> str:
    """« candidate 0001 »: whose a paper is, at its foot and in its description."""
    return f"{gendered(candidate.identite, 'candidat', 'candidate')} {candidate.numero}"


def born_on(who: Mapping[str, str]) -> str:
    """« née le 14/03/2008 »; empty where the day is not known."""
    born = who.get("date_naissance", "")
    return f"{gendered(who, 'né', 'née')} le {born}" if born else ""


def greeting(who: Mapping[str, str]) -> str:
    """How a letter begins."""
    return {"M": "Monsieur,", "F": "Madame,"}.get(_sex(who) or "", "Madame, Monsieur,")


def decision_label(candidate: Candidate, outcome: Outcome) -> str:
    """The decision as a paper shows it."""
    who = candidate.identite
    return {
        Decision.ADMIS: gendered(who, "admis", "admise"),
        Decision.CONTROLE: f"{gendered(who, 'autorisé', 'autorisée')} à se présenter à l'épreuve de contrôle",
        Decision.REMPLACEMENT: f"{gendered(who, 'renvoyé', 'renvoyée')} à l'épreuve de remplacement",
        Decision.AJOURNE: gendered(who, "ajourné", "ajournée"),
        Decision.INCOMPLET: "résultat incomplet",
        Decision.EN_COURS: "en cours d'acquisition",
        Decision.ABSENT: gendered(who, "absent", "absente"),
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
        "candidat": gendered(candidate.identite, "candidat", "candidate"),
        "ne": gendered(candidate.identite, "né", "née"),
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
