"""A session is read again at each act: the same file under the same rules is decided once."""

from dataclasses import replace
from typing import Any

import pytest

from laureat.session import deciding
from laureat.session.deciding import decided


def test_a_file_is_decided_again_only_where_its_marks_or_the_rules_are_others(
    conductor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    decide = deciding.decide
    monkeypatch.setattr(deciding, "decide", lambda rules, one: asked.append(one.numero) or decide(rules, one))
    conductor.opened(blank=False).enrolled("c1").marked("c1", "12").enrolled("c2").marked("c2", "9")
    one, other = (conductor.state.candidates[name] for name in ("c1", "c2"))
    rules = conductor.rules.with_parameters(conductor.rules.parameters)
    assert decided(rules, one) == decided(rules, one)
    assert decided(rules, one).decision != decided(rules, other).decision
    assert asked == ["c1", "c2"]
    higher = replace(rules.parameters["seuil_admission"], value=1500)
    strict = rules.with_parameters(rules.parameters.replaced([higher]))
    assert decided(strict, one).decision != decided(rules, one).decision
    assert asked == ["c1", "c2", "c1"]


def test_no_more_is_kept_in_mind_than_said(conductor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "KEPT", 1)
    conductor.opened(blank=False).enrolled("c1").marked("c1", "12").enrolled("c2").marked("c2", "9")
    rules = conductor.rules.with_parameters(conductor.rules.parameters)
    for name in ("c1", "c2", "c1", "c2"):
        decided(rules, conductor.state.candidates[name])
    assert len(rules.known_outcomes) == 1
