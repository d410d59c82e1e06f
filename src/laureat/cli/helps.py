"""What ``--help`` says, as data: showing it imports no verb, and so neither Polars nor what papers need.

``python -m laureat.cli.helps`` writes them in both languages from the commands themselves; a test holds them equal.
"""

import copy
import functools
import inspect
import json
import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from laureat.cli.spoken import VARIABLE, in_english, told

if TYPE_CHECKING:
    import click

FILES = {"fr": "aides.json", "en": "aides.en.json"}
WIDTH = 80
LINE = 61
"""So many characters are left beside a verb, in the list of verbs."""


@functools.cache
def helps(language: str = "") -> dict[str, dict[str, str]]:
    """By path of a verb (``jury proposer``): ``resume``, one line for the list of verbs, and ``aide``, the whole."""
    file = resources.files("laureat.cli") / FILES[language or ("en" if in_english() else "fr")]
    told: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
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
    """The same, from the commands themselves, in the language of the person: every verb is imported."""
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
        found = group.get_command(context, name)
        if found is None:
            continue
        command = _told(found)
        inner = click.Context(command, parent=context, info_name=name, terminal_width=WIDTH)
        longer = f"{path} {name}".strip()
        yield longer, command, inner
        if isinstance(command, click.Group):
            yield from _under(command, inner, longer)


def _told(command: "click.Command") -> "click.Command":
    """A verb whose help, and that of its options, is in the language of the person."""
    import click

    if not in_english():
        return command
    said = copy.copy(command)
    vars(said)["_help_option"] = None  # click keeps it in the language it was first asked in
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    said.help = "\n\n".join(told(" ".join(paragraph.split())) for paragraph in paragraphs)
    said.params = [copy.copy(option) for option in command.params]
    for option in said.params:
        if isinstance(option, click.Option) and option.help:
            option.help = told(option.help)
    if isinstance(said, click.Group):
        said.commands = {name: _told(inner) for name, inner in said.commands.items()}
    return said


def _write() -> None:
    from laureat.cli.main import speak

    for language, file in FILES.items():
        os.environ[VARIABLE] = language
        speak()
        text = json.dumps(told_by_the_commands(), ensure_ascii=False, indent=1)
        (Path(__file__).parent / file).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write()
