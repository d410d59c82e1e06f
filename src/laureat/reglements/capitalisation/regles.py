"""Les règles de la capitalisation des blocs de compétences, pour toute fiche du registre sans règlement propre."""

from typing import Any

from laureat.reglements.communs.champs import Suite, codes_et_noms, pourquoi_non_acquise, unites
from laureat.rules import Everywhere, Ruleset, calcul, cas, constat, et, ou
from laureat.vocabulary import Citation, Decision, UnitStatus
from laureat.vocabulary.citations import Reading

L6113_1 = Citation("Code du travail, art. L6113-1 et L6323-6", Reading.MEMOIRE)
USAGE_NOTE = Citation("usage : référentiels d'évaluation des certificateurs", Reading.DEDUIT)
USAGE = Citation("usage : règlement de certification par capitalisation", Reading.DEDUIT)


@calcul(
    "CAP-01",
    L6113_1,
    neutral=Everywhere(),
)
def blocs(obligatoires: Any, facultatives: Any, p: Any) -> Any:
    """Un bloc validé, validé par la VAE, détenu d'une session antérieure ou noté au moins {seuil_bloc:nu} est attesté.

    Phrase (blocs_acquis) : {blocs_acquis:Bloc validé, attesté|Blocs validés, attestés} : {blocs_attestes}.
    """
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
)
def dispenses(obligatoires: Any, facultatives: Any) -> Any:
    """Un bloc dispensé ne bloque pas la délivrance, et n'est pas attesté.

    Phrase (blocs_dispenses) : {blocs_dispenses:Bloc dispensé, qui ne bloque pas et n'est pas attesté|Blocs dispensés,
    qui ne bloquent pas et ne sont pas attestés} : {blocs_dispenses}.
    """
    return {u.code: u.status == UnitStatus.DISPENSE for u in (*obligatoires, *facultatives)}


@cas(
    "decision",
    Decision.ADMIS,
    "CAP-03",
    L6113_1,
)
def tous_acquis(obligatoires: Any, blocs: Any, dispenses: Any) -> Any:
    """La certification est obtenue quand chaque bloc obligatoire est acquis.

    Phrase : Tous les blocs obligatoires sont acquis : la certification est obtenue.
    """
    return et(blocs[u.code] | dispenses[u.code] for u in obligatoires)


@cas(
    "decision",
    Decision.EN_COURS,
    "CAP-04",
    USAGE,
)
def restent_a_evaluer(obligatoires: Any) -> Any:
    """Tant qu'un bloc obligatoire n'a pas été évalué, le parcours est en cours.

    Phrase : {manquantes:Un bloc obligatoire reste|Des blocs obligatoires restent} à évaluer : {manquantes}.
    """
    return ou(u.status == UnitStatus.VIDE for u in obligatoires)


@cas(
    "decision",
    Decision.AJOURNE,
    "CAP-05",
    USAGE,
)
def blocs_manquants(obligatoires: Any, blocs: Any, dispenses: Any) -> Any:
    """Un bloc obligatoire évalué et non validé ajourne le candidat ; les blocs acquis le restent.

    Phrase : {non_acquis:Un bloc obligatoire n'est pas validé|Des blocs obligatoires ne sont pas validés} :
    {non_acquis}.
    """
    return ou((blocs[u.code] | dispenses[u.code]) ^ True for u in obligatoires)


@calcul("CAP-06", USAGE, neutral=Everywhere())
def notees(obligatoires: Any, facultatives: Any) -> Any:
    """Une note de bloc s'affiche telle quelle ; aucune moyenne n'en est faite."""
    return {u.code: u.status == UnitStatus.NOTE for u in (*obligatoires, *facultatives)}


@calcul("CAP-06", USAGE, neutral=Everywhere())
def notes_retenues(obligatoires: Any, facultatives: Any) -> Any:
    """La note d'un bloc est celle de la session."""
    return {u.code: u.mark for u in (*obligatoires, *facultatives)}


@constat(
    "CAP-07", USAGE_NOTE, "bloc {unite} noté : validé à partir de {seuil_bloc:nu} sur 20 par hypothèse, à confirmer"
)
def bloc_note(obligatoires: Any, facultatives: Any) -> Any:
    """Qu'un bloc noté soit validé à partir de {seuil_bloc:nu} est une hypothèse : le certificateur la confirme."""
    return {u.code: u.status == UnitStatus.NOTE for u in (*obligatoires, *facultatives)}


@calcul(
    "CAP-08",
    L6113_1,
    neutral=False,
)
def attestations(decision: Any, blocs: Any) -> Any:
    """Chaque bloc validé donne une attestation, même si la certification n'est pas obtenue.

    Phrase : Les blocs validés sont acquis ; une attestation vous est remise pour chacun : {blocs_attestes}.
    """
    return decision is not Decision.ADMIS and any(blocs.values())


@calcul(
    "CAP-09",
    USAGE,
    neutral=False,
)
def reste_a_obtenir(decision: Any) -> Any:
    """Le candidat représente les blocs obligatoires qui lui manquent.

    Phrase : Il reste à obtenir : {manque_et_pourquoi}.
    """
    return decision is not Decision.ADMIS


@calcul(
    "CAP-10",
    USAGE,
    neutral=False,
)
def jury_souverain(decision: Any) -> Any:
    """Le résultat calculé est une proposition au jury de certification.

    Phrase : Ce résultat est une proposition : le jury de certification arrête la décision.
    """
    return True


REGLES = Ruleset(
    (blocs, dispenses, tous_acquis, restent_a_evaluer, blocs_manquants, notees, notes_retenues),
    defaults={
        "decision": Decision.AJOURNE,
    },
)

CONSTATS = (bloc_note,)
DROITS = (reste_a_obtenir, attestations, jury_souverain)


def _non_acquis(v: Any) -> Any:
    return codes_et_noms(u for u in v.obligatoires if not (v.blocs[u.code] or v.dispenses[u.code]))


def _manque_et_pourquoi(v: Any) -> Suite:
    """Les blocs obligatoires qui manquent, chacun avec sa raison."""
    manquent = (u for u in v.obligatoires if not (v.blocs[u.code] or v.dispenses[u.code]))
    return Suite(f"{u.code} ({u.label}), {pourquoi_non_acquise(u, v.p.seuil_bloc)}" for u in manquent)


CHAMPS = {
    "manque_et_pourquoi": _manque_et_pourquoi,
    "blocs_attestes": lambda v: codes_et_noms(u for u in unites(v) if v.blocs[u.code]),
    "blocs_dispenses": lambda v: codes_et_noms(u for u in unites(v) if v.dispenses[u.code]),
    "manquantes": lambda v: codes_et_noms(u for u in v.obligatoires if u.status == UnitStatus.VIDE),
    "non_acquis": _non_acquis,
}
