"""The deposit of a lot's codes: what a site needs to answer for papers that the command made, and nothing more.

JSON, one object a line. The first says of which lot; then one line a paper, with its code and what the page of the code
shows; the last counts them and gives the root of their Merkle tree, so that a file cut short or touched is no deposit.
"""

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from laureat.credentials.strict_json import Unsupported, parse_json
from laureat.documents.typeset import HERE
from laureat.records.merkle import leaf_hash, root_of
from laureat.vocabulary import Decision, InvalidInput, Mention
from laureat.vocabulary.french import number, plural
from laureat.vocabulary.problems import InputProblem

FORMAT = "laureat-codes/1"
FILE = "codes.jsonl"
MAX_LINE = 20_000
"""Characters: a paper of forty units and thirty blocks takes a quarter of them."""
_ERRORS = 50
_HEADER = ("certification", "emis_le", "format", "intitule", "session", "site")
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "candidat": ("nom", "prenom", "nom_usage", "date_naissance"),
    "certification": ("fiche", "intitule"),
    "unites": ("unite", "note_retenue"),
    "blocs": ("code", "intitule"),
}
_PLAIN = ("session", "decision", "mention", "moyenne", "autorite", "emis_le")


@dataclass(frozen=True, slots=True)
class Deposit:
    """A deposit as it was read: ``lines`` are those of the papers, byte for byte."""

    header: Mapping[str, Any]
    lines: tuple[str, ...]
    root: bytes


def shown(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Of the data of a paper, what the page of its code shows."""
    kept: dict[str, Any] = {name: facts[name] for name in _PLAIN if name in facts}
    for name, parts in _SHOWN.items():
        if isinstance(told := facts.get(name), Mapping):
            kept[name] = _only(told, parts)
        elif isinstance(told, list):
            kept[name] = [_only(one, parts) for one in told if isinstance(one, Mapping)]
    return kept


def _only(told: Mapping[str, Any], parts: Iterable[str]) -> dict[str, Any]:
    return {part: told[part] for part in parts if told.get(part) is not None or part == "note_retenue"}


def line(code: str, kind: str, title: str, facts: Mapping[str, Any], *, specimen: bool) -> str:
    """The line of a paper."""
    return _json({"code": code, "papier": kind, "titre": title, "specimen": specimen, "atteste": shown(facts)})


def header(site: str, *, certification: str, title: str, session: str, issued: str) -> str:
    """The first line; ``issued``: the day that the papers bear, 14/03/2008."""
    told = {"certification": certification, "intitule": title, "session": session, "emis_le": issued}
    return _json({"format": FORMAT, "site": site, **told})


def footer(leaves: list[bytes]) -> str:
    """The last line, of the leaf hashes of those before."""
    return _json({"papiers": len(leaves), "racine": root_of(leaves).hex()})


def leaf(line: str) -> bytes:
    """The leaf hash of the line of a paper."""
    return leaf_hash(line.encode())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_deposit(name: str, content: bytes) -> Deposit:
    """The deposit in a file. Raises InvalidInput with every line that is wrong, the first fifty."""
    try:
        written = content.decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidInput(
            [InputProblem("attendu : du texte UTF-8, tel que laureat emettre l'écrit", name, line)]
        ) from None
    problems = list(_problems(name, written))
    if problems:
        raise InvalidInput(problems)
    lines = tuple(written[1:-1])
    return Deposit(json.loads(written[0]), lines, bytes.fromhex(json.loads(written[-1])["racine"]))


def _problems(name: str, written: list[str]) -> Iterator[InputProblem]:
    """What keeps these lines from being a deposit."""
    first = _object(written[0])
    if first is None or first.get("format") != FORMAT:
        yield InputProblem(
            f"attendu : un dépôt de codes ({FORMAT}), le fichier {FILE} de laureat emettre --site", name, 1
        )
        return
    if sorted(first) != list(_HEADER) or not all(isinstance(value, str) for value in first.values()):
        yield InputProblem(f"attendu sur cette ligne : {', '.join(_HEADER)}, du texte", name, 1)
    last = _object(written[-1]) if len(written) > 1 else None
    if last is None or sorted(last) != ["papiers", "racine"]:
        yield InputProblem("la dernière ligne manque : le fichier est coupé, le reprendre entier", name, len(written))
        return
    seen: dict[str, int] = {}
    wrong = 0
    for rank, text in enumerate(written[1:-1], 2):
        for why in _wrong(text, seen, rank):
            wrong += 1
            if wrong <= _ERRORS:
                yield InputProblem(why, name, rank)
    if wrong > _ERRORS:
        yield InputProblem(f"… et {number(wrong - _ERRORS)} autres lignes", name)
    count = len(written) - 2
    if not count:
        yield InputProblem("aucun papier dans ce dépôt", name)
    elif last["papiers"] != count:
        yield InputProblem(
            f"{plural(count, 'papier')}, la dernière ligne en annonce {last['papiers']} : reprendre le fichier entier",
            name,
            len(written),
        )
    elif not wrong and root_of(leaf(text) for text in written[1:-1]).hex() != last["racine"]:
        yield InputProblem(
            "la racine n'est pas celle de ces lignes : le fichier a été modifié ; reprendre celui de laureat emettre",
            name,
            len(written),
        )


def _wrong(text: str, seen: dict[str, int], rank: int) -> Iterator[str]:
    if len(text) > MAX_LINE:
        yield f"ligne de {plural(len(text), 'signe')} : {number(MAX_LINE)} au plus"
        return
    told = _object(text)
    if told is None:
        yield "attendu : un objet JSON, un papier par ligne"
        return
    for error in _validator().iter_errors(told):
        where = "/".join(str(step) for step in error.absolute_path)
        yield f"« {where or 'la ligne'} » n'est pas ce que le format attend ; reprendre le fichier de laureat emettre"
    first = seen.setdefault(str(told.get("code")), rank)
    if first != rank:
        yield f"ce code est déjà celui de la ligne {first}"


@functools.cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator  # as long to load as the law, and needed when a file comes

    schema = json.loads((HERE / "deposit.schema.json").read_text(encoding="utf-8"))
    attested = schema["properties"]["atteste"]["properties"]
    attested["mention"]["enum"] = [str(one) for one in Mention]
    attested["decision"]["enum"] = [str(one) for one in Decision]
    return Draft202012Validator(schema)


def _object(text: str) -> dict[str, Any] | None:
    try:
        return parse_json(text)
    except Unsupported:
        return None
