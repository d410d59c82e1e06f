"""Les règles qu'une fiche peut donner : nombre, part, égalité, présidence ; ``fiche`` reconnaît les phrases."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from laureat.jury.law import Doubt, Finding, Observation, Requirement, Rule, Ruling, Stage, View, Weight
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
    minimum,
    moities,
    noms,
)
from laureat.reglements.jury.demandes import demande
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
from laureat.reglements.jury.reserves import Reserve
from laureat.rules import ParameterValues
from laureat.vocabulary import Citation
from laureat.vocabulary.french import de, flat, plural

PRESIDENT = Fonction.PRESIDENT
Peser = Callable[[Member, ParameterValues], Weight]
Ecart = Callable[[Sequence[Member], ParameterValues], str]
_ENSEIGNANTS = {groupe.code for groupe in (CHERCHEUR, ENSEIGNANT, PRIVE, PUBLIC)}
_OBJETS = {"PUBLIC": "enseignants publics", "PRIVE": "enseignant privé sous contrat ou de CFA"}


@dataclass
class Denombrement:
    """Combien une fiche veut de membres d'un groupe, au moins."""

    groupe: Groupe
    phrase: str
    nombre: int = 0
    sauf_impossibilite: bool = False
    doute: Doubt | None = None


@dataclass
class Lecture:
    """Ce qu'une fiche dit du jury pour une voie d'accès : les règles comprises, et les phrases qui ne l'ont pas été."""

    citation: Citation
    regles: list[Rule] = field(default_factory=list)
    incompris: list[str] = field(default_factory=list)
    partielles: list[str] = field(default_factory=list)
    """Les phrases dont une partie a donné une règle, et dont le reste demande davantage."""
    tolere_absences: bool = False
    preside: bool = False
    """La fiche énumère un président : il s'ajoute aux membres qu'elle compte."""
    enumere: bool = False
    """La proposition que l'on lit en suit une autre qui nomme des membres : elle ne dit pas seule combien ils sont."""
    effectif_dit: bool = False
    """La fiche dit combien sont les membres."""
    denombrements: dict[str, Denombrement] = field(default_factory=dict)
    enumeres: int = 0
    """Les membres énumérés, président compris."""
    doute: Doubt | None = None
    """La réserve de ce que l'on lit : elle vaut pour chaque règle qui en sort."""
    reserves: list[Reserve] = field(default_factory=list)
    """Toutes celles de la proposition que l'on lit."""
    _parites: list[tuple[int, str, Doubt | None]] = field(default_factory=list)
    """Les parités annoncées avant que l'on sache de qui : à quel rang, en quels mots, sous quelle réserve."""

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
            return f"{_combien(uns, membres)} et {_combien(autres, membres)}"

        objet = f"{uns.pluriel} et {autres.pluriel}"
        self._ajouter(f"EGALITE-{uns.code}-{autres.code}", phrase, objet, peser, ecart, exactement=True)

    def parite_annoncee(self, phrase: str) -> None:
        """« Composé à parité : » : ce qui suit dira de qui."""
        self._parites.append((len(self.regles), phrase, self.doute))

    @property
    def attend_une_parite(self) -> bool:
        """Une parité est annoncée, dont on ne sait pas encore de qui."""
        return bool(self._parites)

    def _conclure_parites(self) -> None:
        groupes = [demandes.groupe for demandes in self.denombrements.values() if demandes.groupe is not MEMBRE]
        for rang, phrase, doute in self._parites:
            self.doute = doute
            if not self.egaux(groupes, phrase):
                self.incompris.append(phrase)
            elif rang < len(self.regles):
                self.regles.insert(rang, self.regles.pop())
        self.doute = None

    def part(
        self, groupe: Groupe, fraction: Fraction, phrase: str, *, hors_president: bool = False, juste: bool = False
    ) -> None:
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
            return f"{_combien(groupe, comptes)} sur {plural(len(comptes), 'membre')}, il en faut {requis}"

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
            dit = f"{_combien(groupe, comptes)} sur {plural(len(comptes), 'membre')}"
            return f"{dit} : la phrase ne dit pas si c'est « au moins »"

        du_reste, self.doute = self.doute, self.doute or Doubt(phrase, True)
        self._ajouter(f"PART-JUSTE-{groupe.code}", phrase, objet, peser_au_plus, depasse)
        self.doute = du_reste

    def tous(self, groupe: Groupe, phrase: str) -> None:
        """Tous les membres sont de ce groupe."""

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            return f"{_combien(groupe, membres)} sur {plural(len(membres), 'membre')}, tous doivent l'être"

        objet = f"tous {groupe.pluriel}"
        self._ajouter(f"TOUS-{groupe.code}", phrase, objet, lambda m, p: _manque_de(groupe, m), ecart)

    def president(self, phrase: str, *, parmi: bool = False) -> None:
        """Le jury a un président, et un seul ; ``parmi`` : il est de ceux que la fiche compte déjà."""
        if "FICHE-PRESIDENT" in {regle.id for regle in self.regles}:
            return

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            presidents = [m for m in membres if m.fonction is PRESIDENT]
            return f"présidence : {noms(presidents)}" if presidents else "aucun président"

        self._ajouter(
            "PRESIDENT",
            phrase,
            "présidence",
            lambda m, p: int(m.fonction is PRESIDENT),
            ecart,
            borne=1,
            exactement=True,
        )
        self.enumeres += 0 if parmi else 1

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

    def effectif(self, nombre: int, phrase: str, *, au_moins: bool) -> None:
        """Le jury compte tant de membres."""
        self.effectif_dit = True

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            if au_moins:
                return minimum(len(membres), nombre, "membre", "membres")
            return f"{plural(len(membres), 'membre')}, il en faut {nombre}"

        self._ajouter(
            "EFFECTIF", phrase, "nombre de membres", lambda m, p: 1, ecart, borne=nombre, exactement=not au_moins
        )

    def maximum(self, groupe: Groupe, nombre: int, phrase: str) -> None:
        """Tant de membres d'un groupe, au plus."""

        def peser(m: Member, p: ParameterValues) -> Weight:
            bas, haut = bornes(groupe.compte(m))
            return poids(-haut, -bas)

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            return f"{_combien(groupe, membres)}, " + (f"au plus {nombre}" if nombre else "aucun n'est admis")

        self._ajouter(f"MAX-{groupe.code}", phrase, f"nombre maximal {de(groupe.pluriel)}", peser, ecart, borne=-nombre)

    def effectif_maximal(self, nombre: int, phrase: str) -> None:
        """Le jury compte au plus tant de membres."""

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            return f"{plural(len(membres), 'membre')}, au plus {nombre}"

        self._ajouter("EFFECTIF-MAX", phrase, "nombre maximal de membres", lambda m, p: -1, ecart, borne=-nombre)

    def denombrer(
        self, groupe: Groupe, nombre: int | None, phrase: str, *, sauf_impossibilite: bool, parmi: bool = False
    ) -> None:
        """Tant de membres d'un groupe ; sans nombre, un pluriel vaut un au moins (déduit). Une énumération s'ajoute,
        sauf ``parmi`` (« dont un salarié ») : ils sont de ceux qui viennent d'être comptés."""
        compte_du_groupe = self.denombrements.setdefault(groupe.code, Denombrement(groupe, phrase))
        compte_du_groupe.nombre += nombre or 1
        compte_du_groupe.sauf_impossibilite |= sauf_impossibilite
        if self.doute is not None and not (compte_du_groupe.doute and compte_du_groupe.doute.loosens):
            compte_du_groupe.doute = self.doute
        self.enumeres += 0 if parmi or (self.doute is not None and self.doute.loosens) else nombre or 0

    @property
    def a_lire(self) -> tuple[Rule, ...]:
        """Une règle par phrase qui demande quelque chose sans être comprise, ou pas en entier : quelqu'un en juge.

        Sans aucune règle comprise, toute phrase est à lire : elle peut être tout ce que la fiche dit du jury.
        """
        muette = not any(isinstance(regle, Requirement) for regle in self.regles)
        phrases = [phrase for phrase in self.incompris if muette or demande(flat(phrase))]

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            return "la phrase de la fiche n'est pas comprise, ou pas en entier"

        return tuple(
            Requirement(
                f"FICHE-A-LIRE{f'-{rang}' if rang > 1 else ''}",
                self.citation,
                phrase,
                "phrase à lire",
                lambda m, p: 0,
                ecart,
                1,
                doubt=Doubt(phrase, True),
            )
            for rang, phrase in enumerate(dict.fromkeys((*phrases, *self.partielles)), start=1)
        )

    @property
    def vide(self) -> bool:
        """Rien de ce qui a été lu ne demande quoi que ce soit, et rien n'est cité."""
        lus = (self.regles, self.incompris, self.partielles, self.denombrements, self._parites)
        return not any(lus) and not self.tolere_absences

    def conclure(self) -> None:
        """Ce qui ne se sait qu'à la fin : les nombres par groupe, leur somme, et ce que valent les absences."""
        self._conclure_parites()
        parts = {regle.id for regle in self.regles}
        for du_groupe in self.denombrements.values():
            if du_groupe.nombre > 1 or f"FICHE-PART-{du_groupe.groupe.code}" not in parts:
                self._minimum(du_groupe)
        if not self.effectif_dit and self.enumeres >= 3:
            phrase = "Le jury compte au moins les membres que la fiche énumère (déduit)."
            self.effectif(self.enumeres, phrase, au_moins=True)
        phrase = "Les absences sont consignées ; "
        phrase += "elles n'empêchent pas de délibérer." if self.tolere_absences else "la fiche ne dit rien d'elles."
        self.regles.append(
            Observation("FICHE-ABSENCES", self.citation, phrase, self._regarder_absences, stage=Stage.SEANCE)
        )

    def autres(self, nombre: int, phrase: str) -> None:
        """Tant de membres, sans autre précision, dans une énumération : outre le président, si elle en nomme un."""
        self.denombrer(MEMBRE, nombre, phrase, sauf_impossibilite=False)
        self.enumeres -= nombre if not self.preside else 0

    def _minimum(self, demandes: Denombrement) -> None:
        groupe, hors_president = demandes.groupe, self.preside
        self.doute = demandes.doute

        def eligibles(membres: Sequence[Member]) -> list[Member]:
            return [m for m in membres if not (hors_president and m.fonction is PRESIDENT)]

        def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
            texte = f"{_combien(groupe, eligibles(membres))}, il en faut au moins {demandes.nombre}"
            return f"outre le président, {texte}" if hors_president else texte

        self._ajouter(
            f"MIN-{groupe.code}",
            demandes.phrase,
            _OBJETS.get(groupe.code, f"nombre {de(groupe.pluriel)}"),
            lambda m, p: groupe.compte(m) if eligibles((m,)) else 0,
            ecart,
            borne=demandes.nombre,
            sauf_impossibilite=demandes.sauf_impossibilite,
        )
        self.doute = None

    def _regarder_absences(self, vue: View) -> Finding:
        absents = vue.jury.absentees
        if not absents:
            return Finding(Ruling.TIENT, "aucune absence")
        texte = f"{plural(len(absents), 'absent')}, à consigner : {noms(absents)}"
        texte += "".join(f" ; {regle.subject}, parmi les présents : {ecart}" for regle, ecart in vue.broken)
        if vue.broken and not self.tolere_absences:
            return Finding(Ruling.INDETERMINE, f"{texte} ; la fiche ne dit pas si le jury délibère alors", "", True)
        return Finding(Ruling.TIENT, texte, avertissement=True)


def _manque_de(groupe: Groupe, m: Member) -> Weight:
    """Zéro pour qui est du groupe, moins un pour qui n'en est pas."""
    bas, haut = bornes(groupe.compte(m))
    return poids(bas - 1, haut - 1)


def _combien(groupe: Groupe, membres: Sequence[Member]) -> str:
    bas = sum(bornes(groupe.compte(m))[0] for m in membres)
    haut = sum(bornes(groupe.compte(m))[1] for m in membres)
    if bas == haut:
        return plural(bas, groupe.singulier, groupe.pluriel)
    return f"entre {bas} et {haut} {groupe.pluriel} (le fichier ne le dit pas de chacun)"
