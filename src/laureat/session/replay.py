"""Replay a session from its facts: every decision computed again, every step checked against those before it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.audit import AuditFinding, Replay, Replayed, Trouble
from laureat.session.conduct.deliberation import proposal
from laureat.session.conduct.pv import pv_content
from laureat.session.framework import PV_APPROVALS, Act, Phase
from laureat.session.reading import read
from laureat.session.state import CertificateDue, Decide, RulesUnknown, SessionState
from laureat.vocabulary import InvalidInput


@dataclass(frozen=True, slots=True)
class Edition:
    """The rules of a session as they stand here."""

    decide: Decide
    rules: str
    """Digest of what decides."""
    sources: str = ""
    """Digest of what runs."""
    versions: tuple[str, ...] = ()
    certificate_due: CertificateDue | None = None
    """Whether the certificat de fin d'études is due with a decision."""


Engine = Callable[[SessionState], Edition]
"""From a session, its confirmed numbers included, to its rules. Raises InvalidInput where they are not known here."""

COMPARED = ("decision", "mention", "average", "blocs", "certificat", "depends_on", "reserves")


def replay_with(engine: Engine | None) -> Replay:
    """A replay for ``laureat.records.audit``; without an engine, decisions are not computed again."""

    def replay(facts: Iterable[tuple[int, Fact]]) -> Replayed:
        state, found, decisions = SessionState(), list[AuditFinding](), 0
        remarks: dict[str, None] = {}
        edition: Edition | None = None
        for number, fact in facts:
            try:
                if isinstance(fact, f.DeliberationOpened) and engine is not None:
                    edition = _rules_of(fact, state, engine, remarks)
                found += _steps(number, fact, state, edition, remarks)
                if isinstance(fact, f.DecisionProposed) and edition is not None:
                    decisions += 1
                    found += _decision(number, fact, state, edition.decide)
                read((fact,), state)
            except (KeyError, IndexError, ValueError, InvalidInput) as error:
                message = f"le fait ne peut pas suivre ceux qui le précèdent ({type(error).__name__} : {error})."
                found.append(AuditFinding(Trouble.CONDUITE, number, type(fact).__name__, message))
        return Replayed(tuple(found), decisions, tuple(remarks))

    return replay


def _rules_of(
    fact: f.DeliberationOpened, state: SessionState, engine: Engine, remarks: dict[str, None]
) -> Edition | None:
    """The rules of a deliberation, if the edition that it recorded is here: another would prove nothing of it."""
    which = f"délibération {fact.deliberation}"
    try:
        here = engine(state)
    except InvalidInput as unknown:
        remarks[f"{which} : non recalculée ({unknown})."] = None
        return None
    if here.rules != fact.rules:
        remarks[
            f"{which} : non recalculée ; l'édition qu'elle a enregistrée ({fact.edition}, empreinte "
            f"{fact.rules[:16]}…) n'est pas celle d'ici ({here.rules[:16]}…)."
        ] = None
        return None
    if fact.sources and (here.sources, here.versions) != (fact.sources, fact.versions):
        changed = sorted(set(fact.versions) ^ set(here.versions)) or ["les sources"]
        remarks[
            f"{which} : recalculée par les mêmes règles, mais ce qui les fait tourner diffère ({', '.join(changed)})."
        ] = None
    return here


def _decision(number: int, fact: f.DecisionProposed, state: SessionState, decide: Decide) -> Iterator[AuditFinding]:
    act = Act(fact.author, fact.at, fact.command)
    again = proposal(act, fact.log, fact.deliberation, state.candidates[fact.candidate], decide)
    changed = [
        f"{name} : « {_shown(getattr(fact, name))} » au lieu de « {_shown(getattr(again, name))} »"
        for name in COMPARED
        if getattr(fact, name) != getattr(again, name)
    ]
    if changed:
        message = (
            f"candidat {fact.candidate} : les notes enregistrées et les règles ne donnent pas cette décision "
            f"({' ; '.join(changed)})."
        )
        yield AuditFinding(Trouble.DECISION, number, "DecisionProposed", message)


def _shown(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _steps(
    number: int, fact: Fact, state: SessionState, edition: Edition | None, remarks: dict[str, None]
) -> Iterator[AuditFinding]:
    for message in _problems(fact, state, edition, remarks):
        yield AuditFinding(Trouble.CONDUITE, number, type(fact).__name__, message)


def _problems(fact: Fact, state: SessionState, edition: Edition | None, remarks: dict[str, None]) -> Iterator[str]:
    """What the fact may not do after those before it."""
    if isinstance(fact, f.MarkEntered | f.MarkRectified | f.ControlMarkEntered) and state.phase is not Phase.SAISIE:
        yield "une note a été enregistrée alors que la saisie était close."
    if isinstance(fact, f.MarkRectified | f.CorrectionMade):
        present = str(state.candidates[fact.candidate].entered(fact.unit, control=fact.control))
        if present != fact.before:
            yield f"la note remplacée était « {fact.before} » ; les faits qui précèdent donnent « {present} »."
    if isinstance(fact, f.PvApproved | f.PvSealed):
        deliberation = state.deliberations[fact.deliberation - 1]
        try:
            content = pv_content(state, deliberation, edition.certificate_due if edition else None)
        except RulesUnknown as unknown:
            remarks[f"délibération {fact.deliberation} : procès-verbal non recalculé ({unknown})."] = None
            content = fact.content
        if content != fact.content:
            yield "le procès-verbal approuvé ou scellé n'est pas celui que les faits donnent."
        if isinstance(fact, f.PvSealed) and list(deliberation.approvals.values()).count(fact.content) < PV_APPROVALS:
            yield "le procès-verbal a été scellé sans l'approbation de deux personnes."
    if isinstance(fact, f.ResultPublished) and not state.deliberations[fact.deliberation - 1].sealed:
        yield "des résultats ont été publiés sans procès-verbal scellé."
