"""Whatever is changed in a signed credential, it is refused: no byte of a signed value can move unseen."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from laureat.credentials.verdict import Reason
from support.titres import signed, verifier

DOCUMENT = signed(consents=True)
TEXT = json.dumps(DOCUMENT, ensure_ascii=False)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value that is not a container."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from leaves(child, (*path, index))
    else:
        yield path


LEAVES = list(leaves(DOCUMENT))


def changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    copy = json.loads(json.dumps(document))
    node = copy
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return copy


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_changed_character_of_any_signed_value_is_refused(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(LEAVES))
    before = at(DOCUMENT, path)
    if isinstance(before, bool):
        after: Any = not before
    else:
        where = data.draw(st.integers(0, len(before) - 1))
        letter = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != before[where]))
        after = before[:where] + letter + before[where + 1 :]
    assert verifier().verify(json.dumps(changed(DOCUMENT, path, after))).reason is not Reason.AUTHENTIQUE


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(TEXT.encode()) - 1), st.integers(1, 255))
def test_a_changed_byte_of_the_file_is_refused_or_says_the_same(where: int, flip: int) -> None:
    content = bytearray(TEXT.encode())
    content[where] ^= flip
    verdict = verifier().verify(bytes(content))
    if verdict.reason is Reason.AUTHENTIQUE:
        assert json.loads(bytes(content)) == DOCUMENT


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_removed_or_repeated_value_is_refused(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([path for path in LEAVES if path[0] != "@context"]))
    copy = json.loads(json.dumps(DOCUMENT))
    parent = at(copy, path[:-1])
    if isinstance(parent, list):
        parent.append("ajout")
    else:
        del parent[path[-1]]
    assert verifier().verify(json.dumps(copy)).reason is not Reason.AUTHENTIQUE
