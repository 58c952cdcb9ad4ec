"""Signs a finished PDF (PAdES B-B, ETSI EN 319 142-1), so that any change to it shows.

Needs pyHanko, which comes with the extra `sign`: nothing but the packet that is to be signed imports this.
"""

import io
from datetime import UTC, datetime
from typing import Any

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

_FIELD = "Signature1"


class _AsItIs(IncrementalPdfFileWriter):
    """Adds to a PDF and leaves its dates alone: the library would write this computer's clock and zone."""

    def _update_meta(self) -> None:
        pass


class _Dated(signers.PdfSigner):
    """Signs with a time that it is told, in UTC."""

    moment: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:  # noqa: FBT001, FBT002
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment
        return session


def signed(pdf: bytes, key: bytes, certificate: bytes, at: int) -> bytes:
    """The PDF with an invisible signature. `key` is PKCS 8 and `certificate` X.509, both DER; `at` UTC ms."""
    own = Certificate.load(certificate)
    store = SimpleCertificateStore.from_certs([own])
    signer = signers.SimpleSigner(signing_cert=own, signing_key=PrivateKeyInfo.load(key), cert_registry=store)
    how = signers.PdfSignatureMetadata(
        field_name=_FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    session = _Dated(how, signer=signer)
    session.moment = datetime.fromtimestamp(at // 1000, UTC)
    made = session.sign_pdf(_AsItIs(io.BytesIO(pdf)))
    return bytes(made.getvalue())
