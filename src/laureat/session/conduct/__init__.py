"""The conduct of a session: each command says what happened, or why it may not.

A command takes the state, the act (who, when, idempotency key) and what it is about, by name; it gives ``Accepted``
(facts to append, in order, and warnings) or raises ``Refused`` (reasons in French). Nothing else happens.
"""

from laureat.session.conduct.deliberation import (
    Juror,
    answer_check,
    appoint_jury,
    examine_livret,
    fix_decision,
    propose_decisions,
    raise_mark,
    record_attendance,
    request_check,
)
from laureat.session.conduct.fraud import end_fraud_file, open_fraud_file
from laureat.session.conduct.marks import (
    authorise_replacement,
    choose_control,
    correct,
    enter_control_mark,
    enter_mark,
    rectify_mark,
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
)
from laureat.session.conduct.pv import (
    approve_pv,
    issue_paper,
    publish_results,
    pv_content,
    pv_decisions,
    pv_obstacles,
    seal_pv,
)
from laureat.session.conduct.registration import (
    carry_vae_unit,
    correct_identity,
    decide_accommodation,
    erase_text,
    establish_route,
    grant_dispense,
    receive_piece,
    register_candidate,
    request_held_block,
    request_kept_mark,
    withdraw_candidate,
)

__all__ = [
    "Juror",
    "answer_check",
    "appoint_jury",
    "approve_pv",
    "authorise_replacement",
    "carry_vae_unit",
    "choose_control",
    "close_session",
    "confirm_coefficient",
    "correct",
    "correct_identity",
    "decide_accommodation",
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
    "propose_decisions",
    "publish_results",
    "pv_content",
    "pv_decisions",
    "pv_obstacles",
    "raise_mark",
    "receive_piece",
    "record_attendance",
    "rectify_mark",
    "register_candidate",
    "register_establishment",
    "reopen_session",
    "request_check",
    "request_held_block",
    "request_kept_mark",
    "seal_pv",
    "set_deadline",
    "start_round",
    "withdraw_candidate",
]
