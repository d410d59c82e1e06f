"""The tables of an explanation on a terminal."""

from rich import box
from rich.table import Table as Grid

from laureat.deliberation.next_session import Future
from laureat.deliberation.orals import Choice, Marks, Orals
from laureat.deliberation.table import Row, Table
from laureat.vocabulary import format_hundredths, format_products, french, truncated_average


def _grid(width: int, title: str = "") -> Grid:
    return Grid(box=box.SIMPLE_HEAD, width=width, title=title or None, title_justify="left", pad_edge=False)


def computation(table: Table, width: int) -> Grid:
    """The computation, one unit a line, then the total and the average; or the blocks, acquired or not."""
    grid = _grid(width)
    grid.add_column("Unité", ratio=3)
    grid.add_column("D'où elle vient" if table.by_marks else "Ce qui est porté", ratio=2)
    for heading in ("Note", "Coef.", "Produit") if table.by_marks else ("Note", "Acquis"):
        grid.add_column(heading, justify="right", no_wrap=True)
    for row in table.rows:
        named = f"{row.unit}  {row.label}"
        origin = row.origin if not row.bonus else f"{row.origin} : {french.points(row.bonus)} de bonus"
        cells = _marked(row) if table.by_marks else (_number(row.mark), french.oui_non(row.acquired))
        grid.add_row(named, origin, *cells)
    if table.sum is not None and table.total is not None:
        grid.add_section()
        grid.add_row("Total", "", "", _number(table.sum.coefficients), format_products(table.sum.points))
        for name, points in (("Bonus des unités facultatives", table.bonus), ("Projet", table.projet * 100)):
            if points:
                sign, moved = ("+", "points ajoutés") if points > 0 else ("", "points retirés")
                grid.add_row(name, moved, "", "", f"{sign}{format_products(points)}")
        grid.add_row("[bold]Moyenne générale[/]", f"[bold]{table.total.text}[/]", "", "", "")
        if table.professional_total is not None:
            units = ", ".join(table.professional)
            grid.add_row(f"Moyenne professionnelle ({units})", table.professional_total.text, "", "", "")
        if table.after is not None:
            after = format_hundredths(truncated_average(table.after), decimals=2)
            grid.add_row("[bold]Moyenne après l'épreuve de contrôle[/]", f"[bold]{after}[/]", "", "", "")
    return grid


def _marked(row: Row) -> tuple[str, str, str]:
    product = "" if row.product is None else format_products(row.product)
    return _number(row.mark), _number(row.coefficient), product


def orals(told: Orals, width: int) -> Grid:
    """By choice of orals, the marks with the fewest points to gain; every couple is in the JSON."""
    grid = _grid(width)
    grid.add_column("Vos oraux (votre première note)", ratio=3)
    grid.add_column("Il suffit de", ratio=2)
    if told.uncertain:
        grid.add_column("À coup sûr", ratio=2)
    for choice in told.choices:
        names = french.enumeration(f"{oral.label} ({format_hundredths(oral.first)})" for oral in choice.orals)
        grid.add_row(names, *(_needed(choice, sure=sure) for sure in (False, True)[: len(grid.columns) - 1]))
    return grid


def _needed(choice: Choice, *, sure: bool) -> str:
    """The marks with the fewest points to gain, and the most even ones where they are others."""
    found = [marks for marks in (choice.cheapest(sure=sure), choice.evenest(sure=sure)) if marks is not None]
    return ", ou ".join(_couple(choice, marks) for marks in dict.fromkeys(found)) or "aucune note ne suffit"


def _couple(choice: Choice, marks: Marks) -> str:
    return french.enumeration(
        format_hundredths(mark) if mark > oral.first else "aucun gain"
        for mark, oral in zip(marks, choice.orals, strict=True)
    )


def next_session(futures: tuple[Future, ...], width: int) -> Grid:
    """What may be done of each unit."""
    grid = _grid(width)
    grid.add_column("Unité", ratio=1)
    grid.add_column("Note", justify="right")
    grid.add_column("Ce que vous pouvez faire", ratio=1)
    for future in futures:
        grid.add_row(f"{future.unit}  {future.label}", _number(future.mark), future.text)
    return grid


def _number(value: int | None) -> str:
    return "" if value is None else format_hundredths(value)
