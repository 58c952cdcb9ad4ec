"""What a text looks like: letters of other scripts, digits and marks that pass for plain letters become them.

Two names that a hurried reader takes for one have one skeleton (Unicode Technical Standard 39, section 4).
"""

import unicodedata
from functools import cache

from confusable_homoglyphs import confusables

# What people type for letters, beyond what Unicode lists as looking alike.
_TYPED = {
    "0": "o",
    "1": "l",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "$": "s",
    "@": "a",
    "|": "l",
    "!": "i",
    # Small letters of other alphabets that are drawn like capitals: Unicode sets them beside those only.
    "к": "k",
    "м": "m",
    "т": "t",
    "ғ": "f",
    "κ": "k",
    "τ": "t",
    "μ": "u",
}
_ALIKE = {"rn": "m", "vv": "w", "cl": "d"}


@cache
def _plain() -> dict[int, str]:
    """For each character that passes for a plain letter: that letter."""
    table: dict[int, str] = {}
    for character, alike in confusables.confusables_data.items():
        if len(character) == 1 and not character.isascii():
            letters = [one["c"] for one in alike if one["c"].isascii() and one["c"].isalnum()]
            if letters:
                table[ord(character)] = min(letters)
    table.update({ord(sign): letter for sign, letter in _TYPED.items()})
    return table


def folded(text: str) -> str:
    """One case, without accents and invisible marks, and with plain letters for those that pass for them."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf", "Me"))
    return text.translate(_plain()).casefold().translate(_plain())


def skeleton(name: str) -> str:
    """The bones of a name: folded, letters and digits only, pairs that pass for one letter as that letter."""
    bones = "".join(c for c in folded(name) if c.isalnum())
    for pair, letter in _ALIKE.items():
        bones = bones.replace(pair, letter)
    # A small l and a capital i are one stroke in most typefaces.
    return bones.replace("i", "l")
