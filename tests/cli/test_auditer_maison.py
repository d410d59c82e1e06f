"""An export says whose keys approved its minutes, with the export of the log of the house beside it."""

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from laureat.cli.auditer import auditer
from laureat.records import Fact, encode
from laureat.records import facts as f
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.journal import Entry, entry_line, head_line
from laureat.records.merkle import Frontier, leaf_hash
from laureat.records.treehead import Occasion, TreeHead, sign
from laureat.session.approvals import enrolment_challenge, fingerprint
from laureat.session.house import HOUSE, HOUSE_LOG
from support.approbations import Room
from support.cles import Authenticator
from support.conducteur import text as said
from support.maison import Home, empty

KEY = b"k" * 32
OWNED = {
    "SessionClosed": Occasion.CLOSURE,
    "PvSealed": Occasion.DELIBERATION,
    "ResultPublished": Occasion.PUBLICATION,
}


LATER = "2026-12-01T08:00:00Z"


def written(path: Path, facts: Iterable[Fact], *, signed: bool = True, until: str = LATER) -> Path:
    """The export of a log, signed anew as whoever holds the key of the log may; that of the house, ``until`` then."""
    lines, heads, frontier, told = [], [], Frontier(), list(facts)
    for number, fact in enumerate(told):
        payload = encode(fact)
        lines.append(entry_line(Entry(number, payload, leaf_hash(payload))))
        frontier = frontier.extended([leaf_hash(payload)])
        occasion = OWNED.get(type(fact).__name__)
        if fact.log == HOUSE_LOG and signed and number == len(told) - 1:
            occasion = Occasion.PERIODIQUE
        at = until if fact.log == HOUSE_LOG else fact.at
        if occasion:
            head = TreeHead(log=fact.log, size=frontier.size, root=frontier.root, occasion=occasion, at=at)
            heads.append(head_line(sign(head, signer(KEY))))
    path.write_text("\n".join([*lines, *heads]) + "\n", encoding="utf-8")
    return path


def audited(journal: Path, *more: str | Path) -> Result:
    """The command on an export."""
    return CliRunner().invoke(auditer, [str(journal), "--cle-publique", public_key_of(KEY).hex(), *map(str, more)])


def house_of(keys: Iterable[Authenticator]) -> Home:
    """A house where each of these keys was made by its holder, then confirmed by someone of the office."""
    home = Home()
    home.give("take_up", HOUSE, **empty())
    home.give("open_account", HOUSE, account="cheffe", role="examens", identity=said("cheffe"))
    for one in keys:
        home.welcome(one.name, "jury")
        made = one.made(enrolment_challenge(home.state.log, one.name))
        home.give("enrol_approval_key", one.name, account=one.name, **made)
        home.give("confirm_approval_key", account=one.name, fingerprint=fingerprint(one.public))
    return home


@pytest.fixture(scope="module")
def sealed() -> Room:
    """Minutes that two jurors approved with their keys."""
    room = Room()
    for account in ("president", "membre"):
        room.approve(account)
    return room


def test_with_the_log_of_the_house_an_export_says_whose_keys_approved(sealed: Room, tmp_path: Path) -> None:
    journal = written(tmp_path / "journal.jsonl", sealed.story.facts)
    alone = audited(journal)
    assert alone.exit_code == 0, alone.output
    assert "le journal de la maison le dit (--maison)" in alone.output
    house = written(tmp_path / "maison.jsonl", house_of(sealed.own.values()).facts)
    both = audited(journal, "--maison", house)
    assert both.exit_code == 0, both.output
    assert both.output.count("Journal intact") == 2
    assert "--maison" not in both.output


def test_a_key_that_nobody_enrolled_is_named_though_its_signature_holds(sealed: Room, tmp_path: Path) -> None:
    journal = written(tmp_path / "journal.jsonl", sealed.story.facts)
    without = house_of(one for one in sealed.own.values() if one.name != "membre")
    ran = audited(journal, "--maison", written(tmp_path / "maison.jsonl", without.facts))
    assert ran.exit_code == 1
    assert "Cette clé n'est pas inscrite dans la maison" in ran.output
    unsigned = written(tmp_path / "maison.jsonl", house_of(sealed.own.values()).facts, signed=False)
    assert "rien n'y prouve à qui est une clé" in str(audited(journal, "--maison", unsigned).exception)
    forger = Authenticator("membre")
    forged = house_of([one if one.name != "membre" else forger for one in sealed.own.values()])
    ran = audited(journal, "--maison", written(tmp_path / "maison.jsonl", forged.facts))
    assert ran.exit_code == 1, "another key under the same name"


def test_a_house_that_was_altered_to_know_a_forged_key_is_itself_named(sealed: Room, tmp_path: Path) -> None:
    journal = written(tmp_path / "journal.jsonl", sealed.story.facts)
    facts = list(house_of(sealed.own.values()).facts)
    place = next(n for n, one in enumerate(facts) if isinstance(one, f.ApprovalKeyEnrolled) and one.account == "membre")
    enrolled = facts[place]
    assert isinstance(enrolled, f.ApprovalKeyEnrolled)
    facts[place] = replace(enrolled, account="employeur", author="employeur")
    ran = audited(journal, "--maison", written(tmp_path / "maison.jsonl", facts))
    assert ran.exit_code == 1
    assert "Journal altéré" in ran.output.partition("journal.jsonl")[0], ran.output


def test_the_log_of_a_session_is_not_that_of_the_house(sealed: Room, tmp_path: Path) -> None:
    journal = written(tmp_path / "journal.jsonl", sealed.story.facts)
    ran = audited(journal, "--maison", journal)
    assert ran.exit_code != 0
    assert "n'est pas le journal de la maison" in str(ran.exception)
    both = CliRunner().invoke(auditer, ["--donnees", str(tmp_path), "--maison", str(journal)])
    assert both.exit_code == 2


def test_past_where_the_export_of_the_house_stops_it_neither_clears_a_key_nor_accuses_it(
    sealed: Room, tmp_path: Path
) -> None:
    """A revocation may have come in between, or the enrolment of a key that it does not hold."""
    journal = written(tmp_path / "journal.jsonl", sealed.story.facts)
    asked = "l'export de la maison s'arrête le 01/02/2026, avant elle"
    for keys in (list(sealed.own.values()), []):
        house = written(tmp_path / "maison.jsonl", house_of(keys).facts, until="2026-02-01T09:30:00Z")
        ran = audited(journal, "--maison", house)
        assert ran.exit_code == 0, ran.output
        assert "Cet export s'arrête le 01/02/2026 à 09:30:00 UTC" in ran.output
        assert ran.output.count(asked) == 2
    home = house_of(sealed.own.values())
    lost = sealed.own["membre"]
    home.give(
        "revoke_approval_key",
        lost.name,
        account=lost.name,
        fingerprint=fingerprint(lost.public),
        reason=said("perdue"),
    )
    ran = audited(journal, "--maison", written(tmp_path / "maison.jsonl", home.facts, until="2026-02-01T09:30:00Z"))
    assert ran.exit_code == 1, "it says enough of this one"
    assert "Cette clé est révoquée ou remplacée" in ran.output


def test_the_audit_of_a_base_asks_for_no_setting_of_the_site() -> None:
    program = "from laureat.web.project import audited, audited_house, derived; from laureat.web.sealer import public"
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=own)
    assert told.returncode == 0, told.stderr
