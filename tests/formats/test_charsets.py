"""Encodings of letters and of bytes: what is declared, and what to do when it is not true."""

import base64
import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats import charsets, transfer


@pytest.mark.parametrize(
    ("label", "codec", "said"),
    [
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("x-gbk", "gb18030", "別再躲了"),
        ("GB2312", "gb18030", "你好"),
        ('"utf-8"', "utf-8", "👀"),
        ("iso-8859-8-i", "iso8859-8", "שלום"),
        ("x-sjis", "cp932", "①手紙"),
        ("windows-1256", "cp1256", "أنا"),
        ("utf-7", "utf-7", "Zoë"),
    ],
)
def test_names_that_mails_use_are_known(label: str, codec: str, said: str) -> None:
    assert charsets.codec(label) == codec
    assert charsets.decode(said.encode(codec), label) == (said, codec, True)


@pytest.mark.parametrize(
    "label",
    [
        "unknown-8bit",
        "x-unknown",
        "base64",
        "rot13",
        "unicode_escape",
        "idna",
        "",
        "a b",
        "\0",
        "é",
        "x" * 99,
        "undefined",
    ],
)
def test_what_is_no_charset_is_not_used(label: str) -> None:
    assert charsets.codec(label) == ""


def test_latin_1_that_uses_its_control_range_is_windows_1252() -> None:
    assert charsets.decode(b"I\x92m", "iso-8859-1")[0] == "I’m"
    assert charsets.decode(b"\x81", "iso-8859-1") == ("\x81", "iso8859-1", True)


def test_a_false_name_is_told() -> None:
    assert charsets.decode("é".encode(), "us-ascii") == ("é", "utf-8", False)
    assert charsets.decode(b"plain", "x-unknown") == ("plain", "utf-8", True)
    assert charsets.decode(b"caf\xe9") == ("café", "cp1252", False)
    assert charsets.decode(b"\x81\xff") == ("\x81ÿ", "latin-1", False)
    assert charsets.decode(b"+2AA-", "utf-7") == ("+2AA-", "utf-8", True)


def test_a_few_damaged_letters_leave_a_text_in_its_encoding() -> None:
    said = "почему ты молчишь"
    assert charsets.decode(said.encode()[:-1], "utf-8") == (said[:-1] + "\ufffd", "utf-8", False)
    assert charsets.decode(said.encode()[:-1]) == (said[:-1] + "\ufffd", "utf-8", False)
    assert charsets.decode("我看见你了".encode("gb18030") + b"\xff", "gb2312")[0] == "我看见你了\ufffd"
    assert charsets.decode(said.encode() + b"\xff", "x-unknown")[0] == said + "\ufffd"
    # One foreign letter among plain ones is no sign of an encoding: it is a letter of another.
    assert charsets.decode(b"Gr\xfc\xdfe", "utf-8")[0] == "Grüße"


def test_a_long_text_without_a_name_is_recognised() -> None:
    said = "Почему ты не отвечаешь на мои письма? Я жду ответа уже третий день и волнуюсь. " * 4
    assert charsets.decode(said.encode("koi8-r"))[0] == said


@pytest.mark.parametrize(
    "said",
    [
        "It’s me again, and I’m not going anywhere until you answer",
        "I know where you live… and I will be there soon enough",
        "café is where we met, do you remember? I do, every day of the week",
    ],
)
def test_a_few_foreign_letters_in_a_long_text_are_western_ones(said: str) -> None:
    assert charsets.decode(said.encode("cp1252")) == (said, "cp1252", False)


@pytest.mark.parametrize(
    ("said", "codec"),
    [
        ("Почему ты не отвечаешь на мои письма? Я жду", "cp1251"),
        ("Wiem, gdzie mieszkasz. Widziałem cię dziś rano, kiedy szłaś do pracy i jeszcze później", "cp1250"),
        ("我看见你了，我知道你住在哪里，我会等你", "gb18030"),
        ("これは手紙です、読んでください。もう一度書きます。", "cp932"),
    ],
)
def test_a_text_of_another_script_is_recognised_by_usual_encodings(said: str, codec: str) -> None:
    assert charsets.decode(said.encode(codec)) == (said, codec, False)


@given(
    st.binary(max_size=60),
    st.sampled_from(["", "utf-8", "utf-16", "gb2312", "utf-7", "iso-2022-jp", "x", "cp1252"]),
)
def test_all_bytes_become_text_that_can_be_stored(data: bytes, label: str) -> None:
    charsets.decode(data, label)[0].encode()


@given(st.binary(max_size=300))
def test_sound_codes_give_the_bytes_back(data: bytes) -> None:
    for coded in (
        base64.encodebytes(data),
        base64.b64encode(data),
        base64.encodebytes(data).replace(b"\n", b"\r\n"),
    ):
        assert transfer.decode(coded, "base64") == (data, True)
    # Line ends are coded as well: left bare, quoted-printable does not tell "\n" from "\r\n".
    assert transfer.decode(binascii.b2a_qp(data, istext=False), "quoted-printable") == (data, True)
    lines = [data[i : i + 45] for i in range(0, len(data), 45)]
    uu = b"begin 644 a b\n" + b"".join(binascii.b2a_uu(line) for line in lines) + b"`\nend\n"
    assert transfer.decode(uu, "x-uuencode") == (data, True)
    assert transfer.decode(data, "8bit") == (data, True)


@given(st.binary(max_size=200), st.sampled_from(["base64", "quoted-printable", "uuencode", "x-new", ""]))
def test_no_bytes_make_decoding_raise(data: bytes, how: str) -> None:
    transfer.decode(data, how)


@pytest.mark.parametrize(
    ("coded", "how", "meant", "is_sound"),
    [
        (b"aGVsbG8", "base64", b"hello", False),
        (b"aGVsb", "base64", b"hel", False),
        (b"aGVs\tbG8=  ", "base64", b"hello", True),
        (b"aGk=aGk=", "base64", b"hihi", False),
        (b"aGV*sbG8=", "base64", b"hello", False),
        (b"plain words, no code", "base64", b"plain words, no code", False),
        (b"a=ZZ", "quoted-printable", b"a=ZZ", False),
        (b"a=\nb", "quoted-printable", b"ab", True),
        (b"no beginning", "uue", b"no beginning", False),
        (b"begin 644 x\n#86)C\n~~~~bad\nend\n", "uue", b"abc", False),
        (b"as it is", "x-own", b"as it is", False),
        (b"as it is", "8-bit", b"as it is", True),
    ],
)
def test_damaged_codes_give_what_they_can_and_say_so(
    coded: bytes, how: str, meant: bytes, is_sound: bool
) -> None:
    assert transfer.decode(coded, how) == (meant, is_sound)
