"""No article and no number of the law stands outside ``reglements/``: neither in code, nor in a template."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import laureat
from laureat.reglements import familles

SOURCES = Path(laureat.__file__).parent
NUMBER = r"(?:\d+|un|une|deux|trois|quatre|cinq|six|huit|dix|douze|quinze|vingt)"
LAW = {
    "article": re.compile(r"\b[DRLA]\.? ?\*?\d{3,4}-\d+"),
    "texte": re.compile(r"\b(?:arrêtés?|décrets?|lois?|ordonnances?) (?:n° ?|du \d)", re.IGNORECASE),
    "règle": re.compile(r"\b(?:R|CAP|BTS|BP|TP)-[A-Z]{2,}-\d{2}\b"),
    "durée": re.compile(rf"\b{NUMBER} (?:ans|années?|mois|semaines?) (?!restants)", re.IGNORECASE),
    "seuil": re.compile(r"\b\d+(?:,\d+)? (?:sur 20|/ ?20\b)|(?:au moins|égale à|inférieure à|supérieure à) \d"),
}
"""What the law looks like, in a sentence."""
TEMPLATES = ("*.html", "*.typ", "*.txt", "*.js", "*.po")

NO_LAW = {
    "register/printed.py": "les titres d'une fiche du registre (« taux d'insertion à 6 mois »)",
}
"""What looks like law and is none, with the reason."""


def law_in(text: str) -> Iterator[str]:
    """The scraps of law in a text."""
    for kind, pattern in LAW.items():
        yield from (f"{kind} : {found[0]}" for found in pattern.finditer(text))


def strings(source: str) -> Iterator[tuple[int, str]]:
    """The strings of a module, its docstrings left out."""
    told, texts = set(), []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            told.update(id(statement.value) for statement in node.body if isinstance(statement, ast.Expr))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node)
    yield from ((node.lineno, str(node.value)) for node in texts if id(node) not in told)


def outside() -> Iterator[Path]:
    """The modules and templates of the project that are not the law."""
    for pattern in ("*.py", *TEMPLATES):
        for path in sorted(SOURCES.rglob(pattern)):
            parts = path.relative_to(SOURCES).parts
            if parts[0] not in ("reglements", "locale") and "migrations" not in parts and "fiches" not in parts:
                yield path


def found_in(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    lines = strings(text) if path.suffix == ".py" else enumerate(text.splitlines(), start=1)
    return [f"{line} : {scrap}" for line, told in lines for scrap in law_in(told)]


def test_no_law_stands_outside_its_home() -> None:
    found = {path.relative_to(SOURCES).as_posix(): scraps for path in outside() if (scraps := found_in(path))}
    assert found.keys() >= NO_LAW.keys()
    found = {name: scraps for name, scraps in found.items() if name not in NO_LAW}
    assert not found, "\n".join(f"{name}, {scrap}" for name, scraps in found.items() for scrap in scraps)


@pytest.mark.parametrize(
    "text",
    [
        "Code de l'éducation, art. D337-78",
        "selon l'arrêté du 9 décembre 2020",
        "la règle R-AVG-01",
        "la note se conserve cinq ans au plus",
        "une moyenne au moins égale à 10",
        "il a 10 sur 20",
    ],
)
def test_what_the_law_looks_like_is_seen(text: str) -> None:
    assert list(law_in(text))


@pytest.mark.parametrize("text", ["une note de 0 à 20", "le 14/03/2008", "RNCP35697", "3 candidats", "U31"])
def test_what_is_no_law_is_let_by(text: str) -> None:
    assert not list(law_in(text))


QUESTIONS = {"duree_conservation"}
"""What the conduct asks, in words that a family also uses for its number."""
OF_ALL = {"delai_de_recours"}
"""A number of the common law."""


def test_no_door_names_a_number_of_a_family() -> None:
    """The conduct, the files and the papers ask the family which of its numbers answers (``Conduite.nombres``)."""
    numbers = {parameter.name for droit in familles() for parameter in droit.parametres} - QUESTIONS - OF_ALL
    rooms = ("session", "exchange", "documents", "credentials", "records", "web", "jury", "deliberation")
    found = [
        f"{path.relative_to(SOURCES)}:{line} : {told}"
        for room in rooms
        for path in sorted((SOURCES / room).rglob("*.py"))
        if any(name in (text := path.read_text(encoding="utf-8")) for name in numbers)
        for line, told in strings(text)
        if told in numbers
    ]
    assert not found, found
