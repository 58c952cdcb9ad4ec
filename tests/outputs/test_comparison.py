"""What differs between two pictures is outlined where it is, and saving again is no difference."""

import io

import pytest
from PIL import Image, ImageDraw, ImageOps

from holdfast.model.errors import RequestError
from holdfast.outputs.comparison import compared
from tests.drawings import jpeg, scene, stuck

ORIGINAL = scene(21, (720, 540))
NAMES = ("entry 1", "entry 2")


def test_a_sticker_is_outlined_also_in_a_mirrored_and_cut_copy() -> None:
    changed = ImageOps.mirror(stuck(ORIGINAL, (360, 180, 480, 300)).crop((60, 30, 720, 540)))
    made = compared(jpeg(ORIGINAL, 92), jpeg(changed), NAMES)
    ((left, top, right, bottom),) = made.parts
    assert abs(left - 5000) < 400
    assert abs(right - 6667) < 400
    assert abs(top - 3333) < 500
    assert abs(bottom - 5556) < 500
    assert "mirrored; cut: about 87 of 100" in made.says[0]
    assert made.says[1].endswith("There, 1 part differs; outlined in red.")


def test_two_changes_are_two_parts_the_larger_first() -> None:
    changed = stuck(ORIGINAL, (60, 60, 240, 240))
    ImageDraw.Draw(changed).rectangle((560, 400, 640, 480), "white", "black", 4)
    made = compared(jpeg(ORIGINAL, 92), jpeg(changed), NAMES)
    assert [part[0] < 5000 for part in made.parts] == [True, False]
    assert "2 parts differ" in made.says[1]


def test_saving_again_smaller_darker_and_poorer_is_no_difference() -> None:
    poor = ORIGINAL.resize((360, 270)).point(lambda value: value * 0.8 + 10)
    made = compared(jpeg(ORIGINAL, 92), jpeg(poor, 40), NAMES)
    assert made.parts == ()
    assert "nothing differs by more than saving again explains" in made.says[1]


def test_the_drawing_shows_both_and_the_difference_and_says_nothing_of_anybody() -> None:
    made = compared(jpeg(ORIGINAL), jpeg(stuck(ORIGINAL, (60, 60, 240, 240))), NAMES)
    with Image.open(io.BytesIO(made.drawing)) as drawn:
        assert drawn.format == "PNG"
        assert drawn.width == 3 * 720 + 4 * 24
        left = made.parts[0][0] * 720 // 10_000 + 1
        red = [drawn.getpixel((24 + n * 744 + left, 24 + 150)) for n in range(3)]
    assert all(r > 150 and g < 80 for r, g, _ in red)
    for sentence in made.says:
        assert not any(word in sentence.lower() for word in ("fake", "forged", "manipulated", "original"))


def test_pictures_that_have_nothing_in_common_are_not_drawn() -> None:
    with pytest.raises(RequestError, match="No part of one"):
        compared(jpeg(ORIGINAL), jpeg(scene(22)), NAMES)
    with pytest.raises(RequestError, match="no picture"):
        compared(jpeg(ORIGINAL), b"nothing", NAMES)
