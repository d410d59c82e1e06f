"""A realistic synthetic cohort: all routes, all codes, nobody who exists; for demonstrations, tests and measures.

Every value of a row depends on the seed and on the rank of the row alone, so a cohort of ten begins a cohort of a
million. The proportions below are plausible, not measured; around four candidates in five succeed.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from laureat.deliberation.cohort import MARK, MOTIF, ROW, SESSION, STATUS, evaluate
from laureat.deliberation.famille import Voie
from laureat.deliberation.outcome import Unit
from laureat.deliberation.reading import control_name
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.batches import ACCES, column_type, route_types
from laureat.exchange.cohorte_fictifs import kinds, told_by_kind
from laureat.exchange.cohorte_identites import weeks_in_firms, with_identities
from laureat.exchange.draws import RANK, Draws, piece
from laureat.exchange.spec import Spec
from laureat.vocabulary import Decision, Forme, Motif, UnitStatus, VoieAcces

_S = UnitStatus

_KINDS = {
    "_jeune": frozenset({"scolaire", "apprenti"}),
    "_experience": frozenset({"experience"}),
    "_seul": frozenset({"experience", "distance", "individuel"}),
}
"""Who lives alike, by the traits of their route."""


def cohort(rules: SessionRules, count: int, seed: int, first: int = 0, *, identities: bool = True) -> pl.DataFrame:
    """``count`` candidates from rank ``first``, as a batch of ``read_candidates`` gives them; all are lawful."""
    draws = Draws(seed)
    frame = pl.DataFrame({RANK: pl.int_range(first, first + count, dtype=pl.UInt64, eager=True)})
    for columns in (
        _about,
        _profile,
        _marks,
        _statuses,
        _held,
        _optional,
        _annexes,
        kinds,
        told_by_kind,
        _other_options,
        _grounds,
    ):
        frame = draws.add(frame, columns(rules, draws))
    frame = _with_control(rules, frame, draws)
    frame = _in_codes(rules, frame)
    if identities:
        frame = with_identities(rules, frame, draws)
    return frame.select(pl.exclude("^_.*$"))


def _about(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    """Number, route, category, and what follows from the route alone."""
    voies = rules.reglement.famille.voies
    voie_type, categorie_type = route_types(rules.reglement.famille)
    ranks = draws.weighted("voie", [voie.part for voie in voies]) if voies else pl.lit(0)
    categories = [voie.categorie or None for voie in voies]
    yield (pl.col(RANK) + 2).cast(pl.UInt32).alias(ROW)
    number = (pl.col(RANK) + 1).cast(pl.String).str.zfill(8)
    yield pl.concat_str(pl.lit(f"{rules.session % 100:02d}"), number).alias("numero")
    yield _of_route([voie.code for voie in voies], voie_type, ranks).alias("voie")
    yield _of_route(categories, categorie_type, ranks).alias("categorie")
    for name, traits in _KINDS.items():
        kinds = _of_route([bool(traits & voie.traits) for voie in voies], pl.Boolean(), ranks)
        yield kinds.fill_null(value=False).alias(name)
    yield _access(voies, draws, ranks).alias("voie_acces")
    options = ["", *rules.reglement.options]
    shares = [3, *([100 // max(1, len(options) - 1)] * (len(options) - 1))]
    yield pl.lit(pl.Series(options, dtype=pl.Enum(options))).gather(draws.weighted("option", shares)).alias("option")


def _of_route(values: Sequence[str | bool | None], dtype: pl.DataType, ranks: pl.Expr) -> pl.Expr:
    """What follows from the route; null where the family knows no routes."""
    return pl.lit(pl.Series(values, dtype=dtype)).gather(ranks) if values else pl.lit(None, dtype)


def _access(voies: tuple[Voie, ...], draws: Draws, ranks: pl.Expr) -> pl.Expr:
    """The access route: the first that the route allows in six cases out of ten, the others alike."""
    table = [
        voie.acces[0 if draw < 60 or len(voie.acces) == 1 else 1 + draw % (len(voie.acces) - 1)].value
        for voie in voies
        for draw in range(100)
    ]
    return _of_route(table, ACCES, ranks * 100 + draws.below("acces", 100))


def _by_age(young: int, adult: int) -> pl.Expr:
    """So many in a thousand among pupils and apprentices, and among the others."""
    return pl.when("_jeune").then(young).otherwise(adult)


def _profile(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    """Form, ability, and the events of a life: earlier diplomas, VAE, retaking, giving up."""
    progressive = draws.chance("progressive", _by_age(8, 180))
    forms = pl.Enum([forme.value for forme in Forme])
    yield pl.when(progressive).then(pl.lit("progressive", forms)).otherwise(pl.lit("globale", forms)).alias("forme")
    spread = draws.chance("etalement", 500)
    drawn = {
        "derogation": progressive & pl.col("_jeune") & ~spread,
        "etalement": progressive & pl.col("_jeune") & spread,
    }
    young = 18 + draws.weighted("age", [700, 200, 60, 25, 15]) - draws.chance("avance", 60).cast(pl.Int64)
    adult = 20 + draws.below("age adulte", 22) + draws.below("age mur", 16)
    age = pl.when("_jeune").then(young).otherwise(adult).cast(pl.Int32)
    yield age.alias("_age")
    drawn |= dict.fromkeys(Spec(rules).ages, age)
    at_school = pl.col("voie").cast(pl.String).str.starts_with("scolaire")
    weeks = pl.when(at_school).then(weeks_in_firms(rules)).otherwise(-1).cast(pl.Int32)
    drawn |= dict.fromkeys(Spec(rules).told_beside, weeks)
    for colonne in rules.reglement.famille.colonnes:
        dtype = column_type(colonne)
        yield drawn.get(colonne.nom, pl.lit(colonne.genre.unsaid, dtype)).alias(colonne.nom)
    yield (progressive & draws.chance("partiel", 600)).alias("_partiel")
    by_vae = pl.col("_experience") & (pl.col("voie_acces") == VoieAcces.VAE.value)
    yield by_vae.alias("_vae")
    yield (by_vae & draws.chance("vae entiere", 60)).alias("_vae_entiere")
    yield draws.chance("abandon", pl.when("_seul").then(70).otherwise(18)).alias("_abandon")
    yield draws.chance("bachelier", _by_age(15, 110)).alias("_bachelier")
    yield draws.chance("bachelier pro", _by_age(5, 90)).alias("_bachelier_pro")
    yield draws.chance("redoublant", _by_age(40, 150)).alias("_redoublant")
    yield draws.weighted("incident", [9_840, 100, 15, 45]).alias("_incident")
    yield draws.below("unite de l'incident", len(rules.mandatory)).alias("_ou")
    yield (_ABILITY + draws.normal("aptitude", 190) - pl.when("_seul").then(60).otherwise(0)).alias("_aptitude")


_ABILITY = 1165
"""The mean mark, in hundredths."""


def _rounded(mark: pl.Expr) -> pl.Expr:
    """A mark in hundredths, in half points from 0 to 20."""
    return ((mark + 25) // 50 * 50).clip(0, 2000)


def _marks(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    """What each candidate would obtain in each compulsory unit."""
    for unit in rules.mandatory:
        shift = 130 if unit.professional else 90 if not unit.replacement else -70 if unit.control_group else 0
        yield _rounded(pl.col("_aptitude") + shift + draws.normal(f"note {unit.code}", 230)).alias(f"_note.{unit.code}")


def _statuses(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    """What each compulsory unit is for each candidate."""
    dispensed_of_sport = draws.chance("dispense d'EPS", _by_age(20, 350))
    for rank, unit in enumerate(rules.mandatory):
        coins = draws.bits(f"sort {unit.code}")
        validated, kept, present, absent = (piece(coins, part) for part in range(4))
        held = pl.lit(False) if unit.professional else pl.col("_bachelier_pro")
        if not unit.professional and unit.control_group != 1:
            held = held | pl.col("_bachelier")
        if not unit.replacement:
            held = held | dispensed_of_sport
        here = pl.col("_ou") == rank
        yield (
            pl.when(pl.col("_vae_entiere") | (pl.col("_vae") & (validated < (36_000 if unit.professional else 16_000))))
            .then(int(_S.VALIDE_VAE))
            .when(held)
            .then(int(_S.DISPENSE))
            .when(pl.col("_redoublant") & (kept < 36_000) & _keepable(rules, unit))
            .then(int(_S.BENEFICE))
            .when(pl.col("_partiel") & (present < 30_000))
            .then(int(_S.VIDE))
            .when(pl.col("_abandon") & (absent < 40_000))
            .then(int(_S.ABSENT))
            .when(here & (pl.col("_incident") == 1))
            .then(int(_S.ABSENT_JUSTIFIE))
            .when(here & (pl.col("_incident") == 2))
            .then(int(_S.ANNULE))
            .when(here & (pl.col("_incident") == 3))
            .then(int(_S.VIDE))
            .otherwise(int(_S.NOTE))
            .cast(pl.Int8)
            .alias(unit.code + STATUS)
        )


def _oldest(rules: SessionRules, unit: Unit) -> int:
    """The oldest session whose marks are kept; professional units did not exist before the first session."""
    oldest = rules.session - kept_years(rules) + 1
    return max(oldest, rules.reglement.first_session) if unit.professional else oldest


def kept_years(rules: SessionRules) -> int:
    """From how many years back an invented candidate keeps a mark."""
    years = Spec(rules).kept_years
    return _KEPT_YEARS if years is None else years


_KEPT_YEARS = 5
"""Where the law sets no limit."""


def _keepable(rules: SessionRules, unit: Unit) -> pl.Expr:
    if _oldest(rules, unit) >= rules.session:
        return pl.lit(False)
    least = rules.number("note_conservee")
    if least is None:
        return pl.lit(True)
    high = pl.col(f"_note.{unit.code}") >= least.known
    return high | (pl.col("forme") == Forme.PROGRESSIVE.value)


def _held(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    """The mark of each compulsory unit that has one, and the session of those that were kept."""
    age = draws.weighted("age de la note", [70, 18, 8, 4]) + 1
    for unit in rules.mandatory:
        status = pl.col(unit.code + STATUS)
        year = (rules.session - age).clip(lower_bound=_oldest(rules, unit))
        yield _mark(unit.code, status, pl.col(f"_note.{unit.code}"))
        yield pl.when(status == int(_S.BENEFICE)).then(year).cast(pl.Int16).alias(unit.code + SESSION)


def _in_codes(rules: SessionRules, frame: pl.DataFrame) -> pl.DataFrame:
    """The same lives in the codes of the family: without marks, what its jury would have said of each unit."""
    grammar = rules.reglement.famille.cellules
    columns = []
    for unit in (*rules.mandatory, *rules.optional):
        status, mark = pl.col(unit.code + STATUS), pl.col(unit.code + MARK)
        if _S.ANNULE not in grammar.codes:
            status = pl.when(status == int(_S.ANNULE)).then(int(_S.ABSENT)).otherwise(status)
        if not grammar.keeps:
            mark = pl.when(status == int(_S.BENEFICE)).then(0).otherwise(mark)
            status = pl.when(status == int(_S.BENEFICE)).then(int(_S.VALIDE)).otherwise(status)
        if grammar.step is None:
            said = pl.when(mark >= _PASS).then(int(_S.VALIDE)).otherwise(int(_S.NON_VALIDE))
            status, mark = pl.when(status == int(_S.NOTE)).then(said).otherwise(status), pl.lit(0)
        columns += [status.cast(pl.Int8).alias(unit.code + STATUS), mark.cast(pl.Int16).alias(unit.code + MARK)]
    return frame.with_columns(columns)


_PASS = 1000
"""From which mark, in hundredths, an invented jury grants a unit."""


def _holds(status: pl.Expr) -> pl.Expr:
    return (status == int(_S.NOTE)) | (status == int(_S.BENEFICE))


def _mark(name: str, status: pl.Expr, mark: pl.Expr) -> pl.Expr:
    return pl.when(_holds(status)).then(mark).otherwise(0).cast(pl.Int16).alias(name + MARK)


def _columns(name: str, status: pl.Expr, mark: pl.Expr) -> Iterable[pl.Expr]:
    """The status of a cell, and its mark where it holds one."""
    yield status.cast(pl.Int8).alias(name + STATUS)
    yield _mark(name, status, mark)


def _optional(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    """At most two optional units, offered to the category, never the one that a dispense closes."""
    total = len(rules.optional)
    most = rules.number("facultatives")
    number = draws.weighted("facultatives", [76, 19, 5]).clip(0, total if most is None else most.value)
    chosen = draws.below("facultative", max(total, 1))
    other = (chosen + 1 + draws.below("autre facultative", max(total - 1, 1))) % max(total, 1)
    for rank, unit in enumerate(rules.optional):
        taken = ((number >= 1) & (chosen == rank)) | ((number >= 2) & (other == rank) & (other != chosen))
        closed = [categorie for categorie, mode in unit.modes.items() if mode is None]
        taken &= ~pl.col("categorie").is_in(closed)
        if unit.excluded_by_dispense:
            taken &= pl.col(unit.excluded_by_dispense + STATUS) != int(_S.DISPENSE)
        draw = draws.below(f"presence {unit.code}", 1000)
        mark = _rounded(pl.col("_aptitude") + 180 + draws.normal(f"note {unit.code}", 250))
        present = pl.when(draw < 940).then(int(_S.NOTE)).when(draw < 980).then(int(_S.ABSENT))
        status = pl.when(taken).then(present.otherwise(int(_S.ABSENT_JUSTIFIE))).otherwise(int(_S.VIDE))
        yield from _columns(unit.code, status, mark)


def _other_options(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    """Nothing in the units of an option that is not the candidate's."""
    for unit in (unit for unit in rules.units if unit.options):
        own = pl.col("option").cast(pl.String).is_in(unit.options)
        yield (
            pl.when(own)
            .then(pl.col(unit.code + STATUS))
            .otherwise(int(_S.VIDE))
            .cast(pl.Int8)
            .alias(unit.code + STATUS)
        )
        yield pl.when(own).then(pl.col(unit.code + MARK)).otherwise(0).cast(pl.Int16).alias(unit.code + MARK)
        if unit.mandatory:
            yield pl.when(own).then(pl.col(unit.code + SESSION)).cast(pl.Int16).alias(unit.code + SESSION)


def _annexes(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    """Pupils and apprentices defend a projet, where the family has one."""
    for name in rules.reglement.famille.annexes:
        yield from _annexe(name, draws)


def _annexe(name: str, draws: Draws) -> Iterable[pl.Expr]:
    draw = draws.below("projet", 1000)
    absent = pl.col("_abandon") | (draw < 8)
    status = (
        pl.when(~pl.col("_jeune") | (draw > 995))
        .then(int(_S.VIDE))
        .when(absent)
        .then(int(_S.ABSENT))
        .otherwise(int(_S.NOTE))
    )
    return _columns(name, status, _rounded(pl.col("_aptitude") + 120 + draws.normal("note du projet", 240)))


def _grounds(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    """The ground of each dispense, a certificate for sport where the family knows one, a title for the rest; that of
    most justified absences, where the family asks for one."""
    grounds = rules.reglement.famille.conduite.motifs
    certified = Motif.CERTIFICAT in grounds.get(_S.DISPENSE, ())
    justified = Motif.FORCE_MAJEURE in grounds.get(_S.ABSENT_JUSTIFIE, ())
    for unit in rules.mandatory:
        status = pl.col(unit.code + STATUS)
        ground = Motif.CERTIFICAT if certified and not unit.replacement else Motif.TITRE
        said = pl.when(status == int(_S.DISPENSE)).then(int(ground)).otherwise(0)
        if justified:
            known = (status == int(_S.ABSENT_JUSTIFIE)) & draws.chance(f"force majeure {unit.code}", 850)
            said = pl.when(known).then(int(Motif.FORCE_MAJEURE)).otherwise(said)
        yield said.cast(pl.Int8).alias(unit.code + MOTIF)


def _with_control(rules: SessionRules, frame: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    """Second-group marks for those whom the first group sends there: in each group, their weakest unit.

    One in five has not been heard yet, so that a demonstration shows both.
    """
    evaluated, values = evaluate(rules, frame)
    invited = evaluated.select(values["decision"] == int(Decision.CONTROLE)).to_series()
    comes = pl.lit(invited) & draws.chance("convocation", 800)
    columns: list[pl.Expr] = []
    for group in sorted({unit.control_group for unit in rules.control_units if unit.control_group is not None}):
        units = [unit for unit in rules.control_units if unit.control_group == group]
        weakest = pl.min_horizontal(_weakness(unit, rank) for rank, unit in enumerate(units))
        takes = comes & draws.chance(f"controle {group}", 960)
        for rank, unit in enumerate(units):
            sits = takes & (weakest == _weakness(unit, rank)) & (weakest < _OUT)
            absent = draws.chance(f"absence {group}", 20)
            status = pl.when(~sits).then(int(_S.VIDE)).when(absent).then(int(_S.ABSENT)).otherwise(int(_S.NOTE))
            again = pl.col(unit.code + MARK).cast(pl.Int64) + 190 + draws.normal(f"oral {group}", 220)
            columns += _columns(control_name(unit.code), status, _rounded(again))
    return draws.add(frame, columns)


_OUT = 1_000_000


def _weakness(unit: Unit, rank: int) -> pl.Expr:
    """Orders the units of a candidate by mark; beyond ``_OUT`` where the unit holds none."""
    return (
        pl.when(_holds(pl.col(unit.code + STATUS)))
        .then(pl.col(unit.code + MARK).cast(pl.Int64) * 16 + rank)
        .otherwise(_OUT + rank)
    )
