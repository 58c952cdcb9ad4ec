"""What stands inside a message of Skype is taken out in time that grows with its length, however odd it is."""

import time

import pytest

from holdfast.formats import skype_text


def test_words_are_told_apart_from_what_they_answer() -> None:
    written = '<quote author="robin" messageid="7"><legacyquote>[1] Robin: </legacyquote>where</quote>no &amp; <b>no</b>'
    assert skype_text.plain(written) == "no & no"
    assert skype_text.quote(written) == skype_text.Quote(text="where", message="7")
    assert skype_text.plain("a < b & c") == "a < b & c"
    assert skype_text.quote("nothing is answered") is None


def test_a_call_tells_who_took_part() -> None:
    written = '<partlist type="ended"><part identity="8:robin"><duration>61.5</duration></part></partlist>'
    assert skype_text.call(written) == {"call": "ended", "took part 1": "robin, 61.5 seconds"}


@pytest.mark.parametrize(
    "odd",
    [
        "<quote>",
        "<quote ",
        "<OriginalName",
        "<file ",
        '<part identity="x">',
        "<partlist",
        "<target>",
        "&amp",
        "<a",
        "\n",
    ],
)
def test_odd_text_costs_no_more_than_its_length(odd: str) -> None:
    def cost(count: int) -> float:
        written = "<quote></quote>" + odd * count
        began = time.process_time()
        for read in (skype_text.plain, skype_text.quote, skype_text.file, skype_text.acts, skype_text.call):
            read(written)
        return time.process_time() - began

    assert cost(40_000) < 1 + 8 * max(cost(10_000), 0.05)
