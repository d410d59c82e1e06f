"""A key is believed by the dates of its proofs: to the end of its last day, never at the instant that one expires."""

from datetime import UTC, date, datetime

import pytest

from laureat.credentials.keyring import check_dates
from laureat.credentials.trust import TrustedKey
from laureat.credentials.verdict import Reason, Refused
from support.titres import KEY

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
BEFORE, AFTER = "2026-09-01T11:59:59Z", "2026-09-01T12:00:01Z"
PUBLIC = KEY.private.public_key()
KEPT, RETIRED = TrustedKey(PUBLIC), TrustedKey(PUBLIC, date(2026, 8, 31))


@pytest.mark.parametrize(
    ("key", "created", "expires", "retired"),
    [
        (KEPT, "", "", False),
        (KEPT, BEFORE, AFTER, False),
        (TrustedKey(PUBLIC, date(2026, 9, 1)), BEFORE, "", False),
        (RETIRED, "2026-08-31T23:59:59Z", "", True),
        (RETIRED, "2026-08-01T00:00:00Z", AFTER, True),
    ],
)
def test_a_proof_within_its_dates_is_believed_and_a_key_retired_since_is_told(
    key: TrustedKey, created: str, expires: str, retired: bool
) -> None:
    assert check_dates(key, created, expires, NOW) is retired


@pytest.mark.parametrize(
    ("key", "created", "expires", "reason", "told"),
    [
        (KEPT, BEFORE, BEFORE, Reason.EXPIRE, "01/09/2026"),
        (KEPT, BEFORE, "2026-09-01T12:00:00Z", Reason.EXPIRE, "01/09/2026"),
        (KEPT, "hier", "", Reason.SANS_PREUVE, "illisible : hier"),
        (KEPT, "", "demain", Reason.SANS_PREUVE, "illisible :  demain"),
        (RETIRED, "2026-09-01T00:00:00Z", "", Reason.CLE_REVOQUEE, "31/08/2026"),
        (RETIRED, "", "", Reason.CLE_REVOQUEE, "31/08/2026"),
        (TrustedKey(PUBLIC, revoked=True), BEFORE, AFTER, Reason.CLE_REVOQUEE, ""),
    ],
)
def test_a_proof_out_of_its_dates_or_of_a_lost_key_is_not(
    key: TrustedKey, created: str, expires: str, reason: Reason, told: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_dates(key, created, expires, NOW)
    assert refused.value.reason is reason
    assert told in str(refused.value)
