"""A fictitious cohort of each family: lawful, with what its candidates have, and a spread of outcomes."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from laureat.deliberation.cohort import deliberate, refusals
from laureat.deliberation.famille import ETAT_CIVIL, ETUDES
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.candidates import canonical_text, read_candidates
from laureat.exchange.cohorte import cohort
from laureat.exchange.cohorte_files import write_cohort
from laureat.exchange.modele_columns import columns
from laureat.exchange.spec import Spec
from laureat.reglements import familles
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from support.deliberations import reglement

BLOCS = [Bloc(f"BC0{n}", f"Bloc {n}") for n in (1, 2, 3)]
RULES: dict[str, SessionRules] = {
    "bac_pro": reglement("RNCP35697").at(),
    "bacpro_photographie": reglement("bacpro_photographie").at(2014),
    "cap": reglement("cap_electricien").at(),
    "bts": reglement("bts_crsa").at(2014),
    "bp": reglement("bp_invente").at(),
    "bp_a_options": reglement("bp_a_options").at(),
    "titre_professionnel": reglement("tp_commercial").at(2014),
    "capitalisation": reglement_de_la_fiche("RNCP1", "Essai", BLOCS, 2026).at(),
}


def test_every_family_is_there() -> None:
    assert {rules.reglement.famille.code for rules in RULES.values()} == {droit.code for droit in familles()}


@pytest.mark.parametrize("name", RULES)
def test_a_cohort_is_lawful_and_its_outcomes_are_spread(name: str) -> None:
    rules = RULES[name]
    people = cohort(rules, 1_200, 7, identities=False)
    assert refusals(rules, people) == []
    decided = deliberate(rules, people)
    decisions = Counter(str(decision) for decision in decided["decision"])
    assert 0.4 < decisions["admis"] / people.height < 0.9
    assert decisions.total() - decisions["admis"] - decisions["en_cours"] - decisions["non_decidable"] > 60
    assert len(decisions) >= 3
    reserved = decided.filter(pl.col("reserves") != "").height
    assert reserved < people.height // 15


@pytest.mark.parametrize("name", RULES)
def test_a_list_has_the_columns_of_its_family_and_no_other(name: str) -> None:
    """Neither INE nor language for a private certifier, no weeks in a firm but where the family has them."""
    rules = RULES[name]
    own = {*ETAT_CIVIL, *rules.reglement.famille.identite}
    shown = {column.heading for column in columns(rules, Spec(rules))}
    drawn = set(canonical_text(cohort(rules, 3, 7), Spec(rules)).columns)
    assert shown & {*ETAT_CIVIL, *ETUDES} == drawn & {*ETAT_CIVIL, *ETUDES} == own
    assert drawn <= shown
    assert ("pfmp" in own) is (rules.reglement.famille.code == "bac_pro")
    assert ("ine" in own) is (rules.reglement.famille.code not in ("titre_professionnel", "capitalisation"))


@pytest.mark.parametrize("name", ["bac_pro", "cap"])
def test_ages_and_dates_of_birth_of_a_cohort_agree(name: str) -> None:
    people = cohort(RULES[name], 300, 7)
    born = people["date_naissance"].str.slice(6).cast(pl.Int32)
    assert (people["age"] == RULES[name].session - born).all()


@pytest.mark.parametrize("kind", [".csv", ".xlsx", ".parquet"])
@pytest.mark.parametrize("name", RULES)
def test_a_cohort_reads_back_as_it_was_drawn(tmp_path: Path, name: str, kind: str) -> None:
    rules = RULES[name]
    path = tmp_path / f"cohorte{kind}"
    write_cohort(path, rules, 60, 7)
    spec = Spec(rules)
    (read,) = [canonical_text(batch, spec) for batch in read_candidates(path, spec)]
    drawn = canonical_text(cohort(rules, 60, 7), spec)
    assert read.select(drawn.columns).to_dicts() == drawn.to_dicts()


def test_a_titre_professionnel_has_every_session_and_every_piece() -> None:
    people = cohort(RULES["titre_professionnel"], 1_200, 7, identities=False)
    assert {"titre", "ccp"} <= set(people["session_de"].cast(pl.String))
    for piece in ("mise_en_situation", "dossier_professionnel", "ecf", "entretien_final", "absent"):
        assert 0 < people[piece].sum() < people.height
    decisions = set(deliberate(RULES["titre_professionnel"], people)["decision"].cast(pl.String))
    assert {"admis", "partiel", "ajourne", "absent", "non_decidable", "entretien_final_du", "a_decider"} <= decisions
