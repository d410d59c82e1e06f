"""Les règles de la capitalisation des blocs de compétences, pour toute fiche du registre sans règlement propre."""

from typing import Any

from laureat.rules import Average, Everywhere, Ruleset, calcul, cas, constat, et, ou
from laureat.vocabulary import Citation, Decision, Mention, UnitStatus
from laureat.vocabulary.citations import Reading

L6113_1 = Citation("Code du travail, art. L6113-1 et L6323-6", Reading.MEMOIRE)
USAGE_NOTE = Citation("usage : référentiels d'évaluation des certificateurs", Reading.DEDUIT)
USAGE = Citation("usage : règlement de certification par capitalisation", Reading.DEDUIT)


def _noms(v: Any, condition: Any) -> str:
    return ", ".join(f"{u.code} ({u.label})" for u in (*v.obligatoires, *v.facultatives) if condition[u.code])


@calcul(
    "CAP-01",
    L6113_1,
    neutral=Everywhere(),
    phrase=lambda v: f"Blocs validés, attestés : {_noms(v, v.blocs)}." if any(v.blocs.values()) else None,
)
def blocs(obligatoires: Any, facultatives: Any, p: Any) -> Any:
    """Un bloc validé, validé par la VAE, détenu d'une session antérieure ou noté au seuil est attesté."""
    return {
        u.code: (u.status == UnitStatus.VALIDE)
        | (u.status == UnitStatus.VALIDE_VAE)
        | ((u.status == UnitStatus.NOTE) & (u.mark >= p.seuil_bloc))
        for u in (*obligatoires, *facultatives)
    }


@calcul(
    "CAP-02",
    USAGE,
    neutral=Everywhere(),
    phrase=lambda v: (
        f"Blocs dispensés, qui ne bloquent pas et ne sont pas attestés : {_noms(v, v.dispenses)}."
        if any(v.dispenses.values())
        else None
    ),
)
def dispenses(obligatoires: Any, facultatives: Any) -> Any:
    """Un bloc dispensé ne bloque pas la délivrance, et n'est pas attesté."""
    return {u.code: u.status == UnitStatus.DISPENSE for u in (*obligatoires, *facultatives)}


@cas(
    "decision",
    Decision.ADMIS,
    "CAP-03",
    L6113_1,
    phrase=lambda v: "Tous les blocs obligatoires sont acquis : la certification est obtenue.",
)
def tous_acquis(obligatoires: Any, blocs: Any, dispenses: Any) -> Any:
    """La certification est obtenue quand chaque bloc obligatoire est acquis."""
    return et(blocs[u.code] | dispenses[u.code] for u in obligatoires)


@cas(
    "decision",
    Decision.EN_COURS,
    "CAP-04",
    USAGE,
    phrase=lambda v: (
        "Des blocs obligatoires restent à évaluer : "
        + ", ".join(f"{u.code} ({u.label})" for u in v.obligatoires if u.status == UnitStatus.VIDE)
        + "."
    ),
)
def restent_a_evaluer(obligatoires: Any) -> Any:
    """Tant qu'un bloc obligatoire n'a pas été évalué, le parcours est en cours."""
    return ou(u.status == UnitStatus.VIDE for u in obligatoires)


@cas(
    "decision",
    Decision.AJOURNE,
    "CAP-05",
    USAGE,
    phrase=lambda v: (
        "Des blocs obligatoires ne sont pas validés : "
        + ", ".join(f"{u.code} ({u.label})" for u in v.obligatoires if not (v.blocs[u.code] or v.dispenses[u.code]))
        + "."
    ),
)
def blocs_manquants(obligatoires: Any, blocs: Any, dispenses: Any) -> Any:
    """Un bloc obligatoire évalué et non validé ajourne le candidat ; les blocs acquis le restent."""
    return ou((blocs[u.code] | dispenses[u.code]) ^ True for u in obligatoires)


@calcul("CAP-06", USAGE, neutral=Everywhere())
def notees(obligatoires: Any, facultatives: Any) -> Any:
    """Une note de bloc s'affiche telle quelle ; aucune moyenne n'en est faite."""
    return {u.code: u.status == UnitStatus.NOTE for u in (*obligatoires, *facultatives)}


@calcul("CAP-06", USAGE, neutral=Everywhere())
def notes_retenues(obligatoires: Any, facultatives: Any) -> Any:
    """La note d'un bloc est celle de la session."""
    return {u.code: u.mark for u in (*obligatoires, *facultatives)}


@constat("CAP-07", USAGE_NOTE, "bloc {unite} noté : validé à partir de 10 sur 20 par hypothèse, à confirmer")
def bloc_note(obligatoires: Any, facultatives: Any) -> Any:
    """Qu'un bloc noté soit validé à partir de 10 est une hypothèse : le certificateur la confirme."""
    return {u.code: u.status == UnitStatus.NOTE for u in (*obligatoires, *facultatives)}


@calcul(
    "CAP-08",
    L6113_1,
    neutral=False,
    phrase=lambda v: (
        f"Les blocs validés sont acquis ; une attestation vous est remise pour chacun : {_noms(v, v.blocs)}."
    ),
)
def attestations(decision: Any, blocs: Any) -> Any:
    """Chaque bloc validé donne une attestation, même si la certification n'est pas obtenue."""
    return decision is not Decision.ADMIS and any(blocs.values())


@calcul(
    "CAP-09",
    USAGE,
    neutral=False,
    phrase=lambda v: (
        "Il reste à obtenir : "
        + ", ".join(f"{u.code} ({u.label})" for u in v.obligatoires if not (v.blocs[u.code] or v.dispenses[u.code]))
        + "."
    ),
)
def reste_a_obtenir(decision: Any) -> Any:
    """Le candidat représente les blocs obligatoires qui lui manquent."""
    return decision is not Decision.ADMIS


@calcul(
    "CAP-10",
    USAGE,
    neutral=False,
    phrase=lambda v: "Ce résultat est une proposition : le jury de certification arrête la décision.",
)
def jury_souverain(decision: Any) -> Any:
    """Le résultat calculé est une proposition au jury de certification."""
    return True


REGLES = Ruleset(
    (blocs, dispenses, tous_acquis, restent_a_evaluer, blocs_manquants, notees, notes_retenues),
    defaults={
        "decision": Decision.AJOURNE,
        "mention": Mention.SANS,
        # Ce que la capitalisation ne connaît pas : moyennes, bonus, projet, contrôle, certificat de fin d'études.
        "moyenne": Average.of(()),
        "moyenne_professionnelle": Average.of(()),
        "moyenne_apres_controle": Average.of(()),
        "moyenne_due": False,
        "controle_pris_en_compte": False,
        "conservees": Everywhere(),
        "comptees": Everywhere(),
        "bonus": 0,
        "points_projet": 0,
        "certificat": False,
    },
)

CONSTATS = (bloc_note,)
DROITS = (reste_a_obtenir, attestations, jury_souverain)
