"""What a picture looks like as a whole, in 256 bits: a copy of another size or quality has nearly the same.

Built like PDQ (Facebook, "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm", 2019):
the brightness at 64 by 64 places, its 16 by 16 lowest cosine waves, and for each whether it is above their
median. A mirror or a quarter turn swaps waves and their signs, so the bits of those follow from the stored.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

BITS = 256

_PLACES, _WAVES = 64, 16
_PLAIN = 4.0
"""Pictures whose brightness, of 255, varies less than this are all alike."""

Bits = NDArray[np.uint8]


def imprint(grey: NDArray[np.float32]) -> bytes:
    """32 bytes from rows of brightness; none for a picture that is too plain to be told from others."""
    if not grey.size or grey.std() < _PLAIN:
        return b""
    small = np.asarray(
        Image.fromarray(grey).resize((_PLACES, _PLACES), Image.Resampling.BOX), dtype=np.float64
    )
    waves = _COSINES @ small @ _COSINES.T
    return np.packbits(waves > np.median(waves)).tobytes()


def turns(stored: bytes) -> Bits:
    """The bits (0 or 1) as they are, and of the three quarter turns, each also mirrored: 8 rows of 256."""
    bits = np.unpackbits(np.frombuffer(stored, np.uint8)).reshape(_WAVES, _WAVES)
    odd = (np.arange(1, _WAVES + 1) % 2).astype(np.uint8)
    return np.stack(
        [
            (flat ^ (odd[None, :] * across) ^ (odd[:, None] * down)).reshape(-1)
            for flat in (bits, bits.T)
            for across in (0, 1)
            for down in (0, 1)
        ]
    )


def _cosines() -> NDArray[np.float64]:
    wave, place = np.arange(1, _WAVES + 1)[:, None], np.arange(_PLACES)[None, :]
    return np.asarray(np.cos(np.pi / _PLACES * (place + 0.5) * wave))


_COSINES = _cosines()
