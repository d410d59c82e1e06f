"""The synthetic cohort: lawful, varied, the same for a seed, and readable in the three formats."""

import hashlib
from pathlib import Path

import polars as pl
import pytest

from laureat.deliberation.cohort import STATUS, deliberate, refusals
from laureat.exchange.candidates import canonical_text, read_candidates
from laureat.exchange.cohorte import cohort
from laureat.exchange.cohorte_files import write_cohort
from laureat.exchange.draws import RANK, Draws
from laureat.exchange.identifiers import check_letter, is_ine
from laureat.exchange.spec import Spec
from laureat.reglements import charger
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from laureat.vocabulary import InvalidInput, UnitStatus
from support.deliberations import VOIES

RULES = charger("RNCP35697").at()
SPEC = Spec(RULES)
MANDATORY = [unit.code for unit in RULES.mandatory]


@pytest.fixture(scope="module")
def sample() -> pl.DataFrame:
    return cohort(RULES, 8_000, seed=11)


def test_a_cohort_depends_on_its_seed_alone_and_begins_the_longer_ones(sample: pl.DataFrame) -> None:
    assert cohort(RULES, 8_000, seed=11).equals(sample)
    assert cohort(RULES, 50, seed=11).equals(sample.head(50))
    assert cohort(RULES, 50, seed=11, first=3_000).equals(sample.slice(3_000, 50))
    assert not cohort(RULES, 50, seed=12).equals(sample.head(50))


def splitmix(state: int) -> int:
    """The published finaliser, in plain Python."""
    word = (1 << 64) - 1
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & word
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & word
    return state ^ (state >> 31)


def test_the_draws_are_those_of_splitmix() -> None:
    frame = pl.DataFrame({RANK: [0, 1, 2, 10_000_000]}, schema={RANK: pl.UInt64})
    draws = Draws(1)
    found = draws.add(frame, [draws.bits("note").alias("bits")])["bits"].to_list()
    key = int.from_bytes(hashlib.sha256(b"1/note").digest()[:8], "big")
    assert found == [splitmix((key + rank * 0x9E3779B97F4A7C15) % (1 << 64)) for rank in frame[RANK]]


def test_normal_draws_have_the_deviation_asked_for() -> None:
    frame = pl.DataFrame({RANK: pl.int_range(0, 50_000, dtype=pl.UInt64, eager=True)})
    draws = Draws(3)
    drawn = draws.add(frame, [draws.normal("note", 200).alias("n")])["n"]
    assert drawn.mean() == pytest.approx(0, abs=4)
    assert drawn.std() == pytest.approx(200, abs=4)


def test_nobody_is_refused_and_four_in_five_succeed(sample: pl.DataFrame) -> None:
    assert refusals(RULES, sample) == []
    decisions = deliberate(RULES, sample)["decision"].cast(pl.String)
    shares = {name: count / sample.height for name, count in decisions.value_counts().iter_rows()}
    assert 0.79 < shares["admis"] < 0.85
    assert set(shares) == {
        "admis",
        "controle",
        "remplacement",
        "ajourne",
        "non_delivrable",
        "incomplet",
        "en_cours",
    }


def test_every_route_and_every_code_occurs(sample: pl.DataFrame) -> None:
    assert set(sample["voie"]) == {voie.code for voie in VOIES}
    assert set(sample["forme"]) == {"globale", "progressive"}
    assert set(sample["option"]) >= {"RSP", "RMO"}
    assert sample["derogation"].any()
    assert sample["etalement"].any()
    seen = {status for unit in MANDATORY for status in sample[f"{unit}.statut"].unique()}
    assert seen == {status.value for status in UnitStatus if status < UnitStatus.VALIDE}
    for column in ("UF_LV", "UF_MOB", "UF_EPS", "PROJET", "controle_U11", "controle_U51"):
        assert (sample[f"{column}.statut"] == UnitStatus.NOTE).any(), column
    assert not (sample.filter(categorie="B")["UF_MOB.statut"] != 0).any()
    all_validated = pl.all_horizontal(pl.col(f"{unit}.statut") == UnitStatus.VALIDE_VAE for unit in MANDATORY)
    assert sample.select(all_validated.any()).item()


def test_identities_look_real_and_their_identifiers_are_right(sample: pl.DataFrame) -> None:
    assert sample["numero"].n_unique() == sample.height
    assert all(is_ine(ine) for ine in sample["ine"] if ine)
    assert not sample.filter(pl.col("ine") != "")["ine"].is_duplicated().any()
    assert all(check_letter(uai[:7]) == uai[7] for uai in sample["uai"].unique() if uai)
    assert sample.select("uai", "etablissement").unique().height == sample["uai"].n_unique()
    names = " ".join(sample["nom"].unique())
    assert all(sign in names for sign in ("-", "’", "é", "Ł", "de La ", "ễ"))
    assert sample.select("nom", "prenom").is_duplicated().any()
    assert sample.select("nom", "prenom", "date_naissance").n_unique() < sample.height


@pytest.mark.parametrize("name", ["c.csv", "c.xlsx", "c.parquet"])
def test_a_cohort_written_is_read_back(tmp_path: Path, name: str, sample: pl.DataFrame) -> None:
    write_cohort(tmp_path / name, RULES, 300, 11, batch_rows=128)
    batches = list(read_candidates(tmp_path / name, SPEC))
    batch = pl.concat(batches, how="diagonal")
    assert canonical_text(batch, SPEC).equals(canonical_text(sample.head(300), SPEC))
    assert not (batch["avertissements_lecture"] != "").any()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_cohort_without_identities_has_the_same_marks(tmp_path: Path, sample: pl.DataFrame) -> None:
    bare = cohort(RULES, 100, seed=11, identities=False)
    assert "nom" not in bare.columns
    assert bare.equals(sample.head(100).select(bare.columns))


@pytest.mark.parametrize(("name", "count"), [("c.ods", 10), ("c.csv", 0), ("c.xlsx", 2_000_000), ("no/c.csv", 10)])
def test_an_impossible_file_is_refused_and_nothing_written(tmp_path: Path, name: str, count: int) -> None:
    with pytest.raises(InvalidInput):
        write_cohort(tmp_path / name, RULES, count, 1)
    assert list(tmp_path.iterdir()) == []


def test_the_first_session_keeps_no_professional_mark() -> None:
    first = charger("RNCP35697").at(2024)
    batch = cohort(first, 3_000, seed=5)
    assert refusals(first, batch) == []
    assert not (batch["U2.statut"] == UnitStatus.BENEFICE).any()
    assert (batch["U51.statut"] == UnitStatus.BENEFICE).any()


def test_a_family_without_routes_or_without_marks_has_cohorts_in_its_own_codes() -> None:
    blocs = tuple(Bloc(f"RNCP37674BC0{rank}", f"bloc {rank}", rank == 3) for rank in (1, 2, 3))
    for rules in (reglement_de_la_fiche("RNCP37674", "Titre", blocs, 2026).at(), charger("tp_commercial").at(2014)):
        grammar = rules.reglement.famille.cellules
        drawn = cohort(rules, 400, seed=3)
        statuses = {status for unit in rules.mandatory for status in drawn[unit.code + STATUS]}
        allowed = {UnitStatus.VIDE, *grammar.codes} | (set() if grammar.step is None else {UnitStatus.NOTE})
        assert statuses <= allowed
