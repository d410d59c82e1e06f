"""Register sheets brought into the house, each under the law that is its own; another edition, with a reason."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from laureat.deliberation.reglement import Reglement
from laureat.records import UNSAID, Commitment
from laureat.register import Fiche
from laureat.reglements import charger
from laureat.reglements.capitalisation import GENRE
from laureat.reglements.droit_applicable import droit_de_la_fiche, droit_retenu, tenus_ensemble
from laureat.reglements.reconnaissance import famille_de_la_fiche
from laureat.reglements.specialites import bibliotheque
from laureat.session import house
from laureat.session.framework import Accepted, Refused
from laureat.session.house import library
from laureat.vocabulary import InvalidInput
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import house_rows, household, parsing, reprise, texts
from laureat.web.exam_sessions.models import Certification
from laureat.web.reader import STAFF

LONGEST = 160
"""Characters shown of what a sheet said, and says."""


class LawToChoose(InvalidInput):
    """A sheet whose règlement is to be chosen among those of its family; ``choices``: by name, their titles."""

    def __init__(self, problems: Iterable[Any], choices: dict[str, str]) -> None:
        super().__init__(problems)
        self.choices = choices


class AnotherEdition(InvalidInput):
    """Another edition of a sheet on which sessions are open: someone must say why."""


def read_sheet(
    path: Path,
    reglement: str = "",
    *,
    numero: str | None = None,
    reason: str = "",
    by: User,
    key: str,
) -> Certification:
    """Read a printed sheet or an export, and keep it whole. Raises InvalidInput.

    ``numero``: the one to take in a file of several; without it, Several is raised.

    Without ``reglement``, the law that applies to the sheet: its own règlement, or the capitalisation of its blocks;
    where neither is, LawToChoose offers those of its family. One that bears no number of the register is bound to the
    sheet by ``by``, for that ``reason``, as a fact; and so is another edition of a sheet that the house has already.
    """
    fiche = Fiche.from_json(STAFF.read(parsing.fiche, path.name, path.read_bytes(), numero))
    known = Certification.objects.filter(pk=fiche.numero).first()
    used = known is not None and known.sessions.exists()
    if not reglement and used and known is not None:
        reglement, binding = known.reglement, known.binding
    elif not reglement:
        reglement, binding = _law_of(fiche), ""
    else:
        binding = _bind(fiche, reglement, reason, by, key)
    if used and known is not None and known.reglement != reglement:
        raise InvalidInput(
            [f"des sessions de {fiche.numero} sont ouvertes sous le règlement {known.reglement} : il ne change plus"]
        )
    fields = {"title": fiche.intitule, "reglement": reglement, "binding": binding, "sheet": fiche.to_json()}
    if known is not None and known.sheet != fields["sheet"]:
        _another_edition(known, fiche, reason)
    made: list[Certification] = []

    def commands(desk: household.Desk) -> None:
        made.append(Certification.objects.update_or_create(numero=fiche.numero, defaults=fields)[0])
        told = say_sheet(desk, made[-1], replaces=desk.promise(reason) if reason else UNSAID)
        if told is not None:
            desk.take(told)

    try:
        household.perform(str(by.pseudonym), key, commands)
    except Refused as refused:
        raise InvalidInput(refused.reasons) from None
    return made[-1]


def say_sheet(desk: household.Desk, certification: Certification, *, replaces: Commitment) -> Accepted | None:
    """The fact of a sheet as its row says it, the first time or anew; None where the facts say it already."""
    known = desk.state.sheets.get(certification.numero)
    about = {
        "certification": certification.numero,
        "reglement": certification.reglement,
        "edition": reprise.edition_of(certification),
        "sheet": house_rows.sheet_hash(certification.sheet),
    }
    if known is None:
        return house.bring_sheet(desk.state, desk.act("fiche"), **about)
    if (known.reglement, known.sheet) == (about["reglement"], about["sheet"]):
        return None
    return house.replace_sheet(desk.state, desk.act("fiche"), **about, reason=replaces)


def _law_of(fiche: Fiche) -> str:
    """The name of the law of a sheet. Raises LawToChoose where someone must say which, InvalidInput where none is."""
    try:
        law = droit_de_la_fiche(fiche, fiche.premiere_session or 0)
    except InvalidInput as unknown:
        if choices := offered(fiche):
            raise LawToChoose(unknown.problems, choices) from None
        raise
    return GENRE if law.famille.code == GENRE else law.id


def offered(fiche: Fiche) -> dict[str, str]:
    """The règlements without a number of the register that are of the family of that sheet."""
    try:
        famille = famille_de_la_fiche(fiche)
    except InvalidInput:
        return {}
    known = sorted(bibliotheque().items())
    return {name: law.title for name, law in known if not law.numero and law.famille.code == famille.code}


def _another_edition(known: Certification, fiche: Fiche, reason: str) -> None:
    """Another edition of a sheet of the house is told field by field, and never changes what is already judged.

    Raises AnotherEdition where nobody said why, InvalidInput where a jury decided on what would change.
    """
    before, after = known.sheet, fiche.to_json()
    if judged := _judged_otherwise(known, fiche):
        raise InvalidInput(
            [f"cette édition change ce qui décide de {', '.join(judged)}, où le jury a délibéré : elle est refusée"]
        )
    if not reason.strip():
        told = [f"{name} : {_shown(before.get(name))} → {_shown(after.get(name))}" for name in _changed(before, after)]
        what = "la maison a une autre édition de cette fiche : dire pourquoi la changer"
        raise AnotherEdition([f"{fiche.numero} : {what}", *told])


def _judged_otherwise(known: Certification, fiche: Fiche) -> list[str]:
    """The sessions where the jury has decided, and whose rules would be others under this edition."""
    old = Fiche.from_json(known.sheet)
    _law(known, fiche, fiche.premiere_session or 0)
    judged = known.sessions.filter(phase__in=("close", "deliberee", "publiee"))
    return [
        str(session)
        for session in judged
        if _law(known, old, session.year).at(session.year).digest
        != _law(known, fiche, session.year).at(session.year).digest
    ]


def _law(known: Certification, fiche: Fiche, year: int) -> Reglement:
    """The law of a certification under an edition of its sheet. Raises InvalidInput where it is not its own."""
    return droit_retenu(known.reglement, lambda: fiche, known.numero, year, known.binding)


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value or "—")
    return f"« {text if len(text) <= LONGEST else f'{text[:LONGEST]}…'} »"


def _bind(fiche: Fiche, name: str, reason: str, by: User, key: str) -> str:
    """Why a règlement is that of a sheet, recorded by whoever answers for it; empty where it bears its number."""
    law = charger(name)
    binding = f"{reason.strip()} ({by.name})" if reason.strip() else ""
    tenus_ensemble(law, fiche, lie=binding)
    if law.numero:
        return ""

    def commands(desk: household.Desk) -> None:
        desk.take(library.bind_sheet(desk.state, desk.act(), reglement=law, fiche=fiche, reason=desk.promise(reason)))

    try:
        texts.perform(by, key, commands)
    except Refused as refused:
        raise InvalidInput(refused.reasons) from None
    return binding
