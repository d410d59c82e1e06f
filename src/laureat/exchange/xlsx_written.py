"""The workbooks that are written, with what Excel minds and openpyxl leaves: fonts in order, figures kept as text."""

import io
import os
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

__all__ = ["Book", "Font"]

Font.__elements__ = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)

_END = b"</worksheet>"
_AS_TEXT = b'<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>'
"""Levels and numbers of candidates are texts on purpose: no cell is marked for it. Last in any sheet of ours."""


class Book(Workbook):
    """A workbook whose figures written as text are no fault."""

    def save(self, filename: "str | os.PathLike[str] | IO[bytes] | SupportsWrite[bytes]") -> None:
        """Write it to a file, or to what takes bytes."""
        written, finished = io.BytesIO(), io.BytesIO()
        super().save(written)
        with zipfile.ZipFile(written) as parts, zipfile.ZipFile(finished, "w", zipfile.ZIP_DEFLATED) as target:
            for part in parts.infolist():
                content = parts.read(part)
                if part.filename.startswith("xl/worksheets/sheet"):
                    content = content.removesuffix(_END) + _AS_TEXT + _END
                target.writestr(part, content)
        if isinstance(filename, str | os.PathLike):
            Path(filename).write_bytes(finished.getvalue())
        else:
            filename.write(finished.getvalue())
