"""What is seen of a picture does not hang on its size, its quality, its borders or which way up it was kept."""

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from holdfast.formats import imprint, landmarks, pixels
from holdfast.formats.sight import NOT_DECODED, TOO_SMALL, seen
from holdfast.model.errors import InputError
from tests.drawings import jpeg, scene


def bits(stored: bytes) -> np.ndarray:
    return np.unpackbits(np.frombuffer(stored, np.uint8))


def marks(stored: bytes) -> landmarks.Landmarks:
    return np.frombuffer(stored, landmarks.LANDMARK)


def test_a_small_and_poor_copy_has_nearly_the_same_imprint_and_another_picture_has_not() -> None:
    one, other = seen(jpeg(scene(1), 95)), seen(jpeg(scene(1).resize((300, 213)), 30))
    assert (one.width, one.height, other.width) == (900, 640, 300)
    assert (bits(one.imprint) != bits(other.imprint)).sum() <= 31
    assert (bits(one.imprint) != bits(seen(jpeg(scene(2))).imprint)).sum() > 80


def test_borders_of_one_shade_do_not_count() -> None:
    plain, framed = seen(jpeg(scene(1))), seen(jpeg(ImageOps.expand(scene(1), 100, "black")))
    assert (bits(plain.imprint) != bits(framed.imprint)).sum() <= 31


@pytest.mark.parametrize("turned", list(Image.Transpose))
def test_every_quarter_turn_and_mirror_follows_from_the_stored_bits(turned: Image.Transpose) -> None:
    one, other = seen(jpeg(scene(3), 95)), seen(jpeg(scene(3).transpose(turned), 95))
    assert (imprint.turns(one.imprint) != bits(other.imprint)).sum(axis=1).min() <= 20


def test_the_landmarks_of_a_mirrored_picture_follow_from_the_stored_ones() -> None:
    one, other = seen(jpeg(scene(4), 95)), seen(jpeg(ImageOps.mirror(scene(4)), 95))
    told, found = landmarks.mirrored(marks(one.marks), one.seen_width), marks(other.marks)
    differ = (np.unpackbits(told["bits"], axis=1)[:, None] != np.unpackbits(found["bits"], axis=1)[None]).sum(
        axis=2
    )
    nearest = differ.argmin(axis=1)
    same = differ.min(axis=1) <= 24
    assert same.mean() > 0.7
    off = np.abs(told["x"].astype(int) - found["x"][nearest].astype(int))[same]
    assert np.median(off) <= 8
    turn = np.abs((told["turn"].astype(int) - found["turn"][nearest].astype(int) + 128) % 256 - 128)[same]
    assert np.median(turn) <= 4


def test_a_picture_is_seen_the_way_up_that_it_is_shown() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = scene(5).transpose(Image.Transpose.ROTATE_90)
    look = seen(jpeg(lying, 95, exif))
    assert (look.width, look.height) == (900, 640)
    assert (bits(look.imprint) != bits(seen(jpeg(scene(5), 95)).imprint)).sum() <= 20


def test_what_cannot_be_decoded_or_is_too_small_says_so() -> None:
    whole = jpeg(scene(1))
    assert seen(b"no picture").why == NOT_DECODED
    assert seen(whole[: len(whole) // 3]).why == NOT_DECODED
    assert seen(jpeg(Image.new("RGB", (20, 400), "red"))).why == TOO_SMALL
    huge = io.BytesIO()
    Image.new("1", (20_000, 6_000)).save(huge, "PNG")
    assert seen(huge.getvalue()).why == NOT_DECODED


def test_a_plain_picture_has_neither_imprint_nor_landmarks() -> None:
    look = seen(jpeg(Image.new("RGB", (300, 200), "red")))
    assert (look.why, look.imprint, look.marks) == ("", b"", b"")
    assert len(landmarks.find(np.zeros((30, 30), np.float32))) == 0


def test_what_is_transparent_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (60, 60), (0, 0, 0, 0)).save(out, "PNG")
    picture, _ = pixels.decoded(out.getvalue(), 60)
    assert picture.getpixel((30, 30)) == (255, 255, 255)
    with pytest.raises(InputError, match="cannot be decoded"):
        pixels.decoded(b"", 60)
