"""Rows of a CSV file: encoding and separator are found out, quotes may hold anything."""

import codecs
import csv
import itertools
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from laureat.exchange.rows import Row
from laureat.vocabulary import InputProblem, InvalidInput

_SAMPLE_RECORDS = 50
_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNDEFINED_IN_CP1252 = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])


_PLAIN_LIMIT = 1 << 30
"""Larger files are read row by row, whatever they hold, so that they never stand whole in memory."""


def plain_csv(path: Path) -> pl.DataFrame | None:
    """The whole file, headings on its first row, where nothing in it needs care; None elsewhere.

    That is: UTF-8, no quote, no blank line, as many cells on every line. Everything else, and everything that has to
    be told to its author, is for ``csv_rows``, which is slower.
    """
    if path.stat().st_size > _PLAIN_LIMIT or _encoding(path) != "utf-8":
        return None
    separator, skipped = _separator(path, "utf-8")
    content = path.read_bytes()
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    if skipped or b'"' in content or content.count(b"\r") not in (0, content.count(b"\r\n")):
        return None
    try:
        frame = pl.read_csv(
            content, separator=separator, has_header=False, quote_char=None, infer_schema=False, encoding="utf8",
            empty_string_is_null=False, raise_if_empty=False,
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        return None
    whole = frame.height == lines and content.count(separator.encode()) == lines * (frame.width - 1)
    return frame if whole else None


def csv_rows(path: Path) -> Iterator[Row]:
    """The records of a CSV file with the line where each begins.

    Raises InvalidInput, with the line, where quotes are not closed or the file holds something else than text.
    """
    encoding = _encoding(path)
    separator, skipped = _separator(path, encoding)
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(skipped):
            next(file)
        reader = csv.reader(file, delimiter=separator, strict=True)
        line = skipped + 1
        try:
            for cells in reader:
                yield Row(line, cells)
                line = reader.line_num + skipped + 1
        except (csv.Error, UnicodeError) as error:
            raise InvalidInput([InputProblem(_explained(error), path.name, line)]) from None


def _explained(error: Exception) -> str:
    text = str(error)
    if "unexpected end of data" in text:
        return "un guillemet ouvert n'est jamais refermé"
    if "expected after" in text:
        return "un guillemet au milieu d'une cellule doit être doublé"
    if "field larger" in text:
        return "une cellule dépasse 131 072 caractères : un guillemet n'est sans doute pas refermé"
    return f"le fichier CSV est illisible : {text}"


def _encoding(path: Path) -> str:
    """UTF-8 when every byte agrees; else what Windows writes (cp1252), or Latin-1 where that is impossible."""
    with path.open("rb") as file:
        start = file.read(4)
        for bom, name in _BOMS:
            if start.startswith(bom):
                return name
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        legacy = "cp1252"
        utf8 = True
        while chunk := file.read(_CHUNK):
            if b"\0" in chunk:
                told = "le fichier contient des octets nuls : ce n'est pas un texte CSV"
                raise InvalidInput([InputProblem(told, path.name)])
            if utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    utf8 = False
            if any(byte in chunk for byte in _UNDEFINED_IN_CP1252):
                legacy = "latin-1"
        if utf8:
            try:
                decoder.decode(b"", final=True)
                return "utf-8"
            except UnicodeDecodeError:
                return legacy
        return legacy


def _separator(path: Path, encoding: str) -> tuple[str, int]:
    """The separator, and how many lines stand before the headings (Excel's ``sep=;``).

    The right one splits the headings into several columns, and every row into as many; quoted cells are respected.
    """
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        if first.lower().startswith("sep=") and len(first.rstrip("\r\n")) == 5:
            return first[4], 1
    return max(";,\t", key=lambda separator: _fitness(path, encoding, separator)), 0


def _fitness(path: Path, encoding: str, separator: str) -> tuple[bool, float, int]:
    with path.open(encoding=encoding, newline="") as file:
        records: list[list[str]] = []
        try:
            for record in itertools.islice(csv.reader(file, delimiter=separator), _SAMPLE_RECORDS):
                if any(record):
                    records.append(record)
        except csv.Error:
            pass
    if not records:
        return False, 0.0, 0
    width = len(records[0])
    regular = sum(len(record) == width for record in records) / len(records)
    return width > 1, regular, width
