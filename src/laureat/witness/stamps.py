"""Time from a third party: RFC 3161 tokens over a checkpoint, asked of an authority, checked by its certificates."""

from collections.abc import Sequence
from datetime import datetime

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from laureat.vocabulary import InvalidInput
from laureat.witness.client import Unanswered, exchange

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


def read_certificates(pem: bytes, source: str) -> Sequence[Certificate]:
    """The certificates that one trusts to say the time. Raises InvalidInput."""
    try:
        return load_pem_x509_certificates(pem)
    except ValueError as error:
        raise InvalidInput([f"{source} : des certificats PEM sont attendus ({error})"]) from None


def stamp(url: str, message: bytes, trusted: Sequence[Certificate]) -> tuple[bytes, datetime]:
    """A token over a message: the whole response of the authority, and its time. Raises Unanswered."""
    request = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256).build()
    reply = exchange(url, request.as_bytes(), {"Content-Type": QUERY, "Accept": REPLY})
    if reply.status != 200 or reply.type != REPLY:
        raise Unanswered(f"{url} répond {reply.status} ({reply.type}), pas un jeton d'horodatage")
    try:
        return reply.body, _checked(reply.body, message, trusted, request.nonce)
    except ValueError as error:
        raise Unanswered(f"{url} : {error}") from None


def stamped_at(token: bytes, message: bytes, trusted: Sequence[Certificate]) -> datetime:
    """The time that a token says of a message. Raises ValueError where it says nothing sure."""
    return _checked(token, message, trusted, None)


def _checked(token: bytes, message: bytes, trusted: Sequence[Certificate], nonce: int | None) -> datetime:
    try:
        response: TimeStampResponse = decode_timestamp_response(token)
    except ValueError as error:
        raise ValueError(f"ce n'est pas une réponse d'horodatage ({error})") from None
    builder = VerifierBuilder(roots=list(trusted), nonce=nonce)
    try:
        builder.build().verify_message(response, message)
    except (VerificationError, ValueError) as error:
        raise ValueError(f"le jeton d'horodatage ne vérifie pas ({error})") from None
    return response.tst_info.gen_time
