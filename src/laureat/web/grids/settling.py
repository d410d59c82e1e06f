"""What a grid gives, settled into the log by a person: a mark, or a block acquired or not."""

from typing import Any

from django.utils.translation import gettext as _

from laureat.grilles import COMPUTATION, NotSettled, Outcome, Result, settle
from laureat.session import conduct
from laureat.session.framework import Framework, Refused
from laureat.vocabulary import Cell, UnitStatus, format_hundredths
from laureat.web.accounts.models import User
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.exam_sessions.service import Desk, perform
from laureat.web.grids.boards import boards, grid_of
from laureat.web.grids.harmonising import standing
from laureat.web.grids.models import Settlement, Signature
from laureat.web.grids.showing import spoken
from laureat.web.grids.signing import Signing, sign, signing_of
from laureat.web.grids.tapping import use

JURY_SAYS = "titre"
"""What the jury says of a candidate where it decides of the title by itself, and nothing is proposed (column)."""


def settle_mark(
    session: ExamSession,
    user: User,
    row: Row,
    unit: str,
    key: str,
    mark: int | None,
    seen: tuple[str, str],
    reason: str,
    comment: str,
) -> Signing:
    """Sign what a grid gives of a candidate: a mark, or the block acquired or not (None); the signature after which
    nobody lacks records it in the log. Gives who signed, and who lacks.

    ``seen``: the digest of what the author had before them, and what was settled then (``stood``). Raises NotSettled,
    Refused.
    """
    grid = grid_of(session, unit)
    if grid is None:
        raise Refused(_("Aucune grille n'est chargée ici."))
    text = "\n".join(part for part in (reason.strip(), comment.strip()) if part)

    given = list[Signing]()

    def commands(desk: Desk) -> None:
        board = boards(session, unit, grid, [row.candidate])[row.candidate]
        if desk.state.commands.get(desk.act().key) is not None:
            given.append(signing_of(session, unit, board).of(mark))
            return  # The same form, sent again.
        if waits := board.waits():
            told = _("Deux évaluateurs, et l'un n'a pas fini : %(what)s.")
            raise Refused(told % {"what": ", ".join(waits)})
        if standing(session, unit).filter(candidate=row.candidate).exists():
            raise Refused(_("Le jury a harmonisé cette note : elle ne s'arrête plus ici, à moins qu'il n'annule."))
        if board.digest != seen[0]:
            raise Refused(_("La grille a changé entre-temps : relisez-la, puis arrêtez la note."))
        present = desk.state.candidates[row.candidate].entered(unit)
        again = Signature.objects.filter(key=f"{user.pk}-{key}").exists()  # the same form, before it reached the log
        if not again and stood(session, unit, row.candidate, present, user) != seen[1]:
            raise Refused(*_meanwhile(session, user, unit, row.candidate, mark, present))
        if mark is None:
            cell, settled = _block(desk.framework, board.result), None
        else:
            _settleable(board.result)
            settled = settle(board.result, mark, reason=reason, comment=comment)
            cell = Cell(UnitStatus.NOTE, settled.mark)
        if not desk.state.is_open_to(row.establishment, unit):
            raise Refused(_("La saisie est close : rien ne se signe plus ici."))
        given.append(sign(session, user, unit, board, mark, key, (reason, comment)))
        if given[-1].lacking:
            return
        signers = [one.told for one in given[-1].holding]
        promised = desk.promise(text)
        about: dict[str, Any] = {"framework": desk.framework, "candidate": row.candidate, "unit": unit, "cell": cell}
        about |= {"grid": grid.code, "edition": grid.frozen, "entries": board.digest}
        about |= {"computation": COMPUTATION, "asked": given[-1].asked, "signers": signers}
        if present.status is UnitStatus.VIDE:
            accepted = conduct.enter_mark(desk.state, desk.act(), appraisal=promised, **about)
        else:
            accepted = conduct.rectify_mark(desk.state, desk.act(), before=present, reason=promised, **about)
        desk.take(accepted)
        if accepted.facts:
            Settlement.objects.create(
                session=session,
                unit=unit,
                edition=use(session, unit, grid),
                candidate=row.candidate,
                mark=settled.mark if settled else None,
                computed=settled.computed if settled else None,
                last_entry=board.entries[-1].pk,
                digest=board.digest,
                commitment=promised,
                computation=COMPUTATION,
                author=user,
            )

    perform(session, user, key, commands, candidates=[row.candidate])
    return given[-1]


def stood(session: ExamSession, unit: str, candidate: str, present: Cell, user: User) -> str:
    """What was settled of a candidate when a page was drawn: the mark in the log, the settlement, one's signature."""
    about = {"session": session, "unit": unit, "candidate": candidate}
    settled = Settlement.objects.filter(**about).order_by("-id").values_list("pk", flat=True).first()
    signed = Signature.objects.filter(**about, author=user).order_by("-id").values_list("pk", flat=True).first()
    return f"{settled or 0}.{signed or 0}.{present}"


def _meanwhile(
    session: ExamSession, user: User, unit: str, candidate: str, mark: int | None, present: Cell
) -> tuple[str, ...]:
    """Both values: the one asked, and what was settled or signed since the page was drawn."""
    about = {"session": session, "unit": unit, "candidate": candidate}
    own = "—" if mark is None else format_hundredths(mark)
    settled = Settlement.objects.filter(**about).select_related("author").order_by("-id").first()
    signed = Signature.objects.filter(**about, author=user).order_by("-id").first()
    if present.status is UnitStatus.VIDE and signed is not None:
        other = "—" if signed.mark is None else format_hundredths(signed.mark)
        told = _("Vous demandez %(own)s, et vous avez signé %(other)s entre-temps, sur une autre page.")
        said = told % {"own": own, "other": other}
    elif settled is not None:
        told = _("Vous demandez %(own)s, et %(other)s est au journal entre-temps, par %(by)s.")
        said = told % {"own": own, "other": present, "by": settled.author.name}
    else:
        told = _("Vous demandez %(own)s, et %(other)s est au journal entre-temps, hors de la grille.")
        said = told % {"own": own, "other": present if present.status is not UnitStatus.VIDE else "—"}
    return said, _("Rien n'est changé : relisez, puis arrêtez de nouveau si vous la maintenez.")


def _settleable(result: Result) -> None:
    """Raises NotSettled where the grid gives nothing yet, with what lacks in the language of the page."""
    if result.outcome not in (Outcome.NOTE, Outcome.IMPOSEE, Outcome.ACQUIS, Outcome.NON_ACQUIS):
        left = f" ({' ; '.join(map(spoken, result.missing))})" if result.missing else ""
        raise NotSettled(_("Rien à arrêter : %(what)s.") % {"what": f"{spoken(result.outcome.label)}{left}"})


def _block(framework: Framework, result: Result) -> Cell:
    """The block validated or not, by its binary grid. Raises NotSettled; Refused where the jury alone says it."""
    if JURY_SAYS in framework.conduite.jury_dit:
        raise Refused(_("Pour ce titre, le jury décide : la grille lui est montrée, rien ne s'arrête ici."))
    _settleable(result)
    return Cell(UnitStatus.VALIDE if result.outcome is Outcome.ACQUIS else UnitStatus.NON_VALIDE)
