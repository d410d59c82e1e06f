"""The open-data export of the register (France compétences, V4.1), read as a stream: one sheet in memory at a time.

Source: data.gouv.fr, « Répertoire national des certifications professionnelles et Répertoire spécifique », Licence
Ouverte 2.0. Elements are read by name, never by position; an unknown one goes to ``non_reconnu``.
"""

import re
import zipfile
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from laureat.register.model import Fiche
from laureat.register.text import INVISIBLE
from laureat.register.xml_sheet import open_element
from laureat.vocabulary import InputProblem, InvalidInput

VERSIONS = ("4.1",)
"""The versions of the export that this reader knows (``VERSION_FLUX``)."""

HARDENED = {
    "huge_tree": False,
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""How the XML of anyone is read: nothing is fetched, nothing unfolds, and only elements are seen."""
_PROLOG = re.compile(r"\ufeff?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_ROOT = re.compile(r"<([^\s/>]+)")


CSV_EXPORT = (
    "c'est l'export CSV du registre, qui ne dit ni les compétences des blocs ni leurs modalités d'évaluation : "
    "prendre, dans le même jeu de données, l'export XML V4.1 (export-fiches-rncp-v4-1-….zip, "
    "ou export-fiches-rs-v4-1-….zip)"
)


def iter_fiches(path: Path) -> Iterator[Fiche]:
    """The sheets of an export (``.xml``, or the ``.zip`` of data.gouv.fr), one after the other.

    Raises InvalidInput, in French, with file, line and column: not XML, truncated, with a DOCTYPE, of an unknown
    version. Sheets read before the fault have been given; a sheet without number is told once the file is read.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if name.lower().endswith(".xml"))
            if not names:
                tables = any(name.lower().endswith(".csv") for name in archive.namelist())
                message = CSV_EXPORT if tables else "l'archive ne contient aucun fichier XML"
                raise InvalidInput([InputProblem(message, str(path))])
            for name in names:
                with archive.open(name) as head:
                    _check_prolog(head.read(65536), f"{path} ({name})")
                with archive.open(name) as stream:
                    yield from _iter_stream(stream, f"{path} ({name})")
        return
    with path.open("rb") as head:
        _check_prolog(head.read(65536), str(path))
    with path.open("rb") as stream:
        yield from _iter_stream(stream, str(path))


def _check_prolog(head: bytes, source: str) -> None:
    """Refuse what no export has: an empty file, a DOCTYPE (entities), another root."""
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="replace")
    prolog = _PROLOG.match(text)
    body = text[prolog.end() :] if prolog else text
    if not body.strip():
        raise InvalidInput([InputProblem("le fichier est vide", source)])
    line = text.count("\n", 0, len(text) - len(body)) + 1
    if body.startswith("<!"):
        message = "le fichier déclare un DOCTYPE ; l'export n'en a pas, et les entités ne sont pas lues, par sûreté"
        raise InvalidInput([InputProblem(message, source, line, "1")])
    root = _ROOT.match(body)
    if root is None:
        raise InvalidInput([InputProblem("le fichier n'est pas du XML", source, line, "1")])
    if root[1] not in ("FICHES", "FICHE"):
        message = f"la racine est <{root[1]}> ; un export du répertoire commence par <FICHES>"
        raise InvalidInput([InputProblem(message, source, line, "1")])


class _Watched:
    """A stream that says whether what was read of it may hold characters that show nothing.

    Cleaning every text of a register costs as much as reading it, and next to none needs it: their bytes, one pass over
    a piece, say which sheets do.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._end = b""
        self._always: bool | None = None
        self._last = False
        self.hides = False
        """Something read since the last ``given`` may hold one."""

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        piece = self._stream.read(size)
        if self._always is None:
            self._always = _OTHER_ENCODING.match(piece) is not None
            self._last = self._may_hide(piece.removeprefix(BOM_UTF8))
        else:
            self._last = self._may_hide(self._end + piece)
        self._end = piece[-2:]
        self.hides = self.hides or self._last
        return piece

    def _may_hide(self, piece: bytes) -> bool:
        return bool(
            self._always or any(sign[:1] in piece and sign in piece for sign in _SIGNS) or _HIDDEN.search(piece)
        )

    def given(self) -> None:
        """A sheet was given: the next one may begin in the piece where it ends."""
        self.hides = self._last


_OTHER_ENCODING = re.compile(rb"(?!(?:\xef\xbb\xbf)?\s*<)|[^>]*?encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_SIGNS = (b"&#", b"\xef\xbb\xbf", b"\xd8\x9c")
_HIDDEN = re.compile(rb"\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xa9])")
"""The characters of ``INVISIBLE`` as UTF-8 writes them; a reference to one may be written in many ways."""


def _iter_stream(stream: IO[bytes], source: str) -> Iterator[Fiche]:
    version = ""
    problems: list[InputProblem] = []
    watched = _Watched(stream)
    events = etree.iterparse(
        watched,
        events=("end",),
        tag=("FICHE", "VERSION_FLUX"),
        **HARDENED,
    )
    try:
        for _, element in events:
            if element.tag == "VERSION_FLUX":
                version = (element.text or "").strip()
                if version not in VERSIONS:
                    message = f"la version {version or 'vide'} de l'export est inconnue ; lue : {', '.join(VERSIONS)}"
                    raise InvalidInput([InputProblem(message, source, element.sourceline, "VERSION_FLUX")])
                continue
            if watched.hides:
                for part in element.iter():
                    if part.text and not part.text.isascii():
                        part.text = part.text.translate(INVISIBLE)
                watched.given()
            try:
                yield open_element(element, version)
            except InvalidInput as invalid:
                problems += [InputProblem(p.message, source, element.sourceline, p.column) for p in invalid.problems]
            # Leave the sheets already given out of the tree: they live as long as someone holds them.
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise InvalidInput([InputProblem(french_fault(error.msg or ""), source, line, str(column))]) from None
    if problems:
        raise InvalidInput(problems)


def french_fault(message: str) -> str:
    """What libxml2 says of a broken file, in French."""
    for start, french in _FAULTS.items():
        if message.startswith(start):
            return f"{french} ({message.split(', line')[0]})"
    return f"XML mal formé ({message.split(', line')[0]})"


_FAULTS = {
    "Premature end of data": "le fichier est tronqué : un élément n'est pas fermé",
    "EndTag: '</' not found": "le fichier est tronqué : un élément n'est pas fermé",
    "Couldn't find end of Start Tag": "le fichier est tronqué dans une balise",
    "Opening and ending tag mismatch": "une balise fermante ne répond pas à l'ouvrante",
    "Input is not proper UTF-8": "les octets ne sont pas de l'UTF-8",
    "xmlParseEntityRef": "une esperluette (&) n'est pas suivie d'un nom d'entité",
    "Entity '": "une entité n'est pas définie",
    "Extra content at the end": "du contenu suit la fin du document",
    "Document is empty": "le fichier est vide",
    "no element found": "rien n'y est lisible : il est vide, ou abîmé",
    "Detected an entity reference loop": "les entités se développent sans fin",
}
