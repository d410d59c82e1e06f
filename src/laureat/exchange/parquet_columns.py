"""Columns of a Parquet file, as text; a float is accepted only where it is exactly a number of hundredths."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from laureat.exchange.problems import Problems
from laureat.vocabulary import InputProblem, InvalidInput, french

PARQUET_TEXT_TYPES = [pl.String, pl.Enum, pl.Categorical]
"""The types that a batch may hold: they are all text."""

UNREADABLE_PARQUET = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
"""What Polars raises of a damaged file; some damage it meets in a panic."""

_DIGITS = 38
"""So many digits at most of a decimal that Polars reads."""
_EXACT_FLOAT_LIMIT = 2**53 / 100
_BESIDE = 8 << 30
"""Bytes of addresses that a reader reserves beside the memory of the machine."""
_READ_APART = f"""
import importlib, io, os, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") + {_BESIDE}
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
except (ImportError, ValueError, OSError):
    pass
sys.path.append(sys.argv[1])
plan = io.BytesIO(sys.stdin.buffer.read())
try:
    read = importlib.import_module(sys.argv[2]).PyLazyFrame.deserialize_binary(plan)
    batches = read.collect_batches("streaming", False, None, True)
except (ImportError, AttributeError, TypeError):
    import polars
    plan.seek(0)
    batches = polars.LazyFrame.deserialize(plan).collect_batches()
for _ in batches: pass
"""
"""Reads a file to its end, as the plan on its standard input says. What runs a plan is one library, that Polars loads
last; the rest of Polars, which costs ten times as much to load as a list to read, only writes plans."""


class Here:
    """This process."""

    expendable = False
    """True where it reads one file, and may be killed: what is read there stops nothing else."""


def parquet_headings(path: Path) -> tuple[str, ...]:
    """The names of the columns. Raises InvalidInput where the file is corrupt or a column is no scalar.

    A forged file can make Polars ask for more memory than there is: the process is then aborted, and no exception says
    it. The file is thus read once in a process apart, save where this one is ``expendable``.
    """
    ended = 0 if Here.expendable else _read_apart(path)
    if ended not in (0, 1):
        raise _damaged(path)
    try:
        schema = pl.scan_parquet(path, glob=False).collect_schema()
    except UNREADABLE_PARQUET as error:
        raise _damaged(path, str(error)) from None
    if ended:
        raise _damaged(path)
    problems = [
        InputProblem(f"{_held(dtype)} ; attendu : un texte, un nombre, une date ou un booléen", path.name, None, name)
        for name, dtype in schema.items()
        if not _is_scalar(dtype)
    ]
    if problems:
        raise InvalidInput(problems)
    if not schema:
        raise InvalidInput([InputProblem("le fichier n'a aucune colonne", path.name)])
    return tuple(schema)


def _read_apart(path: Path) -> int:
    """How a process apart that reads the file to its end ends: 0, or 1 where it raised; killed otherwise."""
    plan = pl.scan_parquet(path.resolve(), glob=False).serialize()
    library = sys.modules["polars._plr"]
    told = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        _READ_APART,
        str(Path(str(library.__file__)).parents[1]),
        library.__name__,
    ]
    return subprocess.run(told, input=plan, capture_output=True, check=False).returncode


def parquet_batches(path: Path, batch_rows: int, problems: Problems) -> Iterator[pl.DataFrame]:
    """The rows of the file in order, every column as text (Enum and Categorical columns stay as they are)."""
    line = 2
    try:
        for batch in pl.scan_parquet(path, glob=False).collect_batches(chunk_size=batch_rows, maintain_order=True):
            if batch.height:
                yield batch.select(_text(column, line, problems) for column in batch)
                line += batch.height
    except UNREADABLE_PARQUET:
        raise _damaged(path) from None


def _damaged(path: Path, said: str = "") -> InvalidInput:
    """What is wrong with a file that cannot be read, as Polars says it; a sound one is not said to be damaged."""
    if twice := _TWICE.search(said):
        return InvalidInput([InputProblem(f"la colonne « {twice[1]} » figure deux fois", path.name, 1, twice[1])])
    reason = next((french for sign, french in _REASONS.items() if sign in said), "abîmé ou tronqué")
    return InvalidInput([InputProblem(f"le fichier Parquet est illisible : {reason}", path.name)])


_TWICE = re.compile(r"column with name '(.*)' has more than one occurrence", re.DOTALL)
_REASONS = {
    "Encryption error": "il est chiffré ; l'enregistrer sans mot de passe",
    "parse time zone": "une colonne de dates a un fuseau horaire qui n'existe pas",
}


def _is_scalar(dtype: pl.DataType) -> bool:
    if isinstance(dtype, pl.Decimal):
        return dtype.precision is not None and dtype.precision <= _DIGITS
    return dtype.is_numeric() or dtype in (pl.Null, pl.Boolean, pl.Date, pl.Datetime, pl.Time, *PARQUET_TEXT_TYPES)


def _text(column: pl.Series, line: int, problems: Problems) -> pl.Series:
    dtype = column.dtype
    if dtype.is_float():
        text = _float_text(column, line, problems)
    elif dtype.is_decimal():
        text = _trimmed(column.cast(pl.String))
    elif dtype == pl.Boolean:
        text = column.replace_strict([True, False], french.OUI_NON, return_dtype=pl.String, default=None)
    elif dtype == pl.Date:
        text = _known_days(column, 1, line, problems).dt.strftime(french.SHORT)
    elif isinstance(dtype, pl.Datetime):
        column = _known_days(column, _A_DAY[dtype.time_unit], line, problems)
        days = column.dt.date().dt.strftime(french.SHORT)
        midnight = column == column.dt.truncate("1d")
        text = days.zip_with(midnight.fill_null(True), column.dt.strftime(f"{french.SHORT} %H:%M:%S"))
    elif dtype in (pl.Enum, pl.Categorical):
        return column
    else:
        text = column.cast(pl.String)
    return text.fill_null("") if text.null_count() else text


def _held(dtype: pl.DataType) -> str:
    """What a column that is no scalar holds."""
    return _HELD.get(dtype.base_type(), "la colonne tient des valeurs d'un type qui n'est pas lu")


_HELD = {
    pl.Binary: "la colonne tient des octets",
    pl.Duration: "la colonne tient des durées",
    pl.List: "la colonne tient des listes",
    pl.Array: "la colonne tient des listes",
    pl.Decimal: "la colonne tient des nombres de plus de 38 chiffres",
}


def _known_days(column: pl.Series, a_day: int, line: int, problems: Problems) -> pl.Series:
    """The column without its days that no calendar has, which are told."""
    known = (column.to_physical() // a_day).is_between(*_DAYS).fill_null(True)
    if known.all():
        return column
    for row in (~known).arg_true().head(problems.room + 1):
        problems.add("la date est hors du calendrier", line=line + row, column=column.name)
    return column.zip_with(known, pl.Series([None], dtype=column.dtype))


_A_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_DAYS = (date(1, 1, 2) - date(1970, 1, 1)).days, (date(9999, 12, 30) - date(1970, 1, 1)).days
"""The first and the last, counted from 1970, that are of the years 1 to 9999 in every time zone."""


def _float_text(column: pl.Series, line: int, problems: Problems) -> pl.Series:
    values = column.cast(pl.Float64)
    scaled = (values * 100).round()
    single = column.dtype == pl.Float32
    back = (scaled / 100).cast(pl.Float32) if single else scaled / 100
    exact = (back == (column if single else values)) & (scaled.abs() < _EXACT_FLOAT_LIMIT * 100)
    for row in (~exact.fill_null(True)).arg_true().head(problems.room + 1):
        problems.add(
            f"le nombre {column[row]} n'est pas exact au centième ; écrire les notes en texte ou en entiers",
            line=line + row,
            column=column.name,
        )
    hundredths = scaled.set((~exact).fill_null(False), None).cast(pl.Int64)
    frame = pl.DataFrame({"n": hundredths})
    sign = pl.when(pl.col("n") < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole = (pl.col("n").abs() // 100).cast(pl.String)
    decimals = (pl.col("n").abs() % 100).cast(pl.String).str.zfill(2)
    return _trimmed(frame.select(pl.concat_str(sign, whole, pl.lit("."), decimals).alias(column.name)).to_series())


def _trimmed(numbers: pl.Series) -> pl.Series:
    """``12.50`` → ``12.5``, ``12.00`` → ``12``; a number without a point is left alone."""
    with_point = numbers.str.contains(".", literal=True).fill_null(False)
    return numbers.str.strip_chars_end("0").str.strip_chars_end(".").zip_with(with_point, numbers)
