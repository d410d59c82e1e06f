"""Who may act on the house, and the refusals that come back."""

from laureat.session.framework import Act, Refused
from laureat.session.house.state import HOUSE, OFFICE, Account, Establishment, HouseState


def by_office(state: HouseState, act: Act) -> None:
    """Refuse whoever is not of the exam office; while the house is taken up, the machine alone says what it held."""
    if act.author == HOUSE and state.taken_up is None:
        return
    if state.taken_up is None:
        raise Refused("Les comptes et les établissements de cette base ne sont pas encore repris comme des faits.")
    if not state.is_open_as(act.author, OFFICE):
        raise Refused("Ce compte n'est pas du service des examens, ou il est fermé : cet acte est celui du service.")


def by_office_if_known(state: HouseState, act: Act) -> None:
    """The same, save before the reprise: no fact then said who was of the office."""
    if state.taken_up is not None:
        by_office(state, act)


def by_office_or_first(state: HouseState, act: Act, role: str) -> None:
    """The same; whoever holds the machine may also bring in someone of the office, where nobody of it is left."""
    nobody = not any(known.is_open and known.role == OFFICE for known in state.accounts.values())
    if act.author == HOUSE and role == OFFICE and nobody:
        return
    by_office(state, act)


def on_someone_else(act: Act, account: str) -> None:
    """Refuse an act on one's own account."""
    if act.author == account:
        raise Refused("C'est votre compte : une autre personne du service s'en occupe.")


def known_account(state: HouseState, account: str, *, is_open: bool = True) -> Account:
    """The account; refuse an unknown one, or a closed one."""
    known = state.accounts.get(account)
    if known is None:
        raise Refused("Aucun fait n'a ouvert ce compte.")
    if is_open and not known.is_open:
        raise Refused("Ce compte est fermé : le rouvrir d'abord.")
    return known


def known_establishment(state: HouseState, establishment: str) -> Establishment:
    """The school; refuse an unknown one."""
    known = state.establishments.get(establishment)
    if known is None:
        raise Refused(f"L'établissement {establishment} n'est pas de ceux de la maison : l'ajouter d'abord.")
    return known
