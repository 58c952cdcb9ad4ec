"""Words that identify somebody are found however they are written."""

import pytest

from holdfast.formats.identifying import Identifying, merged
from holdfast.formats.unescaped import views


@pytest.mark.parametrize(
    ("kind", "words", "text"),
    [
        ("name", "Zoë Marchetti", "ZOE  MARCHETTI"),
        ("name", "Zoë Marchetti", "zoe\u0308_Marchetti"),
        ("name", "Zoe Marchetti", "Zoë.Marchetti"),
        ("name", "Zoë Marchetti", "ZoëMarchetti"),
        ("name", "Zoë Marchetti", "Z\u200bo\u00adë\nMarchetti"),
        ("name", "Zoë Marchetti", "Ｚｏｅ Ｍａｒｃｈｅｔｔｉ"),
        ("name", "Zoë Marchetti", "Zo=C3=AB=20Marchetti"),
        ("name", "Zoë Marchetti", "Zo%C3%AB%20Marchetti"),
        ("name", "Zoë Marchetti", "Zo&euml; Marchetti"),
        ("name", "Zoë Marchetti", "Zo&#235;&nbsp;Marchetti"),
        ("name", "Zoë Marchetti", r"Zo\u00eb Marchetti"),
        ("name", "Zoë Marchetti", "=?utf-8?B?Wm/DqyBNYXJjaGV0dGk=?="),
        ("name", "Zoë Marchetti", "=?utf-8?Q?Zo=C3=AB?=\r\n =?utf-8?Q?_Marchetti?="),
        ("name", "Zoë Marchetti", "Wm/DqyBNYXJjaGV0dGk="),
        ("name", "Bücher", "xn--bcher-kva"),
        ("name", "Дарья Лунина", "ДАРЬЯ ЛУНИНА"),
        ("name", "Δήμητρα", "δημητρα"),
        ("name", "مها", "مها"),
        ("name", "יעל כהן", "יעל-כהן"),
        ("name", "अंजलि", "अंजलि"),
        ("name", "สมชาย", "สมชาย"),
        ("name", "王芳", "王芳"),
        ("name", "김민수", "김민수"),
        ("child", "Ane", "Ane"),
        ("name", "Işık", "IŞIK"),
        ("home", "12 Mill Lane", "12, Mill-Lane"),
        ("phone", "+44 7700 900142", "07700900142"),
        ("phone", "07700 900142", "+44 (0)7700-900-142"),
        ("phone", "+44 7700 900142", "447700900142"),
        ("phone", "+44 7700 900142", "٠٧٧٠٠٩٠٠١٤٢"),
        ("phone", "+44 7700 900142", "７７００９００１４２"),
        ("mail address", "maya.l@example.org", "Maya.L@Example.ORG"),
        ("mail address", "maya.l@example.org", "maya.l%40example.org"),
        ("mail address", "maya.l@example.org", "maya.l=example.org"),
        ("mail address", "maya.l@example.org", "maya.l at example.org"),
        ("account", "@maya_l", "@Maya_L"),
        ("network address", "192.0.2.14", "192.0.2.14"),
        ("network address", "192.0.2.14", "192[.]0[.]2[.]14"),
        ("network address", "192.0.2.14", "192-0-2-14"),
        ("network address", "192.0.2.14", "14.2.0.192.in-addr.arpa"),
        ("network address", "192.0.2.14", "::ffff:192.0.2.14"),
        ("network address", "192.0.2.14", "::ffff:c000:20e"),
        ("network address", "192.0.2.0/24", "192.0.2.200"),
        ("network address", "2001:db8::42", "2001:DB8:0:0:0:0:0:42"),
        ("network address", "2001:db8::42", "2001:0db8:0000:0000:0000:0000:0000:0042"),
        ("network address", "2001:db8::42", "2001-db8--42"),
        ("network address", "2001:db8::/32", "2001:db8:1::1"),
        (
            "network address",
            "2001:db8::42",
            "2.4.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
        ),
        ("other", "§§", "§§"),
    ],
)
def test_it_is_found_and_nothing_of_it_is_left(kind: str, words: str, text: str) -> None:
    around = f"«{text}» / <{text}>"
    spans = Identifying(kind, words).find(around)
    left, place = "", 0
    for start, end, _ in merged([(a, b, "") for a, b in spans]):
        left += around[place:start]
        place = end
    left += around[place:]
    assert not any(c.isalnum() for c in left), left


@pytest.mark.parametrize(
    ("kind", "words", "text"),
    [
        ("child", "Ane", "Johane, plane, anew"),
        ("child", "Anna", "Johanna"),
        ("phone", "+44 7700 900142", "17700900143 and 2025-06-14 18:30"),
        ("network address", "192.0.2.14", "192.0.2.140, 192.0.2.1, 1.192.0.2.14.5"),
        ("network address", "2001:db8::42", "2001:db8::43 at 10:42:11, a::b::c"),
        ("network address", "192.0.2.14", "2001:db8::14"),
        ("name", "Marchetti", "the market"),
        ("mail address", "maya@example.org", "maya@example.net, example.org"),
    ],
)
def test_what_only_looks_a_little_like_it_stays(kind: str, words: str, text: str) -> None:
    assert Identifying(kind, words).find(text) == []


def test_broken_escapes_stand_for_themselves() -> None:
    for text in (
        "%ff%fe",
        "=FF",
        "=?nothing?B?AAAA?=",
        "xn--a",
        "aGVsbG8gd29ybGQhAAAA/+==",
        "&nosuch;",
        r"\ud800",
    ):
        assert views(text)[-1].text == text


def test_what_was_written_twice_in_another_way_is_read_twice() -> None:
    assert views("Zo%25C3%25AB")[-1].text == "Zoë"


def test_spans_that_overlap_become_one_under_the_longest() -> None:
    assert merged([(0, 3, "a"), (2, 9, "b"), (10, 11, "c")]) == [(0, 9, "b"), (10, 11, "c")]
