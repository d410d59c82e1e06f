"""Où la fiche du registre et le code de l'éducation ne disent pas la même chose : les points D1 à D10.

Chaque point est reconnu aux mots de la fiche. Une fiche qui ne porte pas ces mots n'a pas l'écart ; une fiche qui
n'est pas celle d'un baccalauréat professionnel n'en a aucun. Rien ici ne change une décision : c'est ce que le jury
doit savoir quand il lit la fiche.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from laureat.deliberation.famille import Famille
from laureat.deliberation.reglement import Nombre
from laureat.register import Fiche
from laureat.reglements.chargement import famille
from laureat.reglements.communs.textes import citer
from laureat.rules import Parameters
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import fold


@dataclass(frozen=True, slots=True)
class Ecart:
    """Un point où la fiche et le code diffèrent."""

    id: str
    """``D1`` à ``D10``."""
    sujet: str
    fiche: str
    """Ce que dit la fiche, ou ce qu'elle tait."""
    code: str
    """Ce que dit le code."""
    suite: str
    """Ce que fait Lauréat."""
    citation: Citation

    def dit(self, nombres: Parameters) -> "Ecart":
        """Ses textes, les nombres de la loi écrits."""
        champs = {nom: Nombre(parametre) for nom, parametre in nombres.items()}
        return replace(
            self,
            fiche=self.fiche.format_map(champs),
            code=self.code.format_map(champs),
            suite=self.suite.format_map(champs),
        )


def ecarts_fiche_code(fiche: Fiche, au: date, droit: Famille | None = None) -> tuple[Ecart, ...]:
    """Les écarts visibles sur cette fiche à cette date ; aucun quand elle n'est pas celle d'un bac pro."""
    if not est_bac_pro(fiche):
        return ()
    nombres = Parameters.at(au.year, (droit or famille("bac_pro")).parametres)
    return tuple(ecart.dit(nombres) for ecart, visible in _POINTS if visible(fiche, au, nombres))


def est_bac_pro(fiche: Fiche) -> bool:
    """Vrai pour la fiche d'un baccalauréat professionnel, à son intitulé, son abrégé ou son arrêté de création."""
    textes = [fiche.intitule, *(texte.titre for texte in fiche.base_legale.creation or ())]
    if fiche.abrege:
        textes += [fiche.abrege.code, fiche.abrege.libelle or ""]
    return any(re.search(r"\bbac(?:calaureat)?[ -]pro", fold(texte)) for texte in textes)


def _acquisition(fiche: Fiche) -> str:
    return fold(fiche.modalites_acquisition or "")


def _modalites(fiche: Fiche) -> str:
    return fold(" ".join(bloc.modalites or "" for bloc in fiche.blocs))


def _regles(fiche: Fiche) -> str:
    """Ce que la fiche dit des règles de l'examen, hors des titres et des compétences."""
    return " ".join((_acquisition(fiche), fold(fiche.modalites_evaluation or ""), _modalites(fiche)))


def _moyenne_stricte(fiche: Fiche, au: date, nombres: Parameters) -> bool:
    return re.search(r"moyenne (?:strictement )?superieure a 10", _acquisition(fiche)) is not None


def _attestation_reservee(fiche: Fiche, au: date, nombres: Parameters) -> bool:
    texte = _acquisition(fiche)
    return (
        "attestation" in texte
        and re.search(r"formation professionnelle continue ou de la validation", texte) is not None
    )


def _ensemble_des_epreuves(fiche: Fiche, au: date, nombres: Parameters) -> bool:
    return "a l'ensemble des epreuves" in _acquisition(fiche)


def _bloc_epreuve(fiche: Fiche, au: date, nombres: Parameters) -> bool:
    return (
        re.search(r"chaque unite correspond a un bloc de competences et a une epreuve", _acquisition(fiche)) is not None
    )


def _trop_de_facultatifs(fiche: Fiche, au: date, nombres: Parameters) -> bool:
    return sum(bloc.facultatif for bloc in fiche.blocs) > nombres["facultatives_max"].known


def _meme_jury_vae(fiche: Fiche, au: date, nombres: Parameters) -> bool:
    vae, scolaire = fiche.voies_acces.VAE, fiche.voies_acces.FI
    return bool(vae.ouverte and vae.jury and vae.jury == scolaire.jury)


def _dispense_sans_demande(fiche: Fiche, au: date, nombres: Parameters) -> bool:
    return "peut etre dispense" in _acquisition(fiche)


def _habilitation_seule(fiche: Fiche, au: date, nombres: Parameters) -> bool:
    texte = _modalites(fiche)
    return "habilite" in texte and "section d'apprentissage" in texte and "porte par un eple" not in texte


def _regles_absentes(fiche: Fiche, au: date, nombres: Parameters) -> bool:
    texte = _regles(fiche)
    return bool(texte) and not re.search(r"chef-d'oeuvre|\babsen|milieu professionnel", texte)


def _echeance_passee(fiche: Fiche, au: date, nombres: Parameters) -> bool:
    echeance = fiche.dates.echeance_enregistrement
    return fiche.actif is True and echeance is not None and date.fromisoformat(echeance) < au


_POINTS: tuple[tuple[Ecart, Callable[[Fiche, date, Parameters], bool]], ...] = (
    (
        Ecart(
            "D1",
            "La moyenne d'admission",
            "Elle demande une moyenne supérieure à ce seuil, et non égale.",
            "Le diplôme est acquis à {seuil_admission:nu} : « égale ou supérieure ».",
            "Lauréat applique le code : {seuil_admission:nu} tout juste est admis.",
            citer("Code de l'éducation, art. D337-78 et D337-80", Reading.PARTIEL),
        ),
        _moyenne_stricte,
    ),
    (
        Ecart(
            "D2",
            "L'attestation de blocs",
            "Elle ne la prévoit que pour la formation continue et la VAE.",
            "Depuis 2020, qui n'obtient pas le diplôme la reçoit, pour chaque unité à {seuil_bloc:nu} ou plus.",
            "Lauréat calcule les blocs acquis de tous les candidats.",
            citer("Code de l'éducation, art. D337-69, issu du décret n° 2020-726 du 12 juin 2020", Reading.PARTIEL),
        ),
        _attestation_reservee,
    ),
    (
        Ecart(
            "D3",
            "Ce qui entre dans la moyenne",
            "Elle parle de l'ensemble des épreuves.",
            "S'y ajoutent les points des unités facultatives, ceux du projet, et l'épreuve de contrôle.",
            "Lauréat suit le code : points au-dessus de {seuil_bonus:nu}, projet des élèves et apprentis, contrôle.",
            citer("Code de l'éducation, art. D337-69 et D337-78", Reading.PARTIEL),
        ),
        _ensemble_des_epreuves,
    ),
    (
        Ecart(
            "D4",
            "Unité, bloc, épreuve",
            "Chaque unité y est un bloc et une épreuve.",
            "Sept épreuves obligatoires réunissent plusieurs unités : une épreuve peut avoir des sous-épreuves.",
            "Lauréat note, conserve, dispense et atteste à l'unité.",
            citer("Code de l'éducation, art. D337-69, 1°", Reading.PARTIEL),
        ),
        _bloc_epreuve,
    ),
    (
        Ecart(
            "D5",
            "Les unités facultatives",
            "Elle offre plus de {facultatives_max:bloc|blocs} facultatifs.",
            "Un candidat en présente {facultatives_max:nu} au plus ; l'offre peut avoir changé depuis la fiche.",
            "Lauréat refuse celles qui dépassent ce nombre.",
            citer("Code de l'éducation, art. D337-69", Reading.PARTIEL),
        ),
        _trop_de_facultatifs,
    ),
    (
        Ecart(
            "D6",
            "Le jury de la VAE",
            "Elle donne le même jury pour toutes les voies, la VAE comprise.",
            "Le jury de VAE suit aussi le code du travail ; un président et des adjoints conduisent celui de l'examen.",
            "Lauréat contrôle les deux compositions séparément.",
            citer("Code de l'éducation, art. D337-93 ; code du travail, art. D6412-6", Reading.SECONDAIRE),
        ),
        _meme_jury_vae,
    ),
    (
        Ecart(
            "D7",
            "La dispense par un bloc acquis",
            "Le titulaire d'un bloc « peut être dispensé » de l'épreuve.",
            "La note se conserve {duree_conservation}, sur demande ; ensuite l'attestation ouvre une dispense.",
            "Lauréat distingue la note conservée (B) de la dispense (DI), et date la première.",
            citer("Code de l'éducation, art. D337-69 et D337-71", Reading.PARTIEL),
        ),
        _dispense_sans_demande,
    ),
    (
        Ecart(
            "D8",
            "L'apprentissage habilité",
            "Elle range les apprentis selon que le CFA ou la section d'apprentissage est habilité.",
            "Certains CFA pratiquent le contrôle en cours de formation de droit, sans habilitation.",
            "Lauréat les range avec les CFA habilités (catégorie A).",
            citer("Décret n° 2021-940 du 15 juillet 2021", Reading.SECONDAIRE),
        ),
        _habilitation_seule,
    ),
    (
        Ecart(
            "D9",
            "Ce que la fiche tait",
            "Ni le projet, ni la durée des périodes en milieu professionnel, ni les absences n'y figurent.",
            "Le code et ses arrêtés règlent les trois.",
            "Lauréat applique le code ; les pages de règles citent chaque article.",
            citer("Code de l'éducation, art. D337-64, D337-66-1 et D337-81", Reading.LU_2014),
        ),
        _regles_absentes,
    ),
    (
        Ecart(
            "D10",
            "L'échéance de l'enregistrement",
            "Elle se dit active alors que son enregistrement est échu.",
            "Le diplôme vit par son arrêté, que l'échéance au registre n'abroge pas.",
            "Lauréat prend la fiche pour ce qu'elle est : l'état du registre à sa date.",
            citer("Arrêté de création de la spécialité", Reading.FICHE),
        ),
        _echeance_passee,
    ),
)
