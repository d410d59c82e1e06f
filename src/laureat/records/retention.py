"""How long identities, texts and copies are kept: settings, whose defaults follow the field's usage.

Erasing is deleting the text and its salt; the fact keeps the commitment, and the log still verifies. The durations rest
on an instruction of 22 February 2005 and on an analogous text read for the CCF (digest R-ADM-03, R-ADM-06, R-ADM-07):
whoever runs a session confirms them in the settings.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from laureat.records import facts as f


class Kept(StrEnum):
    """The kinds of what is kept outside the facts."""

    IDENTITE = "identite"
    """The identity of a candidate without any diploma or block: no paper will ever be asked for again."""
    IDENTITE_DIPLOME = "identite_diplome"
    """The identity of someone who holds a diploma, a block or a validated unit."""
    MOTIF = "motif"
    """Reasons and motives: rectifications, acts of the jury, re-openings."""
    CAUSE_AMENAGEMENT = "cause_amenagement"
    """Why an accommodation was granted: health data, the first to go."""
    FRAUDE = "fraude"
    """The grounds of a fraud file."""
    COPIE = "copie"
    """Copies, grids, traces of the CCF."""
    PIECE = "piece"
    """Pieces of the file."""
    PV = "pv"
    """The texts that a procès-verbal cites: arrêtés, confirmed coefficients."""
    COMPTE = "compte"
    """The identity of an account that was closed."""


@dataclass(frozen=True, slots=True)
class Period:
    """How long after the results; None: without end."""

    years: int | None
    source: str


DEFAULTS: Mapping[Kept, Period] = MappingProxyType(
    {
        Kept.IDENTITE: Period(6, "usage : cinq ans de conservation des notes (D337-69), et un an de recours"),
        Kept.IDENTITE_DIPLOME: Period(50, "usage : durée d'une vie professionnelle"),
        Kept.MOTIF: Period(6, "usage : cinq ans de conservation des notes (D337-69), et un an de recours"),
        Kept.CAUSE_AMENAGEMENT: Period(1, "usage : le délai d'accès aux copies"),
        Kept.FRAUDE: Period(6, "usage : cinq ans d'interdiction au plus (D334-32), et un an de recours"),
        Kept.COPIE: Period(1, "DAF DPACI/RES/2005/003 ; un an après les résultats"),
        Kept.PIECE: Period(1, "DAF DPACI/RES/2005/003, par analogie"),
        Kept.PV: Period(None, "DAF DPACI/RES/2005/003 : conservation des procès-verbaux"),
        Kept.COMPTE: Period(1, "usage"),
    }
)
"""The durations unless the settings say otherwise."""


AT_ONCE = (Kept.CAUSE_AMENAGEMENT, Kept.COMPTE)
"""What may go before its term: health data, and the name of whoever left, which no diploma rests on."""


@dataclass(frozen=True, slots=True)
class Text:
    """One erasable text: its commitment, its kind, and the day from which its period runs (that of the results)."""

    commitment: str
    kept: Kept
    since: str
    holds: frozenset[str] = field(default_factory=frozenset)
    """Why it may not go yet, whatever the date: ``fraude``, ``recours``… Empty: nothing holds it."""


def period_end(since: str, years: int) -> str:
    """The last day on which a text is kept."""
    day = date.fromisoformat(since)
    try:
        return day.replace(year=day.year + years).isoformat()
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28).isoformat()


def last_day(text: Text, periods: Mapping[Kept, Period] = DEFAULTS) -> str:
    """The last day on which a text is kept; empty: without end."""
    years = periods[text.kept].years
    return "" if years is None else period_end(text.since, years)


def must_erase(texts: Iterable[Text], today: str, periods: Mapping[Kept, Period] = DEFAULTS) -> Iterator[Text]:
    """The texts whose period is over and that nothing holds: they are to be erased."""
    for text in texts:
        end = last_day(text, periods)
        if end and today > end and not text.holds:
            yield text


def may_erase(text: Text, today: str, periods: Mapping[Kept, Period] = DEFAULTS) -> str:
    """Why a text asked to be erased may not be yet, in French; empty when it may.

    The right to erasure gives way to the public task that the diploma is (RGPD, art. 17 §3 b and d) until the period of
    its kind is over, save for ``AT_ONCE``, which goes as soon as asked.
    """
    if text.holds:
        return f"Une procédure est en cours ({', '.join(sorted(text.holds))})."
    end = last_day(text, periods)
    if text.kept in AT_ONCE or (end and today > end):
        return ""
    if not end:
        return "Ce texte est conservé sans limite : il fonde le procès-verbal."
    return f"Ce texte est conservé jusqu'au {'/'.join(reversed(end.split('-')))} ({periods[text.kept].source})."


BY_FACT: Mapping[type[f.Fact], Mapping[str, Kept]] = MappingProxyType(
    {
        f.FraudFileOpened: {"reason": Kept.FRAUDE},
        f.FraudFileEnded: {"reason": Kept.FRAUDE},
        f.JuryAppointed: dict.fromkeys(("arrete", "impossibilite", "why_returning"), Kept.PV),
        f.DecisionsWithdrawn: {"reason": Kept.PV},
        f.DecisionsRestored: {"reason": Kept.PV},
        f.DecisionFixed: {"exception": Kept.PV},
        f.JurorAppointed: {"identity": Kept.PV},
        f.CoefficientConfirmed: {"text": Kept.PV},
        f.CoefficientCorrected: {"text": Kept.PV},
        f.CoefficientCorrectionAsked: {"text": Kept.PV},
        f.SessionFieldsSet: {"fields": Kept.PV},
        f.SheetBound: {"reason": Kept.PV},
        f.NumberRead: {"text": Kept.PV},
        f.NumberConfirmed: {"text": Kept.PV},
        f.NumberContested: {"reason": Kept.PV},
    }
)
"""By kind of fact and field, how a text is kept whose kind depends on the fact that holds it."""


def kept_by(fact: f.Fact) -> Iterator[tuple[str, Kept]]:
    """The commitments of a fact whose kind depends on it, with that kind."""
    for name, kept in BY_FACT.get(type(fact), {}).items():
        if commitment := getattr(fact, name):
            yield commitment, kept
