"""Pages as text, and web addresses."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats import markup


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("a<br>b<br/>c<BR >d", "a\nb\nc\nd"),
        ("he<b>ll</b>o\n   there", "hello there"),
        ("<script>x</script><style>y</style><!-- z -->seen<title>t</title>", "seen"),
        ("<td>a</td><td>b</td>", "a b"),
        ("&lt;b&gt; &amp; &#128064; a&nbsp;&nbsp;b", "<b> & 👀 a  b"),
        ("<template>hidden</template>x", "x"),
        ("", ""),
        ("<frameset></frameset>", ""),
        ("<p>never closed", "never closed"),
    ],
)
def test_a_page_is_shown_as_its_reader_sees_it(page: str, seen: str) -> None:
    assert markup.text_of(page) == seen


def test_a_page_of_very_many_tags_is_read_in_bounded_time() -> None:
    started = time.process_time()
    page = "<style>x</style>" + "<div><b>" * 50_000 + "words &amp; more<!-- no --></b></div>"
    assert markup.text_of(page) == "words & more"
    assert time.process_time() - started < 5


def test_links_of_a_page_are_told_once_in_order() -> None:
    page = (
        b'<a href="https://example.com/?a=1&amp;copy=2">x</a> <a href=http://example.org/b>y</a>'
        b"<a href='https://example.com/?a=1&amp;copy=2'>x</a><a href='mailto:a@example.org'>m</a>"
        b'<a href="https://example.net/&#x3D;&#46;">z</a>'
    )
    assert markup.links_in_page(page) == [
        "https://example.com/?a=1&copy=2",
        "http://example.org/b",
        "https://example.net/=.",
    ]
    assert markup.links_in_page(b'<A HREF="HTTPS://example.com/A">') == ["HTTPS://example.com/A"]
    assert markup.links_in_page(b"no links") == []


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://example.com/a.", ["https://example.com/a"]),
        ("(http://example.com/a_(b))", ["http://example.com/a_(b)"]),
        (
            "<https://example.com/a>, [https://example.com/b]!",
            ["https://example.com/a", "https://example.com/b"],
        ),
        ("https://example.com/ü?x=1#y https://example.com/ü?x=1#y", ["https://example.com/ü?x=1#y"]),
        ("ftp://example.com", []),
        ("none", []),
        ("https://" + "x)" * 2000, ["https://" + "x)" * 2000]),
    ],
)
def test_links_of_a_text_end_where_the_address_ends(text: str, links: list[str]) -> None:
    assert markup.links_in_text(text) == links


def test_a_page_may_name_its_own_charset() -> None:
    assert markup.declared_charset(b'<meta http-equiv=x content="text/html; charset=koi8-r">') == "koi8-r"
    assert markup.declared_charset(b'<META CHARSET="utf-8">') == "utf-8"
    assert markup.declared_charset(b"<p>charset=utf-8</p>") == ""


@given(st.text(alphabet="<>/=\"' abdivp!-&;#\n\xa0", max_size=80))
def test_no_page_makes_it_raise(page: str) -> None:
    markup.text_of(page)
    markup.links_in_page(page.encode())
    markup.links_in_text(page)
