"""A sitting of the VAE jury: who sat, who presided, the applications that its minutes settle."""

from collections.abc import Iterator, Sequence

from laureat.jury import Fonction
from laureat.records import facts as f
from laureat.session.conduct.common import command
from laureat.session.conduct.days import check_day
from laureat.session.conduct.jury import JURY_ALONE, PRESIDING, accounts_of, deliberating
from laureat.session.framework import PV_APPROVALS, Accepted, Act, Framework, Refused
from laureat.session.vae import COLLEGIAL, VaeState
from laureat.vocabulary.french import plural, written_date


@command(f.VaeSittingHeld)
def hold_sitting(
    state: VaeState,
    act: Act,
    *,
    framework: Framework,
    held_on: str,
    president: str,
    present: Sequence[str],
    applications: Sequence[str],
) -> Accepted:
    """Record a sitting of the jury: who sat, who presided, and the applications that its minutes settle.

    ``held_on``: ``AAAA-MM-JJ``. Every unit of each application is decided by then, by members who sat.
    """
    if state.jury is None:
        raise Refused("Le jury de VAE n'est pas nommé.")
    problems = []
    if not state.jury.arrete_date <= check_day(held_on) <= act.today:
        since = written_date(state.jury.arrete_date)
        problems.append(f"Le jour de la séance va de la nomination du jury, le {since}, à aujourd'hui.")
    problems += _sitting_problems(state, framework, state.jury, president, present)
    if state.conduct >= COLLEGIAL:
        problems += nobody_to_approve(state, president, present)
    if not applications or len(set(applications)) != len(applications):
        problems.append("Dire, une fois chacun, les dossiers que la séance a décidés.")
    accounts = accounts_of(state.jurors, present)
    for application in applications:
        problems += _unsettled(state, application, accounts)
    if problems:
        raise Refused(*problems)
    fact = f.VaeSittingHeld(
        **act.on(state.log),
        sitting=len(state.sittings) + 1,
        held_on=held_on,
        president=president,
        present=tuple(present),
        applications=tuple(applications),
    )
    return Accepted((fact,))


def _sitting_problems(
    state: VaeState, framework: Framework, jury: f.JuryAppointed, president: str, present: Sequence[str]
) -> Iterator[str]:
    """What keeps these members from sitting."""
    if not set(jury.jurors) <= state.jurors.keys():
        yield "Le journal ne dit pas qui sont les membres du jury nommé : le nommer de nouveau."
        return
    if len(set(present)) != len(present) or not set(present) <= set(jury.jurors):
        yield "Ne siègent que des membres du jury nommé, chacun une fois."
        return
    if consulted := len(present) - len(deliberating(state, present, JURY_ALONE)):
        told = plural(consulted, "examinateur adjoint est donné", "examinateurs adjoints sont donnés")
        yield f"{told} comme siégeant : sa voix est consultative, seul qui délibère siège."
    least = framework.conduite.experience.jures
    if len(present) < least:
        yield f"{plural(len(present), 'membre siège', 'membres siègent')} : un jury de VAE siège à {least} au moins."
    if president not in present or Fonction(state.jurors[president].fonction) not in PRESIDING:
        yield "La séance est présidée par le président, ou par un président adjoint, présent."
    elif jury.president in present and president != jury.president:
        yield "Le président est présent : c'est lui qui préside."


def nobody_to_approve(state: VaeState, president: str, present: Sequence[str]) -> Iterator[str]:
    """Why the minutes of such a sitting could never be approved."""
    accounts = {juror: state.jurors[juror].account for juror in present if juror in state.jurors}
    missing = len(set(accounts.values()) - {""}) < PV_APPROVALS
    if missing or not accounts.get(president, ""):
        yield (
            f"Le procès-verbal est approuvé par {PV_APPROVALS} personnes au moins qui ont siégé, dont qui a présidé, "
            "chacune avec son compte : inviter celles qui n'en ont pas, puis nommer de nouveau le jury."
        )


def _unsettled(state: VaeState, application: str, accounts: set[str]) -> Iterator[str]:
    """What keeps a sitting from settling an application. ``accounts``: those of the members who sat."""
    standing = state.applications.get(application)
    if standing is None:
        if state.everyone:
            yield "Ce dossier de VAE n'existe pas."
        return
    held = state.sitting_of(application)
    if standing.notified:
        yield f"Dossier {application} : la décision est déjà notifiée."
    elif held is not None:
        yield f"Dossier {application} : la séance du {written_date(held.held_on)} l'a déjà décidé."
    elif standing.undecided:
        yield f"Dossier {application} : le jury ne s'est pas prononcé sur {', '.join(standing.undecided)}."
    elif away := [unit for unit, fact in standing.decisions.items() if fact.author not in accounts]:
        yield f"Dossier {application} : {', '.join(away)} ne sont pas décidées par un membre qui a siégé."
