"""A session's log, altered behind its back in every way, names what was done to it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from laureat.cli.auditer import auditer, engine_of
from laureat.records import Fact, Frontier, Occasion, SignedTreeHead, TreeHead, encode, leaf_hash, sign
from laureat.records.audit import AuditReport, Trouble, audit
from laureat.records.ed25519 import public_key_of, signer, verifier
from laureat.records.facts import (
    AttendanceRecorded,
    DecisionProposed,
    JurorAppointed,
    MarkEntered,
    PvApproved,
    PvSealed,
)
from laureat.records.journal import FORMAT, Entry, entry_line, head_line, read_journal
from laureat.records.recorded import recorded
from laureat.session.judged import _juror
from laureat.session.replay import replay_with
from laureat.session.vae import VaeState
from laureat.vocabulary import Decision, InvalidInput, parse_cell

KEY = b"k" * 32
PUBLIC = public_key_of(KEY)
OCCASIONS = {
    "SessionClosed": Occasion.CLOSURE,
    "PvSealed": Occasion.DELIBERATION,
    "ResultPublished": Occasion.PUBLICATION,
}


@dataclass
class Log:
    """A log as it is stored: numbered entries and signed heads."""

    facts: list[Fact]
    entries: list[Entry]
    heads: list[SignedTreeHead]

    def audited(self, entries: list[Entry] | None = None, witness: list[Entry] | None = None) -> AuditReport:
        known = {e.number: e.payload for e in witness or [] if e.payload is not None}
        stored = self.entries if entries is None else entries
        return audit(stored, self.heads, verifier(PUBLIC), replay_with(engine_of), known)

    def number_of(self, choose: Callable[[Fact], bool]) -> int:
        return next(number for number, fact in enumerate(self.facts) if choose(fact))

    def written(self, path: Path, entries: list[Entry] | None = None) -> Path:
        stored = self.entries if entries is None else entries
        lines = [*map(entry_line, stored), *map(head_line, self.heads)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path


def stored(facts: list[Fact]) -> Log:
    entries, heads, frontier = [], [], Frontier()
    for number, fact in enumerate(facts):
        payload = encode(fact)
        entries.append(Entry(number, payload, leaf_hash(payload)))
        frontier = frontier.extended([leaf_hash(payload)])
        if occasion := OCCASIONS.get(type(fact).__name__):
            head = TreeHead(log=fact.log, size=frontier.size, root=frontier.root, occasion=occasion, at=fact.at)
            heads.append(sign(head, signer(KEY)))
    return Log(facts, entries, heads)


@pytest.fixture
def log(conductor) -> Log:
    """Three candidates, published."""
    conductor.opened().enrolled("c1").marked("c1").enrolled("c2").marked("c2", "9", U2="10", U31="10", U32="10")
    conductor.enrolled("c3").marked("c3", "7").closed().with_jury().proposed()
    conductor.raise_mark(candidate="c3", unit="U7", cell=parse_cell("9"), motive=conductor.text("relevé"))
    return stored(conductor.sealed().published().facts)


def is_mark(fact: Fact, candidate: str = "c2", unit: str = "U11") -> bool:
    return isinstance(fact, MarkEntered) and (fact.candidate, fact.unit) == (candidate, unit)


def test_an_untouched_log_is_sound_and_every_decision_is_computed_again(log: Log) -> None:
    report = log.audited()
    assert report.sound
    assert (report.size, report.facts, report.heads, report.decisions) == (len(log.facts), len(log.facts), 3, 4)
    assert report.covered == len(log.facts)
    assert report.remarks == ()


def test_an_altered_mark_is_named_and_the_decision_it_gave_no_longer_follows(log: Log) -> None:
    number = log.number_of(is_mark)
    payload = log.entries[number].payload.replace(b'"cell":"9"', b'"cell":"19"')  # type: ignore[union-attr]
    entries = [replace(e, payload=payload) if e.number == number else e for e in log.entries]
    report = log.audited(entries)
    assert [(f.trouble, f.number, f.kind) for f in report.findings][:2] == [
        (Trouble.ALTERE, number, "MarkEntered"),
        (
            Trouble.DECISION,
            log.number_of(lambda f: isinstance(f, DecisionProposed) and f.candidate == "c2"),
            "DecisionProposed",
        ),
    ]
    assert "candidat c2" in report.findings[1].message
    [altered] = [f for f in log.audited(entries, log.entries).findings if f.trouble is Trouble.ALTERE]
    assert "cell : « 9 » → « 19 »" in altered.message


def test_a_fact_and_its_leaf_altered_together_are_caught_by_the_signed_heads(log: Log) -> None:
    number = log.number_of(is_mark)
    payload = log.entries[number].payload.replace(b'"cell":"9"', b'"cell":"19"')  # type: ignore[union-attr]
    entries = [Entry(number, payload, leaf_hash(payload)) if e.number == number else e for e in log.entries]
    report = log.audited(entries)
    assert [f.trouble for f in report.findings] == [Trouble.TETE, Trouble.TETE, Trouble.DECISION]
    assert report.covered == 0
    with_witness = log.audited(entries, log.entries)
    assert (with_witness.findings[0].trouble, with_witness.findings[0].number) == (Trouble.ALTERE, number)


def test_a_removed_fact_is_missed(log: Log) -> None:
    number = log.number_of(is_mark)
    report = log.audited([replace(e, payload=None) if e.number == number else e for e in log.entries])
    assert (report.findings[0].trouble, report.findings[0].number) == (Trouble.MANQUANT, number)
    report = log.audited([e for e in log.entries if e.number != number], log.entries)
    first = report.findings[0]
    assert (first.trouble, first.number, first.kind) == (Trouble.MANQUANT, number, "MarkEntered")
    assert '"cell":"9"' in first.message


def test_facts_removed_at_the_end_are_missed_by_the_heads(log: Log) -> None:
    report = log.audited(log.entries[:-2])
    assert [f.message for f in report.findings if f.trouble is Trouble.MANQUANT][-1].count("il manque 2 faits")


def test_a_fact_removed_by_renumbering_shows_as_one_gone_and_the_others_moved(log: Log) -> None:
    number = log.number_of(is_mark)
    shifted = [replace(e, payload=log.entries[e.number + 1].payload) for e in log.entries[number:-1]]
    report = log.audited([*log.entries[:number], *shifted, replace(log.entries[-1], payload=None)])
    assert [(f.trouble, f.number) for f in report.findings][:2] == [
        (Trouble.MANQUANT, number),
        (Trouble.DEPLACE, number),
    ]


def test_an_inserted_fact_is_not_of_the_log(log: Log) -> None:
    number = log.number_of(is_mark)
    fake = encode(replace(log.facts[number], unit="PROJET", cell="20", key="faux"))  # type: ignore[call-arg]
    after = [replace(e, payload=log.entries[e.number - 1].payload) for e in log.entries[number + 1 :]]
    last = Entry(len(log.entries), log.entries[-1].payload, None)
    report = log.audited([*log.entries[:number], Entry(number, fake, log.entries[number].leaf), *after, last])
    first = report.findings[0]
    assert (first.trouble, first.number, first.kind) == (Trouble.INSERE, number, "MarkEntered")
    report = log.audited([*log.entries, Entry(len(log.entries), fake, None)])
    assert (report.findings[0].trouble, report.findings[0].number) == (Trouble.INSERE, len(log.entries))
    report = log.audited([*log.entries, Entry(number, fake, leaf_hash(fake))])
    assert (report.findings[0].trouble, report.findings[0].number) == (Trouble.INSERE, number)


def test_two_facts_exchanged_are_both_named(log: Log) -> None:
    one, two = log.number_of(is_mark), log.number_of(lambda fact: is_mark(fact, "c1"))
    entries = list(log.entries)
    entries[one] = replace(entries[one], payload=log.entries[two].payload)
    entries[two] = replace(entries[two], payload=log.entries[one].payload)
    moved = [f for f in log.audited(entries).findings if f.trouble is Trouble.DEPLACE]
    assert [(f.number, f.kind) for f in moved] == [(min(one, two), "MarkEntered"), (max(one, two), "MarkEntered")]


def test_facts_that_moved_together_are_one_finding_and_those_that_moved_otherwise_another(log: Log) -> None:
    start, length = log.number_of(is_mark), 3
    there = start + length
    entries = list(log.entries)
    for rank in range(length):
        entries[start + rank] = replace(entries[start + rank], payload=log.entries[there + rank].payload)
        entries[there + rank] = replace(entries[there + rank], payload=log.entries[start + rank].payload)
    moved = [f for f in log.audited(entries).findings if f.trouble is Trouble.DEPLACE]
    told = "et jusqu'au n° {}, les faits portaient les numéros {} à {}."
    assert {f.number: f.message for f in moved} == {
        start: told.format(there - 1, there, there + length - 1),
        there: told.format(there + length - 1, start, there - 1),
    }


def test_every_head_that_no_longer_holds_is_counted(log: Log) -> None:
    number = log.number_of(is_mark)
    payload = log.entries[number].payload.replace(b'"cell":"9"', b'"cell":"19"')  # type: ignore[union-attr]
    entries = [Entry(number, payload, leaf_hash(payload)) if e.number == number else e for e in log.entries]

    def told(heads: list[SignedTreeHead]) -> list[str]:
        return [f.message for f in replace(log, heads=heads).audited(entries).findings if f.trouble is Trouble.TETE]

    assert len(told(log.heads[:1])) == 1
    assert told(log.heads[:2])[1:] == ["1 autre tête signée en dépend et diffère aussi."]
    assert told(log.heads)[1:] == ["2 autres têtes signées en dépendent et diffèrent aussi."]
    assert f"entre le n° 0 et le n° {log.heads[0].head.size - 1}" in told(log.heads)[0]


def test_a_decision_forged_with_its_leaf_does_not_follow_from_the_marks(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1", "7").closed().with_jury().proposed()
    facts = [
        replace(f, decision="admis", average="10") if isinstance(f, DecisionProposed) else f for f in conductor.facts
    ]
    [finding] = stored(facts).audited().findings
    assert finding.trouble is Trouble.DECISION
    assert "decision : « admis » au lieu de « ajourne »" in finding.message


def test_minutes_sealed_without_two_approvals_are_named(log: Log) -> None:
    dropped = log.number_of(lambda fact: isinstance(fact, PvApproved))
    report = stored([f for number, f in enumerate(log.facts) if number != dropped]).audited()
    assert [f.kind for f in report.findings] == ["PvSealed", "ResultPublished"]
    assert "1 approbation sur 2" in report.findings[0].message


def test_results_published_without_sealed_minutes_are_named(log: Log) -> None:
    sealed = log.number_of(lambda fact: isinstance(fact, PvSealed))
    report = stored([f for number, f in enumerate(log.facts) if number != sealed]).audited()
    assert "ResultPublished" in [f.kind for f in report.findings]
    assert any("Aucun procès-verbal scellé" in f.message for f in report.findings)


def test_minutes_of_which_someone_present_was_removed_are_named(log: Log) -> None:
    seat = log.number_of(lambda fact: isinstance(fact, AttendanceRecorded))
    report = stored([f for number, f in enumerate(log.facts) if number != seat]).audited()
    assert [f.kind for f in report.findings] == ["PvApproved", "PvApproved", "PvSealed", "ResultPublished"]
    assert all("La présence de 1 membre du jury n'est pas relevée" in f.message for f in report.findings[:3])


def test_a_mark_after_closure_is_named(log: Log) -> None:
    facts = [*log.facts, replace(log.facts[log.number_of(is_mark)], key="tard")]
    assert "close" in stored(facts).audited().findings[0].message


def test_a_head_signed_by_another_key_or_of_another_log_vouches_for_nothing(log: Log) -> None:
    forged = sign(log.heads[0].head, signer(b"x" * 32))
    other = sign(replace(log.heads[0].head, log="autre"), signer(KEY))
    report = Log(log.facts, log.entries, [forged, other]).audited()
    assert [f.trouble for f in report.findings] == [Trouble.SIGNATURE, Trouble.TETE]
    assert report.findings[1].message.endswith("est celle d'un autre journal : autre.")
    assert report.covered == 0


def test_a_column_that_says_otherwise_than_the_fact_is_named(log: Log) -> None:
    number = log.number_of(is_mark)
    entries = list(log.entries)
    entries[number] = replace(entries[number], columns={"kind": "MarkEntered", "subject": "c1"})
    [finding] = log.audited(entries).findings
    assert (finding.trouble, finding.number) == (Trouble.COLONNE, number)
    assert "« c1 »" in finding.message


def test_an_unreadable_fact_is_named_and_the_audit_goes_on(log: Log) -> None:
    entries = list(log.entries)
    entries[4] = replace(entries[4], payload=b"\xff")
    entries.append(Entry(10**12, b"{}", None))
    report = log.audited(entries)
    assert [f.number for f in report.findings if f.trouble is Trouble.ILLISIBLE] == [4, 10**12]


def test_other_rules_than_those_of_the_minutes_are_said_to_be_other(log: Log) -> None:
    def other(state):  # type: ignore[no-untyped-def]
        return replace(engine_of(state), rules="0" * 64)

    report = audit(log.entries, log.heads, verifier(PUBLIC), replay_with(other))
    assert report.sound
    assert report.decisions == 0
    assert "non recalculée" in report.remarks[0]


def test_minutes_of_another_edition_are_never_said_altered(log: Log) -> None:
    """An upgrade changes rules and decisions: what was lawfully decided before it stays what it was."""

    def stricter(state):  # type: ignore[no-untyped-def]
        edition = engine_of(state)

        def decide(standing):  # type: ignore[no-untyped-def]
            return replace(edition.decide(standing), decision=Decision.AJOURNE)

        return replace(edition, decide=decide, rules="0" * 64)

    assert audit(log.entries, log.heads, verifier(PUBLIC), replay_with(stricter)).sound


def mute(conductor) -> Log:
    """A session whose jury failed a candidate, told by a first fact that said nothing of the certificat."""
    conductor.opened(edition=1).enrolled("c1").marked("c1", "9", U2="10", U31="10", U32="10")
    conductor.closed().with_jury().proposed()
    conductor.fix_decision(candidate="c1", decision=Decision.AJOURNE, motive=conductor.text("décision du jury"))
    fixed = conductor.facts[-1]
    assert fixed.certificat == "oui"
    conductor.facts[-1] = replace(fixed, certificat="")
    conductor.state.current.fixed["c1"] = conductor.facts[-1]
    return stored(conductor.sealed().published().facts)


def test_a_fact_that_says_nothing_of_the_certificat_follows_the_reglement_of_its_session(conductor) -> None:
    log = mute(conductor)
    report = log.audited()
    assert report.sound, report.findings
    assert not report.remarks
    assert conductor.state.result("c1").certificat(conductor.framework.certificate_due)
    less = conductor.framework.law.parameters.with_values({"seuil_certificat": 950})
    other = replace(conductor.framework, law=conductor.framework.law.with_parameters(less))
    assert not conductor.state.result("c1").certificat(other.certificate_due)


def test_minutes_that_need_a_reglement_which_is_not_here_are_not_said_altered(conductor) -> None:
    log = mute(conductor)

    def unknown(state):  # type: ignore[no-untyped-def]
        raise InvalidInput(["le règlement de cette session n'est pas là"])

    report = audit(log.entries, log.heads, verifier(PUBLIC), replay_with(unknown), {})
    assert report.sound, report.findings
    assert any("n'est pas rejouée" in remark for remark in report.remarks)


def test_what_was_kept_elsewhere_of_the_end_of_a_log_is_missing_though_what_is_before_is_not_kept(log: Log) -> None:
    report = log.audited(log.entries[:-2], log.entries[-1:])
    assert len(log.entries) - 1 in {finding.number for finding in report.findings}


def test_a_log_cut_of_its_opening_is_judged_as_a_session_still(log: Log) -> None:
    """Not as the log of the house, of which every fact would be strange."""
    report = replay_with(engine_of)(recorded(e.number, e.payload or b"") for e in log.entries[1:5])
    assert not report.findings
    assert report.remarks[0].startswith("la conduite n'est pas rejouée")


@pytest.mark.parametrize("said", ["president", "membre"])
@pytest.mark.parametrize("given", ["president", "membre"])
def test_the_member_who_presides_is_the_one_whom_the_appointment_says(said: str, given: str) -> None:
    about = {"log": "l", "author": "a", "at": "2026-06-01T08:00:00Z", "key": "k"}
    seat = {"juror": "j-1", "qualite": "ien", "account": ""}
    pair = (JurorAppointed(**about, **seat, fonction=fonction) for fonction in (said, given))
    assert bool(list(_juror(*pair, VaeState("l")))) is (said != given)


def test_the_same_rules_run_by_other_sources_are_computed_again_and_it_is_said(log: Log) -> None:
    def elsewhere(state):  # type: ignore[no-untyped-def]
        return replace(engine_of(state), versions=("python 3.99",))

    report = audit(log.entries, log.heads, verifier(PUBLIC), replay_with(elsewhere))
    assert report.sound
    assert report.decisions == 4
    assert "python 3.99" in report.remarks[0]


def test_a_log_comes_back_from_its_lines(log: Log) -> None:
    heads: list[SignedTreeHead] = []
    lines = [*map(entry_line, log.entries), "", *map(head_line, log.heads)]
    assert list(read_journal(lines, heads)) == log.entries
    assert heads == log.heads


def test_an_export_says_its_format_every_earlier_one_is_read_and_a_newer_one_is_refused_in_words(log: Log) -> None:
    lines = [*map(entry_line, log.entries), *map(head_line, log.heads)]
    said = f'{{"format":{FORMAT},'
    assert lines[0].startswith(said)
    assert lines[-1].startswith(said)
    for number in range(1, FORMAT + 1):
        earlier = [line.replace(said, f'{{"format":{number},' if number > 1 else "{") for line in lines]
        heads: list[SignedTreeHead] = []
        assert (list(read_journal(earlier, heads)), heads) == (log.entries, log.heads)
    newer = [line.replace(said, f'{{"format":{FORMAT + 1},') for line in lines]
    with pytest.raises(
        InvalidInput, match=rf"essai\.jsonl, ligne 1 : cet export est du format {FORMAT + 1}, et ce Lauréat"
    ):
        list(read_journal(newer, [], "essai.jsonl"))
    for none in ("0", "-1", '"2"', "true"):
        with pytest.raises(InvalidInput, match=r"essai\.jsonl, ligne 1 : "):
            list(read_journal([line.replace(said, f'{{"format":{none},') for line in lines], [], "essai.jsonl"))


@pytest.mark.parametrize("line", ["{", "[]", "12", '{"number":-1,"payload":"","leaf":""}', '{"head":{}}', '{"head":1}'])
def test_a_line_that_is_no_fact_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(InvalidInput, match=r"essai\.jsonl, ligne 2"):
        list(read_journal(["", line], [], "essai.jsonl"))


# ------------------------------------------------------------------------------------------------ the command line
def test_the_command_says_that_a_log_is_intact(log: Log, tmp_path: Path) -> None:
    key = tmp_path / "cle.hex"
    key.write_text(PUBLIC.hex() + "\n")
    ran = CliRunner().invoke(auditer, [str(log.written(tmp_path / "j.jsonl")), "--cle-publique", str(key)])
    assert ran.exit_code == 0, ran.output
    assert "Journal intact." in ran.output


def test_the_command_names_what_was_altered_and_leaves_with_one(log: Log, tmp_path: Path) -> None:
    number = log.number_of(is_mark)
    payload = log.entries[number].payload.replace(b'"cell":"9"', b'"cell":"19"')  # type: ignore[union-attr]
    entries = [replace(e, payload=payload) if e.number == number else e for e in log.entries]
    good, bad = log.written(tmp_path / "bon.jsonl"), log.written(tmp_path / "j.jsonl", entries)
    arguments = [str(bad), "--cle-publique", PUBLIC.hex(), "--temoin", str(good)]
    ran = CliRunner().invoke(auditer, arguments)
    assert ran.exit_code == 1
    assert f"fait {number}, note saisie" in ran.output
    as_json = CliRunner().invoke(auditer, [*arguments, "--json", "--sans-decisions"])
    report = json.loads(as_json.output)
    assert (report["intact"], report["decisions_recalculees"]) == (False, 0)
    assert report["constats"][0]["numero"] == number


def test_the_command_refuses_a_key_that_is_none(log: Log, tmp_path: Path) -> None:
    path = log.written(tmp_path / "j.jsonl")
    ran = CliRunner().invoke(auditer, [str(path), "--cle-publique", "azerty"])
    assert isinstance(ran.exception, InvalidInput)


def test_the_command_says_when_the_rules_are_not_known_here(conductor_of, tmp_path: Path) -> None:
    conductor = conductor_of().opened().enrolled("c1").marked("c1").closed().with_jury().proposed()
    opened = replace(conductor.facts[0], certification="RNCP99999")
    path = stored([opened, *conductor.facts[1:]]).written(tmp_path / "j.jsonl")
    ran = CliRunner().invoke(auditer, [str(path), "--cle-publique", PUBLIC.hex()])
    assert ran.exit_code == 0, ran.output
    assert "ne sont pas recalculées" in ran.output
