"""The certificate with which papers of a case are signed: made from its seed, it is the same each time.

It names a random number and nobody. It leads to no authority: it shows that two papers come from one case,
and that a paper was not changed since; not who signed it.
"""

import hashlib
from datetime import UTC, datetime

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from holdfast.vault import age

_INFO = b"holdfast/v1/signing papers"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (SEC 2, 2.4.2)
_ENDS = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)  # "no end" in RFC 5280, 4.1.2.5


class Signing(msgspec.Struct, frozen=True, kw_only=True):
    """`key` is the private key (PKCS 8, DER), `certificate` the one that goes with it (X.509, DER)."""

    key: bytes
    certificate: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return hashlib.sha256(self.certificate).hexdigest()

    def __repr__(self) -> str:
        return f"Signing({self.fingerprint})"


def signing(seed: bytes, origin: str, begins: int) -> Signing:
    """What signs the papers of the case with this seed and id. `begins`: UTC ms when the case was made."""
    key = ec.derive_private_key(_number(seed), ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Holdfast case {origin[:16]}")])
    public = key.public_key()
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(int.from_bytes(hashlib.sha256(_INFO + origin.encode()).digest()[:16], "big") | 1)
        .not_valid_before(datetime.fromtimestamp(begins // 1000, UTC))
        .not_valid_after(_ENDS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    made = built.sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    return Signing(
        key=key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        certificate=made.public_bytes(serialization.Encoding.DER),
    )


def _number(seed: bytes) -> int:
    # Twice the length, so that no number is likelier than another by more than one in 2**256.
    long = age.hkdf(seed, b"", _INFO + b" 1") + age.hkdf(seed, b"", _INFO + b" 2")
    return int.from_bytes(long, "big") % (_ORDER - 1) + 1


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
