"""Values out of JSON by place: the same as a whole reading gives, however the file is cut, broken or written."""

import io
import json
import math
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats import json_items, json_window
from holdfast.formats.json_items import Item, items, keys
from holdfast.model.errors import InputError

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)
LISTS = st.lists(VALUES, min_size=1)
WAYS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "escaped"])
INDENTS = st.sampled_from([None, 0, 2])


def written(value: Any, way: str, indent: int | None) -> bytes:
    text = json.dumps(value, ensure_ascii=way == "escaped", indent=indent)
    return text.encode("utf-8" if way == "escaped" else way)


def read(data: bytes, *paths: tuple[str, ...]) -> list[Item]:
    return list(items(io.BytesIO(data), *paths))


def values(data: bytes, *paths: tuple[str, ...]) -> list[Any]:
    found = read(data, *paths)
    assert not [i.broken for i in found if i.broken]
    return [i.value for i in found]


@pytest.fixture(autouse=True, params=[7, 1 << 18])
def _narrow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test with a window that cuts everything in two, too."""
    monkeypatch.setattr(json_window, "CHUNK", request.param)


@given(VALUES, WAYS, INDENTS)
def test_the_whole_value_is_what_json_says(value: Any, way: str, indent: int | None) -> None:
    assert values(written(value, way, indent), ()) == [value]


@given(LISTS, WAYS, INDENTS)
def test_elements_and_their_places(elements: list[Any], way: str, indent: int | None) -> None:
    data = written({"a": {"other": elements}, "b": [{"c": elements}, {"c": elements}]}, way, indent)
    found = read(data, ("b", "*", "c", "*"))
    assert [i.value for i in found] == elements * 2
    assert [i.path for i in found] == [("b", n, "c", m) for n in (0, 1) for m in range(len(elements))]
    codec = {"utf-16": "utf-16-le"}.get(way, "utf-8")
    assert [json.loads(data[i.start : i.start + i.length].decode(codec)) for i in found] == elements * 2


@given(LISTS, INDENTS, st.data())
def test_a_file_cut_off_anywhere_gives_what_came_before(
    elements: list[Any], indent: int | None, draw: Any
) -> None:
    data = written({"m": elements, "n": 1}, "utf-8", indent)
    cut = draw.draw(st.integers(0, len(data) - 1))
    *before, last = read(data[:cut], ("m", "*"))
    assert last.broken
    assert last.start + last.length == cut
    assert not [i.broken for i in before if i.broken]
    assert [i.value for i in before] == elements[: len(before)]
    whole = read(data, ("m", "*"))
    assert len(before) == sum(i.start + i.length < cut for i in whole) or (
        # A number that stands at the very end may be complete or not.
        len(before) == sum(i.start + i.length <= cut for i in whole)
    )


@given(st.binary(max_size=300))
def test_any_bytes_end(data: bytes) -> None:
    for item in read(data, (), ("*", "*")):
        assert 0 <= item.start <= item.start + item.length <= len(data)


def test_wanted_places_of_several_kinds_in_one_reading() -> None:
    data = b'{"chats":{"list":[{"name":"A","messages":[1,2],"id":7},{"messages":[],"name":null}]},"x":[1]}'
    found = read(
        data, ("chats", "list", "*", "name"), ("chats", "list", "*", "messages", "*"), ("chats", "no")
    )
    assert [(i.path[2], i.path[3], i.value) for i in found] == [
        (0, "name", "A"), (0, "messages", 1), (0, "messages", 2), (1, "name", None),
    ]  # fmt: skip


def test_a_damaged_element_costs_itself_alone() -> None:
    good = [{"id": n, "text": "x" * n, "inside": [{"id": 1}, {"id": 2}]} for n in range(6)]
    for indent in (None, 1, 2):
        text = json.dumps([{"name": "A", "m": good}, {"name": "B", "m": good}], indent=indent)
        for old, new in (('"text":', '"text"'), ('"xxx"', '"x"xx"'), ('"xxx"', '"xxx'), ('"xxx"', "\0\0\0")):
            found = read(text.replace(old, new, 1).encode(), ("*", "m", "*"))
            assert len([i for i in found if i.broken]) == 1
            assert len([i for i in found if not i.broken]) == 11


def test_the_last_element_of_an_inner_list_may_be_the_damaged_one() -> None:
    text = json.dumps([{"name": "A", "m": [{"id": 1}, {"id": 2}]}, {"name": "B", "m": [{"id": 3}]}], indent=1)
    found = read(text.replace('"id": 2', '"id" 2').encode(), ("*", "m", "*"))
    assert [i.value for i in found if not i.broken] == [{"id": 1}, {"id": 3}]
    assert [i.path for i in found if i.broken] == [(0, "m", 1)]


def test_a_value_a_line_and_a_damaged_line() -> None:
    found = read(b'{"a":1}\n{"a":\n{"a":"x}\n{"a":2}\r\n\r\n{"a":3}\n', ())
    assert [i.value for i in found if not i.broken] == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert any(i.broken for i in found)


def test_several_values_and_what_follows() -> None:
    assert values(b"[1][2] 3", ()) == [[1], [2], 3]
    found = read(b'{"m":[1]} and so on', ("m", "*"))
    assert [(i.value, bool(i.broken), i.start) for i in found] == [(1, False, 6), (None, True, 10)]


def test_a_script_is_read_from_its_value_on() -> None:
    (item,) = read(b'window.YTD.tweets.part0 = [\n {"tweet": {}} ];\n', ("*",))
    assert (item.start, item.length, item.value) == (29, 13, {"tweet": {}})
    assert values(b'window.__THAR_CONFIG = {"a": 1}', ("a",)) == [1]


def test_what_other_programs_write_loosely() -> None:
    found = values(b'[NaN, "a\nb\t", -Infinity, 1e999, {"a":1,"a":2},]', ("*",))
    assert math.isnan(found[0])
    assert found[1:] == ["a\nb\t", -math.inf, math.inf, {"a": 2}]


def test_control_characters_as_telegram_writes_them() -> None:
    found = read(rb'[{"a":"x\x0By"}, "\\x0B", "\\\x1F.", "\x0G", 5]', ("*",))
    assert [i.value for i in found if not i.broken] == [{"a": "x\x0by"}, "\\x0B", "\\\x1f."]
    assert [i.start for i in found] == [1, 17, 26, 37]


def test_letters_that_are_damaged_are_marked() -> None:
    lone, pair, raw = read(b'["x\\ud83dy", "\\ud83d\\ude00", "caf\xe9 ol\xe9"]', ("*",))
    assert (lone.value, bool(lone.remark)) == ("x\ufffdy", True)
    assert (pair.value, pair.remark) == ("\U0001f600", "")
    assert (raw.value, bool(raw.remark)) == ("café olé", True)


def test_nesting_ends_in_one_broken_item() -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    found = read(b'{"m":[1,' + deep + b',2],"n":' + deep + b',"o":3}', ("m", "*"), ("o",))
    assert [i.value for i in found if not i.broken] == [1, 2, 3]
    assert [i.length for i in found if i.broken] == [200_000]
    assert [bool(i.broken) for i in read(b'{"m":[1,' + b"[" * 100_000, ("m", "*"))] == [False, True]


def test_what_is_too_large_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_items, "_LARGEST", 1000)
    for large in (b'"%s"' % (b"a\\\\" * 5000), b"[%s0]" % (b"0," * 5000), b"1" * 20_000):
        found = read(b'{"x":%s,"m":[1,%s,2]}' % (large, large), ("m", "*"))
        assert [i.value for i in found if not i.broken] == [1, 2]
        assert [i.length for i in found if i.broken] == [len(large)]


@pytest.mark.parametrize("many", [30_000, 120_000])
def test_memory_does_not_grow_with_the_file(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_window, "CHUNK", 1 << 14)
    data = b'{"x":[%s0],"y":"%s","m":[%s0]}' % (b'{"a":1},' * many, b"z" * 8 * many, b'{"b":2},' * many)
    tracemalloc.start()
    assert sum(1 for _ in items(io.BytesIO(data), ("m", "*"))) == many + 1
    assert tracemalloc.get_traced_memory()[1] < 2 << 20
    tracemalloc.stop()


def test_a_stream_that_breaks_down_ends_like_a_file_that_breaks_off() -> None:
    class Broken(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 8:
                raise InputError("The container is broken.")
            return super().read1(4)

    *before, last = items(Broken(b"[1, 2, 3, 4, 5, 6]"), ("*",))
    assert [i.value for i in before] == [1, 2, 3, 4][: len(before)]
    assert before
    assert last.broken == "The container is broken."


def test_keys_of_a_head() -> None:
    assert keys(b'\xef\xbb\xbf {"a": 1, "b": [1, 2], "c": {"d": 1') == ("a", "b", "c")
    assert keys(b'[{"a": 1, "b": 2}, {"a": 1, "c": {') == ("a", "b", "c")
    assert keys('{"a": 1}'.encode("utf-16")) == ("a",)
    assert keys(b'window.x = [ { "tweet" : {') == ("tweet",)
    assert keys(b"<html>") == keys(b"") == keys(b"[[[[") == ()
