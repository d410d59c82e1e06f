"""A data file is checked as a whole: its numbers together, its codes with the columns, its citations with the world."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from laureat.deliberation.reglement import Reglement
from laureat.exchange.spec import Spec
from laureat.reglements import construire, familles
from laureat.reglements.communs.papiers import FONDEMENT
from laureat.reglements.donnees import remplacer
from laureat.reglements.ensemble import contradictions
from laureat.reglements.specialites import bibliotheque, lire_fichier, lire_specialite
from laureat.vocabulary import InvalidInput
from support.portees_de_conduite import context_of

TODAY = dt.date(2026, 11, 26)
SOURCE = Path(__file__).parents[2] / "src/laureat/reglements/cap/specialites/cap_cip.yaml"
CIP = re.sub(r"^code: .*$", "code: mon_cap", SOURCE.read_text(encoding="utf-8"), flags=re.MULTILINE)

BARE = re.sub(r', url: "[^"]*"', "", CIP)


def _with(**numbers: str) -> str:
    lines = [
        f'  {name}: {{valeur: {value}, unite: centièmes de point, article: "arrêté", lecture: lu}}'
        for name, value in numbers.items()
    ]
    return re.sub(r"^parametres:$", "parametres:\n" + "\n".join(lines), CIP, count=1, flags=re.MULTILINE)


def _refusal(text: str) -> str:
    with pytest.raises(InvalidInput) as told:
        lire_fichier(text, "mon_cap.yaml", TODAY)
    return " / ".join(str(problem) for problem in told.value.problems)


def test_the_file_itself_is_right() -> None:
    assert lire_fichier(CIP, "mon_cap.yaml", TODAY).avis == ()


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"seuil_mention_tb": "11"}, "plus petit que mention très bien (11)"),
        ({"seuil_mention_ab": "15"}, "mention assez bien (15) : attendu plus petit que mention bien (14)"),
        ({"seuil_mention_b": "16"}, "mention bien (16) : attendu plus petit que mention très bien (16)"),
        ({"seuil_admission": "13"}, "attendu au plus égal à mention assez bien"),
        ({"eliminatory_below": "12"}, "attendu au plus égal à moyenne générale d'admission"),
    ],
)
def test_numbers_out_of_order_are_refused_with_their_line(numbers: dict[str, str], words: str) -> None:
    told = _refusal(_with(**numbers))
    assert words in told
    assert "ligne" in told


@pytest.mark.parametrize("family", [une.code for une in familles()])
def test_the_numbers_of_each_family_are_in_order_at_every_session(family: str) -> None:
    (law,) = [une for une in familles() if une.code == family]
    assert not list(contradictions(law.parametres, 2000, law.ordres, ()))


def test_values_given_for_a_session_are_held_to_the_same_order(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text("seuil_mention_tb: 11\n", encoding="utf-8")
    rules = bibliotheque()["cap_cip"].at(2026)
    with pytest.raises(InvalidInput, match="attendu plus petit que mention très bien"):
        remplacer(rules, file, TODAY)


def test_a_number_of_the_common_law_that_a_file_changes_is_told_on_every_output() -> None:
    law = lire_fichier(_with(seuil_admission="9"), "mon_cap.yaml", TODAY)
    (told,) = law.avis
    assert "moyenne générale d'admission = 9" in told
    assert "le droit commun dit 10" in told
    again = construire("cap", law.data)
    assert again.avis == law.avis


@pytest.mark.parametrize(("hours", "told"), [("420", 0), ("400", 0), ("399", 1)])
def test_a_number_whose_general_law_is_a_least_one_is_told_only_below_it(hours: str, told: int) -> None:
    text = (Path(__file__).parent / "bp/bp_invente.yaml").read_text(encoding="utf-8")
    law = lire_specialite(text.replace("valeur: 420", f"valeur: {hours}"), "bp.yaml")
    assert len(law.avis) == told
    assert [notice.citation.article for notice in law.notices] == ["spécialité inventée"] * told
    assert "droit commun" not in str(head(law, "diplome"))
    assert str(head(law, "releve")).count("le droit commun dit 400") == told


def test_a_paper_cites_its_founding_text_by_its_name_and_none_where_there_is_none() -> None:
    context = context_of(bibliotheque()["cap_cip"].at(2026))
    said = [
        replace(context, founding=text).plain([FONDEMENT]) for text in ("aucun : essai", "JO n° 27 Arrêté du 5 mai")
    ]
    assert said == [[], ["Vu l'arrêté du 5 mai ;"]]


def head(law: Reglement, kind: str) -> list[str]:
    """What stands at the top of a paper about the law."""
    found: list[str] = context_of(law.at()).head(kind, "")["droit"]
    return found


def test_a_number_that_the_text_of_a_speciality_may_say_is_its_own() -> None:
    assert all(not law.avis for law in bibliotheque().values())


def _recoded(law: Reglement, code: str) -> dict[str, object]:
    data = yaml.safe_load(yaml.safe_dump(dict(law.data), allow_unicode=True))
    data["unites"][0]["code"] = code
    return data


@pytest.mark.parametrize("name", ["RNCP35697", "cap_cip", "bts_batiment", "tp_commercial"])
def test_no_unit_is_named_like_a_column_of_the_lists(name: str) -> None:
    law = bibliotheque()[name]
    spec = Spec(law.at(law.first_session))
    units = {unit.code for unit in law.units}
    columns = {*spec.identity, *(choice.name for choice in spec.choices), *spec.flags, *spec.numbers, "numero"}
    columns |= {*spec.motifs.values(), *(column.name for column in spec.cells)} - units
    for column in sorted(columns):
        with pytest.raises(InvalidInput, match="ce code est le nom d'une colonne"):
            construire(law.famille.code, _recoded(law, column))


@pytest.mark.parametrize("code", ["voie", "motif_UP1", "Decision", "up1"])
def test_the_code_of_a_unit_that_is_taken_is_refused_with_its_line(code: str) -> None:
    told = _refusal(re.sub(r"code: UG1\b", f"code: {code}", CIP, count=1))
    assert f"unité {'UP1' if code == 'up1' else code}" in told
    assert "ligne" in told


def test_the_number_of_a_sheet_of_another_family_is_refused() -> None:
    assert "RNCP35697 est celle de" in _refusal(CIP.replace("certification: null", "certification: RNCP35697"))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("lu_le", "2031-02-30", "n'existe pas au calendrier"),
        ("lu_le", "2027-01-05", "n'est pas venu"),
        ("lu_le", "2026-13", "n'est pas une date"),
        ("lu_le", "hier", "n'est pas une date"),
        ("url", "javascript:alert(1)", "n'est pas une adresse https"),
        ("url", "http://exemple.fr", "n'est pas une adresse https"),
    ],
)
def test_the_day_and_the_link_of_a_citation_are_looked_at(field: str, value: str, words: str) -> None:
    told = _refusal(BARE.replace("lecture: lu", f'lecture: lu, {field}: "{value}"', 1))
    assert words in told
    assert "ligne" in told


@pytest.mark.parametrize("reading", ["lu", "partiel", "memoire"])
def test_an_article_still_said_not_to_be_read_is_refused_of_what_is_told_read(reading: str) -> None:
    text = _with(seuil_admission="10").replace('"arrêté", lecture: lu', f'"arrêté (non lu)", lecture: {reading}')
    if reading == "memoire":
        lire_specialite(text, "mon_cap.yaml")
    else:
        assert f"« (non lu) » contredit « lecture: {reading} »" in _refusal(text)


@pytest.mark.parametrize("day", ["2026-11-01", "2026-11", "2026", "1999-01"])
def test_a_day_that_is_right_is_kept(day: str) -> None:
    text = BARE.replace("lecture: lu", f'lecture: lu, lu_le: "{day}", url: "https://exemple.fr/x"', 1)
    assert lire_fichier(text, "mon_cap.yaml", TODAY).id == "mon_cap"


def test_a_number_too_large_is_told_to_be() -> None:
    told = _refusal(re.sub(r"coefficient: \{valeur: \d+", "coefficient: {valeur: 99999999999999999999", CIP, count=1))
    assert "trop grand" in told
