"""Every numbered rule of the law stands in the digest of its family, carried by what exists, or out of scope."""

import ast
import importlib
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

import laureat
from laureat.deliberation.famille import Entree, Famille
from laureat.reglements import condense, famille
from laureat.reglements.chargement import MAISON, paquets
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

SOURCES = {
    "bac_pro": ("R", "REGULATION.md", 132),
    "cap": ("CAP", "CAP.md", 48),
    "bts": ("BTS", "BTS.md", 48),
    "bp": ("BP", "BP.md", 52),
    "titre_professionnel": ("TP", "TITRE-PRO.md", 40),
}
"""The prefix of the rules of each digest, where the law at hand numbers them, and how many they are."""
RULE = r"[A-Z]+-\d+"


def numbered(text: str, prefix: str) -> set[str]:
    """The rules that a digest of the law numbers, in its tables and in its sentences; the points Dn of a sheet."""
    if prefix == "R":
        return set(re.findall(rf"^(?:\| |- )?(R-{RULE}|D\d+)\b", text, re.MULTILINE))
    return set(re.findall(rf"^(?:\| |- )?({prefix}-{RULE})\b", text, re.MULTILINE)) | {
        f"{head}-{tail}"
        for head, tails in re.findall(rf"\b({prefix}-[A-Z]+)-(\d+(?:, -?\d+)*)", text)
        for tail in re.findall(r"\d+", tails)
    }


@pytest.mark.parametrize("code", list(SOURCES))
def test_the_digest_numbers_the_rules_of_the_law_at_hand(code: str, root: Path) -> None:
    prefix, name, count = SOURCES[code]
    assert len(famille(code).digeste) == count
    source = root.parent / "shared" / "regulation" / name
    if not source.is_file():
        pytest.skip("le condensé de la loi (../shared/regulation) n'est pas sur cette machine")
    assert numbered(source.read_text(encoding="utf-8"), prefix) == set(famille(code).digeste)


@pytest.mark.parametrize("code", MAISON)
def test_every_family_of_the_house_has_a_digest_whose_texts_are_sentences(code: str) -> None:
    assert famille(code).digeste
    assert all(entree.texte.endswith(".") for entree in famille(code).digeste.values())


ELSEWHERE = sorted(
    {
        carrier
        for code in MAISON
        for entree in famille(code).digeste.values()
        for carrier in entree.code
        if "." in carrier.partition(":")[0]
    }
)


@pytest.mark.parametrize("carrier", ELSEWHERE)
def test_what_carries_a_rule_out_of_its_family_exists(carrier: str) -> None:
    module, _, name = carrier.partition(":")
    if module.startswith("laureat.reglements."):
        assert hasattr(importlib.import_module(module), name)
        return
    path = Path(laureat.__file__).parent.joinpath(*module.split(".")[1:])
    source = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
    tree = ast.parse(source.read_text(encoding="utf-8"))
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert name in defined | imported


# --- a digest that does not hold is told, line by line --------------------------------------------------------------

LU = Citation("un article", Reading.LU)


def faults(*rows: Entree) -> Iterable[str]:
    """What is wrong with the digest of the bac pro, some rows replaced."""
    droit: Famille = famille("bac_pro")
    changed = replace(droit, digeste={**droit.digeste, **{row.id: row for row in rows}})
    return list(condense.manques(changed, paquets()["bac_pro"]))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Entree("R-NEW-01", "Un texte.", LU), "R-NEW-01 : aucune règle ne la porte"),
        (Entree("R-NEW-01", "Un texte.", LU, hors_champ="sans objet"), "« sans objet » ne dit pas pourquoi"),
        (Entree("R-AVG-01", "Un texte.", LU, hors_champ="une raison longue de trente signes"), "portée par du code"),
        (Entree("R-NEW-01", "Un texte.", LU, avec=("R-NEW-02",)), "qui n'est pas une ligne du condensé"),
        (Entree("R-NEW-01", "Un texte.", LU, avec=("R-CTRL-05",)), "« avec » nomme R-CTRL-05, qu'aucune règle"),
        (Entree("R-NEW-01", "Moins de {seuil}.", LU, avec=("R-AVG-01",)), "« {seuil} », qui n'est pas un nombre"),
        (Entree("R-NEW-01", "Un texte.", LU, ("rien",)), "n'est ni « module:nom »"),
        (Entree("R-NEW-01", "Un texte.", LU, ("parametre:seuil",)), "n'est pas un nombre de parametres.yaml"),
        (Entree("R-NEW-01", "Un texte.", LU, ("durees:est_conservee",)), "nomme le fichier durees.py, qui manque"),
        (Entree("R-NEW-01", "Un texte.", LU, ("voies:ROUTES",)), "nomme ROUTES, qui n'est pas dans voies.py"),
    ],
)
def test_a_row_that_does_not_hold_is_told(row: Entree, told: str) -> None:
    found = faults(row)
    assert all(fault.startswith("famille bac_pro : dans digeste.yaml,") for fault in found)
    assert any(told in fault for fault in found)


def test_a_reason_of_thirty_signs_is_one() -> None:
    assert not list(faults(Entree("R-NEW-01", "Un texte.", LU, hors_champ="n" * 30)))
    assert list(faults(Entree("R-NEW-01", "Un texte.", LU, hors_champ="n" * 29)))


def test_a_rule_without_its_row_is_told() -> None:
    droit = famille("bac_pro")
    kept = {id_: entree for id_, entree in droit.digeste.items() if id_ not in ("R-PFMP-01", "D9")}
    (fault,) = condense.manques(replace(droit, digeste=kept), paquets()["bac_pro"])
    assert "il manque la ligne R-PFMP-01, que porte la règle « semaines_en_milieu_professionnel »" in fault
