"""The papers made, kept in the data folder as they were made: what is handed out twice is the same, byte for byte.

A file is known by its candidate, the name of its paper and the digest of all that it says; what no longer says so is
made anew. Nothing is lost with the folder: papers are made again from the facts.
"""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from laureat.web import data_folder


def kept(log: str, candidate: str, kind: str, digest: str, make: Callable[[], bytes]) -> Path:
    """The file of a paper that says this, made now where it is not there; what it replaces goes."""
    folder = _folder(log, candidate)
    path = folder / f"{kind}-{digest[:32]}.pdf"
    if path.exists():
        return path
    content = make()
    folder.mkdir(0o700, parents=True, exist_ok=True)
    data_folder.write_private_bytes(path, content)
    for former in folder.glob(f"{kind}-*.pdf"):
        if former != path:
            former.unlink(missing_ok=True)
    return path


def forget(log: str, candidates: Iterable[str]) -> None:
    """Take away every paper of these candidates."""
    for candidate in candidates:
        shutil.rmtree(_folder(log, candidate), ignore_errors=True)


def _folder(log: str, candidate: str) -> Path:
    return data_folder.folder() / data_folder.PAPERS / log / candidate
