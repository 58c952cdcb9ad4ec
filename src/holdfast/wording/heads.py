"""What is told apart, each by its own definition, and from what material it was learnt."""

import msgspec


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that words may hold. `label`: in a few words. `learnt`: whose labels it was learnt from."""

    name: str
    label: str
    says: str
    learnt: str


HEADS = (
    Head(
        name="threat",
        label="a threat",
        says="says, or wishes, that somebody, an animal or a thing will come to harm",
        learnt="sentences written for this project; EDOS category 1; HatemojiBuild, threatening language",
    ),
    Head(
        name="veiled",
        label="a hint of harm or watching",
        says="may hint at harm, at watching, or at what is known of somebody, without saying it outright",
        learnt="sentences written for this project",
    ),
    Head(
        name="exposure",
        label="private things made public",
        says="makes private details or pictures public, or says that this will be done",
        learnt="sentences written for this project",
    ),
    Head(
        name="extortion",
        label="a demand with a consequence",
        says="asks for something, and says what happens otherwise",
        learnt="sentences written for this project",
    ),
    Head(
        name="self_harm",
        label="pressure about hurting oneself",
        says="urges somebody to hurt themselves, or ties the writer's own life to an answer",
        learnt="sentences written for this project",
    ),
    Head(
        name="sexual",
        label="something sexual",
        says="says something sexual to somebody",
        learnt="sentences written for this project; ConvAbuse, sexual harassment",
    ),
    Head(
        name="insult",
        label="an insult",
        says="calls somebody names, or belittles them",
        learnt="sentences written for this project; ConvAbuse, aimed at the one spoken to; Guest and others, "
        "personal attack",
    ),
    Head(
        name="rough",
        label="rough words",
        says="holds words that people marked as offensive in public posts, whoever they are about",
        learnt="Davidson and others; ConvAbuse; Surge; Toxic Spans, with and without the marked words",
    ),
    Head(
        name="sexist",
        label="words against women",
        says="is against women as women, as people marked it in public posts",
        learnt="EDOS; Guest and others",
    ),
    Head(
        name="hateful",
        label="words against a group",
        says="is against a group of people, as people marked it in public posts",
        learnt="HatemojiBuild; Davidson and others, hate speech",
    ),
)
"""In the order in which they are shown."""

NAMES = tuple(head.name for head in HEADS)

TO_THE_READER = "to_you"
"""Beside the heads: whether what is said is said to the reader. It is no reason to list a message."""

COLUMNS = (*NAMES, TO_THE_READER)
"""In the order of the columns of the model."""
