"""What a library says in English never reaches a person: ``plainly`` says it in French."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from laureat.credentials.trust import FORMAT, read_trust
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french.failures import plainly

FOREIGN = {"OSError", "UnicodeDecodeError", "JSONDecodeError", "TarError", "EOFError", "KeyError", "TypeError"} | {
    *("AttributeError", "HTTPError", "URLError", "UnsupportedAlgorithm", "InvalidSignature", "BadZipFile")
}
"""Errors that only a library or the language raises, in English."""
WORDS = (
    "Expecting",
    "codec",
    "No such file",
    "Invalid",
    "Unable",
    "Permission",
    "denied",
    "not a ",
    "malformed",
    "error",
)


def handlers(tree: ast.AST) -> Iterator[tuple[ast.ExceptHandler, set[str]]]:
    """Each handler that names its error, with the kinds that it catches."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and node.name and node.type is not None:
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            yield node, {kind.attr if isinstance(kind, ast.Attribute) else getattr(kind, "id", "") for kind in kinds}


def told_as_it_is(handler: ast.ExceptHandler) -> bool:
    """The error itself stands in a sentence."""
    for node in ast.walk(handler):
        bare = node.value if isinstance(node, ast.FormattedValue) else None
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "str" and node.args:
            bare = node.args[0]
        if isinstance(bare, ast.Attribute) and bare.attr in ("strerror", "reason", "msg"):
            bare = bare.value
        if isinstance(bare, ast.Name) and bare.id == handler.name:
            return True
    return False


def test_no_sentence_holds_the_words_of_a_library(root: Path) -> None:
    found = [
        f"{path.relative_to(root)}:{handler.lineno}"
        for path in sorted((root / "src" / "laureat").rglob("*.py"))
        if any(kind in (text := path.read_text(encoding="utf-8")) for kind in FOREIGN)
        for handler, kinds in handlers(ast.parse(text))
        if kinds & FOREIGN and told_as_it_is(handler)
    ]
    assert not found, "\n".join(found)


FAULTS: dict[str, tuple[str, str]] = {
    "binaire": ("\udc93\udcff", "ce n'est pas un texte UTF-8 (octet 1)"),
    "json": ('{"format": ', "ce n'est pas du JSON à partir de la ligne 1, colonne 12"),
    "date": ('{"cles": [{"id": "k", "jusquau": "demain"}]}', "« demain » n'est pas une date"),
    "champ": ('{"cles": [{"id": "k"}]}', "il manque « publicKeyMultibase »"),
    "clé": (
        '{"deuxdoc": [{"autorite": "FR00", "certificat": "1", "clePublique": "x"}]}',
        "clé publique ECDSA P-256",
    ),
    "cachet": ('{"cachets": ["x"]}', "un cachet est un certificat PEM"),
    "genre": ("[]", "le contenu n'est pas celui attendu"),
}
"""By fault of a trust list, the list or its one issuer, and what is said of it."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_spoilt_trust_list_is_told_in_french(name: str, tmp_path: Path) -> None:
    content, told = FAULTS[name]
    if name not in ("binaire", "json"):
        content = f'{{"format": "{FORMAT}", "emetteurs": [{content}]}}'
    path = tmp_path / "confiance.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InvalidInput) as refused:
        read_trust(path)
    assert told in str(refused.value)
    assert not any(word in str(refused.value) for word in WORDS)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FileNotFoundError(2, "No such file or directory"), "le fichier n'existe pas"),
        (PermissionError(13, "Permission denied"), "l'accès en est refusé"),
        (IsADirectoryError(21, "Is a directory"), "c'est un dossier"),
        (OSError("something else"), "le système ne peut pas le lire"),
        (EOFError("Compressed file ended"), "le fichier est tronqué"),
        (TimeoutError("timed out"), "le délai est dépassé"),
        (ValueError("unexpected"), "le contenu n'est pas celui attendu"),
    ],
)
def test_what_the_system_ran_into_is_said_plainly(error: Exception, told: str) -> None:
    assert plainly(error) == told
