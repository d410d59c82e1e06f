"""The YAML cases of a family of règlements, each run through both engines: the exact one, and the columns."""

import functools
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from laureat.deliberation import cohort
from laureat.deliberation.explain import explain
from laureat.deliberation.famille import Genre
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import Reglement, SessionRules
from laureat.reglements.donnees import lire_yaml, remplacer
from laureat.vocabulary import Cell, Forme, InvalidInput, Motif, UnitStatus, parse_hundredths
from support.deliberations import FIELDS, frame_of, in_columns, one_by_one, reglement

COMMUNS = {
    *("nom", "regles", "reglement", "session", "parametres", "voie", "forme", "option", "notes", "controle", "motifs"),
    "attendu",
}
"""What any case may say; a family adds the columns of its own lists, and the cells that are no unit."""
SESSION = 2026
"""The session of a case that says none, where the règlement does not say one either."""

Lire = Callable[[str], Reglement]
Dire = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Cas:
    """One case: who the candidate is, and what the law says of them."""

    fichier: str
    champs: Mapping[str, Any]
    lire: Lire = reglement
    """The règlement of that name."""
    dire: Dire = dict
    """The case in the columns of the family, from the words of its own."""
    voisins: "list[Cas]" = field(default_factory=list, repr=False)
    """The cases that were read with it, itself among them."""

    def __str__(self) -> str:
        return f"{self.fichier}: {self.champs['nom']}"

    @property
    def attendu(self) -> dict[str, Any]:
        return dict(self.champs["attendu"])

    @property
    def refuse(self) -> bool:
        """The data contradict the law."""
        return "erreur" in self.attendu

    @property
    def rules(self) -> SessionRules:
        session = self.champs.get("session")
        parametres = tuple(sorted(self.champs.get("parametres", {}).items()))
        return _at(self.lire, self.champs["reglement"], int(session) if session else None, parametres)

    def candidate(self) -> Candidate:
        """The candidate of the case; ``toutes`` stands for every compulsory unit not named."""
        rules, champs = self.rules, dict(self.dire(self.champs))
        famille = rules.reglement.famille
        notes = dict(champs.get("notes", {}))
        if (toutes := notes.pop("toutes", None)) is not None:
            notes = {unit.code: toutes for unit in rules.mandatory} | notes
        inconnues = set(notes) - {unit.code for unit in rules.units}
        assert not inconnues, f"{self} : unités inconnues {inconnues}"
        colonnes = {colonne.nom: colonne for colonne in famille.colonnes}
        inconnus = set(champs) - COMMUNS - set(colonnes) - {nom.lower() for nom in famille.annexes}
        assert not inconnus, f"{self} : champs inconnus {inconnus}"
        motifs = champs.get("motifs", {})
        cells = {
            code: cellule(famille.cellules.parse(texte), motifs.get(code, ""))
            for code, texte in {
                **notes,
                **{nom: champs.get(nom.lower(), champs.get(nom, "")) for nom in famille.annexes},
            }.items()
        }
        premiere = famille.voies[0] if famille.voies else None
        return Candidate(
            champs["nom"],
            famille.voie(champs["voie"]) if "voie" in champs else premiere,
            cells,
            controle={code: famille.cellules.parse(texte) for code, texte in champs.get("controle", {}).items()},
            forme=Forme(champs.get("forme", "globale")),
            option=champs.get("option", ""),
            declare={nom: _declare(colonne.genre, champs[nom]) for nom, colonne in colonnes.items() if nom in champs},
        )


def _declare(genre: Genre, texte: str) -> Any:
    match genre:
        case Genre.DRAPEAU:
            return texte == "oui"
        case Genre.NOMBRE:
            return int(texte)
        case Genre.MOYENNE:
            return parse_hundredths(texte)
        case Genre.CHOIX:
            return texte


def cellule(cell: Cell, motif: str = "") -> Cell:
    """The cell on its ground: a justified absence is one of force majeure, unless something else is said."""
    usual = Motif.FORCE_MAJEURE if cell.status is UnitStatus.ABSENT_JUSTIFIE else Motif.SANS
    return Cell(cell.status, cell.mark, cell.session, Motif[motif.upper()] if motif else usual)


@functools.cache
def _at(lire: Lire, nom: str, session: int | None, parametres: tuple[tuple[str, str], ...] = ()) -> SessionRules:
    known = lire(nom)
    rules = known.at(session or known.default_session or SESSION)
    if not parametres:
        return rules
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "parametres.yaml"
        fichier.write_text("\n".join(f'{cle}: "{valeur}"' for cle, valeur in parametres), encoding="utf-8")
        return remplacer(rules, fichier, date(2026, 7, 1))


def les_cas(dossier: Path, lire: Lire = reglement, dire: Dire = dict, *, fichiers: str = "*/*.yaml") -> list[Any]:
    """The cases of every file below a folder (or of those that `fichiers` names), as parameters of a test."""
    tous: list[Any] = []
    voisins: list[Cas] = []
    for fichier in sorted(dossier.glob(fichiers)):
        lu = lire_yaml(fichier.read_text(encoding="utf-8"), fichier.name)
        for champs in lu["cas"]:
            champs = {"reglement": lu.get("reglement", "fictif"), **champs}
            cas = Cas(f"{fichier.parent.name}/{fichier.stem}", champs, lire, dire, voisins)
            voisins.append(cas)
            tous.append(pytest.param(cas, id=str(cas)))
    assert len({param.id for param in tous}) == len(tous), "deux cas portent le même nom"
    return tous


def verifier(cas: Cas) -> None:
    """Assert that both engines say what the case expects."""
    assert cas.champs.get("regles"), "un cas cite ses règles"
    assert cas.attendu, "un cas attend quelque chose"
    verifier_refus(cas) if cas.refuse else verifier_decision(cas)


def verifier_decision(cas: Cas) -> None:
    """Both engines decide alike, and as the case expects."""
    (exact,) = one_by_one(cas.rules, [cas.candidate()])
    assert exact == _en_colonnes(cas), "les deux moteurs diffèrent"
    attendu = cas.attendu
    if isinstance(blocs := attendu.get("blocs"), list):
        complets = {unit.code: unit.bloc for unit in cas.rules.units}
        complets |= {unit.bloc.removeprefix(cas.rules.reglement.id): unit.bloc for unit in cas.rules.units}
        attendu["blocs"] = " ".join(complets[code] for code in blocs)
    for dits in ("avertissements", "reserves"):
        if dits in attendu:
            morceaux = attendu.pop(dits)
            textes = [mot for mot in exact[dits].split(" | ") if mot and mot not in cas.rules.reglement.avis]
            assert len(textes) == len(morceaux), textes
            assert all(any(morceau in texte for texte in textes) for morceau in morceaux), textes
    if (suites := attendu.pop("suites", None)) is not None:
        verifier_suites(cas, suites)
    if (prochaine := attendu.pop("prochaine", None)) is not None:
        assert avenir(cas) == prochaine
    assert set(attendu) <= set(FIELDS)
    assert {champ: exact[champ] for champ in attendu} == attendu


_DECIDES: dict[Cas, dict[str, str]] = {}


def _en_colonnes(cas: Cas) -> dict[str, str]:
    """The case by the columns: all those of the same rules are the rows of one list, as those of a session are."""
    if cas not in _DECIDES:
        ensemble = [autre for autre in cas.voisins if not autre.refuse and autre.rules is cas.rules] or [cas]
        decides = in_columns(cas.rules, [autre.candidate() for autre in ensemble])
        _DECIDES.update(zip(ensemble, decides, strict=True))
    return _DECIDES[cas]


def verifier_suites(cas: Cas, suites: Mapping[str, str]) -> None:
    """Each sentence of « la suite » rests on the rule that the case names, and on the article of that rule."""
    droits = explain(cas.rules, cas.candidate(), with_changes=False).rights
    for article, morceau in suites.items():
        assert [
            f"{step.rule_id}, {step.citation.article}" for step in droits if morceau in step.text and step.citation
        ] == [article], [step.text for step in droits]


def avenir(cas: Cas) -> dict[str, str]:
    """By unit, what may be done at the next session, and until which: ``garder representer 2031``."""
    futures = explain(cas.rules, cas.candidate(), with_changes=False).next_session
    return {one.unit: " ".join(map(str, (*one.ways, *filter(None, (one.until,))))) for one in futures}


def verifier_refus(cas: Cas) -> None:
    """Both engines refuse the candidate with the same words, the columns with the line; or the session is refused."""
    attendus = cas.attendu["erreur"]
    attendus = [attendus] if isinstance(attendus, str) else attendus
    known, session = cas.lire(cas.champs["reglement"]), int(cas.champs.get("session", SESSION))
    if not known.first_session <= session <= (known.last_session or session):
        with pytest.raises(InvalidInput, match=re.escape(attendus[0])):
            known.at(session)
        return
    rules, candidat = cas.rules, cas.candidate()
    with pytest.raises(InvalidInput) as refus:
        one_by_one(rules, [candidat])
    en_colonnes = cohort.refusals(rules, frame_of(rules, [candidat]))
    assert [p.message for p in refus.value.problems] == [p.message for p in en_colonnes]
    assert [p.line for p in en_colonnes] == [2] * len(attendus)
    assert all(any(morceau in p.message for p in en_colonnes) for morceau in attendus), en_colonnes
