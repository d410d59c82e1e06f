"""The sealer as a process apart: it signs all that the house signs; killed, nothing is lost; it alone has the keys."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client

from laureat.cli.auditer import auditer
from laureat.credentials import es256
from laureat.credentials.keys import new_deuxdoc_key
from laureat.documents.seal import trial_authority
from laureat.session.framework import Refused
from laureat.web import data_folder
from laureat.web.checkpoints import signing
from laureat.web.exam_sessions import house, ledger, sealing
from laureat.web.exam_sessions.models import StoredTreeHead
from laureat.web.project import database, tasks, vouching
from laureat.web.sealer import client, places, protocol
from laureat.web.sealer.public import public_keys
from laureat.web.strongroom import keys
from laureat.web.titles.models import Paper, Title
from laureat.web.vae.models import Stage, VaeFile
from support import scelleur
from support.derriere import address_of
from support.toile import send, signed_in, text
from web.test_house_log import grow

SITE = "http://127.0.0.1/"
OPENED: list[str] = []
"""What this process opened while it was watched."""
WATCHED: list[bool] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if WATCHED and event == "open":
        OPENED.append(str(arguments[0]))


sys.addaudithook(_watch)


class Sealer:
    """``laureat scelleur``, on the base of the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
        self.env |= {
            database.SEALER_URL: address_of(database.SEALER_ROLE),
            "LAUREAT_PHRASE_CACHET": "essai",
            "LAUREAT_SITE": SITE,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it listens."""
        command = [sys.executable, "-m", "laureat.cli.main", "scelleur", "--donnees", str(settings.DONNEES)]
        self.process = subprocess.Popen(command, env=self.env)
        while not client.wait(0.5):
            assert self.process.poll() is None

    def kill(self) -> None:
        """Kill it as nothing can be refused."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def apart(world: Any, data_folder: Path) -> Iterator[Sealer]:
    """The world, whose keys are those of a process apart, with a seal; asked through its socket."""
    grow(world.sessions[0])
    house.vouch()
    house.extend()
    folder = data_folder / "coffre"
    shutil.copytree(keys.folder(), folder)
    shutil.move(folder / scelleur.memory_of_the_base().name, folder / "tetes.json")
    trial_authority(folder, datetime.now(UTC))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAUREAT_SCELLEUR", str(folder))
        patch.setenv(places.SOCKET, str(data_folder / "prise" / "scelleur"))
        patch.setattr(client, "CHANNEL", [client.through_the_socket])
        patch.setattr(settings, "SITE", SITE)
        sealer = Sealer(folder)
        sealer.start()
        yield sealer
        sealer.kill()


def own(world: Any, path: str) -> Any:
    """What a candidate receives."""
    return signed_in(world.accounts["candidat@demo.fr"]).get(f"/mon-dossier/{world.sessions[1].pk}/{path}")


def test_everything_that_is_signed_is_signed_by_the_process_apart(world: Any, apart: Sealer) -> None:
    session, office = world.sessions[1], signed_in(world.office)
    OPENED.clear()
    WATCHED.append(True)
    try:
        document = json.loads(own(world, "titre/").content)
        token = own(world, "jeton/").content.decode()
        record = json.loads(own(world, "dossier/").content)
        paper = own(world, "releve/")
        file = VaeFile.objects.get(stage=Stage.NOTIFIE)
        by_experience = office.get(f"/vae/dossiers/{file.pk}/document/attestation/")
        minutes = office.get(f"/sessions/{session.pk}/pv/document/")
        status = Client().get("/statuts/revocation-1.json").json()
        holder = es256.jwk_of(new_deuxdoc_key().public_key())
        title = Title.objects.get(identifier=document["id"])
        wallet = client.ask(protocol.WalletTitle(title.identifier, holder["x"], holder["y"]))
        states = Client().get("/statuts/jeton-1").content.decode()
        grow(world.sessions[0])
        before = signing.latest()
        assert house.vouch() == []
        assert house.extend()
    finally:
        WATCHED.clear()
    multikey = public_keys().title_key.multikey
    assert all(multikey in each["proof"]["verificationMethod"] for each in (document, record, status))
    assert token.count(".") == 2
    for each in (wallet.partition("~")[0], states):
        es256.verified(each, es256.jwk_of(public_keys().wallet_key))
    for answer in (paper, by_experience, minutes):
        assert answer.status_code == 200
        assert b"ETSI.CAdES.detached" in answer.content
    assert "En vigueur" in text(Client().get(f"/v/{Paper.objects.get(candidate=str(file.pk)).code}"))
    last = signing.latest()
    assert before is not None
    assert last is not None
    assert last.size > before.size
    assert str(apart.folder) not in " ".join(OPENED)
    assert str(settings.DONNEES / data_folder.STRONGROOM) not in " ".join(OPENED)


def test_the_keys_and_the_memory_are_for_the_user_of_the_sealer_alone(apart: Sealer) -> None:
    held = [apart.folder, *apart.folder.rglob("*")]
    assert {"cle_journal", "cle_titres.pem", "cle_portefeuille.pem", "cachet.p12", "tetes.json"} <= {
        p.name for p in held
    }
    secret = [path for path in held if path.name != "autorite.pem"]
    assert [path for path in secret if path.stat().st_mode & 0o077] == []
    assert not [name for name in data_folder.KEYS[2:] if (settings.DONNEES / name).exists()]
    if os.geteuid() == 0:  # as in production: the pages are another user's
        read = f"import os; os.setgid(65534); os.setuid(65534); open({str(apart.folder / 'cle_journal')!r})"
        tried = subprocess.run([sys.executable, "-c", read], capture_output=True, text=True, check=False)
        assert "PermissionError" in tried.stderr


def test_what_names_no_facts_of_ours_is_not_signed(world: Any, apart: Sealer) -> None:
    session = world.sessions[1]
    failed = session.standings.exclude(public_decision="admis").earliest("pk").candidate
    with pytest.raises(Refused, match="La décision ne donne pas ce titre"):
        client.ask(protocol.Titles(session.log, failed, (("diplome", 7),)))
    taken = Title.objects.earliest("pk")
    with pytest.raises(Refused, match="déjà prise"):
        client.ask(protocol.Titles(session.log, taken.candidate, ((taken.kind, taken.index),)))
    with pytest.raises(client.Unknown):
        client.ask(protocol.Titles(world.sessions[0].log, "personne", (("diplome", 7),)))
    for message in (b'{"demande": "Sign", "bytes": "00"}', b"[]", b"\xff", b'{"demande": "Head", "log": 3}'):
        assert "refus" in json.loads(client.through_the_socket(message))


def test_killed_in_an_act_it_loses_nothing_and_what_waits_is_signed_when_it_is_back(
    world: Any, apart: Sealer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, office = world.sessions[1], signed_in(world.office)
    row = session.standings.filter(public_decision="admis", cells__U51__regex=r"^\d").latest("pk")
    titles, heads = Title.objects.count(), StoredTreeHead.objects.count()
    apart.kill()
    path = f"/sessions/{session.pk}/inscriptions/{row.candidate}/acte/"
    fields = {"acte": "rectifier", "unite": "U51", "avant": row.cells["U51"], "note": "20", "motif": "erreur de report"}
    assert "suspendu" in text(send(office, path, **fields)), "the act does not need the sealer"
    assert sealing.is_late()
    refused = signed_in(world.office).get(f"/mon-dossier/{session.pk}/titre/?candidat={other(session, row)}")
    assert refused.status_code == 503
    assert "Le scelleur, qui signe pour la maison, ne répond pas" in text(refused)
    assert "Le scelleur" in " ".join(vouching.vouch().lines)
    assert (Title.objects.count(), StoredTreeHead.objects.count()) == (titles, heads), "nothing half-written"

    apart.start()
    tasks.vouch.func(timestamp=60)
    assert not sealing.is_late()
    assert ledger.heads(session.log)[-1].head.occasion == "correction"
    monkeypatch.setenv(database.OWNER_URL, address_of(database.OWNER_ROLE))
    told = CliRunner().invoke(auditer, ["--donnees", str(settings.DONNEES), "--sans-decisions", "--json"])
    assert [finding for report in json.loads(told.output) for finding in report["constats"]] == []


def other(session: Any, row: Any) -> str:
    """Someone admitted who has no title yet."""
    holders = Title.objects.values_list("candidate", flat=True)
    rest = session.standings.filter(public_decision="admis").exclude(candidate__in=[*holders, row.candidate])
    return str(rest.earliest("pk").candidate)
