"""However a log begins, and whatever is put next to its opening, what it holds is judged: none is left unread."""

from dataclasses import replace

import pytest

from laureat.cli.auditer import engine_of
from laureat.records import Fact, encode, leaf_hash
from laureat.records import facts as f
from laureat.records.audit import AuditReport, audit
from laureat.records.ed25519 import public_key_of, verifier
from laureat.records.journal import Entry
from laureat.session.house import HOUSE_LOG
from laureat.session.replay import replay_with
from laureat.session.vae import vae_log

ACT = {"author": "compte", "at": "2025-07-04T09:00:00Z"}
UNKNOWN = "RNCP1"


def audited(*facts: Fact, certification: str = "") -> AuditReport:
    payloads = [encode(fact) for fact in facts]
    entries = [Entry(number, payload, leaf_hash(payload)) for number, payload in enumerate(payloads)]
    return audit(entries, [], verifier(public_key_of(b"k" * 32)), replay_with(engine_of, of=certification))


def named(report: AuditReport) -> list[int | None]:
    return [one.number for one in report.findings]


def application(log: str, certification: str, key: str = "vae") -> f.VaeApplicationReceived:
    said = {"application": key, "person": f"personne-{key}", "identity": "a" * 64, "certification": certification}
    return f.VaeApplicationReceived(**ACT, log=log, key=key, units=("U2",), **said)


@pytest.fixture
def session(conductor) -> list[Fact]:
    conductor.opened().enrolled("c1").marked("c1").closed().with_jury().proposed()
    return list(conductor.sealed().published().facts)


def test_a_second_opening_right_after_the_first_of_rules_that_nobody_knows_is_named_and_the_rest_is_judged(
    session: list[Fact],
) -> None:
    opened = session[0]
    assert isinstance(opened, f.SessionOpened)
    forged = replace(opened, key="forge", certification=UNKNOWN, reglement=UNKNOWN)
    sound = audited(*session)
    assert sound.sound
    for place in range(1, len(session) + 1):
        report = audited(*session[:place], forged, *session[place:])
        assert named(report)[0] == place
        assert (report.remarks, report.decisions) == ((), sound.decisions)


def test_a_log_that_no_session_opens_is_named_fact_by_fact(session: list[Fact]) -> None:
    alone = [fact for fact in session if isinstance(fact, f.MarkEntered)]
    assert named(audited(*alone)) == list(range(len(alone)))


def test_a_log_of_vae_is_judged_by_the_certification_of_its_name_not_by_its_first_application() -> None:
    log = vae_log("RNCP35697")
    first, other = application(log, UNKNOWN, "forge"), application(log, "RNCP35697")
    assert named(audited(first, other)) == [0]
    decided = f.VaeUnitDecided(
        **ACT, log=log, key="decide", application="forge", unit="U2", validated=True, motive="a" * 64
    )
    assert named(audited(first, decided, certification="RNCP35697")) == [0, 1]
    assert named(audited(first, decided)) == [0, 1]


def test_a_log_of_vae_that_begins_by_what_is_of_a_session_is_judged_further(session: list[Fact]) -> None:
    log = vae_log("RNCP35697")
    strange = replace(session[0], log=log, key="forge")
    assert named(audited(strange, application(log, "RNCP35697"), certification="RNCP35697")) == [0]


@pytest.mark.parametrize("kind", ["LivretExamined", "VaeLivretReceived", "HeadSigned", "SessionOpened"])
def test_the_log_of_the_house_that_begins_by_what_is_of_another_is_judged_further(
    kind: str, session: list[Fact]
) -> None:
    act = ACT | {"log": HOUSE_LOG, "key": "forge"}
    head = {"size": 1, "root": "a" * 64, "occasion": "publication", "signed_at": ACT["at"], "signature": "aa"}
    strange: Fact = {
        "LivretExamined": lambda: f.LivretExamined(**act, candidate="c"),
        "VaeLivretReceived": lambda: f.VaeLivretReceived(**act, application="a"),
        "HeadSigned": lambda: f.HeadSigned(**act, of="journal", **head),
        "SessionOpened": lambda: replace(session[0], **act),
    }[kind]()
    nothing = f.DepositWithdrawn(**(act | {"key": "depot"}), deposit="d" * 32, reason="a" * 64)
    assert named(audited(strange, nothing)) == [0, 1]
