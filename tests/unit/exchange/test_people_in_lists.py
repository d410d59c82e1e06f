"""People and numbers that stand twice in one list, or that could be taken for one another."""

from pathlib import Path

import pytest

from laureat.exchange import people_seen
from laureat.exchange.batches import WARNINGS
from laureat.exchange.candidates import candidates, read_candidates
from support.deliberations import BAC_PRO
from support.listes import SPEC, csv, row, told


def born(numero: str, nom: str, prenom: str, ine: str = "", day: str = "14/03/2008", place: str = "") -> list[object]:
    return row(numero, nom, prenom, date_naissance=day, ine=ine, lieu_naissance=place)


def test_one_ine_on_two_lines_is_refused(tmp_path: Path) -> None:
    path = csv(tmp_path, born("1", "Payet", "Inès", "528777848GG"), born("2", "Hoarau", "Léo", "528 777 848 gg", ""))
    assert told(path)[0] == [
        "liste.csv, ligne 3, colonne ine (S), candidat 2 : l'INE 528 777 848 gg figure déjà (candidat 1, ligne 2) : "
        "même INE, noms différents ; garder une ligne, ou corriger l'INE"
    ]


def test_an_ine_with_a_slip_on_two_lines_is_refused_too(tmp_path: Path) -> None:
    path = csv(tmp_path, born("1", "Payet", "Inès", "0123456789A"), born("2", "Payet", "Inès", "0123456789A"))
    assert "figure déjà (candidat 1, ligne 2) : même INE, non valide, même nom" in told(path)[0][0]


@pytest.mark.parametrize("ine", ["inconnu", "00000000000", "NC"])
def test_what_stands_for_no_ine_is_only_to_be_confirmed(tmp_path: Path, ine: str) -> None:
    problems, remarks = told(csv(tmp_path, born("1", "Payet", "Inès", ine), born("2", "Roux", "Léo", ine)))
    assert problems == []
    assert "à confirmer" in remarks[0]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (("PAYET", "ines"), "même nom, même date de naissance (candidat 1, ligne 2) ; à confirmer"),
        (("Payet", "Inès", "528777849GG"), "même nom, même date de naissance (candidat 1, ligne 2) ; à confirmer"),
        (("Payer", "Inès"), "noms proches, même date de naissance (candidat 1, ligne 2) ; à confirmer"),
        (("Inès", "Payet"), "noms proches, même date de naissance (candidat 1, ligne 2) ; à confirmer"),
        (("Payet", "Inès Marie"), "noms proches, même date de naissance (candidat 1, ligne 2) ; à confirmer"),
    ],
)
def test_homonyms_born_on_one_day_are_told(tmp_path: Path, other: tuple[str, ...], said: str) -> None:
    problems, (remark,) = told(csv(tmp_path, born("1", "Payet", "Inès"), born("2", *other)))
    assert problems == []
    assert remark.startswith("liste.csv, ligne 3, colonne nom (O), candidat 2 : ")
    assert said in remark


def test_near_homonyms_whom_their_ines_tell_apart_are_told_as_two_people(tmp_path: Path) -> None:
    path = csv(tmp_path, born("1", "Payet", "Léa", "528777848GG"), born("2", "Payet", "Léo", "528777849GG"))
    (remark,) = told(path)[1]
    assert remark.endswith("; deux personnes, à ne pas confondre")


def test_namesakes_of_another_day_and_siblings_are_left_alone(tmp_path: Path) -> None:
    people = (born("1", "Payet", "Inès"), born("2", "Payet", "Inès", day="02/05/2007"), born("3", "Payet", "Hugo"))
    assert told(csv(tmp_path, *people)) == ([], [])


def test_one_name_out_of_two_is_told_until_it_is_said_that_the_civil_status_gives_no_other(tmp_path: Path) -> None:
    lines = [["1", "Sukarno", "", ""], ["2", "", "Madonna", "non"], ["3", "Suharto", "", "X"], ["4", "", "Pelé", "oui"]]
    path = csv(tmp_path, *([*row(n, nom, prenom), alone] for n, nom, prenom, alone in lines))
    path.write_text(path.read_text("utf-8").replace("\n", ";Nom seul\n", 1), "utf-8")
    batches = list(read_candidates(path, SPEC))
    remedy = "(si l'état civil n'en donne pas, le dire : « oui » à « nom seul »)"
    assert [doubt for batch in batches for doubt in batch[WARNINGS]] == [
        f"le prénom manque {remedy}",
        f"le nom manque {remedy}",
        "",
        "",
    ]
    read = [one.identite["nom_seul"] for batch in batches for one in candidates(batch, BAC_PRO)]
    assert read == ["", "", "oui", "oui"]


def test_numbers_that_differ_by_zeros_case_or_separators_are_told(tmp_path: Path) -> None:
    path = csv(tmp_path, row("1", "A"), row("01", "B"), row("a-7", "C"), row("A7", "D"), row("８", "E"), row("8", "F"))
    problems, remarks = told(path)
    assert problems == []
    assert [remark.partition(" : ")[2] for remark in remarks] == [
        "le numéro 01 ressemble à 1 (ligne 2) : vérifier que ce sont deux candidats",
        "le numéro A7 ressemble à a-7 (ligne 4) : vérifier que ce sont deux candidats",
        "le numéro 8 ressemble à ８ (ligne 6) : vérifier que ce sont deux candidats",
    ]


def test_in_a_very_long_list_near_names_are_sought_by_their_ends_and_this_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_seen, "WHOLE_LIMIT", 2)
    people = (
        *(born("1", "Payet", "Inès"), born("2", "Payer", "Inès"), born("3", "PAYET", "Ines")),
        *(born("4", "Vayet", "Inès"), born("5", "Inès", "Payet"), born("6", "Zola", "Inès")),
    )
    long = told(csv(tmp_path, *people))[1]
    assert ["parmi ceux qui commencent ou finissent" in remark for remark in long] == [True] + [False] * (len(long) - 1)
    monkeypatch.setattr(people_seen, "WHOLE_LIMIT", 50_000)
    assert long[1:] == told(csv(tmp_path, *people))[1]
    assert len(long) > 3
