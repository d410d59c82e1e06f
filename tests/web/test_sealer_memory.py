"""The sealer remembers the last head of each log: a base that went back, or tells another story, gets none."""

import uuid
from typing import Any

import pytest

from laureat.records.facts import DeadlineSet, PvSealed
from laureat.session.framework import Refused
from laureat.web.exam_sessions import house, ledger, sealing
from laureat.web.exam_sessions.models import NumberedFact, StoredTreeHead
from laureat.web.project import demonstration, vouching
from laureat.web.sealer import client, protocol
from laureat.web.strongroom import heads, memory
from support.derriere import alter_behind

LOG, OTHER = "journal-essai", "journal-voisin"
FACTS, PLACES, HEADS = "exam_sessions_storedfact", "exam_sessions_numberedfact", "exam_sessions_storedtreehead"


def grow(log: str, count: int = 1) -> None:
    """Some facts more."""
    about: dict[str, Any] = {"log": log, "at": ledger.now(), "author": "a", "milestone": "pieces"}
    for _ in range(count):
        ledger.append(log, [DeadlineSet(**about, key=uuid.uuid4().hex, day="2026-03-31")])


@pytest.fixture
def vouched(base: str) -> None:
    """Two logs of three facts, then of five, each time with a head."""
    for _ in range(2):
        for log in (LOG, OTHER):
            grow(log, 3)
            sealing.vouch(log)


def signed(log: str) -> int:
    """How many heads the base holds of a log."""
    return StoredTreeHead.objects.filter(log=log).count()


def test_a_log_that_grows_gets_its_heads(vouched: None) -> None:
    known = memory.of(LOG)
    assert known is not None
    assert known.size == 6
    grow(LOG)
    assert sealing.vouch(LOG) == 7


FORGED: dict[str, list[str]] = {
    "rolled back": [
        f"DELETE FROM {HEADS} WHERE log = %(log)s AND size = 6",
        f"DELETE FROM {PLACES} WHERE log = %(log)s AND position > 2",
        f"DELETE FROM {FACTS} fact WHERE log = %(log)s AND NOT EXISTS "
        f"(SELECT 1 FROM {PLACES} place WHERE place.fact_id = fact.id)",
    ],
    "rolled back whole": [f"DELETE FROM {table} WHERE log = %(log)s" for table in (HEADS, PLACES, FACTS)],
    "its last head gone": [f"DELETE FROM {HEADS} WHERE log = %(log)s AND size = 6"],
    "a fact changed, with its leaf": [
        f"UPDATE {FACTS} SET payload = convert_to(replace(convert_from(payload, 'UTF8'), '03-31', '04-01'), 'UTF8') "
        f"WHERE id = (SELECT min(id) FROM {FACTS} WHERE log = %(log)s)",
        f"UPDATE {PLACES} place SET leaf = sha256('\\x00'::bytea || payload) FROM {FACTS} fact "
        "WHERE fact.id = place.fact_id AND place.log = %(log)s",
    ],
    "two facts swapped": [
        f"UPDATE {PLACES} SET position = position + 100 WHERE log = %(log)s AND position < 2",
        f"UPDATE {PLACES} SET position = 101 - position WHERE log = %(log)s AND position >= 100",
    ],
}


@pytest.mark.parametrize("how", FORGED)
def test_a_log_that_no_longer_prolongs_the_last_head_gets_none_and_the_others_do(vouched: None, how: str) -> None:
    for statement in FORGED[how]:
        alter_behind(statement.replace("%(log)s", f"'{LOG}'"))
    held = signed(LOG)
    grow(LOG, 4)
    grow(OTHER)
    done = vouching.vouch()
    assert done.contradicted
    assert f"ALERTE : Journal {LOG} : il n'est plus celui" in " ".join(done.lines)
    assert signed(LOG) == held, "neither a head nor a number"
    assert NumberedFact.objects.filter(log=LOG, position__gt=5).count() == 0
    assert signed(OTHER) == 3
    if how in ("rolled back", "rolled back whole", "its last head gone"):  # seen for each title too, not at heads alone
        with pytest.raises(Refused, match="n'est plus celui"):
            heads.check(LOG)


def test_cut_between_the_base_and_its_memory_the_sealer_goes_on(vouched: None) -> None:
    known = memory.of(LOG)
    assert known is not None
    grow(LOG)
    sealing.vouch(LOG)
    memory.keep(LOG, known.size, known.root)  # as a kill would leave it
    heads.check(LOG)
    grow(LOG)
    assert sealing.vouch(LOG) == 8


def test_a_head_is_asked_by_log_and_size_and_none_is_signed_where_the_sealer_reads_less(vouched: None) -> None:
    held = signed(LOG)
    grow(LOG)
    with pytest.raises(Refused, match="n'en lit que 7"):
        client.ask(protocol.Head(LOG, 8))
    assert signed(LOG) == held
    assert client.ask(protocol.Head(LOG, 7)) == 7
    assert client.ask(protocol.Head(LOG, 3)) == 7


def test_a_sealer_that_lost_its_memory_takes_up_only_what_its_own_key_signed(vouched: None) -> None:
    memory.place().unlink()
    grow(LOG)
    assert sealing.vouch(LOG) == 7
    memory.place().unlink()
    alter_behind(f"UPDATE {HEADS} SET head = jsonb_set(head, '{{signature}}', to_jsonb(repeat('00', 64)))")
    with pytest.raises(Refused, match="n'est pas signée par la clé de ce scelleur"):
        sealing.vouch(LOG)


def test_a_seal_that_nobody_approved_is_numbered_and_owns_no_head(base: str) -> None:
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 12, seed=3)
    demonstration.appoint(world, session)
    about: dict[str, Any] = {"log": session.log, "at": ledger.now(), "key": "forge"}
    seal = PvSealed(**about, author=str(world.office.pseudonym), deliberation=1, content="00")
    ledger.append(session.log, [seal])
    sealing.seal_due(session.log)
    assert not sealing.is_late()
    assert [one.head.occasion for one in ledger.heads(session.log)] == []
    assert house.vouch() == []
    assert [one.head.occasion for one in ledger.heads(session.log)] == ["periodique"]
