"""Data files of certifications by blocks and of titres professionnels: what they say, and what is wrong in them."""

from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from laureat.deliberation.outcome import Candidate
from laureat.reglements import construire, famille
from laureat.reglements.donnees import hors_bornes, parametre, remplacer
from laureat.reglements.specialites import _lieu, lire_fichier, lire_specialite
from laureat.rules import Case
from laureat.vocabulary import BLOCKS, InvalidInput
from support.deliberations import one_by_one, reglement

parse = BLOCKS.parse

Faults = list[tuple[int | None, str]]
MARKED = """\
famille: cap
code: cuisine
titre: Essai de cuisine
edition: "1"
premiere_session: 2024
session_courante: 2026
texte: {article: "un arrêté", lecture: lu}
unites:
- {code: UP1, intitule: Cuisine, professionnelle: oui, A: ccf, B: ponctuel écrit,
   coefficient: {valeur: "3", article: "un arrêté", lecture: memoire}}
- {code: UG2, intitule: Français, A: ccf, B: ponctuel écrit,
   coefficient: {valeur: "2", article: "un arrêté", lecture: lu}}
"""

CERTIFIER = """\
famille: capitalisation
code: soudeur
titre: Soudeur
edition: "1"
premiere_session: 2024
session_courante: 2026
texte: {article: "règlement du certificateur", lecture: lu}
unites:
- {code: BC01, bloc: BC01, intitule: Préparer}
- {code: BC02, bloc: BC02, intitule: Souder}
- {code: BC03, bloc: BC03, intitule: Vendre, facultative: oui}
regle:
  mode: moyenne
  article: "règlement du certificateur, art. 4"
  lecture: lu
  seuil_moyenne: "12"
  seuil_bloc: "8,5"
  coefficients: {BC01: "2"}
  blocs_obligatoires: [BC02]
  epreuve_finale: {bloc: BC02, seuil: "12"}
  duree_validite: "4"
"""
TITLE = (resources.files("laureat.reglements.titre_professionnel") / "specialites" / "tp_commercial.yaml").read_text(
    encoding="utf-8"
)


def faults(text: str, read: Callable[[str], object] = lambda text: lire_specialite(text, "essai.yaml")) -> Faults:
    with pytest.raises(InvalidInput) as refused:
        read(text)
    return [(problem.line, problem.message) for problem in refused.value.problems]


def brought(text: str) -> object:
    """A file that someone brings today: what a kept one may lack, it may not."""
    return lire_fichier(text, "essai.yaml", date(2026, 11, 27))


def line_of(text: str, words: str) -> int:
    return next(number for number, row in enumerate(text.splitlines(), 1) if words in row)


def test_the_rule_of_a_certifier_becomes_numbers_that_carry_its_article() -> None:
    rules = lire_specialite(CERTIFIER, "soudeur.yaml").at()
    numbers = {name: parameter.text for name, parameter in rules.parameters.items()}
    assert numbers == {
        **{"par_moyenne": "1", "seuil_moyenne": "12", "seuil_bloc": "8,5", "seuil_epreuve_finale": "12"},
        **{"blocs_requis": "0", "duree_validite": "4", "coefficient_BC01": "2", "coefficient_BC02": "1"},
    }
    written = ("seuil_moyenne", "seuil_bloc", "seuil_epreuve_finale", "duree_validite", "coefficient_BC02")
    assert {str(rules.parameters[name].citation) for name in written} == {"règlement du certificateur, art. 4 (lu)"}
    assert rules.hypotheses == ()


def test_the_example_of_the_documentation_is_a_data_file(root: Path) -> None:
    page = (root / "docs" / "reference" / "certificateur.md").read_text(encoding="utf-8")
    rules = lire_specialite(page.split("```yaml\n")[1].split("```")[0], "certificateur.md").at()
    marks = (("15", "12"), ("15", "11,5"))
    people = [Candidate("1", None, {"BC01": parse(one), "BC02": parse(two)}) for one, two in marks]
    assert [row["decision"] for row in one_by_one(rules, people)] == ["admis", "ajourne"]
    schema = famille("capitalisation").schema["properties"]["regle"]["properties"]
    assert {key for key in schema if f"`{key}`" in page} == set(schema) - {"identifiant", "lu_le", "url"}


def test_the_page_of_the_titre_professionnel_says_every_column_and_every_decision(root: Path) -> None:
    page = (root / "docs" / "reference" / "titre-professionnel.md").read_text(encoding="utf-8")
    law = famille("titre_professionnel")
    decisions = {str(rule.issue) for rule in law.regles.rules if isinstance(rule, Case)}
    assert {name for name in (*(c.nom for c in law.colonnes), *decisions) if f"`{name}`" not in page} == set()


def test_it_is_built_again_from_what_a_session_keeps() -> None:
    read = lire_specialite(CERTIFIER, "soudeur.yaml")
    assert construire("capitalisation", read.data).at().digest == read.at().digest


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            "seuil_moyene:",
            "seuil_moyenne:",
            "regle : clé inconnue : « seuil_moyene » (vouliez-vous « seuil_moyenne » ?)",
        ),
        ('seuil_bloc: "21"', 'seuil_bloc: "8,5"', "regle > seuil_bloc : reçu « 21 » ; attendu : une note de 0 à 20"),
        ("mode: moyene", "mode: moyenne", "regle > mode : « moyene » n'est pas connu ; attendu : blocs, moyenne"),
        ("{bloc: BC02}", '{bloc: BC02, seuil: "12"}', "regle > epreuve_finale : il manque : seuil"),
        ("facultatif: oui", "facultative: oui", "unites > n° 3 : clé inconnue : « facultatif »"),
    ],
)
def test_a_fault_of_the_file_is_said_with_its_line(wrong: str, right: str, message: str) -> None:
    text = CERTIFIER.replace(right, wrong)
    assert (line_of(text, wrong), True) in [(line, said.startswith(message)) for line, said in faults(text)]


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("[BC09]", "[BC02]", "regle > blocs_obligatoires : « BC09 » n'est pas un bloc ; connus : BC01, BC02, BC03"),
        ("{BC03: ", "{BC01: ", "regle > coefficients : BC03 est facultatif, il n'entre pas dans la moyenne"),
        ("", '  seuil_moyenne: "12"\n', "regle : il manque seuil_moyenne, ce que la moyenne doit atteindre"),
        ("mode: blocs", "mode: moyenne", "regle : seuil_moyenne va avec le mode moyenne"),
        (
            '  blocs_requis: "2"\n',
            '  duree_validite: "4"\n',
            "regle : blocs_requis va avec le mode blocs ; une moyenne porte sur tous les blocs obligatoires",
        ),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(wrong: str, right: str, message: str) -> None:
    assert message in [said for _, said in faults(CERTIFIER.replace(right, wrong))]


@pytest.mark.parametrize(("required", "accepted"), [("0", False), ("1", True), ("2", True), ("3", False)])
def test_no_more_blocks_are_required_than_there_are(required: str, accepted: bool) -> None:
    head = CERTIFIER.split("regle:")[0]
    text = f'{head}regle: {{mode: blocs, article: art. 4, lecture: lu, blocs_requis: "{required}"}}\n'
    if accepted:
        assert lire_specialite(text, "soudeur.yaml").at().numbers.blocs_requis == int(required)
    else:
        assert "blocs_requis est de 1 à 2" in faults(text)[0][1]


def test_nor_among_the_numbers_of_a_file_nor_among_those_given_for_a_session(tmp_path: Path) -> None:
    number = '{valeur: "3", unite: nombre, article: art. 4, lecture: lu}'
    head = CERTIFIER.split("regle:")[0]
    assert (
        "au plus 2, le nombre de blocs obligatoires, reçu 3"
        in faults(f"{head}parametres: {{blocs_requis: {number}}}")[0][1]
    )
    given = tmp_path / "nombres.yaml"
    for dit in ("3", number):
        given.write_text(f"blocs_requis: {dit}", encoding="utf-8")
        with pytest.raises(InvalidInput, match="attendu entre 0 et 2, reçu 3"):
            remplacer(lire_specialite(CERTIFIER, "soudeur.yaml").at(), given, date(2026, 7, 1))


def test_a_block_is_required_once() -> None:
    head = CERTIFIER.split("regle:")[0]
    text = f"{head}regle: {{mode: blocs, article: art. 4, lecture: lu, blocs_obligatoires: [BC01, BC01]}}\n"
    assert "une liste sans élément répété" in faults(text)[0][1]


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            "  competence:",
            "  competences:",
            "unites > n° 1 : clé inconnue : « competence » (vouliez-vous « competences » ?)",
        ),
        ("niveau: {nfs: 312t}", "niveau: {ancien: IV, nsf: 312t}", "niveau : clé inconnue : « nfs »"),
        ("premiere_session: an", "premiere_session: 2013", "premiere_session : reçu « an » ; attendu : une année"),
    ],
)
def test_a_fault_of_a_title_is_said_with_its_line(wrong: str, right: str, message: str) -> None:
    text = TITLE.replace(right, wrong, 1)
    assert (line_of(text, wrong), True) in [(line, said.startswith(message)) for line, said in faults(text)]


def test_a_title_has_no_coefficient() -> None:
    text = TITLE.replace("- code: CCP1\n", '- code: CCP1\n  coefficient: {valeur: "2", article: x, lecture: lu}\n')
    assert faults(text)[0][1].startswith("unites > n° 1 : clé inconnue : « coefficient »")


@pytest.mark.parametrize("name", ["cap/specialites/cap_electricien.yaml", "bac_pro/specialites/RNCP35697.yaml"])
def test_a_diploma_whose_professional_average_decides_says_which_units_are_professional(name: str) -> None:
    path = resources.files("laureat.reglements")
    for part in name.split("/"):
        path = path / part
    text = path.read_text(encoding="utf-8")
    nobody = text.replace("professionnelle: oui", "professionnelle: non")
    assert nobody != text
    assert ["aucune n'est dite professionnelle" in message for _line, message in faults(nobody)] == [True]


@pytest.mark.parametrize("group", ["1", "2"])
def test_a_diploma_with_orals_says_between_which_units_each_is_chosen(group: str) -> None:
    path = resources.files("laureat.reglements") / "bac_pro" / "specialites" / "RNCP35697.yaml"
    text = path.read_text(encoding="utf-8")
    none = text.replace(f", controle: {group},", ",")
    assert none != text
    assert [f"« controle: {group} »" in message for _line, message in faults(none, brought)] == [True]
    assert lire_specialite(none, "gardé.yaml")


@pytest.mark.parametrize(("family", "file"), [("bac_pro", "RNCP35697"), ("cap", "cap_electricien")])
def test_an_examination_that_every_speciality_has_says_what_rules_ask_of_it(family: str, file: str) -> None:
    """An absence in EPS opened a replacement test, that the law gives for all examinations but this one."""
    path = resources.files("laureat.reglements") / family / "specialites" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    silent = text.replace("remplacement: non, traits: [eps],", "")
    assert silent != text
    line = next(
        number for number, told in enumerate(silent.splitlines(), 1) if "Éducation physique et sportive" in told
    )
    told = faults(silent, brought)
    assert [at for at, _message in told] == [line, line]
    assert ["« traits: [eps] »" in told[0][1], "« remplacement: non »" in told[1][1]] == [True, True]


def test_a_bac_pro_says_where_its_periods_in_a_firm_are_assessed() -> None:
    path = resources.files("laureat.reglements") / "bac_pro" / "specialites" / "RNCP35697.yaml"
    silent = path.read_text(encoding="utf-8").replace(", traits: [pfmp]", "")
    (fault,) = faults(silent, brought)
    assert "« traits: [pfmp] » ; l'indiquer pour l'épreuve qui évalue les périodes" in fault[1]


def test_the_last_session_is_not_before_the_first() -> None:
    (fault,) = faults(CERTIFIER.replace("session_courante: 2026", "session_courante: 2024\nderniere_session: 2020"))
    assert "2020 est avant premiere_session, 2024" in fault[1]


@pytest.mark.parametrize(
    ("current", "told"),
    [
        ("2023", "session_courante : 2023 est avant premiere_session, 2024"),
        ("1999", "session_courante : 1999 est avant premiere_session, 2024"),
        ("2026\nderniere_session: 2025", "session_courante : 2026 est après derniere_session, 2025"),
    ],
)
def test_the_session_meant_by_default_is_one_that_the_text_governs(current: str, told: str) -> None:
    text = CERTIFIER.replace("session_courante: 2026", f"session_courante: {current}")
    assert [message for _line, message in faults(text)] == [told]


def test_a_number_is_not_given_for_years_that_no_session_has() -> None:
    with pytest.raises(ValueError, match="jusqua, 2020, est avant depuis, 2030"):
        parametre(
            "x", {"valeur": "4", "unite": "ans", "article": "a", "lecture": "lu", "depuis": "2030", "jusqua": "2020"}
        )


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("unité U1 : nom vide", ("unites", 0)),
        ("unité U2 : deux fois", ("unites", 3)),
        ("coefficient_U3 : trop grand", ("unites", 2, "coefficient")),
        ("unité U9 : inconnue", ("unité U9",)),
        ("seuil : trop bas", ("parametres", "seuil")),
        ("regle > mode : inconnu", ("regle", "mode")),
    ],
)
def test_a_fault_is_placed_where_it_was_written_the_second_time_for_what_is_there_twice(
    message: str, place: tuple[object, ...]
) -> None:
    data = {"unites": [{"code": code} for code in ("U1", "U2", "U3", "U2")], "parametres": {"seuil": {}}}
    assert _lieu(message, data) == place


@pytest.mark.parametrize(("value", "within"), [(299, False), (300, True), (450, True), (600, True), (601, False)])
def test_a_number_still_to_be_read_lies_within_its_bounds_both_included(value: int, within: bool) -> None:
    number = reglement("RNCP35697").at(2026).parameters["coefficient_U2"]
    assert number.bounds == (300, 600)
    assert hors_bornes(number, value) == (
        "" if within else f"attendu entre 3 et 6, reçu {number.written(value)} ; relire le texte"
    )


@pytest.mark.parametrize(
    ("said", "name"),
    [
        *(('BC01: "2"', "coefficients > BC01"), ('seuil_moyenne: "12"', "seuil_moyenne")),
        *(('seuil: "12"', "epreuve_finale > seuil"), ('duree_validite: "4"', "duree_validite")),
    ],
)
def test_a_number_without_end_is_a_fault_and_is_cut_where_a_message_quotes_it(said: str, name: str) -> None:
    endless = said.rpartition('"')[0].rpartition('"')[0] + f'"1{"0" * 5000}"'
    told = " ".join(message for _, message in faults(CERTIFIER.replace(said, endless)))
    assert f"{name} : " in told
    assert "« 1000" in told
    assert len(told) < 300
    assert len(" ".join(message for _, message in faults(f"famille: 1{'0' * 5000}"))) < 300


@pytest.mark.parametrize(
    ("family", "before", "after"),
    [
        ("certifier", "titre: Soudeur", "titre: null"),
        ("certifier", "intitule: Souder", "intitule: null"),
        ("certifier", "code: BC03, bloc: BC03", "code: null, bloc: BC03"),
        ("title", "titre: Commercial", "titre: null"),
        ("marked", "code: UG2", "code: null"),
        ("marked", "intitule: Cuisine", "intitule: null"),
        ("marked", 'article: "un arrêté"', "article: null"),
    ],
)
def test_a_name_that_the_text_is_silent_on_is_asked_and_never_printed(family: str, before: str, after: str) -> None:
    """« null » stands for a number or a date that nobody read: no unit, title or article is called so."""
    text = {"certifier": CERTIFIER, "title": TITLE, "marked": MARKED}[family]
    assert before in text
    wrong = text.replace(before, after, 1)
    line, message = next(iter(faults(wrong)))
    assert line == line_of(wrong, after)
    assert "null" in message


def test_the_bounds_of_a_coefficient_are_coefficients() -> None:
    wrong = MARKED.replace('valeur: "3"', 'valeur: "3", bornes: ["-1", "4"]')
    assert "un coefficient est plus grand que zéro, reçu « -1 »" in faults(wrong)[0][1]
