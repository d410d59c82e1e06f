"""The font of the workbooks that are written, its parts in the order of the schema of Excel, which openpyxl leaves."""

from openpyxl.styles import Font

__all__ = ["Font"]

Font.__elements__ = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
