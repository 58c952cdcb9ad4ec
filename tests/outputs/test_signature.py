"""A signed paper: real programs say it is valid, and a single changed byte shows."""

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typst

from holdfast.vault.certificate import Signing, signing

pytest.importorskip("pyhanko")

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from holdfast.outputs.signature import signed

SEED, ORIGIN, BEGINS = b"\x07" * 32, "0123456789abcdef" * 2, 1_700_000_000_000
AT = 1_764_000_000_000
SOURCE = b"""#set document(title: "Paper", date: datetime(year: 2026, month: 1, day: 1))
#set text(lang: "en")
= Paper
Some words."""


@pytest.fixture(scope="module")
def own() -> Signing:
    return signing(SEED, ORIGIN, BEGINS)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return typst.compile(SOURCE, format="pdf", pdf_standards=["a-3a", "ua-1"])


@pytest.fixture(scope="module")
def paper(own: Signing, plain: bytes) -> bytes:
    return signed(plain, own.key, own.certificate, AT)


def is_whole(pdf: bytes, own: Signing) -> bool:
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    context = ValidationContext(trust_roots=[Certificate.load(own.certificate)], allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    return bool(status.intact and status.valid and status.trusted and status.bottom_line)


def test_the_certificate_is_the_same_each_time_and_names_nobody(own: Signing) -> None:
    assert signing(SEED, ORIGIN, BEGINS) == own
    assert signing(b"\x08" * 32, ORIGIN, BEGINS) != own
    assert (
        Certificate.load(own.certificate).subject.human_friendly
        == "Common Name: Holdfast case 0123456789abcdef"
    )
    assert own.key.hex() not in repr(own)


def test_the_signature_is_valid_and_covers_the_whole(paper: bytes, plain: bytes, own: Signing) -> None:
    assert paper.startswith(plain)
    assert is_whole(paper, own)


def test_one_changed_byte_shows(paper: bytes, own: Signing) -> None:
    first, last = (int(n) for n in re.findall(rb"/ByteRange \[\s*0 (\d+) (\d+) ", paper)[0])
    for place in (*range(100, first, first // 12), *range(last + 1, len(paper) - 1, 200)):
        changed = bytearray(paper)
        changed[place] ^= 1
        try:
            whole = is_whole(bytes(changed), own)
        except Exception:  # noqa: BLE001  so broken that it is no PDF any more
            whole = False
        assert not whole, place


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not installed")
def test_pdfsig_says_valid_and_one_changed_byte_is_named(paper: bytes, tmp_path: Path) -> None:
    def says(data: bytes) -> str:
        (tmp_path / "paper.pdf").write_bytes(data)
        return subprocess.run(
            ["pdfsig", "paper.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
        ).stdout

    assert "Signature is Valid" in says(paper)
    assert "Total document signed" in says(paper)
    changed = bytearray(paper)
    changed[200] ^= 1
    assert "Signature is Valid" not in says(bytes(changed))
    assert "Digest Mismatch" in says(bytes(changed))


def test_the_paper_tells_neither_the_clock_nor_the_zone_of_the_computer(
    own: Signing, tmp_path: Path, plain: bytes
) -> None:
    script = (
        "import sys; from holdfast.outputs.signature import signed;"
        "key, own, at = bytes.fromhex(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3]);"
        "sys.stdout.buffer.write(signed(sys.stdin.buffer.read(), key, own, at))"
    )
    made = subprocess.run(
        [sys.executable, "-c", script, own.key.hex(), own.certificate.hex(), str(AT)],
        input=plain, capture_output=True, check=True, env={**os.environ, "TZ": "Asia/Kathmandu"},
    ).stdout  # fmt: skip
    added = made.removeprefix(plain)
    assert b"05:45" not in added
    assert b"+05'45" not in added
    assert b"\\05305" not in added
    assert b"ModDate" not in added
    assert b"20251124160000" in added


def test_it_stays_an_archive_paper(paper: bytes) -> None:
    assert b'pdfaid:part="3"' in paper or b"<pdfaid:part>3" in paper
