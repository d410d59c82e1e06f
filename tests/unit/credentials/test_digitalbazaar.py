"""A second opinion: npm ``@digitalbazaar/vc`` verifies what we issue, and refuses it once changed."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from laureat.credentials import proof
from laureat.credentials.claims import Issuer
from laureat.credentials.contexts import CONTEXTS
from laureat.credentials.status import Lists
from support import npm
from support.titres import KEY, NOW, UNTIL, signed, signed_text


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder, outside of the project, where npm installed the packages that ``tests/js/titres`` asks for."""
    folder = npm.installed(root / "tests/js/titres", tmp_path_factory.mktemp("npm"))
    (folder / "contexts.json").write_text(json.dumps(dict(CONTEXTS)))
    return folder


def judged(installed: Path, tmp_path: Path, content: str) -> dict[str, Any]:
    (tmp_path / "credential.json").write_text(content, encoding="utf-8")
    command = ["node", "verify.mjs", tmp_path / "credential.json", "contexts.json", "2026-09-01T12:00:00Z"]
    done = subprocess.run(command, cwd=installed, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_it_verifies_what_we_sign_and_refuses_what_was_changed(installed: Path, tmp_path: Path) -> None:
    """One test, so that parallel workers install the packages once."""
    lists = Lists(Issuer.of(KEY, "Académie de Lyon"))
    document = lists.credential("revocation", 0, [1, 5], NOW, UNTIL)
    listed = proof.sign(document, KEY, lists.issuer.key_id, "2026-09-01T12:00:00Z")
    for content in (signed_text(), signed_text(consents=True), json.dumps(signed()), json.dumps(listed)):
        assert judged(installed, tmp_path, content) == {"verified": True, "error": ""}

    changed = judged(installed, tmp_path, signed_text().replace("NGUYỄN", "NGUYEN"))
    assert not changed["verified"]
    assert "Invalid signature" in changed["error"]
    unsigned_term = json.dumps(signed() | {"mentionFrançaise": "très bien"})
    assert not judged(installed, tmp_path, unsigned_term)["verified"]
