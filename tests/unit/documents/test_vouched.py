"""The procès-verbal carries what binds the log: two heads to copy, the whole checkpoint for a machine."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import page
import pypdf
import pypdfium2
import pytest
import zxingcpp

from laureat.cli.held_outside import gather
from laureat.documents import seance, seance_rows
from laureat.documents.typeset import Typesetter
from laureat.documents.vouched import WITHOUT_KEY, Approval, Vouched, journal_facts
from laureat.records import Occasion, TreeHead
from laureat.records.checkpoint import Checkpoint, cosign, read_checkpoint
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.signed_note import COSIGNATURE, Note, NoteKey, sign_text

SEED = bytes(range(32))
KEY, CHALLENGE = "a1" * 32, "b2" * 32
HEAD = TreeHead(
    log="04c8b250-5ed3-4f43-9690-6cb586f9afc3",
    size=12_345,
    root=bytes(range(32)),
    occasion=Occasion.DELIBERATION,
    at="2026-07-03T08:30:00Z",
)


def vouched(witnesses: int) -> Vouched:
    """A checkpoint with so many cosignatures."""
    key = NoteKey("examens.academie-exemple.fr/journal", public_key_of(SEED))
    text = Checkpoint(key.name, 987_654, bytes(range(32, 64))).text
    lines = [sign_text(text, key, signer(SEED))]
    for number in range(witnesses):
        seed = bytes([number] * 32)
        witness = NoteKey(f"temoin-{number}.academie-exemple.fr", public_key_of(seed), COSIGNATURE)
        lines.append(cosign(text, witness, signer(seed), 1_800_000_000))
    return Vouched(HEAD, str(Note(text, tuple(lines))).encode())


@pytest.mark.parametrize(("witnesses", "kept"), [(0, 0), (2, 2), (30, 10)])
def test_the_qr_code_is_the_checkpoint_whole_and_a_machine_reads_it(bench: Any, witnesses: int, kept: int) -> None:
    told = bench.told()
    rows = [seance_rows.row(told.candidate, told.outcome)]
    held = vouched(witnesses)
    pdf = Typesetter().pdf(seance.proces_verbal(bench.context, rows, held), date(2026, 7, 6))
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        assert page.validate_pdf_bytes(pdf, profile=profile).is_compliant
    images = [sheet.render(scale=300 / 72).to_pil() for sheet in pypdfium2.PdfDocument(io.BytesIO(pdf))]
    (text,) = [code.text for image in images for code in zxingcpp.read_barcodes(image)]
    checkpoint, note = read_checkpoint(text.encode())
    assert held.checkpoint.startswith(text.encode())
    assert len(note.signatures) - 1 >= kept
    words = "".join("".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    for printed in (
        HEAD.log,
        HEAD.root.hex(),
        checkpoint.origin,
        checkpoint.root.hex(),
        "12345faits",
        "987654feuilles",
    ):
        assert printed in words.replace("\u202f", "").replace("\xa0", ""), printed


def test_what_is_attached_to_the_pv_can_be_given_to_the_audit() -> None:
    facts = journal_facts(vouched(1))
    log = facts["journal"]
    held = gather([f"{log['origine']}:{log['taille']}:{log['racine']}"], [])
    assert (held.claims[0].origin, held.claims[0].size, held.claims[0].root) == (HEAD.log, HEAD.size, HEAD.root)
    assert read_checkpoint(facts["point_de_controle"].encode())[0].size == 987_654


def test_the_annex_says_who_approved_in_which_quality_when_and_with_which_key(bench: Any) -> None:
    told = bench.told()
    approvals = (
        Approval(
            "Claude Marchand", "président, enseignant-chercheur, a présidé", "03/07/2026 à 10 h 30", KEY, CHALLENGE
        ),
        Approval("Linh Nguyễn", "membre, enseignante en CFA", "03/07/2026 à 10 h 32", asked_again=True),
    )
    held = replace(vouched(0), approvals=approvals, content="c" * 64)
    rows = [seance_rows.row(told.candidate, told.outcome)]
    pdf = Typesetter().pdf(seance.proces_verbal(bench.context, rows, held), date(2026, 7, 6))
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        assert page.validate_pdf_bytes(pdf, profile=profile).is_compliant
    last = "".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[-1].extract_text().split())
    for said in (
        "ANNEXE:APPROBATIONS",
        "ClaudeMarchand",
        "aprésidé",
        KEY,
        CHALLENGE,
        "c" * 64,
        "LinhNguyễn",
        "redemandé",
    ):
        assert said in last, said
    assert last.count(WITHOUT_KEY.replace(" ", "")) == 1
    facts = journal_facts(held)
    assert [(one["cle"], one["defi"]) for one in facts["approbations"]] == [(KEY, CHALLENGE), ("", "")]
    assert "approbations" not in journal_facts(vouched(0))
