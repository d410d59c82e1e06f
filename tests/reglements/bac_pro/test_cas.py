"""The cases of the law, each run through both engines."""

import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from laureat.deliberation import cohort
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.reglements.donnees import lire_yaml, remplacer
from laureat.vocabulary import Cell, Forme, InvalidInput, parse_cell
from support.deliberations import FIELDS, frame_of, in_columns, one_by_one, reglement

DOSSIER = Path(__file__).parent / "cas"
CONNUS = {
    *("nom", "regles", "reglement", "session", "voie", "forme", "derogation", "etalement", "notes", "projet"),
    *("controle", "parametres", "attendu"),
}


@dataclass(frozen=True)
class Cas:
    """One case: who the candidate is, and what the law says of them."""

    fichier: str
    champs: dict[str, Any]

    @property
    def rules_key(self) -> tuple[str, int | None, tuple[tuple[str, str], ...]]:
        """The règlement, the session, the parameters replaced."""
        session = self.champs.get("session")
        parametres = tuple(sorted(self.champs.get("parametres", {}).items()))
        return self.champs.get("reglement", "fictif"), int(session) if session else None, parametres

    @property
    def attendu(self) -> dict[str, Any]:
        return self.champs["attendu"]

    def candidate(self, rules: SessionRules) -> Candidate:
        """The candidate of the case; ``toutes`` stands for every compulsory unit not named."""
        notes = dict(self.champs.get("notes", {}))
        if (toutes := notes.pop("toutes", None)) is not None:
            notes = {unit.code: toutes for unit in rules.mandatory} | notes
        inconnues = set(notes) - {unit.code for unit in rules.units}
        assert not inconnues, f"{self.fichier} : unités inconnues {inconnues}"
        return Candidate(
            self.champs["nom"],
            rules.reglement.famille.voie(self.champs.get("voie", "scolaire_public")),
            {code: parse_cell(texte) for code, texte in {**notes, "PROJET": self.champs.get("projet", "")}.items()},
            controle={code: parse_cell(texte) for code, texte in self.champs.get("controle", {}).items()},
            forme=Forme(self.champs.get("forme", "globale")),
            declare={nom: self.champs.get(nom) == "oui" for nom in ("derogation", "etalement")},
        )


def _tous() -> list[Cas]:
    tous = []
    for fichier in sorted(DOSSIER.glob("*/*.yaml")):
        for champs in lire_yaml(fichier.read_text(encoding="utf-8"), fichier.name)["cas"]:
            assert set(champs) <= CONNUS, f"{fichier} : champs inconnus {set(champs) - CONNUS}"
            tous.append(Cas(f"{fichier.parent.name}/{fichier.stem}", champs))
    return tous


TOUS = _tous()
DECIDES = [cas for cas in TOUS if "erreur" not in cas.attendu]
REFUSES = [cas for cas in TOUS if "erreur" in cas.attendu]


@functools.cache
def _rules(key: tuple[str, int | None, tuple[tuple[str, str], ...]], dossier: Path) -> SessionRules:
    nom, session, parametres = key
    rules = reglement(nom).at(session)
    if not parametres:
        return rules
    fichier = dossier / "parametres.yaml"
    fichier.write_text("\n".join(f'{cle}: "{valeur}"' for cle, valeur in parametres), encoding="utf-8")
    return rules.with_parameters(remplacer(rules.parameters, fichier))


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parametres")


@pytest.fixture(scope="module")
def decides(dossier: Path) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Both engines' answers to every case; the cohort engine decides all the cases of a règlement together."""
    groupes: dict[Any, list[Cas]] = defaultdict(list)
    for cas in DECIDES:
        groupes[cas.rules_key].append(cas)
    reponses = {}
    for key, groupe in groupes.items():
        rules = _rules(key, dossier)
        candidats = [cas.candidate(rules) for cas in groupe]
        both = zip(one_by_one(rules, candidats), in_columns(rules, candidats), strict=True)
        reponses.update({f"{cas.fichier}/{cas.champs['nom']}": pair for cas, pair in zip(groupe, both, strict=True)})
    return reponses


def _ids(cas: Cas) -> str:
    return f"{cas.fichier}: {cas.champs['nom']}"


def test_case_names_are_unique_and_every_case_says_its_rules() -> None:
    noms = [(cas.fichier, cas.champs["nom"]) for cas in TOUS]
    assert len(noms) == len(set(noms))
    assert all(cas.champs.get("regles") for cas in TOUS)


@pytest.mark.parametrize("cas", DECIDES, ids=_ids)
def test_the_law_decides_the_case(cas: Cas, decides: dict[str, tuple[dict[str, str], dict[str, str]]]) -> None:
    exact, colonnes = decides[f"{cas.fichier}/{cas.champs['nom']}"]
    assert exact == colonnes, "les deux moteurs diffèrent"
    attendu = dict(cas.attendu)
    assert attendu, "un cas attend quelque chose"
    avertis = attendu.pop("avertissements", None)
    if isinstance(blocs := attendu.get("blocs"), list):
        numero = reglement(cas.rules_key[0]).id
        attendu["blocs"] = " ".join(f"{numero}{bloc}" for bloc in blocs)
    assert set(attendu) <= set(FIELDS)
    assert {champ: exact[champ] for champ in attendu} == attendu
    if avertis is not None:
        dits = [mot for mot in exact["avertissements"].split(" | ") if mot]
        assert len(dits) == len(avertis), dits
        assert all(any(morceau in dit for dit in dits) for morceau in avertis), dits


@pytest.mark.parametrize("cas", REFUSES, ids=_ids)
def test_the_law_refuses_the_case(cas: Cas, dossier: Path) -> None:
    attendus = cas.attendu["erreur"]
    attendus = [attendus] if isinstance(attendus, str) else attendus
    nom, session, _ = cas.rules_key
    if session is not None and session < reglement(nom).first_session:
        with pytest.raises(InvalidInput, match=re.escape(attendus[0])):
            reglement(nom).at(session)
        return
    rules = _rules(cas.rules_key, dossier)
    candidat = cas.candidate(rules)
    with pytest.raises(InvalidInput) as refus_exact:
        one_by_one(rules, [candidat])
    refus_colonnes = cohort.refusals(rules, frame_of(rules, [candidat]))
    assert [p.message.split(" : ", 1)[1] for p in refus_exact.value.problems] == [p.message for p in refus_colonnes]
    assert [p.line for p in refus_colonnes] == [2] * len(attendus)
    assert all(any(morceau in p.message for p in refus_colonnes) for morceau in attendus)


def test_empty_cells_and_codes_are_read_as_the_field_writes_them() -> None:
    assert parse_cell(" ab ") == parse_cell("AB")
    assert parse_cell("b12.5@2023") == parse_cell("B12,5@2023")
    assert parse_cell("") == Cell()
