"""``--help``: at once, for every verb, with nothing heavy imported; and what it says is what the commands say."""

import json
import subprocess
import sys

import pytest

from laureat.cli.helps import helps

HEAVY = ("polars", "lxml", "typst", "ortools", "django", "numpy", "yaml", "jsonschema", "openpyxl", "llvmlite")
CALL = f"""
import sys
sys.argv = ["laureat", *{{arguments!r}}]
from laureat.cli.main import main
try:
    main()
finally:
    print("importés :", [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
TOLD = """
import json
from laureat.cli.helps import told_by_the_commands
from laureat.cli.main import speak
speak()
print(json.dumps(told_by_the_commands()))
"""
ENVIRONMENT = {"PATH": "", "LANG": "C.UTF-8"}


def python(program: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT)


def test_what_help_says_is_what_the_commands_say() -> None:
    assert json.loads(python(TOLD).stdout) == helps(), "lancer : make aides"


@pytest.mark.parametrize("words", ["", *helps()])
def test_help_imports_nothing_heavy(words: str) -> None:
    ended = python(CALL.format(arguments=[*words.split(), "--help"]))
    assert ended.stderr.strip() == "importés : []"
    assert ended.stdout.startswith(f"Usage : laureat {words}".rstrip())
    if words:
        assert helps()[words]["aide"] in ended.stdout
    else:
        assert all(f"  {verb} " in ended.stdout for verb in helps() if " " not in verb)
