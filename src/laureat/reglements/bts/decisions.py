"""Les oraux de contrôle du brevet de technicien supérieur : à qui ils s'ouvrent, et ce qui s'en dit."""

from typing import Any

from laureat.reglements.bts.textes import ARRETE_ORAUX, ORAUX, ORAUX_DEDUITS, PROGRESSIVE, SANS_ORAUX, code
from laureat.rules import calcul, cas, constat, non
from laureat.vocabulary import Decision


@cas("premier_groupe", Decision.AJOURNE, "BTS-CTRL-05", SANS_ORAUX, until=2021)
def ajourne_sans_oraux(moyenne: Any, p: Any) -> Any:
    """Jusqu'à la session 2021, il n'y a pas d'oraux de contrôle : moins de {seuil_admission:nu} de moyenne ajourne.

    Phrase : La moyenne, {moyenne}, n'atteint pas {seuil_admission}, et cette session n'a pas d'oraux de contrôle :
    l'ajournement est proposé au jury.
    """
    return non(moyenne.reaches(p.seuil_admission))


@cas("premier_groupe", Decision.CONTROLE, "BTS-DIPLOMA-02", ORAUX)
def oraux_ouverts(moyenne_professionnelle: Any, p: Any) -> Any:
    """Entre {seuil_ajournement:nu} et {seuil_admission:nu}, les oraux de contrôle s'ouvrent de droit à qui a
    {seuil_professionnel:nu} de moyenne aux épreuves professionnelles.

    Phrase : La moyenne, {moyenne}, est comprise entre {seuil_ajournement} et {seuil_admission}, et la moyenne
    professionnelle, {moyenne_professionnelle}, est au moins égale à {seuil_professionnel} : les oraux de contrôle sont
    ouverts.
    """
    return non(moyenne_professionnelle.is_empty) & moyenne_professionnelle.reaches(p.seuil_professionnel)


@cas("premier_groupe", Decision.CONTROLE, "BTS-DIPLOMA-03", ORAUX_DEDUITS)
def oraux_sans_moyenne_professionnelle(moyenne_professionnelle: Any, p: Any) -> Any:
    """Les oraux de contrôle s'ouvrent aussi à qui est dispensé de toute unité professionnelle, ou les a validées.

    Phrase : La moyenne, {moyenne}, est comprise entre {seuil_ajournement} et {seuil_admission}, et toutes les unités
    professionnelles sont validées ou dispensées : les oraux de contrôle sont ouverts.
    """
    ouverts = p.oraux_sans_professionnelle == 1
    return moyenne_professionnelle.is_empty & ouverts


@cas("premier_groupe", Decision.AJOURNE, "BTS-DIPLOMA-02", ORAUX)
def oraux_fermes(moyenne: Any, p: Any) -> Any:
    """Entre {seuil_ajournement:nu} et {seuil_admission:nu} sans la moyenne professionnelle, le candidat est ajourné.

    Phrase (moyenne_professionnelle) : La moyenne, {moyenne}, n'atteint pas {seuil_admission} et la moyenne
    professionnelle, {moyenne_professionnelle}, n'atteint pas {seuil_professionnel} : les oraux de contrôle ne sont pas
    ouverts et l'ajournement est proposé.

    Phrase : La moyenne, {moyenne}, n'atteint pas {seuil_admission} et il n'y a pas de moyenne professionnelle : les
    oraux de contrôle ne sont pas ouverts et l'ajournement est proposé.
    """
    return non(moyenne.reaches(p.seuil_admission))


@constat(
    "BTS-KEEP-02",
    PROGRESSIVE,
    "oraux de contrôle en forme progressive : l'article lu date d'avant ces oraux, ils y sont appliqués par lecture",
)
def oraux_en_forme_progressive(premier_groupe: Any, progressive: Any) -> Any:
    """Les oraux de contrôle valent aussi en forme progressive, dont l'article a été lu dans un état antérieur."""
    return (premier_groupe == Decision.CONTROLE) & progressive


@constat(
    "BTS-DIPLOMA-03",
    ORAUX_DEDUITS,
    "oraux de contrôle ouverts sans moyenne professionnelle : toutes ces unités sont validées ou dispensées ; lecture "
    "retenue, à confirmer",
)
def oraux_du_dispense(premier_groupe: Any, moyenne_professionnelle: Any) -> Any:
    """L'ouverture des oraux à qui n'a aucune note professionnelle est une lecture, et se signale."""
    return (premier_groupe == Decision.CONTROLE) & moyenne_professionnelle.is_empty


@calcul("BTS-CTRL-02", ARRETE_ORAUX, neutral=False)
def droit_aux_oraux(decision: Any) -> Any:
    """L'épreuve de contrôle comprend {oraux_de_controle:oral|oraux} au choix du candidat, de {duree_oral} après autant
    de préparation ; de {duree_oral_langue} après autant pour une langue.

    Phrase (un_seul_oral) : Vous pouvez passer un seul oral de contrôle : {choix_au_controle}. Un oral dure {duree_oral}
    après autant de préparation, {duree_oral_langue} après autant pour une langue. La meilleure des deux notes est
    retenue.

    Phrase : Vous pouvez passer {oraux_de_controle:oral|oraux} de contrôle, au choix : {choix_au_controle}. Un oral dure
    {duree_oral} après autant de préparation, {duree_oral_langue} après autant pour une langue. La meilleure des deux
    notes de chaque unité est retenue.
    """
    return decision == Decision.CONTROLE


@calcul("BTS-CERT-01", code("D643-34"), neutral=False)
def attestation_descriptive(decision: Any, scolaire: Any) -> Any:
    """L'établissement remet à l'étudiant ajourné une attestation descriptive, avec les crédits de chaque épreuve
    validée ; il n'y a pas de certificat de fin d'études.

    Phrase : Votre établissement vous remet une attestation descriptive de votre parcours, avec les crédits européens
    des épreuves validées.
    """
    return scolaire and decision == Decision.AJOURNE
