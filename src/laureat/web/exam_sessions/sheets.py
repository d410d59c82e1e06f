"""Register sheets brought into the house, each under the law that is its own; another edition, with a reason."""

import difflib
import json
from collections.abc import Iterable
from typing import Any

from laureat.deliberation.famille import Famille
from laureat.deliberation.reglement import Reglement
from laureat.records import UNSAID, Commitment
from laureat.register import Fiche
from laureat.reglements import charger
from laureat.reglements.capitalisation import GENRE
from laureat.reglements.dresser import dresser
from laureat.reglements.droit_applicable import droit_de_la_fiche, droit_retenu, sans_numero, tenus_ensemble
from laureat.reglements.reconnaissance import famille_de_la_fiche
from laureat.reglements.specialites import bibliotheque, lire_specialite
from laureat.session import house
from laureat.session.framework import Accepted, Refused
from laureat.session.house import library
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.numbers import quoted
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import house_rows, household, parsing, reprise, texts
from laureat.web.exam_sessions.models import Certification
from laureat.web.reader import STAFF

LONGEST = 160
"""Characters shown of what a sheet said, and says."""


class LawToChoose(InvalidInput):
    """A sheet whose règlement someone is to give: one of its family in the library, or one drawn up for it.

    ``choices``: the first, by name, with their titles; ``draft``: a data file drawn up from the sheet, to complete.
    """

    def __init__(self, problems: Iterable[Any], choices: dict[str, str], draft: str) -> None:
        super().__init__(problems)
        self.choices, self.draft = choices, draft


class AnotherEdition(InvalidInput):
    """Another edition of a sheet in use, or of the règlement drawn up for it: someone must say why."""


class DataFault(InvalidInput):
    """What is wrong with a data file handed over: its lines are told."""


def read_sheet(
    name: str,
    content: bytes,
    reglement: str = "",
    *,
    numero: str | None = None,
    data: str = "",
    reason: str = "",
    by: User,
    key: str,
) -> Certification:
    """Read a printed sheet or an export, and keep it whole, under its law. Raises InvalidInput.

    ``numero``: the one to take in a file of several; without it, Several is raised.
    """
    fiche = Fiche.from_json(STAFF.read(parsing.fiche, name, content, numero))
    return keep_sheet(fiche, reglement, data=data, reason=reason, by=by, key=key)


def keep_sheet(
    fiche: Fiche, reglement: str = "", *, data: str = "", reason: str = "", by: User, key: str
) -> Certification:
    """Keep a sheet, under a règlement of the library or one drawn up for it (``data``, the text of its data file).

    Without either, the law that applies to the sheet: its own règlement, or the capitalisation of its blocks; where
    neither is, LawToChoose. One that bears no number of the register is bound to the sheet by ``by``, for that
    ``reason``, as a fact; and so is another edition of a sheet that the house has already, or of its data file.
    """
    known = Certification.objects.filter(pk=fiche.numero).first()
    used = known is not None and known.sessions.exists()
    if data:
        reglement, binding = _given(fiche, data, known if used else None, reason, by, key)
    elif not reglement and known is not None and (used or known.data):
        reglement, binding, data = known.reglement, known.binding, known.data
    elif not reglement:
        reglement, binding = _law_of(fiche), ""
    else:
        binding = _chosen(fiche, charger(reglement), reason, by, key)
    if used and known is not None and known.reglement != reglement:
        raise InvalidInput(
            [f"des sessions de {fiche.numero} sont ouvertes sous le règlement {known.reglement} : il ne change plus"]
        )
    fields: dict[str, Any] = {"title": fiche.intitule, "reglement": reglement, "binding": binding, "data": data}
    fields["sheet"] = fiche.to_json()
    if known is not None and (known.sheet, known.data) != (fields["sheet"], data):
        _another_edition(known, fiche, data, reason)
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
        "data": house_rows.data_hash(certification.data),
    }
    if known is None:
        return house.bring_sheet(desk.state, desk.act("fiche"), **about)
    if (known.reglement, known.sheet, known.data) == (about["reglement"], about["sheet"], about["data"]):
        return None
    return house.replace_sheet(desk.state, desk.act("fiche"), **about, reason=replaces)


def _law_of(fiche: Fiche) -> str:
    """The name of the law of a sheet. Raises LawToChoose where someone must say which, InvalidInput where none is."""
    try:
        law = droit_de_la_fiche(fiche, fiche.premiere_session or 0)
    except InvalidInput as unknown:
        if (famille := famille_de_la_fiche(fiche)).code == GENRE:
            raise
        raise _to_choose(fiche, famille, unknown) from None
    return GENRE if law.famille.code == GENRE else law.id


def _to_choose(fiche: Fiche, famille: Famille, faults: InvalidInput) -> LawToChoose:
    choices = {name: law.title for name, law in sans_numero(famille).items()}
    return LawToChoose(faults.problems, choices, dresser(fiche, famille))


def _chosen(fiche: Fiche, law: Reglement, reason: str, by: User, key: str) -> str:
    """Why a règlement of the library is that of the sheet. Raises LawToChoose, with those of the family, where not."""
    try:
        return _bind(fiche, law, reason, by, key)
    except InvalidInput as faults:
        if (famille := famille_de_la_fiche(fiche)).code == GENRE:
            raise
        raise _to_choose(fiche, famille, faults) from None


def _given(fiche: Fiche, data: str, used: Certification | None, reason: str, by: User, key: str) -> tuple[str, str]:
    """The name of the règlement of a data file, and why it is that of the sheet. Raises DataFault, InvalidInput.

    ``used``: the certification, where sessions are open under it: it is bound already.
    """
    try:
        STAFF.read(parsing.reglement, "règlement", data.encode())
    except InvalidInput as faults:
        raise DataFault(faults.problems) from None
    law = lire_specialite(data, "règlement")
    if law.id in bibliotheque():
        raise DataFault([f"{law.id} est un règlement de la bibliothèque : un règlement dressé ici porte un autre nom"])
    if other := Certification.objects.filter(reglement=law.id).exclude(pk=fiche.numero).first():
        raise DataFault([f"{law.id} est déjà le règlement de la fiche {other.numero} : donner un autre nom à celui-ci"])
    if not law.numero and not reason.strip():
        raise AnotherEdition([f"dire pourquoi ce règlement est celui de la fiche {fiche.numero}"])
    if used is not None and used.reglement == law.id:
        return law.id, used.binding
    try:
        return law.id, _bind(fiche, law, reason, by, key)
    except InvalidInput as faults:
        raise DataFault(faults.problems) from None


def _another_edition(known: Certification, fiche: Fiche, data: str, reason: str) -> None:
    """Another edition of a sheet of the house is told field by field, and never changes what is already judged.

    Raises AnotherEdition where nobody said why, InvalidInput where a jury decided on what would change.
    """
    before, after = known.sheet, fiche.to_json()
    if judged := _judged_otherwise(known, fiche, data):
        raise InvalidInput(
            [f"cette édition change ce qui décide de {', '.join(judged)}, où le jury a délibéré : elle est refusée"]
        )
    if not reason.strip():
        told = [f"{name} : {_shown(before.get(name))} → {_shown(after.get(name))}" for name in _changed(before, after)]
        what = "la maison a une autre édition de cette fiche ou de son règlement : dire pourquoi la changer"
        raise AnotherEdition([f"{fiche.numero} : {what}", *told, *_lines_changed(known.data, data)])


def _judged_otherwise(known: Certification, fiche: Fiche, data: str) -> list[str]:
    """The sessions where the jury has decided, and whose rules would be others under this edition."""
    old = Fiche.from_json(known.sheet)
    _law(known, fiche, data, fiche.premiere_session or 0)
    judged = known.sessions.filter(phase__in=("close", "deliberee", "publiee"))
    return [
        str(session)
        for session in judged
        if _law(known, old, known.data, session.year).at(session.year).digest
        != _law(known, fiche, data, session.year).at(session.year).digest
    ]


def _law(known: Certification, fiche: Fiche, data: str, year: int) -> Reglement:
    """The law of a certification under an edition of its sheet. Raises InvalidInput where it is not its own."""
    return droit_retenu(known.reglement, lambda: fiche, known.numero, year, known.binding, data)


def _lines_changed(before: str, after: str) -> list[str]:
    """The lines of a data file that change, the old ones then the new ones where they stand."""
    told = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:2] in ("- ", "+ ")]
    return [f"règlement, {'avant' if line[0] == '-' else 'désormais'} : {_shown(line[2:].strip())}" for line in told]


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value or "—")
    return f"« {quoted(text, LONGEST)} »"


def _bind(fiche: Fiche, law: Reglement, reason: str, by: User, key: str) -> str:
    """Why a règlement is that of a sheet, recorded by whoever answers for it; empty where it bears its number."""
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
