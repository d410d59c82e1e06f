"""The history of a decision, in words."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from laureat.jury import Presence
from laureat.records.facts import DecisionsRestored, DecisionsWithdrawn, FollowUpDone, PvSealed, RecusalRecorded
from laureat.session.after import Answer, FollowUp, Ground, Nature
from laureat.session.keeping import heeded
from laureat.session.state import DeliberationState, SessionState, said_of
from laureat.vocabulary.french import capital, written_date
from laureat.web.aftermath.decisions import acts_of
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.ledger import day_of, uuids
from laureat.web.exam_sessions.models import ExamSession, Juror, StoredFact
from laureat.web.exam_sessions.service import look
from laureat.web.titles.models import Title


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that happened to a decision."""

    day: str
    what: str
    detail: str = ""


def history_of(session: ExamSession, state: SessionState, candidate: str) -> list[Dated]:
    """All that happened to the decision on a candidate, in order."""
    found = [
        *_recusals(state, session, candidate),
        *_deliberations(state, session, candidate),
        *_struck(session, candidate),
        *_asked(state, candidate),
        *_done(state, session, candidate),
    ]
    return sorted(found, key=lambda one: one.day)


def _recusals(state: SessionState, session: ExamSession, candidate: str) -> Iterator[Dated]:
    """Which members of the jury stood aside for that candidate, and why."""
    heard = heeded(ledger.facts(session.log, [candidate]), state)
    found = [fact for fact in heard if isinstance(fact, RecusalRecorded)]
    promised = [fact.reason for fact in found]
    texts = dict(PrivateText.objects.filter(commitment__in=promised).values_list("commitment", "text"))
    known = {str(one.pk): one.name for one in Juror.objects.filter(pk__in=uuids(fact.juror for fact in found))}
    for fact in found:
        what = _("Déport : %(who)s") if fact.recused else _("Déport levé : %(who)s")
        who = known.get(fact.juror, _("un membre du jury"))
        yield Dated(day_of(fact.at), what % {"who": who}, texts.get(fact.reason, ""))


def _deliberations(state: SessionState, session: ExamSession, candidate: str) -> Iterator[Dated]:
    promised = [made.fixed[candidate].motive for made in state.deliberations if candidate in made.fixed]
    motives = dict(PrivateText.objects.filter(commitment__in=promised).values_list("commitment", "text"))
    aside = _aside(state, session, candidate)
    for made in state.deliberations:
        result = made.result(candidate)
        if result is None or not made.sealed:
            continue
        decided = result.decision.label
        if result.mention:
            decided += _(", mention %(mention)s") % {"mention": result.mention.label}
        told = [_("décision : %(what)s") % {"what": decided}]
        if result.fixed and motives.get(result.fixed.motive):
            told.append(_("motif : %(what)s") % {"what": motives[result.fixed.motive]})
        if made.jury is not None:
            told.append(
                _("jury : %(who)s") % {"who": ", ".join(_seats(session, state, made, aside.get(made.number, ())))}
            )
        told.append(_("empreinte du procès-verbal : %(hash)s") % {"hash": made.sealed})
        what = _("Délibération %(n)d, procès-verbal scellé") % {"n": made.number}
        yield Dated(day_of(made.opened.at), what, " ; ".join(told))
        if made.published_on:
            yield Dated(made.published_on, _("Résultat de la délibération %(n)d publié") % {"n": made.number})


def _aside(state: SessionState, session: ExamSession, candidate: str) -> dict[int, tuple[str, ...]]:
    """By deliberation, the members of the jury who had stood aside for that candidate when it was sealed."""
    recused: dict[str, bool] = {}
    found: dict[int, tuple[str, ...]] = {}
    for fact in heeded(ledger.facts(session.log, [candidate]), state):
        if isinstance(fact, RecusalRecorded):
            recused[fact.juror] = fact.recused
        elif isinstance(fact, PvSealed):
            found[fact.deliberation] = tuple(juror for juror, stands in recused.items() if stands)
    return found


def _seats(session: ExamSession, state: SessionState, made: DeliberationState, aside: Collection[str]) -> Iterator[str]:
    """The members of the jury that sealed, each with how it sat: who was absent, or stood aside, decided nothing."""
    jurors = made.jury.jurors if made.jury else ()
    known = {str(one.pk): one for one in Juror.objects.filter(session=session, pk__in=uuids(jurors))}
    for juror in (one for one in jurors if one in known):
        member, seat = known[juror].member(), state.attendance.get((made.number, juror))
        sat = Presence(seat.presence).label_for(member.sexe) if seat else _("présence non relevée")
        apart = _(", sans part à cette décision : déport") if juror in aside else ""
        yield f"{known[juror].name} ({member.fonction_dite}, {sat}{apart})"


def _asked(state: SessionState, candidate: str) -> Iterator[Dated]:
    """What the candidate asked about the decision, and what was answered; personal data are another matter."""
    requests = [one for one in state.candidates[candidate].requests if one.received.nature != Nature.DONNEES]
    promised = [fact.text for one in requests for fact in (one.received, one.answered) if fact]
    texts = dict(PrivateText.objects.filter(commitment__in=promised).values_list("commitment", "text"))
    for one in requests:
        what = Nature(one.received.nature).label
        yield Dated(
            one.received.received_on, _("Demande : %(what)s") % {"what": what}, texts.get(one.received.text, "")
        )
        if one.answered:
            told = {"what": what, "answer": Answer(one.answered.answer).label}
            said = texts.get(one.answered.text, "")
            yield Dated(one.answered.answered_on, _("Réponse (%(what)s) : %(answer)s") % told, said)


def _struck(session: ExamSession, candidate: str) -> Iterator[Dated]:
    acts = [fact for fact, _label in acts_of(session) if candidate in fact.candidates]
    reasons = [fact.reason for fact in acts]
    texts = dict(PrivateText.objects.filter(commitment__in=reasons).values_list("commitment", "text"))
    for fact in acts:
        reference = f"{fact.authority}, n° {fact.number}, {written_date(fact.decided_on)}"
        told = [reference, texts.get(fact.reason, "")]
        if isinstance(fact, DecisionsWithdrawn):
            what = Ground(fact.ground).label
            if fact.due:
                told.append(_("délibérer de nouveau avant le %(day)s") % {"day": written_date(fact.due)})
        else:
            assert isinstance(fact, DecisionsRestored)
            what = _("décision rétablie")
        yield Dated(day_of(fact.at), capital(what), " ; ".join(filter(None, told)))


def struck_decision(identifier: str, digest: str) -> str:
    """What struck the decision that a document of this house says; empty where it stands.

    ``identifier``: that of the credential; ``digest``: SHA-256 of the bytes as they were handed over.
    """
    logs = StoredFact.objects.filter(kind=DecisionsWithdrawn.__name__).values_list("log", flat=True).distinct()
    for session in ExamSession.objects.filter(pk__in=list(logs)).select_related("certification"):
        touched = {candidate for fact, _label in acts_of(session) for candidate in fact.candidates}
        state = look(session, touched)
        for candidate in touched:
            standing = state.candidates[candidate]
            if standing.struck is None:
                continue
            issued = {fact.digest for _number, fact in standing.papers}
            titles = Title.objects.filter(
                log=session.log, candidate=candidate, result__lte=standing.struck.deliberation
            )
            if digest in issued or titles.filter(identifier=identifier).exists():
                return said_of(standing.struck)
    return ""


def _done(state: SessionState, session: ExamSession, candidate: str) -> Iterator[Dated]:
    for fact in heeded(ledger.facts(session.log, [candidate]), state):
        if isinstance(fact, FollowUpDone):
            yield Dated(fact.done_on, _("Fait : %(what)s") % {"what": FollowUp(fact.what).label})
