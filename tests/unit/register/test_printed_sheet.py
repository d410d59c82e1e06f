"""Printed sheets other than the first one, and the same sheet printed otherwise."""

import re
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laureat.register import Fiche, bundled, read_fiches, read_printed
from laureat.vocabulary import InvalidInput

SHEET = """Répertoire national des certifications professionnelles
TP - Agent de fabrication d’objets
imaginaires

Inactive

N° de fiche
RNCP99001

Nomenclature du niveau de qualification : Niveau 3

Code(s) NSF :

- 251s : Mécanique générale

Formacode(s) :

- 31632 : Productique

Date d’échéance de l’enregistrement : 31-02-2024

CERTIFICATEUR(S)

Nom légal	SIRET	Nom commercial	Site internet
ASSOCIATION DES OBJETS
IMAGINAIRES	73282932000074	Imago	https://objets.example
ECOLE DU RÊVE	73282932000075	-	-

RÉSUMÉ DE LA CERTIFICATION

Objectifs et contexte de la certification :

Fabriquer des objets qui
n’existent pas.

Compétences attestées :

Monter un objet :

- Lire un plan
- Assembler des pièces

BLOCS DE COMPÉTENCES

RNCP99001BC01 - Monter un
objet

Liste de compétences	Modalités d’évaluation
<ul><li>Lire un plan</li><li>Assembler des pièces</li></ul>	<p>Mise en situation</p><p>Entretien avec le jury</p>

02 - Vendre un objet (bloc optionnel)

Liste de compétences	Modalités d’évaluation
- Présenter l’objet

Conclure

Étude de cas devant un jury

Description des modalités d'acquisition de la certification par capitalisation des blocs de compétences et/ou par
correspondance :

Tous les blocs obligatoires.

SECTEUR D’ACTIVITÉ ET TYPE D’EMPLOI

Secteurs d’activités :

Ateliers.

Code(s) ROME :

- H2909 - Montage-assemblage mécanique

VOIES D’ACCÈS

Pré-requis distincts pour les blocs de compétences :

Oui

Validité des composantes acquises :

5 ans

Voie d’accès à la certification	Oui	Non	Composition des jurys
Après un parcours de formation
sous statut d’élève ou d’étudiant		X	-
En contrat d’apprentissage	X		Deux professionnels et

un formateur.
Par expérience		X	-

	Oui	Non
Inscrite au cadre de la Nouvelle Calédonie		X
Inscrite au cadre de la Polynésie française	X

LIENS AVEC D’AUTRES CERTIFICATIONS PROFESSIONNELLES, CERTIFICATIONS OU HABILITATIONS

Bloc(s) de compétences concernés	Code et intitulé de la certification	Bloc(s) de compétences en correspondance
RNCP99001BC01	RNCP123 - Monteur	RNCP123BC02

CONDITIONS PARTICULIÈRES

Porter un chapeau.

BASE LÉGALE

Date de décision	17-03-2021
Durée de l’enregistrement en années	3

POUR PLUS D’INFORMATIONS

Statistiques :

Année d'obtention de la certification	Nombre de certifiés	Nombre de certifiés à la suite d’un parcours vae	Taux
2022	36	4	96
2021	12	-	inconnu

Nouvelle(s) certification(s) :

Code de la fiche	Intitulé de la certification remplaçante
RNCP99002	Agent d’objets réels
"""


@pytest.fixture(scope="module")
def other() -> Fiche:
    return read_printed(SHEET)


def test_another_printed_sheet_is_read(other: Fiche) -> None:
    assert (other.numero, other.niveau, other.actif) == ("RNCP99001", 3, False)
    assert other.intitule == "TP - Agent de fabrication d’objets imaginaires"
    assert other.abrege is not None
    assert other.abrege.code == "TP"
    assert [(c.nom, c.siret_valide, c.nom_commercial) for c in other.certificateurs] == [
        ("ASSOCIATION DES OBJETS IMAGINAIRES", True, "Imago"),
        ("ECOLE DU RÊVE", False, None),
    ]
    assert other.objectifs_contexte == "Fabriquer des objets qui n’existent pas."
    assert [code.code for code in (*(other.codes_nsf or ()), *(other.codes_rome or ()))] == ["251s", "H2909"]
    assert (other.prerequis_distincts_blocs, other.validite_composantes) == (True, "5 ans")
    assert (other.dates.decision, other.duree_enregistrement) == ("2021-03-17", 3)


def test_its_blocks_are_read(other: Fiche) -> None:
    first, second = other.blocs
    assert (first.intitule, first.facultatif) == ("Monter un objet", False)
    assert first.competences == ("Lire un plan", "Assembler des pièces")
    assert first.modalites == "Mise en situation\nEntretien avec le jury"
    assert first.modes is second.modes is None
    assert (second.cle, second.facultatif) == (("RNCP99001", "02"), True)
    assert second.competences == ("Présenter l’objet", "Conclure")
    assert second.modalites == "Étude de cas devant un jury"


def test_its_routes_territories_links_and_figures_are_read(other: Fiche) -> None:
    routes = other.voies_acces
    assert [route.ouverte for route in (routes.FI, routes.CA, routes.FC, routes.VAE)] == [False, True, None, False]
    assert (routes.CA.jury, routes.FI.jury) == ("Deux professionnels et un formateur.", None)
    overseas = other.validite_outre_mer
    assert (overseas.nouvelle_caledonie, overseas.polynesie_francaise) == (False, True)
    assert other.correspondances is not None
    assert (other.correspondances[0].numero, other.correspondances[0].blocs_correspondants) == (
        "RNCP123",
        ("RNCP123BC02",),
    )
    assert [(s.annee, s.certifies, s.certifies_vae) for s in other.statistiques or ()] == [
        (2022, 36, 4),
        (2021, 12, None),
    ]
    assert [new.numero for new in other.nouvelles_certifications or ()] == ["RNCP99002"]


def test_what_it_says_that_no_rule_reads_is_kept(other: Fiche) -> None:
    kept = [(item.emplacement, item.texte) for item in other.non_reconnu]
    assert ("CONDITIONS PARTICULIÈRES", "Porter un chapeau.") in kept
    assert ("Statistiques", "taux : 96") in kept


def test_what_it_says_that_is_wrong_is_told(other: Fiche) -> None:
    assert [fault.valeur for fault in other.anomalies] == ["31-02-2024", "73282932000075", "02"]


def test_a_table_drawn_with_bars_is_a_table() -> None:
    lines = [f"|{line.replace(chr(9), '|')}|" if "\t" in line else line for line in SHEET.splitlines()]
    assert read_printed("\n".join(lines)) == read_printed(SHEET)


def test_without_tabs_a_route_is_there_but_nothing_says_whether_it_is_open() -> None:
    fiche = read_printed(SHEET.replace("En contrat d’apprentissage\tX\t\t", "En contrat d’apprentissage X "))
    assert fiche.voies_acces.CA.ouverte is None
    assert fiche.voies_acces.CA.jury == "Deux professionnels et un formateur."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_of_the_text_is_found(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "fiche.dat"
    path.write_bytes(SHEET.replace("\n", "\r\n").encode(encoding))
    assert next(read_fiches(path)) == read_printed(SHEET)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"Bonjour", "N° de fiche"),
        (b"abc\0\0def", "ni du texte, ni du XML"),
        (b"N\xc2\xb0 de fiche\n\nplus tard\n\nBASE L\xc3\x89GALE", "ne donne pas de numéro"),
        (b'{"numero": 3', "JSON mal formé"),
        (b'{"numero": 3}', "numero : un texte est attendu"),
    ],
)
def test_what_is_no_sheet_is_refused_in_clear_words(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "autre.txt"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=re.escape(message)):
        list(read_fiches(path))


def test_a_number_that_does_not_come_with_the_package_is_unknown() -> None:
    with pytest.raises(KeyError):
        bundled("RNCP1")
    with pytest.raises(KeyError):
        bundled("../RNCP35697")


def _first_sheet() -> str:
    return (resources.files("laureat.register") / "fiches" / "RNCP35697.txt").read_text(encoding="utf-8")


def _straight(fiche: Fiche) -> str:
    return str(fiche.to_json()).replace("’", "'").replace("\\'", "'").replace('"', "'")


FIRST = bundled("RNCP35697")
# A line may be folded at any space that touches no dash, colon, bullet, ordinal or tag, outside of the rows of tables.
FOLDS = [
    match.start()
    for match in re.finditer(r"(?<=[a-zà-ÿ,]) (?=[a-zà-ÿ])", _first_sheet())
    if "<" not in _first_sheet()[match.start() - 30 : match.start() + 30]
    and "\t" not in _first_sheet()[_first_sheet().rfind("\n", 0, match.start()) + 1 : match.start()].split("<")[0][-1:]
]


HEADING = "N° de la fiche\tIntitulé de la certification remplacée"


@pytest.mark.parametrize("fold", [found.start() for found in re.finditer(" ", HEADING)])
def test_the_heading_of_the_other_sheets_folded_anywhere_is_a_heading(fold: int) -> None:
    text = _first_sheet()
    assert HEADING in text
    assert _straight(read_printed(text.replace(HEADING, f"{HEADING[:fold]}\n{HEADING[fold + 1 :]}"))) == _straight(
        FIRST
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(FOLDS), min_size=1, max_size=60, unique=True),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_folding_lines_elsewhere_and_other_apostrophes_change_nothing(
    folds: list[int], typographic: bool, end_of_line: str
) -> None:
    characters = list(_first_sheet())
    for fold in folds:
        characters[fold] = "\n"
    text = "".join(characters).replace("'", "’" if typographic else "'").replace("\n", end_of_line)
    assert _straight(read_printed(text)) == _straight(FIRST)
