"""French in one room: what is counted, dated, answered, listed, compared and named."""

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.vocabulary import french


@pytest.mark.parametrize(
    ("count", "one", "many", "said"),
    [
        (0, "candidat", "", "0 candidat"),
        (1, "candidat", "", "1 candidat"),
        (270, "note", "", "270 notes"),
        (1, "candidat admis", "candidats admis", "1 candidat admis"),
        (12345, "candidat", "", "12\u202f345 candidats"),
        (2, "refus", "", "2 refus"),
        (3, "journal", "", "3 journaux"),
        (3, "tableau", "", "3 tableaux"),
        (-1, "point", "", "-1 point"),
    ],
)
def test_counts_agree_with_their_noun(count: int, one: str, many: str, said: str) -> None:
    assert french.plural(count, one, many) == said


def test_a_point_and_a_half_is_singular() -> None:
    assert [french.points(h) for h in (50, 150, 200, -150, -250)] == [
        "0,5 point",
        "1,5 point",
        "2 points",
        "-1,5 point",
        "-2,5 points",
    ]


def test_lists_end_with_et_or_ou() -> None:
    assert [french.enumeration(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a et b",
        "a, b et c",
    ]
    assert french.enumeration(("oui", "non"), "ou") == "oui ou non"


def test_where_one_name_holds_the_last_word_a_comma_tells_the_last_from_the_others() -> None:
    assert french.enumeration(("Français", "Histoire et géographie", "Arts")) == (
        "Français, Histoire et géographie, et Arts"
    )
    assert french.enumeration(("Étude et préparation", "Projet")) == "Étude et préparation, et Projet"
    assert french.enumeration(("Étude et préparation",)) == "Étude et préparation"


def test_ordinals_know_their_gender() -> None:
    assert (french.ordinal(1), french.ordinal(1, feminine=True), french.ordinal(2)) == ("1er", "1re", "2e")


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("avril", "d'avril"),
        ("mai", "de mai"),
        ("août", "d'août"),
        ("hommes", "d'hommes"),
        ("École nationale", "d'École nationale"),
        ("œuvres", "d'œuvres"),
        ("huit membres", "de huit membres"),
        ("onze membres", "de onze membres"),
        ("8 membres", "de 8 membres"),
    ],
)
def test_de_is_elided_before_a_vowel(what: str, said: str) -> None:
    assert french.de(what) == said


def test_the_article_is_elided_before_a_vowel() -> None:
    for journal in ("", "JO n° 27    ", "JORF n°0027 du 31 janvier 2021 - ", "Bulletin officiel du 4 mars 2021 : "):
        assert french.without_its_journal(f"{journal}Arrêté du 11 décembre 2020") == "Arrêté du 11 décembre 2020"
    assert french.without_its_journal("Code de l'éducation, art. D643-1") == "Code de l'éducation, art. D643-1"
    for session in (" Première session : 2024", " (première session 2024)", ". Premiere session : 2024."):
        assert french.without_its_journal(f"Arrêté du 9 décembre 2020{session}") == "Arrêté du 9 décembre 2020"
    assert (french.le("arrêté"), french.le("décret"), french.le("État")) == ("l'arrêté", "le décret", "l'État")


def test_dates_are_written_in_figures_and_in_words() -> None:
    assert french.short_date(date(2008, 3, 4)) == "04/03/2008"
    assert french.long_date(date(2026, 7, 1)) == "1er\u00a0juillet\u00a02026"
    assert french.spelled_date("14/03/2008") == french.spelled_date("2008-03-14") == "14\u00a0mars\u00a02008"
    assert french.written_date("2008-03-14") == "14/03/2008"
    assert french.spelled_date("vers 1990") == french.written_date("vers 1990") == "vers 1990"
    assert french.moment(datetime(2026, 7, 3, 8, 5)) == "03/07/2026 à 8 h 05"


@given(st.dates())
def test_a_date_that_is_written_is_read_again(day: date) -> None:
    for text in (french.short_date(day), day.isoformat(), f" {day.day}-{day.month:02}-{day.year:04} "):
        assert french.parse_date(text) == day
    assert day.strftime("%d/%m/") == french.short_date(day)[:6]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("31/02/2026", "le 31/02/2026 n'existe pas au calendrier"),
        ("32/01/2026", "le 32/01/2026 n'existe pas au calendrier"),
        ("12/31/2026", "vouliez-vous 31/12/2026, le jour d'abord ?"),
        ("2026", "« 2026 » n'est pas une date ; attendu : JJ/MM/AAAA ou AAAA-MM-JJ"),
        ("", "«  » n'est pas une date"),
        ("14/03/08", "attendu : JJ/MM/AAAA ou AAAA-MM-JJ, l'année en quatre chiffres"),
        ("٠١/٠٢/٢٠٢٦", "n'est pas une date"),
    ],
)
def test_a_date_that_is_none_is_refused_in_french(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        french.parse_date(text)


@pytest.mark.parametrize("text", ["oui", " Oui ", "O", "x", "X", "1", "vrai", "TRUE", "yes", "Y"])
def test_every_yes_is_a_yes(text: str) -> None:
    assert french.yes_no(text) is True
    assert french.says_yes(text)


@pytest.mark.parametrize("text", ["non", "NON", "n", "0", "faux", "False", "no"])
def test_every_no_is_a_no(text: str) -> None:
    assert french.yes_no(text) is False
    assert not french.says_yes(text)


def test_nothing_is_no_answer_and_another_word_is_an_error() -> None:
    assert french.yes_no("  ") is None
    assert not french.says_yes("")
    with pytest.raises(ValueError, match="« peut-être » n'est ni oui ni non"):
        french.yes_no("peut-être")
    with pytest.raises(ValueError, match="ni oui ni non"):
        french.says_yes("2026-014")


def test_what_is_written_as_an_answer_is_read_again() -> None:
    assert [french.yes_no(french.oui_non(answer)) for answer in (True, False)] == [True, False]
    assert not french.YES & french.NO


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Nguyễn-Šimůnek", "nguyen-simunek"),
        ("Đặng", "dang"),
        ("Ægir Þórsson", "aegir-thorsson"),
        ("Søren Ørsted", "soren-orsted"),
        ("Łódź", "lodz"),
        ("Œuvré L'Haÿ", "oeuvre-l-hay"),
        ("Straße", "strasse"),
        ("Işık", "isik"),
        ("ﬁn №2", "fin-no2"),
    ],
)
def test_no_letter_of_a_name_is_lost_in_a_file_name(name: str, slug: str) -> None:
    assert french.slug(name) == slug
    assert french.slug(name.upper()) == slug
    assert french.words(name) == slug.replace("-", " ")


def test_names_sort_without_their_accents() -> None:
    names = ["Šimůnek", "Œuvrard", "Nguyễn", "d'Aubigné", "Étienne", "Odile"]
    assert sorted(names, key=french.sort_key) == ["d'Aubigné", "Étienne", "Nguyễn", "Odile", "Œuvrard", "Šimůnek"]


def test_what_is_searched_for_is_found_however_it_is_typed() -> None:
    key = french.search_key("d'Aubigné-Łuc", "Zoé", "", "TRPM-0042")
    assert key == "d aubigne luc zoe trpm 0042"
    assert all(word in key for word in french.words("D’AUBIGNÉ luc 0042").split())


def test_prose_compares_whatever_its_signs() -> None:
    assert french.fold("L’été\u00a0–  de l`Œuvre") == french.fold("l'ÉTÉ - de l'œuvre") == "l'ete - de l'oeuvre"


def test_variants_of_characters_are_undone_and_accents_stay() -> None:
    assert french.without_variants("１２ ﬁn 𝐋é𝐚 x²") == "12 fin Léa x2"


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text: str) -> None:
    for key in (french.folded, french.words, french.fold, french.slug, french.flat):
        assert key(key(text)) == key(text)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", french.slug(text))


@given(st.text(max_size=60))
def test_a_flat_text_keeps_every_place(text: str) -> None:
    assert len(french.flat(text)) == len(text)
