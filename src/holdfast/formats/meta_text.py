"""Text as Facebook and Instagram write it into JSON: bytes of UTF-8, each written as if it were a letter."""

from collections.abc import Iterable

from holdfast.formats.stored import Record, rest, word

_NOBODY = {
    "facebook user", "facebook-nutzer", "facebook-nutzerin", "utilisateur de facebook",
    "utilisateur facebook", "usuario de facebook", "usuário do facebook", "utente di facebook",
    "utente facebook",
    "użytkownik facebooka", "пользователь facebook", "facebook-gebruiker", "facebook-användare",
    "instagram user", "instagram-nutzer", "instagram-nutzerin", "utilisateur instagram",
    "usuario de instagram", "utente di instagram", "instagramuser", "messenger user", "",
}  # fmt: skip


def repaired(text: str) -> str:
    """The text that was meant; the same text where it was not written so."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def meant(value: object) -> str:
    """A text or number of a record, repaired."""
    return repaired(word(value))


def fields(stored: Record, *used: str) -> dict[str, str]:
    """What a record holds beyond these keys, repaired."""
    return {repaired(key): repaired(value) for key, value in rest(stored, *used).items()}


def as_stored(pairs: Iterable[tuple[str, object]]) -> dict[str, str]:
    """The texts of columns as the file has them, where repairing changed them."""
    return {
        f"{name} as stored": text for name, value in pairs if (text := word(value)) and repaired(text) != text
    }


def is_nobody(name: str) -> bool:
    """Whether this stands in place of a name, because the account is gone."""
    return name.strip().casefold() in _NOBODY
