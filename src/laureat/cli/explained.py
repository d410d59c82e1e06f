"""The parts of an explanation on a terminal."""

from collections.abc import Iterator

from rich import box
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from laureat.cli.spoken import Console
from laureat.deliberation.explain import Step
from laureat.deliberation.parts import Grid, Part

SHARES = {"calcul": (3, 2), "oraux": (2, 3, 3), "prochaine_session": (1, 0, 1)}
"""By part, how its columns of words share the width."""


def show(part: Part, target: Console, width: int) -> None:
    """One part: its title, its table, its sentences."""
    if part.name != "calcul":
        target.print(f"\n[bold]{part.title}[/]")
    if part.grid is not None:
        target.print(grid(part.grid, width, SHARES[part.name]))
    for line in _sentences(part.told):
        target.print(Padding(f"• {line}", (0, 0, 0, 2)))


def _sentences(told: tuple[Step, ...]) -> Iterator[str]:
    for step in told:
        source = "; ".join(filter(None, (f"{step.article} " if step.rule_id else step.article, _rule(step))))
        yield escape(step.text) + (f" [dim]({escape(source)})[/]" if source else "")


def _rule(step: Step) -> str:
    return f"règle {step.rule_id}" if step.rule_id else ""


def grid(told: Grid, width: int, shares: tuple[int, ...]) -> Table:
    """A table, its totals apart."""
    table = Table(box=box.SIMPLE_HEAD, width=width, pad_edge=False)
    for (heading, is_number), share in zip(told.marked, (*shares, *(0,) * len(told.headings)), strict=False):
        if is_number or heading == "Acquis":
            table.add_column(heading, justify="right", no_wrap=True)
        else:
            table.add_column(heading, ratio=share or 1)
    for line in told.lines:
        table.add_row(*map(escape, line.cells))
    if told.totals:
        table.add_section()
    for line in told.totals:
        table.add_row(*(f"[bold]{escape(cell)}[/]" if line.strong and cell else escape(cell) for cell in line.cells))
    return table
