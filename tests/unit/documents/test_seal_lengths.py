"""Whatever the offsets of a file, no stream that a seal adds ends as a line does."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import page

from laureat.documents import diplome, seal
from laureat.documents.typeset import Typesetter

NOW = datetime(2026, 7, 6, tzinfo=UTC)


class Unlucky(seal.Sealer):
    """Whose first cross-reference table of a file ends with 0x0D, as one in 256 does."""

    asked: int = 0

    def _seal(self, pdf: bytes, lines: int) -> bytes:
        self.asked += 1
        sealed = super()._seal(pdf, lines)
        head, end, tail = sealed.rpartition(b"\nendstream")
        return sealed if lines > 1 else head[:-1] + b"\r" + end + tail


def test_a_seal_whose_table_ends_as_a_line_does_is_set_again_one_line_lower(bench: Any, tmp_path: Path) -> None:
    sealer = Unlucky(seal.trial_authority(tmp_path, NOW), NOW, "Académie de Lyon")
    pdf = Typesetter().pdf(diplome.content(bench.context, bench.told(mark="13")), bench.context.issued)
    sealed = sealer.seal(pdf)
    assert sealer.asked == 2
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        assert page.is_pdf_compliant_bytes(sealed, profile=profile)
    assert not page.is_pdf_compliant_bytes(sealer._seal(pdf, 1), profile=page.ValidationProfile.PDF_A_3A)
