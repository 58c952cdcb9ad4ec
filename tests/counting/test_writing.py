"""How alike accounts write: what is counted, against whom it is measured, and what is never said."""

import random
import re
from functools import cache

import msgspec
import numpy as np
import pytest

from holdfast.counting import writing_model as models
from holdfast.counting.hand_evidence import _number
from holdfast.counting.own_words import own_lines
from holdfast.counting.writing import MOST, Comparison
from holdfast.counting.writing_traits import HABITS, KINDS, Vocabulary, counted, shapes_of, words_of
from tests.analysis.hands import COMMON

EVERYDAY = frozenset({"the", "is", "you"})
SMALL = Vocabulary(("e", " t", "he t", "é"), ("^ x", "the x", "x $", "Cx ."), EVERYDAY)


def habit(lines: list[str], name: str) -> float:
    return counted(lines, SMALL)[0]["habits"][HABITS.index(name)]


def test_runs_of_characters_are_counted_with_the_case_kept_and_never_across_lines() -> None:
    counts, sizes = counted(["he the THE", "tree"], SMALL)
    assert counts["letters"].tolist() == [4, 2, 1, 0]
    assert sizes["letters"] == len(" he the THE ") + len(" tree ")
    assert counted(["é 😀"], SMALL)[0]["letters"][3] == 1


def test_a_shape_keeps_everyday_words_and_how_others_are_written() -> None:
    shapes = shapes_of(words_of("The dog is LOUD, Anna has 3 URL"), EVERYDAY)
    assert {"Cthe x is", "UU , Cx", "x # URL", "^ Cthe", "URL $"} <= set(shapes)
    assert "dog" not in " ".join(shapes)


@pytest.mark.parametrize(
    ("lines", "name", "times"),
    [
        (["hello there", "Hello"], "begins small", 1),
        (["i think I am"], "i small", 1),
        (["what is it", "what is it?"], "question without", 1),
        (["what is it", "what is it?"], "question with mark", 1),
        (["dont you", "Im here"], "no apostrophe", 2),
        (["so :-) yes :)"], "face", 2),
        (["so :-) yes :)"], "face with nose", 1),
        (["well....", "no.."], "many dots", 1),
        (["one two three", "one"], "at most 3 words", 1),
        (["soooo good"], "drawn out", 1),
    ],
)
def test_habits_of_typing_are_counted(lines: list[str], name: str, times: int) -> None:
    assert habit(lines, name) == times


def test_own_lines_leave_out_what_is_quoted_and_join_what_a_program_broke() -> None:
    text = (
        "this line is long enough that only a program would have broken it here and\nnot the writer.\n\n"
        "Short.\n> quoted\nsee https://example.org/x and a@example.org\n"
        "On Monday, Maya wrote:\nnot mine"
    )
    assert own_lines(text) == (
        "this line is long enough that only a program would have broken it here and not the writer.",
        "Short.",
        "see URL and URL",
    )
    assert own_lines("mine\n-- \nsigned") == ("mine",)
    assert own_lines("-----Original Message-----\nnot mine") == ()


@cache
def writers(number: int, messages: int = 20) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Writers of one language, typing in ways of their own; the first two are one."""
    hands = []
    for n in range(number):
        rng, way = random.Random(n), random.Random(max(n, 1))
        begin, end = (
            way.choice(("", "so ", "well ", "ok ")),
            way.choice((".", "!", "...", " :-)", "", "?", " !")),
        )
        is_large, gap = way.random() < 0.5, way.choice((" ", "  ", ", "))
        said = []
        for _ in range(messages):
            text = begin + gap.join(rng.choices(COMMON, k=10)) + end
            said.append((text.capitalize() if is_large else text,))
        hands.append(tuple(said))
    return tuple(hands)


def test_two_accounts_of_one_way_of_typing_are_told_from_all_others() -> None:
    comparison = Comparison(writers(24), models.writing_model())
    ratios = comparison.ratios
    assert ratios[0, 1] > np.log10(5)
    assert ratios[0, 1] > np.quantile(ratios[np.triu_indices(24, 1)], 0.9)
    assert np.allclose(ratios, ratios.T)
    assert np.abs(ratios).max() <= np.log10(MOST)


def test_what_is_alike_in_the_whole_case_is_no_likeness_of_two() -> None:
    """Where everybody ends lines alike, that says nothing; where only two do, it does."""
    everyone = [tuple((f"{line} xoxo",) for (line,) in hand) for hand in writers(24)]
    two = [
        hand if n < 2 else plain for n, (hand, plain) in enumerate(zip(everyone, writers(24), strict=True))
    ]
    model = models.writing_model()
    assert Comparison(two, model).scores[0, 1] > Comparison(everyone, model).scores[0, 1]


def favouring(favoured: dict[int, list[str]]) -> list[tuple[tuple[str, ...], ...]]:
    """Writers who type alike, some of whom use some words often."""
    return [
        tuple(
            (" ".join(random.Random(f"{n} {m}").choices(COMMON + 9 * favoured.get(n, []), k=12)),)
            for m in range(20)
        )
        for n in range(24)
    ]


def test_everyday_words_that_two_use_often_are_a_likeness_and_rare_ones_are_left_to_their_own_line() -> None:
    model = models.writing_model()
    everyday = favouring({0: ["garden", "road"], 1: ["garden", "road"]})
    words = Comparison(everyday, model).by_measure["words"]
    assert words[0, 1] > np.quantile(words[np.triu_indices(24, 1)], 0.98)
    rare = [
        tuple((f"{line} forsooth",) for (line,) in hand) if n < 2 else hand
        for n, hand in enumerate(favouring({}))
    ]
    words = Comparison(rare, model).by_measure["words"]
    assert words[0, 1] < np.quantile(words[np.triu_indices(24, 1)], 0.98)


def test_a_range_holds_the_ratio_is_the_same_every_time_and_wider_for_less_text() -> None:
    comparison = Comparison(writers(24), models.writing_model())
    spread = comparison.spread(2, 5)
    assert spread.low <= spread.value <= spread.high
    assert spread == Comparison(writers(24), models.writing_model()).spread(2, 5)
    assert comparison.spread(0, 1).high <= np.log10(MOST)


def test_the_pair_itself_is_left_out_of_what_it_is_measured_against() -> None:
    """However alike the two are, the others' usual likeness stays what it was."""
    hands = list(writers(24))
    model = models.writing_model()
    first = Comparison(hands, model)
    above = first.by_measure["traits"]
    others = np.delete(np.delete(above, (0, 1), axis=0), (0, 1), axis=1)
    assert abs(float(others[np.triu_indices(22, 1)].mean())) < 0.6


def test_the_model_is_plain_numbers_with_its_source_and_holds_no_name_and_no_sentence() -> None:
    data = models.files(models.__package__).joinpath("writing_model.json").read_bytes()
    told = msgspec.json.decode(data)
    assert "CC BY 4.0" in told["credit"]
    assert set(told["families"]) == set(KINDS)
    letters = told["families"]["letters"]["traits"]
    assert all(len(trait) <= 4 and max(map(ord, trait)) < 0xFFFE for trait in letters)
    assert all(len(shape.split(" ")) <= 3 for shape in told["families"]["shapes"]["traits"])
    assert all(re.fullmatch(r"[a-z']+", word) for word in told["everyday"])
    assert len(data) < 900_000


def test_a_model_that_counts_something_else_is_refused() -> None:
    data = models.files(models.__package__).joinpath("writing_model.json").read_bytes()
    told = msgspec.json.decode(data)
    habits = told["families"]["habits"]
    for column in habits.values():
        column.pop()
    with pytest.raises(msgspec.ValidationError, match="other habits"):
        models.unpacked(msgspec.json.encode(told))
    with pytest.raises(msgspec.ValidationError):
        models.unpacked(b"{}")


def test_a_model_that_blends_something_else_is_refused() -> None:
    told = msgspec.json.decode(models.files(models.__package__).joinpath("writing_model.json").read_bytes())
    told["blend"]["steps"].pop()
    with pytest.raises(msgspec.ValidationError, match="blends other traits"):
        models.unpacked(msgspec.json.encode(told))


@pytest.mark.parametrize(
    ("ratio", "said"),
    [(100.0, "100 or more"), (0.01, "0.01 or less"), (42.0, "42"), (3.14, "3.1"), (0.25, "0.25")],
)
def test_a_ratio_at_the_limit_says_so(ratio: float, said: str) -> None:
    assert _number(ratio) == said
