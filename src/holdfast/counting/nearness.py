"""Words of coming near, in seven languages: to find what a person wrote down about being met or followed.

Only entries that the person wrote themselves are looked at. A word can mean something else, and much is said
in other words: the entries are listed, to be read.
"""

import re

_NEAR = re.compile(
    r"\b(?:outside|doorstep|front door|back door|at (?:the|my) (?:door|gate|window|house|home|work|office|"
    r"school|gym|car)|"
    r"in front of (?:the|my)|followed (?:me|us|her|him)|following (?:me|us)|behind me|waited (?:for|at|"
    r"outside)|"
    r"waiting (?:for|at|outside)|turned up|showed up|came (?:to|by|round|up)|knocked|rang the (?:bell|"
    r"doorbell)|"
    r"parked|drove (?:past|by)|tyres?|tires?|left (?:a|some|flowers|something) |flowers|parcel|package|note "
    r"under|"
    r"letter ?box|garden|stared at|approached|grabbed|broke in|graffiti|scratched|"
    r"vor (?:der|meiner|dem|meinem|unserem) (?:tür|haustür|haus|büro|arbeit|schule)|verfolgte? (?:mich|uns)|"
    r"aufgelauert|geklingelt|geklopft|gewartet|wartete|stand (?:vor|am|an)|parkte|blumen|paket|briefkasten|"
    r"reifen|"
    r"zerkratzt|"
    r"devant (?:chez|ma|la|mon|le)|m'a suivie?|me suivait|attendait|a sonné|a frappé|garée?|fleurs|colis|"
    r"boîte aux lettres|"
    r"pneus?|"
    r"me siguió|me seguía|en la puerta|delante de|esperaba|esperándome|llamó al timbre|aparcad[oa]|flores|"
    r"paquete|buzón|"
    r"neumáticos?|"
    r"mi ha seguit[oa]|mi seguiva|sotto casa|davanti a|aspettava|ha suonato|ha bussato|parcheggiat[oa]|fiori|"
    r"pacco|"
    r"cassetta delle lettere|gomme|"
    r"seguiu-me|me seguiu|à porta|em frente|esperava|tocou à campainha|estacionad[oa]|encomenda|pneus|"
    r"voor de deur|voor mijn|achtervolgde?|volgde me|wachtte|stond voor|belde aan|geparkeerd|bloemen|pakket|"
    r"brievenbus|"
    r"banden)",
    re.IGNORECASE,
)


def tells_of_nearness(text: str) -> bool:
    """Whether words of coming near stand in this text."""
    return _NEAR.search(text[:8_000]) is not None
