"""Juries and registers, as people write them."""

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest

from laureat.exchange.jury import read_jury, read_register, read_ties, write_jury
from laureat.jury import Fonction, Member, Presence, Qualite, demonstration_jury
from laureat.jury.members import Habilitation
from laureat.vocabulary import InvalidInput

HEADINGS = "nom;prenom;sexe;qualite;fonction;presence;qualifie;lien\n"


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_jury_written_is_read_back(tmp_path: Path) -> None:
    jury = demonstration_jury()
    write_jury(jury, tmp_path / "jury.csv")
    assert read_jury(tmp_path / "jury.csv").members == jury.members


def test_a_title_above_the_headings_of_a_jury_is_not_taken_for_them(tmp_path: Path) -> None:
    jury = demonstration_jury()
    write_jury(jury, tmp_path / "jury.csv")
    text = (tmp_path / "jury.csv").read_text(encoding="utf-8")
    titled = _write(tmp_path / "titre.csv", "Jury de la session 2026\n\n" + text)
    assert read_jury(titled).members == jury.members


def test_headings_and_words_bear_case_accents_and_gender(tmp_path: Path) -> None:
    text = "NOM;Prénom;Sexe;Qualité;Fonction;Présence;Qualifié;Lien\nRoux;Ève;femme;Enseignante-Chercheuse;Présidente;"
    text += "à distance;Oui;aucun\n"
    (member,) = read_jury(_write(tmp_path / "jury.csv", text)).members
    assert member == Member(
        "Roux", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT, "Ève", "F", Presence.DISTANCE, qualifie=True
    )


def test_an_excel_jury_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["nom", "qualite", "fonction"])
    sheet.append(["ROUX", "salarie", "membre"])
    book.save(tmp_path / "jury.xlsx")
    assert read_jury(tmp_path / "jury.xlsx").members == (Member("ROUX", Qualite.SALARIE),)


def test_a_yaml_jury_carries_the_reason_and_the_order(tmp_path: Path) -> None:
    text = "impossibilite: aucun CFA\narrete: arrêté du 2 mai 2026\nmembres:\n  - {nom: ROUX, qualite: employeur}\n"
    text += "  - nom: 'NON'\n    qualite: salarie\n    qualifie: non\n    lien: non\n"
    jury = read_jury(_write(tmp_path / "jury.yaml", text))
    assert (jury.impossibilite, jury.arrete) == ("aucun CFA", "arrêté du 2 mai 2026")
    assert jury.members[1] == Member("NON", Qualite.SALARIE, qualifie=False)


def test_a_column_of_qualification_left_out_is_not_a_no(tmp_path: Path) -> None:
    silent = read_jury(_write(tmp_path / "a.csv", "nom;qualite\nROUX;salarie\n"))
    empty = read_jury(_write(tmp_path / "b.csv", "nom;qualite;qualifie\nROUX;salarie;\n"))
    assert silent.members[0].qualifie is None
    assert empty.members[0].qualifie is False


def test_every_problem_is_told_at_once_with_its_line_and_column(tmp_path: Path) -> None:
    text = HEADINGS + ";Ève;F;patron;membre;;;\nROUX;Ève;X;salarie;chef;là;peut-être;\n"
    with pytest.raises(InvalidInput) as told:
        read_jury(_write(tmp_path / "jury.csv", text))
    places = [(problem.line, problem.column) for problem in told.value.problems]
    assert places == [
        (2, "nom"),
        (2, "qualite"),
        (3, "fonction"),
        (3, "presence"),
        (3, "sexe"),
        (3, "qualifie"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("jury.csv", "nom;prenom\nROUX;Ève\n", "la colonne « qualite » manque"),
        ("jury.csv", HEADINGS, "aucun membre"),
        ("jury.csv", HEADINGS + "ROUX;Ève;F;salarie;membre;;;\n" * 2, "figure déjà à la ligne 2"),
        ("jury.yaml", "membres: 3\n", "une liste de membres est attendue"),
        ("jury.yaml", "- ROUX\n", "chaque membre s'écrit"),
        ("jury.yaml", "- {nom: ROUX, qualite: [salarie]}\n", "attend un texte"),
        ("jury.yaml", "membres: [\n", "YAML illisible"),
        ("jury.yaml", "", "une liste de membres est attendue"),
        ("jury.yaml", "- {nom: ROUX, qualite: patron}\n", "« patron » n'est pas connu"),
    ],
)
def test_unreadable_juries_are_refused_with_a_reason(tmp_path: Path, name: str, text: str, expected: str) -> None:
    with pytest.raises(InvalidInput, match=expected.replace("(", r"\(")):
        read_jury(_write(tmp_path / name, text))


def test_a_register_tells_capacities_with_dates_availability_and_load(tmp_path: Path) -> None:
    text = (
        "nom;prenom;qualite;fonction;commune;etablissement;disponible;charge;distance;secteurs;langues;services;"
        "qualite_depuis;qualite_jusqu_a;piece\n"
        "ROUX;Ève;salarie;;Lyon;Usinage;12/06/2026, 14/06/2026-18/06/2026;2;14;usinage, outillage;anglais;2024;"
        "01/09/2015;31/08/2020;contrat\n"
        "ROUX;Ève;employeur;;Lyon;Usinage;12/06/2026;2;14;;;;2020-09-01;;Kbis\n"
        "NOEL;Éric;enseignant_public;;Vienne;LP;non;;;;;;;;\n"
    )
    roux, noel = read_register(_write(tmp_path / "membres.csv", text))
    assert roux.secteurs == ("usinage", "outillage")
    assert (roux.charge, roux.distance, roux.commune) == (2, 14, "Lyon")
    assert [m.qualite for m in roux.as_members(dt.date(2018, 1, 1))] == [Qualite.SALARIE]
    assert [m.qualite for m in roux.as_members(dt.date(2026, 6, 12))] == [Qualite.EMPLOYEUR]
    assert [q.piece for q in roux.qualifications] == ["contrat", "Kbis"]
    assert [roux.available_on(dt.date(2026, 6, day)) for day in (12, 13, 16)] == [True, False, True]
    assert not noel.available_on(None)


def test_a_register_tells_its_problems(tmp_path: Path) -> None:
    text = "nom;qualite;disponible;charge\nROUX;salarie;jeudi;beaucoup\n"
    with pytest.raises(InvalidInput) as told:
        read_register(_write(tmp_path / "membres.csv", text))
    assert [problem.column for problem in told.value.problems] == ["disponible", "charge"]


def test_a_table_of_candidates_tells_what_ties_them(tmp_path: Path) -> None:
    text = "numero;nom;etablissement;entreprise_tuteur;proches\n1;ROUX;LP;Usinage;Ève Roux, Jean Noël\n"
    (ties,) = read_ties(_write(tmp_path / "candidats.csv", text))
    assert (ties.numero, ties.entreprise, ties.proches) == ("1", "Usinage", ("Ève Roux", "Jean Noël"))
    with pytest.raises(InvalidInput, match="pas un tableau de candidats"):
        read_ties(_write(tmp_path / "autre.csv", "couleur\nbleu\n"))


def test_the_president_has_a_first_name(tmp_path: Path) -> None:
    text = "nom;prenom;civilite;qualite;fonction\nMARCHAND;;Mme;enseignant_chercheur;presidente\nNOEL;;;salarie;\n"
    with pytest.raises(InvalidInput) as told:
        read_jury(_write(tmp_path / "jury.csv", text))
    (problem,) = told.value.problems
    assert (problem.line, problem.column) == (2, "prenom")
    assert "le prénom de la présidente (MARCHAND) manque" in str(problem)


def test_the_function_agrees_with_the_sex(tmp_path: Path) -> None:
    text = (
        "nom;prenom;civilite;qualite;fonction\nMARCHAND;Ève;Madame;ia-ipr;président\nNOEL;Luc;M.;PLP;vice-président\n"
    )
    chair, deputy = read_jury(_write(tmp_path / "jury.csv", text)).members
    assert (chair.fonction_dite, deputy.fonction_dite) == ("présidente", "président adjoint")
    assert (chair.qualite, deputy.qualite) == (Qualite.IA_IPR, Qualite.ENSEIGNANT_PUBLIC)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("chef d'entreprise", Qualite.EMPLOYEUR),
        ("Maître de conférences", Qualite.ENSEIGNANT_CHERCHEUR),
        ("formatrice CFA", Qualite.ENSEIGNANT_CFA),
        ("Ouvrière", Qualite.SALARIE),
        ("Inspectrice générale", Qualite.INSPECTEUR_GENERAL),
        ("IEN", Qualite.IEN),
        ("professionnelle", Qualite.PROFESSIONNEL),
        ("Ingénieure", Qualite.PROFESSIONNEL),
        ("salariée", Qualite.SALARIE),
        ("Principal", Qualite.PERSONNALITE),
        ("Prof du privé", Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT),
        ("prof certifiée", Qualite.ENSEIGNANT_PUBLIC),
        ("cheffe d’entreprise", Qualite.EMPLOYEUR),
    ],
)
def test_capacities_are_read_as_people_write_them(tmp_path: Path, written: str, read: Qualite) -> None:
    (member,) = read_jury(_write(tmp_path / "jury.csv", f"nom;prenom;qualite\nROUX;Ève;{written}\n")).members
    assert member.qualite is read


@pytest.mark.parametrize(
    ("written", "asked"),
    [("prof", "enseignant de CFA ?"), ("inspecteur", "IA-IPR ou IEN ?"), ("patron", "employeur ?")],
)
def test_a_word_that_does_not_say_enough_is_asked_again(tmp_path: Path, written: str, asked: str) -> None:
    with pytest.raises(InvalidInput, match=f"vouliez-vous .*{asked}".replace("?", r"\?")):
        read_jury(_write(tmp_path / "jury.csv", f"nom;prenom;qualite\nROUX;Ève;{written}\n"))


@pytest.mark.parametrize("word", [*Qualite, *Fonction, *Presence], ids=str)
def test_whatever_word_a_page_shows_is_read_in_a_list(tmp_path: Path, word: Qualite | Fonction | Presence) -> None:
    for sexe in ("F", "M"):
        line = {Qualite: "salarié", Fonction: "membre", Presence: "présent", type(word): word.label_for(sexe)}
        text = f"nom;prenom;qualite;fonction;presence\nROUX;Ève;{line[Qualite]};{line[Fonction]};{line[Presence]}\n"
        (member,) = read_jury(_write(tmp_path / "jury.csv", text)).members
        assert word in (member.qualite, member.fonction, member.presence)


@pytest.mark.parametrize(
    ("place", "read"),
    [
        (";CFA de l'Industrie", Qualite.ENSEIGNANT_CFA),
        (";Lycée professionnel privé Saint-Jean", Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT),
        (";Université de Nantes", Qualite.ENSEIGNANT_CHERCHEUR),
        ("enseignement public;Lycée Jacquard", Qualite.ENSEIGNANT_PUBLIC),
    ],
)
def test_a_teacher_is_told_by_the_place_that_says_where(tmp_path: Path, place: str, read: Qualite) -> None:
    text = f"nom;prenom;qualite;secteur;etablissement\nROUX;Ève;Prof;{place}\n"
    (member,) = read_jury(_write(tmp_path / "jury.csv", text)).members
    assert member.qualite is read


def test_what_a_column_expects_is_told_once_in_words_and_lines_alike_together(tmp_path: Path) -> None:
    lines = "".join(f"NOM{n};Ève;{'zzz' if n < 5000 else f'zzz{n}'};membre\n" for n in range(5003))
    with pytest.raises(InvalidInput) as refused:
        read_jury(_write(tmp_path / "jury.csv", f"nom;prenom;qualite;fonction\n{lines}"))
    told = [problem.message for problem in refused.value.problems]
    assert len(told) < 12
    assert sum("attendu" in one for one in told) == 1
    assert "attendu : enseignant public, enseignant privé sous contrat" in told[0]
    assert not re.search("[a-z]_[a-z]", " ".join(told))
    assert any("autres lignes comme celles-ci : « zzz » n'est pas connu" in one for one in told)


def test_advisers_and_habilitations_are_read_and_written_back(tmp_path: Path) -> None:
    text = (
        "nom;prenom;naissance;qualite;conseiller;habilitation;habilitation_depuis;habilitation_jusqu_a;experience;"
        "metier_quitte\n"
        "ROUX;Ève;14/03/1968;employeur;oui;37873 | RNCP34059;01/02/2024;31/01/2027 | 31/01/2026;12;\n"
        "NOEL;Luc;;salarie;;non;;;;01/02/2019\n"
        "GRAS;Tom;;conseiller de l'enseignement technologique;;oui;;;;\n"
    )
    jury = read_jury(_write(tmp_path / "jury.csv", text))
    roux, noel, gras = jury.members
    day = dt.date(2024, 2, 1)
    assert roux.habilitations == (
        Habilitation("RNCP37873", day, dt.date(2027, 1, 31)),
        Habilitation("RNCP34059", day, dt.date(2026, 1, 31)),
    )
    assert (roux.naissance, roux.conseiller, roux.experience) == (dt.date(1968, 3, 14), True, 12)
    assert (noel.habilitations, noel.conseiller, noel.metier_quitte) == ((), False, dt.date(2019, 2, 1))
    assert (gras.qualite, gras.conseiller, gras.habilitations) == (Qualite.PROFESSIONNEL, True, (Habilitation(),))
    write_jury(jury, tmp_path / "ecrit.csv")
    assert read_jury(tmp_path / "ecrit.csv").members == jury.members


def test_one_person_on_two_lines_of_a_register_has_two_capacities_each_with_its_place(tmp_path: Path) -> None:
    text = "nom;prenom;qualite;etablissement;habilitation\nROUX;Ève;employeur;Usinage;RNCP1\nRoux;Eve;plp;LP;RNCP2\n"
    (roux,) = read_register(_write(tmp_path / "vivier.csv", text))
    assert [(m.qualite, m.etablissement) for m in roux.as_members(None)] == [
        (Qualite.EMPLOYEUR, "Usinage"),
        (Qualite.ENSEIGNANT_PUBLIC, "LP"),
    ]
    assert [one.certification for one in roux.member.habilitations or ()] == ["RNCP1", "RNCP2"]


@pytest.mark.parametrize(
    ("heading", "meant"), [("fonctoin", "fonction"), ("conseiler", "conseiller"), ("habilitaton", "habilitation")]
)
def test_a_heading_that_nearly_is_one_of_a_jury_is_told_and_never_left_unread(
    tmp_path: Path, heading: str, meant: str
) -> None:
    path = _write(tmp_path / "jury.csv", f"nom;prenom;qualite;{heading}\nROUX;Ève;employeur;oui\n")
    with pytest.raises(InvalidInput, match=f"vouliez-vous {meant} ?"):
        read_jury(path)
    with pytest.raises(InvalidInput, match=f"vouliez-vous {meant} ?"):
        read_register(path)
    rows = f"membres:\n  - {{nom: ROUX, prenom: Ève, qualite: employeur, {heading}: oui}}\n"
    with pytest.raises(InvalidInput, match=f"vouliez-vous {meant} ?"):
        read_jury(_write(tmp_path / "jury.yaml", rows))


def test_a_column_of_ones_own_in_a_jury_is_left_alone(tmp_path: Path) -> None:
    own = "nom;prenom;qualite;lieu;courriel;telephone;remarques;fonctions_exercees\nROUX;Ève;employeur;a;b;c;d;e\n"
    assert len(read_jury(_write(tmp_path / "jury.csv", own)).members) == 1
