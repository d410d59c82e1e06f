"""The XML export V4.1: the public samples, sheets of our own, and files that are broken."""

import json
import zipfile
from pathlib import Path

import jsonschema
import pytest

from laureat.register import Fiche, ModeEvaluation, Modes, compare_competences, iter_fiches, read_fiche, read_fiches
from laureat.register.schema import published_schema
from laureat.register.text import INVISIBLE
from laureat.vocabulary import InvalidInput

MINIMAL = "<NUMERO_FICHE>RNCP1</NUMERO_FICHE><INTITULE>Un titre</INTITULE>"


def export(tmp_path: Path, *sheets: str, version: str = "4.1") -> Path:
    """An export made of these sheets."""
    body = "\n".join(f"<FICHE>{sheet}</FICHE>" for sheet in sheets)
    path = tmp_path / "export.xml"
    head = f"<VERSION_FLUX>{version}</VERSION_FLUX>" if version else ""
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<FICHES>\n{head}\n{body}\n</FICHES>\n', encoding="utf-8")
    return path


def only(tmp_path: Path, inside: str) -> Fiche:
    """The sheet with these elements."""
    return next(iter_fiches(export(tmp_path, MINIMAL + inside)))


def refused(path: Path) -> str:
    """What is said of a file that cannot be read."""
    with pytest.raises(InvalidInput) as caught:
        list(read_fiches(path))
    return str(caught.value)


@pytest.fixture(scope="module")
def samples(formats: Path) -> dict[str, Fiche]:
    files = sorted((formats / "rncp").glob("export_fiches_*.xml"))
    return {fiche.numero: fiche for file in files for fiche in read_fiches(file)}


def test_every_sample_is_wholly_recognised_and_follows_the_schema(samples: dict[str, Fiche]) -> None:
    assert len(samples) >= 10
    for fiche in samples.values():
        assert fiche.non_reconnu == fiche.anomalies == ()
        form = json.loads(json.dumps(fiche.to_json()))
        jsonschema.validate(form, published_schema())
        assert Fiche.from_json(form) == fiche


@pytest.mark.parametrize(
    ("numero", "niveau", "actif", "counts", "partners"),
    [
        ("RNCP34762", 7, False, [7, 10, 10, 8, 5], None),
        ("RNCP35625", 7, False, [2, 5, 2, 5, 3, 3, 3, 5, 6, 4], None),
        ("RNCP37488", 4, True, [5, 4], None),
        ("RNCP35809", 5, True, [9, 20, 6, 14], None),
        ("RNCP36612", 5, True, [9, 9, 8, 7], 26),
        ("RNCP36490", 6, True, [10, 9, 12, 12], 58),
        ("RNCP37873", 6, True, [4, 4, 3], 439),
        ("RS6232", None, False, [], None),
        ("RS6547", None, True, [], 5),
        ("RS5568", None, True, [], 16),
        ("RS7485", None, True, [], None),
    ],
)
def test_the_facts_of_each_sample(
    samples: dict[str, Fiche], numero: str, niveau: int | None, actif: bool, counts: list[int], partners: int | None
) -> None:
    fiche = samples[numero]
    assert (fiche.niveau, fiche.actif) == (niveau, actif)
    assert [len(bloc.competences) for bloc in fiche.blocs] == counts
    assert (len(fiche.partenaires) if fiche.partenaires is not None else None) == partners


def test_the_modes_of_a_certificate_of_specialisation_are_derived(samples: dict[str, Fiche]) -> None:
    for bloc in samples["RNCP37488"].blocs:
        assert bloc.modes == Modes(A=ModeEvaluation("ccf"), B=ModeEvaluation("ponctuel", ("pratique",)), C=None)


def test_the_public_training_entitled_to_the_whole_ccf_for_a_bts_is_category_c(samples: dict[str, Fiche]) -> None:
    forms = [
        tuple(mode and (mode.mode, *mode.natures) for mode in (bloc.modes.A, bloc.modes.B, bloc.modes.C))
        for bloc in samples["RNCP35809"].blocs
        if bloc.modes
    ]
    assert forms == [
        (("ponctuel", "écrit"), ("ponctuel", "écrit"), ("ponctuel", "écrit")),
        (("ponctuel", "oral"), ("ponctuel", "oral"), ("ccf",)),
        (("ccf",), ("ponctuel", "pratique"), ("ccf",)),
        (("ccf",), ("ponctuel", "oral"), ("ccf",)),
    ]


def test_a_sheet_that_knows_no_categories_keeps_its_words(samples: dict[str, Fiche]) -> None:
    for numero in ("RNCP34762", "RNCP35625", "RNCP36612", "RNCP36490", "RNCP37873"):
        for bloc in samples[numero].blocs:
            assert bloc.modes is None
            assert bloc.modalites


def test_an_introduction_is_no_competence(samples: dict[str, Fiche]) -> None:
    bloc = samples["RNCP34762"].bloc("RNCP34762BC05")
    assert bloc.competences[0].startswith("A5.C1. Réaliser un diagnostic")
    assert bloc.textes_associes[0].endswith("la pérennité économique de l’organisation :")


def test_links_between_sheets_are_read(samples: dict[str, Fiche]) -> None:
    fiche = samples["RNCP36490"]
    assert fiche.correspondances is not None
    assert len(fiche.correspondances) == 20
    assert (fiche.correspondances[1].numero, fiche.correspondances[1].blocs) == ("RNCP29965", ("RNCP36490BC02",))
    assert fiche.correspondances[1].blocs_correspondants == ("RNCP29965BC06", "RNCP29965BC07")
    assert [old.numero for old in samples["RS7485"].anciennes_certifications or ()] == ["RS6232"]
    assert samples["RNCP37488"].anciennes_certifications is None


def test_the_two_lists_are_compared_without_their_numbers(samples: dict[str, Fiche]) -> None:
    def natures(numero: str) -> list[tuple[str | None, str]]:
        return [(gap.bloc, gap.nature) for gap in compare_competences(samples[numero])]

    assert natures("RNCP37873") == natures("RNCP37488") == natures("RS6547") == []
    assert natures("RNCP36612") == [(None, "sans_detail")]
    assert ("RNCP35625BC05", "reunies") in natures("RNCP35625")
    assert [gap.resume[0][:38] for gap in compare_competences(samples["RNCP36490"]) if gap.nature == "formulation"] == [
        "Analyser le contexte du projet pour pr"  # « , accessibilité » is in the summary alone
    ]


def test_a_sheet_alone_is_found_by_its_number(formats: Path) -> None:
    file = formats / "rncp" / "export_fiches_RNCP_V4_1_extrait.xml"
    assert read_fiche(file, "rncp37488").intitule == "Cybersécurité"
    with pytest.raises(InvalidInput, match=r"plusieurs fiches \(RNCP34762, RNCP35625…\).*--numero RNCP34762"):
        read_fiche(file)
    with pytest.raises(InvalidInput, match="RNCP1 n'est pas"):
        read_fiche(file, "RNCP1")


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- Lire un plan  - Régler la  machine  - Contrôler", ("Lire un plan", "Régler la machine", "Contrôler")),
        ("- Lire un plan   - Régler la machine\t- Contrôler", ("Lire un plan", "Régler la machine", "Contrôler")),
        ("- Lire\xa0\xa0- Régler la machine \xa0 - Contrôler", ("Lire", "Régler la machine", "Contrôler")),
        ("Lire un plan  Régler la  machine  Contrôler", ("Lire un plan", "Régler la machine", "Contrôler")),
        ("1.1  Lire un plan    1.2  Régler la machine", ("1.1 Lire un plan", "1.2 Régler la machine")),
        ("• Lire un plan  • Régler la machine", ("Lire un plan", "Régler la machine")),
    ],
)
def test_two_spaces_part_competences_before_a_bullet_or_a_capital(
    tmp_path: Path, text: str, items: tuple[str, ...]
) -> None:
    fields = f"<CODE>RNCP1BC01</CODE><LIBELLE>Un</LIBELLE><LISTE_COMPETENCES>{text}</LISTE_COMPETENCES>"
    fiche = only(tmp_path, f"<BLOCS_COMPETENCES><BLOC_COMPETENCES>{fields}</BLOC_COMPETENCES></BLOCS_COMPETENCES>")
    assert fiche.blocs[0].competences == items


def test_an_unknown_element_is_kept_wherever_it_stands(tmp_path: Path) -> None:
    fiche = only(
        tmp_path,
        "<NOUVEAUTE><A>un</A><B>deux</B></NOUVEAUTE><CODES_NSF><NSF><CODE>251</CODE><POIDS>3</POIDS></NSF><X>4</X></CODES_NSF>",
    )
    assert [(item.emplacement, item.texte) for item in fiche.non_reconnu] == [
        ("NOUVEAUTE", "un deux"),
        ("CODES_NSF/NSF/POIDS", "3"),
        ("CODES_NSF/X", "4"),
    ]
    assert fiche.codes_nsf is not None
    assert fiche.codes_nsf[0].code == "251"


def test_a_false_siret_and_an_impossible_date_are_told_and_not_dropped(tmp_path: Path) -> None:
    fiche = only(
        tmp_path,
        "<CERTIFICATEURS><CERTIFICATEUR><SIRET_CERTIFICATEUR>11004301500013</SIRET_CERTIFICATEUR><NOM_CERTIFICATEUR>M"
        "</NOM_CERTIFICATEUR></CERTIFICATEUR></CERTIFICATEURS><DATE_EFFET>31/02/2024</DATE_EFFET>",
    )
    assert (fiche.certificateurs[0].siret, fiche.certificateurs[0].siret_valide) == ("11004301500013", False)
    assert [(fault.champ, fault.valeur) for fault in fiche.anomalies] == [
        ("CERTIFICATEURS/CERTIFICATEUR/SIRET_CERTIFICATEUR", "11004301500013"),
        ("DATE_EFFET", "31/02/2024"),
    ]
    assert fiche.dates.effet is None


def test_a_container_may_come_twice(tmp_path: Path) -> None:
    old = "<ANCIENNES_CERTIFICATIONS><ANCIENNE_CERTIFICATION><ID_FICHE_ANCIENNE_CERTIFICATION>{}" + (
        "</ID_FICHE_ANCIENNE_CERTIFICATION></ANCIENNE_CERTIFICATION></ANCIENNES_CERTIFICATIONS>"
    )
    fiche = only(tmp_path, old.format("RNCP2") + old.format("RNCP3"))
    assert [other.numero for other in fiche.anciennes_certifications or ()] == ["RNCP2", "RNCP3"]


def test_a_bare_block_code_is_keyed_with_its_sheet(tmp_path: Path) -> None:
    inside = "<BLOC_COMPETENCES><CODE>01</CODE><LIBELLE>Un</LIBELLE></BLOC_COMPETENCES>"
    block = f"<BLOCS_COMPETENCES>{inside}</BLOCS_COMPETENCES>"
    other = MINIMAL.replace("RNCP1", "RNCP2") + block
    one, two = iter_fiches(export(tmp_path, MINIMAL + block, other))
    assert (one.blocs[0].cle, two.blocs[0].cle) == (("RNCP1", "01"), ("RNCP2", "01"))


def test_absent_and_empty_are_not_the_same(tmp_path: Path) -> None:
    fiche = only(tmp_path, "<SECTEURS_ACTIVITE/><CODES_ROME/><SI_JURY_FI><ACTIF>Non</ACTIF></SI_JURY_FI>")
    assert (fiche.secteurs_activite, fiche.activites_visees) == ("", None)
    assert (fiche.codes_rome, fiche.formacodes) == ((), None)
    assert (fiche.voies_acces.FI.ouverte, fiche.voies_acces.CA.ouverte) == (False, None)


def test_the_archive_of_the_open_data_portal_is_read(tmp_path: Path) -> None:
    path = export(tmp_path, MINIMAL)
    archive = tmp_path / "export-fiches-rncp-v4-1.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        target.write(path, "export_fiches_RNCP_V4_1.xml")
    assert [fiche.numero for fiche in read_fiches(archive)] == ["RNCP1"]


def test_a_sheet_outlives_the_reading_of_the_file(tmp_path: Path) -> None:
    sheets = list(iter_fiches(export(tmp_path, *(MINIMAL.replace("RNCP1", f"RNCP{n}") for n in range(1, 60)))))
    assert [fiche.numero for fiche in sheets] == [fiche.to_json()["numero"] for fiche in sheets]
    assert len(set(sheets)) == 59


def test_an_unknown_version_is_refused(tmp_path: Path) -> None:
    assert "la version 5.0 de l'export est inconnue" in refused(export(tmp_path, MINIMAL, version="5.0"))


def test_an_entity_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bombe.xml"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE FICHES [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'
        "<FICHES><FICHE>&b;</FICHE></FICHES>",
        encoding="utf-8",
    )
    assert "DOCTYPE" in refused(path)
    assert "ligne 2" in refused(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "le fichier est vide"),
        ("\n  \n", "le fichier est vide"),
        ("<CATALOGUE/>", "la racine est <CATALOGUE>"),
        (f"<FICHES><FICHE>{MINIMAL}", "tronqué"),
        ("<FICHES><FICHE><NUMERO_FICHE>RNCP1</INTITULE></FICHE></FICHES>", "balise fermante"),
        ("<FICHES><FICHE><INTITULE>R & D</INTITULE></FICHE></FICHES>", "esperluette"),
        ("<FICHES></FICHES><FICHES/>", "suit la fin du document"),
        ("<FICHES><FICHE><INTITULE>Un</INTITULE></FICHE></FICHES>", "une fiche n'a pas de NUMERO_FICHE"),
    ],
)
def test_a_broken_file_is_refused_in_clear_words(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "casse.xml"
    path.write_text(content, encoding="utf-8")
    assert message in refused(path)
    assert str(path) in refused(path)


def test_the_sheets_before_a_break_are_given_and_the_place_of_the_break_told(tmp_path: Path) -> None:
    path = export(tmp_path, MINIMAL, "<NUMERO_FICHE>RNCP2</NUMERO_FICHE>")
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("RNCP2") + 3], encoding="utf-8")
    stream = iter_fiches(path)
    assert next(stream).numero == "RNCP1"
    with pytest.raises(InvalidInput) as caught:
        next(stream)
    assert caught.value.problems[0].line == 5


def test_what_turns_a_text_around_is_no_part_of_a_sheet(root: Path, tmp_path: Path) -> None:
    turned = tmp_path / "fiche.xml"
    title = "Techni\u202ecien\u200b soudeur"
    turned.write_text(
        f"<FICHES><VERSION_FLUX>4.1</VERSION_FLUX><FICHE><NUMERO_FICHE>RNCP90001</NUMERO_FICHE>"
        f"<INTITULE>{title}</INTITULE></FICHE></FICHES>",
        encoding="utf-8",
    )
    assert read_fiche(turned).intitule == "Technicien soudeur"
    printed = tmp_path / "fiche.txt"
    seed = (root / "src/laureat/register/fiches/RNCP35697.txt").read_text(encoding="utf-8")
    printed.write_text(seed.replace("Technicien en", "Techni\u202ecien\u2066 en"), encoding="utf-8")
    assert "Technicien en" in read_fiche(printed).intitule


@pytest.mark.parametrize("hidden", sorted(map(chr, INVISIBLE)))
def test_wherever_it_stands_in_an_export_and_however_it_is_written(hidden: str, tmp_path: Path) -> None:
    """A file is read by pieces: one may end within the character, and a sheet within a piece."""
    path = tmp_path / "export.xml"
    filled = "é" * 5_000  # pieces of 32 768 bytes end at every place of a character
    for written, encoding in ((hidden, "utf-8"), (f"&#x{ord(hidden):X};", "utf-8"), (hidden, "utf-16")):
        for before in range(2_246, 2_252):
            sheets = [
                f"<FICHE><NUMERO_FICHE>RNCP{rank}</NUMERO_FICHE><INTITULE>Ti{title}tre é</INTITULE>"
                f"<TYPE_EMPLOI_ACCESSIBLES>{filled}</TYPE_EMPLOI_ACCESSIBLES></FICHE>"
                for rank, title in enumerate(["", "", "x" * before, written, *[""] * 6, written])
            ]
            head = f'<?xml version="1.0" encoding="{encoding}"?><FICHES><VERSION_FLUX>4.1</VERSION_FLUX>'
            path.write_text(f"{head}{''.join(sheets)}</FICHES>", encoding=encoding)
            given = [fiche.intitule for fiche in iter_fiches(path)]
            assert given == ["Titre é", "Titre é", f"Ti{'x' * before}tre é", *["Titre é"] * 8]
