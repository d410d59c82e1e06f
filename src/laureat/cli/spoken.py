"""The language of the terminal: French, or English where ``LAUREAT_LANGUE`` is ``en``.

The verbs write French. What they show passes here, where the phrasebook tells it in English; what it does not know (the
law, the words of a sheet) stays French. Data (JSON, CSV, SQL) never passes here.
"""

import os
from collections.abc import Iterable
from typing import Any

import click
import rich.console
from rich.console import ConsoleOptions, RenderableType
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

VARIABLE = "LAUREAT_LANGUE"
WIDEST = 100_000
"""Columns of a table before anything limits it."""


def in_english() -> bool:
    """Whether the person asked for English; the language of the machine says nothing of who reads."""
    return os.environ.get(VARIABLE, "").lower().startswith("en")


def told(text: str) -> str:
    """A text in the language of the person, line by line."""
    if not in_english():
        return text
    from laureat.exchange.english import phrasebook

    return "\n".join(phrasebook().in_part(line) for line in text.split("\n"))


def echo(text: str, **options: Any) -> None:
    """``click.echo``, in the language of the person."""
    click.echo(told(text), **options)


def to_look_at(remarks: Iterable[object]) -> None:
    """What a person should look at in what was read: on the error output, for nothing was stopped."""
    for remark in remarks:
        echo(f"À regarder : {remark}", err=True)


class Console(rich.console.Console):
    """A console that tells each text, that of a cell or of a title as that of a line."""

    def render_str(self, text: str, **options: Any) -> Text:
        """A text with its markup."""
        return super().render_str(told(text), **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """A text that stands alone, or in a cell."""
        if isinstance(renderable, Text) and in_english() and (said := told(renderable.plain)) != renderable.plain:
            renderable = renderable.copy()
            renderable.plain = said
            if len(renderable.spans) > 1:  # they named places of the French text
                renderable.spans = []
        if isinstance(renderable, Table) and self._is_free():
            options = self._of_whole_words(renderable, options or self.options)
        yield from super().render(renderable, options)

    def print(self, *objects: Any, **options: Any) -> None:
        """What goes to a file or to another command is cut nowhere."""
        if self._is_free():
            options.setdefault("crop", False)
        super().print(*objects, **options)

    def _is_free(self) -> bool:
        """No terminal sets a width, and nobody does by ``COLUMNS``."""
        return not self.is_terminal and "COLUMNS" not in os.environ

    def _of_whole_words(self, table: Table, options: ConsoleOptions) -> ConsoleOptions:
        """Room enough for the longest word of each column, where no terminal sets a width."""
        room = options.update(max_width=WIDEST)
        for column in table.columns:
            if column.width is None:
                own = [Measurement.get(self, room, cell) for cell in (column.header, *column.cells, column.footer)]
                longest = max(one.maximum if column.no_wrap else one.minimum for one in own)
                column.min_width = max(column.min_width or 0, longest)
        least = Measurement.get(self, room, table).minimum
        if table.width is not None:
            table.width = max(table.width, least)
        return options.update(max_width=max(options.max_width, least))
