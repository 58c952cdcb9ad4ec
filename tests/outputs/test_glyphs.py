"""Which characters can be printed."""

from pathlib import Path

import pytest

from holdfast.outputs import glyphs
from holdfast.outputs.glyphs import SHIPPED, Typeface, cover, held_by, installed, scripts, shipped
from tests.outputs.samples import needs_fonts


def test_the_shipped_fonts_are_small_enough_and_come_with_their_licence() -> None:
    assert sum(each.stat().st_size for each in SHIPPED.iterdir()) < 4_000_000
    assert "SIL OPEN FONT LICENSE" in (SHIPPED / "OFL.txt").read_text("utf-8")


def test_they_print_the_scripts_they_are_there_for() -> None:
    coverage = cover("aЯΩאشहไ→⟨𝓗✓", ())
    assert coverage.missing == frozenset()
    assert coverage.folders == (str(SHIPPED),)
    assert coverage.families[0] == "Noto Sans"


def test_what_no_font_has_is_missing_and_shapeless_marks_are_not() -> None:
    assert cover("a你\u200d\ufe0f", ()).missing == frozenset("你")


@needs_fonts
def test_fonts_of_the_computer_are_used_only_where_needed() -> None:
    assert cover("abc", installed()).folders == (str(SHIPPED),)
    assert cover("你😀", installed()).missing == frozenset()
    assert len(cover("你😀", installed()).folders) > 1


def test_emoji_come_before_the_symbols_that_look_like_them(monkeypatch: pytest.MonkeyPatch) -> None:
    emoji = Typeface(family="Noto Color Emoji", path="/x/emoji.ttf")
    monkeypatch.setattr(glyphs, "held_by", lambda face: {ord("☺")} if face == emoji else set())
    families = cover("☺", (emoji,)).families
    assert families.index("Noto Color Emoji") < families.index("Noto Sans Symbols")


def test_a_font_that_cannot_be_read_holds_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"\0\1\0\0 not a font at all")
    assert held_by(Typeface(family="Broken", path=str(broken))) == frozenset()
    assert held_by(Typeface(family="Gone", path=str(tmp_path / "gone.ttf"))) == frozenset()


def test_each_shipped_family_is_found_once_and_regular() -> None:
    faces = {face.family: Path(face.path).name for face in shipped()}
    assert faces["Noto Sans"] == "NotoSans-Regular.ttf"
    assert len(faces) == len(shipped()) == 8


def test_scripts_are_named_in_words() -> None:
    assert scripts("你あ가বি😀") == [
        "Bengali (2)",
        "Chinese and Japanese (1)",
        "Hangul (1)",
        "Hiragana (1)",
        "signs and emoji (1)",
    ]


def test_known_fonts_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [
        Typeface(family=f, path=f"/x/{f}")
        for f in ("Zed", "Noto Sans Lao", "Noto Sans CJK SC", "Noto Color Emoji")
    ]
    monkeypatch.setattr(glyphs, "_found", lambda fonts: tuple(made))
    installed.cache_clear()
    try:
        assert [face.family for face in installed()] == [
            "Noto Color Emoji",
            "Noto Sans CJK SC",
            "Noto Sans Lao",
            "Zed",
        ]
    finally:
        installed.cache_clear()
