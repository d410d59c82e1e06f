"""What was set up once is put right: by a fact, with a reason, what stood before remaining in the log."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from laureat.records import UNSAID, Commitment
from laureat.records import facts as f
from laureat.session.certification import confirmed_rules
from laureat.session.conduct.common import command, opened
from laureat.session.conduct.days import DATED, check_day, check_text_day
from laureat.session.conduct.opening import check_number
from laureat.session.framework import SIGNED, Accepted, Act, Framework, Refused, require
from laureat.session.state import CandidateState, Decide, Decided, SessionState
from laureat.vocabulary.french import plural

DecideBy = Callable[[Framework, Iterable[CandidateState]], Decide]
"""From a frame to the decision of each of these candidates."""


@command(f.SessionFieldsSet)
def set_session_fields(state: SessionState, act: Act, *, fields: Commitment, reason: Commitment = UNSAID) -> Accepted:
    """Say who holds the session (authority, signatory, place…), or put it right with a reason, at any time."""
    opened(state)
    if state.fields:
        require(reason, "un motif pour changer ce que portent les papiers")
    fact = f.SessionFieldsSet(
        **act.on(state.log),
        fields=require(fields, "ce que portent les papiers"),
        before=state.fields,
        reason=reason,
    )
    return Accepted((fact,))


@command(f.KeysRequirementSet)
def set_keys_requirement(state: SessionState, act: Act, *, keys_required: bool, reason: Commitment) -> Accepted:
    """Put right whether nobody approves but with an approval key; never once someone has approved."""
    opened(state)
    if state.conduct < SIGNED:
        raise Refused("Cette session est d'une édition de la conduite sans clé : la porter d'abord à la dernière.")
    if any(deliberation.approvals for deliberation in state.deliberations):
        raise Refused("Un procès-verbal de la session est déjà approuvé : la clé exigée ou non ne change plus.")
    if keys_required == state.keys_required:
        told = "exige déjà une clé d'approbation" if keys_required else "n'exige pas de clé d'approbation"
        raise Refused(f"La session {told} : il n'y a rien à changer.")
    fact = f.KeysRequirementSet(**act.on(state.log), keys_required=keys_required, reason=require(reason))
    return Accepted((fact,))


@command(f.SessionAbandoned)
def abandon_session(state: SessionState, act: Act, *, reason: Commitment) -> Accepted:
    """Close for good a session opened by mistake; never one whose jury has sealed anything."""
    opened(state)
    if any(deliberation.sealed for deliberation in state.deliberations):
        raise Refused("Le jury a scellé un procès-verbal : cette session ne s'abandonne plus, elle se corrige.")
    return Accepted((f.SessionAbandoned(**act.on(state.log), reason=require(reason)),))


@command(f.HabilitationTakenBack)
def withdraw_habilitation(
    state: SessionState, act: Act, *, establishment: str, scope: str, since: str, reason: Commitment
) -> Accepted:
    """Take back an habilitation recorded by mistake; the right one, if any, is then recorded."""
    opened(state)
    known = {(one.establishment, one.scope, one.since) for one in state.habilitations}
    if (establishment, scope, since) not in known:
        raise Refused(f"L'établissement {establishment} n'a pas cette habilitation dans la session.")
    fact = f.HabilitationTakenBack(
        **act.on(state.log), establishment=establishment, scope=scope, since=since, reason=require(reason)
    )
    return Accepted((fact,))


# --------------------------------------------------------------------------------------------- a number, after a seal
@command(f.CoefficientCorrectionAsked)
def ask_coefficient_correction(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    name: str,
    value: int,
    text: Commitment,
    text_date: str,
    reason: Commitment,
) -> Accepted:
    """Ask that a number that sealed decisions rest on be put right; another person decides it."""
    _sealed_number(state, framework, name, value)
    asked = state.asked_numbers.get(name)
    if asked is not None and asked.author != act.author:
        raise Refused("Une correction de ce nombre est déjà demandée : la décider.")
    fact = f.CoefficientCorrectionAsked(
        **act.on(state.log),
        name=name,
        value=value,
        text=require(text, "la référence du texte lu"),
        text_date=check_text_day(text_date, act) if state.conduct >= DATED else check_day(text_date),
        reason=require(reason, "un motif pour corriger un nombre"),
    )
    return Accepted((fact,), ("Une autre personne doit décider la correction, la liste des résultats sous les yeux.",))


@command(f.CoefficientCorrected)
def correct_coefficient(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    name: str,
    value: int,
    decide_by: DecideBy,
    told: tuple[str, ...] | None = None,
) -> Accepted:
    """Decide a correction that someone else asked: the results that it changes are suspended, and those alone.

    Needs the whole session. ``told`` is whom it changes, for a reading of some candidates, which cannot work it out.
    """
    _sealed_number(state, framework, name, value)
    asked = state.asked_numbers.get(name)
    if asked is None or asked.value != value:
        raise Refused("Personne n'a demandé cette correction : la demander d'abord, avec un motif.")
    if asked.author == act.author:
        raise Refused("Vous avez demandé cette correction : une autre personne doit la décider.")
    changed = told if told is not None else changed_results(state, framework, asked, decide_by)
    fact = f.CoefficientCorrected(
        **act.on(state.log),
        name=name,
        value=value,
        text=asked.text,
        text_date=asked.text_date,
        read_by=asked.author,
        before=state.confirmed[name].value,
        reason=asked.reason,
        changed=changed,
    )
    suspended = plural(len(changed), "résultat est suspendu", "résultats sont suspendus")
    return Accepted((fact,), (f"{suspended} jusqu'à la nouvelle délibération du jury.",) if changed else ())


def changed_results(
    state: SessionState, framework: Framework, asked: f.CoefficientCorrectionAsked, decide_by: DecideBy
) -> tuple[str, ...]:
    """The candidates already decided whose result is another under the number asked. Needs the whole session."""
    decided = [one for one in state.candidates.values() if not one.withdrawn and state.last_result(one.id) is not None]
    corrected = replace(framework, law=confirmed_rules(framework.law, {asked.name: asked}))
    before, after = decide_by(framework, decided), decide_by(corrected, decided)
    return tuple(one.id for one in decided if _result(before(one)) != _result(after(one)))


def _result(decided: Decided) -> tuple[object, ...]:
    """What of a decision is a result: an average that changes nothing else is not."""
    return decided.decision, decided.mention, tuple(decided.blocs), decided.certificat, tuple(decided.reserves)


def _sealed_number(state: SessionState, framework: Framework, name: str, value: int) -> None:
    """Refuse what is no correction of a number on which something sealed rests."""
    opened(state)
    check_number(framework, name, value)
    if not any(deliberation.sealed for deliberation in state.deliberations):
        raise Refused("Rien n'est scellé : le nombre se lit et se confirme (textes à confirmer).")
    if state.current:
        raise Refused("Une délibération est en cours : la sceller, ou rouvrir la saisie, avec un motif.")
    known = state.confirmed.get(name)
    if known is None:
        raise Refused("Ce nombre n'a jamais été confirmé dans cette session : il n'y a rien à corriger.")
    if known.value == value:
        raise Refused(f"Ce nombre est déjà {framework.to_confirm[name].written(value)} dans cette session.")
