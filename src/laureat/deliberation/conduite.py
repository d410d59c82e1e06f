"""What the conduct of a session asks of the law of a family: rounds, pieces, grounds, articles, numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from laureat.vocabulary import Citation, Decision, Mention, Motif, UnitStatus


@dataclass(frozen=True, slots=True)
class Condition:
    """For which units and which candidates a ground may be given; nothing said: for any."""

    unites: frozenset[str] = frozenset()
    """One of these traits is the unit's."""
    voies: frozenset[str] = frozenset()
    """One of these traits is the route's."""


@dataclass(frozen=True, slots=True)
class Experience:
    """How the validation of experience is conducted."""

    silence: int | None = None
    """After so many months without an answer, the application is answered all the same; None: never."""
    silence_accorde: bool = True
    """That silence admits the application; else it refuses it."""
    jures: int = 1
    """How many members a jury has at least."""


ACTES = frozenset(
    {
        *("inscription", "inscription_unique", "categories", "conditions", "pieces", "habilitation", "agrement"),
        *("facultatives", "forme_globale", "forme_definitive", "conservation", "dispense", "dispense_vae", "projet"),
        *("controle", "remplacement", "absence", "livret", "relevement", "deliberation", "mention", "regle"),
        *("admission", "deport"),
        *("jury", "seance_a_distance", "attestation", "attestation_vae", "delivrance"),
    }
)
"""The acts and refusals of the conduct for which a family may cite an article."""


NOMBRES = frozenset(
    {
        "note_conservee",
        "duree_conservation",
        "facultatives",
        "oraux_par_groupe",
        "certificat",
        "semaines",
        "semaines_plancher",
        "duree_bloc",
        "blocs_exiges",
    }
)
"""What the conduct asks of the numbers of the law: the least mark that is kept and for how many years, how many
optional units a candidate presents, how many control orals in each group, the average of the certificate of studies,
how many weeks in company a pupil owes and the least that a positionnement leaves, how many years a block holds, how
many compulsory blocks are required."""


@dataclass(frozen=True, kw_only=True)
class Conduite:
    """What the conduct of a session asks of the law. What no article is cited for is neither refused nor required."""

    tours: tuple[str, ...] = ("premier",)
    """The rounds that a session may have: ``premier``, ``controle``, ``remplacement``."""
    decisions: tuple[Decision, ...] = (Decision.ADMIS, Decision.AJOURNE)
    """What a jury may fix."""
    mentions: tuple[Mention, ...] = ()
    """The mentions that a jury may fix with the admission."""
    saisissables: tuple[UnitStatus, ...] = (UnitStatus.NOTE, UnitStatus.ABSENT, UnitStatus.ABSENT_JUSTIFIE)
    """What a marker may enter; the rest is granted, kept, carried or decided."""
    annexes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By annex, the traits of the routes that present it; one that is not there is presented by everyone."""
    pieces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By route, the pieces that a file must hold."""
    libelles: Mapping[str, str] = field(default_factory=dict)
    """The pieces and the annexes in words, by name; they may name numbers of the law."""
    habilitations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By route, the scopes of habilitation of its establishment, one of which it supposes."""
    motifs: Mapping[UnitStatus, Mapping[Motif, Citation]] = field(default_factory=dict)
    """By status of a cell, the grounds on which it may stand there, each with its article."""
    conditions: Mapping[Motif, Condition] = field(default_factory=dict)
    """By ground, for which units and candidates."""
    articles: Mapping[str, Citation] = field(default_factory=dict)
    """The article that each refusal or act of the conduct cites, by the name of the act (one of ``ACTES``)."""
    jury_dit: frozenset[str] = frozenset()
    """The columns that the jury fills: a reserve that waits for one of them keeps the whole procès-verbal open."""
    preside: bool = True
    """Its jury has a president, who sits, approves and signs the minutes; otherwise every member does."""
    nombres: Mapping[str, str] = field(default_factory=dict)
    """By question (one of ``NOMBRES``), the name of the parameter that answers; one not asked has no limit here."""
    choix: frozenset[str] = frozenset()
    """The parameters that say which rule applies, not how much: another value is another rule."""
    experience: Experience = Experience()
    vaut_par_la_fiche: bool = False
    """A certification is valid by its registration alone: outside the dates of its sheet nothing may be opened."""
