"""What the sheets of the register say of their juries, route by route: real texts, and turns of phrase."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laureat.jury import Jury, examine
from laureat.jury.law import Requirement, Ruling, Unknown
from laureat.jury.members import Fonction, Member, Qualite
from laureat.register import bundled, read_fiches
from laureat.reglements.bac_pro import jury as bac_pro
from laureat.reglements.capitalisation import jury as capitalisation
from laureat.reglements.jury import LoiDuJury, TexteDeFiche, lire_composition
from laureat.reglements.jury.comparaison import _pesee
from laureat.reglements.jury.lexique import mentions
from laureat.reglements.titre_professionnel import jury as titre_professionnel
from laureat.rules import ParameterValues
from laureat.vocabulary import InvalidInput, VoieAcces

DAY = dt.date(2026, 6, 1)

REAL = {
    ("RNCP34762", "FI"): {
        "FICHE-NOMINATION",
        "FICHE-PRESIDENT",
        "FICHE-PRESIDENT-EC",
        "FICHE-MIN-ENS/PERS",
        "FICHE-MIN-EXT",
    },
    ("RNCP35625", "FI"): {"FICHE-MIN-ENS", "FICHE-MIN-EC", "FICHE-MIN-INT", "FICHE-MIN-PRO"},
    ("RNCP35625", "VAE"): {"FICHE-MIN-ENS", "FICHE-MIN-INT", "FICHE-MIN-PRO"},
    ("RNCP37488", "FC"): {
        "FICHE-PARITE",
        "FICHE-EGALITE",
        "FICHE-MIN-PUBLIC",
        "FICHE-MIN-PRIVE",
        "FICHE-MIN-PRO",
    },
    ("RNCP36612", "CA"): {
        "FICHE-PRESIDENT",
        "FICHE-PRESIDENT-PRO",
        "FICHE-MIN-PRO",
        "FICHE-MIN-INT",
        "FICHE-EFFECTIF",
    },
    ("RNCP36490", "CL"): {"FICHE-EFFECTIF", "FICHE-PRESIDENT", "FICHE-PRESIDENT-INT", "FICHE-MIN-PRO-EXT"},
    ("RNCP37873", "CQ"): {"FICHE-NOMINATION", "FICHE-TOUS-PRO"},
    ("RS6232", "FC"): {"FICHE-MIN-INT", "FICHE-MIN-PRO", "FICHE-EFFECTIF"},
    ("RS6547", "FC"): {"FICHE-MIN-MEMBRE-EXT", "FICHE-MIN-INT", "FICHE-EFFECTIF"},
    ("RS5568", "FI"): {"FICHE-EFFECTIF", "FICHE-MIN-PRO"},
    ("RS7485", "CL"): {"FICHE-EFFECTIF", "FICHE-MIN-PRO", "FICHE-MIN-INT"},
}


@pytest.fixture(scope="module")
def sheets(formats: Path) -> dict[str, dict[str, str]]:
    """The jury texts of the sheets of the public export, by number and route."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted((formats / "rncp").glob("*.xml")):
        for fiche in read_fiches(file):
            found[fiche.numero] = {
                route.value: getattr(fiche.voies_acces, route.value).jury or "" for route in VoieAcces
            }
    return found


@pytest.mark.parametrize(("key", "rules"), REAL.items(), ids=[" ".join(key) for key in REAL])
def test_real_sheets_give_their_rules(key: tuple[str, str], rules: set[str], sheets: dict[str, dict[str, str]]) -> None:
    numero, route = key
    read = lire_composition(sheets[numero][route], numero, route)
    assert {rule.id for rule in read.regles} - {"FICHE-ABSENCES"} == rules


def test_what_the_real_sheets_leave_unread_is_said_and_nothing_else(sheets: dict[str, dict[str, str]]) -> None:
    unread = {
        sentence
        for numero, routes in sheets.items()
        for route, text in routes.items()
        for sentence in lire_composition(text, numero, route).incompris
    }
    assert len(unread) == 2
    assert any("VAP" in sentence for sentence in unread)
    assert any("entretien devant un jury" in sentence for sentence in unread)


@pytest.mark.parametrize("route", list(VoieAcces))
def test_the_sheet_of_the_diploma_says_the_same_as_its_code_on_every_route(route: VoieAcces) -> None:
    access = getattr(bundled("RNCP35697").voies_acces, route.value)
    law = bac_pro.droit(route, DAY, TexteDeFiche("RNCP35697", access.jury))
    assert not law.not_understood
    assert law.notes[0].endswith("mêmes règles que R-JURY-03a, R-JURY-03b, R-JURY-03c, R-JURY-03d.")
    assert not [rule.id for rule in law.rules if rule.id.startswith("FICHE")]


def test_a_sheet_that_asks_another_share_is_said_to_differ_and_both_apply() -> None:
    text = "Le jury comprend, pour un quart au moins, des membres de la profession."
    law = bac_pro.droit(VoieAcces.FI, DAY, TexteDeFiche("RNCP0", text))
    assert any("diffèrent sur : part des professionnels" in note for note in law.notes)
    assert {"R-JURY-03c", "FICHE-PART-PRO"} <= {rule.id for rule in law.rules}


@pytest.mark.parametrize("law", [capitalisation.LOI, bac_pro.LOI, titre_professionnel.LOI])
def test_a_route_that_the_sheet_does_not_open_gives_no_verdict(law: LoiDuJury) -> None:
    with pytest.raises(InvalidInput, match="la fiche RNCP0 n'ouvre pas la voie CL"):
        law.droit(VoieAcces.CL, DAY, TexteDeFiche("RNCP0", "", ouverte=False))


def test_a_sheet_that_says_nothing_of_a_route_asks_for_two_members_and_says_so() -> None:
    law = capitalisation.droit(VoieAcces.CL, DAY, TexteDeFiche("RNCP0", "", ouverte=None))
    assert any("ne dit rien du jury pour la voie CL" in note for note in law.notes)
    assert "R-JURY-MIN" in {rule.id for rule in law.rules}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le jury est composé de trois membres dont deux professionnels", {"EFFECTIF": 3, "MIN-PRO": 2}),
        ("Jury de 4 membres minimum : 2 employeurs, 2 salariés", {"EFFECTIF": 4, "MIN-EMPL": 2, "MIN-SAL": 2}),
        (
            "Un président, deux employeurs et deux salariés",
            {"PRESIDENT": 1, "MIN-EMPL": 2, "MIN-SAL": 2, "EFFECTIF": 5},
        ),
        ("<p>Le jury&nbsp;est composé&nbsp;:</p><ul><li>de 2 formateurs</li><li>d'un salarié</li></ul>", None),
        ("Le jury est présidé par un chef d'entreprise", {"PRESIDENT": 1, "PRESIDENT-EMPL": 0}),
        ("Il est composé de deux tiers de professionnels et d'un tiers de formateurs", {"PART-PRO": 0, "PART-ENS": 0}),
        ("Les membres du jury n’ont aucun lien avec le candidat", {"LIENS": 0}),
        ("Des experts, sans voix délibérative, peuvent être invités", {}),
        ("Au moins 50 % des membres du jury sont extérieurs à l'organisme", {"PART-MEMBRE-EXT": 0}),
        ("Autant d'employeurs que de salariés", {"EGALITE": 0}),
        (
            "4 membres : 2 professionnels, dont un président, et 2 formateurs",
            {"EFFECTIF": 4, "PRESIDENT": 1, "MIN-PRO": 2, "MIN-ENS": 2},
        ),
        ("Un président ; 2 membres qualifiés", {"PRESIDENT": 1, "MIN-MEMBRE": 2, "EFFECTIF": 3}),
        ("Un président et deux assesseurs", {"PRESIDENT": 1, "MIN-MEMBRE": 2, "EFFECTIF": 3}),
        ("2 professionnels et au plus 1 formateur", {"MIN-PRO": 2, "MAX-ENS": -1}),
        ("De 2 à 4 professionnels", {"MIN-PRO": 2, "MAX-PRO": -4}),
        ("Jury paritaire employeurs / salariés désigné par la branche", {"EGALITE": 0}),
        ("2 professionnels nommés par la branche", {"MIN-PRO": 2}),
        ("Un professionnel et un formateur n'ayant pas formé le candidat", {"LIENS": 0, "MIN-PRO": 1, "MIN-ENS": 1}),
        ("Jury de 3 personnes dont 2 tiers extérieurs", {"EFFECTIF": 3, "PART-EXT": 0}),
        ("2 jurés minimum dont 1 externe", {"EFFECTIF": 2, "MIN-EXT": 1}),
        ("Le jury est composé de 2 ou 3 professionnels", {"TOUS-PRO": 0, "EFFECTIF": 2, "EFFECTIF-MAX": -3}),
        (
            "Présidence : un professionnel. Membres : 2 formateurs",
            {"PRESIDENT": 1, "PRESIDENT-PRO": 0, "MIN-ENS": 2, "EFFECTIF": 3},
        ),
        (
            "Le jury, nommé par la branche, est composé de 2 employeurs et 2 salariés",
            {"MIN-EMPL": 2, "MIN-SAL": 2, "EFFECTIF": 4},
        ),
        (
            "Président + 2 professionnels + 1 formateur",
            {"PRESIDENT": 1, "MIN-PRO": 2, "MIN-ENS": 1, "EFFECTIF": 4},
        ),
        (
            "1 président (voix prépondérante), 1 expert sans voix délibérative et 2 formateurs",
            {"PRESIDENT": 1, "MIN-ENS": 2, "EFFECTIF": 3},
        ),
    ],
)
def test_turns_of_phrase(text: str, expected: dict[str, int] | None) -> None:
    read = lire_composition(text, "RNCP0", "FI")
    found = {rule.id.removeprefix("FICHE-"): rule.bound for rule in read.regles if isinstance(rule, Requirement)}
    assert found == ({"MIN-ENS": 2, "MIN-SAL": 1, "EFFECTIF": 3} if expected is None else expected)
    assert not read.incompris


@pytest.mark.parametrize(
    "text",
    [
        "La validation se fait après un entretien",
        "Le quorum est de trois membres",
        "Un suppléant est désigné pour chaque membre",
        "Voir le règlement de la certification",
    ],
)
def test_what_is_no_composition_is_not_understood_rather_than_guessed(text: str) -> None:
    read = lire_composition(text, "RNCP0", "FI")
    assert read.incompris == [text]
    assert [rule.id for rule in read.regles] == ["FICHE-ABSENCES"]


@pytest.mark.parametrize(
    "text",
    [
        "Idem",
        "Composition identique à celle de la voie VAE",
        "75 % de membres extérieurs, ou leurs suppléants",
        "Deux professionnels et un nombre impair de membres",
        "Deux professionnels ; un tiers au moins sont des femmes",
        "3 personnes, dont une au moins n'a pas formé le candidat",
        "3 personnes, dont 2 n'appartenant pas à l'organisme",
        "Deux professionnels (un employeur, un salarié) et un formateur",
    ],
)
def test_a_jury_of_which_the_sheet_is_not_read_whole_is_never_plainly_lawful(text: str) -> None:
    law = capitalisation.droit(VoieAcces.FI, DAY, TexteDeFiche("RNCP0", text))
    jury = Jury((Member("A", Qualite.EMPLOYEUR), Member("B", Qualite.SALARIE), Member("C", Qualite.ENSEIGNANT_PUBLIC)))
    found = examine(jury, law)
    assert [verdict.regle for verdict in found.unsettled] == ["FICHE-A-LIRE"]
    assert found.lawful
    assert not found.silent


def test_a_share_beside_the_president_does_not_count_the_president() -> None:
    law = capitalisation.droit(VoieAcces.FI, DAY, TexteDeFiche("RNCP0", "50 % de professionnels (hors président)"))
    jury = Jury(
        (
            Member("A", Qualite.EMPLOYEUR, Fonction.PRESIDENT),
            Member("B", Qualite.SALARIE),
            Member("C", Qualite.ENSEIGNANT_PUBLIC),
            Member("D", Qualite.ENSEIGNANT_PUBLIC),
        )
    )
    assert [v.regle for v in examine(jury, law).verdicts if v.verdict is Ruling.MANQUE] == ["FICHE-PART-PRO"]


WORDS = (
    "le jury est composé de : d' un deux trois 7 au moins tiers quart moitié 50 % membres professionnels employeurs "
    "salariés en nombre égal parmi les et dont président présidé par enseignant-chercheur professeurs appartenant à "
    "l'enseignement public privé sous contrat sauf impossibilité , ; . ( ) extérieurs interne personnalités qualifiées "
    "parité femmes hommes majorité <p> </p> 1° - nommé absence délibérer valablement suppléant tripartite y compris"
)


@settings(max_examples=200, deadline=None, database=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=30), st.sampled_from(list(VoieAcces)))
def test_any_text_is_read_or_said_and_every_rule_has_its_own_name(words: list[str], route: VoieAcces) -> None:
    law = bac_pro.droit(route, DAY, TexteDeFiche("RNCP0", " ".join(words)))
    assert len({rule.id for rule in law.rules}) == len(law.rules)
    assert all(rule.text for rule in law.rules)


def test_a_rule_told_the_other_way_round_or_in_double_weighs_the_same() -> None:
    law = bac_pro.droit(VoieAcces.FI, dt.date(2026, 6, 1))
    parity = next(rule for rule in law.requirements(sitting=False) if rule.exact)
    p = law.parameters.values_only

    def by(factor: int, rule: Requirement) -> Requirement:
        def weigh(member: Member, p: ParameterValues) -> int | Unknown:
            low, high = sorted(factor * one for one in rule.weight(member, p))
            return low if low == high else Unknown(low, high)

        return replace(rule, weigh=weigh, bound=factor * rule.bound_in(p))

    assert [_pesee(by(factor, parity), p) == _pesee(parity, p) for factor in (-1, 2, -3)] == [True] * 3
    assert _pesee(replace(parity, bound=7), p) != _pesee(parity, p)
    (third, *_) = [rule for rule in law.requirements(sitting=False) if not rule.exact]
    assert _pesee(by(2, third), p) == _pesee(third, p) != _pesee(by(-1, third), p)


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ("un employeur ou un salarie ou un enseignant, et un employeur", 2),
        ("un employeur ou un salarie, et un enseignant", 2),
        ("un employeur, un salarie et un enseignant", 3),
        ("un employeur ou un salarie", 1),
    ],
)
def test_groups_told_as_alternatives_make_one_however_many_they_are(words: str, groups: int) -> None:
    assert len(list(mentions(words))) == groups


@pytest.mark.parametrize(
    "text",
    [
        *("1/0 de professionnels", "0/3 de professionnels", "150% de professionnels", "5/3 de formateurs"),
        *("un tiers à la moitié de formateurs", "de 30% à 50% de professionnels", "0,5 professionnel"),
        *("3 à 2 professionnels", "50", "Le jury est composé d'un jury"),
    ],
)
def test_a_number_that_no_rule_says_is_quoted_and_never_makes_a_jury_unlawful(text: str) -> None:
    read = lire_composition(text, "RNCP0", "FI")
    assert read.incompris == [text]
    assert not [rule for rule in read.regles if isinstance(rule, Requirement)]
    (to_read,) = read.a_lire
    jury = Jury(tuple(Member(f"M{n}", Qualite.EMPLOYEUR, prenom="P") for n in range(3)))
    law = capitalisation.droit(VoieAcces.FI, DAY, TexteDeFiche("RNCP0", text))
    told = {verdict.regle: verdict.verdict for verdict in examine(jury, law).verdicts}
    assert told[to_read.id] is Ruling.INDETERMINE


EMPLOYER, EMPLOYEE, TRAINER = Qualite.EMPLOYEUR, Qualite.SALARIE, Qualite.ENSEIGNANT_CFA


@pytest.mark.parametrize(
    ("text", "lawful", "unlawful"),
    [
        ("2 professionnels. Les membres du jury n’ont aucun lien avec le candidat", [EMPLOYER, EMPLOYEE], None),
        ("Autant d'employeurs que de salariés", [EMPLOYER, EMPLOYEE], [EMPLOYER, EMPLOYER]),
        ("2 professionnels et au plus 1 formateur", [EMPLOYER] * 2 + [TRAINER], [EMPLOYER] * 2 + [TRAINER] * 2),
        ("De 2 à 4 professionnels", [EMPLOYER] * 4, [EMPLOYER] * 5),
        ("Le jury est composé de 2 ou 3 professionnels", [EMPLOYER] * 3, [EMPLOYER, EMPLOYER, TRAINER]),
        ("Jury de 3 membres dont deux tiers de professionnels", [EMPLOYER] * 2 + [TRAINER], [EMPLOYER] + [TRAINER] * 2),
    ],
)
def test_what_a_sheet_asks_holds_of_one_jury_and_not_of_another(
    text: str, lawful: list[Qualite], unlawful: list[Qualite] | None
) -> None:
    """``unlawful`` None: the lawful one again, of which one member is tied to a candidate."""
    law = capitalisation.droit(VoieAcces.FI, DAY, TexteDeFiche("RNCP0", text))

    def missing(qualities: list[Qualite], tie: str = "") -> list[str]:
        people = [Member(f"M{n}", one, prenom="P", lien=tie * (n == 0)) for n, one in enumerate(qualities)]
        found = examine(Jury(tuple(people), arrete="arrêté"), law).verdicts
        return [one.regle for one in found if one.verdict is Ruling.MANQUE and one.regle.startswith("FICHE")]

    assert missing(lawful) == []
    assert missing(unlawful) if unlawful else missing(lawful, tie="ancien tuteur") == ["FICHE-LIENS"]
