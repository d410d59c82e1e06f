"""Two persons set aside a fact that its own command would have refused: it stays in the log, no reading heeds it."""

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import command
from laureat.session.framework import Accepted, Act, Refused, require
from laureat.session.state import Anomaly, LogState, SessionState


@command(f.SettingAsideAsked)
def ask_setting_aside(state: LogState, act: Act, *, fact: str, reason: Commitment) -> Accepted:
    """Ask that a refused fact be set aside, with a reason. ``fact`` is its leaf hash, in hexadecimal."""
    anomaly = _refused(state, fact)
    asked = state.asked_aside.get(fact)
    if asked is not None and asked.author == act.author:
        raise Refused("Vous avez déjà demandé cette mise à l'écart ; une autre personne doit la décider.")
    return Accepted(
        (f.SettingAsideAsked(**act.on(state.log), candidate=anomaly.subject, fact=fact, reason=require(reason)),),
        ("Une autre personne doit décider la mise à l'écart.",),
    )


@command(f.FactSetAside)
def set_aside(state: LogState, act: Act, *, fact: str) -> Accepted:
    """Set aside a refused fact that someone else asked to set aside."""
    anomaly = _refused(state, fact)
    asked = state.asked_aside.get(fact)
    if asked is None:
        raise Refused("Personne n'a demandé la mise à l'écart de ce fait : la demander d'abord, avec un motif.")
    if asked.author == act.author:
        raise Refused("Vous avez demandé cette mise à l'écart : une autre personne doit la décider.")
    return Accepted((f.FactSetAside(**act.on(state.log), candidate=anomaly.subject, fact=fact, asked_by=asked.author),))


def _refused(state: LogState, fact: str) -> Anomaly:
    anomaly = state.anomalies.get(fact)
    if anomaly is None:
        raise Refused("Ce fait n'est pas en anomalie : rien n'est à écarter.")
    if anomaly.heeded and isinstance(state, SessionState) and not state.has_superseded(anomaly):
        raise Refused("Une décision qui ne suit pas des notes ne s'écarte pas : le jury délibère de nouveau.")
    return anomaly
