"""What is known of how people differ in writing, learned from public logs: weights, no code.

`bench/train_style.py` makes the file beside this module from the Ubuntu IRC logs (Kummerfeld and others,
2019, CC BY 4.0). docs/style-model.md says what it was learned from, what it does and where it fails.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np

from holdfast.counting.writing_traits import HABITS, Floats, Vocabulary


class _Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For each trait: how often it occurs per million, and how much that differs between and within hands."""

    traits: tuple[str, ...]
    rate: tuple[float, ...]
    between: tuple[float, ...]
    within: tuple[float, ...]


class _Blend(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For each trait in turn one signed byte for each direction; the step of each; where the middle is."""

    bytes: bytes
    steps: tuple[float, ...]
    middle: tuple[float, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    credit: str
    everyday: frozenset[str]
    families: dict[str, _Family]
    blend: _Blend
    weights: dict[str, float]
    scale: tuple[float, float, float, float]


@dataclass(frozen=True)
class Family:
    """`rate`: of each trait, for each unit counted. `between`: the variance of that rate from hand to hand,
    as a share of its square. `within`: the variance of a count inside one hand, as a share of its mean.
    """

    rate: Floats
    between: Floats
    within: Floats


@dataclass(frozen=True)
class Blend:
    """How all traits come to a few directions in which hands differ, and one hand varies little.

    `ways`: for each trait, in the order of the families, what it adds to each direction. `middle`: where the
    usual account lies.
    """

    ways: Floats
    middle: Floats


@dataclass(frozen=True)
class WritingModel:
    """`weights`: how much each measure says, by its name in `writing.MEASURES`. `scale`: intercept and
    slope of the logarithm of the likelihood ratio, each with what a tenfold amount of text adds to it.
    """

    version: str
    vocabulary: Vocabulary
    families: dict[str, Family]
    blend: Blend
    weights: dict[str, float]
    scale: tuple[float, float, float, float]


def unpacked(data: bytes) -> WritingModel:
    """The model in such a file. Raises `msgspec.ValidationError` where it is none."""
    read = msgspec.json.decode(data, type=_File)
    if read.families["habits"].traits != HABITS:
        raise msgspec.ValidationError("The model counts other habits than this program.")
    traits = sum(len(one.traits) for one in read.families.values())
    if len(read.blend.bytes) != traits * len(read.blend.steps):
        raise msgspec.ValidationError("The model blends other traits than it has.")
    return WritingModel(
        version=read.version,
        vocabulary=Vocabulary(read.families["letters"].traits, read.families["shapes"].traits, read.everyday),
        families={
            kind: Family(np.array(one.rate) / 1e6, np.array(one.between), np.array(one.within))
            for kind, one in read.families.items()
        },
        blend=Blend(
            np.frombuffer(read.blend.bytes, np.int8).reshape(traits, -1) * np.array(read.blend.steps),
            np.array(read.blend.middle),
        ),
        weights=read.weights,
        scale=read.scale,
    )


@cache
def writing_model() -> WritingModel:
    """The model that comes with the program."""
    return unpacked(files(__package__).joinpath("writing_model.json").read_bytes())
