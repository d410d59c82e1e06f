"""The inputs of the public suites, as whoever runs the check fetched them: the git folders that LAUREAT_SUITES names.

W3C ``vc-data-model-2.0-test-suite``, ``vc-di-eddsa-test-suite``, ``vc-bitstring-status-list-test-suite``; 1EdTech
``digital-credentials-public-validator``. Nothing of them is kept here. Inputs without proof are signed by us.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from laureat.credentials import baking, jose, keys, proof
from laureat.credentials.contexts import OB
from laureat.credentials.strict_json import Unsupported
from laureat.credentials.verdict import Reason
from support.titres import KEY

METHOD = f"{KEY.did_key}#{KEY.multikey}"
REFUSED = frozenset(reason for reason in Reason if reason.exit_code not in (0, 11))
"""What an input that breaks its standard may be."""
NOT_ACCUSED = frozenset(reason for reason in Reason if reason.exit_code not in (3, 10, 14))
"""What a valid input of someone else may be."""
TITLES = (
    ("status", Reason.STATUT_ABSENT),
    ("far-future|validUntil-validFrom", Reason.PAS_ENCORE_VALIDE),
    ("validuntil", Reason.EXPIRE),
    ("subject-multiple|credential-id-single", Reason.PAS_UN_TITRE),
    ("", Reason.SANS_STATUT),
)
"""What a valid W3C input is worth, once it is also a title: the first pattern found in its name."""


@dataclass(frozen=True)
class Input:
    """One file of a suite, and what it may be worth."""

    suite: str
    name: str
    content: bytes
    reasons: frozenset[Reason]


@dataclass(frozen=True)
class Repository:
    """A git folder, with a work tree or bare."""

    folder: Path

    def git(self, *arguments: str) -> bytes:
        """What git answers."""
        return subprocess.run(["git", "-C", str(self.folder), *arguments], capture_output=True, check=True).stdout

    def files(self, pattern: str) -> Iterator[tuple[str, bytes]]:
        """The paths that match, and their contents."""
        for path in self.git("ls-tree", "-r", "--name-only", "HEAD").decode().splitlines():
            if re.search(pattern, path):
                yield path, self.git("show", f"HEAD:{path}")


@cache
def inputs() -> tuple[Input, ...]:
    """Every input of the suites that were given."""
    given = [Repository(Path(folder)) for folder in os.environ.get("LAUREAT_SUITES", "").split(os.pathsep) if folder]
    return tuple(each for repository in given for each in (*_w3c(repository), *_one_edtech(repository)))


def trust() -> dict[str, Any]:
    """A trust list that believes us, and the issuers of the 1EdTech files under the keys that sign them."""
    issuers = {KEY.did_key: {METHOD: KEY.multikey}}
    for each in inputs():
        for document in _credentials(each.content):
            issuer = document.get("issuer")
            name = issuer.get("id") if isinstance(issuer, dict) else issuer
            proofs = document.get("proof")
            for one in proofs if isinstance(proofs, list) else [proofs]:
                method = keys.full_method(str((one or {}).get("verificationMethod", "")))
                try:
                    keys.public_from_multikey(method.rpartition("#")[2])
                except ValueError:
                    continue
                if name and name != KEY.did_key and each.suite.startswith("1EdTech"):
                    issuers.setdefault(str(name), {})[method] = method.rpartition("#")[2]
    known: list[dict[str, Any]] = [
        {"id": name, "nom": name, "cles": [{"id": method, "publicKeyMultibase": key} for method, key in found.items()]}
        for name, found in issuers.items()
    ]
    for each in inputs():
        if each.suite.startswith("1EdTech") and (token := _token(each.content)):
            issuer = token.payload["issuer"]
            name = str(issuer["id"] if isinstance(issuer, dict) else issuer)
            key = {"id": f"{name}#{each.name}", "publicKeyJwk": token.header["jwk"]}
            same = [one for one in known if one["id"] == name]
            if same:
                same[0]["cles"].append(key)
            else:
                known.append({"id": name, "nom": name, "cles": [key]})
    return {"format": "laureat-confiance-1", "emetteurs": known}


def _w3c(repository: Repository) -> Iterator[Input]:
    for path, content in repository.files(r"^tests/(input/.*|validVc)\.json$|vc-generator/validVc\.js$"):
        name = Path(path).stem
        if path.endswith(".js"):
            suite, text = "W3C vc-di-eddsa", content.decode().partition("=")[2].strip().removesuffix(";")
            document = json.loads(re.sub(r"(\w+):(?= |$)", r'"\1":', text.replace("'", '"'), flags=re.MULTILINE))
        else:
            suite = "W3C vc-data-model-2.0" if "/input/" in path else "W3C vc-bitstring-status-list"
            document = json.loads(content)
        if "https://www.w3.org/ns/credentials/v2" not in json.dumps(document.get("@context", "")):
            continue  # of the former version of the standard, or without what would let it be signed
        valid = not name.endswith(("fail", "inject", "mismatch", "no-holder"))
        document.pop("proof", None)
        if not name.startswith("presentation") and valid:
            issuer = document.get("issuer")
            document["issuer"] = issuer | {"id": KEY.did_key} if isinstance(issuer, dict) else KEY.did_key
        as_is = frozenset({Reason.PAS_UN_TITRE}) if valid else REFUSED
        drafts = [(name, document, as_is)]
        if valid and name.startswith(("credential-", "issuer-")):
            worth = next(reason for pattern, reason in TITLES if re.search(pattern, name))
            drafts.append((f"{name}, fait titre", _as_title(document), frozenset({worth})))
        for told, draft, reasons in drafts:
            try:
                signed = proof.sign(draft, KEY, METHOD, "2024-01-01T00:00:00Z")
            except (Unsupported, KeyError, TypeError):
                if valid:
                    raise
                continue  # nobody can sign it
            yield Input(suite, told, json.dumps(signed, ensure_ascii=False).encode(), reasons)


def _as_title(document: Any) -> Any:
    """The same input, which is also an Open Badges title."""
    copy = json.loads(json.dumps(document))
    first, *others = copy["@context"]
    copy |= {"@context": [first, OB, *others], "type": [*copy["type"], "OpenBadgeCredential"]}
    if isinstance(copy["credentialSubject"], dict):
        achievement = {"id": "urn:x:acquis", "type": ["Achievement"], "name": "Acquis"}
        copy["credentialSubject"] |= {"type": ["AchievementSubject"], "achievement": achievement}
    return copy


def _one_edtech(repository: Repository) -> Iterator[Input]:
    for path, content in repository.files(r"src/test/resources/(ob30|clr20)/"):
        broken = re.search(r"err|noproof", path)
        yield Input("1EdTech OB 3.0 et CLR 2.0", Path(path).name, content, REFUSED if broken else NOT_ACCUSED)


def _token(content: bytes) -> jose.Token | None:
    """The token of a file that shows its key; None where there is none that we read."""
    try:
        text = baking.unbake(content) if content.startswith(baking.PNG) else content.decode()
        if (text or "").lstrip().startswith("<"):
            text = baking.unbake_svg(content)
        token = jose.read(text or "")
    except ValueError:
        return None
    return token if "jwk" in token.header and "issuer" in token.payload else None


def _credentials(content: bytes) -> Iterator[dict[str, Any]]:
    """The credentials of a file, one within the other."""
    try:
        text = baking.unbake(content) if content.startswith(baking.PNG) else content.decode()
        pending = [json.loads(text or "")]
    except ValueError:
        return
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if "proof" in value:
                yield value
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
