"""Parts of pictures that are covered for a reader: black in all that leaves, and nothing beneath."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from holdfast.case.case import Case
from holdfast.case.handing import NOBODY
from tests.case.exports import CHAT
from tests.cli.program import PASSPHRASE
from tests.cli.test_packets import text
from tests.cli.test_words import lines, said, told
from tests.drawings import jpeg, scene

DARK, LIGHT = (50, 60, 70), (255, 250, 245)
"""The picture is dark but for one light place, which is what must not leave."""


def photo() -> bytes:
    """A photo with a light place at 30 % from the left, a thumbnail of itself, and where it was taken."""
    picture = Image.new("RGB", (400, 300), DARK)
    picture.paste(LIGHT, (120, 90, 200, 150))
    small = io.BytesIO()
    picture.resize((80, 60)).save(small, "JPEG")
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, exif=exif, comment=small.getvalue())
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A chat with a picture, which is an exhibit."""
    chat = b"13/06/2025, 21:14 - Rowan: IMG-1.jpg (file attached)\n" + CHAT
    with zipfile.ZipFile(tmp_path / "WhatsApp Chat with Rowan.zip", "w") as archive:
        archive.writestr("WhatsApp Chat with Rowan.txt", chat)
        archive.writestr("IMG-1.jpg", photo())
    case, _ = Case.create(tmp_path / "case", PASSPHRASE, work_factor=10)
    case.add([tmp_path / "WhatsApp Chat with Rowan.zip"])
    case.close()
    event = next(one for one in lines("events", tmp_path / "case", "--jsonl") if one["attachments"])
    said("exhibit", tmp_path / "case", event["id"])
    return tmp_path / "case"


def printed(pdf: Path) -> Iterator[Image.Image]:
    """Every picture inside of a PDF, as it stands there."""
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    for page in document:
        for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=6):
            yield one.get_bitmap(render=False).to_pil().convert("L")


def brightest(picture: Image.Image) -> int:
    return int(np.asarray(picture.convert("L")).max())


@pytest.mark.parametrize("box", ["30%,30%,20%,20%", "120,90,80,60", "29.9%, 89.5, 81, 61"])
def test_a_covered_part_is_black_on_paper_and_the_hash_of_the_original_stays(
    folder: Path, tmp_path: Path, box: str
) -> None:
    said("packet", folder, "--out", tmp_path / "whole.pdf", "--pictures", "A-1", "--for", "court")
    assert [brightest(one) > 200 for one in printed(tmp_path / "whole.pdf")] == [True]
    said(
        *("redact", folder, "child", "--picture", "A-1", "--box", box, "--for", "court"),
        *("--why", "A child's face."),
    )
    out = tmp_path / "covered.pdf"
    said("packet", folder, "--out", out, "--pictures", "A-1", "--for", "court")
    (one,) = printed(out)
    assert brightest(one) < 100
    middle = (round(one.width * 0.4), round(one.height * 0.4))
    assert one.getpixel(middle) == 0
    assert photo() not in out.read_bytes()
    assert b"SECRET" not in out.read_bytes()
    shown = text(out)
    sha256 = lines("events", folder, "--jsonl")[0]["attachments"][0]["sha256"]
    assert sha256 in shown.replace(" ", "")
    assert "One part of it is black" in shown
    assert "a black box [child 1] in the picture" in shown
    assert "A child's face." in shown
    # For everybody else it is as it was.
    said("packet", folder, "--out", tmp_path / "police.pdf", "--pictures", "A-1", "--for", "police")
    assert [brightest(one) > 200 for one in printed(tmp_path / "police.pdf")] == [True]


def test_a_covered_picture_leaves_a_portable_case_only_as_it_is_covered(folder: Path, tmp_path: Path) -> None:
    said("redact", folder, "child", "--picture", "A-1", "--box", "30%,30%,20%,20%", "--why", "A child.")
    said("portable", folder, "--out", tmp_path / "stick", "--pictures", "A-1")
    files = [path for path in (tmp_path / "stick").rglob("*") if path.is_file()]
    assert not (tmp_path / "stick/package").exists()
    drawn = tmp_path / "stick/pictures/A-1-1.jpg"
    assert drawn in files
    with Image.open(drawn) as one:
        assert not dict(one.getexif())
        assert brightest(one) < 100
    assert [brightest(one) < 100 for one in printed(tmp_path / "stick/packet.pdf")] == [True]
    assert not any(b"SECRET" in path.read_bytes() or photo() in path.read_bytes() for path in files)
    assert "pictures/A-1-1.jpg" in (tmp_path / "stick/index.html").read_text()


def test_originals_do_not_leave_where_a_part_is_covered(folder: Path, tmp_path: Path) -> None:
    said(
        *("redact", folder, "child", "--picture", "A-1", "--box", "1,1,2,2", "--for", "court"),
        *("--why", "A child."),
    )
    said("package", folder, "--out", tmp_path / "bag", "--for", "court", code=2)
    said("export", folder, "--as", "load-file", "--out", tmp_path / "load", "--for", "court")
    assert list((tmp_path / "load").glob("natives/*")) == []
    said("package", folder, "--out", tmp_path / "bag", "--for", "police")


def test_a_comparison_shows_no_covered_part(folder: Path, tmp_path: Path) -> None:
    (event,) = (one["id"] for one in lines("events", folder, "--jsonl") if one["attachments"])
    said("redact", folder, "child", "--picture", event, "--box", "30%,30%,20%,20%", "--why", "A child.")
    case = Case.open(folder, PASSPHRASE)
    covered = case._without_covered(photo(), NOBODY)
    case.close()
    with Image.open(io.BytesIO(covered)) as one:
        assert brightest(one) < 100


def test_what_is_covered_is_listed_and_can_be_taken_back(folder: Path) -> None:
    why = ("--why", "A child.")
    said("redact", folder, "child", "--picture", "A-1", "--box", "30%,30%,20%,20%", *why)
    (one,) = told("redactions", folder, "--json")
    assert {**one["box"], "picture": ""} == {
        "picture": "",
        "left": 120,
        "top": 90,
        "right": 200,
        "bottom": 150,
    }
    assert "80 by 60 pixels at 120, 90" in said("redactions", folder)
    said("unredact", folder, one["id"], "--why", "They agreed.")
    assert told("redactions", folder, "--json") == []
    for wrong in ("400,0,1,1", "0,0,0,5", "1,2,3", "a,b,c,d", "-1,0,5,5"):
        said("redact", folder, "child", "--picture", "A-1", "--box", wrong, *why, code=2)
    said("redact", folder, "child", "--picture", "A-1", "--number", "2", "--box", "1,1,2,2", *why, code=2)
    said("redact", folder, "child", "Ane", "--picture", "A-1", "--box", "1,1,2,2", *why, code=2)
    said("redact", folder, "child", "--picture", "A-1", *why, code=2)
    said("redact", folder, "child", *why, code=2)


def test_copies_in_another_size_are_named(folder: Path, tmp_path: Path) -> None:
    """They are other pictures, of which nothing is covered."""
    own = scene(31, (600, 450))
    (tmp_path / "own.jpg").write_bytes(jpeg(own))
    (tmp_path / "copy.jpg").write_bytes(jpeg(own.resize((400, 300))))
    said("add", folder, tmp_path / "own.jpg", tmp_path / "copy.jpg", "--zone", "UTC")
    ids = {
        one["attachments"][0]["name"]: one["id"]
        for one in lines("events", folder, "--jsonl")
        if one["attachments"]
    }
    asked = ("--box", "10%,10%,10%,10%", "--why", "A child.")
    assert "not looked at yet" in said("redact", folder, "child", "--picture", ids["own.jpg"], *asked)
    said("pictures", folder)
    shown = said("redact", folder, "child", "--picture", ids["own.jpg"], *asked)
    assert f"came with event {ids['copy.jpg'][:8]}" in shown
    assert "came with event" not in said("redact", folder, "child", "--picture", ids["copy.jpg"], *asked)
