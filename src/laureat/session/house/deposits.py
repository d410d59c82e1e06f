"""Deposits of codes: the papers that the command made, and for which the site of the house answers."""

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import command
from laureat.session.framework import Accepted, Act, Refused, require
from laureat.session.house.common import by_office
from laureat.session.house.state import Deposit, HouseState

NAME = 32
"""Hexadecimal digits."""


@command(f.CodesDeposited)
def deposit_codes(
    state: HouseState, act: Act, *, root: str, papers: int, certification: str, session: str, issued: str
) -> Accepted:
    """Answer for the papers of a deposit, whose lines have this root. One taken back may be given again."""
    by_office(state, act)
    deposit = named(root)
    known = state.deposits.get(deposit)
    if known is not None and not known.withdrawn:
        raise Refused("Ce dépôt est déjà reçu : le site répond de ces papiers.")
    if papers <= 0:
        raise Refused("Aucun papier dans ce dépôt.")
    fact = f.CodesDeposited(
        **act.on(state.log),
        deposit=deposit,
        root=root,
        papers=papers,
        certification=certification,
        session=session,
        issued=issued,
    )
    return Accepted((fact,))


@command(f.DepositWithdrawn)
def withdraw_deposit(state: HouseState, act: Act, *, deposit: str, reason: Commitment) -> Accepted:
    """Take back a whole deposit, with the reason."""
    by_office(state, act)
    _standing(state, deposit)
    return Accepted((f.DepositWithdrawn(**act.on(state.log), deposit=deposit, reason=require(reason)),))


@command(f.DepositedPaperRevoked)
def revoke_deposited_paper(state: HouseState, act: Act, *, deposit: str, paper: str, reason: Commitment) -> Accepted:
    """Say that one paper of a deposit no longer stands, with the reason; for ever: made again, it has another code."""
    by_office(state, act)
    if paper in _standing(state, deposit).revoked:
        raise Refused("Ce papier est déjà révoqué.")
    fact = f.DepositedPaperRevoked(**act.on(state.log), deposit=deposit, paper=paper, reason=require(reason))
    return Accepted((fact,))


def named(root: str) -> str:
    """The name of the deposit whose lines have this root, in hexadecimal."""
    return root[:NAME]


def _standing(state: HouseState, deposit: str) -> Deposit:
    known = state.deposits.get(deposit)
    if known is None or known.withdrawn:
        raise Refused("Ce dépôt n'est pas de ceux dont le site répond.")
    return known
