"""The words people use for days, hours and columns in a log they keep by hand, in seven languages."""

import re
import unicodedata

_MONTHS = (
    (
        "january jan januar janner jan janvier janv enero ene gennaio gen janeiro "
        "januari tammik tammikuuta "
        "ianuarie ian ocak oca sty stycznia ledna янв января січ січня яну ιαν ιανουαριου ינואר يناير"
    ),
    (
        "february feb februar fevrier fevr febrero febbraio fevereiro fev februari helmik helmikuuta "
        "februarie febr subat sub lut lutego unora uno фев февр февраля лют лютого φεβ "
        "φεβρουαριου פברואר "
        "فبراير"
    ),
    (
        "march mar marz mrz mars marzo marco maart mrt marts marca marcius marc martie "
        "mart maret maalisk "
        "maaliskuuta brezna bre мар марта бер берез березня μαρ μαρτιου מרץ مارس"
    ),
    (
        "april apr avril avr abril abr aprile aprilis aprilie kwi kwietnia huhtik "
        "huhtikuuta nisan nis dubna "
        "апр апреля кві квіт квітня απρ απριλιου אפריל ابريل"
    ),
    (
        "may mai mayo maggio mag maio mei maj maja majus toukok toukokuuta mayıs kvetna "
        "kve мая маи тра трав "
        "травня μαι μαιου מאי مايو"
    ),
    (
        "june jun juni juin junio giugno giu junho junius iunie iun cze czerwca kesak "
        "kesakuuta haziran haz "
        "cervna cvn июн июня чер черв червня юни ιουν ιουνιου יוני يونيو"
    ),
    (
        "july jul juli juillet juil julio luglio lug julho julius iulie iul lipca heinak "
        "heinakuuta temmuz "
        "tem cervence cvc июл июля лип липня юли ιουλ ιουλιου יולי يوليو"
    ),
    (
        "august aug aout agosto ago augustus augusti agustus agu agustos elok elokuuta "
        "sie sierpnia srpna авг "
        "августа сер серп серпня αυγ αυγουστου אוגוסט اغسطس"
    ),
    (
        "september sep sept septembre septiembre setiembre settembre set setembro "
        "szeptember szept septembrie "
        "wrz wrzesnia syysk syyskuuta eylul eyl zari сен сент сентября вер верес вересня сеп σεπ σεπτ "
        "σεπτεμβριου ספטמבר سبتمبر"
    ),
    (
        "october oct oktober okt octobre octubre ottobre ott outubro out octombrie paz "
        "pazdziernika lokak "
        "lokakuuta ekim eki rijna rij окт октября жов жовт жовтня οκτ οκτωβριου אוקטובר اكتوبر"
    ),
    (
        "november nov novembre noviembre novembro noiembrie noi marrask marraskuuta "
        "kasım kas ноя нояб ноября "
        "лис листоп листопада ное νοε νοεμβριου נובמבר نوفمبر"
    ),
    (
        "december dec dezember dez decembre diciembre dic dicembre dezembro desember des decembrie gru "
        "grudnia jouluk joulukuuta aralık ara prosince дек декабря гру груд грудня δεκ "
        "δεκεμβριου דצמבר "
        "ديسمبر"
    ),
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
"""Names of months as `bare` writes them, and their numbers."""

PARTS_OF_MONTH = (
    (r"last week|letzte woche|derniere semaine|ultima semana|ultima settimana|laatste week", (-7, -1)),
    (r"first week|erste woche|premiere semaine|primera semana|prima settimana|primeira|eerste", (1, 7)),
    (r"\bearly|beginning|start of|anfang|debut|principios|comienzos|inizio|inicio|\bbegin\b", (1, 10)),
    (r"\bmid|middle|mitte|\bmi\b|milieu|mediados|meta|meados|midden|half", (11, 20)),
    (r"\blate|\bend\b|\bende\b|\bfin\b|finales|\bfine\b|\bfim\b|\beind", (21, -1)),
)  # fmt: skip
"""Words for a part of a month, with its first and last day; -1 is the last day, -7 the seventh from it."""

PARTS_OF_DAY = (
    (r"midnight|mitternacht|minuit|medianoche|mezzanotte|meia noite|middernacht", (0, 24)),
    (r"\bnoon\b|midday|mittag\b|\bmidi\b|mediodia|mezzogiorno|meio dia|\bmiddag\b|lunch", (11, 14)),
    (r"afternoon|nachmittag|apres midi|\btarde\b|pomeriggio|namiddag", (12, 18)),
    (r"\bnight\b|tonight|nacht|\bnuit\b|\bnoche\b|\bnotte\b|\bnoite\b", (0, 30)),
    (r"evening|abend|\bsoir|\bsera\b|serata|tardecita|\bavond", (17, 24)),
    (r"morning|vormittag|morgen\b|\bfruh\b|matin|manana|mattin|manha|ochtend", (4, 12)),
    (r"all day|whole day|ganzer tag|ganztags|la journee|todo el dia|tutto il giorno|dia todo", (0, 24)),
)  # fmt: skip
"""Words for a part of a day, with the hours it may lie between; a night may be before or after the day."""

ABOUT = re.compile(
    r"\b(?:about|around|roughly|approx|approximately|circa|ca|ungefahr|etwa|gegen|vers|environ|hacia|sobre|como|"
    r"verso|intorno|cerca|aproximadamente|rond|ongeveer|before|after|vor|nach|avant|apres|antes|despues|dopo|prima|"
    r"depois|voor|na)\b|~|±"
)
"""A time that is not meant to the minute, as `bare` writes it."""


def bare(text: str) -> str:
    """Lower case, without accents; whatever is no letter, digit or one of . : / + - ~ becomes a space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w.:/+~±-]+", " ", plain).split())
