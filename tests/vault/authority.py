"""A time-stamping authority of our own, as real as OpenSSL makes it: a root, one between, and a signer."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_PEM = serialization.Encoding.PEM
_SETTINGS = """[tsa]
default_tsa = it
[it]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.3.6.1.4.1.13762.3
digests = sha256
"""


class TestAuthority:
    """`roots` is its root certificate (PEM). It answers as `openssl ts -reply` does."""

    __test__ = False

    def __init__(self, folder: Path, *, first: datetime | None = None, days: float = 400) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        begins = first or datetime.now(UTC) - timedelta(days=1)
        keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(3)]
        names = ["Root", "Between", "Signer"]
        certificates = []
        for place, key in enumerate(keys):
            above = max(0, place - 1)
            built = (
                x509.CertificateBuilder()
                .subject_name(_name(names[place]))
                .issuer_name(_name(names[above]))
                .public_key(key.public_key())
                .serial_number(place + 1)
                .not_valid_before(begins)
                .not_valid_after(begins + timedelta(days=days))
                .add_extension(x509.BasicConstraints(ca=place < 2, path_length=None), critical=True)
                .add_extension(
                    x509.AuthorityKeyIdentifier.from_issuer_public_key(keys[above].public_key()),
                    critical=False,
                )
                .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            )
            if place == 2:
                built = built.add_extension(
                    x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
                )
            certificates.append(built.sign(keys[above], hashes.SHA256()))
        root, between, signer = (one.public_bytes(_PEM) for one in certificates)
        self.roots = root.decode()
        (folder / "chain.pem").write_bytes(between + root)
        (folder / "signer.pem").write_bytes(signer)
        (folder / "key.pem").write_bytes(
            keys[2].private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        (folder / "serial").write_text("01\n")
        (folder / "settings").write_text(_SETTINGS.format(folder=folder))

    def answer(self, request: bytes) -> bytes:
        """The answer to a request. Its certificates stand in the order signer, between, root: not that of DER."""
        (self.folder / "request").write_bytes(request)
        subprocess.run(
            [
                *("openssl", "ts", "-reply", "-config", self.folder / "settings"),
                *("-queryfile", self.folder / "request", "-inkey", self.folder / "key.pem"),
                *("-signer", self.folder / "signer.pem", "-chain", self.folder / "chain.pem"),
                *("-out", self.folder / "answer"),
            ],
            check=True,
            capture_output=True,
        )
        return (self.folder / "answer").read_bytes()


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])
