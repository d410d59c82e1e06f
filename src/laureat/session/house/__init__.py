"""The house: accounts, schools, habilitations, sheets, keys. Read and commanded as a session is.

One log carries what belongs to no session (``reglements``, the name that its first facts gave it). Each thing set up
once has an act that puts it right, with a reason. Until the reprise of an older base is recorded (``take_up``), no fact
says who is of the office, and only the machine adds here.
"""

from laureat.session.house.accounts import (
    ask_factor_removal,
    change_account,
    close_account,
    enrol_factor,
    erase_account,
    invite_account,
    open_account,
    remove_factor,
    rename_account,
    reopen_account,
    withdraw_invitation,
)
from laureat.session.house.deposits import deposit_codes, revoke_deposited_paper, withdraw_deposit
from laureat.session.house.home import (
    bring_sheet,
    describe_house,
    introduce_key,
    replace_sheet,
    take_up,
)
from laureat.session.house.keys import confirm_approval_key, enrol_approval_key, revoke_approval_key
from laureat.session.house.library import bind_sheet, confirm_number, contest_number, read_number
from laureat.session.house.schools import (
    add_establishment,
    change_establishment,
    change_habilitation,
    record_habilitation,
    renumber_establishment,
    withdraw_habilitation,
)
from laureat.session.house.state import HEADS_LOG, HOUSE, HOUSE_LOG, HouseState, read_house

__all__ = [
    "HEADS_LOG",
    "HOUSE",
    "HOUSE_LOG",
    "HouseState",
    "add_establishment",
    "ask_factor_removal",
    "bind_sheet",
    "bring_sheet",
    "change_account",
    "change_establishment",
    "change_habilitation",
    "close_account",
    "confirm_approval_key",
    "confirm_number",
    "contest_number",
    "deposit_codes",
    "describe_house",
    "enrol_approval_key",
    "enrol_factor",
    "erase_account",
    "introduce_key",
    "invite_account",
    "open_account",
    "read_house",
    "read_number",
    "record_habilitation",
    "remove_factor",
    "rename_account",
    "renumber_establishment",
    "reopen_account",
    "replace_sheet",
    "revoke_approval_key",
    "revoke_deposited_paper",
    "take_up",
    "withdraw_deposit",
    "withdraw_habilitation",
    "withdraw_invitation",
]
