"""The titles that columns of an incident log have, in seven languages."""

COLUMNS = {
    "date": (
        "date of incident|incident date|date and time|date/time|date time|day|when|datum|"
        "datum und uhrzeit|tag|datum/uhrzeit|fecha|fecha y hora|fecha del incidente|date et heure|"
        "date de l incident|jour|data|data e ora|data e hora|data dell evento|data do incidente|"
        "datum en tijd|dag"
    ),
    "time": (
        "time of incident|incident time|time of day|approximate time|uhrzeit|zeit|hora|heure|ora|tijd|"
        "tijdstip"
    ),
    "zone": ("timezone|tz|zeitzone|zona horaria|fuseau horaire|fuso orario|fuso horario|tijdzone"),
    "where": (
        "where|place|location|platform|service|where or service|location/platform|ort|wo|ort oder dienst|"
        "plattform|lugar|donde|donde o que servicio|lugar o plataforma|plataforma|lieu|ou|lieu ou service|"
        "plateforme|luogo|dove|piattaforma|local|onde|plaats|waar|locatie"
    ),
    "who": (
        "who|account|name|person|who was it|suspect|wer|konto|quien|cuenta|qui|compte|chi|quem|conta|wie"
    ),
    "technology": (
        "technology|device|technology suspected|technik|gerat|tecnologia|dispositivo|technologie|appareil|"
        "apparaat|techniek"
    ),
    "witnesses": (
        "witness|witness(es)|witness names|zeugen|zeuge|testigos|testigo|temoins|temoin|testimoni|"
        "testimone|testemunhas|testemunha|getuigen|getuige"
    ),
    "reported_to": (
        "reported|police called|police notified|report to|gemeldet an|gemeldet|polizei|anzeige bei|"
        "denunciado a|reportado a|policia|signale a|police|segnalato a|polizia|comunicado a|denunciado|"
        "gemeld bij|politie"
    ),
    "officer": (
        "officer name|officer s name|name of officer|beamter|beamtin|beamter/beamtin|agente|agent|"
        "funcionario|ufficiale|agente de policia|agent de police"
    ),
    "badge": (
        "badge|badge no|badge #|officer badge|dienstnummer|numero de placa|placa|matricule|matricola|"
        "distintivo"
    ),
    "report_number": (
        "report|report no|report #|case number|incident number|reference|police report number|"
        "reference number|aktenzeichen|vorgangsnummer|tagebuchnummer|numero de denuncia|numero de informe|"
        "numero de plainte|numero de proces verbal|numero denuncia|numero do boletim|numero da ocorrencia|"
        "proces verbaal|zaaknummer|aangiftenummer"
    ),
    "evidence": (
        "proof|evidence saved|attachments|screenshots|beweis|beweise|nachweis|pruebas|evidencia|preuve|"
        "preuves|prove|prova|provas|bewijs"
    ),
    "effect": (
        "effect|effects|feelings|how i felt|impact|how it made me feel|wirkung|gefuhle|auswirkung|folgen|"
        "efecto|como me senti|sentimientos|effet|ressenti|effetto|come mi sono sentita|efeito|"
        "como me senti|gevolg|gevoel"
    ),
    "written_down": (
        "recorded on|date recorded|date written|written on|noted on|entry date|aufgeschrieben am|"
        "notiert am|eingetragen am|anotado el|escrito el|fecha de anotacion|note le|ecrit le|annotato il|"
        "scritto il|anotado em|escrito em|opgeschreven op|genoteerd op"
    ),
}
"""Titles of columns by the key of `incident_sheet.Incident`, beside those of our own empty sheet."""

WHAT = (
    "what happened|what was said|what happened / what was said|incident|description of incident|"
    "incident description|was ist passiert|was passiert ist|was geschah|vorfall|que paso|que ocurrio|"
    "lo que paso|que sucedio|incidente|ce qui s est passe|que s est il passe|faits|incident details|"
    "cosa e successo|che cosa e successo|accaduto|fatto|o que aconteceu|ocorrencia|wat is er gebeurd|"
    "wat gebeurde er|voorval|gebeurtenis"
)
"""Titles under which only a log says what happened."""

WHAT_PERHAPS = (
    "what|description|details|event|notes|beschreibung|descripcion|description des faits|descrizione|"
    "descricao|beschrijving|was|que|quoi|cosa|wat"
)
"""Titles under which many tables say something."""
