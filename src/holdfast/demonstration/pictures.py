"""Small pictures drawn by code: a photograph with its camera's notes, a screenshot, a picture in a chat."""

import io

from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational

_EXIF, _GPS = 0x8769, 0x8825


def small_jpeg(colour: tuple[int, int, int], size: int = 48) -> bytes:
    """A plain square with a round shape in it, as JPEG."""
    return _jpeg(_drawing(colour, (size, size)))


def photograph() -> bytes:
    """Flowers on a step, 12 July 2025, 20:14:55 +01:00. The place is far out at sea and stands for any."""
    exif = Image.Exif()
    exif[0x010F] = "Example"  # Make
    exif[0x0110] = "Example Phone 5"  # Model
    exif[0x0132] = "2025:07:12 20:14:55"  # DateTime
    exif[0x0112] = 1  # Orientation
    details = exif.get_ifd(_EXIF)
    details[0x9003] = "2025:07:12 20:14:55"  # DateTimeOriginal
    details[0x9004] = "2025:07:12 20:14:55"  # DateTimeDigitized
    details[0x9011] = "+01:00"  # OffsetTimeOriginal
    details[0x9291] = "412"  # SubsecTimeOriginal
    place = exif.get_ifd(_GPS)
    place[1], place[2] = "N", (IFDRational(56), IFDRational(0), IFDRational(0))
    place[3], place[4] = "E", (IFDRational(3), IFDRational(0), IFDRational(0))
    place[29] = "2025:07:12"
    place[7] = (IFDRational(19), IFDRational(14), IFDRational(55))
    return _jpeg(_drawing((170, 80, 110), (160, 120)), exif)


def screenshot() -> bytes:
    """A list of messages on a telephone, drawn as grey bars: nothing can be read in it."""
    image = Image.new("RGB", (108, 216), (250, 250, 248))
    draw = ImageDraw.Draw(image)
    for row in range(12):
        left = 8 if row % 5 else 44
        draw.rounded_rectangle((left, 10 + row * 17, left + 56, 22 + row * 17), 4, fill=(205, 208, 214))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _drawing(colour: tuple[int, int, int], size: tuple[int, int]) -> Image.Image:
    image = Image.new("RGB", size, (236, 232, 224))
    width, height = size
    ImageDraw.Draw(image).ellipse((width // 5, height // 5, width * 4 // 5, height * 4 // 5), fill=colour)
    return image


def _jpeg(image: Image.Image, exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70, exif=exif.tobytes() if exif else b"")
    return out.getvalue()
