"""Ce que le candidat peut faire de son résultat : ce qui reste à obtenir, ce qui se conserve, ce qui se conteste.

Chaque droit est une règle sur un candidat : une condition, et la phrase qui le dit.
"""

from typing import Any

from laureat.rules import calcul_commun
from laureat.vocabulary import Decision

SANS_DECISION = (Decision.INCOMPLET, Decision.EN_COURS)


@calcul_commun(neutral=False)
def reste_a_obtenir(decision: Any) -> Any:
    """Le candidat non admis représente les unités dont la note n'est pas conservée.

    Phrase (restantes) : Il reste à obtenir : {restantes}.

    Phrase : Toutes les unités sont acquises ; seule la moyenne manque encore.
    """
    return decision not in (Decision.ADMIS, Decision.A_DECIDER, *SANS_DECISION)


@calcul_commun(neutral=False)
def reste_a_presenter(decision: Any) -> Any:
    """Qui n'a pas présenté toutes les unités les présente dans la forme choisie à l'inscription.

    Phrase : Il reste à présenter : {manquantes}. Le choix de la forme est définitif.
    """
    return decision in SANS_DECISION


@calcul_commun(neutral=False)
def notes_conservables(decision: Any) -> Any:
    """Les notes d'au moins {seuil_conservation:nu} se conservent {duree_conservation}, sur demande.

    Phrase (conservables) : Sur demande, les notes d'au moins {seuil_conservation} se conservent {duree_conservation} :
    {conservables}.
    """
    return decision != Decision.ADMIS


@calcul_commun(neutral=False)
def attestation_de_blocs(decision: Any, blocs: Any) -> Any:
    """Le candidat non admis reçoit une attestation pour chaque unité acquise.

    Phrase : {autorite_majuscule} vous délivre une attestation pour chaque bloc de compétences acquis :
    {blocs_attestes}.
    """
    return decision in (Decision.AJOURNE, Decision.NON_DELIVRABLE, Decision.EN_COURS) and any(blocs.values())


@calcul_commun(neutral=False)
def dispense_par_attestation(decision: Any, blocs: Any) -> Any:
    """Le titulaire d'une attestation de bloc peut demander la dispense de l'unité, après {duree_conservation}.

    Phrase : Passé ce délai, l'attestation permet de demander la dispense de l'unité tant que celle-ci est en vigueur ;
    pour une unité validée par la VAE, sans limite de temps.
    """
    return decision in (Decision.AJOURNE, Decision.NON_DELIVRABLE, Decision.EN_COURS) and any(blocs.values())


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
    """L'épreuve de contrôle comprend des interrogations orales, au choix du candidat.

    Phrase : Vous pouvez vous présenter à l'épreuve de contrôle, {oraux_de_controle:nu} interrogations orales
    au choix : {choix_au_controle}. La meilleure des deux notes de chaque unité est retenue.
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
