"""What the engine reads of a family: what nothing said means, how its units are judged, names written from masks."""

import re
from dataclasses import replace

import polars as pl
import pytest

from laureat.deliberation.explain import explain
from laureat.deliberation.famille import Colonne, Genre
from laureat.deliberation.masks import by_batch, every_text
from laureat.deliberation.parts import computation
from laureat.deliberation.periods import as_of
from laureat.deliberation.table import WITHOUT_MARK
from laureat.deliberation.told import names_of
from laureat.reglements import famille
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading
from support.deliberations import candidate, reglement


def test_what_is_not_said_is_no_empty_word_and_below_any_number() -> None:
    assert {genre: genre.unsaid for genre in Genre} == {
        Genre.DRAPEAU: False,
        Genre.CHOIX: "",
        Genre.NOMBRE: -1,
        Genre.MOYENNE: -1,
    }


@pytest.mark.parametrize(
    ("name", "marked", "presided"),
    [
        ("bac_pro", True, True),
        ("cap", True, True),
        ("bts", True, True),
        ("bp", True, True),
        ("titre_professionnel", False, False),
        ("capitalisation", False, True),
    ],
)
def test_a_family_marks_its_units_or_validates_its_blocks_before_a_jury_that_a_president_holds_or_not(
    name: str, marked: bool, presided: bool
) -> None:
    found = famille(name)
    assert (found.note_des_unites, found.par_blocs) == (marked, not marked)
    assert found.conduite.preside is presided
    assert found.conduite.experience.silence_accorde is (name != "titre_professionnel")


@pytest.mark.parametrize(
    ("genre", "read", "refused"),
    [
        (Genre.MOYENNE, {"0": 0, "9,5": 950, "20": 2000}, ("20,5", "-1", "beaucoup")),
        (Genre.NOMBRE, {"0": 0, "22": 22}, ("-1", "1,5", "²")),
        (Genre.CHOIX, {"oui": "oui"}, ("peut-être",)),
        (Genre.DRAPEAU, {"oui": True, "non": False}, ()),
    ],
)
def test_a_word_of_a_column_is_read_and_written_back_or_refused(
    genre: Genre, read: dict[str, object], refused: tuple[str, ...]
) -> None:
    column = Colonne("c", genre, "une colonne", ("oui", "non"))
    for text, value in read.items():
        assert column.typed(text) == value
        assert column.typed(column.written(value)) == value
    assert column.typed("") == genre.unsaid
    for text in refused:
        with pytest.raises(ValueError, match=re.escape(text)):
            column.typed(text)


def test_the_names_of_a_mask_are_those_of_its_bits_in_order() -> None:
    names = ["U1", "U2", "U3"]
    masks = [0, 5, 2, 7, 5]
    expected = ["", "U1 U3", "U2", "U1 U2 U3", "U1 U3"]
    assert [" ".join(names_of([mask], names)) for mask in masks] == expected
    assert [every_text(names, " ")[mask] for mask in masks] == expected


def test_what_is_looked_up_by_batch_is_not_asked_of_rows_that_nobody_wants() -> None:
    asked: list[int] = []
    doubled = by_batch("rang", lambda ranks: asked.extend(ranks) or ranks * 2, pl.Int64())
    assert pl.LazyFrame({"rang": range(1_000)}).select(doubled).head(3).collect()["rang"].to_list() == [0, 2, 4]
    assert sorted(asked) == [0, 1, 2]


def test_what_a_jury_wrote_without_being_able_to_decide_is_said_not_to_count() -> None:
    rules = reglement("tp_commercial").at(2014)
    pieces = {"session_de": "titre", "mise_en_situation": True, "dossier_professionnel": True, "ecf": True}
    one = replace(candidate(rules, CCP1="V", CCP2="NV"), declare=pieces)
    told = explain(rules, one, with_changes=False)
    assert str(told.outcome.decision) == "non_decidable"
    said = " ".join(step.text for step in told.steps)
    assert "Ce certificat est porté accordé, ce qui n'est pas retenu : CCP1" in said
    assert "Ce certificat est porté refusé, ce qui n'est pas retenu : CCP2" in said
    assert "par le jury :" not in said
    assert [row.origin for row in told.table.rows if row.unit == "CCP1"] == ["porté validé, non retenu"]
    assert [heading for heading, numbers in computation(told.table).marked if numbers] == ["Note"]
    decided = explain(rules, replace(one, declare={**pieces, "entretien_final": True}), with_changes=False)
    assert any(step.text.startswith("Certificat accordé par le jury : CCP1") for step in decided.steps)


def test_what_a_session_knows_holds_no_text_still_to_come_and_is_the_same_object_where_none_is() -> None:
    now, to_come = Citation("art. 1", Reading.LU), Citation("art. 2", Reading.LU, since=2030)
    for plain in ((now, "mot"), {"un": now}, ((now,), {"deux": (now, 2)}), ()):
        assert as_of(plain, 2029) is plain
    assert as_of((to_come, now, (to_come,)), 2029) == (now, ())
    assert as_of((now, now, to_come), 2029) == (now, now)
    assert as_of({"un": now, "deux": to_come}, 2029) == {"un": now}
    assert as_of((to_come, now), 2030) == (to_come, now)


@pytest.mark.parametrize(
    ("last", "read", "said"),
    [
        (2019, None, "2015 – 2019"),
        (None, 2017, "2015 – 2017, à vérifier ensuite"),
        (None, 2014, "2015 – 2015, à vérifier ensuite"),
        (None, None, "2015 –"),
    ],
)
def test_the_sessions_are_told_up_to_what_was_read(last: int | None, read: int | None, said: str) -> None:
    law = replace(reglement("RNCP35697"), first_session=2015, last_session=last, read_until=read)
    assert law.sessions == said


@pytest.mark.parametrize(("value", "told"), [(950, True), (1000, False), (1050, True)])
def test_a_number_on_trial_is_said_whichever_way_it_was_moved(value: int, told: bool) -> None:
    rules = reglement("RNCP35697").at(2026)
    moved = rules.with_parameters(rules.parameters.with_values({"seuil_admission": value}))
    assert bool(moved.given) is told


def test_units_that_a_jury_appreciates_without_marks_are_not_told_as_still_to_be_sat() -> None:
    rules = reglement("bp_invente").at(2026)
    route = {"voie": "fpc_public_habilite_ccf_sans_note", "declare": {"appreciation": "admis"}}
    told = explain(rules, candidate(rules, "", **route), with_changes=False)
    assert {(row.origin, row.said) for row in told.table.rows} == {(WITHOUT_MARK, WITHOUT_MARK)}
    assert {line.cells[-1] for line in computation(told.table).lines} == {""}
    marked = explain(rules, candidate(rules, "", U10="12", **route), with_changes=False)
    assert any("note ou absence donnée en U10" in text for text in marked.outcome.warnings)
    assert {(row.origin, row.said, row.mark) for row in marked.table.rows} == {(WITHOUT_MARK, WITHOUT_MARK, None)}
    assert marked.outcome.blocs == ()
