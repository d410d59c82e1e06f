"""A log as lines of JSON: the export that anyone can keep, and audit later against what the house shows.

One line a fact, ``{"leaf": …, "number": …, "payload": …}`` where ``payload`` is the very text that was hashed; one line
a signed tree head, ``{"head": {…}}``; one line a grid from which marks came, ``{"grid": {…}}``, which is that of a fact
where its fingerprint is. Facts come in order, heads and grids anywhere. The first fact and each head say the ``format``
of the lines; the first format said none. An older reader heeds no name that it does not know beside those.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from laureat.records.treehead import SignedTreeHead
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french.failures import plainly
from laureat.vocabulary.json_text import read_json

FORMAT = 2
"""Of the lines: 2 came with the grids. Raised by whatever a reader of the one before would misread."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered fact of a log as it is stored now. What is gone is None."""

    number: int
    """From 0, as in RFC 9162."""
    payload: bytes | None
    """The bytes of the fact."""
    leaf: bytes | None
    """The leaf hash that the log keeps for this number."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What is stored beside, out of the payload, and must say the same: ``kind``, ``subject``, ``author``…"""
    waiting: bool = False
    """It has no number yet: ``number`` is the one it would be given."""
    misplaced: str = ""
    """Why this is not its place, where what is stored beside it says so."""


def entry_line(entry: Entry) -> str:
    """The line of an entry, without its end."""
    value = {
        "leaf": entry.leaf.hex() if entry.leaf is not None else None,
        "number": entry.number,
        "payload": entry.payload.decode() if entry.payload is not None else None,
    }
    if not entry.number:
        value = {"format": FORMAT, **value}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def head_line(head: SignedTreeHead) -> str:
    """The line of a signed tree head, without its end."""
    return json.dumps({"format": FORMAT, "head": head.to_json()}, ensure_ascii=False, separators=(",", ":"))


def grid_line(told: Mapping[str, object]) -> str:
    """The line of what a grid says, without its end."""
    return json.dumps({"grid": told}, ensure_ascii=False, separators=(",", ":"))


def read_journal(
    lines: Iterable[str], heads: list[SignedTreeHead], source: str = "", grids: list[object] | None = None
) -> Iterator[Entry]:
    """The entries, one after the other; heads are added to ``heads`` on the way, what grids say to ``grids``.

    Raises InvalidInput at the first line that is none of them, or says a newer format. A payload that is not a fact is
    no such problem: the audit says it.
    """
    for position, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = read_json(line)
            if newer := _newer(value):
                raise InvalidInput([InputProblem(newer, source, position)])
            if "head" in value:
                heads.append(SignedTreeHead.from_json(value["head"]))
                continue
            if "grid" in value:
                if grids is not None:
                    grids.append(value["grid"])
                continue
            entry = _entry(value)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            problem = InputProblem(
                f"ni un fait, ni une tête d'arbre, ni une grille : {plainly(error)}", source, position
            )
            raise InvalidInput([problem]) from None
        yield entry


def _newer(value: Mapping[str, object]) -> str:
    """Why a line cannot be read here, where it says a format later than this one."""
    said = value.get("format", 1)
    if type(said) is not int or said < 1:
        raise ValueError("« format » est un nombre, à partir de 1")
    if said <= FORMAT:
        return ""
    return f"cet export est du format {said}, et ce Lauréat lit les formats 1 à {FORMAT} : le lire avec un plus récent"


def _entry(value: Mapping[str, object]) -> Entry:
    number, payload, leaf = value["number"], value["payload"], value["leaf"]
    if type(number) is not int or number < 0:
        raise ValueError("« number » est un entier positif")
    if not (payload is None or isinstance(payload, str)) or not (leaf is None or isinstance(leaf, str)):
        raise ValueError("« payload » et « leaf » sont des textes")
    return Entry(number, None if payload is None else payload.encode(), None if leaf is None else bytes.fromhex(leaf))
