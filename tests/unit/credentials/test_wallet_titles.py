"""Titles for wallets, token by token: what is hidden, who holds it, the list of statuses, the dates of a token."""

import hashlib
import json
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from laureat.credentials import es256, jose, sdjwt
from laureat.credentials.jose import Token, packed, unpacked
from laureat.credentials.status import Event
from laureat.credentials.strict_json import Malformed, TooComplex, Unsupported

KEY = ec.generate_private_key(ec.SECP256R1())
JWK = es256.jwk_of(KEY.public_key())
TITLE = sdjwt.WalletTitle(
    "https://exemple.fr/titre", {"given_name": "Zoé"}, {"birthdate": "2008-03-14", "mention": "AB"}, {"U2": "12,5"}
)


def digest(disclosure: str) -> str:
    return packed(hashlib.sha256(disclosure.encode()).digest())


def test_what_the_holder_chooses_to_show_stands_in_the_token_as_digests_alone() -> None:
    salts = iter("abcd")
    text = sdjwt.issue(
        TITLE, "https://exemple.fr", JWK, ("https://exemple.fr/liste", 7), 1000, KEY, lambda: next(salts)
    )
    token, *disclosures, last = text.split("~")
    header, payload = es256.verified(token, JWK)
    assert (header["typ"], last) == ("dc+sd-jwt", "")
    assert [json.loads(unpacked(one)) for one in disclosures] == [
        ["a", "birthdate", "2008-03-14"],
        ["b", "mention", "AB"],
        ["c", "U2", "12,5"],
    ]
    birth, mention, mark = map(digest, disclosures)
    assert payload == {
        "iss": "https://exemple.fr",
        "iat": 1000,
        "vct": TITLE.vct,
        "cnf": {"jwk": {name: JWK[name] for name in ("kty", "crv", "x", "y")}},
        "status": {"status_list": {"idx": 7, "uri": "https://exemple.fr/liste"}},
        "given_name": "Zoé",
        "_sd_alg": "sha-256",
        "_sd": sorted([birth, mention]),
        "notes": {"_sd": [mark]},
    }


def test_each_place_of_a_list_of_statuses_has_its_two_bits_the_first_the_lowest() -> None:
    states = [(1, Event.REVOQUE), (2, Event.SUSPENDU), (3, Event.RETABLI), (4, Event.REVOQUE), (9, Event.SUSPENDU)]
    header, payload = es256.verified(sdjwt.status_list("https://exemple.fr/liste", states, 1000, 2000, KEY), JWK)
    assert header["typ"] == "statuslist+jwt"
    assert {name: payload[name] for name in ("sub", "iat", "exp", "ttl")} == {
        "sub": "https://exemple.fr/liste",
        "iat": 1000,
        "exp": 2000,
        "ttl": 60,
    }
    cells = zlib.decompress(unpacked(payload["status_list"]["lst"]))
    bits = payload["status_list"]["bits"]
    read = [cells[place * bits // 8] >> place * bits % 8 & 3 for place in range(12)]
    assert read == [0, 1, 2, 0, 1, 0, 0, 0, 0, 2, 0, 0]
    assert len(cells) * 8 == sdjwt.SIZE * bits
    assert not any(cells[3:])


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (253_402_300_799, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (253_402_300_800, None),
        (-1, None),
        (True, None),
        ("1000", None),
    ],
)
def test_a_date_of_a_token_is_a_number_of_seconds_of_a_year_of_four_digits(said: Any, moment: datetime | None) -> None:
    token = Token({}, {"exp": said}, b"", b"")
    assert token.moment("nbf") is None
    if moment is None:
        with pytest.raises(Malformed, match="exp n'est pas un instant"):
            token.moment("exp")
    else:
        assert token.moment("exp") == moment


BARE = {name: JWK[name] for name in ("kty", "crv", "x", "y")}


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {**BARE, "kty": "RSA"},
        {**BARE, "crv": "P-384"},
        {**BARE, "d": "secret"},
        {**BARE, "x": "AA"},
        {"kty": "EC", "crv": "P-256"},
    ],
)
def test_only_the_public_half_of_a_p256_key_is_a_key(wrong: Any) -> None:
    assert es256.public(BARE) == KEY.public_key()
    with pytest.raises((Malformed, Unsupported)):
        es256.public(wrong)


def test_a_token_changed_or_too_long_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    head, body, _ = es256.sign({}, {"a": 1}, KEY).split(".")
    other = es256.sign({}, {"a": 2}, KEY).split(".")[2]
    with pytest.raises(Malformed, match="n'est pas juste"):
        es256.verified(f"{head}.{body}.{other}", JWK)
    monkeypatch.setattr(jose, "MAX_BYTES", 1024)
    with pytest.raises(TooComplex, match="plus de 2 Kio"):
        jose.read("e" * 2049)
