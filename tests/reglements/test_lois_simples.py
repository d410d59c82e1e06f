"""The laws told plainly agree with every case: each case is verified by two who do not know each other."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import (
    loi_simple_bac_pro,
    loi_simple_bp,
    loi_simple_bts,
    loi_simple_cap,
    loi_simple_capitalisation,
    loi_simple_titre_professionnel,
)
from support.loi_simple_commun import Plain, Table
from support.tables_simples import CERTIFIERS, PSE_UNITS, TABLES, read_table, with_coefficients

HERE = Path(__file__).parent
WITH_PROJET = ("scolaire", "apprenti")
IN_B = (
    *("scolaire_prive_hors_contrat", "apprenti_cfa_non_habilite", "fpc_etablissement_prive"),
    *("enseignement_a_distance", "experience_3_ans"),
)
BLOCS = {
    code: f"BC{n:02d}"
    for n, code in enumerate(("U2", "U31", "U32", "U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7"), 1)
} | {"UF_LV": "BC13", "UF_MOB": "BC14", "UF_EPS": "BC15"}
"""The block of each unit, in the sheet of RNCP35697."""
ASSUMED = {"U2": Fraction(4), "U31": Fraction(6), "U32": Fraction(2)}
"""The coefficients that are assumed for RNCP35697."""


def _cases() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Family, name of the case, fields of the case; scalars are text."""
    for path in sorted(HERE.glob("*/cas/*/*.yaml")):
        read = yaml.load(
            path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader
        )  # by another reader than the house's
        for case in read["cas"]:
            fields = {"reglement": read.get("reglement", "fictif")} | case
            yield path.parts[-4], f"{'/'.join(path.parts[-4:-3] + path.parts[-2:])}: {case['nom']}", fields


ALL = list(_cases())
OUTSIDE = (
    *("seuil_felicitations", "eliminatory_below", "première session", "dernière session"),
    "appréciation du jury est donnée",
)
"""Parameters and refusals of the engine that a plain telling does not carry."""
ACTS = ("admise", "refusee", "autre")
"""Decisions of an authority, that a plain telling does not carry either."""
UNTOLD = {"absent", "titulaire", "presentations", "motifs"}
"""What a list may say of a candidate, and no plain telling reads."""


def _table(case: dict[str, Any]) -> Table:
    name, parameters = case["reglement"], case.get("parametres", {})
    coefficients = {code: Fraction(value) for code, value in parameters.items() if code in BLOCS}
    if name == "RNCP35697":
        return with_coefficients("fictif", ASSUMED | coefficients)
    return with_coefficients(name, coefficients)


def _notes(case: dict[str, Any], table: Table) -> dict[str, str]:
    notes = dict(case.get("notes", {}))
    everywhere = notes.pop("toutes", None)
    unknown = set(notes) - {unit.code for unit in table}
    assert not unknown, f"unités inconnues : {unknown}"
    return ({unit.code: everywhere for unit in table if not unit.optional} if everywhere else {}) | notes


def _told(family: str, case: dict[str, Any]) -> Plain:
    if family == "capitalisation":
        table, rule = CERTIFIERS[case["reglement"]]
        return loi_simple_capitalisation.plain(
            _notes(case, table), table, regle=rule, session=int(case.get("session", 2026))
        )
    if case["reglement"] not in {*TABLES, "RNCP35697"}:
        pytest.skip("une spécialité inventée, dont le tableau n'est pas recopié")
    table = _table(case)
    notes, controle = _notes(case, table), case.get("controle", {})
    if family == "titre_professionnel":
        pieces = {name for name, held in case["pieces"].items() if held == "oui"}
        about = {"session_de": case["session_de"], "origine": case["voie"], "titre": case.get("titre", "")}
        return loi_simple_titre_professionnel.plain(notes, table, pieces=pieces, **about)
    dated = {"forme": case.get("forme", "globale"), "session": int(case.get("session", 2026))}
    spread = {"etalement": True} if case.get("etalement") == "oui" else {}
    dated["formation_continue"] = case.get("voie", "").startswith("fpc")
    if family == "bac_pro":
        voie = case.get("voie", "scolaire_public")
        return loi_simple_bac_pro.plain(
            notes,
            controle,
            table,
            projet=case.get("projet", ""),
            livret=case.get("projet_livret", ""),
            oral=case.get("projet_oral", ""),
            epreuve_pratique=case.get("epreuve_pratique", ""),
            scolaire_ou_apprenti=voie.startswith(WITH_PROJET),
            categorie="B" if voie in IN_B else "A",
            **dated,
            **spread,
        )
    if family == "cap":
        share = Fraction(case.get("parametres", {}).get("pse_share", "0"))
        unit = PSE_UNITS.get(case["reglement"])
        return loi_simple_cap.plain(notes, table, unite_pse=unit, pse_share=share, **dated, **spread)
    if family == "bts":
        return loi_simple_bts.plain(notes, controle, table, **dated)
    unmarked = case.get("voie", "").endswith("sans_note")
    word = case.get("appreciation", "")
    return loi_simple_bp.plain(notes, table, appreciation=word, sans_note=unmarked, **dated, **spread)


def _shown(average: Fraction | None) -> str:
    """Two decimals, cut towards zero."""
    if average is None:
        return ""
    hundredths = abs(average.numerator) * 100 // average.denominator
    return f"{'-' if average < 0 else ''}{hundredths // 100}.{hundredths % 100:02d}"


def _is_told(family: str, case: dict[str, Any]) -> bool:
    """A plain telling carries all that the case says."""
    replaced = set(case.get("parametres", {})) & set(OUTSIDE)
    refused = str(case["attendu"].get("erreur", "")).startswith(OUTSIDE)
    known = case["reglement"] in {"RNCP35697", *TABLES, *CERTIFIERS}
    decided = case["attendu"].get("decision") == "a_decider" or set(case.get("motifs", {}).values()) & set(ACTS)
    said = family != "titre_professionnel" or case.get("session_de") in ("titre", "ccp")
    return known and said and not (replaced or refused or decided or UNTOLD & set(case))


@pytest.mark.parametrize(
    ("family", "case"), [pytest.param(family, case, id=name) for family, name, case in ALL if _is_told(family, case)]
)
def test_the_plain_telling_agrees_with_the_case(family: str, case: dict[str, Any]) -> None:
    expected = case["attendu"]
    told = _told(family, case)
    if "erreur" in expected:
        assert told.decision == "refuse"
        assert set(told.refusals) <= set(case["regles"])
        return
    seen = {
        "decision": told.decision,
        "mention": told.mention,
        "moyenne": _shown(told.average),
        "blocs": [BLOCS.get(code, code) for code in told.units] if family == "bac_pro" else list(told.units),
        "certificat": "oui" if told.certificat else "non",
        "certitude": "certain" if told.certain else "depend_de",
    }
    said = {field: value for field, value in expected.items() if field in seen}
    if "blocs" in said:
        said["blocs"] = said["blocs"] or []
    if "certitude" in said:
        said["certitude"] = said["certitude"].split(":")[0]
    if family == "bac_pro":  # Its certainty has three coefficients: told by the corners in the properties.
        said.pop("certitude", None)
    assert {field: seen[field] for field in said} == said


def test_every_family_has_cases_of_every_provenance() -> None:
    counted = {(family, name.split("/")[1]) for family, name, _ in ALL}
    families = {"bac_pro", "cap", "bts", "bp", "titre_professionnel", "capitalisation"}
    assert counted >= {(family, provenance) for family in families for provenance in ("texte", "digest", "usage")}


def test_the_names_of_cases_are_unique_and_every_case_cites_its_rules() -> None:
    assert len({name for _, name, _ in ALL}) == len(ALL)
    assert all(case.get("regles") for _, _, case in ALL)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("bacpro_photographie", "BACPRO-PHOTOGRAPHIE"),
        ("cap_electricien", "CAP-ELECTRICIEN"),
        ("cap_cip", "CAP-CIP"),
        ("cap_proelec", "CAP-PROELEC"),
        ("bts_crsa", "BTS-CRSA"),
        ("bts_batiment", "BTS-BATIMENT"),
    ],
)
def test_the_plain_tables_are_those_of_the_law(root: Path, name: str, file: str) -> None:
    source = root.parent / "shared" / "regulation" / "units" / f"{file}.json"
    if not source.is_file():
        pytest.skip("les tableaux d'unités (../shared/regulation) ne sont pas sur cette machine")

    def essence(table: Table) -> list[tuple[object, ...]]:
        return [(u.code, u.coefficient, u.professional, u.optional, u.bonus) for u in table]

    assert essence(read_table(source)) == essence(TABLES[name])
