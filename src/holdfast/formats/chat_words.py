"""The words that a chat app writes into its exports, in the languages it is used in.

One regular expression for each meaning. They are matched against text without invisible marks, spaces made
plain, in any case. A word missing here never loses a line: the line is then read by its shape alone.
"""

import re

INVISIBLE = "\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff"
SPACE = " \t\u00a0\u202f\u2007\u2009\u3000"

_MARKS = re.compile(f"[{INVISIBLE}]")
_SPACES = re.compile(f"[{SPACE}]+")


def unmarked(text: str) -> str:
    """The text without the invisible marks that say which way it runs."""
    return text if text.isascii() else _MARKS.sub("", text)


def plain(text: str) -> str:
    """The text as it is matched: no invisible marks, each run of spaces one plain space, none at the ends."""
    text = unmarked(text)
    if "  " in text or "\t" in text or not text.isascii():
        text = _SPACES.sub(" ", text)
    return text.strip()


def _any(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


MORNING = frozenset([
    "am", "vorm", "vormittags", "morgens", "früh", "vm", "fm", "dop", "de", "öö", "ص", "πμ", "午前",
    "上午", "早上", "清晨", "凌晨", "오전", "पूर्वाह्न", "सुबह", "قظ", "صباحا", "قبلازظهر", "sa", "pg",
    "pd", "ddi", "дп", "pre", "priepiet", "rīta", "aamu", "ap", "fh", "ก่อนเที่ยง", "לפנה״צ", "לפנהצ",
])  # fmt: skip
"""Words for the first half of the day, without dots and spaces, in lower case."""

AFTERNOON = frozenset([
    "pm", "nachm", "nachmittags", "abends", "mittags", "nm", "em", "odp", "du", "ös", "م", "μμ",
    "午後", "下午", "晚上", "傍晚", "中午", "오후", "अपराह्न", "शाम", "بظ", "مساء", "بعدازظهر", "ch", "ptg",
    "md", "пп", "pop", "popiet", "ip", "eh", "หลังเที่ยง", "אחה״צ", "אחהצ",
])  # fmt: skip
"""Words for the second half of the day, written the same way."""

NO_HALF = frozenset([
    "klo", "kl", "um", "à", "alas", "ala", "às", "as", "at", "o", "ob", "om", "alle", "ore", "laora",
    "в", "у", "ч", "г", "la", "saat", "pukul", "lúc", "στις", "ساعت", "الساعة", "في", "בשעה", "ב", "uhr",
    "h", "hs", "hrs", "u", "uur", "s", "klokken", "ales", "aux", "оқу", "сағ", "เวลา",
])  # fmt: skip
"""Words beside a time that say nothing about the half of the day."""

OMITTED = _any(
    r"\bomitted\b", r"\babsente?s?\b",
    r"\bomitid[oa]s?\b", r"\bom[eè]s+[oaie]\b", r"\bomis(?:es?)?\b", r"\bocult(?:ad)?[oa]s?\b",
    r"\bomesos?\b",
    r"\bausge(?:lassen|schlossen)\b", r"\bweggel(?:assen|aten)\b", r"\bausgeblendet\b", r"\bomess[oaie]\b",
    r"\beliminati\b", r"\butelämna[dt]\w*", r"\butelatt\b", r"\budeladt\b", r"\bjätetty pois\b",
    r"\bpuuttuu\b", r"\bpominięt\w*", r"\bvynech\w+", r"\bvynechan\w*", r"\bkihagyva\b", r"\bomis[eă]\b",
    r"\bdahil edilmedi\b", r"\bатк?л\w*", r"\bпропущен\w*", r"\bбез медиа\w*", r"\bопущен\w*",
    r"\bотсутству\w*",
    r"\bвилучен\w*", r"\bdihilangkan\b", r"\btidak disertakan\b", r"\b(?:đã|bị) bỏ qua\b", r"\bweggelaat\b",
    r"\bhiányzó\b", r"παραλείφθηκ",
    r"הושמט", r"לא נכלל", r"استبعاد", r"تم حذف الوسائط", r"محذوف[ةه]?$", r"پیوست نشده", r"حذف شد$",
    r"छोड़\S* गया", r"हटाया गया$", r"なし$", r"省略", r"除外", r"略過", r"忽略", r"생략", r"제외",
    r"\bnão revelad[oa]s?\b", r"\bomès\b", r"\buteslut(?:en|et|na)\b", r"\bikke inkludert\b",
    r"\bsløyfet\b",
    r"\buten vedlegg\b", r"\bgif (?:esclusa|retiré)\b", r"\b(?:sticker non incluso|media mancante)\b",
    r"\b(?:fiche contact|document|média) manquante?\b", r"\bmedien fehlen\b", r"\bfără audio\b",
    r"\btidak dimasukkan\b", r"\bdisingkirkan\b", r"\bbỏ qua (?:media|tệp âm thanh|thẻ liên lạc)\b",
    r"\bđã bỏ (?:video|sticker)\b", r"\bizostavljen\w*", r"\bizpuščen\w*", r"\bkihagyás\w*",
    r"\bkép küldése sikertelen\b", r"^ei kuvaa$", r"\bei sisällytet\w+", r"\bjätettiin pois\b",
    r"\bära jäetud\b", r"\bmedya atlanmış\b", r"\bwalang kalakip\b", r"\bbez multivides\b",
    r"\bpraleistas\b", r"(?:зображення|відео|аудіо|картка контакту|медіа\w*) відсутн",
    r"наклейку не додано",
    r"стикер не добавлен", r"\bбез фа[йј]л", r"изостављен", r"файл қосылған жоқ",
    r"(?:αυτοκόλλητο|κάρτα επαφής) παραλήφθηκε", r"παράληψη gif", r"εξαίρεση πολυμέσων",
    r"המדיה הוסרה", r"لم يتم إدراج", r"تم حذف الملصقات", r"نظر ?انداز$", r"نکال دی گئی", r"چھوڑ دیا گیا",
    r"हटाई ग[ईय]ी?$", r"वगळल[ाीे]", r"मीडिया के बिना", r"પડત\S+ મ[ૂુ]ક", r"અવગણ", r"含まれていません", r"已略去",
    r"ไม่มี(?:รูปภาพ|ไฟล์เสียง|สติกเกอร์)", r"ละเว้น", r"(?:วิดีโอ|สื่อ)ถูกลบ",
)  # fmt: skip
"""A picture, film, sound or file that the export leaves out."""

ATTACHED = _any(
    "attached", "angehängt", "anhang", "adjunt", "archivo", "joint", "jointe", "allegat", "anexad", "anexo",
    "bijgevoegd", "bijlage", "bifoga", "vedlagt", "vedhæftet", "liite", "załącz", "příloh", "prilož",
    "csatol", "ataș", "eklen", "ekli", "đính kèm", "lampir", "прикреп", "влож", "додано", "επισυνάφθηκε",
    "συνημμένο", "مرفق", "مُرفق", "پیوست", "ضمیمه", "מצורף", "संलग्न", "अटैच", "แนบ", "附件", "附加",
    "添付", "첨부", "ceangailte", "juntat",
)  # fmt: skip
"""The word beside the name of a file that came with a message."""

DELETED = _any(
    r"(?:this |the )?message was deleted(?: by admin .{0,80})?", r"you deleted this message",
    r"message deleted", r"this message was deleted by .{1,80}", r"diese nachricht wurde gelöscht",
    r"du hast diese nachricht gelöscht", r"(?:se )?elimin(?:ó|aste) este mensaje",
    r"este mensaje fue eliminado", r"mensaje eliminado", r"ce message a été supprimé",
    r"vous avez supprimé ce message", r"message supprimé", r"questo messaggio è stato eliminato",
    r"hai eliminato questo messaggio", r"messaggio eliminato",
    r"(?:esta|essa) mensagem foi (?:apagada|eliminada)", r"(?:você )?apagou (?:esta|essa) mensagem",
    r"mensagem apagada", r"eliminou esta mensagem", r"dit bericht is verwijderd",
    r"u hebt dit bericht verwijderd", r"je hebt dit bericht verwijderd", r"tämä viesti poistettiin",
    r"poistit tämän viestin", r"viesti poistettu", r"(?:det här )?meddelandet raderades",
    r"du raderade (?:det här )?meddelandet", r"denne meldingen ble slettet", r"denne besked blev slettet",
    r"ta wiadomość została usunięta", r"usunięto tę wiadomość", r"bu mesaj silindi", r"bu mesajı sildiniz",
    r"(?:это|данное) сообщение (?:было )?удалено", r"сообщение удалено", r"вы удалили это сообщение",
    r"تم حذف هذه الرسالة", r"(?:لقد )?حذفت هذه الرسالة", r"این پیام حذف شد", r"شما این پیام را حذف کردید",
    r"הודעה זו נמחקה", r"מחקת הודעה זו", r"यह संदेश हटा दिया गया था",
    r"このメッセージは(?:削除|取り消)され?ました", r"メッセージを削除しました", r"삭제된 메시지입니다",
    r"메시지를 삭제했습니다", r"此訊息已刪除", r"你已刪除(?:此|這則)訊息", r"此消息已删除",
    r"你删除了(?:此|这条)消息", r"pesan ini (?:telah )?dihapus",
    r"(?:anda|kamu) (?:telah )?menghapus pesan ini",
    r"acest mesaj a fost șters", r"ai șters acest mesaj", r"s'ha (?:suprimit|eliminat) aquest missatge",
    r"has (?:suprimit|eliminat) aquest missatge", r"ezt az üzenetet törölték", r"törölted ezt az üzenetet",
    r"tato zpráva byla (?:odstraněna|smazána)", r"(?:odstranili|smazali) jste tuto zprávu",
    r"αυτό το μήνυμα διαγράφηκε", r"διαγράψατε αυτό το μήνυμα",
    r"(?:це )?повідомлення (?:було )?видалено", r"ви видалили це повідомлення",
    r"tin nhắn này đã bị x(?:óa|oá)", r"bạn đã x(?:óa|oá) tin nhắn này",
    r"you deleted this message as admin", r"detta meddelande raderades", r"du raderade detta meddelande",
    r"du har tagit bort meddelandet", r"du slettet denne meldingen", r"denne besked er blevet slettet",
    r"du (?:har slettet|slettede) denne besked", r"esta mensagem foi apagada pelo remetente",
    r"aquest missatge (?:s'ha suprimit|està esborrat)", r"has esborrat aquest missatge",
    r"usun(?:ąłeś|ęłaś)(?:\([^()]{1,6}\))? tę wiadomość", r"ați șters acest mesaj",
    r"táto správa bola (?:odstránená|vymazaná)", r"túto správu ste (?:odstránili|vymazali)",
    r"tuto zprávu jste (?:smazal|odstranil)/a", r"ez az üzenet törlésre került",
    r"ezt az üzenetet törölted",
    r"ova (?:je poruka|poruka je) izbrisana", r"izbrisali ste ovu poruku", r"ова порука је обрисана",
    r"to sporočilo je bilo izbrisano", r"to sporočilo ste izbrisali", r"съобщението беше изтрито",
    r"изтрихте това съобщение", r"вы удалили данное сообщение", r"διαγράψατε το μήνυμα",
    r"mesej ini telah dipadam", r"anda telah memadamkan mesej ini", r"ההודעה נמחקה",
    r"מחקת את ההודעה(?: הזו)?",
    r"(?:لقد |أنت )?حذ\u064e?فت هذه الرسالة", r"این پیام حذف شده است",
    r"یہ (?:میسج حذف کر دیا|پیغام حذف کیا) گیا(?: ہے)?",
    r"यह (?:मैसेज डिलीट कर दिया गया है|संदेश मिटाया गया)", r"आपने यह (?:मैसेज डिलीट किया|संदेश मिटाया)",
    r"ข้อความนี้(?:ได้)?ถูกลบ(?:แล้ว)?", r"คุณ(?:ได้)?ลบข้อความนี้", r"이 메시지는 삭제되었습니다",
    r"삭제한 메시지입니다",
    r"이 메시지를 삭제했습니다", r"このメッセージを削除しました", r"这条消息已被?删除", r"信息已删除",
    r"[你您]已?[刪删]除了?(?:此訊息|此消息|这条消息|这个信息)",
)  # fmt: skip
"""What stands where a message was: compared with the whole text, without its full stop."""

EDITED = _any(
    "edited", "bearbeitet", r"edit(?:ó|ad[oa])", "modifié", "modificato", "bewerkt", "muokattu", "redigera",
    "redigert", "redigeret", "edytowa", "upraven", "düzenlendi", "изменено", "отредактировано", "تعديل",
    "ویرایش", "נערכה", "編集", "수정", "編輯", "编辑", "diedit", "संपादित",
)  # fmt: skip
"""The app's own remark at the end of a message that was changed later."""

MISSED = _any(
    "missed", "verpasst", "perdid[ao]", "manqué", "pers[ao]", "gemist", "vastaamaton", "missat", "tapt",
    "ubesvaret", "nieodebran", "zmeškan", "cevapsız", "пропущен", "فائت", "پاسخ", "בלא מענה", "שלא נענ",
    "不在着信", "未接", "부재중", "no answer", "nicht angenommen", "keine antwort", "sin respuesta",
    "pas de réponse", "nessuna risposta", "sem resposta", "geen antwoord", "ei vastausta", "応答なし",
    "छूटी", "मिस", "tak terjawab", "terlepas", "perdud[ao]", "αναπάντητ", "nhỡ", "ที่ไม่ได้รับ",
    "ratat", "nepreluat",
    "nem fogadott", "propušten", "mistet",
)  # fmt: skip
"""A call that was not answered."""

VIDEO = _any(
    "v[ií]d[eé]o", "wideo", "видео", "відео", "βιντεο", "วิดีโอ", "視像", "فيديو", "تصویری", "וידאו",
    "ビデオ", "視訊", "视频", "영상", "görüntülü",
    "वीडियो",
)  # fmt: skip
"""A call with a picture."""

CALL = _any(
    r"(?:(?:missed|silenced) )?(?:group )?(?:voice|video) call(?: from an unknown number)?",
    r"(?:verpasster? )?(?:gruppen-?)?(?:sprach|video)-?anruf",
    r"verpasster gruppen-?(?:sprach|video)?anruf",
    r"(?:llamada|videollamada)(?: de (?:voz|video|vídeo|grupo))?(?: grupal)?(?: perdida)?",
    r"appel (?:vocal|vidéo)(?: de groupe)?(?: manqué)?",
    r"(?:video)?chiamata(?: vocale| di gruppo)?(?: persa)?",
    r"(?:chamada|ligação) de (?:voz|vídeo)(?: perdida)?", r"(?:gemiste )?(?:spraak|video|audio)-?oproep",
    r"(?:vastaamaton )?(?:ääni|video)puhelu", r"(?:missat )?(?:röst|video)samtal",
    r"(?:tapt )?(?:tale|video)anrop", r"(?:ubesvaret )?(?:tale|video)opkald",
    r"(?:nieodebrane )?połączenie (?:głosowe|wideo)", r"(?:cevapsız )?(?:sesli|görüntülü) arama",
    r"(?:пропущенный )?(?:аудио|видео|голосовой )\s?звонок",
    r"مكالمة (?:صوتية|فيديو)(?: فائتة| لم يرد عليها)?",
    r"تماس (?:صوتی|تصویری)(?: بی‌?پاسخ| پاسخ داده نشده| از دست رفته)?",
    r"שיחת (?:קול|וידאו)(?: שלא נענתה)?", r"(?:音声|ビデオ)通話(?:の?不在着信)?",
    r"不在着信(?:（(?:音声|ビデオ)通話）)?", r"(?:未接)?(?:語音|语音|視訊|视频)通[話话]",
    r"(?:부재중 )?(?:음성|영상) ?통화", r"(?:मिस्ड|छूटी हुई) (?:वॉइस|वीडियो) कॉल",
    r"panggilan (?:suara|video)(?: (?:tak terjawab|terlepas))?",
    r"gemist (?:groeps)?(?:spraak|video)gesprek", r"videochamada(?: perdida)?", r"missat samtal",
    r"(?:video)?trucada(?: de (?:veu|vídeo))?(?: perduda)?", r"mistet opkald",
    r"apel (?:vocal|video) (?:ratat|nepreluat)",
    r"nieodebrane poł(?:\.|ączenie)(?: (?:głosowe|wideo))?", r"zmeškaný (?:hlasový )?(?:video)?hovor",
    r"nem fogadott (?:hang|vide[oó])hívás", r"propušteni? (?:glasovni |video ?)poziv",
    r"cuộc gọi nhỡ(?: video)?",
    r"пропущений (?:аудіо|відео)дзвінок", r"αναπάντητη (?:φωνητική |βιντεο)?κλήση",
    r"שיחה קולית(?: שלא נענתה)?",
    r"(?:वॉइस|वीडियो) कॉल मिस हुई", r"부재중 전화",
    r"(?:สาย|วิดีโอคอล|สายโทรวิดีโอ)ที่ไม่ได้รับ", r"未接視像通話",
)  # fmt: skip
"""A call: the first words of the line."""

CALL_TAIL = re.compile(
    r"(?:(?: ?[,.·•،、。]| um| at| a las| à| alle| às| om| klo| в) ?.{1,60}|[.。!])?",
    re.IGNORECASE | re.DOTALL,
)
"""What may follow the words of a call: its length, an hour, an invitation to tap."""

LENGTH = re.compile(r"\d+ ?(?:[^\W\d_]|\d)[^,.·•]{0,30}|\d{1,2}:\d{2}(?::\d{2})?")
"""The length of a call: a number and a unit."""

OPENING = _any(
    r"messages (?:and calls|to this (?:chat|group)|you send to this)\b.{0,40}\b(?:encrypt|secured)",
    r"nachrichten (?:und anrufe|in diesem chat|in dieser gruppe|an diese)\b.{0,60}verschlüssel",
    r"los mensajes y las llamadas están cifrad", r"los mensajes (?:en|de|que envíes a) este (?:chat|grupo)",
    r"les messages et les appels sont (?:chiffrés|protégés)", r"les messages (?:envoyés )?(?:dans|de) ce",
    r"i messaggi e le chiamate sono (?:crittografat|protett)",
    r"i messaggi (?:in|inviati a) questa? (?:chat|gruppo)", r"as mensagens e (?:as )?(?:ligações|chamadas)",
    r"berichten en (?:oproepen|gesprekken) (?:zijn|worden)", r"viestit ja puhelut (?:ovat|on)",
    r"meddelanden och samtal (?:är|krypteras)", r"meldinger og anrop er", r"beskeder og opkald er",
    r"wiadomości i połączenia są", r"mesajlar ve aramalar uçtan uca",
    r"сообщения и звонки (?:защищены|зашифрованы)", r"الرسائل والمكالمات (?:مشفرة|محمية)",
    r"پیام‌?ها و تماس‌?ها", r"ההודעות והשיחות", r"メッセージと通話は", r"메시지와 통화는", r"訊息和通話",
    r"消息和通话", r"संदेश और कॉल", r"मैसेजेस और कॉल्स", r"메시지 및 전화는", r"ข้อความและการโทร",
    r"meldinger og samtaler er", r"els missatges i les trucades", r"mesajele și apelurile",
    r"zprávy a hovory jsou",
    r"správy a hovory sú", r"az üzenetek és hívások", r"poruke i pozivi", r"pesan dan panggilan",
    r"mesej dan panggilan", r"tin nhắn và cuộc gọi", r"повідомлення й дзвінки",
    r"τα μηνύματα και οι κλήσεις",
)  # fmt: skip
"""The line at the head of a chat about encryption, which some exports put under the other's name."""

NOTICE = _any(
    r"\bend-to-end\b", r"\bcreated (?:the |this )?(?:group|community)",
    r"\bchanged (?:the|this|their|to|your)\b", r"\bsecurity code\b", r"\bdisappearing messages\b",
    r"\bmessage timer\b", r"\binvite link\b", r"\bgroup (?:icon|description|settings)\b",
    r"\b(?:was|were|you) added\b", r"\badded (?:you|\+)",
    r"\bgruppe\b.{0,80}(?:erstellt|verlassen|hinzugefügt)",
    r"\bhat (?:den betreff|das gruppenbild|die gruppenbeschreibung)", r"sicherheitsnummer",
    r"telefonnummer.{0,40}ge(?:wechselt|ändert)", r"creó (?:el|este) grupo", r"cambió (?:el|la|su|este) ",
    r"código de (?:seguridad|segurança)", r"mensajes temporales", r"a créé le groupe",
    r"a changé (?:le|la|de|l')", r"messages éphémères", r"code de sécurité", r"ha creato il gruppo",
    r"ha (?:cambiato|modificato) (?:l'|il|la)", r"criou (?:o|este) grupo", r"mudou (?:o|a|de) ",
    r"mensagens temporárias", r"heeft (?:de |deze )?groep", r"heeft (?:het onderwerp|de groeps)",
    r"beveiligingscode", r"создал[аи]? группу", r"изменил[аи]? ", r"код безопасности",
    r"grubu(?:nu)? oluşturdu", r"グループ.{0,60}(?:作成|変更)", r"セキュリティコード",
    r"그룹.{0,60}(?:만들|변경)", r"安全[碼码]", r"أنشأ المجموعة", r"رمز الأمان", r"loi ryhmän",
    r"suojauskoodi", r"skapade gruppen",
)  # fmt: skip
"""What the service itself tells about a chat."""

NUMBER_CHANGED = _any(
    r"changed (?:their|your|his|her) (?:phone )?number", r"changed to \+",
    r"telefonnummer.{0,40}ge(?:wechselt|ändert)", r"cambió su número", r"cambió a \+",
    r"a changé de numéro", r"ha cambiato (?:il )?(?:suo )?numero",
    r"mudou (?:de|o seu|seu) (?:número|telefone)", r"heeft (?:een nieuw|zijn|haar) (?:telefoon)?nummer",
    r"сменил[аи]? номер", r"电话号码", r"電話番号", r"번호를 변경", r"رقم هات", r"telefon numarası",
    r"puhelinnumero",
)  # fmt: skip
"""Somebody has another telephone number now."""

ACTS = _any(
    r"(?:added|removed|left|changed|created|joined|turned|deleted|pinned|updated|started|reset|requested|approved|set)\b",
    r"hat\b", r"(?:añadió|agregó|eliminó|salió|cambió|creó|activó|desactivó|se unió)\b",
    r"(?:a ajouté|a retiré|a quitté|a modifié|a changé|a créé|a activé|a désactivé|a rejoint)\b", r"ha\b",
    r"(?:adicionou|removeu|saiu|mudou|criou|entrou|ativou|desativou)\b", r"heeft\b",
)  # fmt: skip
"""What follows a name that did something, as against a name that something was done to."""

POLL = _any(
    r"(?:poll|umfrage|encuesta|sondage|sondaggio|enquete|peiling|kysely|опрос|anket|投票|アンケート|설문|استطلاع):",
)  # fmt: skip
OPTION = _any(
    r"\s*(?:option|opci[oó]n|opzione|opção|optie|vaihtoehto|вариант|seçenek|選項|选项|選択肢|옵션|خيار): ?",
)  # fmt: skip
"""A poll and the lines of its answers."""

CHAT_NAME = _any(
    r"whatsapp[ -]chat (?:with|mit|con|met|avec|com|med|z|s) (?P<en>.+)",
    r"whatsapp chat ?[-–] ?(?P<ios>.+)",
    r"(?:chat|conversaci[oó]n|historial del chat) (?:de )?whatsapp con (?P<es>.+)",
    r"(?:discussion|conversation) whatsapp avec (?P<fr>.+)", r"conversa do whatsapp com (?P<pt>.+)",
    r"чат whatsapp с (?:контактом )?(?P<ru>.+)", r"whatsapp-keskustelu:? (?P<fi>.+)",
    r"(?:محادثة|دردشة) واتساب مع (?P<ar>.+)", r"与(?P<zh>.+)的whatsapp.*", r"與(?P<tw>.+)的whatsapp.*",
    r"(?P<tr>.+) ile whatsapp sohbeti", r"whatsapp(?:のトーク(?:履歴)?| 대화)[ :\-–]+(?P<ja>.+)",
)  # fmt: skip
"""The name of an exported file, with the name of the chat in one of its groups."""

ONCE = _any(
    r"\bview once\b", r"\beinmal(?:ig|ansicht)", r"\bver una (?:sola )?vez\b", r"\bvue unique\b",
    r"\bvisualizzazione (?:singola|unica)\b", r"\bvisualização única\b", r"\beenmalig\b", "однократн",
    "1回限り", "1 回限り", "한 번 보기", "一次性", "單次檢視", "单次查看", "العرض لمرة واحدة", "tek seferlik",
)  # fmt: skip
"""Something that could be seen only once."""

SENT = _any(
    r"live location", r"live-?standort", r"ubicación en tiempo real", r"localisation en direct",
    r"posizione in tempo",
    r"localização em tempo real", r"live-?locatie", r"waiting for this message",
    r"warten? auf diese nachricht",
    r"esperando (?:el|este) mensaje", r"en attente de ce message", r"in attesa del messaggio",
    r"aguardando (?:a|esta) mensagem",
)  # fmt: skip
"""What the app writes in place of something that somebody sent."""
