"""Replay a log from its facts: each judged where it stands, every decision computed again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol, TypeVar

from laureat.deliberation.reglement import Reglement
from laureat.records import Fact, VaeFact
from laureat.records import facts as f
from laureat.records.audit import AuditFinding, Replay, Replayed, Trouble
from laureat.records.heads import signed
from laureat.records.recorded import Recorded
from laureat.records.treehead import Verifier
from laureat.reglements import charger
from laureat.session import digests, life
from laureat.session.approvals import Keys, fingerprint
from laureat.session.carried import Validations
from laureat.session.certification import decider, framework_of
from laureat.session.conduct.admission import Reader, Rules
from laureat.session.framework import Framework, Refused
from laureat.session.house import HEADS_LOG, HOUSE_LOG, HouseState
from laureat.session.judged import HOUSE, OF_LAW, SESSION, VAE
from laureat.session.reading import read
from laureat.session.state import CandidateState, Decide, Decided, LogState, SessionState
from laureat.session.vae import VaeState, vae_log
from laureat.vocabulary import Decision, InvalidInput, Mention
from laureat.vocabulary.french import plural, written_date

S = TypeVar("S", bound=LogState)


@dataclass(frozen=True, slots=True)
class Edition:
    """The rules of a session as they stand here."""

    frame: Framework
    decide: Decide
    rules: str
    """Digest of what decides."""
    sources: str = ""
    """Digest of what runs."""
    versions: tuple[str, ...] = ()


Engine = Callable[[SessionState], Edition]
"""From a session, its confirmed numbers included, to its rules. Raises InvalidInput where they are not known here."""
Law = Callable[[str, int], Reglement | None]
"""From a certification and a year to its règlement; None for one that is not known."""


@dataclass(frozen=True, slots=True)
class _Uncomputed:
    """A decision that is not computed."""

    decision: Decision = Decision.A_DECIDER
    mention: Mention = Mention.SANS
    average: None = None
    blocs: tuple[str, ...] = ()
    certificat: bool = False
    depends_on: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()


def _uncomputed(_candidate: CandidateState) -> Decided:
    return _Uncomputed()


class Kept(Protocol):
    """What is kept beside a log, and must follow from it."""

    def meet(self, fact: Fact) -> None:
        """Given every fact, refused ones too."""

    def compare(self, state: LogState) -> Iterable[AuditFinding]:
        """Given the state in the end: what is otherwise."""


@dataclass(frozen=True, slots=True)
class Several:
    """Several things kept beside a log."""

    many: Sequence[Kept]

    def meet(self, fact: Fact) -> None:
        """Given every fact."""
        for one in self.many:
            one.meet(fact)

    def compare(self, state: LogState) -> Iterable[AuditFinding]:
        """What any of them says."""
        return chain.from_iterable(one.compare(state) for one in self.many)


def replay_with(
    engine: Engine,
    law: Law | None = None,
    *,
    decisions: bool = True,
    beside: Kept | None = None,
    keys: Keys | None = None,
    until: str = "",
    vae: Validations | None = None,
    of: str = "",
    verify: Verifier | None = None,
) -> Replay:
    """A replay for ``laureat.records.audit``; without ``decisions``, they are not computed again.

    ``law`` is asked for the règlements that the logs of the house speak of; that of the library by default. ``keys``:
    the approval keys of the house, where its log is at hand, as it was ``until`` then (empty: now). ``vae``: what
    its VAE logs say, in the same way. ``of``: the certification whose VAE log this is, where that is known beforehand.
    ``verify``: the key of the heads that the log of the house tells.
    """

    def replay(facts: Iterable[Recorded]) -> Replayed:
        states: list[LogState] = []
        replayed = _replay(_met(facts, beside) if beside else facts, states)
        if beside is None or not states:
            return replayed
        return replace(replayed, findings=(*replayed.findings, *beside.compare(states[0])))

    def _replay(facts: Iterable[Recorded], states: list[LogState]) -> Replayed:
        remaining = iter(facts)
        first = next((one for one in remaining if one.fact is not None), None)
        if first is None or first.fact is None:
            return Replayed()
        everything: Iterator[Recorded] = chain((first,), remaining)
        if first.fact.log == HEADS_LOG:
            return _replay_heads(everything, verify)
        if first.fact.log == HOUSE_LOG:
            return _replay_house(everything, law, states)
        if of or not isinstance(first.fact, f.SessionOpened):
            held = list(everything)
            if of or isinstance(first.fact, f.ConductUpgraded) or any(isinstance(one.fact, VaeFact) for one in held):
                return _replay_vae(held, of, law, states, keys, until)
            everything = iter(held)
        cut = bool(first.number)  # what preceded is missing, and named
        return _replay_session(
            everything, engine, states, decisions=decisions, keys=keys, until=until, vae=vae, cut=cut
        )

    return replay


def _replay_heads(facts: Iterable[Recorded], verify: Verifier | None) -> Replayed:
    """The log of the heads of the others: nothing else is ever said there, and each was signed."""
    found = []
    for one in facts:
        if one.fact is not None and not isinstance(one.fact, f.HeadSigned):
            message = "le journal de la maison ne tient que des têtes signées."
        elif one.fact is None or verify is None or signed(one.fact, verify):
            continue
        else:
            message = "cette tête n'a pas été signée par la clé du journal."
        waiting = one.number is None
        found.append(AuditFinding(Trouble.CONDUITE, one.number, type(one.fact).__name__, message, waiting=waiting))
    return Replayed(tuple(found))


def _met(facts: Iterable[Recorded], beside: Kept) -> Iterator[Recorded]:
    for one in facts:
        if one.fact is not None:
            beside.meet(one.fact)
        yield one


def _replay_session(
    facts: Iterable[Recorded],
    engine: Engine,
    states: list[LogState],
    *,
    decisions: bool,
    keys: Keys | None,
    until: str,
    vae: Validations | None,
    cut: bool,
) -> Replayed:
    """``cut``: its beginning is missing."""
    remarks: dict[str, None] = {}
    known: list[Edition] = []

    def frame(state: SessionState, fact: Fact) -> Framework:
        if state.opened is None and not cut and not isinstance(fact, f.SessionOpened):
            raise Refused("Aucune session n'est ouverte dans ce journal.")
        edition = engine(read((fact,), SessionState()) if state.opened is None else state)
        known[:] = [edition]
        return edition.frame

    def decide(frame: Framework, _concerned: Iterable[CandidateState]) -> Decide:
        return known[0].decide if frame is known[0].frame else decider(frame.law, {})

    def decided(opened: f.DeliberationOpened, _frame: Framework) -> bool:
        return decisions and _same_rules(opened, known[0], remarks)

    reader = Reader(SESSION, Rules(frame, decide, decided, _uncomputed, keys, until, vae), SessionState())
    try:
        replayed = _read(reader, facts, remarks, states)
        made = {f"délibération {one.number}": one.approvals.values() for one in reader.state.deliberations}
        unknown = [
            *_unknown_keys(made, until, known=keys is not None),
            *(_unknown_sources(reader.state) if vae is None else ()),
        ]
        return replace(replayed, remarks=(*replayed.remarks, *unknown))
    except InvalidInput as unknown:
        remarks[f"la conduite n'est pas rejouée, et les décisions ne sont pas recalculées ({unknown})."] = None
        return Replayed((), 0, tuple(remarks))


def _unknown_keys(made: Mapping[str, Iterable[f.PvApproved]], until: str, *, known: bool) -> Iterator[str]:
    """The keys whose signatures are verified, and of which nobody here says whose they are, or whether they served.

    ``known``: the house is at hand, as it was ``until`` then.
    """
    for what, approvals in made.items():
        for approval in approvals:
            if approval.credential and known and until and approval.at > until:
                yield (
                    f"{what} : la signature du siège {approval.juror} est vérifiée ; l'export de la maison s'arrête le "
                    f"{written_date(until[:10])}, avant elle : il ne dit pas si la clé "
                    f"{fingerprint(approval.public)} valait encore ce jour-là."
                )
            elif approval.credential and not known:
                yield (
                    f"{what} : la signature du siège {approval.juror} est vérifiée ; que la clé "
                    f"{fingerprint(approval.public)} soit la sienne, le journal de la maison le dit (--maison), ou la "
                    "base (--donnees)."
                )


def _unknown_sources(state: SessionState) -> Iterator[str]:
    """The units carried from a VAE log, which this log alone cannot prove."""
    sources = [fact for one in state.candidates.values() for fact in one.vae_sources.values() if fact.is_of_the_house]
    if sources:
        yield (
            f"{plural(len(sources), 'report')} d'une décision de VAE : qu'elle existe, soit "
            "notifiée et à cette personne, la base seule le dit (--donnees)."
        )


def _same_rules(opened: f.DeliberationOpened, here: Edition, remarks: dict[str, None]) -> bool:
    """Whether the rules of a deliberation are here: others would prove nothing of it. What differs is remarked."""
    which = f"délibération {opened.deliberation}"
    if here.rules != opened.rules:
        remarks[
            f"{which} : non recalculée ; l'édition qu'elle a enregistrée ({opened.edition}, empreinte "
            f"{opened.rules[:16]}…) n'est pas celle d'ici ({here.rules[:16]}…)."
        ] = None
        return False
    if opened.sources and (here.sources, here.versions) != (opened.sources, opened.versions):
        changed = sorted(set(opened.versions) ^ set(here.versions)) or ["les sources"]
        remarks[
            f"{which} : recalculée par les mêmes règles, mais ce qui les fait tourner diffère ({', '.join(changed)})."
        ] = None
    return True


def _replay_vae(
    facts: list[Recorded], of: str, law: Law | None, states: list[LogState], keys: Keys | None, until: str
) -> Replayed:
    """A VAE log."""
    log = next(one.fact.log for one in facts if one.fact is not None)
    reader = Reader(VAE, _rules_of_vae(log, facts, of, law, keys, until), VaeState(log))
    replayed = _read_or_say(reader, facts, states)
    made = {f"séance {number}": by_account.values() for number, by_account in reader.state.approvals.items()}
    unknown = _unknown_keys(made, until, known=keys is not None)
    return replace(replayed, remarks=(*replayed.remarks, *unknown))


def _rules_of_vae(
    log: str, facts: Iterable[Recorded], of: str, law: Law | None, keys: Keys | None, until: str = ""
) -> Rules[VaeState]:
    """``of``: the certification whose log this is; where nobody says it, that of an application which gives its name to
    the log: whoever else comes first is of another."""
    received = (one.fact for one in facts if isinstance(one.fact, f.VaeApplicationReceived))
    numero = of or next((one.certification for one in received if vae_log(one.certification) == log), "")

    def frame(_state: VaeState, fact: Fact) -> Framework:
        if not numero and isinstance(fact, VaeFact):
            raise Refused("Aucun dossier de ce journal n'est de la certification dont il porte le nom.")
        return framework_at(law, numero, _year(fact))

    return Rules(frame, keys=keys, keys_until=until)


def read_vae_log(log: str, recorded: Iterable[Recorded], of: str, law: Law | None, keys: Keys | None) -> VaeState:
    """A VAE log read and judged, for another one that rests on it. Raises InvalidInput where its law is not here."""
    facts = list(recorded)
    return Reader(VAE, _rules_of_vae(log, facts, of, law, keys), VaeState(log)).read(facts)


def _replay_house(facts: Iterable[Recorded], law: Law | None, states: list[LogState]) -> Replayed:
    """The log of the house."""
    held = list(facts)
    log = next(one.fact.log for one in held if one.fact is not None)
    remarks: dict[str, None] = {}
    return _read(Reader(HOUSE, house_rules(law, remarks), HouseState(log)), held, remarks, states)


def house_rules(law: Law | None, remarks: dict[str, None]) -> Rules[HouseState]:
    """What the log of the house is judged by; the numbers of a règlement that is not here are not judged."""

    def frame(_state: HouseState, fact: Fact) -> Framework | None:
        if not isinstance(fact, OF_LAW):
            return None
        try:
            return framework_at(law, fact.reglement, _year(fact))
        except InvalidInput as unknown:
            remarks[f"les nombres lus du règlement {fact.reglement} ne sont pas rejugés ({unknown})."] = None
            return None

    return Rules(frame)


def _year(fact: Fact) -> int:
    return int(fact.at[:4])


def framework_at(law: Law | None, numero: str, year: int) -> Framework:
    """The frame of a règlement in a year, or in the nearest that it knows. Raises InvalidInput where it is not here."""
    reglement = (law(numero, year) if law else None) or charger(numero)
    return framework_of(reglement.at(min(max(year, reglement.first_session), reglement.last_session or year)), {})


def _read_or_say(reader: Reader[S], facts: Iterable[Recorded], states: list[LogState]) -> Replayed:
    try:
        return _read(reader, facts, {}, states)
    except InvalidInput as unknown:
        return Replayed(tuple(_findings(reader)), 0, (f"la conduite n'est pas rejouée ({unknown}).",))


def _read(reader: Reader[S], facts: Iterable[Recorded], remarks: dict[str, None], states: list[LogState]) -> Replayed:
    """Read everything; gives what is refused and not set aside."""
    for one in facts:
        reader.take(one)
    state = reader.state
    states.append(state)
    for anomaly in state.set_aside.values():
        remarks[f"{anomaly} Écarté par deux personnes."] = None
    if isinstance(state, SessionState):
        remarks |= dict.fromkeys((*life.told(state), *digests.told(state)))
    found = list(_findings(reader))
    if count := len(state.set_aside):
        remarks[f"{plural(count, 'fait écarté', 'faits écartés')} par deux personnes, toujours au journal."] = None
    refused = (a.number for a in (*state.anomalies.values(), *state.set_aside.values()) if not a.heeded)
    return Replayed(tuple(found), reader.decisions, tuple(remarks), frozenset(n for n in refused if n is not None))


def _findings(reader: Reader[S]) -> Iterator[AuditFinding]:
    for anomaly in reader.state.anomalies.values():
        trouble = Trouble.DECISION if anomaly.heeded else Trouble.CONDUITE
        about = "" if anomaly.heeded or not anomaly.subject else f" Candidat ou dossier : {anomaly.subject}."
        message = f"{' '.join(anomaly.reasons)}{about}"
        yield AuditFinding(
            trouble, anomaly.number, anomaly.kind, message, anomaly.moment, waiting=anomaly.number is None
        )
    for message in reader.missing():
        yield AuditFinding(Trouble.CONDUITE, None, "", message)
