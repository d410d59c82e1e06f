"""The house holds together: arrows, purity, and an engine that needs no web framework."""

import re
import subprocess
import sys
from pathlib import Path

PURE = ("vocabulary", "people", "rules", "deliberation", "jury", "records", "session", "grilles")
IMPURE = re.compile(r"^\s*(?:import|from)\s+(os|time|socket|requests|random|secrets|subprocess|django|shutil)\b", re.M)
CLOCK = re.compile(r"\b(?:datetime|date|dt)\.(?:now|today|utcnow)\(")


def test_pure_packages_touch_no_clock_network_or_chance(root: Path) -> None:
    found = [
        f"{path.relative_to(root)}: {match.group(0).strip()}"
        for package in PURE
        for path in (root / "src" / "laureat" / package).rglob("*.py")
        for pattern in (IMPURE, CLOCK)
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_everything_below_the_web_is_imported_without_django(root: Path) -> None:
    source = root / "src"
    doors = ("web", "cli.serveur", "cli.sauvegarder", "cli.restaurer")
    names = [".".join(path.relative_to(source).with_suffix("").parts) for path in (source / "laureat").rglob("*.py")]
    below = [name for name in names if not name.startswith(tuple(f"laureat.{door}" for door in doors))]
    program = f"""
import importlib, sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "allauth", "procrastinate", "psycopg"):
            raise ImportError(f"{{name}} is not for here")
sys.meta_path.insert(0, Refuse())
for name in {below!r}:
    importlib.import_module(name.removesuffix(".__init__"))
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


LONG = re.compile(r"^(?:import|from) (?:pyld|pyhanko|pypdf|openpyxl)\b", re.M)
"""Libraries that take a tenth of a second and more to load, and that few requests need."""
STARTED = re.compile(
    r"laureat\.web\..*\.(?:apps|models|tasks)|laureat\.web\.(?:strongroom|reader)\..*|.*\.deliberating"
)
"""What every process of the application loads when it starts, and what decides a list."""


def test_what_is_long_to_load_is_loaded_by_whoever_needs_it(root: Path) -> None:
    source = root / "src"
    texts = {
        ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__"): path.read_text("utf-8")
        for path in (source / "laureat").rglob("*.py")
    }
    imported = {
        name: {
            whole
            for package, told in re.findall(r"^from (laureat[\w.]*) import (\([^)]*\)|.*)", text, re.M)
            for whole in (package, *(f"{package}.{one}" for one in re.findall(r"\w+", told)))
        }
        for name, text in texts.items()
    }
    long: set[str] = set()
    found = {name for name, text in texts.items() if LONG.search(text)}
    assert "laureat.documents.seal" in found
    while found:
        long |= found
        found = {name for name, told in imported.items() if name not in long and told & long}
    assert not {name for name in long if STARTED.fullmatch(name)}


def test_no_float_stands_in_a_mark_a_coefficient_or_a_threshold(root: Path) -> None:
    packages = ("vocabulary", "rules", "deliberation", "reglements", "grilles")
    literal = re.compile(r"(?<![\w.\"'])\d+\.\d+(?![\w.\"'])|\bfloat\(")
    found = [
        f"{path.relative_to(root)}:{number}: {line.strip()}"
        for package in packages
        for path in (root / "src" / "laureat" / package).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if literal.search(re.sub(r'""".*?"""|"[^"]*"|#.*', "", line)) and "``" not in line
    ]
    assert not found
