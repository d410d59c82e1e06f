"""Ce que le candidat peut faire de son résultat : ce qui reste à obtenir, ce qui se conserve, ce qui se conteste.

Chaque droit est une règle sur un candidat : une condition, ou une valeur par unité, et la phrase qui le dit.
"""

from types import MappingProxyType
from typing import Any

from laureat.reglements.communs.statuts import BENEFICE, NOTE, VALIDE_VAE
from laureat.rules import calcul_commun
from laureat.vocabulary import Decision

SANS_DECISION = (Decision.INCOMPLET, Decision.EN_COURS)
AUCUNE_UNITE: MappingProxyType[str, Any] = MappingProxyType({})
"""Ce que vaut, sans lui, un droit qui se dit par unité."""
A_SUIVRE = (Decision.AJOURNE, Decision.NON_DELIVRABLE, Decision.EN_COURS)


@calcul_commun(neutral=False)
def reste_au_controle(decision: Any) -> Any:
    """Le candidat à qui l'épreuve de contrôle est ouverte peut encore y relever sa moyenne.

    Phrase : Il reste à passer l'épreuve de contrôle, qui peut relever la moyenne, {moyenne}.
    """
    return decision == Decision.CONTROLE


@calcul_commun(neutral=False)
def reste_au_remplacement(decision: Any) -> Any:
    """Le candidat à qui l'épreuve de remplacement est ouverte peut encore y obtenir les notes qui lui manquent.

    Phrase : Il reste à passer l'épreuve de remplacement en {a_remplacer}.
    """
    return decision == Decision.REMPLACEMENT


@calcul_commun(neutral=False)
def reste_a_obtenir(decision: Any) -> Any:
    """Le candidat non admis représente les unités dont la note n'est pas conservée.

    Phrase (restantes, restantes_gardables) : Il reste à obtenir, ou à garder dans la prochaine moyenne : {restantes}.

    Phrase (restantes) : Il reste à obtenir : {restantes}.

    Phrase (apprecie) : Toutes les unités sont acquises ; seule l'appréciation du jury manque encore.

    Phrase : Toutes les unités sont acquises ; seule la moyenne manque encore.
    """
    return decision in (Decision.AJOURNE, Decision.NON_DELIVRABLE)


@calcul_commun(neutral=False)
def reste_a_obtenir_en_globale(decision: Any, progressive: Any) -> Any:
    """En forme globale, le candidat non admis représente les unités dont la note n'est pas conservée.

    Phrases : celles de reste_a_obtenir.
    """
    return decision in (Decision.AJOURNE, Decision.NON_DELIVRABLE) and not progressive


@calcul_commun(neutral=False)
def reste_a_obtenir_en_progressive(decision: Any, progressive: Any) -> Any:
    """En forme progressive, le candidat non admis garde ou repasse chaque unité dont la note n'est pas acquise.

    Phrases : celles de reste_a_obtenir.
    """
    return decision in (Decision.AJOURNE, Decision.NON_DELIVRABLE) and progressive


def _par_la_vae(obligatoires: Any) -> bool:
    """Une unité a été validée par la VAE : celles qui manquent peuvent l'être aussi."""
    return any(u.status == VALIDE_VAE for u in obligatoires)


@calcul_commun(neutral=False)
def reste_a_valider(decision: Any, obligatoires: Any) -> Any:
    """Les unités validées par la VAE restent acquises ; les autres s'obtiennent par la VAE ou à l'examen.

    Phrase : Il reste à obtenir, par la VAE ou à l'examen : {manquantes}. Les unités validées restent acquises.
    """
    return decision in SANS_DECISION and _par_la_vae(obligatoires)


@calcul_commun(neutral=False)
def reste_en_progressive(decision: Any, obligatoires: Any, progressive: Any) -> Any:
    """En forme progressive, les unités qui manquent se présentent à une autre session ; le choix est définitif.

    Phrase : Il reste à présenter : {manquantes}. Le choix de la forme progressive est définitif.
    """
    return decision == Decision.EN_COURS and progressive and not _par_la_vae(obligatoires)


@calcul_commun(neutral=False)
def reste_en_etalement(decision: Any, obligatoires: Any, progressive: Any, etalement: Any) -> Any:
    """L'étalement autorisé permet de présenter à d'autres sessions les unités qui manquent.

    Phrase : Il reste à présenter, aux sessions que l'étalement autorisé permet : {manquantes}.
    """
    return decision == Decision.EN_COURS and etalement and not progressive and not _par_la_vae(obligatoires)


@calcul_commun(neutral=False)
def reste_a_presenter(decision: Any, obligatoires: Any) -> Any:
    """Qui n'est pas autorisé à répartir ses unités sur plusieurs sessions les présente toutes à la même.

    Phrase : Il reste à présenter, à la même session que les autres : {manquantes}.
    """
    return decision == Decision.INCOMPLET and not _par_la_vae(obligatoires)


NOTES = (NOTE, BENEFICE)

NON_DITE = -1
"""Une note conservée dont on ne sait pas quelle session l'a donnée."""


def _echeance(u: Any, annee: int, p: Any) -> int:
    """La dernière session où la note d'une unité compte encore ; NON_DITE quand on ne sait d'où elle vient."""
    if u.status == BENEFICE and not u.session:
        return NON_DITE
    return int((u.session if u.status == BENEFICE else annee) + p.duree_conservation)


def _qui_ont_une_note(unites: Any, apprecie: bool) -> list[Any]:
    """Les unités qui ont une note ; là où le jury apprécie sans notes, celle d'une unité obligatoire n'en est une que
    si elle vient d'une session antérieure."""
    return [u for u in unites if u.status in NOTES and not (apprecie and u.unit.mandatory and u.status == NOTE)]


def _vaut_encore(u: Any, annee: int, p: Any) -> bool:
    """La note compte encore à la prochaine session, ou l'on ne sait pas de quelle session elle vient."""
    echeance = _echeance(u, annee, p)
    return echeance == NON_DITE or echeance > annee


@calcul_commun(neutral=AUCUNE_UNITE)
def echeances(
    decision: Any, obligatoires: Any, facultatives: Any, ecartees: Any, apprecie: Any, annee: Any, p: Any
) -> Any:
    """Une note vaut {duree_conservation} à compter de la session qui l'a donnée : il faut savoir laquelle.

    Phrase (sans_session) : Quelle session a donné la note conservée en {sans_session} ? Elle vaut {duree_conservation}
    à compter de cette session : sans elle, on ne peut dire jusqu'à quand.
    """
    ouvertes = (u for u in _qui_ont_une_note((*obligatoires, *facultatives), apprecie) if not ecartees[u.code])
    return {u.code: _echeance(u, annee, p) for u in ouvertes if decision != Decision.ADMIS}


@calcul_commun(neutral=AUCUNE_UNITE)
def notes_conservables(
    decision: Any,
    obligatoires: Any,
    facultatives: Any,
    ecartees: Any,
    apprecie: Any,
    notes_retenues: Any,
    annee: Any,
    p: Any,
) -> Any:
    """Les notes d'au moins {seuil_conservation:nu} se conservent {duree_conservation}, sur demande.

    Phrase (conservables) : Sur demande, les notes d'au moins {seuil_conservation} se gardent
    {duree_conservation} à compter de la session qui les a données : {conservables}.
    """
    ouvertes = [u for u in _qui_ont_une_note((*obligatoires, *facultatives), apprecie) if not ecartees[u.code]]
    return gardees(decision, ouvertes, notes_retenues, annee, p.seuil_conservation, p)


def gardees(decision: Any, unites: Any, notes_retenues: Any, annee: int, seuil: int, p: Any) -> dict[str, bool]:
    """Par unité notée, sa note d'au moins ``seuil`` se garde encore à la prochaine session."""
    return {
        u.code: decision != Decision.ADMIS and notes_retenues[u.code] >= seuil and _vaut_encore(u, annee, p)
        for u in unites
        if u.status in NOTES
    }


def _plus_basses(permis: bool, decision: Any, unites: Any, notes_retenues: Any, annee: int, p: Any) -> dict[str, bool]:
    """Par unité notée sous le seuil de conservation, sa note se garde encore, là où c'est permis."""
    toutes = gardees(decision, unites, notes_retenues, annee, 0, p)
    return {code: permis and vaut and notes_retenues[code] < p.seuil_conservation for code, vaut in toutes.items()}


@calcul_commun(neutral=AUCUNE_UNITE)
def notes_reportables(
    decision: Any, obligatoires: Any, apprecie: Any, notes_retenues: Any, progressive: Any, annee: Any, p: Any
) -> Any:
    """En forme progressive, une note inférieure à {seuil_conservation:nu} se reporte {duree_conservation} ou se
    repasse ; la dernière note compte.

    Phrase : En forme progressive, les notes plus basses se reportent telles quelles, ou se repassent, et la dernière
    note compte alors, même plus basse : {reportables}.
    """
    notees = _qui_ont_une_note(obligatoires, apprecie)
    return _plus_basses(progressive, decision, notees, notes_retenues, annee, p)


@calcul_commun(neutral=AUCUNE_UNITE)
def notes_etalees(
    decision: Any, obligatoires: Any, apprecie: Any, notes_retenues: Any, etalement: Any, annee: Any, p: Any
) -> Any:
    """Le candidat autorisé à étaler ses épreuves garde ses notes, quelles qu'elles soient, {duree_conservation}.

    Phrase : L'étalement autorisé permet de garder les notes plus basses aussi : {etalees}.
    """
    return _plus_basses(etalement, decision, _qui_ont_une_note(obligatoires, apprecie), notes_retenues, annee, p)


@calcul_commun(neutral=False)
def prochaine_moyenne(decision: Any, apprecie: Any) -> Any:
    """Les notes conservées et les notes nouvelles se calculent ensemble, sauf là où le jury apprécie sans notes.

    Phrase (moyenne_a_atteindre) : Les notes gardées et les notes nouvelles se calculent ensemble : en gardant toutes
    celles qui se conservent, et sans compter aucun point ajouté, {moyenne_a_atteindre}.
    """
    return decision in (Decision.AJOURNE, Decision.NON_DELIVRABLE) and not apprecie


@calcul_commun(neutral=False)
def attestation_de_blocs(decision: Any, blocs: Any) -> Any:
    """Le candidat non admis reçoit une attestation pour chaque unité acquise.

    Phrase : {autorite_majuscule} vous délivre une attestation pour chaque bloc de compétences acquis :
    {blocs_attestes}.
    """
    return decision in A_SUIVRE and any(blocs.values())


@calcul_commun(neutral=False)
def dispense_par_attestation(decision: Any, blocs: Any) -> Any:
    """Le titulaire d'une attestation de bloc peut demander la dispense de l'unité, après {duree_conservation}.

    Phrase : Au-delà de {duree_conservation}, l'attestation permet de demander la dispense de l'unité tant que celle-ci
    est en vigueur ; pour une unité validée par la VAE, sans limite de temps.
    """
    return decision in A_SUIVRE and any(blocs.values())


@calcul_commun(neutral=False)
def dispense_d_unite_commune(decision: Any, blocs: Any) -> Any:
    """L'attestation d'une unité commune à plusieurs spécialités en dispense aussitôt.

    Phrase : L'attestation d'une unité commune à plusieurs spécialités dispense aussitôt de cette unité, sur demande.
    """
    return decision in (Decision.AJOURNE, Decision.NON_DELIVRABLE, Decision.EN_COURS) and any(blocs.values())


@calcul_commun(neutral=False)
def mobilite_pro(decision: Any, facultatives: Any, notees: Any, conservees: Any, p: Any) -> Any:
    """Le diplômé qui a au moins {seuil_mobilite:nu} à l'unité facultative de mobilité reçoit l'attestation MobilitéPro.

    Phrase : L'attestation MobilitéPro est due, avec le diplôme : la note de mobilité est au moins égale à
    {seuil_mobilite}.
    """
    suffisantes = (
        (notees[u.code] or conservees[u.code]) and u.mark >= p.seuil_mobilite
        for u in facultatives
        if "mobilite" in u.unit.traits
    )
    return decision == Decision.ADMIS and any(suffisantes)


@calcul_commun(neutral=False)
def droit_au_controle(decision: Any) -> Any:
    """L'épreuve de contrôle comprend {oraux_de_controle:interrogation orale|interrogations orales}, au choix du
    candidat, parmi les unités qui ont une note.

    Phrase (un_seul_oral) : Vous pouvez vous présenter à l'épreuve de contrôle, par une seule interrogation orale :
    {choix_au_controle}. La meilleure des deux notes est retenue.

    Phrase : Vous pouvez vous présenter à l'épreuve de contrôle,
    {oraux_de_controle:interrogation orale|interrogations orales} au choix : {choix_au_controle}. La meilleure des
    deux notes de chaque unité est retenue.
    """
    return decision == Decision.CONTROLE


@calcul_commun(neutral=False)
def droit_au_remplacement(decision: Any) -> Any:
    """L'épreuve de remplacement est ouverte sur autorisation, pour les seules épreuves manquées.

    Phrase : Vous pouvez demander {a_l_autorite} l'autorisation de passer l'épreuve de remplacement des épreuves
    manquées pour un cas de force majeure constaté.
    """
    return decision == Decision.REMPLACEMENT


@calcul_commun(neutral=False)
def jury_souverain(decision: Any) -> Any:
    """Toute note est une proposition jusqu'à la délibération du jury, qui est souverain.

    Phrase : Ce résultat est une proposition : le jury, souverain, arrête les notes et la décision.
    """
    return True


@calcul_commun(neutral=False)
def voies_de_recours(decision: Any) -> Any:
    """Les copies se consultent pendant {consultation_des_copies} ; seule l'erreur matérielle se rectifie ; le recours
    est de {delai_de_recours}.

    Phrase : Vous pouvez demander à voir vos copies pendant {consultation_des_copies}, faire rectifier une erreur
    matérielle, et saisir le tribunal administratif dans les {delai_de_recours} de la notification.
    """
    return decision not in (Decision.A_DECIDER, *SANS_DECISION)
