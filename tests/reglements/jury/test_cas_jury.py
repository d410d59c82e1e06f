"""The cases of the law of juries, told in YAML, run through the engine; every rule named in a case is checked.

The name of a file is that of the family whose law it tells; ``fiches`` are sheets that make their own law.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from laureat.jury import Fonction, Jury, Member, Presence, Qualite, Ruling, examine
from laureat.jury.members import Habilitation
from laureat.reglements.jury import TexteDeFiche
from laureat.reglements.jurys import ecrits, loi_du_jury
from laureat.vocabulary import VoieAcces

FOLDER = Path(__file__).parent / "cas"
CASES = [
    pytest.param(_FAMILY, case, id=f"{file.stem}: {case['titre']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for _FAMILY in ({"fiches": "capitalisation", "vae": "bac_pro"}.get(file.stem, file.stem),)
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
_FONCTIONS = {"p": Fonction.PRESIDENT, "a": Fonction.PRESIDENT_ADJOINT, "e": Fonction.EXAMINATEUR_ADJOINT}
_PRESENCES = {"salle": Presence.PRESENT, "distance": Presence.DISTANCE, "absent": Presence.ABSENT}
_FLAGS: dict[str, dict[str, Any]] = {
    "qualifie": {"qualifie": True},
    "non_qualifie": {"qualifie": False},
    "conseiller": {"conseiller": True},
    "non_conseiller": {"conseiller": False},
    "habilite": {"habilitations": (Habilitation(),)},
    "non_habilite": {"habilitations": ()},
    "F": {"sexe": "F"},
    "M": {"sexe": "M"},
}
_EXPECTED = {"regulier", "manque", "a_voir", "averti", "ecart", "remede", "remede_de", "remede_contient", "incompris"}
_GIVEN = {
    "titre",
    "voie",
    "impossibilite",
    "membres",
    "parametres",
    "date",
    "fiche",
    "tous_non_qualifies",
    "titre_vise",
}
_KNOWN = _EXPECTED | _GIVEN | {"regles", "sans_regles"}


def _member(text: str, rank: int, qualifie: bool | None) -> Member:
    qualite, *details = text.split("/")
    values: dict[str, Any] = {"qualifie": qualifie, "prenom": f"P{rank}"}
    nom = f"M{rank}"
    for detail in details:
        key, _, value = detail.partition("=")
        if detail in _FONCTIONS:
            values["fonction"] = _FONCTIONS[detail]
        elif detail in _PRESENCES:
            values["presence"] = _PRESENCES[detail]
        elif detail in _FLAGS:
            values |= _FLAGS[detail]
        elif key == "habilitation":  # number, first and last day
            number, first, last = value.split(" ")
            dates = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
            values["habilitations"] = (Habilitation(number, *dates),)
        elif key == "nom":
            nom, values["prenom"] = value.split(" ")
        elif key in ("naissance", "metier_quitte"):
            values[key] = dt.date.fromisoformat(value)
        elif key == "experience":
            values[key] = int(value)
        else:
            assert key in ("lien", "prenom"), detail
            values[key] = value
    return Member(nom, Qualite(qualite), **values)


def _jury(case: dict[str, Any]) -> Jury:
    words: list[str] = []
    for item in case["membres"]:
        number, cross, text = item.partition("x ")
        words += [text] * int(number) if cross and number.isdigit() else [item]
    qualifie = False if case.get("tous_non_qualifies") == "oui" else None
    members = tuple(_member(text, rank, qualifie) for rank, text in enumerate(words, start=1))
    return Jury(members, case.get("impossibilite", ""), arrete="arrêté de la session")


@pytest.mark.parametrize(("family", "case"), CASES)
def test_the_case_holds(family: str, case: dict[str, Any]) -> None:
    assert set(case) <= _KNOWN, "clé inconnue dans le cas"
    day = case.get("date", dt.date(2026, 6, 1))
    route = VoieAcces(case.get("voie", "FI"))
    sheet = TexteDeFiche("RNCP0", case["fiche"]) if "fiche" in case else None
    law = loi_du_jury(family).droit(route, day, sheet, certification=case.get("titre_vise", ""))
    law = law.with_values(case.get("parametres", {}))
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
    assert not any("{" in verdict.texte for verdict in found.verdicts)
    if not found.lawful:
        assert found.mended is not None
        assert examine(found.mended, law).lawful


@pytest.mark.parametrize("family", [name for name in ecrits() if loi_du_jury(name).titre])
def test_every_rule_of_a_family_is_reached_by_a_case(family: str) -> None:
    told = {
        rule
        for case in CASES
        if case.values[0] == family
        for key in ("manque", "a_voir", "averti", "regles")
        for rule in case.values[1].get(key, [])  # type: ignore[union-attr,call-overload]
    }
    own = {rule.id for rule in loi_du_jury(family).droit(au=dt.date(2026, 6, 1)).rules if not rule.id.startswith("R-")}
    assert own <= told
