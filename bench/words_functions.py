"""The sentences of the functional test: each function with what should come up, and its sentences."""

from dataclasses import dataclass
from pathlib import Path

FUNCTIONS = Path(__file__).parents[1] / "tests" / "wording" / "functions.txt"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """`heads`: those of which at least one should come up; none where nothing should."""

    function: str
    heads: tuple[str, ...]
    text: str


def sentences(file: Path = FUNCTIONS) -> list[Sentence]:
    """All of them, in the order of the file."""
    found, function, heads = [], "", ()
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            function, _, wanted = line.removeprefix("== ").rpartition(" : ")
            heads = () if wanted == "-" else tuple(wanted.split())
        elif line.strip() and not line.startswith("#"):
            found.append(Sentence(function=function, heads=heads, text=line))
    return found
