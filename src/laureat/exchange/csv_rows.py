"""Rows of a CSV file: encoding and separator are found out, quotes may hold anything."""

import codecs
import csv
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from laureat.exchange.rows import Fault, Row
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.characters import repaired

_SAMPLE_RECORDS = 50
_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PLAIN_LIMIT = 1 << 30
"""Larger files are read row by row, whatever they hold, so that they never stand whole in memory."""

_STRAY = re.compile("[\udc80-\udcff]")
"""A byte that the encoding of the file does not define, as ``surrogateescape`` hands it over."""

_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")

Score = Callable[[Sequence[Sequence[str]]], int]
"""How much the first records of a file look like a list, once cut with some separator."""


@dataclass(frozen=True, slots=True)
class _Text:
    """How the bytes of a file are read, and how its columns are cut."""

    encoding: str
    separator: str = ","
    skipped: int = 0
    """How many lines stand before the table (Excel's ``sep=;``)."""


def plain_csv(path: Path, score: Score) -> pl.DataFrame | None:
    """The whole file, headings on its first row, where nothing in it needs care; None elsewhere.

    That is: UTF-8, no quote, no blank line, as many cells on every line. Everything else, and everything that has to
    be told to its author, is for ``csv_rows``, which is slower.
    """
    if path.stat().st_size > _PLAIN_LIMIT or _encoding(path) != ("utf-8", True):
        return None
    text = _separated(path, "utf-8", score)
    content = path.read_bytes()
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    if text.skipped or b'"' in content or content.count(b"\r") not in (0, content.count(b"\r\n")):
        return None
    try:
        frame = pl.read_csv(
            content, separator=text.separator, has_header=False, quote_char=None, infer_schema=False, encoding="utf8",
            empty_string_is_null=False, raise_if_empty=False,
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        return None
    separator, between = text.separator.encode(), frame.width - 1
    last = content.rstrip(b"\n").rpartition(b"\n")[2]  # the one line that Polars may cut without a word
    whole = frame.height == lines and content.count(separator) == lines * between and last.count(separator) == between
    return frame if whole else None


def csv_rows(path: Path, score: Score) -> Iterator[Row]:
    """The records of a CSV file with the line where each begins; a byte of another encoding is told in its cell.

    Raises InvalidInput, with the line, where quotes are not closed or the file holds something else than text.
    """
    encoding, _ = _encoding(path)
    text = _separated(path, encoding, score)
    with path.open(encoding=encoding, errors=_errors(encoding), newline="") as file:
        for _ in range(text.skipped):
            next(file)
        reader = csv.reader(file, delimiter=text.separator, strict=True)
        line = text.skipped + 1
        try:
            for cells in reader:
                yield _row(line, cells)
                line = reader.line_num + text.skipped + 1
        except (csv.Error, UnicodeError) as error:
            raise InvalidInput([InputProblem(_explained(error, encoding), path.name, line)]) from None


def _row(line: int, cells: list[str]) -> Row:
    if line == 1 and cells and cells[0].startswith("\ufeff"):
        cells[0] = cells[0].lstrip("\ufeff")  # a byte order mark written twice
    faults: list[Fault] = []
    for rank, cell in enumerate(cells):
        if not cell.isascii() and (found := _STRAY.search(cell)):
            as_read = _STRAY.sub(lambda stray: _of_windows(stray[0]) or chr(ord(stray[0]) - 0xDC00), cell)
            if repaired(as_read):  # All of it is of another encoding: the repair is proposed with the text.
                cells[rank] = as_read
                continue
            cells[rank] = _STRAY.sub(lambda stray: _of_windows(stray[0]) or "?", cell)
            undefined = next((stray for stray in _STRAY.findall(cell) if not _of_windows(stray)), "")
            faults.append(_fault(rank, cells[rank], undefined or found[0]))
    return Row(line, cells, tuple(faults))


def _of_windows(stray: str) -> str:
    """The character that Windows (cp1252) writes with this byte; empty where it defines none."""
    return bytes([ord(stray) - 0xDC00]).decode("cp1252", errors="ignore")


def _fault(rank: int, text: str, stray: str) -> Fault:
    octet = f"l'octet {ord(stray) - 0xDC00:02X}"
    if not _of_windows(stray):
        told = f"{octet} (U+{ord(stray) - 0xDC00:04X}) n'est aucun caractère de l'encodage Windows-1252"
        return Fault(rank, f"{told}, celui du reste de la cellule : retaper « {text} »")
    told = f"{octet} n'est pas de l'UTF-8, comme le reste du fichier ; lu en Windows-1252 : « {text} », à vérifier"
    return Fault(rank, told, is_warning=True)


def _explained(error: Exception, encoding: str) -> str:
    text = str(error)
    if isinstance(error, UnicodeError):
        name = encoding.upper().removesuffix("-SIG")
        return f"le fichier, en {name}, est tronqué ou abîmé : l'enregistrer de nouveau, en CSV UTF-8"
    if "unexpected end of data" in text:
        return "un guillemet ouvert n'est jamais refermé"
    if "expected after" in text:
        return "un guillemet au milieu d'une cellule doit être doublé"
    if "field larger" in text:
        return "une cellule dépasse 131 072 caractères : un guillemet n'est sans doute pas refermé"
    return f"le fichier CSV est illisible : {text}"


def _errors(encoding: str) -> str:
    return "strict" if encoding in ("utf-16", "utf-32") else "surrogateescape"


def _encoding(path: Path) -> tuple[str, bool]:
    """The encoding, and whether every byte agrees: UTF-8 where most bytes do, else what Windows writes (cp1252)."""
    with path.open("rb") as file:
        start = file.read(4)
        for bom, name in _BOMS:
            if start.startswith(bom):
                return name, True
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    for chunk in _chunks(path):
        if b"\0" in chunk:
            told = "le fichier contient des octets nuls : ce n'est pas un texte CSV, ou c'est de l'UTF-16 sans marque"
            raise InvalidInput([InputProblem(f"{told} ; l'enregistrer de nouveau, en CSV UTF-8", path.name)])
        try:
            if is_utf8:
                decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            is_utf8 = False
    if is_utf8:
        return "utf-8", True
    agreeing = others = 0
    for chunk in _chunks(path):
        rest, valid = _MULTIBYTE.subn(b"", chunk)
        agreeing += valid
        others += len(_NOT_ASCII.findall(rest))
    return ("utf-8" if agreeing > others else "cp1252"), False


def _chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file by mebibyte, then nothing once."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
    yield b""


def _separated(path: Path, encoding: str, score: Score) -> _Text:
    """Find out the separator.

    The right one makes the first records look like a list, splits them into several columns, and nearly all of them
    into as many; quoted cells are respected.
    """
    try:
        with path.open(encoding=encoding, errors=_errors(encoding), newline="") as file:
            first = file.readline()
        if first.lower().startswith("sep=") and len(first.rstrip("\r\n")) == 5:
            return _Text(encoding, first[4], 1)
        return max((_Text(encoding, separator) for separator in ";,\t"), key=lambda text: _fitness(path, text, score))
    except UnicodeError as error:
        raise InvalidInput([InputProblem(_explained(error, encoding), path.name)]) from None


def _fitness(path: Path, text: _Text, score: Score) -> tuple[int, bool, float, int]:
    records: list[list[str]] = []
    with path.open(encoding=text.encoding, errors=_errors(text.encoding), newline="") as file:
        try:
            for record in itertools.islice(csv.reader(file, delimiter=text.separator), _SAMPLE_RECORDS):
                if any(record):
                    records.append(record)
        except csv.Error:
            pass
    if not records:
        return 0, False, 0.0, 0
    widths = Counter(map(len, records))
    usual = widths.most_common(1)[0][0]
    width = usual if usual > 1 else len(records[0])
    return score(records), width > 1, widths[width] / len(records), width
