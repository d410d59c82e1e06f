"""What the worker does for a session, when it is too long for a page."""

import csv
import json
import uuid

from django.utils.translation import gettext as _

from laureat.session.framework import Refused
from laureat.vocabulary.french import plural
from laureat.web.accounts.models import Role
from laureat.web.exam_sessions import exporting, importing, ledger
from laureat.web.exam_sessions.bringing import CHANGED, FAULTY, NEW, SAME
from laureat.web.exam_sessions.deliberating import propose
from laureat.web.exam_sessions.models import Deposit, ExamSession
from laureat.web.exam_sessions.service import perform
from laureat.web.jobs.kinds import Work, kind

MANY = 2_000
"""From so many candidates on, the worker does it, and the page is not kept waiting."""
LARGE = 200_000
"""From so many bytes on (about a thousand lines), a list is looked at and applied by the worker."""
DELIBERATION, PREVIEW, IMPORT, EXPORT = "deliberation", "apercu", "import", "export"
PERSON = "personne-"
"""Begins the name of an argument that says whose a line is."""


def session_at(work: Work) -> ExamSession:
    """The session on whose log the job works. Raises Refused where there is none any more."""
    found = ExamSession.objects.select_related("certification").filter(pk=uuid.UUID(work.job.log)).first()
    if found is None:
        raise Refused(_("Cette session n'existe plus."))
    return found


@kind(DELIBERATION, "Proposer les décisions d'une session", {Role.EXAMENS})
def propose_decisions(work: Work) -> list[str]:
    """The same command as the page gives; its key is the job's, so that a second run gives no new fact."""
    job = work.job
    desk = perform(session_at(work), job.author, job.pk.hex, propose, candidates=(), alone=True)
    return [_("Les décisions sont proposées au jury."), *desk.warnings]


def deposit_of(work: Work, session: ExamSession) -> Deposit:
    """The list that was handed over. Raises Refused where it is no longer there."""
    deposit = Deposit.objects.filter(pk=work.job.arguments["depot"], session=session).first()
    if deposit is None:
        raise Refused(_("Cette liste a déjà été appliquée, ou retirée."))
    return deposit


@kind(PREVIEW, "Aperçu d'une liste de candidats", {Role.EXAMENS}, apart=True)
def look_at_list(work: Work) -> list[str]:
    """What applying the list would do, kept with it for whoever looks."""
    from laureat.web.exam_sessions import seen  # a page, which is read through this module

    session = session_at(work)
    deposit = deposit_of(work, session)
    work.step(0, 1)
    plan = importing.preview(session, work.job.author, deposit)
    Deposit.objects.filter(pk=deposit.pk).update(seen=json.dumps(seen.kept(plan), ensure_ascii=False))
    work.step(1, 1)
    told = ", ".join(_counted(state, count) for state, count in plan.counts.items() if count)
    return [_("L'aperçu est prêt : %(told)s.") % {"told": told or _("à regarder")}]


def _counted(state: str, count: int) -> str:
    words = {
        NEW: (_("nouveau"), _("nouveaux")),
        CHANGED: (_("modifié"), _("modifiés")),
        SAME: (_("inchangé"), _("inchangés")),
        FAULTY: (_("en erreur"), _("en erreur")),
    }
    return plural(count, *words[state])


@kind(IMPORT, "Appliquer une liste de candidats", {Role.EXAMENS})
def apply_list(work: Work) -> list[str]:
    """The same as the page of the preview does; the lines at fault, where they are left out, come as a workbook."""
    session, told = session_at(work), work.job.arguments
    if ledger.is_begun(session.log, f"import-{told['depot']}-") and not Deposit.objects.filter(pk=told["depot"]):
        return [_("Liste appliquée.")]  # by this very job, killed before it could say so
    deposit = deposit_of(work, session)
    persons = {int(name.removeprefix(PERSON)): value for name, value in told.items() if name.startswith(PERSON)}
    work.step(0, 1)

    def keep(workbook: bytes) -> None:
        work.file("a-corriger.xlsx").write_bytes(workbook)

    left_out = keep if told["bonnes"] == "oui" else None
    base = int(told["base"])
    plan = importing.apply(session, work.job.author, deposit, base, persons=persons, left_out=left_out)
    work.step(1, 1)
    return said_of(plan)


def said_of(plan: importing.Plan) -> list[str]:
    """What a list that was applied brought, and what of it was left out."""
    brought = {name: _counted(state, plan.count(state)) for name, state in (("new", NEW), ("changed", CHANGED))}
    told = [_("Liste appliquée : %(new)s, %(changed)s.") % brought]
    if plan.left_out:
        one, many = _("ligne en erreur n'a pas été appliquée"), _("lignes en erreur n'ont pas été appliquées")
        left = plural(plan.left_out, one, many)
        told.append(_("%(left)s : à corriger dans le classeur, puis à déposer de nouveau.") % {"left": left})
    return told


@kind(EXPORT, "Liste des candidats (CSV)", {Role.EXAMENS}, apart=True)
def export_list(work: Work) -> list[str]:
    """The candidates of a session as CSV that is read back."""
    session = session_at(work)
    rows = list(session.standings.filter(withdrawn=False).order_by("sort_key"))
    work.step(0, len(rows))
    with work.file("candidats.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for done, row in enumerate(exporting.rows(session, rows, public=False)):  # the headings first
            writer.writerow(row)
            work.step(done, len(rows))
    return [plural(len(rows), _("candidat"), _("candidats")) + "."]
