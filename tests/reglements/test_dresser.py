"""The data file drawn up from a sheet: all that is to be filled in stands there as null."""

from dataclasses import replace

import pytest
import yaml

from laureat.register import bundled
from laureat.reglements import famille, familles
from laureat.reglements.dresser import dresser
from laureat.reglements.specialites import lire_specialite
from laureat.vocabulary import InvalidInput

FILLED = {"domaine": "generale", "valeur": "4", "edition": "2026-11", "premiere_session": "2024"}


def _filled(content: object, key: str = "") -> object:
    """The draft once somebody has replaced each null by a word, and nothing added."""
    if isinstance(content, dict):
        return {name: _filled(value, name) for name, value in content.items()}
    if isinstance(content, list):
        return [_filled(each) for each in content]
    return FILLED.get(key, "null") if content is None or key == "edition" else content


def _faults(text: str) -> list[str]:
    try:
        lire_specialite(text, "brouillon.yaml")
    except InvalidInput as refused:
        return [problem.message for problem in refused.problems]
    return []


@pytest.mark.parametrize("code", [droit.code for droit in familles()])
def test_the_draft_asks_all_that_the_verifier_requires(code: str) -> None:
    fiche = bundled("RNCP35697")
    draft = yaml.safe_load(dresser(replace(fiche, numero="RNCP99001"), famille(code)))
    assert not [fault for fault in _faults(yaml.safe_dump(_filled(draft), allow_unicode=True)) if "manque" in fault]


def test_each_compulsory_unit_of_a_bts_asks_its_domain() -> None:
    units = yaml.safe_load(dresser(bundled("RNCP35697"), famille("bts")))["unites"]
    assert all(unit["domaine"] is None for unit in units if unit.get("facultative") != "oui")


def test_a_block_whose_sheet_knows_no_categories_is_drawn_up_without_its_modes() -> None:
    fiche = bundled("RNCP35697")
    plain = replace(fiche, blocs=tuple(replace(bloc, modes=None) for bloc in fiche.blocs))
    units = yaml.safe_load(dresser(plain, famille("bac_pro")))["unites"]
    assert len(units) == len(fiche.blocs)
    assert not any({"A", "B", "C"} & unit.keys() for unit in units)


def test_what_the_service_has_to_write_is_asked_with_the_rest_and_no_expired_registration_is_its_text() -> None:
    private = dresser(
        replace(bundled("RNCP35697"), numero="RNCP99001", premiere_session=None), famille("capitalisation")
    )
    assert yaml.safe_load(private)["texte"]["article"] == "fiche RNCP99001 du registre"
    assert "remplacer chaque null par ce que dit\n# le règlement du certificateur," in private
    assert "par ce que dit\n# l'arrêté," in dresser(bundled("RNCP35697"), famille("cap"))
    assert [fault.partition(" : ")[0] for fault in _faults(private)] == ["edition", "premiere_session"]


def test_the_text_of_the_draft_is_the_first_that_created_the_certification() -> None:
    fiche = bundled("RNCP35697")
    (first, *_) = fiche.base_legale.creation or ()
    two = replace(fiche.base_legale, creation=(first, replace(first, titre="Arrêté du 1er mars 2024")))
    draft = dresser(replace(fiche, numero="RNCP99001", base_legale=two), famille("bac_pro"))
    assert "9 décembre 2020" in yaml.safe_load(draft)["texte"]["article"]
