"""``laureat temoin`` and what ``auditer`` takes from outside: each fault of the command line is told in French."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from laureat.cli.auditer import auditer
from laureat.cli.temoin import temoin
from laureat.records import Occasion, SignedTreeHead, TreeHead, encode, leaf_hash, sign
from laureat.records import facts as f
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.journal import Entry, entry_line, head_line
from laureat.records.merkle import root_of
from laureat.records.signed_note import COSIGNATURE, NoteKey
from laureat.vocabulary import InvalidInput

SEED = bytes(range(32))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--adresse", "7380"], "HÔTE:PORT est attendu"),
        (["--adresse", "127.0.0.1:0"], "HÔTE:PORT est attendu"),
        (["--adresse", "127.0.0.1:http"], "HÔTE:PORT est attendu"),
        (["--journal", "clé"], "n'est pas une clé publique"),
        (["--journal", str(NoteKey("t", bytes(32), COSIGNATURE))], "type 0x01 est attendue"),
    ],
)
def test_a_witness_ill_called_says_what_is_expected(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(temoin, ["servir", "--dossier", str(tmp_path / "t"), *arguments])
    assert done.exit_code == 2
    assert said in " ".join(done.output.replace("│", " ").split())
    assert not (tmp_path / "t").exists()


def test_a_witness_without_a_name_is_not_born(tmp_path: Path) -> None:
    done = CliRunner().invoke(temoin, ["servir", "--dossier", str(tmp_path / "t")])
    assert isinstance(done.exception, InvalidInput)
    assert "--nom" in str(done.exception)


def exported(path: Path, *heads: SignedTreeHead) -> Path:
    """The export of the log of a session that nothing but its closure followed."""
    payloads = [encode(fact) for fact in (OPENED, CLOSED)]
    lines = [entry_line(Entry(number, payload, leaf_hash(payload))) for number, payload in enumerate(payloads)]
    path.write_text("\n".join([*lines, *map(head_line, heads)]) + "\n", encoding="utf-8")
    return path


OPENED = f.SessionOpened(
    log="s", author="a", at="2026-01-05T08:00:00Z", key="o", certification="RNCP1", year=2026, edition="1",
    blank=True, outside_dates=False,
)  # fmt: skip
CLOSED = f.SessionClosed(log="s", author="a", at="2026-07-01T08:00:00Z", key="k", round="premier")
ROOT = root_of([leaf_hash(encode(OPENED)), leaf_hash(encode(CLOSED))])
HEAD = sign(TreeHead(log="s", size=2, root=ROOT, occasion=Occasion.CLOSURE, at=CLOSED.at), signer(SEED))


def audited(journal: Path, *more: str) -> tuple[int, str]:
    """The command on an export: its exit code, what it says or raises."""
    key = public_key_of(SEED).hex()
    done = CliRunner().invoke(auditer, [str(journal), "--cle-publique", key, "--sans-decisions", *more])
    return done.exit_code, f"{done.output} {done.exception}"


def test_an_export_is_compared_with_a_head_that_one_holds(tmp_path: Path) -> None:
    journal = exported(tmp_path / "j.jsonl", HEAD)
    assert audited(journal, "--tete", f"s:2:{HEAD.head.root.hex()}")[0] == 0
    code, told = audited(journal, "--tete", f"s:2:{'00' * 32}", "--tete", f"s:5:{'00' * 32}")
    assert code == 1
    assert "n'est pas celle de cet arbre" in told
    assert "il manque 3 feuilles à la fin" in told
    assert "c'est un autre journal que s" in audited(journal, "--tete", f"t:2:{'00' * 32}")[1]


def test_an_export_without_the_head_of_its_closure_is_altered(tmp_path: Path) -> None:
    code, told = audited(exported(tmp_path / "j.jsonl"))
    assert code == 1
    assert "fait 1, saisie close : ce fait (cloture) devait avoir sa tête signée" in told


def test_an_export_with_two_histories_of_one_size_is_a_fork(tmp_path: Path) -> None:
    twin = sign(TreeHead(log="s", size=2, root=bytes(32), occasion=Occasion.CLOSURE, at=CLOSED.at), signer(SEED))
    assert "dédoublé" in audited(exported(tmp_path / "j.jsonl", HEAD, twin))[1]


def test_the_key_may_be_that_of_the_checkpoints(tmp_path: Path) -> None:
    key = str(NoteKey("examens.exemple.fr/journal", public_key_of(SEED)))
    journal = exported(tmp_path / "j.jsonl", HEAD)
    done = CliRunner().invoke(auditer, [str(journal), "--cle-publique", key, "--sans-decisions"])
    assert done.exit_code == 0, done.output


def test_an_older_export_of_another_log_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "autre.jsonl"
    fact = f.SessionClosed(log="t", author="a", at=CLOSED.at, key="k", round="premier")
    other.write_text(entry_line(Entry(0, encode(fact), leaf_hash(encode(fact)))) + "\n", encoding="utf-8")
    assert (
        "t : c'est un autre journal que s" in audited(exported(tmp_path / "j.jsonl", HEAD), "--temoin", str(other))[1]
    )
