"""What the cells and the columns of a line ask of the conduct, for one candidate."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from laureat.exchange.tables import normalised_heading
from laureat.session import conduct
from laureat.session.framework import Accepted, Refused
from laureat.vocabulary import Cell, UnitStatus
from laureat.vocabulary.french import parse_date
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions.parsing import Listed
from laureat.web.exam_sessions.service import Desk

APART = ("derogation", "etalement")
"""What a list tells of a candidate that a fact of its own records."""
VAE_SOURCE = {"pv_vae": "minutes", "date_vae": "decided_on", "certificateur_vae": "certifier"}
"""By heading of a list, what it says of the minutes of the certifier whose jury validated the units."""


def told_columns(desk: Desk, row: Listed, pseudonym: str) -> Iterator[tuple[str, str, str, Accepted]]:
    """What the columns of the family tell, where it is not yet told: label, old, new, and the fact."""
    for asked in desk.framework.famille.colonnes:
        before = desk.state.candidates[pseudonym].columns.get(asked.nom, "")
        word = asked.written(row.candidate.declare.get(asked.nom, asked.genre.unsaid))
        emptied = asked.nom in row.emptied
        if asked.nom in APART or word == before or not (word or emptied or (before and asked.nom in row.said)):
            continue
        accepted = conduct.declare_column(
            desk.state,
            desk.act(f"{row.line}-{asked.nom}"),
            framework=desk.framework,
            candidate=pseudonym,
            column=asked.nom,
            value=word,
        )
        yield desk.framework.column_name(asked), before, word, accepted


def enter_cell(desk: Desk, row: Listed, pseudonym: str, unit: str, cell: Cell) -> Accepted:
    """The fact of a mark, a kept mark, a dispense, a unit from VAE. Raises Refused."""
    state, framework, act = desk.state, desk.framework, desk.act(f"{row.line}-{unit}")
    match cell.status:
        case UnitStatus.BENEFICE:
            if cell.session is None:
                told = _("%(unit)s : de quelle session vient « %(cell)s » ? L'écrire après un @ (%(cell)s@%(year)s).")
                raise Refused(told % {"unit": unit, "cell": cell, "year": state.year - 1})
            return conduct.request_kept_mark(
                state,
                act,
                framework=framework,
                candidate=pseudonym,
                unit=unit,
                mark=cell.mark,
                session=cell.session,
                basis=cell.motif,
            )
        case UnitStatus.VALIDE if cell.session is not None:
            return conduct.request_held_block(
                state, act, framework=framework, candidate=pseudonym, unit=unit, session=cell.session
            )
        case UnitStatus.DISPENSE:
            ground = desk.promise("dispense indiquée sur la liste importée", PrivateText.Kind.MOTIF, pseudonym)
            return conduct.grant_dispense(
                state,
                act,
                framework=framework,
                candidate=pseudonym,
                unit=unit,
                ground=ground,
                basis=cell.motif,
            )
        case UnitStatus.VALIDE_VAE:
            source = _vae_source(row)
            return conduct.carry_outside_vae_unit(
                state, act, framework=framework, candidate=pseudonym, unit=unit, **source
            )
        case _:
            return conduct.enter_mark(state, act, framework=framework, candidate=pseudonym, unit=unit, cell=cell)


def _vae_source(row: Listed) -> dict[str, str]:
    """The minutes that the row names; without them, the list itself is the document that was handed over."""
    told = {normalised_heading(heading): text.strip() for heading, text in row.candidate.autres.items()}
    source = {name: told[heading] for heading, name in VAE_SOURCE.items() if told.get(heading)}
    if not source:
        return {"document": row.document}
    if day := source.get("decided_on"):
        try:
            source["decided_on"] = parse_date(day).isoformat()
        except ValueError as wrong:
            raise Refused(f"date_vae : {wrong}") from None
    return source
