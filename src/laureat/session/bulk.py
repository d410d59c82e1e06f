"""Many candidates at once: the same decisions in columns, and the same facts written in columns.

``decide_in_columns`` gives ``conduct.propose_decisions`` a decision computed for everyone beforehand. Where there are
hundreds of thousands, a door may hand a frame straight from its database to ``propose_in_columns``: same lawfulness of
the session, same bytes, without one object a candidate.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

import polars as pl

from laureat.deliberation.cohort import (
    MARK,
    MOTIF,
    ROW,
    SESSION,
    STATUS,
    deliberate,
    evaluate,
    refusals,
)
from laureat.deliberation.famille import Famille, Genre
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reading import control_name
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.told import WARNING_SEPARATOR
from laureat.records.encoding import VERSION
from laureat.records.facts import DecisionProposed, DeliberationOpened
from laureat.rules import si
from laureat.session.conduct.deliberation import deliberation_opened, may_propose
from laureat.session.deciding import HELD_BACK, Computed, decided
from laureat.session.framework import Act, Framework, Refused
from laureat.session.state import CandidateState, Decide, Decided, SessionState
from laureat.vocabulary import Cell, Decision, Mention
from laureat.vocabulary.french import OUI

CANDIDATE = "candidate"
"""The column of the pseudonymous identifier, beside those that ``laureat.deliberation.cohort`` reads."""


TYPES: dict[Genre, Any] = {
    Genre.DRAPEAU: pl.Boolean,
    Genre.CHOIX: pl.String,
    Genre.NOMBRE: pl.Int32,
    Genre.MOYENNE: pl.Int32,
}
"""How what the columns of a family tell stands in a frame."""


def frame_of(rules: SessionRules, candidates: Iterable[Candidate]) -> pl.DataFrame:
    """The columns of a cohort, from candidates; what none of them tells has none."""
    everyone = list(candidates)
    famille = rules.reglement.famille
    columns: dict[str, Any] = {
        CANDIDATE: [c.numero for c in everyone],
        ROW: range(len(everyone)),
        "voie": [c.voie.code if c.voie else "" for c in everyone],
        "categorie": [c.categorie for c in everyone],
        "forme": [c.forme.value for c in everyone],
        "option": [c.option for c in everyone],
    }
    schema: dict[str, Any] = {CANDIDATE: pl.String, ROW: pl.Int64}
    schema |= dict.fromkeys(("voie", "categorie", "forme", "option"), pl.String)
    for colonne in famille.colonnes:
        columns[colonne.nom] = [c.declare.get(colonne.nom, colonne.genre.unsaid) for c in everyone]
        schema[colonne.nom] = TYPES[colonne.genre]
    empty = Cell()
    cells = {name: [c.cells.get(name, empty) for c in everyone] for name in cell_names(rules, famille)}
    for unit in rules.control_units:
        cells[control_name(unit.code)] = [c.controle.get(unit.code, empty) for c in everyone]
    for name, column in cells.items():
        columns |= {name + STATUS: [int(c.status) for c in column], name + MARK: [c.mark for c in column]}
        schema |= {name + STATUS: pl.Int8, name + MARK: pl.Int64}
        if any(c.motif for c in column):
            columns[name + MOTIF] = [int(c.motif) for c in column]
            schema[name + MOTIF] = pl.Int8
        if any(c.session for c in column):
            columns[name + SESSION] = [c.session for c in column]
            schema[name + SESSION] = pl.Int16
    return pl.DataFrame(columns, schema=schema)


def cell_names(rules: SessionRules, famille: Famille) -> tuple[str, ...]:
    """The cells that a candidate may hold before the control tests: units, then annexes."""
    return (*(unit.code for unit in rules.units), *famille.annexes)


def decisions(rules: SessionRules, frame: pl.DataFrame) -> pl.DataFrame:
    """The decisions of a frame, as facts say them.

    Columns ``candidate decision mention average blocs certificat depends_on reserves``: the average is exact, ``blocs``
    are separated by spaces, ``depends_on`` by commas and ``reserves`` by « | ». A row that holds what no candidate may
    hold is held back, the refusals being its reserves; the others are decided.
    """
    reasons: dict[int, list[str]] = {}
    for problem in refusals(rules, frame):
        reasons.setdefault(problem.line or 0, []).append(problem.message)
    if not reasons:
        return _computed(rules, frame)
    refused = pl.col(ROW).is_in(list(reasons))
    sound = frame.filter(~refused)
    rows = [sound.select(ROW).hstack(_computed(rules, sound))] if sound.height else []
    rows.append(
        frame.filter(refused).select(
            ROW,
            CANDIDATE,
            decision=pl.lit(str(HELD_BACK)),
            mention=pl.lit(""),
            average=pl.lit(""),
            blocs=pl.lit(""),
            certificat=pl.lit(False),
            depends_on=pl.lit(""),
            reserves=pl.col(ROW).replace_strict(
                {row: WARNING_SEPARATOR.join(messages) for row, messages in reasons.items()}, return_dtype=pl.String
            ),
        )
    )
    return pl.concat(rows).sort(ROW).drop(ROW)


def _computed(rules: SessionRules, frame: pl.DataFrame) -> pl.DataFrame:
    """The decisions of a frame that holds nothing refused."""
    decided = deliberate(rules, frame)
    return decided.select(
        frame[CANDIDATE],
        pl.col("decision").cast(pl.String),
        pl.col("mention").cast(pl.String),
        _exact_averages(rules, frame),
        pl.col("blocs").cast(pl.String),
        certificat=pl.col("certificat") == OUI,
        depends_on=pl.col("certitude").cast(pl.String).str.strip_prefix("certain").str.strip_prefix("depend_de:"),
        reserves=pl.col("reserves").cast(pl.String),
    )


def _exact_averages(rules: SessionRules, frame: pl.DataFrame) -> pl.Series:
    """The deciding average of each row as a fraction; each distinct one is written once."""
    evaluated, values = evaluate(rules, frame)
    if values["moyenne_due"] is False:
        return pl.repeat("", frame.height, dtype=pl.String, eager=True).alias("average")
    first, second = values["moyenne"], values["moyenne_apres_controle"]
    points = si(values["controle_pris_en_compte"], second.points, first.points * second.scale)
    sums = evaluated.lazy().select(
        points=points, whole=first.coefficients * (second.scale * 100), due=pl.lit(True) & values["moyenne_due"]
    )
    distinct = sums.unique().collect()
    texts = [str(Fraction(p, w)) if due else "" for p, w, due in distinct.iter_rows()]
    told = sums.join(
        distinct.lazy().with_columns(average=pl.Series(texts, dtype=pl.String)),
        on=["points", "whole", "due"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return told.select("average").collect()["average"]


def decide_in_columns(rules: SessionRules, candidates: Iterable[CandidateState]) -> Decide:
    """The decision of each of these candidates, computed at once; anyone else's is computed when asked for."""
    famille = rules.reglement.famille
    frame = frame_of(rules, (candidate.to_candidate(famille) for candidate in candidates))
    rows = {
        candidate: Computed(
            Decision[decision.upper()],
            Mention[mention] if mention else Mention.SANS,
            Fraction(average) if average else None,
            tuple(blocs.split()),
            certificat,
            tuple(depends_on.split(",")) if depends_on else (),
            tuple(reserves.split(WARNING_SEPARATOR)) if reserves else (),
        )
        for candidate, decision, mention, average, blocs, certificat, depends_on, reserves in decisions(
            rules, frame
        ).iter_rows()
    }

    def one(candidate: CandidateState) -> Decided:
        return rows.get(candidate.id) or decided(rules, candidate)

    return one


@dataclass(frozen=True, slots=True)
class Proposals:
    """A deliberation opened for many: its first fact, and the frame of the others, in order.

    ``rows`` has the columns of ``decisions``, and ``payload``: the canonical text of each ``DecisionProposed``, byte
    for byte what ``encode`` gives.
    """

    opened: DeliberationOpened
    rows: pl.DataFrame


def propose_in_columns(
    state: SessionState, act: Act, framework: Framework, rules: SessionRules, frame: pl.DataFrame
) -> Proposals:
    """Open the main deliberation of a round for the candidates of a frame: all those of the round, free of any fraud.

    ``state`` needs the facts of the session alone. Whoever builds the frame answers for who is in it. Raises Refused.
    """
    main = may_propose(state, framework)
    if not main or state.current:
        raise Refused("Une délibération complémentaire se propose candidat par candidat.")
    if frame.is_empty():
        raise Refused("Aucun candidat n'est à délibérer.")
    rows = decisions(rules, frame)
    opened = deliberation_opened(state, act, framework, main=True)
    return Proposals(opened, _written(act, state.log, opened.deliberation, rows))


def _written(act: Act, log: str, number: int, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the payload of their facts."""
    told: dict[str, pl.Expr] = {
        "key": pl.concat_str(pl.lit(f"{act.key}#"), pl.int_range(1, pl.len() + 1)),
        "log": pl.lit(log),
        "author": pl.lit(act.author),
        "at": pl.lit(act.at),
        "deliberation": pl.lit(number),
        "blocs": _listed("blocs", " "),
        "depends_on": _listed("depends_on", ","),
        "reserves": _listed("reserves", WARNING_SEPARATOR),
        "kind": pl.lit(DecisionProposed.__name__),
        "v": pl.lit(VERSION),
    }
    names = sorted({field.name for field in fields(DecisionProposed)} | told.keys())
    whole = [told.get(name, pl.col(name)).alias(name) for name in names]
    without = [value for name, value in zip(names, whole, strict=True) if name != "reserves"]
    written = pl.when(pl.col("reserves") == "").then(_json(without)).otherwise(_json(whole))
    return rows.with_columns(payload=written)


def _json(values: list[pl.Expr]) -> pl.Expr:
    """An object whose fields come in this order; Polars writes texts as RFC 8785 has them."""
    return pl.struct(values).struct.json_encode()


def _listed(name: str, separator: str) -> pl.Expr:
    """Texts that stand in one, none in the empty one."""
    return pl.col(name).str.split(separator).list.filter(pl.element() != "")
