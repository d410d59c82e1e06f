"""The procès-verbal carries what binds the log: two heads to copy, the whole checkpoint for a machine."""

import io
from datetime import date
from typing import Any

import page
import pypdf
import pypdfium2
import pytest
import zxingcpp

from laureat.cli.held_outside import gather
from laureat.documents import seance
from laureat.documents.typeset import Typesetter
from laureat.documents.vouched import Vouched, journal_facts
from laureat.records import Occasion, TreeHead
from laureat.records.checkpoint import Checkpoint, cosign, read_checkpoint
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.signed_note import COSIGNATURE, Note, NoteKey, sign_text

SEED = bytes(range(32))
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
    rows = [seance.row(told.candidate, told.outcome)]
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
