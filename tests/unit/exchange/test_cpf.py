"""The declaration to the SI-CPF: each field held to its format, who is declared, files that are whole or not there."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from lxml import etree

from laureat.exchange import cpf
from laureat.exchange.cpf_complements import Complement, read_complements
from laureat.exchange.cpf_passages import Award, passage_of
from laureat.exchange.cpf_xml import Files, passage_xml
from laureat.exchange.spec import Spec
from laureat.vocabulary import InvalidInput, Mention, VoieAcces
from support.declarations import ABOUT, AT, AWARD, RULES, WHO, admitted, outcome, schema, texts

LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessen"


def told(passage_and_problems: tuple[cpf.Passage | None, Iterable[object]]) -> str:
    passage, problems = passage_and_problems
    assert passage is None
    return "\n".join(map(str, problems))


def written(folder: Path, *passages: cpf.Passage, most: int = 10, heaviest: int = 10_000_000) -> list[Path]:
    with Files(folder, ABOUT, "RNCP35697-2024", AT, most=most, heaviest=heaviest) as files:
        for passage in passages:
            files.add(passage)
    return [folder / name for name in files.counts]


def passage(numero: str = "0001", **more: str) -> cpf.Passage:
    made, problems = passage_of(AWARD, admitted(numero, **more), outcome(Mention.B))
    assert made is not None, problems
    return made


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("nom", "", "le nom de naissance manque"),
        ("nom", LONG, "a 81 caractères, la déclaration en admet 60"),
        ("nom", "Иванов", "écriture cyrillique"),
        ("nom_usage", LONG, "la déclaration en admet 60"),
        ("prenom", "", "le prénom manque"),
        ("prenom", " , ", "ne dit aucun prénom"),
        ("prenom", f"Zoé, {LONG}", "la déclaration en admet 60"),
        ("sexe", "", "le sexe manque"),
        ("date_naissance", "", "00/00/1990"),
        ("date_naissance", "29/02/2007", "n'existe pas au calendrier"),
        ("date_naissance", "31/04/2007", "n'existe pas au calendrier"),
        ("date_naissance", "06/07/2024", "entre 1900 et le 05/07/2024"),
        ("date_naissance", "14/03/1899", "entre 1900"),
        ("date_naissance", "14/00/1990", "le jour sans le mois"),
        ("date_naissance", "00/13/1990", "il n'y a pas de mois 13"),
        ("date_naissance", "1990-13", "n'est pas une date"),
        ("lieu_naissance", LONG, "la déclaration en admet 60"),
        ("lieu_naissance", "東京", "écriture chinoise"),
        ("pays_naissance", "a\ufffeb", "U+FFFE"),
        ("code_commune_naissance", "1004", "le tableur a effacé le zéro"),
        ("code_commune_naissance", "20004", "la Corse s'écrit 2A ou 2B"),
        ("code_commune_naissance", "00001", "un code officiel de commune"),
        ("code_commune_naissance", "99100", "est la France"),
        ("code_commune_naissance", "99109", "l'un des deux est à corriger"),
        ("code_postal_naissance", "200000000A", "neuf chiffres ou lettres"),
    ],
)
def test_what_the_format_cannot_hold_is_refused_in_its_place(column: str, text: str, said: str) -> None:
    others = {column: text} if column.startswith("code_") else {}
    told_ = told(passage_of(AWARD, admitted(who=WHO if others else {**WHO, column: text}, **others), outcome()))
    assert said in told_
    assert f"colonne {column}, candidat 0001" in told_


def test_all_the_faults_of_a_candidate_come_together() -> None:
    who = {**WHO, "nom": LONG, "sexe": "", "date_naissance": "31/04/2007"}
    assert told(passage_of(AWARD, admitted(who=who, route="experience_3_ans"), outcome())).count("candidat 0001") == 4


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("29/02/2008", (2008, 2, 29)),
        ("00/00/1990", (1990, None, None)),
        ("1990", (1990, None, None)),
        ("00/05/1990", (1990, 5, None)),
        ("2007-12-31", (2007, 12, 31)),
    ],
)
def test_a_birth_partly_unknown_is_declared_as_it_is_known(text: str, born: tuple[int, int | None, int | None]) -> None:
    assert cpf.birth(text, date(2024, 7, 5)) == born


@pytest.mark.parametrize(
    ("text", "names"),
    [("Zoé", ["Zoé"]), ("Zoé Marie Ana Léa", ["Zoé", "Marie", "Ana"]), ("Marie Claire, Ana", ["Marie Claire", "Ana"])],
)
def test_first_names_are_three_at_most_and_a_comma_keeps_a_name_of_two_words(text: str, names: list[str]) -> None:
    assert list(cpf.first_names(text)) == names


def test_whoever_is_born_abroad_has_the_last_three_figures_of_the_code_as_country() -> None:
    who = {**WHO, "lieu_naissance": "Łódź", "pays_naissance": "Pologne"}
    made, _ = passage_of(AWARD, admitted(who=who, code_commune_naissance="99122"), outcome())
    assert made is not None
    assert "<cpf:codeInsee>99122</cpf:codeInsee>" in passage_xml(made)
    assert "<cpf:codePaysNaissance>122</cpf:codePaysNaissance>" in passage_xml(made)


def test_what_nobody_knows_is_nil_and_no_text_is_empty() -> None:
    made, _ = passage_of(replace(AWARD, mentions=False), admitted(who={**WHO, "lieu_naissance": ""}), outcome())
    assert made is not None
    text = passage_xml(made)
    for name in ("dateFinValidite", "scoring", "mentionValidee", "nomUsage", "codePostal"):
        assert f'<cpf:{name} xsi:nil="true"/>' in text
    assert "libelleCommuneNaissance" not in text
    assert not re.search(r"<cpf:(\w+)></cpf:\1>", text)


@pytest.mark.parametrize(
    ("route", "acces", "meant", "expected"),
    [
        ("scolaire_public", None, "", "FORMATION_INITIALE_HORS_APPRENTISSAGE"),
        ("apprenti_cfa_habilite_ou_de_droit", None, "", "FORMATION_INITIALE_APPRENTISSAGE"),
        ("fpc_etablissement_public", None, "FC CL", "FORMATION_CONTINUE_HORS_CONTRAT_DE_PROFESSIONNALISATION"),
        ("fpc_etablissement_public", "CQ", "FC", "FORMATION_CONTINUE_CONTRAT_DE_PROFESSIONNALISATION"),
        ("experience_3_ans", None, "FC CL", "CANDIDAT_LIBRE"),
        ("experience_3_ans", "VAE", "", "VAE"),
        ("", "VAE", "", "VAE"),
    ],
)
def test_a_route_becomes_the_word_of_the_receiver(route: str, acces: str | None, meant: str, expected: str) -> None:
    award = replace(AWARD, acces=frozenset(map(VoieAcces, meant.split())))
    made, problems = passage_of(award, admitted(route=route, acces=VoieAcces(acces) if acces else None), outcome())
    assert made is not None, problems
    assert made.modalite == expected


@pytest.mark.parametrize(("route", "meant"), [("experience_3_ans", ""), ("experience_3_ans", "CL VAE"), ("", "")])
def test_a_route_that_leaves_several_is_asked_and_never_guessed(route: str, meant: str) -> None:
    award = replace(AWARD, acces=frozenset(map(VoieAcces, meant.split())))
    assert "VAE (par expérience)" in told(passage_of(award, admitted(route=route), outcome()))
    made, _ = passage_of(replace(award, unknown_acces=True), admitted(route=route), outcome())
    assert made is not None
    assert made.modalite == ""


def test_a_mention_is_told_and_its_absence_too_where_the_certification_has_some() -> None:
    told_ = [passage_of(AWARD, admitted(), outcome(mention))[0] for mention in Mention]
    assert [one.mention for one in told_ if one] == [
        "SANS_MENTION",
        "MENTION_ASSEZ_BIEN",
        "MENTION_BIEN",
        "MENTION_TRES_BIEN",
        "MENTION_TRES_BIEN_AVEC_FELICITATIONS_DU_JURY",
    ]


def test_whoever_waits_for_an_act_is_not_declared() -> None:
    fraud = admitted(dossier_fraude="oui")
    assert "fraude en instruction" in told(passage_of(AWARD, fraud, outcome()))
    assert "un acte manque : une dispense" in told(passage_of(AWARD, admitted(), outcome(reserves=("une dispense",))))
    assert "coefficient de U31" in told(passage_of(AWARD, admitted(), outcome(depends_on=("U31",))))


def test_the_identifier_is_of_what_no_correction_changes() -> None:
    corrected = admitted(who={**WHO, "nom": "Autre", "date_naissance": "01/01/2006"})
    again, _ = passage_of(replace(AWARD, debut=date(2024, 7, 6)), corrected, outcome(Mention.TB))
    assert again is not None
    assert again.identifiant == passage().identifiant == "RNCP35697-2024-0001"
    assert Award("RS5616", 2024, AWARD.debut, lot="mars").identifiant("7") == "RS5616-2024-mars-7"


@pytest.mark.parametrize(
    ("who", "said", "expected"),
    [
        ({"sexe": ""}, {"sexe": "femme"}, "F"),
        ({}, {"sexe": "F"}, "F"),
        ({"nom": LONG}, {"nom": "Wolfeschlegel"}, "Wolfeschlegel"),
    ],
)
def test_a_complement_says_what_the_folder_does_not(who: dict[str, str], said: dict[str, str], expected: str) -> None:
    made, problems = passage_of(AWARD, admitted(who={**WHO, **who}), outcome(), Complement("c.csv", 2, said))
    assert made is not None, problems
    assert expected in (made.titulaire.sexe, made.titulaire.nom)


@pytest.mark.parametrize(
    ("column", "text", "why"),
    [
        ("sexe", "M", "délibérer de nouveau"),
        ("nom", LONG, "en admet 60"),
        ("voie_acces", "VAE", "n'est pas un accès de la voie"),
    ],
)
def test_a_complement_never_contradicts_the_folder(column: str, text: str, why: str) -> None:
    said = told(passage_of(AWARD, admitted(), outcome(), Complement("c.csv", 7, {column: text})))
    assert f"c.csv, ligne 7, colonne {column}, candidat 0001" in said
    assert why in said


def test_the_faults_of_a_file_of_complements_come_together(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("numero;sexe;code_comune_naissance\n1;F;\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="vouliez-vous dire « code_commune_naissance »"):
        read_complements(path, [])
    path.write_text("numero;sexe\n1;F\n;M\n1;M\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        read_complements(path, [])
    assert [problem.line for problem in refused.value.problems] == [3, 4]


def test_files_are_split_by_number_and_by_size_and_each_stands_alone(tmp_path: Path) -> None:
    some = [passage(f"{rank:04}") for rank in range(5)]
    by_number = written(tmp_path, *some, most=2)
    assert [texts(path, "idFlux") for path in by_number] == [
        [f"RNCP35697-2024-20240712T114327-{rank}"] for rank in (1, 2, 3)
    ]
    assert [len(texts(path, "idTechnique")) for path in by_number] == [2, 2, 1]
    largest = by_number[0].stat().st_size
    by_size = written(tmp_path, *some, heaviest=largest)
    assert [path.stat().st_size <= largest for path in by_size] == [True] * 3
    assert texts(by_size[0], "horodatage") == ["2024-07-12T11:43:27+02:00"]


def test_a_moment_without_offset_is_none() -> None:
    with pytest.raises(ValueError, match="décalage"):
        cpf.moment_text(datetime(2024, 7, 12))


def test_the_elements_follow_the_order_of_the_receiver(tmp_path: Path) -> None:
    (path,) = written(tmp_path, passage(code_commune_naissance="2a004"))
    names = [etree.QName(element).localname for element in etree.parse(path).iter()]
    assert names == [
        *("flux", "idFlux", "horodatage", "emetteur", "idClient", "certificateurs", "certificateur", "idClient"),
        *("idContrat", "certifications", "certification", "type", "code", "natureDeposant", "passageCertifications"),
        *("passageCertification", "idTechnique", "obtentionCertification", "donneeCertifiee", "dateDebutValidite"),
        *("dateFinValidite", "presenceNiveauLangueEuro", "presenceNiveauNumeriqueEuro", "scoring", "mentionValidee"),
        *("modalitesInscription", "modaliteAcces", "identificationTitulaire", "titulaire", "nomNaissance"),
        *("nomUsage", "prenom1", "anneeNaissance", "moisNaissance", "jourNaissance", "sexe", "codeCommuneNaissance"),
        *("codeInseeNaissance", "codeInsee", "libelleCommuneNaissance", "libellePaysNaissance"),
    ]


def test_the_schema_lets_by_a_day_that_does_not_exist_and_the_house_does_not(formats: Path, tmp_path: Path) -> None:
    (path,) = written(tmp_path, passage())
    text = path.read_text(encoding="utf-8")
    assert schema(formats).validate(etree.fromstring(text.encode()))
    assert schema(formats).validate(etree.fromstring(text.replace("2008</cpf:annee", "2007</cpf:annee").encode()))
    with pytest.raises(ValueError, match="n'existe pas"):
        cpf.birth("29/02/2007", AWARD.debut)


@pytest.mark.parametrize(
    ("name", "text"), [("client", "12ABC34"), ("client", "12ABC3456"), ("contrat", "X" * 21), ("lot", "mars 2024")]
)
def test_the_identifiers_of_whoever_declares_have_their_form(name: str, text: str) -> None:
    assert "attendus" in cpf.setting_fault(name, text)


@pytest.mark.parametrize("numero", ["", "35697", "RNCP", "cap_electricien", "RNCP1234567"])
def test_a_certification_without_number_of_sheet_is_not_declared(numero: str) -> None:
    assert "--fiche" in cpf.sheet_fault(numero)


@pytest.mark.parametrize("heading", ["Code commune naissance", "code_postal_naissance"])
def test_the_columns_that_the_declaration_alone_reads_are_known_and_a_slip_is_told(heading: str) -> None:
    spec = Spec(RULES)
    assert spec.strange(heading, []) == ("", False)
    said, decisive = spec.strange(heading.replace("o", "oo", 1), [])
    assert "vouliez-vous code_" in said
    assert not decisive
