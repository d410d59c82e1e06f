"""What is kept how long, and what must or may go."""

import re
from pathlib import Path

import pytest

from laureat.records import retention
from laureat.records.retention import (
    BESIDE,
    DEFAULTS,
    LONGEST,
    LONGEST_YEARS,
    SETTINGS,
    Beside,
    Kept,
    Text,
    days_told,
    last_day,
    may_erase,
    must_erase,
    period_end,
    periods_told,
)
from laureat.vocabulary import InvalidInput

RESULTS = "2026-07-07"


def text(kept: Kept, **more: object) -> Text:
    return Text("0" * 64, kept, RESULTS, **more)  # type: ignore[arg-type]


def test_copies_are_kept_one_year_from_the_results() -> None:
    assert last_day(text(Kept.COPIE), DEFAULTS) == "2027-07-07"


def test_a_text_must_be_erased_the_day_after_its_period_and_not_before() -> None:
    copy = text(Kept.COPIE)
    assert not list(must_erase([copy], "2027-07-07", DEFAULTS))
    assert list(must_erase([copy], "2027-07-08", DEFAULTS)) == [copy]


def test_what_founds_the_minutes_is_kept_without_end() -> None:
    assert last_day(text(Kept.PV), DEFAULTS) == ""
    assert not list(must_erase([text(Kept.PV)], "2200-01-01", DEFAULTS))
    assert "sans limite" in may_erase(text(Kept.PV), "2200-01-01", DEFAULTS)


def test_a_procedure_holds_a_text_whatever_the_date() -> None:
    held = text(Kept.COPIE, holds=frozenset({"recours"}))
    assert not list(must_erase([held], "2040-01-01", DEFAULTS))
    assert "recours" in may_erase(held, "2040-01-01", DEFAULTS)


def test_the_cause_of_an_accommodation_goes_as_soon_as_asked() -> None:
    assert may_erase(text(Kept.CAUSE_AMENAGEMENT), RESULTS, DEFAULTS) == ""


def test_an_identity_asked_to_be_erased_too_soon_is_kept_and_says_until_when() -> None:
    assert "07/07/2032" in may_erase(text(Kept.IDENTITE), "2027-01-01", DEFAULTS)
    assert may_erase(text(Kept.IDENTITE), "2032-07-08", DEFAULTS) == ""


def test_the_settings_may_say_otherwise_and_what_is_no_number_of_years_is_refused_with_its_name() -> None:
    assert periods_told({}) == dict(DEFAULTS)
    periods = periods_told({"LAUREAT_CONSERVATION_COPIE": " 3 ", "LAUREAT_CONSERVATION_MOTIF": ""})
    assert last_day(text(Kept.COPIE), periods) == "2029-07-07"
    assert may_erase(text(Kept.COPIE), "2028-07-08", periods).endswith("07/07/2029 (durée fixée par le service).")
    assert {**periods, Kept.COPIE: DEFAULTS[Kept.COPIE]} == dict(DEFAULTS)
    assert set(SETTINGS) == set(Kept) - {Kept.PV}, "what founds the minutes is without end, whatever is set"
    for wrong in ("0", "-1", "six", "1,5", f"{LONGEST_YEARS + 1}"):
        with pytest.raises(InvalidInput, match=r"LAUREAT_CONSERVATION_IDENTITE vaut « .* » ; attendu"):
            periods_told({"LAUREAT_CONSERVATION_IDENTITE": wrong})


def test_every_kind_has_a_period_and_its_source() -> None:
    assert set(DEFAULTS) == set(Kept)
    assert all(period.source for period in DEFAULTS.values())


def test_the_years_are_those_of_the_texts_and_of_the_field() -> None:
    one, six = (Kept.CAUSE_AMENAGEMENT, Kept.COPIE, Kept.COMPTE), (Kept.IDENTITE, Kept.MOTIF, Kept.FRAUDE)
    told = dict.fromkeys(one, 1) | dict.fromkeys(six, 6) | {Kept.IDENTITE_DIPLOME: 50, Kept.DEPOT: 50, Kept.PV: None}
    assert {kept: period.years for kept, period in DEFAULTS.items()} == told


def test_a_period_from_a_leap_day_ends_on_the_last_of_february() -> None:
    assert period_end("2024-02-29", 1) == "2025-02-28"


def test_each_duration_stands_with_the_law_and_says_how_its_text_was_read() -> None:
    assert set(DEFAULTS) == set(Kept)
    assert DEFAULTS[Kept.PV].source.endswith("(de mémoire)")
    assert DEFAULTS[Kept.COPIE].source.endswith("(de mémoire)")
    source = Path(retention.__file__).read_text(encoding="utf-8")
    assert not re.search(r"\bD\d{3}-\d|DPACI|Period\(\d", source)


def test_a_number_of_days_is_a_setting_and_what_is_none_is_refused_with_its_name() -> None:
    month, year = (
        dict.fromkeys((Beside.LISTE, Beside.BROUILLON, Beside.TRAVAIL), 30),
        (Beside.APPAREIL, Beside.SECURITE),
    )
    assert days_told({}) == {**month, Beside.COURRIEL: 90, **dict.fromkeys(year, 365)}
    for days in (1, 7, LONGEST):
        told = days_told({"LAUREAT_CONSERVATION_COURRIELS": f" {days} ", "LAUREAT_CONSERVATION_TRAVAUX": ""})
        assert (told[Beside.COURRIEL], told[Beside.TRAVAIL]) == (days, BESIDE[Beside.TRAVAIL].days)
    for wrong in ("0", "-1", "un mois", "1e3", f"{LONGEST + 1}", "99999999", "²", "٣"):
        with pytest.raises(InvalidInput, match=r"LAUREAT_CONSERVATION_TRAVAUX vaut « .* » ; attendu"):
            days_told({"LAUREAT_CONSERVATION_TRAVAUX": wrong})
