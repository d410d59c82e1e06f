"""What the house itself holds: its sheets, its keys; and the reprise of older bases."""

from laureat.records import UNSAID, Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import command
from laureat.session.framework import CONDUCT, Accepted, Act, Refused, require
from laureat.session.house.common import by_office
from laureat.session.house.state import HOUSE, HouseState


@command(f.HouseTakenUp)
def take_up(
    state: HouseState,
    act: Act,
    *,
    accounts: int,
    establishments: int,
    habilitations: int,
    sheets: int,
    conduct: int = CONDUCT,
) -> Accepted:
    """End the reprise: what the tables of the house held stands above, as facts. Once, by the machine."""
    if act.author != HOUSE:
        raise Refused("La reprise d'une base est faite par le serveur, à son démarrage.")
    if state.taken_up is not None:
        raise Refused("La reprise de cette base est déjà faite : rien ne s'y ajoute que par un acte de quelqu'un.")
    said = (accounts, establishments, habilitations, sheets)
    held = tuple(len(one) for one in (state.accounts, state.establishments, state.habilitations, state.sheets))
    if said != held:
        raise Refused("La reprise ne compte pas ce qui vient d'être repris.")
    fact = f.HouseTakenUp(
        **act.on(state.log),
        accounts=accounts,
        establishments=establishments,
        habilitations=habilitations,
        sheets=sheets,
        conduct=conduct,
    )
    return Accepted((fact,))


@command(f.HouseDescribed)
def describe_house(state: HouseState, act: Act, *, said: Commitment) -> Accepted:
    """Say what the house says of itself: by the office; by the machine the first time, as of an older base."""
    if act.author != HOUSE or state.described != UNSAID or state.taken_up is None:
        by_office(state, act)
    return Accepted((f.HouseDescribed(**act.on(state.log), said=require(said, "ce que dit la maison")),))


@command(f.SheetBrought)
def bring_sheet(
    state: HouseState, act: Act, *, certification: str, reglement: str, edition: str = "", sheet: str, data: str = ""
) -> Accepted:
    """Bring a sheet of the register into the house; ``sheet`` is the hash of its canonical JSON.

    ``data`` is that of the data file of its règlement, where one was handed over.
    """
    by_office(state, act)
    if certification in state.sheets:
        raise Refused(f"La fiche {certification} est déjà dans la maison : la remplacer, en disant pourquoi.")
    fact = f.SheetBrought(
        **act.on(state.log), certification=certification, reglement=reglement, edition=edition, sheet=sheet, data=data
    )
    return Accepted((fact,))


@command(f.SheetReplaced)
def replace_sheet(
    state: HouseState,
    act: Act,
    *,
    certification: str,
    reglement: str,
    edition: str = "",
    sheet: str,
    reason: Commitment,
    data: str = "",
) -> Accepted:
    """Replace a sheet of the house by another edition, or put its règlement right, with the reason."""
    by_office(state, act)
    known = state.sheets.get(certification)
    if known is None:
        raise Refused(f"La fiche {certification} n'est pas dans la maison : l'ajouter d'abord.")
    if (known.reglement, known.sheet, known.data) == (reglement, sheet, data):
        return Accepted(warnings=("Cette fiche est déjà dans la maison, telle quelle.",))
    fact = f.SheetReplaced(
        **act.on(state.log),
        certification=certification,
        reglement=reglement,
        edition=edition,
        sheet=sheet,
        data=data,
        reason=require(reason, "un motif pour remplacer une fiche que la maison a déjà"),
    )
    return Accepted((fact,))


@command(f.KeyIntroduced)
def introduce_key(state: HouseState, act: Act, *, use: str, public: str, reason: Commitment = UNSAID) -> Accepted:
    """Begin to sign with a key: the machine does, at its first start; a change of key says why."""
    if act.author != HOUSE:
        by_office(state, act)
    known = state.keys.get(use, ())
    if known and known[-1] == public:
        raise Refused("La maison signe déjà avec cette clé.")
    if known:
        require(reason, "un motif pour changer de clé")
    return Accepted((f.KeyIntroduced(**act.on(state.log), use=use, public=public, reason=reason),))
