"""The state of the house, read from its facts: accounts, schools, habilitations, sheets, numbers read in texts, keys.

What it holds never changes in place: a copy is cheap, so that one reading serves many.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from laureat.records import UNSAID, Commitment, Fact
from laureat.records import facts as f
from laureat.session.approvals import ApprovalKey
from laureat.session.state import LogState

HOUSE_LOG = "reglements"
"""The log of what belongs to no session, under the name that its first facts gave it."""
HEADS_LOG = "maison"
"""The log of the signed heads of all the others."""
HOUSE = "laureat"
"""The author of what no account does: the machine itself."""
OFFICE, SCHOOL, JURY, CANDIDATE = "examens", "etablissement", "jury", "candidat"
ROLES = (OFFICE, SCHOOL, JURY, CANDIDATE)
"""What an account is for."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the facts say it."""

    role: str
    establishment: str
    identity: Commitment
    """Empty once erased."""
    is_open: bool = True
    factors: tuple[tuple[str, str], ...] = ()
    """The method and the fingerprint of each second factor."""


@dataclass(frozen=True, slots=True)
class Establishment:
    """A school as the facts say it."""

    name: str
    nature: str
    town: str


@dataclass(frozen=True, slots=True)
class Habilitation:
    """The right of a school to assess in course, as the facts say it."""

    establishment: str
    certification: str
    scope: str
    since: str
    until: str
    by_right: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the house as the facts say it."""

    reglement: str
    sheet: str
    data: str = ""


@dataclass(frozen=True, slots=True)
class Deposit:
    """A deposit of the codes of papers, as the facts say it."""

    root: str
    papers: int
    certification: str
    session: str
    issued: str
    given: f.CodesDeposited
    """What gave it: from it the period of its lines runs."""
    withdrawn: bool = False
    revoked: frozenset[str] = frozenset()
    """The papers that no longer stand, by the SHA-256 of their code."""


@dataclass(slots=True)
class HouseState(LogState):
    """The state of the log of the house. Numbers go by name of the règlement and of the parameter."""

    log: str
    taken_up: f.HouseTakenUp | None = None
    """The reprise; until it is done, the tables of an older base are not held to any fact."""
    accounts: dict[str, Account] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """By commitment of a name, present or former, its account."""
    invitations: dict[str, f.AccountInvited] = field(default_factory=dict)
    """Those that wait, by the digest of their token."""
    removals: dict[str, f.FactorRemovalAsked] = field(default_factory=dict)
    """By account, the removal of a second factor that another person is to do."""
    approval_keys: dict[str, ApprovalKey] = field(default_factory=dict)
    """By identifier of the credential, every key ever enrolled."""
    establishments: dict[str, Establishment] = field(default_factory=dict)
    habilitations: dict[str, Habilitation] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By use, the public keys, the present one last."""
    deposits: dict[str, Deposit] = field(default_factory=dict)
    """By the name of the deposit, the beginning of its root."""
    readings: dict[tuple[str, str], f.NumberRead] = field(default_factory=dict)
    """What one person read, and a second one is to read too."""
    confirmed: dict[tuple[str, str], f.NumberConfirmed] = field(default_factory=dict)
    described: Commitment = UNSAID
    """What the house said of itself last; nothing until the first time, which is at the start of a server."""
    bound: dict[str, f.SheetBound] = field(default_factory=dict)
    """By sheet, the règlement bound to it."""

    def numbers_of(self, reglement: str) -> dict[str, f.NumberConfirmed]:
        """The numbers confirmed for a règlement, by name."""
        return {name: fact for (which, name), fact in self.confirmed.items() if which == reglement}

    def keys_of(self, account: str) -> dict[str, ApprovalKey]:
        """The approval keys of an account, by identifier, in the order in which they were enrolled."""
        return {name: key for name, key in self.approval_keys.items() if key.account == account}

    def is_open_as(self, account: str, role: str) -> bool:
        """The account is open, with that role."""
        known = self.accounts.get(account)
        return known is not None and known.is_open and known.role == role

    def copied(self) -> "HouseState":
        """A state of its own, equal to this one."""
        held = {one.name: getattr(self, one.name) for one in fields(self)}
        own: dict[str, Any] = {name: dict(value) for name, value in held.items() if isinstance(value, dict)}
        return replace(self, **own)


Handler = Callable[[HouseState, Any], object]
_HANDLERS: dict[type[Fact], Handler] = {}


def read_house(facts: Iterable[Fact], state: HouseState) -> HouseState:
    """Read facts, in the order of the log, on top of a state (which is changed)."""
    for fact in facts:
        handler = _HANDLERS.get(type(fact))
        if handler is not None:
            handler(state, fact)
        if "#" not in fact.key:
            state.commands[fact.key] = fact
    return state


def _reads(kind: type[Fact]) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


@_reads(f.HouseTakenUp)
def _taken_up(state: HouseState, fact: f.HouseTakenUp) -> None:
    state.taken_up = fact


@_reads(f.HouseDescribed)
def _described(state: HouseState, fact: f.HouseDescribed) -> None:
    state.described = fact.said


@_reads(f.SettingAsideAsked)
@_reads(f.FactSetAside)
def _aside(state: HouseState, fact: f.SettingAsideAsked | f.FactSetAside) -> None:
    state.read_aside(fact)


# ----------------------------------------------------------------------------------------------------- the accounts
@_reads(f.AccountInvited)
def _invited(state: HouseState, fact: f.AccountInvited) -> None:
    state.invitations[fact.invitation] = fact
    state.names[fact.identity] = fact.account


@_reads(f.InvitationWithdrawn)
def _invitation_withdrawn(state: HouseState, fact: f.InvitationWithdrawn) -> None:
    del state.invitations[fact.invitation]


@_reads(f.AccountOpened)
def _account_opened(state: HouseState, fact: f.AccountOpened) -> None:
    state.invitations.pop(fact.invitation, None)
    state.names[fact.identity] = fact.account
    state.accounts[fact.account] = Account(fact.role, fact.establishment, fact.identity)


def _of_account(kind: type[Fact], change: Callable[[Account, Any], dict[str, Any]]) -> None:
    """A fact that only changes its account."""

    def handler(state: HouseState, fact: Any) -> None:
        known = state.accounts[fact.account]
        state.accounts[fact.account] = replace(known, **change(known, fact))

    _HANDLERS[kind] = handler


_of_account(f.AccountChanged, lambda _known, fact: {"role": fact.role, "establishment": fact.establishment})
_of_account(f.AccountReopened, lambda _known, _fact: {"is_open": True})
_of_account(f.FactorEnrolled, lambda known, fact: {"factors": (*known.factors, (fact.method, fact.fingerprint))})


@_reads(f.AccountRenamed)
def _account_renamed(state: HouseState, fact: f.AccountRenamed) -> None:
    state.names[fact.identity] = fact.account
    state.accounts[fact.account] = replace(state.accounts[fact.account], identity=fact.identity)


@_reads(f.AccountClosed)
def _account_closed(state: HouseState, fact: f.AccountClosed) -> None:
    state.accounts[fact.account] = replace(state.accounts[fact.account], is_open=False)
    _end_keys(state, fact.account, fact.at)


@_reads(f.ApprovalKeyEnrolled)
def _key_enrolled(state: HouseState, fact: f.ApprovalKeyEnrolled) -> None:
    _end_keys(state, fact.account, fact.at, waiting=True)
    state.approval_keys[fact.credential] = ApprovalKey(fact.account, fact.public, fact.origin, fact.counter, fact.at)


@_reads(f.ApprovalKeyConfirmed)
def _key_confirmed(state: HouseState, fact: f.ApprovalKeyConfirmed) -> None:
    for name, key in state.keys_of(fact.account).items():
        if key.stands:
            state.approval_keys[name] = replace(key, ended_at=fact.at)
        elif key.waits and key.fingerprint == fact.fingerprint:
            state.approval_keys[name] = replace(key, confirmed_at=fact.at, confirmed_by=fact.author)


@_reads(f.ApprovalKeyRevoked)
def _key_revoked(state: HouseState, fact: f.ApprovalKeyRevoked) -> None:
    for name, key in state.keys_of(fact.account).items():
        if key.fingerprint == fact.fingerprint and not key.ended_at:
            state.approval_keys[name] = replace(key, ended_at=fact.at)


def _end_keys(state: HouseState, account: str, at: str, *, waiting: bool = False) -> None:
    """The keys of an account count no more: all, or those that wait alone."""
    for name, key in state.keys_of(account).items():
        if key.waits or (key.stands and not waiting):
            state.approval_keys[name] = replace(key, ended_at=at)


@_reads(f.FactorRemovalAsked)
def _removal_asked(state: HouseState, fact: f.FactorRemovalAsked) -> None:
    state.removals[fact.account] = fact


@_reads(f.FactorRemoved)
def _factor_removed(state: HouseState, fact: f.FactorRemoved) -> None:
    state.removals.pop(fact.account, None)
    known = state.accounts[fact.account]
    left = tuple(factor for factor in known.factors if fact.method and factor[0] != fact.method)
    state.accounts[fact.account] = replace(known, factors=left)


@_reads(f.TextErased)
def _text_erased(state: HouseState, fact: f.TextErased) -> None:
    state.names.pop(fact.commitment, None)
    for digest, invited in list(state.invitations.items()):
        if invited.identity == fact.commitment:
            del state.invitations[digest]
    for account, known in list(state.accounts.items()):
        if known.identity == fact.commitment:
            state.accounts[account] = replace(known, identity=UNSAID)


# ------------------------------------------------------------------------------------------------------ the schools
@_reads(f.EstablishmentAdded)
@_reads(f.EstablishmentChanged)
def _establishment_told(state: HouseState, fact: f.EstablishmentAdded | f.EstablishmentChanged) -> None:
    state.establishments[fact.establishment] = Establishment(fact.name, fact.nature, fact.town)


@_reads(f.EstablishmentRenumbered)
def _establishment_renumbered(state: HouseState, fact: f.EstablishmentRenumbered) -> None:
    state.establishments[fact.uai] = state.establishments.pop(fact.establishment)
    tables: tuple[dict[str, Any], ...] = (state.accounts, state.habilitations, state.invitations)
    for table in tables:
        for name, known in table.items():
            if known.establishment == fact.establishment:
                table[name] = replace(known, establishment=fact.uai)


@_reads(f.HabilitationRecorded)
@_reads(f.HabilitationChanged)
def _habilitation_told(state: HouseState, fact: f.HabilitationRecorded | f.HabilitationChanged) -> None:
    state.habilitations[fact.habilitation] = Habilitation(
        fact.establishment, fact.certification, fact.scope, fact.since, fact.until, fact.by_right
    )


@_reads(f.HabilitationWithdrawn)
def _habilitation_withdrawn(state: HouseState, fact: f.HabilitationWithdrawn) -> None:
    del state.habilitations[fact.habilitation]


# --------------------------------------------------------------------------------------------------- sheets and law
@_reads(f.SheetBrought)
@_reads(f.SheetReplaced)
def _sheet_told(state: HouseState, fact: f.SheetBrought | f.SheetReplaced) -> None:
    state.sheets[fact.certification] = Sheet(fact.reglement, fact.sheet, fact.data)


@_reads(f.KeyIntroduced)
def _key_introduced(state: HouseState, fact: f.KeyIntroduced) -> None:
    state.keys[fact.use] = (*state.keys.get(fact.use, ()), fact.public)


# ------------------------------------------------------------------------------------------ deposits of paper codes
@_reads(f.CodesDeposited)
def _codes_deposited(state: HouseState, fact: f.CodesDeposited) -> None:
    known = state.deposits.get(fact.deposit)
    revoked = known.revoked if known else frozenset()
    state.deposits[fact.deposit] = Deposit(
        fact.root, fact.papers, fact.certification, fact.session, fact.issued, fact, revoked=revoked
    )


@_reads(f.DepositWithdrawn)
def _deposit_withdrawn(state: HouseState, fact: f.DepositWithdrawn) -> None:
    state.deposits[fact.deposit] = replace(state.deposits[fact.deposit], withdrawn=True)


@_reads(f.DepositedPaperRevoked)
def _deposited_paper_revoked(state: HouseState, fact: f.DepositedPaperRevoked) -> None:
    known = state.deposits[fact.deposit]
    state.deposits[fact.deposit] = replace(known, revoked=known.revoked | {fact.paper})


# ------------------------------------------------------------------------------------------------------------- texts
@_reads(f.SheetBound)
def _sheet_bound(state: HouseState, fact: f.SheetBound) -> None:
    state.bound[fact.certification] = fact


@_reads(f.NumberRead)
def _number_read(state: HouseState, fact: f.NumberRead) -> None:
    state.readings[fact.reglement, fact.name] = fact


@_reads(f.NumberConfirmed)
def _number_confirmed(state: HouseState, fact: f.NumberConfirmed) -> None:
    state.readings.pop((fact.reglement, fact.name), None)
    state.confirmed[fact.reglement, fact.name] = fact


@_reads(f.NumberContested)
def _number_contested(state: HouseState, fact: f.NumberContested) -> None:
    state.readings.pop((fact.reglement, fact.name), None)
