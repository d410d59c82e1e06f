"""The cases of the law of juries, told in YAML, run through the engine; every rule named in a case is checked."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from laureat.jury import Fonction, Jury, Member, Presence, Qualite, Ruling, examine
from laureat.reglements.jury import TexteDeFiche, droit_du_jury
from laureat.vocabulary import VoieAcces

FOLDER = Path(__file__).parent / "cas"
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['titre']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
_FONCTIONS = {"p": Fonction.PRESIDENT, "a": Fonction.PRESIDENT_ADJOINT, "e": Fonction.EXAMINATEUR_ADJOINT}
_PRESENCES = {"salle": Presence.PRESENT, "distance": Presence.DISTANCE, "absent": Presence.ABSENT}
_DEFAULTS = {"impossibilite", "regulier", "manque", "a_voir", "averti", "ecart", "remede", "remede_de", "titre", "voie"}
_KNOWN = _DEFAULTS | {"remede_contient", "membres", "parametres", "date", "regles", "sans_regles", "fiche", "incompris"}
_KNOWN |= {"tous_non_qualifies"}


def _member(text: str, rank: int, qualifie: bool | None) -> Member:
    qualite, *details = text.split("/")
    values: dict[str, Any] = {"qualifie": qualifie}
    for detail in details:
        if detail in _FONCTIONS:
            values["fonction"] = _FONCTIONS[detail]
        elif detail in _PRESENCES:
            values["presence"] = _PRESENCES[detail]
        elif detail in ("F", "M"):
            values["sexe"] = detail
        elif detail in ("qualifie", "non_qualifie"):
            values["qualifie"] = detail == "qualifie"
        else:
            key, _, value = detail.partition("=")
            assert key == "lien", detail
            values["lien"] = value
    return Member(f"M{rank}", Qualite(qualite), **values)


def _jury(case: dict[str, Any]) -> Jury:
    words: list[str] = []
    for item in case["membres"]:
        number, cross, text = item.partition("x ")
        words += [text] * int(number) if cross and number.isdigit() else [item]
    qualifie = False if case.get("tous_non_qualifies") == "oui" else None
    members = tuple(_member(text, rank, qualifie) for rank, text in enumerate(words, start=1))
    return Jury(members, case.get("impossibilite", ""), arrete="arrêté de la session")


@pytest.mark.parametrize("case", CASES)
def test_the_case_holds(case: dict[str, Any]) -> None:
    assert set(case) <= _KNOWN, "clé inconnue dans le cas"
    day = case.get("date", dt.date(2026, 6, 1))
    route = VoieAcces(case.get("voie", "FI"))
    sheet = TexteDeFiche("RNCP0", case["fiche"]) if "fiche" in case else None
    law = droit_du_jury(None if sheet else "RNCP35697", route, day, sheet).with_values(case.get("parametres", {}))
    found = examine(_jury(case), law)
    by_rule = {verdict.regle: verdict for verdict in found.verdicts}

    assert [v.regle for v in found.verdicts if v.verdict is Ruling.MANQUE] == case.get("manque", [])
    assert [v.regle for v in found.verdicts if v.verdict is Ruling.INDETERMINE] == case.get("a_voir", [])
    assert found.lawful is (case.get("regulier") == "oui")
    for rule in case.get("averti", []):
        assert by_rule[rule].avertissement
    for rule, gap in case.get("ecart", {}).items():
        assert by_rule[rule].ecart == gap
    for rule, words in case.get("remede_de", {}).items():
        assert words in by_rule[rule].remede
    if "remede" in case:
        assert found.remede == case["remede"]
    assert case.get("remede_contient", "") in found.remede
    assert set(case.get("regles", [])) <= set(by_rule)
    assert not set(case.get("sans_regles", [])) & set(by_rule)
    assert list(law.not_understood) == case.get("incompris", [])
    if not found.lawful:
        assert found.mended is not None
        assert examine(found.mended, law).lawful
