"""The papers and titles of a session by the hundred, made by the worker: at publication, and as files to hand over.

A paper that cannot be made is named in ``index.csv`` with the reason, and stops nobody else's.
"""

import csv
import hashlib
import io
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laureat.documents import papers
from laureat.documents.order import paper_path
from laureat.session.framework import Refused
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import plural
from laureat.vocabulary.french.failures import plainly
from laureat.vocabulary.spreadsheets import safe
from laureat.web.accounts.models import Establishment, Role, User
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import checks
from laureat.web.exam_sessions.access import form_key, session_of
from laureat.web.exam_sessions.background import session_at
from laureat.web.exam_sessions.delivered import DELIVERY
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.papers import Desk
from laureat.web.exam_sessions.service import look
from laureat.web.jobs.kinds import Cancelled, Work, kind
from laureat.web.jobs.running import ask
from laureat.web.reader import TryAgain
from laureat.web.registry import issued

PAPERS = "papiers"
HEADINGS = ("numero", "nom", "prenom", "papier", "fichier", "motif", "sha256")
TOGETHER = 40
"""Candidates read at a time."""
Line = tuple[str, ...]


@require_POST
def papers_zip(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Ask for the papers of everyone whose result is published; ``etablissement``: of one school alone."""
    session = session_of(request, pk)
    uai = request.POST.get("etablissement", "")
    school = {"etablissement": get_object_or_404(Establishment, uai=uai).uai} if uai else {}
    return redirect("travail", ask(request.user, PAPERS, key=form_key(request), log=session.log, arguments=school).pk)


@kind(PAPERS, "Papiers à remettre (ZIP) et à imprimer (PDF)", {Role.EXAMENS}, apart=True)
def hand_over(work: Work) -> list[str]:
    """One ZIP of all the papers, with its index, and one PDF of the same, in the same order, to print."""
    session, uai = session_at(work), work.job.arguments.get("etablissement", "")
    rows = _published(session, uai)
    name = f"papiers-{session.certification.numero}-{session.year}{f'-{uai}' if uai else ''}"
    lines, printed = list[Line](), list[Path]()
    with zipfile.ZipFile(work.file(f"{name}.zip"), "w", zipfile.ZIP_STORED) as archive:
        for line, path, file in _made(session, work, rows):
            lines.append(line)
            if file is not None:
                archive.write(file, path)
                printed.append(file)
        archive.writestr("index.csv", "\ufeff" + _index(lines))
    refused = sum(1 for line in lines if line[5])
    told = [plural(len(printed), _("papier"), _("papiers")) + "."]
    if printed:
        from laureat.documents.print_file import concatenate

        concatenate(printed, work.file(f"{name}.pdf"))
    if refused:
        told.append(
            plural(refused, _("papier n'a pas été fait"), _("papiers n'ont pas été faits"))
            + _(" : l'index dit lesquels, et pourquoi.")
        )
    return told


@kind(DELIVERY, "Papiers et titres d'une publication", {Role.EXAMENS}, apart=True)
def deliver(work: Work) -> list[str]:
    """Make every paper and sign every title that the published decisions give, before anyone asks for them."""
    session = session_at(work)
    rows = _published(session)
    made, signed, without = 0, 0, list[str]()
    try:
        for desk, row, trouble in _ready(session, work, rows):
            if desk is None:
                without.append(f"{row.numero} : {trouble}")
                continue
            try:
                signed += len(desk.titled(row.candidate).titles())
                for paper in desk.due(row.candidate):
                    if lacking := desk.lacking(paper, row.candidate):
                        without.append(f"{row.numero}, {paper.title(desk.context)} : {', '.join(lacking)}")
                    else:
                        desk.file(paper, row.candidate)
                        made += 1
            except TROUBLES as error:
                without.append(f"{row.numero} : {told_of(error)}")
    except Cancelled:
        raise Cancelled(_("Arrêté ; ce qui était fait le reste, les autres se feront à la demande.")) from None
    told = [
        _("%(papers)s et %(titles)s prêts à remettre.")
        % {"papers": plural(made, _("papier"), _("papiers")), "titles": plural(signed, _("titre"), _("titres"))}
    ]
    return told + first_of(without)


def first_of(refusals: list[str]) -> list[str]:
    """The refusals that are told one by one, and how many more there are."""
    return refusals[:SHOWN] + ([f"… (+ {len(refusals) - SHOWN})"] if len(refusals) > SHOWN else [])


SHOWN = 20
"""How many refusals are told one by one."""
TROUBLES = (InvalidInput, Refused, TryAgain, ValueError, KeyError)
"""What one candidate may meet, and never stops the others."""


def told_of(error: Exception) -> str:
    """What stood against one candidate, in words."""
    return str(error) if isinstance(error, InvalidInput | Refused | TryAgain) else plainly(error)


def _published(session: ExamSession, uai: str = "") -> list[Standing]:
    rows = session.standings.filter(withdrawn=False).exclude(public_decision="").order_by("establishment", "sort_key")
    return list(rows.filter(establishment=uai) if uai else rows)


def _ready(session: ExamSession, work: Work, rows: list[Standing]) -> Iterator[tuple[Desk | None, Standing, str]]:
    """Each candidate with the desk that makes the papers, or why there is none. Raises Cancelled."""
    done = 0
    work.step(done, len(rows))
    for first in range(0, len(rows), TOGETHER):
        group = rows[first : first + TOGETHER]
        state = look(session, [row.candidate for row in group])
        desk: Desk | None = None
        for row in group:
            trouble = " ".join(one.text for one in checks.of_candidate(session, state, row.candidate))
            if not trouble and state.result(row.candidate) is None:
                trouble = state.why_withheld(row.candidate)
            if not trouble:
                desk = desk or Desk.of(session, state)
            yield (None if trouble else desk), row, trouble
            done += 1
            work.step(done, len(rows))


def _made(session: ExamSession, work: Work, rows: list[Standing]) -> Iterator[tuple[Line, str, Path | None]]:
    """Each paper: the line of the index, the path in the ZIP, the file (none where it is refused)."""
    schools = dict(Establishment.objects.values_list("uai", "name"))
    names = {row.candidate: row.fields for row in Identity.objects.filter(log=session.log)}
    for desk, row, trouble in _ready(session, work, rows):
        nom, prenom = (names.get(row.candidate, {}).get(name, "") for name in ("nom", "prenom"))
        who = (row.numero, nom, prenom)
        if desk is None:
            yield (*who, "", "", trouble, ""), "", None
            continue
        made: dict[str, str] = {}
        try:
            for paper in desk.due(row.candidate):
                title = paper.title(desk.context)
                try:
                    if lacking := desk.lacking(paper, row.candidate):
                        raise Refused("il manque : " + ", ".join(lacking))
                    file = desk.file(paper, row.candidate)
                except (InvalidInput, Refused, TryAgain) as error:
                    yield (*who, title, "", str(error), ""), "", None
                    continue
                begins = desk.context.papiers.papiers[paper.name].fichier or paper.name
                path = paper_path(row.establishment, schools.get(row.establishment, ""), begins, row.numero, nom)
                made[paper.name] = hashlib.sha256(file.read_bytes()).hexdigest()
                yield (*who, title, path, "", made[paper.name]), path, file
            _record(desk, work.job.author, row, made)
        except TROUBLES as error:
            yield (*who, "", "", told_of(error), ""), "", None


def _record(desk: Desk, user: User, row: Standing, made: dict[str, str]) -> None:
    """Record what was issued, once for each code."""
    for name, digest in made.items():
        code = desk.paper(papers.BY_NAME[name], row.candidate).code
        issued.record(desk.session, user, row.candidate, name, code, digest)


def _index(lines: list[Line]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows([safe(cell) for cell in line] for line in lines)
    return text.getvalue()
