"""A school gives its word on the marks that it gave: what is changed afterwards, by whoever, shows in its own sheet."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from laureat.cli.auditer import auditer, engine_of
from laureat.exchange.school_sheet import SchoolSheet, read_school_sheet, written
from laureat.records import Fact, Frontier, Occasion, TreeHead, encode, leaf_hash, sign
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.journal import Entry, entry_line, head_line
from laureat.records.recorded import unnumbered
from laureat.session.digests import Line, digest, digest_of, lines_of, pupils, standings
from laureat.session.framework import Refused
from laureat.session.judged import read_session
from laureat.session.replay import replay_with
from laureat.session.state import Round, SessionState
from laureat.vocabulary import InvalidInput, parse_cell

SCHOOL = "0750001A"
KEY = b"k" * 32
PEOPLE = {"c1": ("2600000001", "PETIT", "Zoé"), "c2": ("2600000002", "=cmd", "Ève")}
OWNING = {"SessionClosed": Occasion.CLOSURE, "PvSealed": Occasion.DELIBERATION, "CorrectionMade": Occasion.CORRECTION}


@pytest.fixture
def closed(conductor):
    """Two candidates of one school, their marks closed."""
    return conductor.opened().enrolled("c1").marked("c1").enrolled("c2").marked("c2", "14").closed().with_jury()


def kept(state: SessionState, folder: Path) -> Path:
    """The sheet that the school downloads."""
    path = folder / "releve.csv"
    text = written(state.log, SCHOOL, lines_of(pupils(state, SCHOOL)), PEOPLE)
    path.write_text(text, encoding="utf-8-sig")
    return path


def corrected(conductor) -> None:
    """A mark of the school is corrected after the seal, as anyone who holds the role of the application could."""
    conductor.proposed().sealed().correct(
        candidate="c2", unit="U2", before=parse_cell("14"), cell=parse_cell("18"), reason=conductor.text("erreur")
    )


def audited(facts: list[Fact], folder: Path, *more: str) -> Result:
    """``laureat auditer`` on the export of these facts, its heads signed."""
    lines, heads, frontier = [], [], Frontier()
    for number, fact in enumerate(facts):
        payload = encode(fact)
        lines.append(entry_line(Entry(number, payload, leaf_hash(payload))))
        frontier = frontier.extended([leaf_hash(payload)])
        if occasion := OWNING.get(type(fact).__name__):
            head = TreeHead(log=fact.log, size=frontier.size, root=frontier.root, occasion=occasion, at=fact.at)
            heads.append(head_line(sign(head, signer(KEY))))
    journal = folder / "journal.jsonl"
    journal.write_text("\n".join([*lines, *heads]) + "\n", encoding="utf-8")
    return CliRunner().invoke(auditer, [str(journal), "--cle-publique", public_key_of(KEY).hex(), *more])


def test_a_school_confirms_its_marks_once_entry_is_closed_and_only_those_that_are_recorded(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1")
    with pytest.raises(Refused, match="une fois qu'elle est close"):
        conductor.confirm_marks(establishment=SCHOOL, digest=digest_of(conductor.state, SCHOOL))
    conductor.closed()
    with pytest.raises(Refused, match="pas les notes enregistrées"):
        conductor.confirm_marks(establishment=SCHOOL, digest="0" * 64)
    with pytest.raises(Refused, match="Aucun candidat"):
        conductor.confirm_marks(establishment="0130001B", digest=digest_of(conductor.state, "0130001B"))
    present = digest_of(conductor.state, SCHOOL)
    assert conductor.confirm_marks(establishment=SCHOOL, digest=present).facts
    assert conductor.confirm_marks(establishment=SCHOOL, digest=present).warnings == (
        "Ces notes sont déjà confirmées.",
    )
    (standing,) = standings(conductor.state)
    assert (standing.is_confirmed, standing.is_contested) == (True, False)


def test_a_school_that_contests_says_why(closed) -> None:
    present = digest_of(closed.state, SCHOOL)
    with pytest.raises(Refused, match="dire ce qui n'est pas juste"):
        closed.contest_marks(establishment=SCHOOL, digest=present, reason="")
    closed.contest_marks(establishment=SCHOOL, digest=present, reason=closed.text("U2 de Zoé"))
    (standing,) = standings(closed.state)
    assert (standing.is_confirmed, standing.is_contested) == (False, True)


def test_the_digest_is_of_every_mark_entered_or_missing_and_of_nothing_that_the_jury_does(closed) -> None:
    state, before = closed.state, digest_of(closed.state, SCHOOL)
    assert {line.candidate for line in lines_of(pupils(state, SCHOOL))} == {"c1", "c2"}
    lines = lines_of(pupils(state, SCHOOL))
    for changed in (lines[1:], [lines[0]._replace(mark=""), *lines[1:]], [lines[0]._replace(unit="U99"), *lines[1:]]):
        assert digest(state.log, SCHOOL, changed) != before
    assert digest("autre", SCHOOL, lines) != before != digest(state.log, "0130001B", lines)
    closed.proposed()
    closed.raise_mark(candidate="c1", unit="U7", cell=parse_cell("15"), motive=closed.text("relevé"))
    assert digest_of(closed.state, SCHOOL) == before


def test_a_mark_of_the_control_tests_has_a_line_of_its_own(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1", "9", U2="11", U31="11", U32="11")
    conductor.closed().with_jury().proposed().sealed().published().start_round(round=Round.CONTROLE)
    conductor.choose_control(candidate="c1", units=("U11", "U51"))
    conductor.enter_control_mark(candidate="c1", unit="U11", cell=parse_cell("15"))
    lines = lines_of(pupils(conductor.state, SCHOOL))
    assert [line[1:] for line in lines if line.group == "controle"] == [
        ("U11", "controle", "15"),
        ("U51", "controle", ""),
    ]
    assert ("c1", "U11", "premier", "9") in lines


def test_a_false_digest_written_behind_the_service_is_refused_by_every_reading_of_all(closed) -> None:
    accepted = closed.confirm_marks(establishment=SCHOOL, digest=digest_of(closed.state, SCHOOL))
    (fact,) = accepted.facts
    forged = replace(fact, digest="0" * 64)
    replayed = replay_with(engine_of)(map(unnumbered, [*closed.facts[:-1], forged]))
    assert ["pas les notes enregistrées" in one.message for one in replayed.findings] == [True]
    part = read_session(map(unnumbered, closed.facts), closed_rules(closed), SessionState(everyone=False))
    assert not part.anomalies
    assert part.words_of_schools == {SCHOOL: fact}


def closed_rules(conductor):
    from laureat.session.conduct.admission import Rules

    return Rules(lambda _state, _fact: conductor.framework)


def test_the_audit_names_the_school_whose_confirmed_marks_are_others_now(closed, tmp_path: Path) -> None:
    closed.confirm_marks(establishment=SCHOOL, digest=digest_of(closed.state, SCHOOL))
    sheet = kept(closed.state, tmp_path)
    sound = audited(closed.facts, tmp_path, "--releve-ecole", str(sheet))
    assert sound.exit_code == 0, sound.output
    assert "confirmé le 01/06/2026" in sound.output
    corrected(closed)
    alone = audited(closed.facts, tmp_path)
    assert f"établissement {SCHOOL} : ses notes ne sont plus celles qu'il a confirmées" in alone.output
    told = audited(closed.facts, tmp_path, "--releve-ecole", str(sheet))
    assert told.exit_code == 1
    assert "candidat 2600000002, U2 : « 14 » au relevé gardé" in told.output
    assert "« 18 » au journal ; correction faite le 01/06/2026" in told.output


def test_the_audit_says_which_schools_gave_no_word_once_others_did(closed, tmp_path: Path) -> None:
    assert "pas confirmées" not in audited(closed.facts, tmp_path).output
    closed.reopen_session(reason=closed.text("une inscription"))
    closed.register_establishment(establishment="0130001B", nature="cfa")
    closed.register_candidate(candidate="c3", person="p-c3", identity=closed.text("identité c3"))
    closed.establish_route(candidate="c3", voie="scolaire_public", establishment="0130001B")
    closed.close_session()
    closed.contest_marks(establishment=SCHOOL, digest=digest_of(closed.state, SCHOOL), reason=closed.text("U2 de Zoé"))
    told = audited(closed.facts, tmp_path).output
    assert "notes que leur établissement n'a pas confirmées : 0130001B." in told
    assert f"établissement {SCHOOL} : il a contesté ses notes" in told


def test_a_forged_confirmation_is_no_match_for_the_sheet_that_the_school_kept(closed, tmp_path: Path) -> None:
    sheet = kept(closed.state, tmp_path)
    corrected(closed)
    closed.confirm_marks(establishment=SCHOOL, digest=digest_of(closed.state, SCHOOL))
    assert audited(closed.facts, tmp_path).exit_code == 0
    told = audited(closed.facts, tmp_path, "--releve-ecole", str(sheet))
    assert told.exit_code == 1
    assert "ne dit pas que l'établissement l'a confirmé en dernier" in told.output


def test_a_sheet_is_read_back_as_it_was_written_whatever_the_names_hold(closed, tmp_path: Path) -> None:
    sheet = read_school_sheet(kept(closed.state, tmp_path))
    assert (sheet.log, sheet.establishment) == (closed.state.log, SCHOOL)
    assert sheet.digest == digest_of(closed.state, SCHOOL)
    assert sheet.numbers == {"c1": "2600000001", "c2": "2600000002"}
    assert "'=cmd" in kept(closed.state, tmp_path).read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nom;note\nPETIT;12\n", "la colonne « identifiant » manque"),
        ("unite;groupe;note;identifiant;etablissement;session\nU2;oral;12;c1;0750001A;s\n", "attendu : un identifiant"),
        ("unite;groupe;note;identifiant;etablissement;session\n", "un seul établissement"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "autre.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=told):
        read_school_sheet(path)


def test_a_sheet_of_another_session_is_told_as_such(closed, tmp_path: Path) -> None:
    path = tmp_path / "ailleurs.csv"
    path.write_text(written("autre", SCHOOL, [Line("c1", "U2", "premier", "12")], PEOPLE), encoding="utf-8")
    told = audited(closed.facts, tmp_path, "--releve-ecole", str(path))
    assert told.exit_code == 2 or "autre" in str(told.exception)
    assert isinstance(read_school_sheet(path), SchoolSheet)
