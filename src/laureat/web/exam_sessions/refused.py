"""The refused facts of a log, as the exam office reads them and sets them aside."""

from dataclasses import dataclass

from laureat.session.state import LogState


@dataclass(frozen=True, slots=True)
class Refusal:
    """A fact that its own command would have refused."""

    text: str
    leaf: str
    asked: str
    """Who asked to set it aside; empty for nobody."""


def asked_by(state: LogState, leaf: str) -> str:
    """Who asked to set a fact aside; empty for nobody."""
    return state.asked_aside[leaf].author if leaf in state.asked_aside else ""


def refusals(state: LogState, subject: str | None = None) -> list[Refusal]:
    """The refused facts: all, or those about one subject."""
    return [
        Refusal(str(anomaly), leaf, asked_by(state, leaf))
        for leaf, anomaly in state.anomalies.items()
        if subject is None or anomaly.subject == subject
    ]
