"""Register sheets brought into the house, each under the law that is its own."""

from pathlib import Path

from laureat.records import UNSAID, Commitment
from laureat.register import Fiche
from laureat.reglements import charger
from laureat.reglements.capitalisation import GENRE
from laureat.reglements.droit_applicable import droit_de_la_fiche, tenus_ensemble
from laureat.session import house
from laureat.session.framework import Accepted, Refused
from laureat.session.house import library
from laureat.vocabulary import InvalidInput
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import house_rows, household, parsing, reprise, texts
from laureat.web.exam_sessions.models import Certification
from laureat.web.reader import STAFF


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

    Without ``reglement``, the law that applies to the sheet: its own règlement, or the capitalisation of its blocks.
    One that bears no number of the register is bound to the sheet by ``by``, for that ``reason``, as a fact. A sheet
    that the house has already is replaced for that reason too.
    """
    fiche = Fiche.from_json(STAFF.read(parsing.fiche, path.name, path.read_bytes(), numero))
    known = Certification.objects.filter(pk=fiche.numero).first()
    if not reglement:
        law = droit_de_la_fiche(fiche, fiche.premiere_session or 0)
        reglement, binding = (GENRE if law.famille.code == GENRE else law.id), ""
    else:
        binding = _bind(fiche, reglement, reason, by, key)
    if known is not None and known.reglement != reglement and known.sessions.exists():
        raise InvalidInput(
            [f"des sessions de {fiche.numero} sont ouvertes sous le règlement {known.reglement} : il ne change plus"]
        )
    fields = {"title": fiche.intitule, "reglement": reglement, "binding": binding, "sheet": fiche.to_json()}
    made: list[Certification] = []

    def commands(desk: texts.Desk) -> None:
        made.append(Certification.objects.update_or_create(numero=fiche.numero, defaults=fields)[0])
        told = say_sheet(desk, made[-1], replaces=desk.promise(reason) if reason else UNSAID)
        if told is not None:
            desk.take(told)

    try:
        household.perform(str(by.pseudonym), key, commands)
    except Refused as refused:
        raise InvalidInput(refused.reasons) from None
    return made[-1]


def say_sheet(desk: texts.Desk, certification: Certification, *, replaces: Commitment) -> Accepted | None:
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


def _bind(fiche: Fiche, name: str, reason: str, by: User, key: str) -> str:
    """Why a règlement is that of a sheet, recorded by whoever answers for it; empty where it bears its number."""
    law = charger(name)
    binding = f"{reason.strip()} ({by.name})" if reason.strip() else ""
    tenus_ensemble(law, fiche, lie=binding)
    if law.numero:
        return ""

    def commands(desk: texts.Desk) -> None:
        desk.take(library.bind_sheet(desk.state, desk.act(), reglement=law, fiche=fiche, reason=desk.promise(reason)))

    try:
        texts.perform(by, key, commands)
    except Refused as refused:
        raise InvalidInput(refused.reasons) from None
    return binding
