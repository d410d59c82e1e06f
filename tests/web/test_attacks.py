"""What an attacker with the application's own role adds or changes is not shown, printed nor signed, and is named."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from laureat.cli.auditer import auditer
from laureat.records import encode
from laureat.records import facts as f
from laureat.web.project import database, demonstration
from support.toile import signed_in, text

FACTS = "exam_sessions_storedfact"


@dataclass
class Scene:
    """A published session, and the address of the base for the application's own role."""

    world: Any
    session: Any
    address: str
    owner: str
    data: Path

    @property
    def path(self) -> str:
        return f"/sessions/{self.session.pk}"

    def row(self, decision: str) -> Any:
        return self.session.standings.filter(public_decision=decision).order_by("sort_key").first()

    def behind(self, statement: str, *values: object) -> None:
        """What the application's role may do, the application aside."""
        with psycopg.connect(self.address) as connection:
            connection.execute(statement, values)

    def insert(self, *facts: f.Fact) -> None:
        for fact in facts:
            self.behind(
                f"INSERT INTO {FACTS} (log, key, kind, subject, payload) VALUES (%s, %s, %s, %s, %s)",
                *(fact.log, fact.key, type(fact).__name__, fact.subject, encode(fact)),
            )

    def act(self, key: str = "attaque", email: str = "presidente@demo.fr") -> dict[str, str]:
        author = str(self.world.accounts[email].pseudonym)
        return {"log": self.session.log, "author": author, "at": "2025-07-04T09:00:00Z", "key": key}

    def office_page(self) -> str:
        return text(signed_in(self.world.office).get(f"{self.path}/"))

    def candidate_page(self, row: Any) -> str:
        return text(signed_in(self.world.office).get(f"{self.path}/inscriptions/{row.candidate}/"))

    def paper(self, row: Any, kind: str) -> Any:
        return signed_in(self.world.office).get(f"/mon-dossier/{self.session.pk}/{kind}/?candidat={row.candidate}")

    def listed(self) -> str:
        from django.test import Client

        return text(Client().get(f"/resultats/{self.session.pk}/"))

    def audited(self) -> tuple[int, str]:
        ran = CliRunner().invoke(auditer, ["--donnees", str(self.data)])
        return ran.exit_code, ran.output


@pytest.fixture
def scene(base: str, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    from django.conf import settings

    world = demonstration.build(count=40)
    (tmp_path / "cle_journal").write_text((settings.DONNEES / "cle_journal").read_text())
    monkeypatch.setenv(database.OWNER_URL, base)
    name = str(database.parse(base)["NAME"])
    session = world.sessions[1]
    return Scene(world, session, database.address(postgres, database.APPLICATION_ROLE, name), base, tmp_path)


def test_a_decision_inserted_after_the_seal_gives_no_diploma_and_is_named(scene: Scene) -> None:
    row = scene.row("ajourne")
    name = row_name(row)
    assert name not in scene.listed()
    fixed = f.DecisionFixed(
        **scene.act(), candidate=row.candidate, deliberation=1, decision="admis", mention="TB", motive="a" * 64
    )
    scene.insert(fixed)
    for kind in ("diplome", "releve", "titre", "badge"):
        assert scene.paper(row, kind).status_code == 409
    assert name not in scene.listed()
    told = "décision fixée, après le sceau du procès-verbal"
    assert told in scene.office_page()
    assert told in scene.candidate_page(row)
    code, output = scene.audited()
    assert code == 1
    assert f"{told}" in output
    other = scene.row("admis")
    assert scene.paper(other, "diplome").status_code == 200


def row_name(row: Any) -> str:
    from laureat.web.candidates.models import Identity

    return Identity.objects.get(candidate=row.candidate).name
