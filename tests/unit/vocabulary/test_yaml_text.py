"""YAML read as text: no message of the reader in English, every fault with its place, nothing typed lost."""

import ast
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.yaml_text import _OTHERWISE, _said, read_quickly, read_yaml

ENGLISH = re.compile(
    r"\b(the|found|expected|could|not find|while|but|are|is not|invalid|unacceptable|allowed|required|array|string|"
    r"object|does|match|too|short|long|should|unexpected|property|properties|must|value|number|minimum|of)\b"
)


def faults(text: bytes | str, source: str = "essai.yaml") -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        read_yaml(text, source)
    return [str(problem) for problem in refused.value.problems]


def _problems(text: bytes | str) -> tuple[InputProblem, ...]:
    try:
        read_yaml(text, "x.yaml")
    except InvalidInput as refused:
        return refused.problems
    return ()


FAULTS = {
    "a: [": (1, 5, "une valeur est attendue"),
    "a: [b\nc: d": (2, 2, "la liste ouverte ligne 1 n'est pas refermée"),
    "{a: b\n": (2, 1, "le groupe ouvert ligne 1 n'est pas refermé"),
    "a: 'b": (1, 6, "un guillemet ou une apostrophe, ouvert ligne 1, n'est pas refermé"),
    "\ta: b": (1, 1, "une tabulation"),
    "a: b: c": (1, 5, "« : » n'est pas permis ici"),
    "a: - b": (1, 4, "un tiret de liste n'est pas permis ici"),
    "- a\nb": (2, 2, "il manque « : »"),
    "a:\n  - b\n - c": (3, 2, "le retrait de cette ligne"),
    "a: b\n  c: d": (2, 4, "« : » n'est pas permis ici"),
    "&a [*a]": (1, 1, "se contient lui-même"),
    "a: *b": (1, 4, "« *b » renvoie à un nom que rien ne donne"),
    "a: &": (1, 5, "un nom est attendu après « & »"),
    "a: &b c\nd: &b e": (2, 4, "est déjà donné plus haut"),
    "%YAML 3\n": (1, 8, "une ligne qui commence par « % »"),
    "%YAML 3.0\n--- a": (1, 1, "une ligne qui commence par « % »"),
    "a: |1x": (1, 6, "après « | » ou « > »"),
    'a: "\\q"': (1, 6, "« \\ » annonce un caractère spécial"),
    "a: !z!b c": (1, 4, "annonce un type"),
    "a: @b": (1, 4, "ne peut pas commencer par « @ »"),
    "a\x00b": (1, 2, "le caractère U+0000"),
    "--- a\n--- b": (2, 1, "un seul contenu est attendu"),
    "? [a]: b": (1, 3, "une clé est un texte"),
    "a: 1\nb: 2\na: 3": (3, 1, "la clé « a » est déjà donnée ligne 1"),
    "[" * 5000: (1, None, "trop de niveaux"),
}


@pytest.mark.parametrize(("text", "fault"), FAULTS.items(), ids=[repr(text[:12]) for text in FAULTS])
def test_a_fault_of_syntax_is_french_and_has_its_line_and_its_column(
    text: str, fault: tuple[int, int | None, str]
) -> None:
    line, column, words = fault
    said = faults(text)
    place = f"essai.yaml, ligne {line}" + (f", colonne {column}" if column else "") + " : "
    assert said[0].startswith(place), said
    assert words in said[0]
    assert not any(ENGLISH.search(message) for message in said)


def test_every_fault_that_the_parser_can_tell_has_its_french() -> None:
    """Read from the sources of PyYAML: the context and the problem of each error that it raises on a text."""
    told = []
    for module in (yaml.scanner, yaml.parser, yaml.composer):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("Error") and node.args):
                continue
            texts = [
                "".join(part.value for part in ast.walk(argument) if isinstance(part, ast.Constant) and part.value)
                if not isinstance(argument, ast.Constant) or isinstance(argument.value, str)
                else ""
                for argument in (node.args[0], node.args[2])
            ]
            told.append((texts[0].replace("%s", "tag"), texts[1].replace("%r", "'x'")))
    assert len(told) > 35
    left = [(context, problem) for context, problem in told if _said(context, problem, 1) == _OTHERWISE]
    assert left == []
    assert not any(ENGLISH.search(_said(context, problem, 1)) for context, problem in told)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:-[]{}'\"\n \t#&*!|>%@`?,\\é\x00\u2028"), max_size=30))
def test_any_text_is_read_or_refused_in_french(text: str) -> None:
    for problem in _problems(text):
        assert problem.line
        assert not ENGLISH.search(problem.message)
        assert _OTHERWISE not in problem.message


def _value(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except InvalidInput as refused:
        return refused.problems


def _both(text: str) -> tuple[Any, Any]:
    one, other = (lambda told: read_yaml(told, "x.yaml").value), (lambda told: read_quickly(told, "x.yaml"))
    return _value(one, text), _value(other, text)


def test_every_file_of_the_house_is_read_quickly_as_with_its_places(root: Path) -> None:
    files = [*(root / "src").rglob("*.yaml"), *(root / "tests").rglob("*.yaml")]
    assert len(files) > 50
    for file in files:
        one, other = _both(file.read_text(encoding="utf-8"))
        assert one == other, file


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from("ab:-[]{}'\"\n \t#&*!|>%@`?,\\é\x00\u2028"), max_size=30))
def test_what_is_read_with_its_places_is_read_quickly_alike(text: str) -> None:
    one, other = _both(text)
    assert one == other or isinstance(one, tuple)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert all(problem.source == "x.yaml" for problem in _problems(content))


def test_a_file_that_is_not_utf_8_names_the_byte_and_its_place() -> None:
    assert faults("a: b\ntitre: Électricien".encode("cp1252")) == [
        "essai.yaml, ligne 2, colonne 8 : l'octet 0xC9 n'est pas de l'UTF-8 (« É » dans un fichier Windows) ; "
        "enregistrer le fichier en UTF-8"
    ]
    assert read_yaml("a: É".encode("utf-16"), "x.yaml").value == {"a": "É"}
    assert read_yaml("a: É".encode("utf-8-sig"), "x.yaml").value == {"a": "É"}


def test_json_indented_with_tabs_is_read() -> None:
    assert read_yaml('{\n\t"a": ["b"]\n}', "x.json").value == {"a": ["b"]}


def test_aliases_that_unfold_without_end_are_refused() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    assert "trop de répétitions" in faults(bomb)[0]


def test_scalars_stay_as_written() -> None:
    assert read_yaml("a: non\nb: 08\nc: ~\nd: 2026-01-02\ne:\n", "x").value == {
        **{"a": "non", "b": "08", "c": "~", "d": "2026-01-02", "e": ""}
    }


@pytest.mark.parametrize(
    "text", ["titre: a\u202eb", "b: 1\ntitre: [x, 'a\u200bb']", '{"b": 1,\n "titre": "a\\u202eb"}']
)
def test_a_text_that_shows_otherwise_than_it_is_written_is_refused_in_its_place(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_yaml(text, "f.yaml")
    (problem,) = refused.value.problems
    assert problem.line == text.count("\n") + 1
    assert "contient le caractère U+20" in problem.message
