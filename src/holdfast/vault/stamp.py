"""Time stamps of an authority outside (RFC 3161): the question to it, and what its answer proves."""

import warnings
from datetime import UTC, datetime

import msgspec
from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client.tsp import PKIStatus

from holdfast.formats.der import in_order
from holdfast.model.errors import DamageError, RequestError


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it is sent (DER), with a nonce that the answer must repeat."""

    request: bytes
    nonce: int


class Stamped(msgspec.Struct, frozen=True, kw_only=True):
    """What a time stamp says: `time` at which the text was there, and when a certificate behind it `expires`.

    Both are UTC milliseconds. `signer` is the name in the certificate that signed.
    """

    time: int
    expires: int
    signer: str


def asking(note: str) -> Asking:
    """The question for a time stamp over this text. It holds a SHA-256 of it and a random number, no more."""
    builder = TimestampRequestBuilder().data(note.encode()).hash_algorithm(HashAlgorithm.SHA256)
    request = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    return Asking(request=request.as_bytes(), nonce=request.nonce or 0)


def roots(pem: str) -> list[x509.Certificate]:
    """The root certificates in a PEM text. Raises RequestError where there is none."""
    try:
        return x509.load_pem_x509_certificates(pem.encode())
    except ValueError:
        raise RequestError(
            "That file holds no certificate (PEM).", "Get the root certificate from the authority's own page."
        ) from None


def check(response: bytes, note: str, pem: str, nonce: int | None = None) -> Stamped:
    """What the answer proves about this text. `pem` are the roots that are trusted, `nonce` what was sent.

    Raises DamageError that says what is wrong. Certificates count as of the time in the stamp.
    """
    try:
        answer = decode_timestamp_response(in_order(response))
        status = PKIStatus(answer.status)
    except ValueError:
        raise DamageError("What came back is no time stamp.") from None
    if status is not PKIStatus.GRANTED:
        raise DamageError(f"The authority gave no time stamp ({status.name.lower().replace('_', ' ')}).")
    try:
        with warnings.catch_warnings():
            # What was altered may read like a certificate of old that broke a rule. The signature decides.
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            return _checked(answer, note, pem, nonce)
    except (ValueError, LookupError, x509.InvalidVersion):
        raise DamageError("The time stamp cannot be read.") from None


def _checked(answer: TimeStampResponse, note: str, pem: str, nonce: int | None) -> Stamped:
    if nonce is not None and answer.tst_info.nonce != nonce:
        raise DamageError("The time stamp answers another question: its number (nonce) is not the one sent.")
    signer = _signer(answer)
    time = answer.tst_info.gen_time
    chain = [x509.load_der_x509_certificate(data) for data in answer.signed_data.certificates]
    if not signer.not_valid_before_utc <= time <= signer.not_valid_after_utc:
        raise DamageError(
            "The authority's certificate was not valid at the time in the stamp: expired, or not begun yet."
        )
    try:
        VerifierBuilder(roots=roots(pem)).build().verify_message(answer, note.encode())
    except VerificationError as error:
        if "Mismatch between messages" in str(error):
            raise DamageError("The time stamp is about something else.") from None
        raise DamageError(
            "The time stamp is not signed by a certificate that leads to the root certificate you named,"
            " or its signature is wrong."
        ) from None
    return Stamped(
        time=_milliseconds(time),
        expires=_milliseconds(min(one.not_valid_after_utc for one in [signer, *chain])),
        signer=signer.subject.rfc4514_string(),
    )


def _signer(answer: TimeStampResponse) -> x509.Certificate:
    signers = {(one.issuer, one.serial_number) for one in answer.signed_data.signer_infos}
    for data in answer.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(data)
        if (certificate.issuer, certificate.serial_number) in signers:
            return certificate
    raise DamageError("The time stamp does not hold the certificate that signed it.")


def _milliseconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp() * 1000)
