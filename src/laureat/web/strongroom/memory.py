"""The last head signed for each log, kept beside the keys: a base that goes back, or changed, is refused."""

import json
from dataclasses import dataclass
from pathlib import Path

from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french.failures import plainly
from laureat.web import data_folder
from laureat.web.strongroom import keys


@dataclass(frozen=True, slots=True)
class Remembered:
    """A head that was signed."""

    size: int
    root: bytes


def place() -> Path:
    """The file of the memory."""
    return keys.folder() / data_folder.LAST_HEADS


def of(log: str) -> Remembered | None:
    """The last head of a log; None where none was ever signed here."""
    known = _all().get(log)
    return None if known is None else Remembered(int(known[0]), bytes.fromhex(known[1]))


def keep(log: str, size: int, root: bytes) -> None:
    """Remember a head that the base holds. Written whole, and on the disk, before anything else is signed."""
    path = place()
    data_folder.write_private(path, json.dumps(_all() | {log: [size, root.hex()]}, indent=1) + "\n")


def _all() -> dict[str, list[str]]:
    path = place()
    try:
        known: dict[str, list[str]] = json.loads(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise InvalidInput([f"{path} : la mémoire du scelleur est illisible ({plainly(error)})"]) from None
    return known
