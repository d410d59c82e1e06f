"""A fact has one way of being written, and nothing else is read as a fact."""

import dataclasses
import json

import pytest

from laureat.records import KINDS, commit, decode, encode
from laureat.records.audit import differences
from laureat.records.encoding import canonical
from laureat.records.facts import MarkEntered, RouteEstablished
from support.faits_quelconques import any_fact

SALT = b"s" * 32


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_fact_comes_back_as_it_was(name: str) -> None:
    fact = any_fact(KINDS[name])
    payload = encode(fact)
    assert decode(payload) == fact
    value = json.loads(payload)
    assert value["kind"] == name
    assert payload == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert canonical({key: tuple(item) if isinstance(item, list) else item for key, item in value.items()}) == payload


def test_two_writings_of_a_fact_are_told_apart_field_by_field_whichever_is_the_first() -> None:
    one, other = b'{"cell":"9","kind":"k","unit":"U2"}', b'{"cell":"19","kind":"k","motif":"m"}'
    assert differences(one, other) == " (cell : « 9 » → « 19 » ; motif : «  » → « m » ; unit : « U2 » → «  »)"
    assert differences(other, one) == " (cell : « 19 » → « 9 » ; motif : « m » → «  » ; unit : «  » → « U2 »)"
    assert differences(one, one) == differences(None, one) == ""


def test_bytes_met_again_are_not_read_again_and_what_is_no_fact_is_refused_each_time() -> None:
    payload = encode(any_fact(MarkEntered))
    assert decode(bytes(bytearray(payload))) is decode(payload)
    for _ in range(2):
        with pytest.raises(ValueError, match="ne sont pas l'écriture du fait"):
            decode(payload.replace(b":", b": ", 1))


@pytest.mark.parametrize("name", KINDS)
def test_a_fact_is_told_by_names_alone_and_never_changes(name: str) -> None:
    kind = KINDS[name]
    assert all(field.kw_only for field in dataclasses.fields(kind))
    assert "__slots__" in vars(kind)
    first = dataclasses.fields(kind)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(any_fact(kind), first, "autre")


@pytest.mark.parametrize("name", KINDS)
def test_a_fact_is_about_its_candidate_its_application_or_one_thing_of_the_house_or_about_nobody(name: str) -> None:
    fact = any_fact(KINDS[name])
    told = (KINDS[name].ABOUT,) if KINDS[name].ABOUT else ("candidate", "application", "of")
    concerned = [getattr(fact, field) for field in told if hasattr(fact, field)]
    assert fact.subject == "".join(concerned)


def test_every_kind_of_fact_says_what_it_means() -> None:
    assert len(KINDS) > 40
    assert all(kind.__doc__ and not kind.__doc__.startswith(f"{kind.__name__}(") for kind in KINDS.values())


MARK = MarkEntered(log="s", author="a", at="2026-07-03T08:30:00Z", key="k", candidate="c", unit="U2", cell="12,5")


def test_the_bytes_of_a_mark_are_these() -> None:
    assert encode(MARK) == (
        b'{"at":"2026-07-03T08:30:00Z","author":"a","candidate":"c","cell":"12,5","key":"k","kind":"MarkEntered",'
        b'"log":"s","unit":"U2","v":1}'
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value | {"v": 2},
        lambda value: value | {"kind": "MarkForgotten"},
        lambda value: value | {"cell": 12.5},
        lambda value: value | {"cell": 12},
        lambda value: value | {"cell": None},
        lambda value: value | {"cell": ["12,5"]},
        lambda value: value | {"colour": "red"},
        lambda value: {name: item for name, item in value.items() if name != "unit"},
        lambda value: [value],
    ],
)
def test_what_is_not_a_fact_is_refused(change: object) -> None:
    value = json.loads(encode(MARK))
    with pytest.raises(ValueError, match=r"\w"):
        decode(json.dumps(change(value)).encode())  # type: ignore[operator]


@pytest.mark.parametrize("payload", [b"", b"\xff", b"{", b"12", b"null", b'{"v":true}'])
def test_what_is_not_even_json_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"fait|version"):
        decode(payload)


WRITTEN = encode(any_fact(MarkEntered))
OTHERWISE = {
    "a field twice": WRITTEN.replace(b'"cell":', b'"cell":"18","cell":', 1),
    "a space": WRITTEN.replace(b",", b", ", 1),
    "another order": b'{"v":1,' + WRITTEN.removesuffix(b',"v":1}').removeprefix(b"{") + b"}",
    "an escape that need not be": WRITTEN.replace(b"texte", b"\\u0074exte", 1),
    "a kind that is no text": b'{"kind":[],"v":1}',
    "lists without end": WRITTEN[:-1] + b',"x":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "digits without end": WRITTEN[:-1] + b',"x":' + b"9" * 5_000 + b"}",
}


@pytest.mark.parametrize("how", OTHERWISE)
def test_a_fact_written_otherwise_is_none(how: str) -> None:
    assert OTHERWISE[how] != WRITTEN
    with pytest.raises(ValueError, match=r"\w"):
        decode(OTHERWISE[how])


def test_floats_and_integers_beyond_exchange_are_never_written() -> None:
    for value in (1.5, 2**53, None, (1,), {"a": 1}):
        with pytest.raises(ValueError, match="ni un texte"):
            canonical({"x": value})  # type: ignore[dict-item]


def test_a_boolean_is_not_an_integer() -> None:
    fact = any_fact(KINDS["SessionOpened"])
    value = json.loads(encode(fact))
    with pytest.raises(ValueError, match="entier"):
        decode(json.dumps(value | {"year": True}).encode())
    with pytest.raises(ValueError, match="vrai ou faux"):
        decode(json.dumps(value | {"blank": 1}).encode())


def test_the_facts_of_one_command_share_its_key() -> None:
    second = MARK.keyed(1)
    assert (MARK.keyed(0).key, second.key) == ("k", "k#1")
    assert second.command == MARK.command == "k"
    assert second.keyed(2).key == "k#2"


def test_no_field_of_any_fact_has_room_for_a_name() -> None:
    """Identity and free text are commitments: no field is called after them."""
    banned = {"nom", "prenom", "name_of", "ine", "date_naissance", "comment", "motif", "label"}
    assert not {field.name for kind in KINDS.values() for field in dataclasses.fields(kind)} & banned


def test_a_commitment_travels_as_its_hexadecimal() -> None:
    fact = any_fact(KINDS["SessionReopened"])
    committed = dataclasses.replace(fact, reason=commit("panne de réseau", SALT))  # type: ignore[call-arg]
    assert decode(encode(committed)) == committed


def test_a_field_given_later_is_written_only_where_it_says_something() -> None:
    """Facts of earlier versions keep their bytes, hence their place in the tree."""
    older = encode(MARK)
    assert b"basis" not in older
    assert decode(older) == MARK
    said = dataclasses.replace(MARK, basis="force_majeure")
    assert b'"basis":"force_majeure"' in encode(said)
    assert decode(encode(said)) == said
    value = json.loads(older) | {"basis": ""}
    with pytest.raises(ValueError, match="sans rien dire"):
        decode(json.dumps(value).encode())


def test_a_route_keeps_the_order_of_its_units() -> None:
    fact = any_fact(RouteEstablished)
    assert isinstance(fact, RouteEstablished)
    back = decode(encode(dataclasses.replace(fact, units=("U7", "U2"))))
    assert isinstance(back, RouteEstablished)
    assert back.units == ("U7", "U2")
