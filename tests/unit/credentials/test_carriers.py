"""The files in which a credential travels: badge, PDF with attachment and seal, scanned 2D-Doc."""

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter

from laureat.credentials import badge, baking, carriers, keys, proof, strict_json
from laureat.credentials.pdf import _decision
from laureat.credentials.status import Lists
from laureat.credentials.trust import Seal, TrustedIssuer, TrustedKey, TrustList
from laureat.credentials.verdict import Page, Reason, Verdict
from laureat.vocabulary import Mention
from support.bombes import memory_bomb
from support.pdfs import DECISION, Sealing, a_code, a_page, a_pdf, attaching, png, sealed, sealing
from support.titres import KEY, NOW, OTHER_KEY, candidate, issuance, outcome, signed, trust, verifier

CODE_KEY = keys.new_deuxdoc_key()


def judged(content: bytes, **changes: Any) -> Verdict:
    return carriers.verify_file(content, verifier(**changes))


@pytest.fixture(scope="module")
def seal() -> Sealing:
    return sealing("Cachet de l'académie de Lyon", NOW)


def seal_trust(seal: Sealing) -> TrustList:
    ours = trust().issuers[KEY.did_key]
    return TrustList({ours.did: replace(ours, seals=(Seal(seal.pem),))})


def test_a_badge_is_a_seal_on_paper_with_three_lines_written_in_it() -> None:
    image = Image.open(io.BytesIO(badge.draw("Certification", "RNCP35697", "Session 2026"))).convert("RGB")
    assert image.size == (400, 400)
    paper, ink = (255, 255, 255), (29, 53, 87)
    corners = [image.getpixel((x, y)) for x in (2, 397) for y in (2, 397)]
    edges = [image.getpixel(point) for point in ((200, 16), (200, 383), (16, 200), (383, 200))]
    assert (set(corners), set(edges)) == ({paper}, {ink})
    ring = [image.getpixel(point) for point in ((200, 22), (200, 377), (22, 200), (377, 200))]
    assert ink not in ring
    written = {y for y in range(60, 340) for x in range(120, 280) if image.getpixel((x, y)) == paper}
    assert all(any(abs(y - line) < 12 for y in written) for line in (135, 207, 277))
    assert not any(min(abs(y - line) for line in (135, 207, 277)) > 30 for y in written)


def test_the_pixels_of_all_the_images_of_a_file_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    frames, moving = [Image.new("L", (20, 20), shade) for shade in (0, 120, 250)], io.BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    for most, reason in ((1_200, Reason.ILLISIBLE), (1_199, Reason.TROP_COMPLEXE)):
        monkeypatch.setattr(carriers, "MAX_PIXELS", most)
        assert judged(moving.getvalue()).reason is reason


@pytest.mark.parametrize("beside", [False, True])
def test_a_code_of_another_kind_beside_a_diploma_is_said_not_to_be_read(beside: bool) -> None:
    genuine = a_code(CODE_KEY)
    codes = (genuine, genuine.replace(b"B001FR", b"0101FR")) if beside else (genuine,)
    notes = judged(png(a_page(*codes))).notes
    assert ("Un code 2D-Doc d'une autre sorte n'est pas lu." in notes) is beside


def test_a_badge_carries_its_credential_in_one_chunk() -> None:
    image = badge.draw("Certification", "RNCP35697", "Session 2026")
    text = json.dumps(signed(), ensure_ascii=False)
    baked = baking.bake(image, text)
    assert baked.count(b"openbadgecredential\0\0") == 1
    assert baking.unbake(baked) == text
    assert Image.open(io.BytesIO(baked)).size == (400, 400)
    verdict = judged(baked)
    assert (verdict.reason, verdict.carrier) == (Reason.AUTHENTIQUE, "badge (Open Badges 3.0)")


def test_a_badge_whose_text_was_changed_is_refused() -> None:
    image = badge.draw("Certification", "RNCP35697", "Session 2026")
    forged = json.dumps(signed() | {"name": "Autre"})
    assert judged(baking.bake(image, forged)).reason is Reason.ALTERE


@pytest.mark.parametrize(("size", "reason"), [((10, 10), Reason.ILLISIBLE), ((21, 5), Reason.TROP_COMPLEXE)])
def test_an_image_is_read_up_to_so_many_pixels(
    size: tuple[int, int], reason: Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carriers, "MAX_PIXELS", 100)
    written = io.BytesIO()
    Image.new("L", size).save(written, "JPEG")
    assert judged(written.getvalue()).reason is reason


def test_what_is_too_long_to_be_read_says_so_in_kilobytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carriers, "MAX_SVG", 2048)
    monkeypatch.setattr(strict_json, "MAX_BYTES", 4096)
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg">' + b" " * 2048 + b"</svg>"
    assert judged(drawn) == Verdict(Reason.TROP_COMPLEXE, "image SVG de plus de 2 Kio")
    with pytest.raises(strict_json.TooComplex, match=r"^plus de 4 Kio$"):
        strict_json.parse_json('{"a": "' + "x" * 4096 + '"}')
    assert strict_json.parse_json('{"a": 1}' + " " * 4088) == {"a": 1}


def test_the_data_of_a_sealed_decision_say_what_the_paper_says() -> None:
    said = {
        "format": "laureat/decision/1",
        "papier": "Relevé",
        "decision": "admis",
        "mention": "AB",
        "session": 2026,
        "candidat": {"prenom": "Zoé", "nom": "ROUX"},
        "certification": {"intitule": "Fraisage"},
        "blocs": [{"code": "B1"}, "B2", ""],
    }
    told = _decision(json.dumps(said).encode())
    assert told is not None
    assert (told.title, told.holder, told.session) == ("Relevé – Fraisage", "Zoé ROUX", "2026")
    assert (told.narrative, told.mention, told.blocs) == ("admis", "assez bien", ("B1", "B2"))
    assert (told.facts.admitted, told.facts.session, told.facts.wording) == (True, "2026", "FRAISAGE")
    for decision, admitted in (("ajourne", False), ("", None)):
        other = _decision(json.dumps(said | {"decision": decision}).encode())
        assert other is not None
        assert (other.narrative, other.facts.admitted) == (decision, admitted)
    assert _decision(json.dumps(said | {"format": "autre"}).encode()) is None


def test_an_image_without_anything_is_unreadable() -> None:
    assert judged(badge.draw("Certification", "RNCP35697", "Session 2026")).reason is Reason.ILLISIBLE


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\nxxxx", b"%PDF-1.7 rien", b"\xff\xd8\xff", b"bonjour"])
def test_a_broken_file_is_unreadable(content: bytes) -> None:
    assert judged(content).reason is Reason.ILLISIBLE


def test_a_pdf_with_nothing_signed_is_undecidable() -> None:
    assert judged(a_pdf(decision=DECISION)).reason is Reason.RIEN_DE_SIGNE


def test_a_credential_attached_to_a_pdf_is_verified() -> None:
    verdict = judged(a_pdf(titre=signed()))
    assert (verdict.reason, verdict.carrier) == (Reason.PAGE_NON_LIEE, "titre joint au PDF")
    assert verdict.title_line == "Authentique et en vigueur (statut connu au 01/09/2026)"
    assert verdict.page_line.startswith("non liée")
    assert judged(a_pdf(titre=signed() | {"name": "Autre"})).reason is Reason.ALTERE


def test_the_blocks_attached_to_an_attestation_are_told_together() -> None:
    told = issuance()
    given = list(told.credentials(candidate(), outcome(), KEY.salts, False))[1:]
    entry = Lists(told.issuer).entry(5)
    blocs = [
        proof.sign(told.document(each.claim, each.with_status(entry).values), KEY, told.issuer.key_id, told.instant)
        for each in given
    ]
    named = {f"titre-{number}": bloc for number, bloc in enumerate(blocs)}
    verdict = judged(a_pdf(**named))
    assert (verdict.reason, verdict.carrier) == (Reason.PAGE_NON_LIEE, "2 titres joints au PDF")
    assert verdict.attested is not None
    assert [bloc[:13] for bloc in verdict.attested.blocs] == ["RNCP35697BC01", "RNCP35697BC04"]
    forged = named | {"titre-1": blocs[1] | {"name": "Autre"}}
    assert judged(a_pdf(**forged)).reason is Reason.ALTERE


@pytest.mark.parametrize("left", [b"", b"\r\n\n", b" \0\0"])
def test_a_seal_of_a_trusted_authority_is_authentic_whatever_blanks_a_transport_left(
    seal: Sealing, left: bytes
) -> None:
    verdict = judged(sealed(a_pdf(decision=DECISION), seal) + left, trust=seal_trust(seal))
    assert (verdict.reason, verdict.issuer) == (Reason.SANS_STATUT, "Académie de Lyon")
    assert verdict.page is Page.LIEE
    assert verdict.attested is not None
    assert verdict.attested.holder == "Chloé NGUYỄN"
    assert verdict.attested.mention == Mention.B.label


def test_a_seal_of_someone_unknown_is_told_apart(seal: Sealing) -> None:
    verdict = judged(sealed(a_pdf(decision=DECISION), seal))
    assert verdict.reason is Reason.EMETTEUR_INCONNU
    assert "Cachet de l'académie de Lyon" in verdict.detail


def test_a_sealed_pdf_that_was_changed_is_refused(seal: Sealing) -> None:
    content = sealed(a_pdf(decision=DECISION), seal)
    where = content.index(b"595")
    assert judged(content[:where] + b"596" + content[where + 3 :], trust=seal_trust(seal)).reason is Reason.ALTERE


def test_a_sealed_pdf_with_an_added_revision_is_refused(seal: Sealing) -> None:
    writer = PdfWriter(io.BytesIO(sealed(a_pdf(decision=DECISION), seal)), incremental=True)
    writer.add_attachment("decision.json", b"{}")
    out = io.BytesIO()
    writer.write(out)
    assert judged(out.getvalue(), trust=seal_trust(seal)).reason is Reason.ALTERE


def test_the_worst_of_seal_and_credential_decides(seal: Sealing) -> None:
    forged = a_pdf(titre=signed() | {"name": "Autre"}, decision=DECISION)
    verdict = judged(sealed(forged, seal), trust=seal_trust(seal))
    assert verdict.reason is Reason.ALTERE
    assert "titre joint au PDF" in verdict.detail
    assert "cachet du PDF" in verdict.detail


def code_trust(key: Any = CODE_KEY, official: tuple[str, ...] = ()) -> TrustList:
    did = KEY.did_key
    known = {("FR00", "0001"): (TrustedKey(key.public_key()),)}
    return TrustList({did: TrustedIssuer(did, "Académie de Lyon", deuxdoc=known)}, frozenset(official))


def test_a_scanned_code_says_what_it_attests() -> None:
    image = png(a_page(a_code(CODE_KEY, authority="FR00")))
    verdict = judged(image, trust=code_trust())
    assert (verdict.reason, verdict.issuer) == (Reason.SPECIMEN, "Académie de Lyon")
    attested = verdict.attested
    assert attested is not None
    assert attested.holder == "CHLOE NGUYEN, née le 14/03/2008"
    assert (attested.session, attested.mention) == ("2026", "bien")
    assert "n'est pas dite officielle" in verdict.detail
    official = judged(image, trust=code_trust(official=("FR00",)))
    assert (official.reason, official.title) == (Reason.PAGE_NON_LIEE, Reason.SANS_STATUT)
    assert "authentique" not in official.label.casefold()
    assert "ne dit pas s'il est encore en vigueur" in official.title_line


def test_a_code_of_another_key_is_refused_and_of_an_unknown_authority_undecidable() -> None:
    image = png(a_page(a_code(CODE_KEY, authority="FR00")))
    assert judged(image, trust=code_trust(keys.new_deuxdoc_key())).reason is Reason.ALTERE
    assert judged(image, trust=trust()).reason is Reason.CLE_INTROUVABLE


def test_a_code_printed_on_a_pdf_without_seal_is_read_from_the_page() -> None:
    printed = a_pdf(a_page(a_code(CODE_KEY, authority="FR00")))
    verdict = judged(printed, trust=code_trust(official=("FR00",)))
    assert (verdict.reason, verdict.title) == (Reason.PAGE_NON_LIEE, Reason.SANS_STATUT)
    assert verdict.page is Page.NON_LIEE


def test_an_unknown_issuer_keeps_its_reason_in_every_carrier() -> None:
    content = json.dumps(signed(key=OTHER_KEY))
    image = badge.draw("Certification", "RNCP35697", "Session 2026")
    for carried in (content.encode(), baking.bake(image, content), a_pdf(titre=json.loads(content))):
        assert judged(carried).reason is Reason.EMETTEUR_INCONNU


def test_a_pdf_within_a_pdf_that_cannot_be_read_is_told() -> None:
    for unreadable in (b"%PDF-1.7 abime", locked(a_pdf())):
        assert any("Un PDF joint" in note for note in judged(attaching("autre.pdf", unreadable)).notes)
    for readable in (a_pdf(), attaching("autre.pdf", a_pdf())):
        assert judged(attaching("autre.pdf", readable)).notes == ()
    deep = a_pdf()
    for _layer in range(6):
        deep = attaching("autre.pdf", deep)
    assert judged(deep).reason is Reason.TROP_COMPLEXE


def locked(content: bytes) -> bytes:
    """The same, under a password."""
    writer, out = PdfWriter(io.BytesIO(content)), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_the_page_is_bound_by_the_seal_of_the_issuer_alone(seal: Sealing) -> None:
    ours = trust().issuers[KEY.did_key]
    other = TrustedIssuer("did:web:ecole.fr", "École", seals=(Seal(seal.pem),))
    paper = sealed(a_pdf(titre=signed()), seal)
    assert judged(paper, trust=seal_trust(seal)).page is Page.LIEE
    verdict = judged(paper, trust=TrustList({ours.did: ours, other.did: other}))
    assert verdict.page is Page.AUTRE_CACHET
    assert "Le cachet est de : École." in verdict.notes


def test_a_pdf_that_unfolds_past_what_is_read_is_no_verdict_on_it_and_no_word_of_a_machine_is_said() -> None:
    found = judged(memory_bomb(500))
    assert found == Verdict(Reason.TROP_COMPLEXE, "PDF qui se déplie au-delà de ce qui est lu", carrier="PDF")
    assert judged(b"%PDF-1.7 rien").detail == "PDF incorrect"
