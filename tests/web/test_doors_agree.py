"""Whatever is changed in a title, signed again or not, the page says what the command says, or that it cannot read."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from laureat.credentials import carriers, offline, proof
from laureat.credentials.status_check import address_of
from laureat.credentials.strict_json import Unsupported
from laureat.credentials.trust import read_trust
from laureat.credentials.verdict import Reason
from laureat.credentials.verifier import Verifier
from support.corpus import Case, World
from support.corpus_files import everything

VALUES: list[Any] = [
    *(None, "", [], {}, 0, 1, 1.5, True, False, "x", "urn:x:y", ["a", "b"], [[]], [None], [""], -1, 10**14),
    *({"id": "urn:z:1"}, {"@value": "x"}, {"@id": "urn:q:1"}, {"@list": ["a"]}, {"type": "Achievement"}),
    *("2026-07-10T00:00:00Z", "\u00e9", "e\u0301", "did:key:z6Mk", "\u0000", "\ud800", "@type", "À BLANC – x"),
]
KEYS = [
    *("name", "id", "type", "@id", "@type", "proof", "issuer", "validUntil", "credentialStatus", "x", "__proto__"),
    *("@context", "description", "toString", "evidence", "expires", "created", "nonce"),
]


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value within this one."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield (*path, key)
        yield from paths(child, (*path, key))


def mutated(document: Any, draw: random.Random) -> Any:
    """The document with one value removed, replaced, wrapped, added, repeated or renamed."""
    copy = json.loads(json.dumps(document))
    *steps, last = draw.choice(list(paths(copy)))
    parent = copy
    for step in steps:
        parent = parent[step]
    how = draw.choice(["removed", "replaced", "wrapped", "added", "renamed"])
    if how == "removed":
        del parent[last]
    elif how == "replaced":
        parent[last] = draw.choice(VALUES)
    elif how == "wrapped":
        parent[last] = [parent[last]]
    elif isinstance(parent, list):
        parent.append(draw.choice([parent[last], *VALUES]))
    else:
        parent[draw.choice(KEYS)] = draw.choice(VALUES) if how == "added" else parent.pop(last)
    return copy


def changed(world: World, bases: list[Any], draw: random.Random) -> bytes:
    """A title of the corpus, changed; signed again half of the time where it can be."""
    base = draw.choice(bases)
    if draw.random() < 0.5:
        return json.dumps(mutated(base, draw)).encode()
    try:
        return json.dumps(world.sign(mutated(proof.unsecured(base), draw))).encode()
    except (Unsupported, KeyError):
        return json.dumps(mutated(base, draw)).encode()


@pytest.fixture(scope="module")
def corpus() -> tuple[World, tuple[Case, ...]]:
    """The corpus, made before the browser is there."""
    return everything()


@pytest.mark.browser
@pytest.mark.parametrize("seed", range(2))
def test_the_page_and_the_command_agree_on_any_change(
    seed: int, corpus: tuple[World, tuple[Case, ...]], browser: Any, tmp_path: Any
) -> None:
    world, cases = corpus
    world.write(tmp_path / "monde")
    lists = list(world.lists().values())
    judge = Verifier(
        read_trust(tmp_path / "monde" / "confiance.json"),
        world.now,
        lambda address: [each for each in lists if address_of(each) == address],
    )
    (tmp_path / "page.html").write_text(offline.page(world.trust()), encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.set_input_files("#statuts", sorted(map(str, (tmp_path / "monde" / "statuts").iterdir())))
    bases = [json.loads(case.content) for case in cases if case.page and case.content[:1] == b"{" and not _odd(case)]
    draw, read = random.Random(seed), 0
    for _ in range(60):
        content = changed(world, bases, draw)
        told = carriers.verify_file(content, judge).reason.identifier
        page.set_input_files("#titre", {"name": "titre.json", "mimeType": "application/json", "buffer": content})
        shown = page.wait_for_selector("#verdict[data-verdict]").get_attribute("data-verdict")
        assert shown in (told, Reason.HORS_PAGE.identifier), content.decode()
        read += shown == told
    context.close()
    assert read > 20


def _odd(case: Any) -> bool:
    """A case that is no document to change: broken on purpose, or too long."""
    return case.reason in (Reason.ILLISIBLE, Reason.TROP_COMPLEXE) or len(case.content) > 40_000
