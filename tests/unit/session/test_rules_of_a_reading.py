"""What stands for a decision whose rules are not here."""

from typing import Any

from laureat.session.conduct.admission import Rules


def test_rules_without_a_stand_in_are_their_own_and_a_stand_in_decides_for_everyone(conductor: Any) -> None:
    plain: Rules[Any] = Rules(lambda _state, _fact: conductor.framework)
    assert plain.uncomputed() is plain

    def nobody(*_: Any) -> Any:
        raise AssertionError

    decided = Rules(lambda _state, _fact: conductor.framework, otherwise=nobody).uncomputed()
    assert decided.decide(conductor.framework, ()) is nobody
