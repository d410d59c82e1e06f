"""Les règles qu'une phrase de fiche peut donner, une à une : égalité, part, maximum, qualité, présidence."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from laureat.jury.law import Doubt, Finding, Observation, Requirement, Rule, Ruling, View, Weight
from laureat.jury.members import Fonction, Member
from laureat.reglements.jury.commun import (
    compte as est_compte,
)
from laureat.reglements.jury.commun import (
    egalite,
    employeur_moins_salarie,
    enseignant_moins_professionnel,
    equilibre,
    impossibilite,
    moities,
)
from laureat.reglements.jury.lexique import (
    CHERCHEUR,
    EMPLOYEUR,
    ENSEIGNANT,
    MEMBRE,
    PRIVE,
    PROFESSIONNEL,
    PUBLIC,
    SALARIE,
    Fraction,
    Groupe,
    bornes,
    poids,
)
from laureat.rules import ParameterValues
from laureat.vocabulary import Citation
from laureat.vocabulary.french import de, plural

PRESIDENT = Fonction.PRESIDENT
Peser = Callable[[Member, ParameterValues], Weight]
Ecart = Callable[[Sequence[Member], ParameterValues], str]
_ENSEIGNANTS = {groupe.code for groupe in (CHERCHEUR, ENSEIGNANT, PRIVE, PUBLIC)}


@dataclass
class Regles:
    """Les règles comprises d'une fiche pour une voie d'accès, sous la réserve de ce que l'on lit."""

    citation: Citation
    regles: list[Rule] = field(default_factory=list)
    doute: Doubt | None = None
    """La réserve de ce que l'on lit : elle vaut pour chaque règle qui en sort."""

    def _nom(self, code: str) -> str:
        """Le nom stable d'une règle : ce qu'elle demande, et un rang s'il y en a déjà une."""
        pris = {regle.id for regle in self.regles}
        possibles = (f"FICHE-{code}{f'-{rang}' if rang > 1 else ''}" for rang in range(1, len(pris) + 2))
        return next(nom for nom in possibles if nom not in pris)

    def _ajouter(
        self,
        code: str,
        phrase: str,
        objet: str,
        peser: Peser,
        ecart: Ecart,
        *,
        borne: int = 0,
        exactement: bool = False,
        sauf_impossibilite: bool = False,
    ) -> None:
        """Une règle pesée de plus."""
        self.regles.append(
            Requirement(
                self._nom(code),
                self.citation,
                re.sub(r"[ ,]+(?:et|dont|et de)?$", "", phrase),
                objet,
                peser,
                ecart,
                borne,
                exactement,
                impossibilite if sauf_impossibilite else None,
                "consigner pourquoi c'est impossible (--impossibilite)" if sauf_impossibilite else "",
                self.doute,
            )
        )

    def nomination(self, phrase: str) -> None:
        """Le jury est nommé par une autorité : l'acte est à citer."""

        def regarder(vue: View) -> Finding:
            if vue.jury.arrete:
                return Finding(Ruling.TIENT, vue.jury.arrete)
            return Finding(Ruling.INDETERMINE, "aucun acte de nomination n'est cité", "citer l'acte (--arrete)", True)

        self.regles.append(Observation(self._nom("NOMINATION"), self.citation, phrase, regarder))

    def equilibre_des_sexes(self, phrase: str) -> None:
        """Les femmes et les hommes sont représentés de façon équilibrée."""
        self.regles.append(Observation(self._nom("SEXES"), self.citation, phrase, equilibre))

    def sans_lien(self, phrase: str) -> None:
        """Aucun membre n'est lié au candidat."""

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            return " ; ".join(f"{m.nom_complet} : {m.lien}" for m in membres if m.lien) or "aucun lien déclaré"

        self._ajouter("LIENS", phrase, "liens avec le candidat", lambda m, p: -bool(m.lien), ecart)

    def employeurs_et_salaries(self, phrase: str) -> None:
        """Autant d'employeurs que de salariés."""
        self._ajouter(
            "EGALITE",
            phrase,
            "employeurs et salariés",
            employeur_moins_salarie,
            egalite,
            exactement=True,
        )

    def parite(self, phrase: str) -> None:
        """Autant d'enseignants que de professionnels."""
        self._ajouter(
            "PARITE",
            phrase,
            "parité des enseignants et des professionnels",
            enseignant_moins_professionnel,
            moities,
            exactement=True,
        )

    def egaux(self, groupes: Sequence[Groupe], phrase: str) -> bool:
        """Autant des uns que des autres ; faux si la phrase ne dit pas de qui : deux groupes, ou les enseignants de
        toute sorte et les professionnels."""
        codes = dict.fromkeys(groupe.code for groupe in groupes)
        if set(codes) == {EMPLOYEUR.code, SALARIE.code}:
            self.employeurs_et_salaries(phrase)
        elif PROFESSIONNEL.code in codes and codes.keys() - {PROFESSIONNEL.code} <= _ENSEIGNANTS and len(codes) > 1:
            self.parite(phrase)
        elif len(codes) == 2 and MEMBRE.code not in codes:
            uns, autres = {groupe.code: groupe for groupe in groupes}.values()
            self._autant(uns, autres, phrase)
        else:
            return False
        return True

    def _autant(self, uns: Groupe, autres: Groupe, phrase: str) -> None:
        def peser(m: Member, p: ParameterValues) -> Weight:
            (bas, haut), (autre_bas, autre_haut) = bornes(uns.compte(m)), bornes(autres.compte(m))
            return poids(bas - autre_haut, haut - autre_bas)

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            return f"{combien(uns, membres)} et {combien(autres, membres)}"

        objet = f"{uns.pluriel} et {autres.pluriel}"
        self._ajouter(f"EGALITE-{uns.code}-{autres.code}", phrase, objet, peser, ecart, exactement=True)

    def part(self, groupe: Groupe, fraction: Fraction, phrase: str, *, hors_president: bool, juste: bool) -> None:
        """Une part des membres, au moins, est de ce groupe ; « la majorité » : plus de la moitié ; ``juste`` : la
        phrase ne dit pas « au moins », et ce qui dépasse est à juger."""
        numerateur, denominateur = fraction.numerateur, fraction.denominateur

        def compte(m: Member, p: ParameterValues) -> bool:
            return est_compte(m, p) and not (hors_president and m.fonction is PRESIDENT)

        def peser(m: Member, p: ParameterValues) -> Weight:
            if not compte(m, p):
                return 0
            bas, haut = bornes(groupe.compte(m))
            return poids(denominateur * bas - numerateur, denominateur * haut - numerateur)

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            comptes = [m for m in membres if compte(m, p)]
            requis = -(-numerateur * len(comptes) // denominateur)
            if fraction.stricte and denominateur * requis == numerateur * len(comptes):
                requis += 1
            return f"{combien(groupe, comptes)} sur {plural(len(comptes), 'membre')}, il en faut {requis}"

        objet = "part des professionnels" if groupe is PROFESSIONNEL else f"part {de(groupe.pluriel)}"
        self._ajouter(f"PART-{groupe.code}", phrase, objet, peser, ecart, borne=int(fraction.stricte))
        if not juste:
            return

        def peser_au_plus(m: Member, p: ParameterValues) -> Weight:
            if not compte(m, p):
                return 0
            bas, haut = bornes(groupe.compte(m))
            return poids(numerateur - denominateur * haut, numerateur - denominateur * bas)

        def depasse(membres: Sequence[Member], p: ParameterValues) -> str:
            comptes = [m for m in membres if compte(m, p)]
            dit = f"{combien(groupe, comptes)} sur {plural(len(comptes), 'membre')}"
            return f"{dit} : la phrase ne dit pas si c'est « au moins »"

        du_reste, self.doute = self.doute, self.doute or Doubt(phrase, True)
        self._ajouter(f"PART-JUSTE-{groupe.code}", phrase, objet, peser_au_plus, depasse)
        self.doute = du_reste

    def tous(self, groupe: Groupe, phrase: str) -> None:
        """Tous les membres sont de ce groupe."""

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            return f"{combien(groupe, membres)} sur {plural(len(membres), 'membre')}, tous doivent l'être"

        objet = f"tous {groupe.pluriel}"
        self._ajouter(f"TOUS-{groupe.code}", phrase, objet, lambda m, p: _manque_de(groupe, m), ecart)

    def qualite_du_president(self, groupe: Groupe, phrase: str) -> None:
        """Le président est de ce groupe."""

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            presidents = [m for m in membres if m.fonction is PRESIDENT]
            qui = (
                " ; ".join(f"{m.nom_complet} : {m.qualite.label}" for m in presidents) or "sans objet : aucun président"
            )
            return f"{qui} ; attendu : {groupe.singulier}"

        def peser(m: Member, p: ParameterValues) -> Weight:
            return _manque_de(groupe, m) if m.fonction is PRESIDENT else 0

        self._ajouter(f"PRESIDENT-{groupe.code}", phrase, "qualité du président", peser, ecart)

    def maximum(self, groupe: Groupe, nombre: int, phrase: str) -> None:
        """Tant de membres d'un groupe, au plus."""

        def peser(m: Member, p: ParameterValues) -> Weight:
            bas, haut = bornes(groupe.compte(m))
            return poids(-haut, -bas)

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            return f"{combien(groupe, membres)}, " + (f"au plus {nombre}" if nombre else "aucun n'est admis")

        self._ajouter(f"MAX-{groupe.code}", phrase, f"nombre maximal {de(groupe.pluriel)}", peser, ecart, borne=-nombre)

    def effectif_maximal(self, nombre: int, phrase: str) -> None:
        """Le jury compte au plus tant de membres."""

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            return f"{plural(len(membres), 'membre')}, au plus {nombre}"

        self._ajouter("EFFECTIF-MAX", phrase, "nombre maximal de membres", lambda m, p: -1, ecart, borne=-nombre)


def _manque_de(groupe: Groupe, m: Member) -> Weight:
    """Zéro pour qui est du groupe, moins un pour qui n'en est pas."""
    bas, haut = bornes(groupe.compte(m))
    return poids(bas - 1, haut - 1)


def combien(groupe: Groupe, membres: Sequence[Member]) -> str:
    """« 2 professionnels », ou entre combien et combien si le fichier ne le dit pas de chacun."""
    bas = sum(bornes(groupe.compte(m))[0] for m in membres)
    haut = sum(bornes(groupe.compte(m))[1] for m in membres)
    if bas == haut:
        return plural(bas, groupe.singulier, groupe.pluriel)
    return f"entre {bas} et {haut} {groupe.pluriel} (le fichier ne le dit pas de chacun)"
