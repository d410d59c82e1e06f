"""The papers as PDF: accessible, archivable, the same twice, and holding the longest names."""

import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import page
import pypdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from laureat.credentials import deuxdoc
from laureat.deliberation.explain import Explanation
from laureat.documents import papers, seance, seance_lists, seance_rows
from laureat.documents.typeset import Attachment, Typesetter, as_json
from laureat.vocabulary import Decision

ISSUED = date(2026, 7, 6)
PROFILES = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)
LONG = {
    "nom": "Anastasiou-Papadimitriou de Saint-Exupéry-Montmorency",
    "prenom": "Maximilien-Alexandre Jean-Baptiste Étienne",
    "nom_usage": "Rakotoarisoa-Andriamanantena de la Rochefoucauld-Liancourt",
    "sexe": "M",
    "date_naissance": "29/02/2008",
    "lieu_naissance": "Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson",
    "pays_naissance": "République démocratique du Congo",
    "ine": "123456789AB",
    "uai": "0690042K",
    "etablissement": "Lycée polyvalent régional des métiers de la mécanique et de la productique M.-Skłodowska-Curie",
}
Told = Callable[..., Explanation]


def check(pdf: bytes) -> None:
    """PDF/A-3a and PDF/UA-1, both."""
    for profile in PROFILES:
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]


def text_of(pdf: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture(scope="module")
def every_paper(bench: Any) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """What each paper says, and its decision data."""
    admitted = bench.told(cells={"UF_LV": "15"}, projet="14", option="RSP")
    failed = bench.told("0002", mark="9", cells={"U11": "12", "U4": "VA", "U7": "15", "UF_LV": "12"})
    told = {papers.ATTESTATION: failed, papers.CERTIFICAT: failed}
    said = {
        kind.name: (
            kind.content(bench.context, told.get(kind, admitted)),
            kind.facts(bench.context, told.get(kind, admitted)),
        )
        for kind in papers.KINDS
    }
    rows = [seance_rows.row(answer.candidate, answer.outcome) for answer in (admitted, failed)]
    context = bench.context
    return said | {
        "proces_verbal": (seance.proces_verbal(context, rows), seance.proces_verbal_facts(context, rows)),
        "emargement_jury": (seance_lists.emargement_jury(context), context.facts("emargement_jury")),
        "emargement": (seance_lists.emargement(context, rows), seance_lists.list_facts(context, "emargement", rows)),
        "resultats": (seance_lists.resultats(context, rows), seance_lists.list_facts(context, "resultats", rows)),
    }


NAMES = (*(kind.name for kind in papers.KINDS), *papers.SESSION_SETTINGS)


@pytest.mark.parametrize("name", NAMES)
def test_every_paper_is_archivable_accessible_carries_its_data_and_is_the_same_twice(
    typesetter: Typesetter, every_paper: dict[str, Any], name: str
) -> None:
    content, facts = every_paper[name]
    attached = [Attachment("decision.json", as_json(facts), "application/json", "Données de la décision")]
    pdf = typesetter.pdf(content, ISSUED, attached)
    check(pdf)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert json.loads(reader.attachments["decision.json"][0]) == facts
    assert reader.metadata is not None
    assert reader.metadata.title == content["titre"]
    assert Typesetter().pdf(content, ISSUED, attached) == pdf


@pytest.mark.parametrize("name", [papers.RELEVE.name, papers.ATTESTATION.name])
def test_the_head_of_the_journal_stands_at_the_foot_and_nowhere_else(
    typesetter: Typesetter, every_paper: dict[str, Any], name: str
) -> None:
    content, _facts = every_paper[name]
    assert "Journal :" not in text_of(typesetter.pdf(content, ISSUED))
    text = text_of(typesetter.pdf(content | {"tete": "exemple:12:abc"}, ISSUED))
    assert len(re.findall("exemple:12:abc", text)) == len(re.findall("Journal :", text)) > 0


def test_only_our_own_fonts_are_used(typesetter: Typesetter, every_paper: dict[str, Any]) -> None:
    used = set()
    for content, _ in every_paper.values():
        for sheet in pypdf.PdfReader(io.BytesIO(typesetter.pdf(content, ISSUED))).pages:
            fonts: Any = sheet["/Resources"].get("/Font", {})
            used |= {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts.values()}
    assert used
    assert all(name.startswith(("SourceSans3-", "SourceSerif4-")) for name in used), used


@pytest.mark.parametrize("kind", papers.KINDS, ids=lambda kind: kind.name)
def test_names_from_everywhere_are_printed_whole(bench: Any, typesetter: Typesetter, kind: papers.Kind) -> None:
    told = bench.told() if kind.is_due(bench.context, bench.told()) else bench.told(mark="9", cells={"U11": "12"})
    text = text_of(typesetter.pdf(kind.content(bench.context, told), ISSUED))
    for name in ("Nguyễn-Šimůnek", "Thị Hương", "d'Aubigné", "L'Haÿ-les-Roses"):
        assert name in text
    assert "\ufffd" not in text


@pytest.mark.parametrize("kind", papers.KINDS, ids=lambda kind: kind.name)
def test_the_longest_names_hold_on_an_accessible_page(bench: Any, typesetter: Typesetter, kind: papers.Kind) -> None:
    admitted = bench.told(identite=LONG)
    told = (
        admitted if kind.is_due(bench.context, admitted) else bench.told(mark="9", cells={"U11": "12"}, identite=LONG)
    )
    pdf = typesetter.pdf(kind.content(bench.context, told), ISSUED)
    check(pdf)
    text = " ".join(text_of(pdf).split())
    for name in ("Papadimitriou", "Montmorency", "Rochefoucauld-Liancourt", "Bouzemont"):
        assert name in text
    pages = {"releve": 2, "diplome": 1, "certificat": 1, "attestation": 1, "mobilite": 1}
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == pages[kind.name]


def test_the_fullest_releve_keeps_its_fifteen_rows_on_one_page(bench: Any, typesetter: Typesetter) -> None:
    kept = dict.fromkeys(["U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7"], "B10,5@2023")
    told = bench.told(
        mark="11",
        cells={**kept, "U2": "10", "U31": "10", "U32": "8,5", "U33": "9", "U51": "8", "UF_LV": "15", "UF_MOB": "14"},
        projet="3",
        controle={"U33": "10", "U51": "11"},
        option="RMO",
        identite=LONG,
        voie="apprenti_cfa_habilite_ou_de_droit",
    )
    content = papers.RELEVE.content(bench.context, told) | {
        "provisoire": "PROVISOIRE — coefficients non confirmés",
        "certitude": "Le résultat peut dépendre de coefficients non confirmés : U2, U31, U32.",
    }
    content["deuxdoc"] = _code(bench, told)
    pdf = typesetter.pdf(content, ISSUED)
    check(pdf)
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(sheets) == 3
    assert "Total des points" in sheets[0]
    assert "Camille Delorme" in sheets[0]
    assert "Voies et délais de recours".upper() in sheets[1]
    assert "Et à la prochaine session".upper() in sheets[2]


def test_a_releve_that_sends_to_the_orals_tells_what_they_ask_on_a_page_of_its_own(
    bench: Any, typesetter: Typesetter
) -> None:
    each = {"U11": "7", "U12": "8", "U33": "6", "U34": "9,5", "U51": "8", "UF_LV": "9", "UF_MOB": "9"}
    told = bench.told(mark="9", cells={"U2": "11", "U31": "11", "U32": "11", **each})
    assert told.orals is not None
    pdf = typesetter.pdf(papers.RELEVE.content(bench.context, told), ISSUED)
    check(pdf)
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(sheets) == 3
    last = " ".join(sheets[2].split())
    for heading in ("Que me faut-il à l’oral", "Et à la prochaine session, sans le diplôme"):
        assert heading.upper() in last
    assert last.count("le moins à gagner (") == 16  # every pair of orals asks for marks of its own, and for sure others
    assert "page 3/3" in last


def test_an_attestation_of_every_block_runs_over_pages_and_stays_accessible(bench: Any, typesetter: Typesetter) -> None:
    cells = {"U2": "AB", "UF_LV": "15", "UF_MOB": "12"}
    told = bench.told(cells=cells)
    assert told.outcome.decision is not Decision.ADMIS
    pdf = typesetter.pdf(papers.ATTESTATION.content(bench.context, told), ISSUED)
    check(pdf)
    assert text_of(pdf).count("RNCP35697BC") == 13


def test_the_minutes_of_a_large_session_stay_accessible(bench: Any, typesetter: Typesetter) -> None:
    told = bench.told()
    rows = [seance_rows.row(told.candidate, told.outcome)] * 300
    pdf = typesetter.pdf(seance.proces_verbal(bench.context, rows), ISSUED)
    check(pdf)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 8


def test_the_printed_2d_doc_is_read_back_and_verified(bench: Any, typesetter: Typesetter) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    told = bench.told()
    content = papers.DIPLOME.content(bench.context, told)
    content["deuxdoc"] = _code(bench, told)
    pdf = typesetter.pdf(content, ISSUED)
    check(pdf)
    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    finally:
        document.close()
    (found,) = deuxdoc.read_images([image])
    reading = deuxdoc.parse(found)
    assert reading.is_signed_by(KEY.public_key())
    assert reading.named["nom"] == "NGUYEN SIMUNEK"
    assert "SPÉCIMEN" in text_of(pdf)


def test_a_specimen_says_so_and_a_logo_has_its_alternative(bench: Any) -> None:
    logo = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
    content = papers.RELEVE.content(bench.context, bench.told()) | {"specimen": True}
    pdf = Typesetter(logo).pdf(content, ISSUED)
    check(pdf)


def test_the_print_file_holds_every_page(bench: Any, typesetter: Typesetter) -> None:
    told = bench.told()
    releve, diploma = (kind.content(bench.context, told) for kind in (papers.RELEVE, papers.DIPLOME))
    pages = pypdf.PdfReader(io.BytesIO(typesetter.print_file([releve, diploma, releve], ISSUED))).pages
    assert [round(float(sheet.mediabox.width)) for sheet in pages] == [595, 595, 842, 595, 595]


KEY = ec.derive_private_key(20260706, ec.SECP256R1())


def _code(bench: Any, told: Explanation) -> dict[str, Any]:
    code = deuxdoc.for_diploma(
        told.candidate.identite,
        bench.context.fiche,
        2026,
        told.outcome.mention,
        "TRPM-0042",
        key=KEY,
        authority="FR00",
        certificate="0001",
        issued=ISSUED,
    )
    return {"svg": code.svg(), "texte": "2D-Doc signé attestant ce document", "specimen": code.specimen}


def test_a_stream_that_ends_with_a_carriage_return_is_still_measured_right(bench: Any, typesetter: Typesetter) -> None:
    mended = 0
    for number in range(3000):
        # The checksum of a stream, which ends it, only moves with what its letters add up to.
        who = {**LONG, "nom": "Nom" + "adgknruz"[number % 8] * (number % 23)}
        content = papers.CERTIFICAT.content(bench.context, bench.told(f"TRPM-{number:04d}", mark="9", identite=who))
        pdf = typesetter.pdf(content, ISSUED)
        if b"\r\r\nendstream" in pdf:
            mended += 1
            check(pdf)
            reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
            assert f"TRPM-{number:04d}" in reader.pages[0].extract_text()
            for start in reader.xref[0].values():
                assert re.match(rb"\d+ 0 obj", pdf[start : start + 12])
            break
        assert b"\r\nendstream" not in pdf
    assert mended
