"""A message as plain words: contractions written out, disguised spelling undone, signs of a sentence kept.

Words are made once for each different run of signs between blanks, so that a long record costs little more
than looking them up. The same words are what the model was trained on: a change here needs the model trained
anew.
"""

import re
import unicodedata
from collections.abc import Iterable

from holdfast.formats.skeleton import folded

LONGEST = 4_000
"""So many characters of a message are looked at."""

NAMED = "<name>"
"""Stands for the person's own name."""

_KEPT = 400_000  # different runs of signs, before the memory is emptied
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]")
_PIECE = re.compile(
    r"[$@]?[^\W_](?:[^\W_]|['*@$!.\-_+](?=[^\W_]))*\*?|[.!?…]+|[\"“”„«»¶:;]|,|[^\w\s]", re.UNICODE
)
_SPELT = re.compile(r"\w(?:[.\-_*]\w){2,}")
_SPACED = re.compile(r"(?<!\S)[^\W_$](?: [\w$]){2,}(?!\S)")
_MAYBE = re.compile(r"(?:^| )[^\W_] [\w$] [\w$](?: |$)")  # the same, quicker, and not as exact
_LONG = re.compile(r"(.)\1{2,}")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_LEET = str.maketrans(
    {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "$": "s", "@": "a", "+": "t"}
)
_ALIKE = str.maketrans("тнмвксу", "thmbkcy")
_ENDS = {"ll": "will", "re": "are", "m": "am", "ve": "have", "d": "would"}
_IS_WORDS = "everyone everything he here how it life name nobody she that there what where who"
_IS = frozenset(_IS_WORDS.split())
_PAIRS = (
    "u=you; ya=you; yu=you; ur=your; r=are; im=i am; ive=i have; youre=you are; youll=you will; dont=do "
    "not; doesnt=does not; didnt=did not; isnt=is not; arent=are not; wont=will not; cant=can not; "
    "cannot=can not; wouldnt=would not; couldnt=could not; shouldnt=should not; gonna=going to; "
    "gunna=going to; gona=going to; imma=i am going to; ima=i am going to; wanna=want to; gotta=have to; "
    "shall=will; let's=let us; lets=let us; won't=will not; can't=can not; shan't=will not; ain't=is not; "
    "aint=is not; it'd=it would; bcos=because; cos=because; cuz=because; pls=please; plz=please; "
    "ppl=people; fck=fuck; fuk=fuck; fuckin=fucking; fkn=fucking; fking=fucking; biatch=bitch; "
    "bich=bitch; beeotch=bitch; hes=he is; shes=she is; thats=that is; whats=what is; tonite=tonight; "
    "nite=night; cnut=cunt; slvt=slut; stfu=shut the fuck up; comin=coming; gettin=getting; "
    "bringin=bringing; mom's=mom; y'all=you; yall=you; yourselves=yourself; smth=something; "
    "2nite=tonight; ure=you are; mam=mum; mommy=mum; mummy=mum; colour=color; jewellery=jewelry"
)
_WRITTEN_OUT = dict(pair.strip().split("=") for pair in _PAIRS.split(";"))
"""What people write short, and disguises that no rule of letters undoes."""

_SIGNS = {"…": ".", ":": ":", ";": ".", "¶": ".", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}


class Words(dict[str, tuple[str, ...]]):
    """What stands between blanks, as plain words; worked out when it is first asked for.

    `known`: words that a disguised spelling may stand for. `names`: the person's own, in small letters.
    """

    def __init__(self, known: Iterable[str], names: Iterable[str] = ()) -> None:
        super().__init__()
        self._known = frozenset(word for word in known if word.isascii() and len(word) > 1)
        self._names = frozenset(names)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._known):
            self._by_length.setdefault(len(word), []).append(word)
        self._longest = max(map(len, self._known), default=0)

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        found = self._made(chunk)
        if len(self) >= _KEPT:
            self.clear()
        self[chunk] = found
        return found

    def of(self, text: str) -> list[str]:
        """The words of a text in order."""
        return [word for chunk in chunks(text) for word in self[chunk]]

    def joined(self, text: str) -> str:
        """The text, with letters that stand one by one joined to words. Others stay as they are."""
        return _SPACED.sub(lambda found: self._as_words(found[0]), text)

    def _as_words(self, spelt: str) -> str:
        letters = spelt.replace(" ", "")
        cut = self._cut(letters)
        return (
            spelt
            if cut == [letters.lower().translate(_LEET)] and cut[0] not in self._known
            else " ".join(cut)
        )

    def _made(self, chunk: str) -> tuple[str, ...]:
        if chunk.isascii() and chunk.isalpha():
            return tuple(self._plain(chunk.lower()))
        # Most of the others: a plain word and the sign after it.
        core = chunk.rstrip(".!?") if chunk[-1] != "," else chunk[:-1]
        if core.isascii() and core.isalpha():
            end = chunk[len(core) :]
            return (*self._plain(core.lower()), end if end == "," else _sign(end))
        if _ADDRESS.match(chunk):
            return ("<url>",)
        if _MAIL.search(chunk):
            return ("<mail>",)
        if chunk.startswith("@") and len(chunk) > 2 and chunk[1:].isalpha() and chunk[1:2].isupper():
            return (self._named(chunk[1:].lower()),)
        found: list[str] = []
        is_spelt_out = False
        for piece in _PIECE.findall(_settled(chunk)):
            after_spelt, is_spelt_out = is_spelt_out, _SPELT.fullmatch(piece) is not None
            if piece == "." and after_spelt:
                continue
            if not any(c.isalnum() for c in piece):
                found.append(_sign(piece))
            elif piece.isdigit():
                found.append("<number>")
            else:
                found += self._word(piece)
        return tuple(found)

    def _word(self, piece: str) -> list[str]:
        if piece.isalpha():
            return self._plain(piece)
        if piece in _WRITTEN_OUT:
            return _WRITTEN_OUT[piece].split()
        stem, quote, end = piece.rpartition("'")
        if quote and stem.replace("'", "").isalpha():
            if end == "t" and stem.endswith("n"):
                return [*self._plain(stem[:-1]), "not"]
            if end in _ENDS:
                return [*self._plain(stem), _ENDS[end]]
            if end == "s":
                return [*self._plain(stem), *(("is",) if stem in _IS else ())]
        if _SPELT.fullmatch(piece):
            return self._cut("".join(c for c in piece if c not in ".-_*"))
        if (plain := self._undisguised(piece)) is not None:
            return [plain]
        if piece.isalnum():
            return [piece]
        parts = [part for part in re.split(r"[^\w]+|_", piece) if part]
        return [word for part in parts for word in (self._plain(part) if part.isalpha() else [part])]

    def _plain(self, word: str) -> list[str]:
        if word in self._names:
            return [NAMED]
        if word in _WRITTEN_OUT:
            return _WRITTEN_OUT[word].split()
        if _LONG.search(word):
            twice, once = _LONG.sub(r"\1\1", word), _LONG.sub(r"\1", word)
            word = twice if twice in self._known else once if once in self._known or len(once) < 4 else twice
            return _WRITTEN_OUT[word].split() if word in _WRITTEN_OUT else [word]
        return [word]

    def _named(self, word: str) -> str:
        return NAMED if word in self._names else "<handle>"

    def _undisguised(self, piece: str) -> str | None:
        """The known word that this one stands for: digits and signs for letters, stars for any."""
        plain = piece.translate(_LEET)
        for one in ("i", "l"):
            word = plain.replace("1", one).replace("!", "i")
            if word in _WRITTEN_OUT and " " not in _WRITTEN_OUT[word]:
                return _WRITTEN_OUT[word]
            if word in self._known:
                return word
            if "*" in word and sum(c.isalpha() for c in word) >= 2:
                pattern = re.compile("".join("." if c == "*" else re.escape(c) for c in word))
                # A star stands for one letter; several in a row sometimes for more.
                for found in self._by_length.get(len(word), ()):
                    if pattern.fullmatch(found):
                        return found
        return None

    def _cut(self, letters: str) -> list[str]:
        """Joined letters as known words, the longest first; as they are where that does not come out even."""
        letters = letters.lower().translate(_LEET)
        found, at = [], 0
        while at < len(letters):
            ends = range(min(len(letters), at + self._longest), at, -1)
            word = next((letters[at:end] for end in ends if letters[at:end] in self._known), None)
            if word is None:
                return [letters]
            found.append(word)
            at += len(word)
        return found


def chunks(text: str) -> list[str]:
    """What stands between blanks, ends of lines as a sign of their own."""
    return text[:LONGEST].replace("\n", " ¶ ").split()


def _sign(piece: str) -> str:
    return _SIGNS.get(piece, "!" if "!" in piece else "?" if "?" in piece else piece[0])


def is_spelt(text: str) -> bool:
    """Whether letters stand one by one."""
    return _MAYBE.search(text) is not None and _SPACED.search(text) is not None


def _settled(chunk: str) -> str:
    """Small letters, one form of apostrophe, nothing invisible, no accents, plain letters for look-alikes."""
    chunk = chunk.replace("’", "'").replace("‘", "'").replace("`", "'")
    if chunk.isascii():
        return chunk.lower()
    chunk = _INVISIBLE.sub("", chunk).lower().replace("ø", "o").replace("ß", "ss")
    chunk = "".join(c for c in unicodedata.normalize("NFKD", chunk) if unicodedata.category(c) != "Mn")
    if any(c.isascii() and c.isalpha() for c in chunk) and any(
        c.isalpha() and not c.isascii() for c in chunk
    ):
        # Letters of two scripts in one word: a disguise.
        chunk = "".join(c if c.isascii() or not c.isalpha() else folded(c.translate(_ALIKE)) for c in chunk)
    return chunk
