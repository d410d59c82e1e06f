"""What holds of every command alike: a key is that of one command, by one person."""

import inspect

import pytest

from laureat.records import facts as f
from laureat.session import conduct
from laureat.session.framework import Refused
from laureat.session.judged import SESSION
from laureat.session.state import SessionState

READINGS = {"changed_results", "pv_content", "pv_decisions", "pv_obstacles", "pv_reserves"}
READINGS |= {"to_decide", "told_of_reserves"}
"""What only tells where a session stands."""
COMMANDS = sorted(name for name in conduct.__all__ if name.islower() and name not in READINGS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_key_of_another_command_is_refused_before_anything_else(conductor, name: str) -> None:
    act = conductor.act(key="clic")
    other = f.VaeUnitCarried if f.VaeUnitCarried not in getattr(conduct, name).kinds else f.PieceReceived
    about = dict.fromkeys(inspect.signature(other).parameters, "x")
    state = SessionState(commands={"clic": other(**about | act.on("journal"))})
    with pytest.raises(Refused, match="clé d'une autre"):
        getattr(conduct, name)(state, act)


@pytest.mark.parametrize("name", [one for one in COMMANDS if "whole session" in (getattr(conduct, one).__doc__ or "")])
def test_an_act_on_the_whole_session_that_was_set_aside_is_heeded_by_no_reading_of_a_part(name: str) -> None:
    """A part cannot judge it again: it is known by its kind."""
    kinds = getattr(conduct, name).kinds
    assert {kind for kind in kinds if "candidate" not in inspect.signature(kind).parameters} <= SESSION.whole
