"""How long identities, texts, copies and what stands beside the logs are kept: the one home of these durations.

Erasing is deleting the text and its salt; the fact keeps the commitment, and the log still verifies. The durations in
years stand with the numbers of the law (``reglements/communs/conservation.yaml``), each with its text and how it was
read; whoever runs a session confirms or changes them in the environment. What each is in words:
``laureat.web.project.terms``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib import resources
from types import MappingProxyType

from laureat.records import facts as f
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.yaml_text import read_quickly


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
    PV = "pv"
    """The texts that a procès-verbal cites: arrêtés, confirmed coefficients."""
    COMPTE = "compte"
    """The identity of an account that was closed."""
    DEPOT = "depot"
    """The papers that the command made and for whose codes a site answers, from their deposit."""


@dataclass(frozen=True, slots=True)
class Period:
    """How long after the results; None: without end."""

    years: int | None
    source: str
    """The text or the usage, and how the text was read."""


LAW = resources.files("laureat") / "reglements" / "communs" / "conservation.yaml"
"""Where the numbers of the law are; read without its package, which the records do not need."""


def told_by(law: str) -> Iterator[tuple[Kept, Period]]:
    """The durations that a text of the law tells, in YAML."""
    said = read_quickly(law, LAW.name)
    for kept in Kept:
        one = said[kept]
        reading = Reading(one["lecture"])
        source = one["texte"] if reading is Reading.USAGE else f"{one['texte']} ({reading.label})"
        yield kept, Period(None if one["ans"] == "sans_fin" else int(one["ans"]), source)


DEFAULTS: Mapping[Kept, Period] = MappingProxyType(dict(told_by(LAW.read_text(encoding="utf-8"))))
"""The durations unless the environment says otherwise; nothing but ``periods_told`` reads them."""
SETTINGS: Mapping[Kept, str] = MappingProxyType(
    {kept: f"LAUREAT_CONSERVATION_{kept.name}" for kept, period in DEFAULTS.items() if period.years is not None}
)
"""The variable of the environment that sets each duration in years; what is kept without end has none."""


class Beside(StrEnum):
    """What stands beside the logs and passes by itself, each night: nothing rests on it once its days are over."""

    LISTE = "liste"
    """A file handed over and not applied: a list of candidates, a workbook of marks."""
    BROUILLON = "brouillon"
    """What was typed in a form and not recorded."""
    COURRIEL = "courriel"
    """A mail that left, failed or was called off."""
    TRAVAIL = "travail"
    """A job that ended, what it said, and the files it made."""
    APPAREIL = "appareil"
    """A phone or a tablet that took grids to the workshop."""
    SECURITE = "securite"
    """A line of the security log."""


@dataclass(frozen=True, slots=True)
class Days:
    """How many days, and the setting (a variable of the environment) that says otherwise."""

    days: int
    variable: str


BESIDE: Mapping[Beside, Days] = MappingProxyType(
    {
        Beside.LISTE: Days(30, "LAUREAT_CONSERVATION_LISTES"),
        Beside.BROUILLON: Days(30, "LAUREAT_CONSERVATION_BROUILLONS"),
        Beside.COURRIEL: Days(90, "LAUREAT_CONSERVATION_COURRIELS"),
        Beside.TRAVAIL: Days(30, "LAUREAT_CONSERVATION_TRAVAUX"),
        Beside.APPAREIL: Days(365, "LAUREAT_CONSERVATION_APPAREILS"),
        Beside.SECURITE: Days(365, "LAUREAT_JOURNAL_SECURITE"),
    }
)
"""The days unless the environment says otherwise."""
LONGEST = 36_500
LONGEST_YEARS = 100


def days_told(environment: Mapping[str, str]) -> dict[Beside, int]:
    """The days of each, as the environment says, else by default. Raises InvalidInput for what is none."""
    said = _told(environment, (one.variable for one in BESIDE.values()), "jours", LONGEST)
    return {beside: said.get(one.variable, one.days) for beside, one in BESIDE.items()}


def periods_told(environment: Mapping[str, str]) -> dict[Kept, Period]:
    """How long each text is kept, as the environment says, else as the law does: all that erases or audits reads it.

    Raises InvalidInput for what is no number of years.
    """
    said = _told(environment, SETTINGS.values(), "ans", LONGEST_YEARS)
    set_here = {kept: said[variable] for kept, variable in SETTINGS.items() if variable in said}
    return {**DEFAULTS, **{kept: Period(years, "durée fixée par le service") for kept, years in set_here.items()}}


def _told(environment: Mapping[str, str], variables: Iterable[str], unit: str, longest: int) -> dict[str, int]:
    """Those of the variables that the environment sets."""
    said = {variable: told for variable in variables if (told := environment.get(variable, "").strip())}
    wrong = [
        f"{variable} vaut « {told} » ; attendu : un nombre entier (en {unit}), de 1 à {longest}."
        for variable, told in said.items()
        if not (told.isascii() and told.isdecimal() and 1 <= int(told) <= longest)
    ]
    if wrong:
        raise InvalidInput(wrong)
    return {variable: int(told) for variable, told in said.items()}


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


def last_day(text: Text, periods: Mapping[Kept, Period]) -> str:
    """The last day on which a text is kept; empty: without end."""
    years = periods[text.kept].years
    return "" if years is None else period_end(text.since, years)


def must_erase(texts: Iterable[Text], today: str, periods: Mapping[Kept, Period]) -> Iterator[Text]:
    """The texts whose period is over and that nothing holds: they are to be erased."""
    for text in texts:
        end = last_day(text, periods)
        if end and today > end and not text.holds:
            yield text


def may_erase(text: Text, today: str, periods: Mapping[Kept, Period]) -> str:
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
        f.HouseDescribed: {"said": Kept.PV},
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
