"""Names that a hurried reader takes for one another are found; names that only resemble each other are not."""

import random
import string

import pytest

from holdfast.counting import likeness
from holdfast.counting.likeness import ADDED, SAME, SIGNS, Names

NAME = "Maya.Lindqvist"


@pytest.mark.parametrize(
    ("other", "how"),
    [
        ("maya lindqvist", SAME),
        ("m\u0430ya_lindqvist", SIGNS),
        ("м\u0430уа.lindqvist", SIGNS),
        ("M4y4_L1ndqv1st", SIGNS),
        ("Maya.Líndqvist", SAME),
        ("Maya\u200b.Lindqvist", SIGNS),
        ("rnaya.lindqvist", SIGNS),
        ("maya.lindqvist7", ADDED),
        ("1_maya.lindqvist", ADDED),
        ("real_maya_lindqvist", ADDED),
        ("MayaLindqvistOfficial", ADDED),
        ("xx-maya-lindqvist-xx", ADDED),
        ("maya.lindqvisst", "one sign doubled, or single where it was double"),
        ("maya.lindvist", "one sign left out"),
        ("maya.lindqvists", "one sign put in"),
        ("amya.lindqvist", "two signs swapped"),
        ("maya.lindqvisr", "one sign changed for its neighbour on the keyboard"),
        ("maya.lindqvisp", "one sign changed"),
        ("maya.lindqvisэ", "one sign changed"),
    ],
)
def test_a_name_is_known_again_in_each_disguise(other: str, how: str) -> None:
    assert Names(["somebody else", NAME]).like(other) == [(1, how)]


@pytest.mark.parametrize(
    "other", ["maya", "mayday", "lindqvist.maya", "m", "", "7", "maya lundqvost", "ingrid"]
)
def test_a_name_that_only_resembles_it_is_left_in_peace(other: str) -> None:
    assert Names([NAME]).like(other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("guest7", "guest8"), ("guest81", "guest82"), ("barn", "born"), ("sam", "smm"), ("harry", "larry")],
)
def test_numbered_names_and_short_ones_that_differ_are_two(one: str, other: str) -> None:
    assert (Names([one]).like(other), Names([other]).like(one)) == ([], [])


def test_a_number_behind_a_number_is_something_added() -> None:
    assert Names(["anton99"]).like("anton991")
    assert Names(["sam"]).like("sam7") == [(0, ADDED)]


def test_each_name_is_given_once_and_all_that_are_alike_are() -> None:
    known = Names([NAME, "ingrid", "maya_lindqvist", "mayalindqvists"])
    assert [place for place, _ in known.like("maya-lindqvist")] == [0, 2, 3]


def test_names_are_not_compared_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    names = ["".join(rng.choices(string.ascii_lowercase, k=9)) for _ in range(4000)]
    known = Names([*names, NAME])
    compared = []
    slip = likeness._slip
    monkeypatch.setattr(likeness, "_slip", lambda one, other: compared.append(other) or slip(one, other))
    assert known.like("maya.lindqist") == [(4000, "one sign left out")]
    assert len(compared) < 50
