"""La décision d'un diplôme noté, première règle qui s'applique ; puis la mention et les blocs.

Les règles d'un diplôme à épreuve de contrôle décident d'abord du « premier groupe » ; celles des autres décident
d'emblée (``choice="decision"``).
"""

from typing import Any

from laureat.reglements.communs.statuts import ABSENT, ABSENT_JUSTIFIE, ANNULE, BENEFICE, NOTE, VIDE
from laureat.rules import Everywhere, calcul_commun, cas_commun, et, minimum, non, ou, si, somme
from laureat.vocabulary import Decision, Mention

PREMIER_GROUPE = "premier_groupe"


@cas_commun(PREMIER_GROUPE, Decision.NON_DELIVRABLE)
def absence_non_justifiee(obligatoires: Any) -> Any:
    """Une absence non justifiée à une unité obligatoire empêche de délivrer le diplôme, quelle que soit la moyenne.

    Phrase : {absentes:L'absence non justifiée|Les absences non justifiées} en {absentes} {absentes:empêche|empêchent}
    la délivrance du diplôme, quelle que soit la moyenne.
    """
    return ou(u.status == ABSENT for u in obligatoires)


def incomplet(obligatoires: Any) -> Any:
    """Une unité obligatoire n'a ni note ni code."""
    return ou(u.status == VIDE for u in obligatoires)


@cas_commun(PREMIER_GROUPE, Decision.EN_COURS)
def progressive_en_cours(obligatoires: Any, progressive: Any) -> Any:
    """En forme progressive, la décision n'est prise qu'après la dernière unité.

    Phrase : En forme progressive, la décision attend la dernière unité ; restent à présenter : {manquantes}.
    """
    return incomplet(obligatoires) & progressive


@cas_commun(PREMIER_GROUPE, Decision.EN_COURS)
def etalement_en_cours(obligatoires: Any, etalement: Any) -> Any:
    """L'étalement autorisé l'emporte sur la forme globale : la décision attend la dernière unité.

    Phrase : L'étalement autorisé répartit les épreuves sur plusieurs sessions, même en forme globale : la décision
    attend la dernière unité ; restent à présenter : {manquantes}.
    """
    return incomplet(obligatoires) & etalement


@cas_commun(PREMIER_GROUPE, Decision.INCOMPLET)
def globale_incomplete(obligatoires: Any) -> Any:
    """En forme globale, toutes les unités se présentent à la même session : sans elles, il n'y a pas de décision.

    Phrase : En forme globale, toutes les unités se présentent à la même session ; il manque une note ou un code en
    {manquantes}.
    """
    return incomplet(obligatoires)


@cas_commun(PREMIER_GROUPE, Decision.ADMIS)
def tout_valide_ou_dispense(moyenne: Any) -> Any:
    """Quand toutes les unités sont validées par la VAE ou dispensées, le diplôme est acquis sans moyenne ni mention.

    Phrase : Toutes les unités obligatoires sont validées ou dispensées : le diplôme est acquis, sans moyenne ni
    mention.
    """
    return moyenne.is_empty


@cas_commun(PREMIER_GROUPE, Decision.ADMIS)
def moyenne_suffisante(moyenne: Any, p: Any) -> Any:
    """Le candidat est admis lorsque sa moyenne est au moins égale à {seuil_admission:nu} sur 20.

    Phrase : La moyenne, {moyenne}, est au moins égale à {seuil_admission} : l'admission est proposée au jury.
    """
    return moyenne.reaches(p.seuil_admission)


@cas_commun(PREMIER_GROUPE, Decision.REMPLACEMENT)
def remplacement_ouvert(obligatoires: Any, absences_justifiees: Any) -> Any:
    """L'absence justifiée ouvre l'épreuve de remplacement, sauf là où le règlement n'en prévoit pas.

    Phrase : La moyenne, {moyenne}, ne suffit pas, mais {a_remplacer:l'absence|les absences} en {a_remplacer}
    {a_remplacer:est justifiée|sont justifiées} : l'épreuve de remplacement est ouverte, sur autorisation
    {de_l_autorite}.
    """
    return ou(absences_justifiees[u.code] for u in obligatoires if u.unit.replacement)


@cas_commun(PREMIER_GROUPE, Decision.AJOURNE)
def moyenne_insuffisante(moyenne: Any, p: Any) -> Any:
    """Le candidat dont la moyenne est inférieure à {seuil_ajournement:nu} sur 20 est ajourné.

    Phrase : La moyenne, {moyenne}, est inférieure à {seuil_ajournement} : l'ajournement est proposé au jury.
    """
    return non(moyenne.reaches(p.seuil_ajournement))


@cas_commun(PREMIER_GROUPE, Decision.CONTROLE)
def controle_ouvert(moyenne_professionnelle: Any, p: Any) -> Any:
    """Entre {seuil_ajournement:nu} et {seuil_admission:nu}, l'épreuve de contrôle est ouverte à qui a
    {seuil_professionnel:nu} de moyenne professionnelle, ou en est dispensé.

    Phrase (moyenne_professionnelle) : La moyenne, {moyenne}, est comprise entre {seuil_ajournement} et
    {seuil_admission}, et la moyenne professionnelle, {moyenne_professionnelle}, est au moins égale à
    {seuil_professionnel} : l'épreuve de contrôle est ouverte.

    Phrase : La moyenne, {moyenne}, est comprise entre {seuil_ajournement} et {seuil_admission}, et toutes les unités
    professionnelles sont validées ou dispensées : l'épreuve de contrôle est ouverte.
    """
    return moyenne_professionnelle.is_empty | moyenne_professionnelle.reaches(p.seuil_professionnel)


@cas_commun(PREMIER_GROUPE, Decision.AJOURNE)
def sans_controle(moyenne: Any, p: Any) -> Any:
    """Entre {seuil_ajournement:nu} et {seuil_admission:nu} sans la moyenne professionnelle, le candidat est ajourné.

    Phrase : La moyenne, {moyenne}, n'atteint pas {seuil_admission} et la moyenne professionnelle,
    {moyenne_professionnelle}, n'atteint pas {seuil_professionnel} : l'épreuve de contrôle n'est pas ouverte et
    l'ajournement est proposé.
    """
    return non(moyenne.reaches(p.seuil_admission))


@calcul_commun(neutral=False)
def oral_justifie(controle: Any) -> Any:
    """Une absence à un oral de l'épreuve de contrôle est justifiée."""
    return ou(c.status == ABSENT_JUSTIFIE for c in controle.values())


def se_repasse(u: Any) -> Any:
    """L'unité a une note, fût-ce le 0 d'une absence justifiée, que l'épreuve de contrôle peut améliorer."""
    return (u.status == NOTE) | (u.status == BENEFICE) | (u.status == ABSENT_JUSTIFIE)


def oraux_possibles(obligatoires: Any, controle: Any, p: Any) -> Any:
    """Combien d'oraux le candidat peut passer : ceux de l'épreuve, ou moins quand trop d'unités sont dispensées."""
    ouvertes: dict[Any, list[Any]] = {}
    for u in obligatoires:
        if u.code in controle:
            ouvertes.setdefault(u.unit.control_group, []).append(si(se_repasse(u), 1, 0))
    au_plus = p.controle_par_groupe if "controle_par_groupe" in p else p.oraux_de_controle
    return minimum(somme(minimum(somme(unites), au_plus) for unites in ouvertes.values()), p.oraux_de_controle)


@calcul_commun(neutral=False)
def oraux_manques(obligatoires: Any, controle: Any, p: Any) -> Any:
    """Les oraux que le candidat peut passer à l'épreuve de contrôle, {oraux_de_controle:nu} au plus, sont manqués, sans
    excuse."""
    manques = somme(si((c.status == ABSENT) | (c.status == ANNULE), 1, 0) for c in controle.values())
    return (manques >= 1) & (manques >= oraux_possibles(obligatoires, controle, p))


@calcul_commun(neutral=False)
def oral_en_attente(oral_justifie: Any, moyenne_apres_controle: Any, p: Any) -> Any:
    """L'absence justifiée à un oral laisse l'épreuve de contrôle ouverte, sauf si l'autre oral suffit à l'admission."""
    return oral_justifie & non(moyenne_apres_controle.reaches(p.seuil_admission))


@calcul_commun(neutral=False)
def controle_pris_en_compte(premier_groupe: Any, a_une_note_de_controle: Any, oral_en_attente: Any) -> Any:
    """Une note de contrôle ne compte que pour qui avait droit à l'épreuve de contrôle, une fois celle-ci achevée."""
    return (premier_groupe == Decision.CONTROLE) & a_une_note_de_controle & non(oral_en_attente)


@cas_commun("decision", Decision.ADMIS)
def admis_apres_controle(controle_pris_en_compte: Any, moyenne_apres_controle: Any, p: Any) -> Any:
    """Après l'épreuve de contrôle, le candidat est admis lorsque sa moyenne est au moins égale à {seuil_admission:nu}
    sur 20.

    Phrase : Après l'épreuve de contrôle, la moyenne, {moyenne_apres_controle}, est au moins égale à
    {seuil_admission} : l'admission est proposée au jury.
    """
    return controle_pris_en_compte & moyenne_apres_controle.reaches(p.seuil_admission)


@cas_commun("decision", Decision.AJOURNE)
def ajourne_apres_controle(controle_pris_en_compte: Any) -> Any:
    """Après l'épreuve de contrôle, le candidat dont la moyenne reste inférieure à {seuil_admission:nu} sur 20 est
    ajourné.

    Phrase : Après l'épreuve de contrôle, la moyenne, {moyenne_apres_controle}, n'atteint pas {seuil_admission} :
    l'ajournement est proposé au jury.
    """
    return controle_pris_en_compte


@cas_commun("decision", Decision.AJOURNE)
def absent_aux_oraux(premier_groupe: Any, a_une_note_de_controle: Any, oral_en_attente: Any, oraux_manques: Any) -> Any:
    """Absent aux oraux qu'il pouvait passer, {oraux_de_controle:nu} au plus, le candidat est ajourné sur sa première
    moyenne.

    Phrase : Absent à l'épreuve de contrôle, le candidat garde sa première moyenne, {moyenne}, qui n'atteint pas
    {seuil_admission} : l'ajournement est proposé au jury.
    """
    ouvert = (premier_groupe == Decision.CONTROLE) & non(a_une_note_de_controle) & non(oral_en_attente)
    return ouvert & oraux_manques


@cas_commun("mention", Mention.SANS)
def sans_mention(decision: Any, controle_pris_en_compte: Any, moyenne: Any) -> Any:
    """Aucune mention après l'épreuve de contrôle, ni pour un diplôme acquis sans aucune note.

    Phrase (admis, controle_pris_en_compte) : Aucune mention n'est attribuée à un diplôme obtenu après l'épreuve de
    contrôle.

    Phrase (admis) : Aucune mention n'est attribuée à un diplôme obtenu sans aucune note.
    """
    return non(decision == Decision.ADMIS) | controle_pris_en_compte | moyenne.is_empty


@cas_commun("mention", Mention.SANS)
def sans_mention_faute_de_note(decision: Any, moyenne: Any) -> Any:
    """Aucune mention pour un diplôme acquis sans aucune note.

    Phrase (admis) : Aucune mention n'est attribuée à un diplôme obtenu sans aucune note.
    """
    return non(decision == Decision.ADMIS) | moyenne.is_empty


@cas_commun("mention", Mention.TBF)
def felicitations(moyenne: Any, p: Any) -> Any:
    """Une moyenne d'au moins {seuil_felicitations:nu} vaut la mention très bien avec les félicitations du jury.

    Phrase : La moyenne, {moyenne}, est au moins égale à {seuil_felicitations} : mention {mention}.
    """
    return moyenne.reaches(p.seuil_felicitations)


@cas_commun("mention", Mention.TB)
def mention_tres_bien(moyenne: Any, p: Any) -> Any:
    """Une moyenne d'au moins {seuil_mention_tb:nu} vaut la mention très bien.

    Phrase : La moyenne, {moyenne}, est au moins égale à {seuil_mention_tb} : mention {mention}.
    """
    return moyenne.reaches(p.seuil_mention_tb)


@cas_commun("mention", Mention.B)
def mention_bien(moyenne: Any, p: Any) -> Any:
    """Une moyenne d'au moins {seuil_mention_b:nu} vaut la mention bien.

    Phrase : La moyenne, {moyenne}, est au moins égale à {seuil_mention_b} : mention {mention}.
    """
    return moyenne.reaches(p.seuil_mention_b)


@cas_commun("mention", Mention.AB)
def mention_assez_bien(moyenne: Any, p: Any) -> Any:
    """Une moyenne d'au moins {seuil_mention_ab:nu} vaut la mention assez bien.

    Phrase : La moyenne, {moyenne}, est au moins égale à {seuil_mention_ab} : mention {mention}.
    """
    return moyenne.reaches(p.seuil_mention_ab)


@calcul_commun(neutral=Everywhere())
def blocs(
    obligatoires: Any,
    facultatives: Any,
    notees: Any,
    conservees: Any,
    absences_justifiees: Any,
    validees: Any,
    ecartees: Any,
    notes_retenues: Any,
    p: Any,
) -> Any:
    """Une unité dont la note retenue, fût-ce celle du contrôle après une absence justifiée, est d'au moins
    {seuil_bloc:nu}, ou validée par la VAE, atteste son bloc de compétences.

    Phrase (blocs_acquis) : Les unités dont la note retenue est au moins égale à {seuil_bloc}, ou validées par la VAE,
    attestent leur bloc de compétences : {blocs_acquis}.
    """

    def notee(u: Any) -> Any:
        return notees[u.code] | conservees[u.code] | absences_justifiees[u.code]

    return {
        u.code: ((notee(u) & (notes_retenues[u.code] >= p.seuil_bloc)) | validees[u.code]) & non(ecartees[u.code])
        for u in (*obligatoires, *facultatives)
    }


@calcul_commun(neutral=Everywhere(), gives="blocs")
def blocs_de_la_formation_continue(
    obligatoires: Any,
    facultatives: Any,
    notees: Any,
    conservees: Any,
    validees: Any,
    ecartees: Any,
    notes_retenues: Any,
    formation_continue: Any,
    p: Any,
) -> Any:
    """En formation continue, une unité dont la note retenue est d'au moins {seuil_bloc:nu} atteste son bloc de
    compétences ; de même, pour tous, l'unité validée par la VAE.

    Phrase (blocs_acquis) : En formation continue, les unités dont la note est au moins égale à {seuil_bloc} attestent
    leur bloc de compétences, comme celles que la VAE a validées : {blocs_acquis}.
    """

    def notee(u: Any) -> Any:
        return formation_continue & (notees[u.code] | conservees[u.code])

    return {
        u.code: ((notee(u) & (notes_retenues[u.code] >= p.seuil_bloc)) | validees[u.code]) & non(ecartees[u.code])
        for u in (*obligatoires, *facultatives)
    }


@calcul_commun(neutral=False)
def gagne_un_bloc(obligatoires: Any, gains_au_controle: Any, p: Any) -> Any:
    """La note de contrôle peut, à elle seule, faire attester un bloc."""
    return ou(
        (u.mark < p.seuil_bloc) & (u.mark + gains_au_controle[u.code] >= p.seuil_bloc)
        for u in obligatoires
        if u.code in gains_au_controle
    )


@calcul_commun(neutral=False)
def blocs_du_controle(controle_pris_en_compte: Any, gagne_un_bloc: Any) -> Any:
    """Un bloc n'est attesté que par la note de contrôle."""
    return controle_pris_en_compte & gagne_un_bloc


@calcul_commun(neutral=False)
def moyenne_due(decision: Any, moyenne: Any) -> Any:
    """La moyenne se compare exacte et s'affiche tronquée à deux décimales, là où il y a une décision et une note."""
    sans = (decision == Decision.NON_DELIVRABLE) | (decision == Decision.INCOMPLET) | (decision == Decision.EN_COURS)
    return et((non(sans), non(moyenne.is_empty)))
