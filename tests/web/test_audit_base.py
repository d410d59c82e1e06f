"""The audit reads the base itself: what is changed behind the log is named, whoever changed it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from laureat.cli.auditer import auditer
from laureat.web import data_folder
from laureat.web.project import database, demonstration
from support.derriere import alter_behind


@pytest.fixture
def sealed(peopled_base: str, peopled: demonstration.World, monkeypatch: pytest.MonkeyPatch) -> str:
    """A published session and VAE applications; gives the log."""
    monkeypatch.setenv(database.OWNER_URL, peopled_base)
    return peopled.sessions[1].log


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with the public keys of the house."""
    from django.conf import settings

    (tmp_path / data_folder.PUBLIC_KEYS).write_text((settings.DONNEES / data_folder.PUBLIC_KEYS).read_text())
    return tmp_path


def audited(data: Path, *more: str) -> Result:
    """The command on the base."""
    return CliRunner().invoke(auditer, ["--donnees", str(data), *more])


def test_a_sound_base_says_so_log_by_log(sealed: str, data: Path) -> None:
    result = audited(data)
    assert result.exit_code == 0, result.output
    assert "RNCP35697, VAE" in result.output
    assert "RNCP35697, session 2025" in result.output
    assert "attendent leur numéro" in result.output
    reports = json.loads(audited(data, "--json").output)
    assert sum(report["decisions_recalculees"] for report in reports) == 40


FACTS, PLACES = "exam_sessions_storedfact", "exam_sessions_numberedfact"
MARK = f"id = (SELECT min(id) FROM {FACTS} WHERE log = %s AND kind = 'MarkEntered')"
ALTERATIONS: dict[str, tuple[str, str]] = {
    "a mark": (f"UPDATE {FACTS} SET payload = payload || ' '::bytea WHERE {MARK}", "altere"),
    "a fact gone": (f"DELETE FROM {FACTS} WHERE {MARK}", "manquant"),
    "a column beside it": (f"UPDATE {FACTS} SET subject = 'autre' WHERE {MARK}", "colonne"),
    "the last places gone": (f"DELETE FROM {PLACES} WHERE log = %s AND position > 100", "manquant"),
    "a leaf": (f"UPDATE {PLACES} SET leaf = sha256('x') WHERE log = %s AND position = 7", "altere"),
}


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_what_is_altered_behind_the_log_is_named(sealed: str, data: Path, alteration: str) -> None:
    statement, nature = ALTERATIONS[alteration]
    alter_behind(statement, sealed)
    result = audited(data, "--json")
    assert result.exit_code == 1
    (report,) = [report for report in json.loads(result.output) if report["journal"] == sealed]
    assert nature in {finding["nature"] for finding in report["constats"]}


def test_an_audit_is_of_a_file_or_of_a_base(data: Path) -> None:
    assert CliRunner().invoke(auditer, []).exit_code == 2
    assert audited(data, str(data / data_folder.PUBLIC_KEYS)).exit_code == 2
