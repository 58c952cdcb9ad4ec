"""Copies of a picture are found for whatever was done to it; other pictures, and other chats, are not."""

from itertools import combinations

import numpy as np
import pytest
from PIL import Image, ImageOps

from holdfast.counting import copied
from holdfast.counting.copied import SURE_BITS, pair, pairs
from holdfast.counting.picture_changes import changes, map_of
from holdfast.formats.sight import seen
from holdfast.model.look import Look
from tests.drawings import Picture, captioned, chat, jpeg, scene, shown_in_chat, stuck

ORIGINAL = scene(7)
WIDTH, HEIGHT = ORIGINAL.size


def done(picture: Picture) -> tuple[str, ...]:
    """What the program says was done to the original."""
    one, other = seen(jpeg(ORIGINAL, 92)), seen(jpeg(picture))
    found = pair(one, other)
    assert found is not None
    assert found.alike >= 10
    return changes(map_of(found, ""), one, other)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda p: p, ("the whole of it",)),
        (ImageOps.grayscale, ("the whole of it",)),
        (lambda p: stuck(p, (300, 200, 520, 420)), ("the whole of it",)),
        (lambda p: p.resize((450, 320)), ("smaller: to 50 of 100 parts of its width",)),
        (lambda p: p.resize((1350, 960)), ("larger: to 150 of 100 parts of its width",)),
        (ImageOps.mirror, ("mirrored",)),
        (ImageOps.flip, ("mirrored", "turned by 180 degrees")),
        (lambda p: p.transpose(Image.Transpose.ROTATE_90), ("turned by 90 degrees",)),
        (lambda p: p.crop((90, 0, WIDTH, HEIGHT)), ("cut: about 90 of 100 parts of it are left",)),
        (lambda p: p.crop((0, 0, 540, 384)), ("cut: about 36 of 100 parts of it are left",)),
        (captioned, ("something beside it: it fills about 85 of 100 parts of the other",)),
    ],
)
def test_what_was_done_to_a_picture_is_told(change, says: tuple[str, ...]) -> None:
    assert done(change(ORIGINAL)) == says


def test_a_small_turn_and_a_screenshot_are_told_too() -> None:
    turned = ORIGINAL.rotate(5, Image.Resampling.BICUBIC, expand=True)
    assert "turned by 5 degrees" in done(turned)
    screen = done(shown_in_chat(ORIGINAL))
    assert any(words.startswith("something beside it") for words in screen)


def test_the_map_of_a_pair_holds_in_both_directions() -> None:
    looks = {"a": seen(jpeg(ORIGINAL)), "b": seen(jpeg(ImageOps.mirror(ORIGINAL).crop((0, 0, 600, 500))))}
    (found,) = pairs(looks, frozenset("ab"))
    there, back = map_of(found, "a"), map_of(found, "b")
    assert there is not None
    assert back is not None
    both = np.vstack((there, (0, 0, 1))) @ np.vstack((back, (0, 0, 1)))
    assert np.allclose(both, np.eye(3), atol=1e-6)
    assert changes(there, looks["a"], looks["b"])[0] == "mirrored"
    assert changes(back, looks["b"], looks["a"])[0] == "mirrored"


def test_what_only_looks_alike_as_a_whole_says_so() -> None:
    one = seen(jpeg(ORIGINAL))
    vague = Look(width=80, height=60, imprint=one.imprint)
    found = pair(one, vague)
    assert found is not None
    assert (found.bits, found.alike, map_of(found, "")) == (0, 0, None)
    assert changes(None, one, vague) == ("alike as a whole",)


def test_different_pictures_and_different_chats_are_not_taken_for_one() -> None:
    for made in ([scene(n) for n in range(20, 27)], [chat(n) for n in range(7)]):
        looks = [seen(jpeg(picture)) for picture in made]
        assert [pair(one, other) for one, other in combinations(looks, 2) if pair(one, other)] == []


def test_only_pairs_with_a_new_picture_are_looked_for_and_each_once() -> None:
    cut = ORIGINAL.crop((60, 60, 800, 600))
    looks = {
        "a": seen(jpeg(ORIGINAL)),
        "b": seen(jpeg(cut)),
        "c": seen(jpeg(ORIGINAL, 30)),
        "d": Look(why="damaged"),
    }
    found = {(one.one, one.other) for one in pairs(looks, frozenset("abcd"))}
    assert found == {("a", "b"), ("a", "c"), ("b", "c")}
    assert {(one.one, one.other) for one in pairs(looks, frozenset("b"))} == {("a", "b"), ("b", "c")}
    assert list(pairs(looks, frozenset())) == []
    assert list(pairs({}, frozenset())) == []


def test_among_many_pictures_only_likely_ones_are_compared_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied, "_FEW", 4)
    monkeypatch.setattr(copied, "_CLOSELY", 2)
    looks = {f"{n:02}": seen(jpeg(scene(n, (450, 320)))) for n in range(12)}
    looks["99"] = seen(jpeg(ImageOps.mirror(scene(5, (450, 320)).crop((60, 40, 400, 300)))))
    compared = []
    closely = copied.overlap
    monkeypatch.setattr(copied, "overlap", lambda *given: compared.append(1) or closely(*given))
    (found,) = pairs(looks, frozenset(["99"]))
    assert (found.one, found.other) == ("05", "99")
    assert found.bits > SURE_BITS
    assert len(compared) <= 2
