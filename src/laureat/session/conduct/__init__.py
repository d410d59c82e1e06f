"""The conduct of a session: each command says what happened, or why it may not.

A command takes the state, the act (who, when, idempotency key) and what it is about, by name; it gives ``Accepted``
(facts to append, in order, and warnings) or raises ``Refused`` (reasons in French). Nothing else happens.
"""

from laureat.session.conduct.after import record_follow_up, restore_decisions, withdraw_decisions
from laureat.session.conduct.deliberation import (
    answer_check,
    examine_livret,
    fix_decision,
    propose_decisions,
    raise_mark,
    request_check,
    to_decide,
    told_of_reserves,
)
from laureat.session.conduct.fraud import end_fraud_file, open_fraud_file
from laureat.session.conduct.jury import Juror, appoint_jury, record_attendance
from laureat.session.conduct.marks import (
    authorise_replacement,
    choose_control,
    correct,
    enter_control_mark,
    enter_mark,
    rectify_mark,
)
from laureat.session.conduct.mending import (
    abandon_session,
    ask_coefficient_correction,
    changed_results,
    correct_coefficient,
    set_keys_requirement,
    set_session_fields,
    withdraw_habilitation,
)
from laureat.session.conduct.opening import (
    close_session,
    confirm_coefficient,
    grant_habilitation,
    open_session,
    register_establishment,
    reopen_session,
    set_deadline,
    start_round,
    upgrade_conduct,
)
from laureat.session.conduct.pieces import decide_incomplete_file
from laureat.session.conduct.pv import (
    approve_pv,
    issue_paper,
    publish_results,
    pv_content,
    pv_decisions,
    pv_obstacles,
    pv_reserves,
    seal_pv,
)
from laureat.session.conduct.recusals import record_recusal
from laureat.session.conduct.registration import (
    carry_outside_vae_unit,
    carry_vae_unit,
    correct_identity,
    decide_accommodation,
    erase_text,
    grant_dispense,
    receive_piece,
    recognise_person,
    register_candidate,
    request_held_block,
    request_kept_mark,
    withdraw_candidate,
)
from laureat.session.conduct.requests import (
    answer_request,
    choose_public_list,
    prolong_request,
    receive_request,
)
from laureat.session.conduct.reserves import declare_column, settle_reserve
from laureat.session.conduct.routes import correct_route, establish_route
from laureat.session.conduct.schools import confirm_marks, contest_marks
from laureat.session.conduct.setting_aside import ask_setting_aside, set_aside

__all__ = [
    "Juror",
    "abandon_session",
    "answer_check",
    "answer_request",
    "appoint_jury",
    "approve_pv",
    "ask_coefficient_correction",
    "ask_setting_aside",
    "authorise_replacement",
    "carry_outside_vae_unit",
    "carry_vae_unit",
    "changed_results",
    "choose_control",
    "choose_public_list",
    "close_session",
    "confirm_coefficient",
    "confirm_marks",
    "contest_marks",
    "correct",
    "correct_coefficient",
    "correct_identity",
    "correct_route",
    "decide_accommodation",
    "decide_incomplete_file",
    "declare_column",
    "end_fraud_file",
    "enter_control_mark",
    "enter_mark",
    "erase_text",
    "establish_route",
    "examine_livret",
    "fix_decision",
    "grant_dispense",
    "grant_habilitation",
    "issue_paper",
    "open_fraud_file",
    "open_session",
    "prolong_request",
    "propose_decisions",
    "publish_results",
    "pv_content",
    "pv_decisions",
    "pv_obstacles",
    "pv_reserves",
    "raise_mark",
    "receive_piece",
    "receive_request",
    "recognise_person",
    "record_attendance",
    "record_follow_up",
    "record_recusal",
    "rectify_mark",
    "register_candidate",
    "register_establishment",
    "reopen_session",
    "request_check",
    "request_held_block",
    "request_kept_mark",
    "restore_decisions",
    "seal_pv",
    "set_aside",
    "set_deadline",
    "set_keys_requirement",
    "set_session_fields",
    "settle_reserve",
    "start_round",
    "to_decide",
    "told_of_reserves",
    "upgrade_conduct",
    "withdraw_candidate",
    "withdraw_decisions",
    "withdraw_habilitation",
]
