"""The empty workbook that people fill: drop-downs, checked cells, and a page that explains every column and code."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from laureat.deliberation.reglement import SessionRules
from laureat.exchange.modele_columns import Column, Kind, columns
from laureat.exchange.places import require_free
from laureat.exchange.spec import Spec
from laureat.exchange.tables import HELP
from laureat.exchange.xlsx_written import Book, Font
from laureat.vocabulary import InputProblem, InvalidInput, VoieAcces, french

ROWS = 5_000
"""How many candidates the drop-downs and checks cover; longer lists are read all the same."""

_LAST = ROWS + 1
_ACCEPTED = "Attendu : "
_HEADER_FILL = {True: PatternFill("solid", fgColor="1F3864"), False: PatternFill("solid", fgColor="5B7DB1")}
_TITLE = Font(name="Calibri", bold=True, size=16, color="1F3864")
_SECTION = Font(name="Calibri", bold=True, size=12, color="1F3864")
_WHITE = Font(name="Calibri", bold=True, color="FFFFFF")
_THIN = Border(bottom=Side(style="thin", color="BFBFBF"))
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def write_template(path: Path, rules: SessionRules, spec: Spec, *, replace: bool = False) -> None:
    """Write the empty workbook for a règlement.

    Raises InvalidInput where the file is no .xlsx, its folder does not exist, or it exists already (it may have been
    filled) and ``replace`` is not asked for.
    """
    problem = ""
    if path.suffix.lower() != ".xlsx":
        problem = f"l'extension « {path.suffix} » n'est pas celle d'un classeur ; attendu : .xlsx"
    elif not path.parent.is_dir():
        problem = f"le dossier {path.parent} n'existe pas"
    if problem:
        raise InvalidInput([InputProblem(problem, str(path))])
    require_free(path, replace=replace)
    workbook = template(rules, spec)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}.") as folder:
        temporary = Path(folder) / path.name
        workbook.save(temporary)
        os.replace(temporary, path)


def template(rules: SessionRules, spec: Spec) -> Workbook:
    """The workbook: the sheet to fill, and the help page."""
    shown = columns(rules, spec)
    workbook = Book()
    workbook.properties.title = f"{rules.reglement.title}, session {rules.session} : liste des candidats"
    workbook.properties.creator = "Lauréat"
    workbook.properties.language = "fr-FR"
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Candidats"
    first_route = _help(workbook.create_sheet(HELP), rules, spec, shown)
    _headings(sheet, shown)
    for rank, column in enumerate(shown, start=1):
        letter = get_column_letter(rank)
        _formats(sheet, letter, column)
        if validation := _validation(letter, column, spec, first_route):
            validation.add(f"{letter}2:{letter}{_LAST}")
            sheet.add_data_validation(validation)
    return workbook


def _headings(sheet: Worksheet, shown: Iterable[Column]) -> None:
    for rank, column in enumerate(shown, start=1):
        cell = sheet.cell(1, rank, column.heading)
        cell.font = _WHITE
        cell.fill = _HEADER_FILL[column.required]
        cell.alignment = Alignment(vertical="center")
        sheet.column_dimensions[get_column_letter(rank)].width = max(column.width, len(column.heading) + 3)
    sheet.row_dimensions[1].height = 24
    sheet.freeze_panes = "D2"
    _landscape(sheet, pages=3)
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:C"


def _landscape(sheet: Worksheet, pages: int = 1) -> None:
    """Printed on A4, so many pages wide."""
    sheet.page_setup.fitToWidth = pages
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


_FORMATS = {Kind.NUMBER: "@", Kind.CODE: "@", Kind.TEXT: "@", Kind.DATE: "DD/MM/YYYY"}


def _formats(sheet: Worksheet, letter: str, column: Column) -> None:
    """Numbers and identifiers stay text, or Excel would eat their zeros; dates show the day first."""
    if column.kind in _FORMATS:
        sheet.column_dimensions[letter].number_format = _FORMATS[column.kind]


def _validation(letter: str, column: Column, spec: Spec, first_route: int) -> DataValidation | None:
    cell = f"{letter}2"
    match column.kind:
        case Kind.NUMBER:
            span = f"${letter}$2:${letter}${_LAST}"
            rule = DataValidation("custom", formula1=f"SUMPRODUCT(--({span}={cell}))=1")
            error = "Ce numéro figure déjà dans la liste : chaque candidat a le sien."
        case Kind.DATE:
            rule = DataValidation(
                "date", formula1="DATE(1900,1,1)", formula2=f"DATE({spec.session},12,31)", operator="between"
            )
            error = "Une date est attendue, par exemple 14/03/2008."
        case Kind.ROUTE:
            rule = DataValidation(
                "list", formula1=f"{HELP}!$A${first_route}:$A${first_route + len(spec.famille.voies) - 1}"
            )
            error = "Choisir une des voies de la liste."
        case Kind.LIST:
            rule = DataValidation("list", formula1=f'"{",".join(column.values)}"')
            error = f"{_ACCEPTED}{', '.join(column.values)}, ou rien."
        case Kind.MARK:
            rule = DataValidation("custom", formula1=_mark_formula(cell))
            error = f"{_ACCEPTED}{spec.famille.cellules.expected}."
        case Kind.BLOCK:
            rule = DataValidation("custom", formula1=_block_formula(cell))
            error = f"{_ACCEPTED}{spec.famille.cellules.expected}."
        case _:
            return None
    rule.allow_blank = True
    rule.errorStyle, rule.errorTitle, rule.error, rule.showErrorMessage = "stop", column.heading, error, True
    rule.promptTitle, rule.prompt, rule.showInputMessage = column.heading[:32], column.about[:255], True
    return rule


def _mark_formula(cell: str) -> str:
    """Half points from 0 to 20, a code, or B and a number; comparing texts, Excel ignores their case.

    A formula may hold 255 signs, no list of constants and no name of a newer function; reading checks the rest.
    """
    codes = ",".join(f'{cell}="{code}"' for code in ("AB", "AJ", "DI", "VA", "NU"))
    number = f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<=20,MOD(2*N({cell}),1)=0)"
    bare = f'SUBSTITUTE({cell},",","")'
    kept = f'AND(LEFT({cell})="B",ISNUMBER(-MID({bare},2,FIND("@",{bare}&"@")-2)))'
    return f"OR({codes},{number},{kept})"


def _block_formula(cell: str) -> str:
    codes = ",".join(f'{cell}="{code}"' for code in ("V", "NV", "VA", "DI", "AB", "AJ"))
    number = f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<=20)"
    held = f'AND(LEFT({cell},2)="V@",LEN({cell})=6,ISNUMBER(-MID({cell},3,4)))'
    return f"OR({codes},{number},{held})"


def _help(sheet: Worksheet, rules: SessionRules, spec: Spec, shown: tuple[Column, ...]) -> int:
    """Fill the help page; returns the line of the first route, which the drop-down reads."""
    for letter, width in zip("ABCD", (38, 16, 84, 34), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet["A1"], sheet["A1"].font = rules.reglement.title, _TITLE
    sheet["A2"] = (
        f"{rules.reglement.id}, session {rules.session}. Une ligne par candidat dans la feuille « Candidats »."
    )
    sheet["A3"] = (
        "Les colonnes aux intitulés foncés sont obligatoires ; les autres peuvent rester vides ou être retirées."
    )
    sheet["A4"] = "D’autres colonnes peuvent être ajoutées : elles sont conservées telles quelles."
    line = _table(
        sheet,
        6,
        "Les colonnes",
        ("Intitulé", "Obligatoire", "Ce qu’on y écrit", "Exemple"),
        [(c.heading, french.OUI if c.required else "", c.about, c.example) for c in shown],
    )
    famille = spec.famille
    line = _table(
        sheet,
        line + 1,
        "Ce qu’on écrit pour un bloc" if famille.par_blocs else "Ce qu’on écrit pour une note",
        ("Cellule", "", "Sens", ""),
        [(code, "", meaning.format_map(rules.fields), "") for code, meaning in famille.lexique.items()],
    )
    first_route = line + 3
    if famille.voies:
        line = _table(
            sheet,
            line + 1,
            "Les voies",
            ("Voie", "Catégorie", "En toutes lettres", "Voies d’accès possibles"),
            [
                (voie.code, voie.categorie, voie.label, ", ".join(acces.value for acces in voie.acces))
                for voie in famille.voies
            ],
        )
    _table(
        sheet,
        line + 1,
        "Les voies d’accès du registre",
        ("Code", "", "En toutes lettres", ""),
        [(acces.value, "", acces.label, "") for acces in VoieAcces],
    )
    _landscape(sheet)
    return first_route


def _table(sheet: Worksheet, line: int, title: str, heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    """One titled table; returns the line after it."""
    sheet.cell(line, 1, title).font = _SECTION
    line += 1
    for rank, text in enumerate(heading, start=1):
        cell = sheet.cell(line, rank, text or None)
        cell.font, cell.fill = _WHITE, _HEADER_FILL[False]
    for row in rows:
        line += 1
        for rank, text in enumerate(row, start=1):
            cell = sheet.cell(line, rank, text or None)
            cell.alignment, cell.border, cell.number_format = _WRAPPED, _THIN, "@"
    return line + 1
