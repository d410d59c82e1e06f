"""A session conducted in memory, its facts stored as bytes and read back: for any règlement."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from laureat.deliberation.famille import Voie
from laureat.deliberation.reglement import SessionRules
from laureat.jury import Fonction, Presence, Qualite
from laureat.records import Commitment, Fact, commit, decode, encode
from laureat.reglements import charger
from laureat.session import conduct
from laureat.session.certification import decider, framework_of
from laureat.session.conduct import Juror
from laureat.session.framework import CONDUCT, Accepted, Act, Framework
from laureat.session.reading import read
from laureat.session.state import Decide, SessionState
from laureat.session.todo import undecided
from laureat.vocabulary import Cell

MANDATORY = ["U2", "U31", "U32", "U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7"]
OF_THE_JURY = ("examine_livret", "fix_decision", "raise_mark", "request_check")
SALT = b"sel de test, de trente-deux oct."


@functools.cache
def _rules() -> SessionRules:
    return charger("RNCP35697").at(2026)


def text(words: str) -> Commitment:
    """A commitment to some words."""
    return commit(words, SALT)


class Conductor:
    """Gives commands, stores their facts as bytes and reads them back, as a real door would."""

    text = staticmethod(text)

    def __init__(self, rules: SessionRules | None = None, **frame: Any) -> None:
        self.rules = rules or _rules()
        self.frame = frame
        self.facts: list[Fact] = []
        self.state = SessionState()
        self.number = 0
        self.author = "service"
        self.day = "2026-06-01"

    @property
    def framework(self) -> Framework:
        return framework_of(self.rules, self.state.confirmed, **self.frame)

    @property
    def decide(self) -> Decide:
        return decider(self.rules, self.state.confirmed)

    def act(self, author: str = "", key: str = "") -> Act:
        self.number += 1
        return Act(author or self.author, f"{self.day}T08:00:00Z", key or f"k{self.number}")

    def __getattr__(self, name: str) -> Callable[..., Accepted]:
        command = getattr(conduct, name)

        def give(*, by: str = "", key: str = "", **given: Any) -> Accepted:
            by = by or ("president" if name in OF_THE_JURY else "")
            if isinstance(given.get("voie"), str):
                given["voie"] = self.voie(given["voie"])
            for about in {"framework", "decide", "decide_by"} & set(inspect.signature(command).parameters):
                given.setdefault(about, getattr(self, about))
            accepted: Accepted = command(self.state, self.act(by, key), **given)
            self.store(accepted.facts)
            return accepted

        return give

    @staticmethod
    def decide_by(frame: Framework, _concerned: object) -> Decide:
        return decider(frame.law, {})

    def cell(self, text: str) -> Cell:
        return self.framework.grammar.parse(text)

    def store(self, facts: tuple[Fact, ...]) -> None:
        stored = [decode(encode(fact)) for fact in facts]
        assert tuple(stored) == facts
        self.facts += stored
        read(stored, self.state)

    # ------------------------------------------------------------------------------------------------- chapters
    def opened(self, *, blank: bool = True, edition: int = CONDUCT) -> "Conductor":
        self.open_session(log="trpm-2026", year=2026, blank=blank, edition=edition)
        self.register_establishment(establishment="0750001A", nature="lycee")
        return self

    def voie(self, code: str) -> Voie | None:
        return self.framework.famille.voie(code) if code else None

    def enrolled(self, candidate: str = "c1", voie: str = "scolaire_public", **route: Any) -> "Conductor":
        self.register_candidate(candidate=candidate, person=f"p-{candidate}", identity=text(f"identité {candidate}"))
        known = self.voie(voie) if self.framework.famille.voies else None
        self.establish_route(candidate=candidate, voie=known, establishment="0750001A", **route)
        return self

    def marked(self, candidate: str = "c1", mark: str = "12", **cells: str) -> "Conductor":
        for unit in self.state.candidates[candidate].presented:
            self.enter_mark(candidate=candidate, unit=unit, cell=self.cell(cells.get(unit, mark)))
        return self

    def closed(self) -> "Conductor":
        self.close_session()
        return self

    def with_jury(self) -> "Conductor":
        self.appoint_jury(
            members=[
                Juror("j-pres", Fonction.PRESIDENT, Qualite.ENSEIGNANT_CHERCHEUR, "president"),
                Juror("j-2", Fonction.MEMBRE, Qualite.ENSEIGNANT_PUBLIC, "membre"),
                Juror("j-3", Fonction.MEMBRE, Qualite.EMPLOYEUR, "employeur"),
                Juror("j-4", Fonction.MEMBRE, Qualite.SALARIE),
            ],
            arrete=text("arrêté n° 12"),
            arrete_date="2026-05-02",
        )
        return self

    def attended(self) -> "Conductor":
        assert self.state.jury is not None
        for juror in self.state.jury.jurors:
            self.record_attendance(juror=juror, presence=Presence.PRESENT)
        return self

    def proposed(self) -> "Conductor":
        self.attended()
        self.propose_decisions()
        return self

    def files_decided(self) -> "Conductor":
        """Accept what each file still lacks, as an office would."""
        for candidate in list(self.state.candidates.values()):
            for piece in undecided(self.state, self.framework, candidate):
                self.decide_incomplete_file(candidate=candidate.id, piece=piece, accepted=True, reason=text("vu"))
        return self

    def sealed(self) -> "Conductor":
        self.files_decided()
        self.approve_pv(by="president")
        self.approve_pv(by="membre")
        self.seal_pv()
        return self

    def published(self) -> "Conductor":
        self.publish_results()
        return self

    def decision(self, candidate: str = "c1") -> str:
        result = self.state.result(candidate)
        return str(result.decision) if result else "aucune"
