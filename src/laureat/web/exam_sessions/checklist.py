"""Before a session goes live, and until its end: what is settled, what is not, each with the page that settles it."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from laureat.records.facts import MarksContested
from laureat.session.conduct.pv import PIECES
from laureat.session.digests import is_closed
from laureat.session.framework import Framework, Phase
from laureat.session.state import SessionState
from laureat.session.todo import is_unheard, unread
from laureat.vocabulary.french import enumeration, enumeration_of_some, plural
from laureat.web.accounts.house import mails_leave
from laureat.web.accounts.models import Establishment
from laureat.web.exam_sessions import ledger, letterhead
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.reach import behind
from laureat.web.exam_sessions.tally import Tally

NAMED = 5
"""So many schools are named."""


@dataclass(frozen=True, slots=True)
class Point:
    """One line: what it is about, where it stands, where it is settled."""

    name: str
    said: str
    link: str
    done: bool


def points(session: ExamSession, state: SessionState, framework: Framework, counted: Tally) -> list[Point]:
    """The lines, in the order in which a session is made ready. ``counted``: of all its candidates."""
    pk = session.pk
    return [
        _reglement(session, framework),
        _numbers(state, framework, reverse("coefficients", args=[pk])),
        _fields(session),
        _schools(session, state, framework, counted),
        Point(
            _("Jury"),
            _("nommé") if state.jury else _("à nommer avant de délibérer"),
            reverse("jury", args=[pk]),
            state.jury is not None,
        ),
        *_words(session, state, counted),
        _files(counted.whole["total"], counted.whole["incomplete"], state, pk),
        _mail(),
    ]


def _reglement(session: ExamSession, framework: Framework) -> Point:
    reglement = framework.law.reglement
    told = _("%(title)s, édition %(edition)s") % {"title": reglement.title, "edition": reglement.edition}
    if session.certification.binding:
        told = _("%(told)s ; lié à la fiche : %(why)s") % {"told": told, "why": session.certification.binding}
    return Point(_("Règlement"), told, reverse("certification", args=[session.certification.numero]), True)


def _numbers(state: SessionState, framework: Framework, link: str) -> Point:
    waiting = unread(state, framework)
    told = (
        _("à lire dans le texte, par deux personnes : %(names)s") % {"names": enumeration(waiting)}
        if waiting
        else _("tous connus, ou confirmés")
        if not state.blank
        else _("session à blanc : les hypothèses sont permises")
    )
    return Point(_("Coefficients"), told, link, not waiting)


def _fields(session: ExamSession) -> Point:
    absent = letterhead.missing(session)
    told = _("manque : %(fields)s") % {"fields": enumeration(absent)} if absent else _("autorité, signataire, service")
    return Point(_("Ce que portent les papiers"), told, reverse("mentions_session", args=[session.pk]), not absent)


def _schools(session: ExamSession, state: SessionState, framework: Framework, counted: Tally) -> Point:
    link = reverse("etablissements")
    if not state.establishments:
        return Point(_("Établissements"), _("aucun encore : la liste des candidats les apporte"), link, False)
    count = plural(len(state.establishments), _("établissement"))
    known = Establishment.objects.filter(uai__in=state.establishments)
    late = [school.name for school in behind(session, state, known)]
    if lacking := counted.whole["habilitation"]:
        told = _("%(count)s ; l'habilitation manque pour %(whom)s")
        return Point(_("Établissements"), told % {"count": count, "whom": plural(lacking, _("candidat"))}, link, False)
    if late:
        told = _("leur page dit autre chose que la session : %(names)s") % {"names": enumeration(late[:NAMED])}
        return Point(_("Établissements"), told, link, False)
    unheard: Counter[str] = Counter()
    for (uai, voie), many in counted.routes.items():
        if is_unheard(state, framework, voie, uai, ledger.now()[:10]):
            unheard[uai] += many
    if unheard:
        told = _("%(count)s ; à une voie d'établissement non habilité, alors qu'il l'est : %(whom)s")
        whom = [
            f"{plural(unheard[school.uai], _('candidat'))} ({school.name})" for school in known if school.uai in unheard
        ]
        link = reverse("inscriptions", args=[session.pk])
        return Point(
            _("Établissements"), told % {"count": count, "whom": enumeration_of_some(whom, NAMED)}, link, False
        )
    return Point(_("Établissements"), _("%(count)s, habilitations tenues") % {"count": count}, link, True)


def _words(session: ExamSession, state: SessionState, counted: Tally) -> list[Point]:
    """What schools said of their marks, once entry is closed; whether these changed since, the page of it tells."""
    if not is_closed(state):
        return []
    link = reverse("releve", args=[session.pk])
    waited = counted.schools.keys() - {""}
    words = [word for uai, word in state.words_of_schools.items() if uai in waited]
    contested = sum(1 for word in words if isinstance(word, MarksContested))
    told = _("notes confirmées par %(count)s sur %(total)s") % {
        "count": plural(len(words) - contested, _("établissement"), _("établissements")),
        "total": len(waited),
    }
    if contested:
        told += _(" ; %(count)s") % {"count": plural(contested, _("conteste"), _("contestent"))}
    return [Point(_("Relevés de notes"), told, link, not contested and len(words) == len(waited))]


def _files(total: int, incomplete: int, state: SessionState, pk: object) -> Point:
    link = f"{reverse('inscriptions', args=[pk])}?manque=pieces" if incomplete else reverse("inscriptions", args=[pk])
    if not total:
        return Point(_("Dossiers"), _("aucun candidat inscrit"), reverse("import", args=[pk]), False)
    told = (
        _("%(count)s sur %(total)s") % {"count": plural(incomplete, _("incomplet")), "total": total}
        if incomplete
        else _("%(total)s, tous complets") % {"total": total}
    )
    if incomplete and state.phase in (Phase.DELIBEREE, Phase.PUBLIEE) and state.conduct >= PIECES:
        return Point(_("Dossiers"), _("%(told)s, décidés au procès-verbal") % {"told": told}, link, True)
    return Point(_("Dossiers"), told, link, not incomplete)


def _mail() -> Point:
    leaves = mails_leave()
    waiting = _("ne partent pas : ils s'écrivent dans un dossier du serveur, qui n'est pas relié à une messagerie")
    told = _("partent") if leaves else waiting
    return Point(_("Courriels"), told, reverse("maison"), leaves)
