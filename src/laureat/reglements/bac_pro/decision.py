"""La décision, première règle qui s'applique ; puis la mention, les blocs et le certificat de fin d'études."""

from typing import Any

from laureat.reglements.bac_pro.statuts import ABSENT, VIDE
from laureat.reglements.bac_pro.textes import (
    D337_69,
    D337_78,
    D337_78_80,
    D337_81,
    DECRET_FELICITATIONS,
    code,
    moyenne_affichee,
)
from laureat.rules import Everywhere, calcul, cas, et, non, ou
from laureat.vocabulary import Citation, Decision, Mention, UnitStatus
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import enumeration, points

PREMIER_GROUPE = "premier_groupe"


def _noms(v: Any, *statuts: UnitStatus) -> str:
    return enumeration([u.label for u in v.obligatoires if u.status in statuts])


@cas(
    PREMIER_GROUPE,
    Decision.NON_DELIVRABLE,
    "R-ABS-01",
    D337_81,
    phrase=lambda v: (
        f"L'absence non justifiée en {_noms(v, ABSENT)} empêche la délivrance du diplôme, quelle que soit la moyenne."
    ),
)
def absence_non_justifiee(obligatoires: Any) -> Any:
    """Une absence non justifiée à une unité obligatoire empêche de délivrer le diplôme, quelle que soit la moyenne."""
    return ou(u.status == ABSENT for u in obligatoires)


def _incomplet(obligatoires: Any) -> Any:
    return ou(u.status == VIDE for u in obligatoires)


@cas(
    PREMIER_GROUPE,
    Decision.EN_COURS,
    "R-FORM-04",
    code("D337-79", Reading.LU_2014),
    phrase=lambda v: (
        f"En forme progressive, la décision attend la dernière unité ; restent à présenter : {_noms(v, VIDE)}."
    ),
)
def progressive_en_cours(obligatoires: Any, progressive: Any) -> Any:
    """En forme progressive, la décision n'est prise qu'après la dernière unité."""
    return _incomplet(obligatoires) & progressive


@cas(
    PREMIER_GROUPE,
    Decision.INCOMPLET,
    "R-FORM-01",
    code("D337-68", Reading.LU_2014),
    phrase=lambda v: (
        f"En forme globale, toutes les unités se présentent à la même session ; "
        f"il manque une note ou un code en {_noms(v, VIDE)}."
    ),
)
def globale_incomplete(obligatoires: Any) -> Any:
    """En forme globale, toutes les unités se présentent à la même session : sans elles, il n'y a pas de décision."""
    return _incomplet(obligatoires)


@cas(
    PREMIER_GROUPE,
    Decision.ADMIS,
    "R-VAE-07",
    Citation("Code de l'éducation, art. D337-73 et D337-80", Reading.DEDUIT),
    phrase=lambda v: (
        "Toutes les unités obligatoires sont validées ou dispensées : le diplôme est acquis, sans moyenne ni mention."
    ),
)
def tout_valide_ou_dispense(moyenne: Any) -> Any:
    """Quand toutes les unités sont validées par la VAE ou dispensées, le diplôme est acquis sans moyenne ni mention."""
    return moyenne.is_empty


@cas(
    PREMIER_GROUPE,
    Decision.ADMIS,
    "R-DIPLOMA-01",
    D337_78_80,
    phrase=lambda v: (
        f"La moyenne, {moyenne_affichee(v.moyenne)}, est au moins égale à {points(v.p.seuil_admission)} : "
        "l'admission est proposée au jury."
    ),
)
def moyenne_suffisante(moyenne: Any, p: Any) -> Any:
    """Le candidat est admis lorsque sa moyenne est au moins égale à 10 sur 20."""
    return moyenne.reaches(p.seuil_admission)


@cas(
    PREMIER_GROUPE,
    Decision.REMPLACEMENT,
    "R-ABS-03",
    code("D337-81 et D337-92", Reading.LU_2014),
    phrase=lambda v: (
        f"La moyenne, {moyenne_affichee(v.moyenne)}, n'atteint pas {points(v.p.seuil_admission)}, mais l'absence en "
        f"{enumeration([u.label for u in v.obligatoires if u.unit.replacement and v.absences_justifiees[u.code]])} "
        "est justifiée : l'épreuve de remplacement est ouverte, sur autorisation du recteur."
    ),
)
def remplacement_ouvert(obligatoires: Any, absences_justifiees: Any) -> Any:
    """L'absence justifiée ouvre l'épreuve de remplacement, sauf en éducation physique et sportive."""
    return ou(absences_justifiees[u.code] for u in obligatoires if u.unit.replacement)


@cas(
    PREMIER_GROUPE,
    Decision.AJOURNE,
    "R-DIPLOMA-02",
    D337_78,
    phrase=lambda v: (
        f"La moyenne, {moyenne_affichee(v.moyenne)}, est inférieure à {points(v.p.seuil_ajournement)} : "
        "l'ajournement est proposé au jury."
    ),
)
def moyenne_insuffisante(moyenne: Any, p: Any) -> Any:
    """Le candidat dont la moyenne est inférieure à 8 sur 20 est ajourné."""
    return non(moyenne.reaches(p.seuil_ajournement))


@cas(
    PREMIER_GROUPE,
    Decision.CONTROLE,
    "R-DIPLOMA-03",
    code("D337-71, D337-72 et D337-78"),
    phrase=lambda v: (
        f"La moyenne, {moyenne_affichee(v.moyenne)}, est comprise entre {points(v.p.seuil_ajournement)} et "
        f"{points(v.p.seuil_admission)}, et "
        + (
            "toutes les unités professionnelles sont validées ou dispensées"
            if v.moyenne_professionnelle.is_empty
            else f"la moyenne professionnelle, {moyenne_affichee(v.moyenne_professionnelle)}, "
            f"est au moins égale à {points(v.p.seuil_professionnel)}"
        )
        + " : l'épreuve de contrôle est ouverte."
    ),
)
def controle_ouvert(moyenne_professionnelle: Any, p: Any) -> Any:
    """Entre 8 et 10, l'épreuve de contrôle est ouverte à qui a 10 de moyenne professionnelle, ou en est dispensé."""
    return moyenne_professionnelle.is_empty | moyenne_professionnelle.reaches(p.seuil_professionnel)


@cas(
    PREMIER_GROUPE,
    Decision.AJOURNE,
    "R-DIPLOMA-03",
    code("D337-78"),
    phrase=lambda v: (
        f"La moyenne, {moyenne_affichee(v.moyenne)}, n'atteint pas {points(v.p.seuil_admission)} et la moyenne "
        f"professionnelle, {moyenne_affichee(v.moyenne_professionnelle)}, n'atteint pas "
        f"{points(v.p.seuil_professionnel)} : l'épreuve de contrôle n'est pas ouverte et l'ajournement est proposé."
    ),
)
def sans_controle(moyenne: Any, p: Any) -> Any:
    """Entre 8 et 10 sans la moyenne professionnelle, le candidat est ajourné."""
    return non(moyenne.reaches(p.seuil_admission))


@calcul("R-CTRL-04", Citation("Arrêté du 25 novembre 2021 ; déduit", Reading.DEDUIT), neutral=False)
def controle_pris_en_compte(premier_groupe: Any, a_une_note_de_controle: Any) -> Any:
    """Une note de contrôle ne compte que pour qui avait droit à l'épreuve de contrôle."""
    return (premier_groupe == Decision.CONTROLE) & a_une_note_de_controle


@cas(
    "decision",
    Decision.ADMIS,
    "R-DIPLOMA-04",
    D337_78,
    phrase=lambda v: (
        f"Après l'épreuve de contrôle, la moyenne, {moyenne_affichee(v.moyenne_apres_controle)}, est au moins égale à "
        f"{points(v.p.seuil_admission)} : l'admission est proposée au jury."
    ),
)
def admis_apres_controle(controle_pris_en_compte: Any, moyenne_apres_controle: Any, p: Any) -> Any:
    """Après l'épreuve de contrôle, le candidat est admis lorsque sa moyenne est au moins égale à 10 sur 20."""
    return controle_pris_en_compte & moyenne_apres_controle.reaches(p.seuil_admission)


@cas(
    "decision",
    Decision.AJOURNE,
    "R-DIPLOMA-04",
    D337_78,
    phrase=lambda v: (
        f"Après l'épreuve de contrôle, la moyenne, {moyenne_affichee(v.moyenne_apres_controle)}, n'atteint pas "
        f"{points(v.p.seuil_admission)} : l'ajournement est proposé au jury."
    ),
)
def ajourne_apres_controle(controle_pris_en_compte: Any) -> Any:
    """Après l'épreuve de contrôle, le candidat dont la moyenne reste inférieure à 10 sur 20 est ajourné."""
    return controle_pris_en_compte


@cas(
    "mention",
    Mention.SANS,
    "R-MENTION-03",
    code("D337-86", Reading.LU_2014),
    phrase=lambda v: (
        "Aucune mention n'est attribuée à un diplôme obtenu "
        + ("après l'épreuve de contrôle." if v.controle_pris_en_compte else "sans aucune note.")
        if v.decision == Decision.ADMIS
        else None
    ),
)
def sans_mention(decision: Any, controle_pris_en_compte: Any, moyenne: Any) -> Any:
    """Aucune mention après l'épreuve de contrôle, ni pour un diplôme acquis sans aucune note."""
    return non(decision == Decision.ADMIS) | controle_pris_en_compte | moyenne.is_empty


def _phrase_mention(mention: Mention, seuil: str) -> Any:
    return lambda v: (
        f"La moyenne, {moyenne_affichee(v.moyenne)}, est au moins égale à {points(v.p[seuil])} : "
        f"mention {mention.label}."
    )


D337_86 = code("D337-86", Reading.LU_2014)


@cas(
    "mention",
    Mention.TBF,
    "R-MENTION-02",
    DECRET_FELICITATIONS,
    since=2024,
    phrase=_phrase_mention(Mention.TBF, "seuil_felicitations"),
)
def felicitations(moyenne: Any, p: Any) -> Any:
    """Depuis la session 2024, une moyenne d'au moins 18 vaut la mention très bien avec les félicitations du jury."""
    return moyenne.reaches(p.seuil_felicitations)


@cas("mention", Mention.TB, "R-MENTION-01", D337_86, phrase=_phrase_mention(Mention.TB, "seuil_mention_tb"))
def mention_tres_bien(moyenne: Any, p: Any) -> Any:
    """Une moyenne d'au moins 16 vaut la mention très bien."""
    return moyenne.reaches(p.seuil_mention_tb)


@cas("mention", Mention.B, "R-MENTION-01", D337_86, phrase=_phrase_mention(Mention.B, "seuil_mention_b"))
def mention_bien(moyenne: Any, p: Any) -> Any:
    """Une moyenne d'au moins 14 vaut la mention bien."""
    return moyenne.reaches(p.seuil_mention_b)


@cas("mention", Mention.AB, "R-MENTION-01", D337_86, phrase=_phrase_mention(Mention.AB, "seuil_mention_ab"))
def mention_assez_bien(moyenne: Any, p: Any) -> Any:
    """Une moyenne d'au moins 12 vaut la mention assez bien."""
    return moyenne.reaches(p.seuil_mention_ab)


def _phrase_blocs(v: Any) -> str | None:
    noms = [u.code for u in (*v.obligatoires, *v.facultatives) if v.blocs[u.code]]
    if not noms:
        return None
    return (
        f"Les unités dont la note retenue est au moins égale à {points(v.p.seuil_bloc)}, ou validées par la VAE, "
        f"attestent leur bloc de compétences : {enumeration(noms)}."
    )


@calcul("R-BLOC-01", D337_69, neutral=Everywhere(), phrase=_phrase_blocs)
def blocs(
    obligatoires: Any, facultatives: Any, notees: Any, conservees: Any, validees: Any, notes_retenues: Any, p: Any
) -> Any:
    """Une unité dont la note retenue est d'au moins 10, ou validée par la VAE, atteste son bloc de compétences."""
    seuil = p.seuil_bloc
    return {
        u.code: ((notees[u.code] | conservees[u.code]) & (notes_retenues[u.code] >= seuil)) | validees[u.code]
        for u in (*obligatoires, *facultatives)
    }


@calcul(
    "R-CERT-01",
    code("D337-87", Reading.LU_2014),
    neutral=False,
    phrase=lambda v: (
        f"La moyenne du premier groupe, {moyenne_affichee(v.moyenne)}, est au moins égale à "
        f"{points(v.p.seuil_certificat)} : le certificat de fin d'études professionnelles secondaires est dû."
        if v.certificat
        else None
    ),
)
def certificat(decision: Any, moyenne: Any, p: Any) -> Any:
    """Le candidat ajourné dont la moyenne du premier groupe est d'au moins 8 reçoit le certificat de fin d'études."""
    return (decision == Decision.AJOURNE) & moyenne.reaches(p.seuil_certificat)


@calcul("R-MARK-03", Citation("usage : troncature à deux décimales", Reading.DEDUIT), neutral=False)
def moyenne_due(decision: Any, moyenne: Any) -> Any:
    """La moyenne se compare exacte et s'affiche tronquée à deux décimales, là où il y a une décision et une note."""
    sans = (decision == Decision.NON_DELIVRABLE) | (decision == Decision.INCOMPLET) | (decision == Decision.EN_COURS)
    return et((non(sans), non(moyenne.is_empty)))
