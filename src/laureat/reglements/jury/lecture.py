"""Ce qu'une fiche dit du jury, voie par voie : ses règles, ce qu'elle compte, ce qui n'est pas compris."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from laureat.jury.law import Doubt, Finding, Observation, Requirement, Rule, Ruling, Stage, View
from laureat.jury.members import Member
from laureat.reglements.jury.commun import minimum, noms
from laureat.reglements.jury.demandes import demande
from laureat.reglements.jury.lexique import MEMBRE, Groupe
from laureat.reglements.jury.regles import PRESIDENT, Regles, combien
from laureat.reglements.jury.reserves import Reserve
from laureat.rules import ParameterValues
from laureat.vocabulary.french import de, flat, plural

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
class Lecture(Regles):
    """Ce qu'une fiche dit du jury pour une voie d'accès : les règles comprises, et les phrases qui ne l'ont pas été."""

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
    reserves: list[Reserve] = field(default_factory=list)
    """Toutes celles de la proposition que l'on lit."""
    _parites: list[tuple[int, str, Doubt | None]] = field(default_factory=list)
    """Les parités annoncées avant que l'on sache de qui : à quel rang, en quels mots, sous quelle réserve."""

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
            texte = f"{combien(groupe, eligibles(membres))}, il en faut au moins {demandes.nombre}"
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
