"""Which people were met in a list, and who of them may stand there twice (``laureat.people`` decides).

Some hundred bytes a row are kept. Rows that share neither an INE nor a birth date with a name are never compared.
Beyond fifty thousand candidates, of those who share a day and a name only those whose other name begins or ends alike
are, so
that the work stays in proportion to the list; it is said.
"""

import datetime

import polars as pl

from laureat.exchange.problems import Problems
from laureat.people import Agreement, Identity, Likeness, Verdict, alike
from laureat.people.identity import name_key
from laureat.people.ine import looks_like_ine
from laureat.vocabulary import french

WHOLE_LIMIT = 50_000
"""Up to so many candidates, all who share a day and a name are compared; beyond, blocks are finer."""
_TEXTS = ("nom", "prenom", "nom_usage", "lieu_naissance", "ine")
_INE_SEPARATORS = r"[\s.\-]+"


class PeopleSeen:
    """Remembers the identities of all batches."""

    def __init__(self) -> None:
        self._batches: list[pl.DataFrame] = []

    def add(self, numero: pl.Series, texts: pl.DataFrame, identity: list[pl.Series], lines: pl.Series) -> None:
        """Remember the identities of one batch; ``identity`` holds the birth date as read."""
        if not {"nom", "ine"} & set(texts.columns):
            return
        born = next((column for column in identity if column.name == "date_naissance"), None)
        date = pl.lit("") if born is None else born
        kept = (pl.col(name) if name in texts.columns else pl.lit("").alias(name) for name in _TEXTS)
        self._batches.append(
            texts.select(lines.alias("ligne"), numero.alias("numero"), date.alias("date_naissance"), *kept)
        )

    def note_twins(self, problems: Problems, headings: dict[str, str]) -> None:
        """Tell of the same INE twice (a problem), of the same or near names born on one day (a warning)."""
        if not self._batches:
            return
        people = pl.concat(self._batches)
        suspects = people.filter(_suspect(_keyed(people)))
        rows = suspects.rows(named=True)
        for likeness in alike([_identity(row) for row in rows]):
            _tell(likeness, rows[likeness.earlier], rows[likeness.later], problems, headings)
        if people.height > WHOLE_LIMIT and "date_naissance" in headings:
            problems.warn(
                f"plus de {french.number(WHOLE_LIMIT)} candidats : les noms proches nés le même jour ont été cherchés "
                "parmi ceux qui commencent ou finissent par les mêmes lettres"
            )


def _keyed(people: pl.DataFrame) -> pl.DataFrame:
    """The keys by which rows are compared; each distinct name is folded once."""
    folded = people.select(_folded(people["nom"]), _folded(people["prenom"]), _folded(people["nom_usage"]))
    ine = people["ine"].str.replace_all(_INE_SEPARATORS, "").str.to_uppercase()
    return folded.with_columns(people["date_naissance"], ine.alias("ine"))


def _folded(names: pl.Series) -> pl.Series:
    distinct = names.unique()
    keys = pl.Series([name_key(name) for name in distinct], dtype=pl.String)
    return keys.gather(names.cast(pl.Enum(distinct)).to_physical()).alias(names.name)


def _suspect(keyed: pl.DataFrame) -> pl.Series:
    """The rows that share what ``alike`` compares people by."""
    said = pl.col("date_naissance") != ""
    sharing = _sharing_a_name(keyed) if keyed.height <= WHOLE_LIMIT else _sharing_a_name_and_letters(keyed)
    twice = [
        (pl.col("ine") != "") & pl.col("ine").is_duplicated(),
        said & (pl.col("nom") != "") & pl.struct("date_naissance", "nom", "prenom").is_duplicated(),
        pl.int_range(pl.len()).is_in(sharing),
    ]
    return keyed.select(pl.any_horizontal(twice).alias("suspect")).to_series()


def _sharing_a_name(keyed: pl.DataFrame) -> pl.Series:
    """The ranks of who was born on one day with somebody of whom one name, of whatever kind, is the same."""
    ranked = keyed.with_row_index("rang").filter(pl.col("date_naissance") != "")
    names = ranked.unpivot(["nom", "prenom", "nom_usage"], index=["rang", "date_naissance"], value_name="un_nom")
    distinct = names.filter(pl.col("un_nom") != "").unique(["rang", "date_naissance", "un_nom"])
    shared = distinct.filter(pl.struct("date_naissance", "un_nom").is_duplicated())
    return shared["rang"].unique().implode()


def _sharing_a_name_and_letters(keyed: pl.DataFrame) -> pl.Series:
    """The same, another of their names beginning or ending alike: one wrong letter spoils one end of a name only."""
    ranked = keyed.with_row_index("rang").filter(pl.col("date_naissance") != "")
    found = pl.Series(dtype=pl.UInt32)
    kinds = ("nom", "prenom", "nom_usage")
    for ends in (pl.col("autre").str.head(_END), pl.col("autre").str.tail(_END)):
        keys = pl.concat(
            ranked.filter((pl.col(one) != "") & (pl.col(other) != "")).select(
                "rang",
                "date_naissance",
                pl.col(one).alias("un_nom"),
                pl.col(other).alias("autre"),
            )
            for one in kinds
            for other in kinds
            if one != other
        )
        keys = keys.with_columns(ends.alias("autre")).with_columns(
            pl.struct("date_naissance", "un_nom", "autre").hash().alias("cle")
        )
        shared = keys.unique(["rang", "cle"]).filter(pl.col("cle").is_duplicated())
        found = pl.concat([found, shared["rang"].cast(pl.UInt32)])
    return found.unique().implode()


_END = 2
"""How many letters of a name a block looks at."""


def _identity(row: dict[str, str]) -> Identity:
    day = row["date_naissance"]
    born = datetime.date(int(day[6:]), int(day[3:5]), int(day[:2])) if day else None
    return Identity(row["nom"], row["prenom"], born, row["lieu_naissance"], row["ine"], row["nom_usage"])


def _tell(
    likeness: Likeness, earlier: dict[str, str], later: dict[str, str], problems: Problems, headings: dict[str, str]
) -> None:
    evidence = likeness.comparison.evidence
    other = f"candidat {earlier['numero']}, ligne {earlier['ligne']}"
    who = " ".join(part for part in (later["prenom"], later["nom"], later["date_naissance"]) if part)
    line, candidate = int(later["ligne"]), later["numero"]
    named = headings.get("nom", headings.get("ine", ""))
    copied = evidence.ine is Agreement.NEAR and looks_like_ine(later["ine"])
    if evidence.ine is Agreement.AGREE or copied:
        told = f"l'INE {later['ine']} figure déjà ({other}) : {evidence.text} ; garder une ligne, ou corriger l'INE"
        problems.add(told, line=line, column=headings["ine"], candidate=candidate)
        return
    told = "à confirmer : une seule personne, ou deux ?"
    if likeness.comparison.verdict is Verdict.DIFFERENT:
        told = "deux personnes, à ne pas confondre"
    problems.warn(f"{who} : {evidence.text} ({other}) ; {told}", line=line, column=named, candidate=candidate)
