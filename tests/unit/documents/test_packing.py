"""A packed PDF says what Typst said, in half the bytes; what it weighs is bounded."""

import io
import re
import zlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from laureat.credentials import deuxdoc
from laureat.documents import papers, typeset
from laureat.documents.codes import printed_code
from laureat.documents.packing import packed
from laureat.documents.seal import Sealer, trial_authority
from laureat.documents.typeset import Attachment, Typesetter, as_json

ISSUED, MOMENT = date(2026, 7, 6), datetime(2026, 7, 6, 9, 30, tzinfo=UTC)
MOST = {"releve": 56_000, "diplome": 52_000}
"""Bytes of a paper with its 2D-Doc, its code, its data and its seal."""


def shown(value: Any) -> str:
    """An object as text, whatever reads it; of the metadata, nothing."""
    kind = value.get("/Type") if isinstance(value, dict) else None
    return "" if kind == "/Metadata" else re.sub(r", \d+\)", ")", str(value))


def test_a_paper_with_all_that_it_carries_keeps_to_its_weight(
    bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain: list[bytes] = []
    monkeypatch.setattr(typeset, "packed", lambda pdf: (plain.append(pdf), packed(pdf))[1])
    sealer = Sealer(trial_authority(tmp_path, MOMENT), MOMENT, "Académie de Lyon")
    typesetter, told = Typesetter(), bench.told()
    signed: dict[str, Any] = {
        "key": ec.generate_private_key(ec.SECP256R1()),
        "authority": "FR00",
        "certificate": "0001",
        "issued": ISSUED,
    }
    for kind in (papers.RELEVE, papers.DIPLOME):
        who, fiche = told.candidate.identite, bench.context.fiche
        code = deuxdoc.for_releve(who, fiche, 2026, told.outcome.decision, **signed)
        content = kind.content(bench.context, told) | {
            "deuxdoc": {"svg": code.svg(), "texte": "2D-Doc", "specimen": False},
            "code": printed_code("7K3M9QXT2VBDH5WN", "https://titres.exemple.fr/"),
        }
        facts = as_json(kind.facts(bench.context, told))
        light = typesetter.pdf(content, ISSUED, [Attachment("decision.json", facts, "application/json", "Données")])
        assert len(light) < 0.85 * len(plain[-1])
        assert len(sealer.seal(light)) < MOST[kind.name]
        before, after = (pypdf.PdfReader(io.BytesIO(each)) for each in (plain[-1], light))
        assert [page.extract_text() for page in after.pages] == [page.extract_text() for page in before.pages]
        for number in before.xref[0]:
            assert shown(after.get_object(number)) == shown(before.get_object(number))
        assert after.metadata == before.metadata
        assert after.attachments == before.attachments


def test_no_stream_ends_ambiguously_whatever_its_data() -> None:
    stream = b"1 0 obj\n<</Length 4>>\nstream\nabc\r\nendstream\nendobj\n"
    head = b"%PDF-1.7\n"
    other = b"2 0 obj\n<</Type/Catalog/Note(endobj)>>\nendobj\n"
    table = len(head + stream + other)
    places = b"".join(b"%010d 00000 n \n" % at for at in (len(head), len(head + stream)))
    trailer = b"xref\n0 3\n0000000000 65535 f \n%btrailer\n<</Size 3/Root 2 0 R>>\nstartxref\n%d\n%%%%EOF"
    made = packed(head + stream + other + trailer % (places, table))
    assert b"abc\r\r\nendstream" in made
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert reader.trailer["/Root"]["/Note"] == "endobj"  # type: ignore[index]
    assert len(zlib.decompress(re.findall(rb"/XRef.*?stream\n(.*?)\r?\nendstream", made, re.DOTALL)[0])) == 7 * 5
