"""No field of a sheet is lost, in whatever layout it comes: the first sheet, sheets of our own, the public samples."""

import re
import shutil
import subprocess
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laureat.register import Fiche, bundled, read_fiches, read_printed
from laureat.vocabulary import InvalidInput
from support.fiches_comparees import lost
from support.fiches_imprimees import FOOT, LAYOUTS, MENU, typst_source

SEED = (resources.files("laureat.register") / "fiches" / "RNCP35697.txt").read_text(encoding="utf-8")
OWN = """Répertoire national des certifications professionnelles
TP - Assembleur de chaises

Inactive

N° de fiche
RNCP99007

Nomenclature du niveau de qualification : Niveau 3

Code(s) NSF :

- 234 : Travail du bois et de l'ameublement

Date d'échéance de l'enregistrement : 31-08-2027

CERTIFICATEUR(S)

Nom légal\tSIRET\tNom commercial\tSite internet
ASSOCIATION DES CHAISES\t73282932000074\tLa Chaise\thttps://chaises.example

RÉSUMÉ DE LA CERTIFICATION

Compétences attestées :

- Choisir le bois
- Assembler les pieds et le dossier

BLOCS DE COMPÉTENCES

RNCP99007BC01 - Monter une chaise

Liste de compétences\tModalités d'évaluation
- Choisir le bois
- Assembler les pieds et le dossier\tMise en situation devant un jury

VOIES D'ACCÈS

Validité des composantes acquises :

Voie d'accès à la certification\tOui\tNon\tComposition des jurys
Après un parcours de formation sous statut d'élève ou d'étudiant\t\tX\t-
En contrat d'apprentissage\tX\t\tTrois menuisiers.
Par expérience\tX\t\tDeux menuisiers.

\tOui\tNon
Inscrite au cadre de la Nouvelle Calédonie\t\tX
Inscrite au cadre de la Polynésie française\tX\t

BASE LÉGALE

Date de décision\t17-03-2024
Durée de l'enregistrement en années\t3

POUR PLUS D'INFORMATIONS

Statistiques :

Année d'obtention de la certification\tNombre de certifiés
2024\t36
2023\t12

Nouvelle(s) certification(s) :

N° de la fiche\tIntitulé de la certification remplaçante
RNCP99008\tAssembleur de bancs
"""
# Read one cell below the other, a tick no longer says under which heading it stands.
LOST_BY_LAYOUT = {"pdftotext": {"validite_outre_mer"}}


def sheets(root: Path) -> list[Fiche]:
    samples = sorted((root.parent / "shared" / "formats" / "rncp").glob("export_fiches_*.xml"))
    return [bundled("RNCP35697"), read_printed(OWN), *(fiche for path in samples for fiche in read_fiches(path))]


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_field_is_lost_in_any_layout(name: str, root: Path) -> None:
    found = {fiche.numero: lost(fiche, read_printed(LAYOUTS[name].of(fiche))) for fiche in sheets(root)}
    allowed = LOST_BY_LAYOUT.get(name, set())
    assert {n: sorted(fields - allowed) for n, fields in found.items() if fields - allowed} == {}


def test_a_sheet_with_an_empty_line_after_each_line_is_the_same_sheet() -> None:
    assert lost(read_printed(SEED), read_printed(SEED.replace("\n", "\n\n"))) == set()


def test_a_number_that_the_blocks_skip_is_told() -> None:
    title = "RNCP35697BC12 - Education physique et sportive"
    assert title in SEED
    (fault,) = read_printed(SEED.replace(title, "Education physique et sportive")).anomalies
    assert (fault.champ, fault.valeur) == ("blocs", "RNCP35697BC12")


def test_what_the_layout_took_away_is_told_and_not_made_up() -> None:
    fiche = read_printed(LAYOUTS["pdftotext"].of(read_printed(OWN)))
    routes = fiche.voies_acces
    assert (routes.FI.ouverte, routes.CA.ouverte, routes.VAE.ouverte) == (False, True, True)
    assert fiche.validite_outre_mer.nouvelle_caledonie is None
    assert {(fault.champ, fault.valeur) for fault in fiche.anomalies} >= {
        ("voies_acces", "par experience"),
        ("validite_outre_mer", "inscrite au cadre de la nouvelle caledonie"),
    }


LINKS = """LIENS AVEC D'AUTRES CERTIFICATIONS PROFESSIONNELLES, CERTIFICATIONS OU HABILITATIONS

 Bloc(s) de compétences concernés        Code et intitulé de la certification  Bloc(s) de compétences en correspondance
 RNCP99007BC01                           RNCP99001                    RNCP99001BC01
 RNCP99007BC02                                                       RNCP99001BC04
\f RNCP99007BC03
 RNCP99007BC01                           RNCP99002                    -

BASE LÉGALE
"""


@pytest.mark.parametrize("break_", ["", "\n\f"], ids=["on one page", "cut by the end of a page"])
def test_the_blocks_of_a_row_go_on_below_it_where_columns_stand_side_by_side(break_: str) -> None:
    (start, rest), links = OWN.split("BASE LÉGALE\n"), LINKS.replace("\f", break_)
    found = read_printed(f"{start}{links}{rest}").correspondances
    assert [(row.numero, [code[-2:] for code in row.blocs]) for row in found or ()] == [
        ("RNCP99001", ["01", "02", "03"]),
        ("RNCP99002", ["01"]),
    ]


RUN = "- Choisir le bois Assembler les pieds et le dossier {} Mise en situation"


@pytest.mark.parametrize("acronym", ["", "NB. Devant un jury."])
def test_what_the_summary_knows_of_a_line_is_competence_and_the_rest_mode(acronym: str) -> None:
    start, stop = OWN.index("- Choisir le bois\n- Assembler les pieds et le dossier\t"), OWN.index("VOIES D'ACCÈS")
    text = f"{OWN[:start]}{' '.join(RUN.format(acronym).split())}\n\n{OWN[stop:]}".replace("\t", " ")
    (bloc,) = read_printed(text).blocs
    assert bloc.competences == ("Choisir le bois Assembler les pieds et le dossier",)
    assert bloc.modalites == f"{acronym} Mise en situation".strip()


def test_blocks_whose_columns_only_their_words_tell_apart_are_named_unless_the_summary_proves_them() -> None:
    printed = OWN.replace("dossier\tMise", "dossier\n\nMise").replace("\t", "\n\n")
    assert "blocs" not in {fault.champ for fault in read_printed(printed).anomalies}
    doubted = printed.replace("dossier\n\nMise", "dossier de la chaise\n\nMise")
    (told,) = (fault for fault in read_printed(doubted).anomalies if fault.champ == "blocs")
    assert told.valeur == "RNCP99007BC01"


CUT = """Compétences attestées :

- A1. Choisir le bois d'un meuble en tenant compte de ce que ses lieux demandent au métier
- mis en balance - et de son prix, puis des outils qui sont dans l'atelier du menuisier{}
(scies et rabots, gouges) pour les tailler sans perdre de bois ni de temps en le faisant
- A2. Assembler les pieds et le dossier d'une chaise, avec et sans colle, puis les poncer
"""


@pytest.mark.parametrize("gap", ["", "\n\n\f"], ids=["on one page", "cut by the end of a page"])
def test_a_sentence_cut_before_a_dash_or_a_bracket_is_made_whole(gap: str) -> None:
    start, stop = OWN.index("Compétences attestées"), OWN.index("BLOCS DE COMP")
    prose = "\n".join(["Objectifs et contexte de la certification :", "", *[f"{'Le menuisier ' * 6}."] * 30, ""])
    text = OWN[:start] + prose + CUT.format(gap) + OWN[stop:]
    (group,) = read_printed(text).competences_attestees or ()
    assert [item[:3] for item in group.competences] == ["A1.", "A2."]


def test_a_table_whose_cells_come_in_any_order_is_left_as_it_is() -> None:
    start, stop = OWN.index("Voie d'accès à la"), OWN.index("BASE LÉGALE")
    scrambled = "Oui\n\nEn contrat d'apprentissage\nPar expérience\n\nNon\n\nX\n\n-\n\nX\n\nTrois menuisiers.\n\n"
    fiche = read_printed(f"{OWN[:start]}Voie d'accès à la certification\n\n{scrambled}{OWN[stop:]}")
    assert fiche.voies_acces.CA.ouverte is fiche.voies_acces.CA.jury is None
    assert any("Trois menuisiers." in item.texte for item in fiche.non_reconnu)


def paged(text: str) -> str:
    pages = text.split("\n")
    cut = ["\n".join(pages[start : start + 45]) for start in range(0, len(pages), 45)]
    return "\f".join(f"RNCP35697 - France compétences\n\n{page}\n\n{rank}" for rank, page in enumerate(cut, 1))


SIGNED = """
Bonjour,

Voici la fiche.

Cordialement,
--
Jeanne Dupont
Service des examens
Tél. 01 02 03 04 05
"""
PRINTED = "https://www.francecompetences.fr/recherche/rncp/35697/        {}/2\n27/11/2026 10:12   La fiche\n"
"""What a browser has at the foot of a page and at the head of the next."""

TRANSFORMED: dict[str, Callable[[str], str]] = {
    "insécable": lambda text: text.replace(" ", "\xa0"),
    "fine insécable": lambda text: text.replace(" :", "\u202f:"),
    "sans espace": lambda text: text.replace(" :", ":"),
    "codes sans puces": lambda text: re.sub(r"^- (?=\d{3,5} :|[A-Z]\d{4} )", "", text, flags=re.MULTILINE),
    "menus": lambda text: f"{MENU}\n{text}\n{FOOT}",
    "pages": paged,
    "une espace": lambda text: text.replace("\t", " "),
    "deux espaces": lambda text: text.replace("\t", "  "),
    "quatre espaces": lambda text: text.replace("\t", "    "),
    "arrêts": lambda text: text.expandtabs(8),
    "retrait": lambda text: "\n".join(f"    {line}" for line in text.split("\n")),
    "retrait d'une tabulation": lambda text: "\n".join(f"\t{line}" if line else "" for line in text.split("\n")),
    "courriel cité": lambda text: "\n".join(f"> {line}".rstrip() for line in text.split("\n")),
    "courriel signé": lambda text: f"De : Jeanne Dupont\n\n{text}{SIGNED}",
    "courriel répondu": lambda text: f"{SIGNED}\n" + "\n".join(f"> {line}".rstrip() for line in text.split("\n")),
    "imprimée par un navigateur": lambda text: f"{PRINTED.format(1)}{text}\n{PRINTED.format(2)}",
    "traits insécables": lambda text: re.sub(r"(?<=\w)-(?=\w)", "\u2011", text).replace("'", "\u02bc"),
    "retour chariot": lambda text: text.replace("\n", "\r"),
    "césure": lambda text: text.replace("réalisation", "réali\u00adsation"),
}


@pytest.mark.parametrize("name", TRANSFORMED)
def test_the_first_sheet_survives_what_editors_do_to_it(name: str) -> None:
    assert lost(bundled("RNCP35697"), read_printed(TRANSFORMED[name](SEED))) == set()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_layout_in_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    own = read_printed(OWN)
    path = tmp_path / "fiche.txt"
    path.write_bytes(LAYOUTS["pdftotext -layout"].of(own).replace("\n", "\r\n").encode(encoding))
    assert lost(own, next(read_fiches(path))) == set()


def test_the_menus_of_the_site_are_no_part_of_the_sheet_and_what_is_not_known_is_kept() -> None:
    fiche = read_printed(LAYOUTS["menus du site"].of(read_printed(OWN)))
    assert {item.texte for item in fiche.non_reconnu} == {
        "Vos besoins fréquents",
        "6 rue du Général Audran, 92400 Courbevoie",
    }
    assert {item.emplacement for item in fiche.non_reconnu} == {"autour de la fiche"}


def test_a_word_cut_at_the_end_of_a_line_is_made_whole_with_the_hyphen_it_has_elsewhere() -> None:
    line = "Le menuisier assemble des chaises longues et des fauteuils dans un atelier de {} de pays"
    text = (
        line.format("menuiserie savoir-faire").replace("menuiserie", "menui-\nserie").replace("savoir-f", "savoir-\nf")
    )
    words = "Le savoir-faire du menuisier fait la réputation de son atelier et de sa menuiserie de province."
    sheet = OWN.replace(
        "Compétences attestées :",
        f"Objectifs et contexte de la certification :\n\n{text}\n\n{words}\n\nCompétences attestées :",
    )
    assert (read_printed(sheet).objectifs_contexte or "").split("\n")[0] == line.format("menuiserie savoir-faire")


def test_the_page_copied_without_bullets_is_read(root: Path) -> None:
    folder = root.parent / "shared" / "cases" / "fiches"
    if not folder.is_dir():
        pytest.skip("les cas (../shared/cases) ne sont pas sur cette machine")
    page, cut = (next(read_fiches(folder / name)) for name in ("page_sans_puces.txt", "espace_insecable.txt"))
    assert (page.numero, page.niveau, page.dates.echeance_enregistrement) == ("RNCP39848", 6, "2026-11-28")
    assert [code.code for code in page.codes_nsf or ()] == ["200", "251n", "251p"]
    assert [code.code for code in page.formacodes or ()] == ["31629", "31686", "31606", "70401"]
    assert [certifier.siret for certifier in page.certificateurs] == ["18133713000023"]
    assert (page.objectifs_contexte or "").startswith("L'expert technique")
    assert page.non_reconnu == ()
    assert (cut.niveau, [code.code for code in cut.codes_nsf or ()]) == (4, ["251"])


def real(fiche: Fiche, folder: Path, *options: str) -> Fiche:
    """The sheet read from a PDF that typst made and ``pdftotext`` turned into text."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext n'est pas sur cette machine")
    typst = pytest.importorskip("typst")
    source, pdf = folder / "fiche.typ", folder / "fiche.pdf"
    source.write_text(typst_source(fiche), encoding="utf-8")
    pdf.write_bytes(typst.compile(str(source)))
    text = subprocess.run(["pdftotext", *options, str(pdf), "-"], check=True, capture_output=True).stdout
    return read_printed(text.decode("utf-8"))


def test_a_real_pdf_turned_into_text_with_its_layout_is_read_whole(tmp_path: Path) -> None:
    assert lost(read_printed(OWN), real(read_printed(OWN), tmp_path, "-layout")) == set()
    first = bundled("RNCP35697")
    assert lost(first, real(first, tmp_path, "-layout")) <= {"liens"}  # an address cut at a hyphen


def test_a_real_pdf_turned_into_text_without_its_layout_says_nothing_false(tmp_path: Path) -> None:
    routes = ("FI", "CA", "FC", "CQ", "CL", "VAE")
    for fiche in (read_printed(OWN), bundled("RNCP35697")):
        read = real(fiche, tmp_path)
        # The order of the cells of ticks is lost, and pdftotext takes hyphens at the end of lines away.
        assert lost(fiche, read) <= {*routes, "validite_outre_mer", "lien_description", "liens"}
        for name in routes:
            before, after = getattr(fiche.voies_acces, name), getattr(read.voies_acces, name)
            assert after.ouverte in (before.ouverte, None)
            said = " ".join((after.jury or "").split())
            assert said in ("", " ".join((before.jury or "").split())), name  # no heading of the table among its words


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([layout.of(read_printed(OWN)) for layout in LAYOUTS.values()]), st.data())
def test_a_sheet_cut_and_shuffled_is_read_or_refused_in_clear_words(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    places = st.integers(0, len(lines) - 1)
    for place in data.draw(st.lists(places, max_size=8)):
        lines.insert(
            place, data.draw(st.sampled_from(["", "\f", "X", "-", "Oui", "\t", "|", "<p>", "RNCP1", "1/3", *lines]))
        )
    start, stop = sorted((data.draw(places), data.draw(places)))
    cut = "\n".join([*lines[:start], *lines[stop:]])
    try:
        read = read_printed(cut)
    except InvalidInput:
        assert not re.search(r"N° de fiche\s+RNCP\d+\s+\w", cut)
    else:
        assert Fiche.from_json(read.to_json()) == read
