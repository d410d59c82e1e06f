"""A file of grids: every fault is told at its line; an edition that served is frozen."""

from pathlib import Path

import pytest
import yaml

from laureat.grilles import Entry, check_frozen, migrate, read_grids
from laureat.grilles.loading import fingerprint
from laureat.grilles.telling import parameters_told
from laureat.vocabulary import InvalidInput

SOUND = """\
- grille: RNCP1-U1
  edition: "1"
  statut: hypothese
  niveaux: {codes: ["0", "1", "2"], valeurs: [0, 1, 2], noms: [non, partiel, oui], non_evalue: NE}
  calcul:
    mode: pondere
    arrondi: {pas: "0,5", sens: superieur, moment: fin}
  situations:
  - {code: S1, forme: ccf, poids: 1}
  competences:
  - code: C1
    poids: 100
    texte: Régler
    criteres:
    - {code: C1.1, poids: 60, texte: Poste conforme}
    - {code: C1.2, poids: 40, texte: Réglages vérifiés}
"""

FAULTS = {
    "poids: 60": ("poids: 50", 11, "les poids de ses critères font 90, et non 100"),
    "poids: 100": ("poids: 90", 10, "les poids des compétences font 90, et non 100"),
    '"0", "1", "2"': ('"0", "1", "1"', 4, "niveau 1 : ce code, ou un autre qui se tape pareil, est déjà donné"),
    "C1.2, poids": ("C1.1, poids", 16, "critère C1.1 : ce code est déjà donné"),
    "valeurs: [0, 1, 2], ": ("", 4, "il manque « valeurs »"),
    "valeurs: [0, 1, 2]": ("valeurs: [0, 0, 0]", 4, "toutes les valeurs sont égales"),
    'pas: "0,5"': ('pas: "0,005"', 7, "n'est pas un nombre entier de centièmes"),
    "sens: superieur": ("sens: haut", 7, "« haut » n'est pas connu ; attendu : superieur"),
    "mode: pondere": ("mod: pondere", 6, "clé inconnue : « mod »"),
    "texte: Poste conforme": ("texte: Poste, indispensable: {seuil: 9, effet: signaler}", 15, "niveau inconnu « 9 »"),
    "texte: Réglages": ("paliers: [{des: 1, niveau: '1'}], indicateurs: [a], texte: R", 16, "part de 0"),
    "forme: ccf": ("forme: ccf, hors_champ: [C9]", 9, "ni compétence ni critère"),
    "statut: hypothese": ("statut: officielle", 3, "« officielle » n'est pas connu"),
}


NO_RIGHT_MARK = [
    ('pas: "0,5"', 'pas: "0,3"', 7, "le total, 20, n'est pas un multiple du pas 0,3"),
    ('pas: "0,5"', 'pas: "30"', 7, "n'est pas un multiple du pas 30"),
    ("mode: pondere", 'mode: pondere\n    pas_saisi: "0,3"', 7, "n'est pas un multiple du pas 0,3"),
    ("moment: fin", "depuis: 2028, jusqua: 2026", 7, "« jusqua » (2026) est avant « depuis » (2028)"),
    ("mode: pondere", "mode: pondere\n    composition: memoire\n    garde: [2]", 8, "une part gardée est entre 0 et 1"),
    ("poids: 1}", "poids: 0, seule: oui}", 9, "le poids est nul"),
    ("poids: 1}", "poids: 1, hors_champ: [C1]}", 9, "rien de ce qui compte n'y est évalué"),
    ("poids: 1}", "poids: 1, hors_champ: [C1.1, C1.2]}", 9, "rien de ce qui compte n'y est évalué"),
    ('"0", "1", "2"', '"0", "1", "1.0"', 4, "un autre qui se tape pareil"),
    ("code: C1.2", "code: c1.1", 16, "critère c1.1 : ce code est déjà donné"),
    ('edition: "1"', 'edition: "1\\n"', 2, "tient sur une ligne"),
    ("grille: RNCP1-U1", 'grille: "RNCP1-U1\\n"', 1, "un code court"),
    (
        "texte: R",
        "paliers: [{des: 0, niveau: '0'}, {des: 5, niveau: '2'}], indicateurs: [a, b], texte: R",
        16,
        "2 indic",
    ),
    (
        "texte: R",
        "paliers: [{des: 0, niveau: '2'}, {des: 1, niveau: '0'}], indicateurs: [a, b], texte: Vu r",
        16,
        "vaut moins",
    ),
    ("code: C1.2", f"code: C{'1' * 40}", 16, "a 41 caractères : 36 au plus"),
    ('edition: "1"', f"edition: e{'1' * 90}", 2, "a 91 caractères : 80 au plus"),
    ("statut: hypothese", "statut: hypothese\n  signataires: {minimum: 0}", 4, "une au moins"),
]
"""What a file may not say, because no right mark would come of it: what is written, what for, the line, the words."""


@pytest.mark.parametrize(("old", "new", "line", "told"), NO_RIGHT_MARK)
def test_a_grid_that_no_right_mark_could_come_of_is_refused(old: str, new: str, line: int, told: str) -> None:
    assert old in SOUND
    where = SOUND.rindex(old) if old == "texte: R" else SOUND.index(old)
    with pytest.raises(InvalidInput) as refused:
        read_grids(SOUND[:where] + new + SOUND[where + len(old) :], "grille.yaml")
    found = [(problem.line, problem.message) for problem in refused.value.problems]
    assert any(at == line and told in message for at, message in found), found


@pytest.mark.parametrize("levels", ["codes: [acquis, non_acquis]", "codes: [non, oui], valeurs: [1, 1]"])
def test_a_binary_grid_says_which_of_its_levels_is_acquired(levels: str) -> None:
    told = (
        f"grille: B\nedition: '1'\nstatut: hypothese\nniveaux: {{{levels}}}\ncalcul: {{mode: binaire}}\n"
        "situations: [{code: S, forme: oral}]\n"
        "competences: [{code: A, texte: une, criteres: [{code: A1, texte: a}]}]\n"
    )
    with pytest.raises(InvalidInput, match=r"valeurs: \[0, 1\]"):
        read_grids(told, "b.yaml")
    (sound,) = read_grids(told.replace(levels, "codes: [non, oui], valeurs: [0, 1]"), "b.yaml")
    assert [level.value for level in sound.levels] == [0, 1]


def test_two_grids_whose_codes_differ_by_their_capitals_are_one() -> None:
    with pytest.raises(InvalidInput, match="déjà donnée dans ce fichier"):
        read_grids(SOUND + SOUND.replace("RNCP1-U1", "rncp1-u1"), "deux.yaml")


@pytest.mark.parametrize("old", FAULTS)
def test_a_fault_is_told_in_french_at_its_line(old: str) -> None:
    new, line, told = FAULTS[old]
    assert old in SOUND
    with pytest.raises(InvalidInput) as refused:
        read_grids(SOUND.replace(old, new, 1), "grille.yaml")
    found = [(problem.line, problem.message) for problem in refused.value.problems]
    assert any(at == line and told in message for at, message in found), found


def test_all_the_faults_of_a_file_are_told_at_once() -> None:
    spoilt = SOUND.replace("poids: 60", "poids: 50").replace("poids: 100", "poids: 90").replace("C1.2", "C1.1")
    with pytest.raises(InvalidInput) as refused:
        read_grids(spoilt, "grille.yaml")
    assert len(refused.value.problems) == 3


def test_a_file_may_hold_one_grid_alone_and_the_unit_is_in_its_code() -> None:
    (grid,) = read_grids(yaml.safe_dump(yaml.load(SOUND, yaml.BaseLoader)[0]), "seule.yaml")
    assert grid.unit == "U1"
    assert grid == read_grids(SOUND, "grille.yaml")[0]


def test_the_layout_of_a_file_changes_nothing_of_its_fingerprint_and_a_word_does() -> None:
    told = yaml.load(SOUND, yaml.BaseLoader)[0]
    assert fingerprint(told) == fingerprint(dict(reversed(told.items())))
    assert fingerprint(told) != fingerprint({**told, "edition": "2"})


def test_an_edition_that_served_is_frozen_and_a_new_one_is_not() -> None:
    (grid,) = read_grids(SOUND, "grille.yaml")
    (changed,) = read_grids(SOUND.replace("Régler", "Régler le poste"), "grille.yaml")
    (edition,) = read_grids(
        SOUND.replace('edition: "1"', 'edition: "2"').replace("Régler", "Régler le poste"), "g.yaml"
    )
    used = {(grid.code, grid.edition): grid.fingerprint}
    check_frozen([grid, edition], used)
    with pytest.raises(InvalidInput, match="une correction fait une nouvelle édition"):
        check_frozen([changed], used)


def test_passing_to_another_edition_is_an_act_that_tells_what_it_leaves() -> None:
    (old,) = read_grids(SOUND, "grille.yaml")
    (new,) = read_grids(SOUND.replace('edition: "1"', 'edition: "2"').replace("C1.2", "C1.3"), "grille.yaml")
    entries = [Entry("c", "S1", "1", "a", "", code, "1", code) for code in ("C1.1", "C1.2")]
    carried = migrate(entries, old, new, criteria={}, author="b", at="2026-11-26T10:00:00Z")
    assert [(one.edition, one.criterion, one.assessor) for one in carried.entries] == [("2", "C1.1", "b")]
    assert carried.left == ("c, S1, C1.2 : « 1 »",)
    renamed = migrate(entries, old, new, criteria={"C1.2": "C1.3"}, author="b", at="")
    assert [one.criterion for one in renamed.entries] == ["C1.1", "C1.3"]
    assert not renamed.left


def test_the_proposal_of_the_field_is_read_as_it_was_written() -> None:
    text = (Path(__file__).parent / "cas" / "proposition.yaml").read_text(encoding="utf-8")
    project, mathematics = read_grids(text, "proposition.yaml")
    assert project.situation("P").alone
    assert [one.national for one in mathematics.competences][:2] == ["s'approprier", "analyser-réaliser"]


def test_a_parameter_of_the_computation_says_its_status_and_its_source_and_is_a_hypothesis_otherwise() -> None:
    vouched = 'statuts: {couverture_min: {statut: verifie, source: "arrêté du 4 mai, article 3"}}'
    (grid,) = read_grids(
        SOUND.replace("    mode: pondere", f"    mode: pondere\n    couverture_min: 70\n    {vouched}"), "g"
    )
    assert parameters_told(grid, grid.calculation.rounding(2026)) == [
        "Un seul arrondi, au demi-point supérieur (hypothèse).",
        "Pas de note sous 70 % des poids évalués (vérifié, arrêté du 4 mai, article 3).",
        "NE : le poids va aux autres lignes (hypothèse).",
    ]
    with pytest.raises(InvalidInput):
        read_grids(
            SOUND.replace("    mode: pondere", "    mode: pondere\n    statuts: {couverture_min: {statut: sûr}}"), "g"
        )
