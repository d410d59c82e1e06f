"""A fact stands only where its own command would have left it: what is added, moved or altered is named."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laureat.cli.auditer import engine_of
from laureat.deliberation.reglement import SessionRules
from laureat.records import KINDS, CandidateFact, Commitment, Fact, VaeFact, decode, encode
from laureat.records import facts as f
from laureat.records.facts.words import WORDS
from laureat.records.recorded import recorded, unnumbered
from laureat.session import conduct
from laureat.session.certification import decider, framework_of
from laureat.session.conduct.admission import Reader, Rules
from laureat.session.framework import CONDUCT, Refused, Round, Sanction
from laureat.session.judged import HOUSE, SESSION, VAE, read_session
from laureat.session.replay import Edition, replay_with
from laureat.session.state import SessionState
from laureat.vocabulary import Decision, parse_cell
from support.rejeu import findings, numbered

OLD = sorted((Path(__file__).parent / "faits_anciens").glob("*.jsonl"))
CONTROL = {"U2": "10", "U31": "10", "U32": "10"}
LAWFUL_AFTER_A_SEAL = {
    "DeadlineSet",
    "FraudFileOpened",
    "IdentityCorrected",
    "PaperIssued",
    "TextErased",
    "CorrectionMade",
    "ConductUpgraded",
}
"""Of the kinds of the story below, those that a copy of itself may follow the publication: the calendar of the next
round, a procedure, a correction, papers, erasure."""


def told(facts: list[Fact], number: int) -> str:
    return " ".join(str(finding) for finding in findings(facts) if finding.number == number)


@pytest.fixture
def story(conductor: Any) -> Any:
    """A session with everything in it: two rounds, a jury that acts, a fraud file, a correction, a paper."""
    room = conductor.opened().enrolled("c1").enrolled("c2").enrolled("c3")
    room.set_deadline(milestone="notes", day="2026-06-12")
    room.receive_piece(candidate="c1", piece="livret")
    room.grant_dispense(candidate="c3", unit="U7", ground=room.text("certificat"), basis=conduct_motif("CERTIFICAT"))
    room.request_kept_mark(candidate="c3", unit="U12", mark=1200, session=2024)
    room.decide_accommodation(candidate="c2", kinds=("tiers_temps",), cause=room.text("cause"))
    room.marked("c1", "9", **CONTROL).marked("c2", "9", U11="9")
    for unit in room.state.candidates["c3"].presented:
        if unit not in ("U7", "U12"):
            room.enter_mark(candidate="c3", unit=unit, cell=room.cell("14"))
    room.rectify_mark(
        candidate="c2", unit="U11", before=parse_cell("9"), cell=parse_cell("8"), reason=room.text("report")
    )
    for name in sorted(room.framework.to_confirm):
        room.confirm_coefficient(name=name, value=400, text=room.text("annexe"), text_date="2020-12-09")
    room.open_fraud_file(candidate="c3", reason=room.text("antisèche"))
    room.closed().with_jury().proposed()
    room.examine_livret(candidate="c1")
    room.raise_mark(candidate="c2", unit="U51", cell=parse_cell("9,5"), motive=room.text("relevé"))
    room.fix_decision(candidate="c2", decision=Decision.ADMIS, motive=room.text("décidé"))
    room.sealed().published()
    room.start_round(round=Round.CONTROLE)
    room.choose_control(candidate="c1", units=["U51", "U11"])
    for unit in ("U11", "U51"):
        room.enter_control_mark(candidate="c1", unit=unit, cell=parse_cell("15"))
    room.closed().proposed().sealed().published()
    room.end_fraud_file(candidate="c3", sanction=Sanction.AUCUNE, reason=room.text("sans suite"))
    room.proposed().sealed().published()
    room.issue_paper(candidate="c3", paper="releve", digest="0" * 64)
    room.correct_identity(candidate="c1", identity=room.text("autre"), reason=room.text("erreur"))
    return room


def conduct_motif(name: str) -> Any:
    from laureat.vocabulary import Motif

    return Motif[name]


def test_every_kind_of_fact_has_its_command_and_its_words() -> None:
    judged = SESSION.again.keys() | VAE.again.keys() | HOUSE.again.keys()
    # A member comes with the appointment of the jury, never alone; nobody's act signs a head.
    assert set(KINDS.values()) - judged == {f.JurorAppointed, f.HeadSigned}
    assert WORDS.keys() == KINDS.keys()


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_facts_recorded_before_the_conduct_had_editions_are_all_admitted(
    path: Path, private_rules: SessionRules
) -> None:
    facts = [decode(line.encode()) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(facts) > 3

    def engine(state: SessionState) -> Edition:
        if state.opened is not None and state.opened.certification == "RNCP37674":
            frame = framework_of(private_rules, state.confirmed)
            return Edition(frame, decider(frame.law, {}), frame.rules)
        return engine_of(state)

    assert findings(facts, engine, "RNCP35697" if path.stem == "vae" else "") == []


def test_a_story_of_every_act_is_admitted_whole_and_read_in_parts(story: Any) -> None:
    assert findings(story.facts) == []
    rules = Rules[SessionState](lambda state, _fact: framework_of(story.rules, state.confirmed))
    whole = read_session(map(unnumbered, story.facts), rules)
    assert not whole.anomalies
    for candidate in ("c1", "c2", "c3"):
        some = [unnumbered(fact) for fact in story.facts if fact.subject in ("", candidate)]
        part = read_session(some, rules, SessionState(everyone=False))
        assert not part.anomalies
        assert part.candidates[candidate] == whole.candidates[candidate]
        assert part.result(candidate) == whole.result(candidate)
    light = [
        unnumbered(fact) for fact in story.facts if type(fact).__name__ not in ("MarkEntered", "ControlMarkEntered")
    ]
    assert list(map(str, read_session(light, rules, SessionState(marks=False)).anomalies.values())) == []


def test_a_copy_of_any_fact_after_the_publication_is_named_save_what_the_law_lets_follow(story: Any) -> None:
    size = len(story.facts)
    seen = {}
    for fact in story.facts:
        copy = replace(fact, key="copie" if "#" not in fact.key else "copie#1")
        seen[type(fact).__name__] = told([*story.facts, copy], size)
    admitted = {kind for kind, said in seen.items() if not said}
    assert admitted <= LAWFUL_AFTER_A_SEAL
    assert len(seen) > 30
    for kind in seen.keys() - admitted:
        assert seen[kind].startswith(f"fait {size}, {WORDS[kind]}, après le sceau du procès-verbal")


def test_every_field_of_every_fact_altered_alone_is_named_or_is_said_to_be_told(story: Any) -> None:
    free: set[tuple[str, str]] = set()
    tried: set[str] = set()
    for number, fact in enumerate(story.facts):
        kind = type(fact).__name__
        if kind in tried:
            continue
        tried.add(kind)
        for one in fields(fact):
            value = getattr(fact, one.name)
            other = _other(value)
            facts = [*story.facts[:number], replace(fact, **{one.name: other}), *story.facts[number + 1 :]]
            if not findings(facts):
                free.add((kind, one.name))
    # What a fact says of its own: who typed it, when, under which key, and what was typed.
    typed = {
        "author",
        "at",
        "key",
        "reason",
        "appraisal",
        "motive",
        "cause",
        "ground",
        "identity",
        "text",
        "text_date",
        "arrete",
    }
    typed |= {
        "arrete_date",
        "impossibilite",
        "account",
        "qualite",
        "fonction",
        "outside_dates",
        "edition",
        "engine",
        "sources",
        "digest",
    }
    typed |= {"day", "nature", "person", "paper", "reglement", "famille", "versions", "rules", "kinds", "derogation"}
    typed |= {"certification", "year", "read_by"}  # what they say is proved by what is decided after
    assert {name for _kind, name in free} <= typed | {"cell", "session", "blank", "establishment", "value", "presence"}
    typed |= {"certification", "year", "read_by"}  # told, and proved by what they decide
    named = {("DecisionProposed", "decision"), ("DecisionProposed", "average"), ("PvSealed", "content")}
    named |= {("PvApproved", "content"), ("DecisionFixed", "certificat"), ("AttendanceRecorded", "deliberation")}
    named |= {
        ("DecisionFixed", "decision"),
        ("MarkRaised", "cell"),
        ("JuryAppointed", "jurors"),
        ("MarkEntered", "log"),
    }
    assert not named & free


def _other(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, tuple):
        return (*value, "autre")
    return "f" * 64 if len(str(value)) == 64 else f"{value}9" if str(value).isdigit() else "autre"


def test_a_juror_added_after_the_seal_is_named_alone_or_with_a_jury(story: Any) -> None:
    act = {"log": story.state.log, "author": "service", "at": "2026-07-04T08:00:00Z"}
    juror = f.JurorAppointed(**act, key="x", juror="j-9", fonction="membre", qualite="salarie", account="moi")
    size = len(story.facts)
    assert "membre du jury nommé, après le sceau" in told([*story.facts, juror], size)
    jury = f.JuryAppointed(
        **act, key="y", president="j-9", jurors=("j-9",), arrete=story.text("x"), arrete_date="2026-05-02"
    )
    alone = replace(juror, key="y#1", fonction="president")
    assert "le procès-verbal est scellé" in told([*story.facts, jury, alone], size).casefold()


def test_a_refused_fact_is_never_applied_and_holds_its_candidate_alone(story: Any) -> None:
    rules = Rules[SessionState](lambda state, _fact: framework_of(story.rules, state.confirmed))
    fixed = f.DecisionFixed(
        **story.act("president").on(story.state.log),
        candidate="c2",
        deliberation=1,
        decision="admis",
        mention="TB",
        motive=story.text("x"),
        certificat="non",
    )
    before = read_session(map(unnumbered, story.facts), rules)
    after = read_session(map(unnumbered, [*story.facts, fixed]), rules)
    assert after.last_result("c2") == before.last_result("c2")
    assert after.result("c2") is None
    assert "vérifie" in after.why_withheld("c2")
    assert after.result("c1") == before.result("c1")
    assert after.result("c3") == before.result("c3")


def test_two_persons_set_a_refused_fact_aside_and_no_reading_heeds_it(story: Any) -> None:
    rules = Rules[SessionState](lambda state, _fact: framework_of(story.rules, state.confirmed))
    bad = replace(next(x for x in story.facts if isinstance(x, f.MarkEntered)), key="tard", cell="20")
    facts = [*story.facts, bad]
    reader = Reader(SESSION, rules, SessionState())
    for fact in facts:
        reader.take(unnumbered(fact))
    [leaf] = reader.state.anomalies

    def give(command: Any, by: str, **given: Any) -> None:
        accepted = command(reader.state, story.act(by), **given)
        for fact in accepted.facts:
            assert reader.take(unnumbered(fact)) is None
            facts.append(fact)

    with pytest.raises(Refused, match="Personne n'a demandé"):
        give(conduct.set_aside, "adjoint", fact=leaf)
    with pytest.raises(Refused, match="motif"):
        give(conduct.ask_setting_aside, "service", fact=leaf, reason=Commitment(""))
    give(conduct.ask_setting_aside, "service", fact=leaf, reason=story.text("inconnu"))
    with pytest.raises(Refused, match="une autre personne"):
        give(conduct.set_aside, "service", fact=leaf)
    give(conduct.set_aside, "adjoint", fact=leaf)
    assert not reader.state.anomalies
    assert str(reader.state.set_aside[leaf]).startswith("fait sans numéro, note saisie, après le sceau")
    assert reader.state.result("c1") is not None
    report = replay_with(engine_of)(numbered(facts))
    assert report.findings == ()
    assert "Écarté par deux personnes" in report.remarks[0]
    some = [unnumbered(fact) for fact in facts if fact.subject in ("", "c1")]
    assert not read_session(some, rules, SessionState(everyone=False)).anomalies
    others = [unnumbered(fact) for fact in facts if fact.subject in ("", "c2")]
    assert not read_session(others, rules, SessionState(everyone=False)).anomalies


def test_nobody_sets_aside_a_fact_that_is_lawful(story: Any) -> None:
    with pytest.raises(Refused, match="pas en anomalie"):
        story.ask_setting_aside(fact="a" * 64, reason=story.text("x"))
    act = story.act("service").on(story.state.log)
    lawful = unnumbered(next(fact for fact in story.facts if isinstance(fact, f.DecisionProposed))).leaf
    forged = f.FactSetAside(**act, candidate="c1", fact=lawful, asked_by="adjoint")
    assert "fait écarté" in told([*story.facts, forged], len(story.facts))


def test_what_says_otherwise_beside_the_fact_is_an_anomaly_and_so_is_what_nobody_can_read() -> None:
    act = {"log": "s", "author": "a", "at": "2026-07-04T08:00:00Z", "key": "k"}
    payload = encode(f.LivretExamined(**act, candidate="c1"))
    assert recorded(3, payload, {"subject": "c1"}).fact is not None
    assert "la colonne subject dit" in recorded(3, payload, {"subject": "c2"}).problem
    assert "illisible" in recorded(3, b"{", {"subject": "c2"}).problem
    reader = Reader(SESSION, Rules[SessionState](lambda _s, _f: pytest.fail("rien à juger")), SessionState())
    anomaly = reader.take(recorded(3, b"{", {"subject": "c2"}))
    assert anomaly is not None
    assert str(anomaly).startswith("fait 3, illisible")


def test_an_upgrade_is_a_fact_and_judges_only_what_follows(conductor: Any) -> None:
    room = conductor
    room.open_session(log="s", year=2026, blank=True, edition=1)
    room.register_establishment(establishment="0750001A", nature="lycee")
    room.enrolled().marked().closed().with_jury().proposed()
    room.approve_pv(by="president")
    room.approve_pv(by="service")  # the first edition let the office approve
    room.seal_pv()
    with pytest.raises(Refused, match="dernière est la"):
        room.upgrade_conduct(conduct=CONDUCT + 1)
    room.upgrade_conduct()
    assert room.state.conduct == CONDUCT
    assert findings(room.facts) == []
    room.published().correct(
        candidate="c1", unit="U2", before=parse_cell("12"), cell=parse_cell("13"), reason=room.text("x")
    )
    room.proposed()
    with pytest.raises(Refused, match="qui a siégé"):
        room.approve_pv(by="service")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_added_at_the_end_is_named_or_is_what_a_command_gives(story: Any, data: st.DataObject) -> None:
    facts = story.facts
    fact = data.draw(st.sampled_from(facts))
    candidate = data.draw(st.sampled_from(["c1", "c2"]))
    changed: dict[str, Any] = {"key": "ajout"}
    if isinstance(fact, CandidateFact):
        changed["candidate"] = candidate
    for one in fields(fact):
        if one.name in ("decision", "mention", "cell", "unit", "presence") and data.draw(st.booleans()):
            words = [getattr(other, one.name) for other in facts if hasattr(other, one.name)]
            changed[one.name] = data.draw(st.sampled_from(words))
        if one.name in ("deliberation",) and data.draw(st.booleans()):
            changed[one.name] = data.draw(st.integers(0, 4))
    added = replace(fact, **changed)
    assert not isinstance(added, VaeFact)
    rules = Rules[SessionState](lambda state, _fact: framework_of(story.rules, state.confirmed))
    before = read_session(map(unnumbered, facts), rules)
    after = read_session(map(unnumbered, [*facts, added]), rules)
    assert len(after.anomalies) <= 1
    for one in before.candidates:
        assert after.last_result(one) == before.last_result(one)
    if after.anomalies:
        assert after.candidates.keys() == before.candidates.keys()
        assert after.phase is before.phase
    else:
        assert type(added).__name__ in LAWFUL_AFTER_A_SEAL
