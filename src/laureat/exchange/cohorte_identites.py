"""Who the synthetic candidates are: names with their accents and particles, homonyms, dates, places, schools."""

from collections.abc import Iterable, Sequence

import polars as pl

from laureat.deliberation.cohort import STATUS
from laureat.deliberation.famille import Voie
from laureat.deliberation.reglement import SessionRules
from laureat.exchange import identites as lists
from laureat.exchange.batches import WARNINGS
from laureat.exchange.draws import RANK, Draws, piece
from laureat.exchange.spec import IDENTITY, Spec
from laureat.people.ine import CHECK_LETTERS
from laureat.vocabulary import UnitStatus, french


def _kind(voie: Voie) -> int | None:
    """The kind of establishment of a route; an experience candidate comes alone."""
    public = "public" in voie.code
    if "scolaire" in voie.traits:
        return 0 if public else 1
    if "apprenti" in voie.traits:
        return 2
    if "formation_continue" in voie.traits:
        return 3 if public else 4
    return 5 if "distance" in voie.traits else None


_DIGITS = 1_000_000_000
_STRIDE = 387_420_489
"""Coprime with 10⁹: multiples of it run through nine-digit numbers without repeating."""


def with_identities(rules: SessionRules, frame: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    """Add the identity columns to a cohort."""
    twin = draws.chance("homonyme", 12) & (pl.col(RANK) > 0)
    person = (pl.col(RANK) - twin.cast(pl.UInt64)).alias("_personne")
    frame = draws.add(frame, [person, _school(rules, draws).alias("_ecole")])
    for columns in (_who, _names, _birth, _studies):
        frame = draws.add(frame, columns(rules, draws))
    frame = frame.drop(set(IDENTITY) - set(Spec(rules).identity), strict=False)
    return frame.with_columns(pl.lit("").alias(WARNINGS))


def _pick(values: Sequence[str], draw: pl.Expr) -> pl.Expr:
    """One of the values, the first ones more often: ``draw`` is a 16-bit piece."""
    return pl.lit(pl.Series(values)).gather(draw * draw // 65_536 * len(values) // 65_536)


def _any(values: Sequence[str], draw: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(values)).gather(draw * len(values) // 65_536)


def _who(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    person = pl.col("_personne")
    woman = draws.chance("sexe", 140, person)
    yield pl.when(woman).then(pl.lit("F")).otherwise(pl.lit("M")).alias("sexe")
    bits = draws.bits("nom", person)
    first, second, double = (piece(bits, rank) for rank in range(3))
    name = _pick(lists.NOMS, first)
    double_name = pl.concat_str(name, pl.lit("-"), _pick(lists.NOMS, second))
    simple = ~name.str.contains(" ")
    yield pl.when(simple & (double < 2_600)).then(double_name).otherwise(name).alias("nom")


def _names(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    bits = draws.bits("prenom", pl.col("_personne"))
    first, second, several, married = (piece(bits, rank) for rank in range(4))
    woman = pl.col("sexe") == "F"
    name = pl.when(woman).then(_pick(lists.PRENOMS_F, first)).otherwise(_pick(lists.PRENOMS_M, first))
    middle = pl.when(woman).then(_pick(lists.PRENOMS_F, second)).otherwise(_pick(lists.PRENOMS_M, second))
    both = pl.concat_str(name, pl.lit(" "), middle)
    yield pl.when((several < 5_000) & (name != middle)).then(both).otherwise(name).alias("prenom")
    usage = woman & ~pl.col("_jeune") & (married < 20_000)
    yield pl.when(usage).then(_pick(lists.NOMS, second)).otherwise(pl.lit("")).alias("nom_usage")


def _birth(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    person = pl.col("_personne")
    year = rules.session - pl.col(next(iter(Spec(rules).ages), "_age"))
    day = draws.below("jour", 365, person)
    yield (pl.date(year, 1, 1) + pl.duration(days=day)).dt.strftime(french.SHORT).alias("date_naissance")
    bits = draws.bits("lieu", person)
    abroad = piece(bits, 0) < 6_500
    place = piece(bits, 1)
    foreign = [place for place, _ in lists.ETRANGER], [country for _, country in lists.ETRANGER]
    born = pl.when(abroad).then(_any(foreign[0], place)).otherwise(_pick(lists.COMMUNES, place))
    yield born.alias("lieu_naissance")
    yield pl.when(abroad).then(_any(foreign[1], place)).otherwise(pl.lit("France")).alias("pays_naissance")


def _school(rules: SessionRules, draws: Draws) -> pl.Expr:
    """The rank of the establishment, null for who comes alone; a few establishments have most of the candidates."""
    known = {voie.code: kind for voie in rules.reglement.famille.voies if (kind := _kind(voie)) is not None}
    kinds = pl.col("voie").replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.Int64)
    size = lists.ETABLISSEMENTS_PAR_SORTE
    rank = draws.below("etablissement", size)
    return kinds * size + rank * rank // size * rank // size


def _studies(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    yield _ine(draws).alias("ine")
    for position, name in ((1, "uai"), (0, "etablissement")):
        table = pl.Series([school[position] for school in lists.ETABLISSEMENTS])
        yield pl.lit(table).gather("_ecole").fill_null("").alias(name)
    language = piece(draws.bits("langue"), 0)
    yield _pick(lists.LANGUES, language * language // 65_536 * language // 65_536).alias("langue")
    wanted = [unit.code for unit in rules.optional if "langue" in french.folded(unit.label)]
    takes = pl.any_horizontal(pl.col(code + STATUS) != int(UnitStatus.VIDE) for code in wanted) if wanted else False
    other = _any(lists.LANGUES_FACULTATIVES, piece(draws.bits("langue facultative"), 0))
    yield pl.when(takes).then(other).otherwise(pl.lit("")).alias("langue_facultative")
    yield (
        pl.when(pl.col("voie").cast(pl.String).str.starts_with("scolaire"))
        .then(pl.lit(f"{weeks_in_firms(rules)} semaines"))
        .otherwise(pl.lit(""))
        .alias("pfmp")
    )


def weeks_in_firms(rules: SessionRules) -> int:
    """The weeks that a fictitious pupil spent in firms: what the law asks, and no less than usual."""
    due = rules.number("semaines")
    return max(_USUAL_WEEKS, due.value if due is not None and due.value is not None else 0)


_USUAL_WEEKS = 21


def _ine(draws: Draws) -> pl.Expr:
    """Never twice the same: RNIE or BEA for pupils, apprentices' own, and nothing for half of the others."""
    number = (pl.col(RANK).cast(pl.Int64) * _STRIDE + 528_777_848) % _DIGITS
    nine = number.cast(pl.String).str.zfill(9)
    bits = draws.bits("ine")
    letters = pl.lit(pl.Series(list(CHECK_LETTERS)))
    pair = pl.concat_str(_any(list(CHECK_LETTERS), piece(bits, 0)), _any(list(CHECK_LETTERS), piece(bits, 1)))
    bea = pl.concat_str(pl.lit("0"), nine, letters.gather(number % len(CHECK_LETTERS)))
    apprentice = pl.concat_str(
        nine.str.head(4), pl.lit("A"), nine.str.tail(5), _any(list(CHECK_LETTERS), piece(bits, 0))
    )
    kind = piece(bits, 2)
    is_apprentice = pl.col("voie").cast(pl.String).str.starts_with("apprenti")
    return (
        pl.when(~pl.col("_jeune") & (kind < 32_768))
        .then(pl.lit(""))
        .when(is_apprentice & (kind < 20_000))
        .then(apprentice)
        .when(kind < 45_000)
        .then(pl.concat_str(nine, pair))
        .otherwise(bea)
    )
