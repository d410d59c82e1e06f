"""What ``laureat serveur`` refuses before it listens: public passwords in a real service, real ones in clear."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from laureat.cli.serveur import serveur


def refusal(*options: str) -> str:
    done = CliRunner().invoke(serveur, options)
    assert done.exit_code == 1, done.output
    return " ".join(done.output.split())


def test_a_folder_of_the_demonstration_is_served_as_such_only(tmp_path: Path) -> None:
    (tmp_path / "demonstration").touch()
    assert "le servir avec --demonstration" in refusal("--donnees", str(tmp_path))


def test_the_folder_of_a_real_service_takes_no_demonstration(tmp_path: Path) -> None:
    (tmp_path / "cle_secrete").write_text("x")
    assert "dossier d'un vrai service" in refusal("--donnees", str(tmp_path), "--demonstration")
    assert not (tmp_path / "demonstration").exists()


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.1", "::", "examens.exemple.fr"])
def test_nobody_else_is_listened_to_without_https(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LAUREAT_HTTPS", raising=False)
    told = refusal("--donnees", str(tmp_path), "--adresse", address)
    assert "mots de passe en clair" in told
    assert "--sans-https" in told


def test_a_base_with_accounts_of_the_other_kind_is_refused(base: str) -> None:
    import click

    from laureat.cli.serveur import _check_accounts
    from laureat.web.accounts.models import Role, User

    _check_accounts(True)
    _check_accounts(False)
    User.objects.make("vraie@exemple.fr", "Vraie", Role.EXAMENS)
    with pytest.raises(click.ClickException, match="vrais comptes"):
        _check_accounts(True)
    User.objects.make("examens@demo.fr", "Fictive", Role.EXAMENS)
    with pytest.raises(click.ClickException, match="ne se sert qu'avec --demonstration"):
        _check_accounts(False)
