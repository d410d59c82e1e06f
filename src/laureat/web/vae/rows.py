"""What a row of a VAE application says, from its facts: written after each command, and compared by the audit.

Pure: neither Django nor the base.
"""

from laureat.deliberation.conduite import Experience
from laureat.session.vae import ApplicationState, silence_ends


def row(standing: ApplicationState, law: Experience) -> dict[str, object]:
    """The columns that the facts give, by name; days are written ``AAAA-MM-JJ``."""
    received = standing.received.at[:10]
    return {
        "person": standing.received.person,
        "received": received,
        "silence_ends": (silence_ends(received, law) if law.silence_accorde else "") or None,
        "stage": stage(standing),
        "units": list(standing.units),
        "validated": list(standing.validated),
        "refused": [unit for unit, fact in standing.decisions.items() if not fact.validated],
    }


def stage(standing: ApplicationState) -> str:
    """What an application waits for: the value of a ``Stage``."""
    if standing.notified:
        return "notifie"
    if standing.recevability is not None and not standing.recevability.admissible:
        return "irrecevable"
    if standing.livret:
        return "jury" if standing.undecided else "notification"
    return "recevabilite" if standing.recevability is None else "livret"
