"""A jury read against a law: one verdict a rule, and the smallest change that makes the whole lawful."""

from collections.abc import Sequence
from dataclasses import dataclass

from laureat.jury.law import (
    PRESIDENT_COUNTS,
    Finding,
    JuryLaw,
    Requirement,
    Ruling,
    Stage,
    Verdict,
    View,
)
from laureat.jury.members import Jury, Member
from laureat.jury.mending import mend
from laureat.jury.people import Repeated, capacities, once
from laureat.rules import ParameterValues


@dataclass(frozen=True, slots=True)
class Examination:
    """The verdicts, in the order of the law."""

    verdicts: tuple[Verdict, ...]
    remede: str = ""
    """The smallest change that makes the whole jury lawful; empty where it is, or where none was found."""
    mended: Jury | None = None
    """The jury so changed, itself examined and found lawful."""

    @property
    def lawful(self) -> bool:
        """No rule fails."""
        return not any(verdict.verdict is Ruling.MANQUE for verdict in self.verdicts)

    @property
    def unsettled(self) -> tuple[Verdict, ...]:
        """The rules that are asked and not known to hold: the file is silent, or words of a sheet are to be judged."""
        return tuple(v for v in self.verdicts if v.exigence and v.verdict is Ruling.INDETERMINE)

    @property
    def silent(self) -> tuple[Verdict, ...]:
        """Of these, those that no reading of a sheet settles: the file does not tell, or the text is not held."""
        return tuple(verdict for verdict in self.unsettled if not verdict.a_juger)

    @property
    def warnings(self) -> tuple[Verdict, ...]:
        """What is lawful and yet to be recorded or looked at."""
        return tuple(verdict for verdict in self.verdicts if verdict.avertissement)


def examine(jury: Jury, law: JuryLaw, *, with_mending: bool = True) -> Examination:
    """Read a jury at appointment, and at deliberation too once a presence is recorded.

    Composition is read on all those appointed; absences at deliberation are recorded and never invalidate. The order
    of the members never matters. A person on several lines counts once, and makes the jury unlawful.
    ``with_mending=False`` skips the search for remedies.
    """
    p = law.parameters.values_only
    jury, repeated = once(jury)
    view = View(jury, p, _broken_by_absence(jury, law, p), _depending_on_president(jury, law))
    verdicts = []
    if repeated:
        verdicts.append(_counted_once(repeated, law))
    for rule in law.rules:
        if rule.stage is Stage.SEANCE and not jury.sits:
            continue
        if isinstance(rule, Requirement):
            finding = _weigh(rule, jury, p)
            if finding.ruling is Ruling.MANQUE and with_mending:
                repair = mend(jury, law, rule)
                remede = " ; ou ".join(part for part in (repair.text if repair else "", rule.otherwise) if part)
                finding = Finding(finding.ruling, finding.ecart, remede or NO_MENDING)
        else:
            finding = rule.look(view)
        verdicts.append(
            Verdict(
                rule.id,
                rule.source,
                finding.ruling,
                finding.ecart,
                finding.remede,
                rule.told(p),
                finding.avertissement,
                rule.citation,
                isinstance(rule, Requirement),
                rule.doubt.words if isinstance(rule, Requirement) and rule.doubt else "",
            )
        )
    examination = Examination(tuple(verdicts))
    if examination.lawful or not with_mending:
        return examination
    steps = [_keep_one(person) for person in repeated]
    mended = jury
    if any(v.verdict is Ruling.MANQUE for v in verdicts[1 if repeated else 0 :]):
        repair = mend(jury, law)
        if repair is None or not examine(repair.jury, law, with_mending=False).lawful:
            return Examination(examination.verdicts, NO_MENDING)
        steps.append(repair.text)
        mended = repair.jury
    return Examination(examination.verdicts, ", puis ".join(steps), mended)


def _counted_once(repeated: Sequence[Repeated], law: JuryLaw) -> Verdict:
    ecart = " ; ".join(
        f"{person.kept.nom_complet} figure {_TIMES.get(len(person.lines), f'{len(person.lines)} fois')} : "
        f"{capacities(person.lines)} ; compté une fois, {capacities((person.kept,))}"
        for person in repeated
    )
    remede = " ; ".join(_keep_one(person) for person in repeated)
    remede += " (pour deux homonymes, donner les dates de naissance, colonne naissance)"
    rule = law.one_seat
    return Verdict(rule.id, rule.source, Ruling.MANQUE, ecart, remede, rule.text, citation=rule.citation)


_TIMES = {2: "deux fois", 3: "trois fois", 4: "quatre fois"}


def _keep_one(person: Repeated) -> str:
    return f"ne garder qu'une ligne pour {person.kept.nom_complet}"


NO_MENDING = "recomposer le jury : aucun changement limité n'y suffit (voir « laureat jury proposer »)"


def _weigh(rule: Requirement, jury: Jury, p: ParameterValues) -> Finding:
    low, high = rule.margin(jury.seats, p)
    ruling = rule.rule_on(low, high)
    if ruling is not Ruling.TIENT and rule.unless is not None and (reason := rule.unless(jury)):
        return Finding(Ruling.TIENT, reason, avertissement=True)
    remede = "compléter le fichier du jury" if ruling is Ruling.INDETERMINE else ""
    gap = rule.gap(jury.seats, p)
    if ruling is Ruling.INDETERMINE and rule.doubt is not None:
        if rule.doubt.words not in ("", rule.text):
            gap = f"{gap} ; la fiche précise « {rule.doubt.words} », que le programme ne sait pas apprécier"
        remede = "lire la phrase de la fiche" if rule.doubt.words else "lire le texte de la certification"
    return Finding(ruling, gap, remede, ruling is Ruling.INDETERMINE)


def _attending(jury: Jury) -> tuple[Member, ...]:
    absentees = set(map(id, jury.absentees))
    return tuple(member for member in jury.seats if id(member) not in absentees)


def _broken_by_absence(jury: Jury, law: JuryLaw, p: ParameterValues) -> tuple[tuple[Requirement, str], ...]:
    """Rules of the appointment that hold for all the appointed and fail for those who attend."""
    if not jury.absentees:
        return ()
    attending = _attending(jury)
    return tuple(
        (rule, rule.gap(attending, p))
        for rule in law.requirements(sitting=False)
        if rule.rule_on(*rule.margin(jury.seats, p)) is not Ruling.MANQUE
        and rule.rule_on(*rule.margin(attending, p)) is Ruling.MANQUE
    )


def _depending_on_president(jury: Jury, law: JuryLaw) -> tuple[Requirement, ...]:
    """Rules whose verdict would change if the president counted otherwise (parameter deduced, not read)."""
    if PRESIDENT_COUNTS not in law.parameters:
        return ()
    other = law.with_values({PRESIDENT_COUNTS: 1 - law.parameters[PRESIDENT_COUNTS].known})
    here, there = law.parameters.values_only, other.parameters.values_only
    return tuple(
        rule
        for rule in law.requirements(sitting=False)
        if rule.rule_on(*rule.margin(jury.seats, here)) is not rule.rule_on(*rule.margin(jury.seats, there))
    )
