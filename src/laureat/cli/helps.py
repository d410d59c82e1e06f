"""What ``--help`` says, as data: showing it imports no verb, and so neither Polars nor what papers need.

``aides.json`` is written by ``python -m laureat.cli.helps`` from the commands themselves; a test holds them equal.
"""

import functools
import json
from collections.abc import Iterator
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

FILE = "aides.json"
WIDTH = 80
LINE = 61
"""So many characters are left beside a verb, in the list of verbs."""


@functools.cache
def helps() -> dict[str, dict[str, str]]:
    """By path of a verb (``jury proposer``): ``resume``, one line for the list of verbs, and ``aide``, the whole."""
    told: dict[str, dict[str, str]] = json.loads((resources.files("laureat.cli") / FILE).read_text(encoding="utf-8"))
    return told


def asked(arguments: list[str], names: list[str]) -> str | None:
    """The help that a command line asks for; None where it asks for none, or for one that is not known as data."""
    if not any(name in arguments for name in names):
        return None
    path = ""
    for word in arguments:
        longer = f"{path} {word}".strip()
        if longer not in helps():
            break
        path = longer
    return helps()[path]["aide"] if path else None


def told_by_the_commands() -> dict[str, dict[str, str]]:
    """The same, from the commands themselves: every verb is imported."""
    import click

    from laureat.cli.main import laureat

    root = click.Context(laureat, info_name="laureat", terminal_width=WIDTH)
    return {
        path: {"resume": command.get_short_help_str(LINE), "aide": command.get_help(context)}
        for path, command, context in _under(laureat, root, "")
    }


def _under(
    group: "click.Group", context: "click.Context", path: str
) -> Iterator[tuple[str, "click.Command", "click.Context"]]:
    import click

    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(command, parent=context, info_name=name, terminal_width=WIDTH)
        longer = f"{path} {name}".strip()
        yield longer, command, inner
        if isinstance(command, click.Group):
            yield from _under(command, inner, longer)


def _write() -> None:
    from laureat.cli.main import speak_french

    speak_french()
    target = resources.files("laureat.cli") / FILE
    text = json.dumps(told_by_the_commands(), ensure_ascii=False, indent=1)
    with open(str(target), "w", encoding="utf-8") as file:
        file.write(text + "\n")


if __name__ == "__main__":
    _write()
