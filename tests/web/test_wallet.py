"""Strangers fetch what we publish, over HTTP on the loopback: a wallet takes a title, a verifier sees a revocation."""

import json
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client

from laureat.credentials import es256
from laureat.credentials.contexts import CONTEXTS
from laureat.credentials.keys import new_deuxdoc_key
from laureat.credentials.status import Event
from laureat.web.titles import issuing
from laureat.web.titles.models import Offer, Title
from support import npm
from support.toile import send, signed_in, text


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


def _serve(environ: Any, start: Any) -> Any:
    answer = WSGIHandler()(environ, start)
    connections.close_all()
    return answer


@pytest.fixture(scope="module")
def site(world: Any) -> Iterator[str]:
    """The service at an address of the loopback, which is its own."""
    server = make_server("127.0.0.1", 0, _serve, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SITE", f"http://127.0.0.1:{server.server_port}/")
        yield settings.SITE
    server.shutdown()
    server.server_close()


def own(world: Any) -> Client:
    return signed_in(world.accounts["candidat@demo.fr"])


def offered(world: Any) -> tuple[str, str, Title]:
    """An offer as the page shows it, its six digits, and the title."""
    session, client = world.sessions[1], own(world)
    assert "Ajouter à mon portefeuille" in text(client.get(f"/mon-dossier/{session.pk}/"))
    candidate = str(world.accounts["candidat@demo.fr"].identities.get().candidate)
    page = unescape(text(send(client, f"/mon-dossier/{session.pk}/portefeuille", titre="diplome")))
    title = Title.objects.exclude(state="revoque").get(candidate=candidate, kind="diplome")
    offer = re.search(r'href="(openid-credential-offer://[^"]+)"', page)
    pin = re.search(r'<p class="figure mono">(\d{6})</p>', page)
    assert offer
    assert pin
    return offer[1], pin[1], title


def run(folder: Path, *command: str) -> Any:
    """What a script says."""
    done = subprocess.run(["node", *command], cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def revoke(title: Title, event: Event) -> None:
    issuing.move([title], event, "essai")


def test_a_wallet_takes_a_title_once_and_its_verifier_sees_a_suspension_then_a_revocation(
    world: Any, site: str, root: Path, tmp_path: Path
) -> None:
    folder = npm.installed(root / "tests/js/portefeuille", tmp_path / "portefeuille")
    offer, pin, title = offered(world)
    wrong = run(folder, "wallet.mjs", "take", offer, "x00000")
    assert "error" in wrong
    credential = run(folder, "wallet.mjs", "take", offer, pin)["credential"]
    assert "error" in run(folder, "wallet.mjs", "take", offer, pin), "a code is of one use"
    nothing = run(folder, "wallet.mjs", "show", credential)["payload"]
    assert nothing["fiche"] == "RNCP35697"
    assert not {"nom", "prenom", "date_naissance", "mention"} & nothing.keys()
    assert not [name for name in nothing.get("notes", {}) if name != "_sd"]
    told = run(folder, "wallet.mjs", "show", credential, "nom", "notes/Moyenne générale")["payload"]
    assert told["nom"]
    assert [name for name in told["notes"] if name != "_sd"] == ["Moyenne générale"]
    revoke(title, Event.SUSPENDU)
    assert "status" in run(folder, "wallet.mjs", "show", credential)["error"].lower()
    revoke(title, Event.RETABLI)
    assert "payload" in run(folder, "wallet.mjs", "show", credential)


def test_a_stranger_s_verifier_sees_a_revocation_at_once(world: Any, site: str, root: Path, tmp_path: Path) -> None:
    folder = npm.installed(root / "tests/js/tiers", tmp_path / "tiers")
    (folder / "contexts.json").write_text(json.dumps(dict(CONTEXTS)))
    _offer, _pin, title = offered(world)
    (tmp_path / "titre.json").write_text(title.document, encoding="utf-8")
    judged = [str(tmp_path / "titre.json"), "contexts.json"]
    good = {"verified": True, "status": {"revocation": False, "suspension": False}, "error": ""}
    assert run(folder, "verify.mjs", *judged) == good
    revoke(title, Event.REVOQUE)
    assert run(folder, "verify.mjs", *judged)["status"] == {"revocation": True, "suspension": False}
    again = Title.objects.exclude(pk=title.pk).filter(candidate=title.candidate, kind="diplome", state="emis")
    own(world).get(f"/mon-dossier/{world.sessions[1].pk}/titre/")
    assert again.exists(), "issued again, it is another title"


def test_the_door_of_wallets_refuses_whoever_lacks_the_code_the_digits_or_the_key(world: Any, site: str) -> None:
    offer, pin, _title = offered(world)
    visitor, grant = Client(), "urn:ietf:params:oauth:grant-type:pre-authorized_code"
    code = re.search(r"pre-authorized_code%22%3A\+%22([A-Za-z0-9_-]+)", offer)
    assert code
    asked = {"grant_type": grant, "pre-authorized_code": code[1]}
    for wrong in ({"tx_code": ""}, {"tx_code": "x"}, {"pre-authorized_code": "x", "tx_code": pin}):
        answer = visitor.post("/portefeuille/jeton", asked | wrong)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert visitor.post("/portefeuille/jeton", {"grant_type": "password"}).json()["error"] == "unsupported_grant_type"
    access = visitor.post("/portefeuille/jeton", asked | {"tx_code": pin}).json()["access_token"]
    assert visitor.post("/portefeuille/jeton", asked | {"tx_code": pin}).status_code == 400
    nothing = visitor.post("/portefeuille/titre", "{}", content_type="application/json")
    assert nothing.status_code == 401
    for body in ("", "[]", "{}", '{"credential_configuration_id": "titre", "proofs": {"jwt": ["a.b.c"]}}'):
        headers = {"Authorization": f"Bearer {access}"}
        answer = visitor.post("/portefeuille/titre", body, content_type="application/json", headers=headers)
        assert answer.status_code == 400, body
    kept = Offer.objects.latest("pk")
    assert access not in {kept.token, kept.code}
    assert code[1] not in {kept.token, kept.code}


def test_a_proof_serves_once_for_this_service_and_the_wallet_that_had_the_offer(world: Any, site: str) -> None:
    key, other = new_deuxdoc_key(), new_deuxdoc_key()
    (first, mine), (second, theirs) = (access_of(*offered(world)[:2]) for _wallet in range(2))
    crossed = asked_of(first) | {"tx_code": theirs}
    assert Client().post("/portefeuille/jeton", crossed).status_code == 400, "the digits are those of another offer"
    held, other_held = (access(code, pin) for code, pin in ((first, mine), (second, theirs)))
    elsewhere = proof_of(key, aud="https://ailleurs.exemple.fr")
    stale = proof_of(key, iat=int(time.time()) - 3600)
    other_kind = proof_of(key, typ="JWT")
    replaced = ".".join([*proof_of(key).split(".")[:2], proof_of(other).split(".")[2]])
    forged = proof_of(key, nonce="x")
    for wrong in (elsewhere, stale, other_kind, replaced, forged):
        assert taken(held, wrong).status_code == 400
    good = proof_of(key)
    answer = taken(held, good)
    assert answer.status_code == 200
    assert taken(held, proof_of(other)).status_code == 401, "an offer fills one wallet"
    again = taken(other_held, good)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_nonce"), "a proof serves once"
    assert taken(other_held, proof_of(other)).status_code == 200


def asked_of(code: str) -> dict[str, str]:
    """What a wallet asks a token with."""
    return {"grant_type": "urn:ietf:params:oauth:grant-type:pre-authorized_code", "pre-authorized_code": code}


def access_of(offer: str, pin: str) -> tuple[str, str]:
    """The code of an offer, and its digits."""
    code = re.search(r"pre-authorized_code%22%3A\+%22([A-Za-z0-9_-]+)", offer)
    assert code
    return code[1], pin


def access(code: str, pin: str) -> str:
    """The token that a code and its digits give."""
    return str(Client().post("/portefeuille/jeton", asked_of(code) | {"tx_code": pin}).json()["access_token"])


def proof_of(key: Any, *, typ: str = "openid4vci-proof+jwt", **told: Any) -> str:
    """A proof that a wallet holds this key, with a fresh nonce unless told otherwise."""
    nonce = Client().post("/portefeuille/nonce").json()["c_nonce"]
    said = {"aud": settings.SITE.rstrip("/"), "iat": int(time.time()), "nonce": nonce} | told
    return es256.sign({"typ": typ, "jwk": es256.jwk_of(key.public_key())}, said, key)


def taken(access: str, proof: str) -> Any:
    """The answer to a wallet that asks for its title."""
    body = {"credential_configuration_id": "titre", "proofs": {"jwt": [proof]}}
    headers = {"Authorization": f"Bearer {access}"}
    return Client().post("/portefeuille/titre", body, content_type="application/json", headers=headers)


def test_five_wrong_digits_close_an_offer(world: Any, site: str) -> None:
    offer, pin, _title = offered(world)
    code = re.search(r"pre-authorized_code%22%3A\+%22([A-Za-z0-9_-]+)", offer)
    assert code
    asked = {
        "grant_type": "urn:ietf:params:oauth:grant-type:pre-authorized_code",
        "pre-authorized_code": code[1],
    }
    for _time in range(5):
        Client().post("/portefeuille/jeton", asked | {"tx_code": "faux"})
    assert Client().post("/portefeuille/jeton", asked | {"tx_code": pin}).status_code == 400
