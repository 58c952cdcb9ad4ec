"""Words with which somebody is accused, in seven languages: to find entries worth reading, and nothing more.

Whether a claim is true, and whom it is about, no list of words can tell. The same words are looked for in
what the person wrote and in what others wrote.
"""

import re
from typing import Literal

Claim = Literal["roles turned round", "complaint received", "damaging claim"]

# Whoever writes this says that the other one is the one who follows, bothers or threatens.
_TURNED = (
    r"(?:stop|quit) (?:stalking|harassing|threatening|following|messaging|bothering) me|"
    r"(?:is|are|was|were|been|keeps?|kept) (?:stalking|harassing|threatening) (?:me|us|him|her|them)|"
    r"(?:she|he|you)(?: is|'s| are|'re) (?:a|the|my) (?:stalker|harasser|abuser)|(?:i am|i'm) the (?:real "
    r")?victim|"
    r"hör auf,? mich zu (?:stalken|belästigen|bedrohen|verfolgen)|"
    r"(?:stalkt|belästigt|bedroht|verfolgt) (?:mich|uns|ihn)|ich bin (?:hier )?das opfer|"
    r"arrête de me (?:harceler|menacer|suivre)|(?:me|nous|le|la) harcèle|c'est moi la victime|"
    r"deja de (?:acosarme|amenazarme|seguirme)|me (?:acosa|amenaza|está acosando)|la víctima soy yo|"
    r"smett(?:i|ila) di (?:perseguitarmi|molestarmi|minacciarmi)|mi (?:perseguita|molesta|minaccia)|"
    r"para de me (?:perseguir|assediar|ameaçar)|me (?:persegue|assedia|ameaça)|"
    r"stop met (?:me|mij) (?:lastig te vallen|te stalken|te bedreigen)|(?:stalkt|bedreigt) (?:me|mij|ons)"
)
# A service, an employer or an office says that somebody complained.
_COMPLAINT = (
    r"(?:received|got) (?:a|several|multiple|some) (?:complaints?|reports?) (?:about|against|regarding|"
    r"concerning)|"
    r"(?:complaint|report|allegation)s? (?:has been|have been|was|were) (?:made|filed|submitted|received)|"
    r"your (?:account|post|profile|page|comment|video) (?:has been|was) reported|"
    r"beschwerden? (?:über|gegen) (?:sie|dich)|(?:wurde|wurden) gemeldet|"
    r"(?:reçu|déposé) une plainte|a été signalée?|recibido una (?:queja|denuncia)|ha sido (?:denunciad|"
    r"reportad)[oa]|"
    r"ricevuto una segnalazione|è stat[oa] segnalat[oa]|recebemos uma (?:queixa|denúncia)|foi denunciad[oa]|"
    r"klacht (?:over|tegen)|is gemeld"
)
_DAMAGING = (
    r"\bli(?:ar|es|ed|ed to)\b|\blying\b|\bthie(?:f|ves)\b|\bstole\b|\bfraud\b|\bscammer\b|\bcheat(?:ed|er|"
    r"s)\b|\bcrook\b|"
    r"\bpsycho\b|\bcrazy\b|\bmentally ill\b|\bdrunk\b|\baddict\b|\bunfit\b|\bslut\b|\bwhore\b|\bpedo\w*|"
    r"\bcriminal\b|"
    r"\blügner\w*|\blügt\b|\bbetrüger\w*|\bdieb\w*|\bgestohlen\b|\bverrückt\b|\bschlampe\b|\bkriminell\w*|"
    r"\bment(?:eur|euse)\b|\bmenti\b|\bvoleu(?:r|se)\b|\bescroc\b|\bfolle\b|"
    r"\bmentiros[oa]\b|\bmiente\b|\bladr(?:ón|ona)\b|\bestafador\w*|\bloca\b|"
    r"\bbugiard[oa]\b|\bladr[oa]\b|\btruffa\w*|\bpazza\b|\bladrão\b|\bvigarista\b|\bmaluca\b|"
    r"\bleugenaar\b|\bliegt\b|\bbedrieg\w*|\bgestolen\b|\bgek\b"
)
_PATTERNS: dict[Claim, re.Pattern[str]] = {
    "roles turned round": re.compile(_TURNED),
    "complaint received": re.compile(_COMPLAINT),
    "damaging claim": re.compile(_DAMAGING),
}
# Every text that a pattern above can find has a word that begins so: looking for them is quicker.
_WORD = re.compile(r"\w{3,}")
_BEGINNINGS = frozenset(
    _WORD.findall(
        "stal hara thre foll mess both abus vict belä bedr verf opfe harc mena suiv acos amen segu víct pers "
        "mole mina asse amea last comp repo alle besc geme plai sign quej denu segn quei denú klac liar lies "
        "lied lyin thie stol frau scam chea croo psyc craz ment drun addi unfi slut whor pedo crim lügn lügt "
        "betr dieb gest verr schl krim vole escr mien ladr esta loca bugi truf pazz viga malu leug lieg gek"
    )
)
_LONGEST = 4_000  # characters that are looked at


def claims(text: str) -> tuple[Claim, ...]:
    """The kinds of claim whose words stand in this text."""
    said = text[:_LONGEST].casefold().replace("\u2019", "'")
    if _BEGINNINGS.isdisjoint([word[:4] for word in _WORD.findall(said)]):
        return ()
    return tuple(kind for kind, pattern in _PATTERNS.items() if pattern.search(said))
