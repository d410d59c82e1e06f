"""The page of a code: what the paper that carries it attests, and whether that still holds today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from laureat.credentials.paper_codes import spelled
from laureat.credentials.paper_codes import typed as typed_code
from laureat.credentials.status import Event
from laureat.documents import papers
from laureat.vocabulary import Decision, Mention
from laureat.vocabulary.french import accented, with_comma
from laureat.web.accounts.limits import address_of, verifications
from laureat.web.exam_sessions import checks
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.papers import Desk
from laureat.web.exam_sessions.printed import Printed
from laureat.web.exam_sessions.service import look
from laureat.web.reader import TryAgain
from laureat.web.registry.deposits import answer
from laureat.web.titles import issuing
from laureat.web.titles.models import Paper
from laureat.web.vae import papers as vae_papers
from laureat.web.vae.models import VaeFile


@dataclass(frozen=True)
class Told:
    """What a code says today."""

    state: Event
    reason: str = ""
    title: str = ""
    holder: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    specimen: bool = False

    @property
    def stands(self) -> bool:
        """What the paper attests holds today. (A template cannot name a member of an enumeration.)"""
        return self.state is Event.EMIS

    @property
    def is_suspended(self) -> bool:
        """Nothing can be said of it today."""
        return self.state is Event.SUSPENDU


def counted(request: HttpRequest) -> None:
    """Count one verification of a visitor. Raises TryAgain beyond what one address may ask."""
    if not request.user.is_authenticated and not verifications().take(address_of(request)):
        raise TryAgain(
            _("Beaucoup de documents ont été vérifiés depuis cette adresse : réessayez dans quelques minutes.")
        )


@require_GET
def code(request: HttpRequest, code: str) -> HttpResponse:
    """What the paper with this code attests. A code that was never given and one mistyped look the same."""
    counted(request)
    typed = typed_code(code)
    if typed and typed != code:
        return redirect("code", typed)
    told = told_of(typed) if typed else None
    context = {"told": told, "code": spelled(typed) if typed else ""}
    return render(request, "registre/code.html", context, status=200 if told else 404)


def told_of(code: str) -> Told | None:
    """What is told today of the paper that carries this code; None where this house gave none."""
    paper = Paper.objects.filter(code=code).first()
    return _told(paper) if paper else _deposited(code)


def _told(paper: Paper) -> Told | None:
    session = ExamSession.objects.select_related("certification").filter(pk=paper.log).first()
    file = None if session else VaeFile.objects.select_related("certification").filter(pk=paper.candidate).first()
    if paper.is_revoked and (session or file):
        return Told(Event.REVOQUE, paper.reason)
    if session is None:
        return _shown(paper, _of_vae(file, paper)) if file else None
    state = look(session, [paper.candidate])
    if paper.candidate not in state.candidates or not session.standings.filter(candidate=paper.candidate).exists():
        return Told(Event.REVOQUE, _("le candidat n'est plus de la session"))
    if checks.of_candidate(session, state, paper.candidate) or state.result(paper.candidate) is None:
        return Told(Event.SUSPENDU)  # for whatever reason: a procedure is not made public
    desk = Desk.of(session, state)
    kind = papers.BY_NAME[paper.kind]
    return _shown(paper, desk.printed(kind, paper.candidate) if kind in desk.due(paper.candidate) else None)


def _of_vae(file: VaeFile, paper: Paper) -> Printed | None:
    """The paper that a VAE gives today; None where it gives none, or where something stands against it."""
    given = vae_papers.given(file)
    ready = given.ready(paper.kind) if given else None
    return ready.printed if ready is not None and not ready.in_anomaly else None


def _shown(paper: Paper, due: Printed | None) -> Told:
    """What is told of a paper that was delivered, given what is due today."""
    if due is None or issuing.attested(facts := due.facts) != paper.digest:
        return Told(Event.SUSPENDU)
    person: Mapping[str, str] = facts["candidat"]
    title, specimen = due.kind.title(due.context), due.context.infos.specimen
    return Told(Event.EMIS, "", title, _holder(person), tuple(_lines(facts)), specimen)


def _deposited(code: str) -> Told | None:
    """What is told of a paper that the command made, once its code was deposited here."""
    found = answer(code)
    if found is None:
        return None
    if found.revoked:
        return Told(Event.REVOQUE, _("le service l'a retiré"))
    if found.told is None:
        return Told(Event.SUSPENDU)
    facts: Mapping[str, Any] = found.told["atteste"]
    person: Mapping[str, str] = facts["candidat"]
    return Told(Event.EMIS, "", found.told["titre"], _holder(person), tuple(_lines(facts)), found.told["specimen"])


def _holder(person: Mapping[str, str]) -> str:
    return " ".join(filter(None, (person.get("prenom", ""), person.get("nom", ""))))


def _lines(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the paper attests, line by line."""
    person, sheet = facts["candidat"], facts["certification"]
    if used := person.get("nom_usage"):
        yield _("Nom d'usage"), used
    if born := person.get("date_naissance"):
        yield _("Date de naissance"), born
    yield _("Certification"), f"{accented(sheet['intitule'])} ({sheet['fiche']})"
    yield _("Session"), str(facts["session"])
    if decided := facts.get("decision"):
        yield _("Décision"), Decision[decided.upper()].label
    if (mention := facts.get("mention")) and Mention[mention]:
        yield _("Mention"), Mention[mention].label
    if average := facts.get("moyenne"):
        yield _("Moyenne"), f"{with_comma(average)} / 20"
    for unit in facts.get("unites", ()):
        if unit["note_retenue"] is not None:
            yield unit["unite"], f"{with_comma(unit['note_retenue'])} / 20"
    for bloc in facts.get("blocs", ()):
        if isinstance(bloc, dict):
            yield bloc["code"], accented(bloc["intitule"])
    yield _("Délivré par"), facts["autorite"]
    yield _("Date"), facts["emis_le"]
