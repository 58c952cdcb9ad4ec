"""Copies of the person's own pictures are told with when they were first seen; what others share is not."""

import pytest

from holdfast.analysis import copied_pictures
from holdfast.model.details import Details
from holdfast.model.event import Attachment
from holdfast.model.finding import Finding
from holdfast.model.look import Look, Pair
from tests.analysis.frames import DAY, START, Happening, frame

MAYA, TILDA, KITE = "mail:maya@example.com", "mail:tilda@example.org", "mail:kite@example.net"
HALF = (2.0, 0.0, 0.0, 0.0, 1.0, 0.0)
"""The left half of the first is the whole of the second."""


def shows(*pictures: str, **fields: str) -> Details:
    attached = tuple(Attachment(name=f"{one}.jpg", media_type="image/jpeg", sha256=one) for one in pictures)
    return Details(
        attached=attached, fields={name.replace("_", ":"): value for name, value in fields.items()}
    )


def sent(picture: str, to: tuple[str, ...] = (TILDA,), day: int = 0) -> Happening:
    return Happening(at=START + day * DAY, by=MAYA, to=to, way="out", details=shows(picture))


def came(picture: str, by: str = KITE, day: int | None = 5) -> Happening:
    at = None if day is None else START + day * DAY
    return Happening(at=at, by=by, to=(MAYA,), details=shows(picture))


def loose(picture: str, **fields: str) -> Happening:
    return Happening(
        at=START + 2 * DAY, by="", way="", service="photo", kind="picture", details=shows(picture, **fields)
    )


def found(*happenings: Happening, pairs: tuple[Pair, ...] = (), seen: str = "abc") -> Finding | None:
    looks = {one: Look(width=800, height=600) for one in seen}
    findings = copied_pictures.find(frame(list(happenings), looks=looks, pairs=pairs))
    return findings[0] if findings else None


def test_a_copy_stands_beside_its_original_with_both_first_sights() -> None:
    finding = found(
        sent("a"), came("b"), came("b", day=9), came("c", day=3), pairs=(Pair("a", "b", 50, 70, HALF),)
    )
    assert finding is not None
    (row,) = finding.tables[0].rows
    assert row[0] == "a.jpg"
    assert row[2:4] == ("1 March 2025, 00:00 Europe/London", "tilda@example.org")
    assert row[4] == "b.jpg"
    assert row[6:9] == ("kite@example.net", "6 March 2025, 00:00 Europe/London", 2)
    assert row[9] == "cut: about 50 of 100 parts of it are left; larger: to 141 of 100 parts of its width"
    assert row[10:] == ("800 x 600", "800 x 600", "none known", "none known")
    assert len(finding.rests_on) == 3


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_the_own_picture_may_stand_on_either_side_of_the_pair(names: tuple[str, str]) -> None:
    finding = found(sent("a"), came("b"), pairs=(Pair(*names, 50, 70, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)),))
    assert finding is not None
    assert [(row[0], row[4], row[9]) for row in finding.tables[0].rows] == [
        ("a.jpg", "b.jpg", "the whole of it")
    ]


def test_a_photo_with_a_cameras_words_is_the_persons_own_and_one_without_is_not() -> None:
    pair = (Pair("a", "b", 50, 10),)
    finding = found(
        loose("a", exif_Make="Example", exif_Model="Phone 5"), loose("b", exif_Software="X"), pairs=pair
    )
    assert finding is not None
    (row,) = finding.tables[0].rows
    assert (row[3], row[6], row[9]) == ("not told", "handed in by itself", "alike as a whole")
    assert row[12:] == ("Example Phone 5", "X")
    assert found(loose("a"), loose("b"), pairs=pair) is None


def test_the_very_same_file_from_somebody_else_is_told_apart() -> None:
    finding = found(sent("a", (TILDA, KITE, "mail:x@example.org", "mail:y@example.org")), came("a", day=None))
    assert finding is not None
    (row,) = finding.tables[0].rows
    assert (row[9], row[7]) == ("the very same file", "time not known")
    assert str(row[3]).endswith(" and 1 more")
    assert finding.figures["changed_copies"] == 0


def test_what_others_share_among_themselves_or_the_person_sends_twice_is_no_copy() -> None:
    pair = (Pair("a", "b", 50, 10, HALF),)
    assert found(came("a"), came("b", TILDA), pairs=pair) is None
    assert found(sent("a"), sent("b"), pairs=pair) is None
    assert found(sent("a"), pairs=pair) is None


def test_what_was_not_looked_at_is_counted() -> None:
    away = Happening(
        at=START,
        details=Details(attached=(Attachment(name="g.jpg", media_type="image/jpeg", missing="gone"),)),
    )
    looks = {"a": Look(width=9, height=9), "b": Look(width=9, height=9), "c": Look(why="damaged")}
    pairs = (Pair("a", "b", 50, 10, HALF),)
    rows = [sent("a"), came("b"), came("c"), came("d"), away]
    (finding,) = copied_pictures.find(frame(rows, looks=looks, pairs=pairs))
    assert (finding.figures["not_looked_at"], finding.figures["nothing_seen_of"]) == (1, 1)
    assert copied_pictures.find(frame(rows)) == []
