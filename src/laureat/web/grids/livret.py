"""The livret of a trainee: positionnement, reports, periods in company, blocks over time; it gives no mark."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laureat.grilles import points_text
from laureat.grilles.livret import LEVELS, Chart, Company, Period, Position, chart, company, due
from laureat.rules.parameter import Parameter
from laureat.session import conduct
from laureat.session.framework import Framework, Refused
from laureat.vocabulary.french import plural, short_date
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.access import carry_out, count_file, number_of, session_of, standing_of
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.exam_sessions.rules import framework_at_opening
from laureat.web.exam_sessions.service import Desk, look
from laureat.web.grids.evidence import pieces_of
from laureat.web.grids.models import FollowUp
from laureat.web.grids.signing import links_of

WEEKS, GRANTED = "semaines_pfmp", "semaines_accordees"
"""The columns by which the families hear of periods in company (R-PFMP-01, R-PFMP-02)."""
KIND = FollowUp.Kind
POSITIONS = (gettext_lazy("débute"), gettext_lazy("progresse"), gettext_lazy("autonome"), gettext_lazy("maîtrise"))
"""How pages say the levels of a block."""
FAR = 10
"""Years from now beyond which a day of a training is a slip of the keyboard."""
MOST_WEEKS = 52
"""What a positionnement grants where no text says how many are due."""


@dataclass(frozen=True)
class Livret:
    """What a livret says, at a session."""

    lines: tuple[FollowUp, ...]
    company: Company
    law: Parameter | None
    floor: Parameter | None
    granted: int | None
    chart: Chart | None

    @property
    def due(self) -> int | None:
        """Weeks due, by the law of the session or by the positionnement."""
        known = self.law.value if self.law else None
        return due(known, self.granted, self.floor.value if self.floor else None)

    @property
    def due_text(self) -> str:
        """« 20 semaines dues »."""
        return plural(self.due or 0, _("semaine due"), _("semaines dues"))

    @property
    def lacking(self) -> str:
        """Weeks that lack, in words; empty where none does, or where nothing is due."""
        short = self.company.short_of(self.due) if self.due is not None else 0
        return weeks_text(Company(int(short * 5), ())) if short else ""

    @property
    def done(self) -> str:
        """Weeks done, in words."""
        return weeks_text(self.company)

    @property
    def planned(self) -> str:
        """Weeks to come, in words; empty where none is."""
        return weeks_text(Company(self.company.planned, ())) if self.company.planned else ""


def weeks_text(told: Company) -> str:
    """« 19,8 semaines (99 jours) », in the language of the page."""
    many = 1 if told.weeks < 2 and get_language() == "fr" else 2 if told.weeks != 1 else 1
    weeks = ngettext("%(n)s semaine", "%(n)s semaines", many) % {"n": points_text(told.weeks)}
    return f"{weeks} ({ngettext('%(n)s jour', '%(n)s jours', told.days) % {'n': told.days}})"


def livret_of(session: ExamSession, framework: Framework, candidate: str) -> Livret:
    """Read the livret of a candidate: lines that no other cancels."""
    rows = FollowUp.objects.filter(session=session, identity_id=candidate).select_related("author", "cancelled")
    lines = [one for one in rows.order_by("day", "id") if one.cancels_id is None and not hasattr(one, "cancelled")]
    granted = [one.number for one in lines if one.kind == KIND.POSITIONNEMENT and one.number is not None]
    positions = [Position(one.unit, one.day, one.number or 1) for one in lines if one.kind == KIND.NIVEAU]
    return Livret(
        tuple(lines),
        company((period for one in lines if (period := _sound(one)) is not None), date.today()),
        framework.law.number("semaines"),
        framework.law.number("semaines_plancher"),
        granted[-1] if granted else None,
        chart(positions),
    )


def _period(one: FollowUp) -> Period:
    return Period(one.day, one.until or one.day, one.number or 0, one.place)


def _sound(one: FollowUp) -> Period | None:
    """The period of a line; None where it is no period, or one written before a slip of the keyboard was refused."""
    try:
        return _period(one) if one.kind == KIND.PERIODE else None
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def page(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """The livret: read by those who know the candidate, kept by the school and the office."""
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))
    framework = framework_at_opening(session)
    if request.method == "POST":
        pours = request.POST.get("acte") == "verser"
        if request.user.role not in ((Role.EXAMENS,) if pours else (Role.EXAMENS, Role.ETABLISSEMENT)):
            raise PermissionDenied
        if pours:
            _pour(request, session, framework, row)
        else:
            _write(request, session, framework, row)
        return redirect("livret", pk, row.candidate)
    count_file(request, row.candidate)
    found = livret_of(session, framework, row.candidate)
    told = look(session, [row.candidate]).candidates[row.candidate].columns
    links = links_of(session, row.candidate)
    context = {
        "session": session,
        "row": row,
        "identity": Identity.objects.filter(candidate=row.candidate).first(),
        "livret": found,
        "levels": list(enumerate(POSITIONS, 1)),
        "units": list(framework.units.values()),
        "positions": [(one, _level(one)) for one in found.lines if one.kind == KIND.NIVEAU],
        "periods": [(one, _sound(one)) for one in found.lines if one.kind == KIND.PERIODE],
        "told": [one for one in found.lines if one.kind in (KIND.POSITIONNEMENT, KIND.BILAN)],
        "tutors": [(link, veiled) for link, veiled in links if link.signed],
        "pieces": pieces_of(session, row.candidate, who=request.user),
        "writes": request.user.role in (Role.EXAMENS, Role.ETABLISSEMENT),
        "pours": request.user.role == Role.EXAMENS and WEEKS in {one.nom for one in framework.famille.colonnes},
        "poured": told.get(WEEKS, ""),
    }
    return render(request, "grilles/livret.html", context)


def _level(one: FollowUp) -> str:
    return str(POSITIONS[(one.number or 1) - 1])


def _write(request: SignedIn, session: ExamSession, framework: Framework, row: Row) -> None:
    """Add one line, or the one that cancels another."""
    try:
        line = _line(request, session, framework, row)
    except ValueError as fault:
        messages.error(request, _("Rien n'est ajouté : %(why)s.") % {"why": str(fault)}, "bad")
        return
    line.session, line.identity, line.author = session, Identity.objects.get(candidate=row.candidate), request.user
    line.save(force_insert=True)
    messages.success(request, _("Le livret est complété."), "good")


def _line(request: SignedIn, session: ExamSession, framework: Framework, row: Row) -> FollowUp:
    """The line that a form tells. Raises ValueError, in French."""
    told = request.POST
    if told.get("acte") == KIND.ANNULATION:
        known = FollowUp.objects.filter(session=session, identity_id=row.candidate, cancels=None)
        held = known.filter(pk=number_of(told.get("ligne", ""))).first()
        if held is None or FollowUp.objects.filter(cancels=held).exists():
            raise ValueError(_("cette ligne n'est plus du livret"))
        return FollowUp(kind=KIND.ANNULATION, day=date.today(), cancels=held)
    kinds: Sequence[str] = (KIND.POSITIONNEMENT, KIND.BILAN, KIND.PERIODE, KIND.NIVEAU)
    kind = told.get("acte", "")
    if kind not in kinds:
        raise ValueError(_("choisissez ce que vous ajoutez"))
    line = FollowUp(kind=kind, day=_day(told.get("jour", "")), text=told.get("texte", "").strip()[:8000])
    line.number = _number(told.get("nombre", ""))
    law = framework.law.number("semaines")
    most = law.value if law is not None and law.value is not None else MOST_WEEKS
    if kind == KIND.POSITIONNEMENT and line.number is not None and line.number > most:
        raise ValueError(_("un positionnement accorde au plus %(n)s semaines") % {"n": most})
    if kind == KIND.PERIODE:
        line.until, line.place = _day(told.get("fin", "")), told.get("lieu", "").strip()[:160]
        _period(line)
        if not line.place:
            raise ValueError(_("dites l'entreprise"))
    elif kind == KIND.NIVEAU:
        line.unit = told.get("unite", "")
        if line.unit not in framework.units or line.number not in range(1, len(LEVELS) + 1):
            raise ValueError(_("choisissez un bloc et une position de la liste"))
    elif not line.text and line.number is None:
        raise ValueError(_("écrivez ce que vous avez constaté"))
    return line


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("une date manque, ou n'est pas une date")) from None
    if not date.today().year - FAR <= day.year <= date.today().year + FAR:
        raise ValueError(_("le %(day)s est trop loin d'aujourd'hui : vérifier l'année") % {"day": short_date(day)})
    return day


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    found = number_of(text.strip(), -1)
    if not 0 <= found <= 1000:
        raise ValueError(_("« %(text)s » n'est pas un nombre entier") % {"text": text.strip()[:20]})
    return found


def _pour(request: SignedIn, session: ExamSession, framework: Framework, row: Row) -> None:
    """Say to the rules what the livret counts: whole weeks done, and weeks granted where a positionnement did."""
    found = livret_of(session, framework, row.candidate)
    told = {WEEKS: str(found.company.whole_weeks)}
    if found.granted is not None:
        told[GRANTED] = str(found.granted)

    def commands(desk: Desk) -> None:
        asked = {one.nom for one in desk.framework.famille.colonnes}
        for column, value in told.items():
            if column in asked and desk.state.candidates[row.candidate].columns.get(column, "") != value:
                desk.take(
                    conduct.declare_column(
                        desk.state,
                        desk.act(column),
                        framework=desk.framework,
                        candidate=row.candidate,
                        column=column,
                        value=value,
                    )
                )
        if not desk.accepted:
            raise Refused(_("Le dossier dit déjà ce que le livret compte."))

    carry_out(request, session, commands, said=_("Les semaines du livret sont au dossier."), candidates=[row.candidate])
