"""Pictures with something in them, drawn by chance, and what is done to pictures."""

import io
import random

from PIL import Image, ImageDraw

Picture = Image.Image


def scene(seed: int, size: tuple[int, int] = (900, 640)) -> Picture:
    """Some hundred shapes and strokes, like no other seed's."""
    rng = random.Random(seed)
    picture = Image.new("RGB", size, _colour(rng))
    draw = ImageDraw.Draw(picture)
    for _ in range(160):
        x, y = rng.randrange(size[0]), rng.randrange(size[1])
        w, h = rng.randint(12, 150), rng.randint(12, 110)
        kind = rng.randrange(3)
        if kind == 0:
            draw.rectangle((x, y, x + w, y + h), _colour(rng))
        elif kind == 1:
            draw.ellipse((x, y, x + w, y + h), _colour(rng), _colour(rng), 3)
        else:
            draw.polygon([(x, y), (x + w, y + h // 3), (x + w // 4, y + h)], _colour(rng))
    return picture


def _colour(rng: random.Random) -> tuple[int, int, int]:
    return rng.randrange(256), rng.randrange(256), rng.randrange(256)


def chat(seed: int) -> Picture:
    """A screenshot of messages: words by chance, in lines."""
    rng = random.Random(seed)
    screen = Image.new("RGB", (540, 1170), "white")
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 540, 90), "#345")
    y = 110
    while y < 1100:
        left, lines = rng.choice((20, 160)), rng.randint(1, 4)
        draw.rounded_rectangle((left, y, left + 350, y + 20 + 30 * lines), 10, "#dde6dd")
        for line in range(lines):
            words = " ".join(
                "".join(rng.choices("abcdefghiklmnoprstu", k=rng.randint(2, 7))) for _ in range(4)
            )
            draw.text((left + 12, y + 8 + 30 * line), words, "black", font_size=20)
        y += 40 + 30 * lines
    return screen


def stuck(picture: Picture, box: tuple[int, int, int, int]) -> Picture:
    """With a plain round sticker in this box."""
    new = picture.copy()
    ImageDraw.Draw(new).ellipse(box, "yellow", "black", 6)
    return new


def captioned(picture: Picture) -> Picture:
    """With a bar above it."""
    bar = picture.height // 6
    new = Image.new("RGB", (picture.width, picture.height + bar), "white")
    new.paste(picture, (0, bar))
    ImageDraw.Draw(new).text((20, bar // 4), "words that somebody put here", "black", font_size=bar // 3)
    return new


def shown_in_chat(picture: Picture) -> Picture:
    """A screenshot of messages with the picture among them."""
    screen = chat(99)
    small = picture.copy()
    small.thumbnail((400, 400))
    screen.paste(small, (70, 420))
    return screen


def jpeg(picture: Picture, quality: int = 85, exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality, exif=exif.tobytes() if exif else b"")
    return out.getvalue()


def photo(picture: Picture, at: str = "2025:03:01 12:00:00") -> bytes:
    """With a camera's own words in it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Example", "Example Phone 5"
    exif.get_ifd(0x8769)[0x9003] = at
    return jpeg(picture, 92, exif)
