"""A language as a value: its forms for numbers, its numbers, and finished sentences said anew."""

import pytest

from holdfast.formats.channel import Channel
from holdfast.formats.dates import Length, Moment, length, long_date
from holdfast.formats.figure import Figure
from holdfast.languages.language import ENGLISH, languages
from holdfast.model.errors import RequestError
from holdfast.model.sentence import counted, in_turn, listed, names_listed, phrase, said, side_by_side

ARABIC, GERMAN, FRENCH = (languages()[tag] for tag in ("ar", "de", "fr"))


def test_arabic_has_six_forms_for_numbers() -> None:
    told = [ARABIC.ngettext("%(n)s file,", "%(n)s files,", n) for n in (0, 1, 2, 3, 11, 100)]
    assert len(set(told)) == 6
    assert told[3].startswith("3 ")
    assert ARABIC.ngettext("%(n)s file,", "%(n)s files,", 103) == told[3].replace("3", "103")


def test_french_counts_none_as_one() -> None:
    assert FRENCH.ngettext("%(n)s day", "%(n)s days", 0) == "0 jour"
    assert FRENCH.ngettext("%(n)s day", "%(n)s days", 2) == "2 jours"


def test_numbers_are_written_as_the_language_does() -> None:
    assert [one.number(12345.6, 1) for one in (ENGLISH, GERMAN, ARABIC)] == [
        "12,345.6",
        "12.345,6",
        "12,345.6",
    ]
    assert GERMAN.ngettext("%(n)s entry", "%(n)s entries", 1234) == "1.234 Einträge"


def test_a_finished_sentence_can_be_said_in_another_language() -> None:
    name = "%(weird)s & co"
    done = said("Missing or damaged in both: %(name)s", name=name)
    assert done == f"Missing or damaged in both: {name}"
    assert GERMAN.says(done) == f"Fehlt in beiden oder ist in beiden beschädigt: {name}"
    many = counted(2, "%(n)s entry", "%(n)s entries")
    assert (many, GERMAN.says(many)) == ("2 entries", "2 Einträge")
    inside = said("Missing or damaged in both: %(name)s", name=many)
    assert GERMAN.says(inside) == "Fehlt in beiden oder ist in beiden beschädigt: 2 Einträge"


def test_what_is_only_known_in_english_is_not_said_half() -> None:
    assert GERMAN.says("Nobody has translated this.") is None
    assert GERMAN.says(said("Nobody has translated %(what)s.", what="this")) is None
    unknown = said("unknown %(what)s", what="part")
    assert GERMAN.says(said("Missing or damaged in both: %(name)s", name=unknown)) is None
    assert ENGLISH.says(unknown) == "unknown part"


def test_parts_of_a_sentence_are_said_too() -> None:
    told = in_turn(["A reply is not in itself consent.", counted(3, "%(n)s entry", "%(n)s entries")])
    assert told == "A reply is not in itself consent. 3 entries"
    assert GERMAN.says(told) == "Eine Antwort ist an sich keine Zustimmung. 3 Einträge"
    assert GERMAN.says(listed([phrase("stop notice"), phrase("block")])) == "Bitte aufzuhören, Sperre"
    assert GERMAN.says(side_by_side(["yes", "no"])) == "ja; nein"
    assert GERMAN.says(in_turn([said("Nobody has translated this."), told])) is None


def test_times_and_numbers_in_a_sentence_are_written_as_the_language_does() -> None:
    when = Moment(1_741_010_700_000, "Europe/London", "minute")
    assert (when, GERMAN.says(when)) == (
        "3 March 2025, 14:05 Europe/London",
        "3. März 2025, 14:05 Europe/London",
    )
    told = said("from %(first)s to %(last)s", first=when, last=Length(3 * 86_400_000))
    assert told == "from 3 March 2025, 14:05 Europe/London to 3 days"
    assert GERMAN.says(told) == "vom 3. März 2025, 14:05 Europe/London bis zum 3 Tage"
    assert ENGLISH.says(told) == told
    assert GERMAN.says(said("%(least)s or less", least=Figure("1,234.5"))) == "1.234,5 oder weniger"
    # A name stays as it is, also where it is made of figures.
    assert GERMAN.says(said("%(least)s or less", least="1,234.5")) == "1,234.5 oder weniger"
    assert GERMAN.says(said("%(least)s or less", least="+447700900142")) == "+447700900142 oder weniger"


def test_an_error_is_said_by_its_words() -> None:
    error = RequestError("Nothing was chosen.", "Choose an answer, or skip the question.")
    assert GERMAN.says(error.what) == "Es wurde nichts ausgewählt."


@pytest.mark.parametrize("tag", languages())
def test_every_language_can_write_each_precision(tag: str) -> None:
    language = languages()[tag]
    for precision in ("year", "month", "day", "hour", "minute", "second"):
        assert "2025" in long_date(1_741_000_000_000, "Europe/London", precision, language)
    assert {length(ms, language) for ms in (0, 200_000, 10_000_000, 200_000_000)}


def test_names_in_a_list_stay_and_who_has_none_is_said_in_the_language() -> None:
    names = names_listed(["Robin", phrase("unknown sender"), "Kim"])
    assert names == "Robin, unknown sender, Kim"
    assert GERMAN.says(names) == f"Robin, {GERMAN.gettext('unknown sender')}, Kim"
    assert GERMAN.gettext("unknown sender") != "unknown sender"
    assert names_listed([]) == ""


def test_a_channel_is_one_word_for_programs_and_has_a_name_for_people() -> None:
    phone = Channel("phone")
    assert phone == "phone"
    assert [ENGLISH.says(phone), GERMAN.says(phone)] == ["Calls", GERMAN.gettext("Calls")]
    told = said("on the channel %(channel)s", channel=Channel("google-chat"))
    assert told == "on the channel google-chat"
    assert ENGLISH.says(told) == "on the channel Google Chat"
    assert (
        GERMAN.says(names_listed([Channel("mail"), phone]))
        == f"{GERMAN.gettext('Mail')}, {GERMAN.gettext('Calls')}"
    )
