"""Les règles du titre professionnel, dans l'ordre où elles s'appliquent, et les champs de leurs phrases."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from laureat.reglements.communs.champs import Noms, codes_et_noms, unites
from laureat.reglements.titre_professionnel import constats, decisions, droits
from laureat.rules import Ruleset
from laureat.vocabulary import Decision

REGLES = Ruleset(
    (
        decisions.session_du_titre,
        decisions.detenus,
        decisions.accordes,
        decisions.refuses,
        decisions.a_manque,
        decisions.a_ete_juge,
        decisions.tous_detenus,
        decisions.tous_tenus,
        decisions.reste_a_juger,
        decisions.absence,
        decisions.entretien_seul,
        decisions.entretien_manquant,
        decisions.evaluation_du_titre_incomplete,
        decisions.evaluation_du_certificat_incomplete,
        decisions.titre_accorde,
        decisions.jury_silencieux,
        decisions.dernier_ccp_obtenu,
        decisions.ccs_obtenus,
        decisions.titre_refuse,
        decisions.certificats_seuls,
        decisions.rien_d_accorde,
        decisions.blocs,
    ),
    defaults={"decision": Decision.A_DECIDER},
)
CONSTATS = constats.TOUS
DROITS = droits.TOUS


def _ou(*noms: str) -> Callable[[Any], Noms]:
    return lambda v: codes_et_noms(u for u in unites(v) if any(getattr(v, nom)[u.code] for nom in noms))


def _sans_effet(nom: str) -> Callable[[Any], Noms]:
    """Ce que la liste porte du jury sur des certificats, là où il ne peut pas décider, ou sans résultat."""
    dits = _ou(nom)
    return lambda v: dits(v) if v.decision in (Decision.NON_DECIDABLE, Decision.ABSENT) else Noms()


def _pieces_manquantes(v: Any) -> Iterator[str]:
    if not v.mise_en_situation:
        yield "la mise en situation professionnelle"
    if v.session_de != "ccs" and not v.dossier_professionnel:
        yield "le dossier professionnel"
    if v.session_du_titre and v.de_formation and not v.ecf:
        yield "les évaluations passées en cours de formation"
    if v.session_de != "ccp" and not v.entretien_final:
        yield "l'entretien final"


CHAMPS: Mapping[str, Callable[[Any], Any]] = {
    "certificats_detenus": _ou("detenus"),
    "certificats_accordes": _ou("accordes"),
    "certificats_refuses": _ou("refuses"),
    "accords_sans_effet": _sans_effet("accordes"),
    "refus_sans_effet": _sans_effet("refuses"),
    "certificats_tenus": _ou("detenus", "accordes"),
    "certificats_manquants": lambda v: codes_et_noms(
        u for u in v.obligatoires if not (v.detenus[u.code] or v.accordes[u.code])
    ),
    "blocs_attestes": _ou("blocs"),
    "pieces_manquantes": lambda v: Noms(_pieces_manquantes(v)),
}
