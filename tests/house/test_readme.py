"""What the README and the tutorial tell a newcomer to type works."""

import contextlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from laureat.cli.main import laureat

COMMAND = (sys.executable, "-m", "laureat.cli.main")
PAGES = ("README.md", "README.fr.md", "docs/tutoriel/premiere-session.md")


def fenced(page: Path, language: str) -> list[str]:
    """The blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def typed(page: Path) -> list[list[str]]:
    """What follows ``laureat`` in every command that a page tells to type, in order."""
    lines = [line.split("#")[0].strip() for block in fenced(page, "sh") for line in block.splitlines()]
    return [line.removeprefix(".venv/bin/laureat ").split() for line in lines if line.startswith(".venv/bin/laureat")]


def test_both_languages_tell_to_type_the_same(root: Path) -> None:
    assert typed(root / "README.md") == typed(root / "README.fr.md")


@pytest.mark.parametrize("page", PAGES[:2])
def test_the_page_names_every_verb(root: Path, page: str) -> None:
    told = (root / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", told)) | {arguments[0] for arguments in typed(root / page)} | {"demo"}
    assert set(laureat.commands) == named & set(laureat.commands)


def in_its_process(arguments: list[str], folder: Path) -> tuple[int, str]:
    """How a command ends that is run as a person types it, and what it says."""
    ended = subprocess.run([*COMMAND, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout or ended.stderr


def in_this_process(arguments: list[str], folder: Path) -> tuple[int, str]:
    """The same, Python and its libraries being loaded already."""
    with contextlib.chdir(folder):
        ended = CliRunner().invoke(laureat, arguments)
    return ended.exit_code, ended.output or repr(ended.exception)


@pytest.mark.parametrize(("page", "run"), [(PAGES[1], in_its_process), (PAGES[2], in_this_process)], ids=PAGES[1:])
def test_every_command_of_the_page_runs_as_written(
    root: Path, page: str, run: Callable[[list[str], Path], tuple[int, str]], tmp_path: Path
) -> None:
    commands = typed(root / page)
    assert len(commands) >= 6
    for arguments in commands:
        code, told = run(arguments, tmp_path)
        assert code == 0, f"{' '.join(arguments)}\n{told}"
        assert told.strip()


def test_the_twelve_lines_of_python_say_why_with_the_article(root: Path) -> None:
    (program,) = fenced(root / PAGES[0], "python")
    assert fenced(root / PAGES[1], "python") == [program]
    assert len([line for line in program.splitlines() if line]) <= 12
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.startswith("remplacement 9.57")
    assert "D337-92" in ended.stdout


def test_every_make_target_of_the_pages_exists(root: Path) -> None:
    told = {
        target for page in PAGES for target in re.findall(r"`?make (\w+)", (root / page).read_text(encoding="utf-8"))
    }
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert told - {"test"} <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))


def test_every_link_of_the_documentation_leads_somewhere(root: Path) -> None:
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(root)} → {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert not broken
