"""A line of a chat is what the app's own marks say, in any language, and else a message."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats.chat_body import LEFT_OUT, Body, body

L = "\u200e"


def of(text: str, *, has_author: bool = True, is_ios: bool = False, beside: tuple[str, ...] = ()) -> Body:
    return body(text, has_author=has_author, is_ios=is_ios, beside=frozenset(beside))


@pytest.mark.parametrize(
    "text",
    [
        "<Media omitted>", "<Video note omitted>", "<Medien ausgeschlossen>", "<Medien ausgelassen>",
        "<Archivo omitido>", "<Multimedia omitido>", "<Médias omis>", "<Mídia oculta>", "<Media omessi>",
        "<Media weggelaten>", "<メディアなし>", "<미디어 생략>", "<Без медиафайлов>", "<تم استبعاد الوسائط>",
        f"{L}image omitted", f"{L}GIF omitted", f"{L}Bild weggelassen", f"{L}imagen omitida", f"{L}audio omis",
        f"{L}immagine omessa", f"{L}sticker weggelaten", f"{L}图片已省略", "image omitted",
        f"{L}imagem não revelada", f"{L}bild utesluten", f"{L}Kontaktkort uteslutet", f"{L}slika izostavljena",
        f"{L}зображення відсутнє", f"{L}لم يتم إدراج الصورة", f"{L}圖片已略去", f"{L}画像は含まれていません",
        f"{L}ไม่มีรูปภาพ", f"{L}ei kuvaa", f"{L}videota ei sisällytetä", f"{L}document manquant", f"{L}vídeo omès",
        f"{L}GIF retiré", f"{L}Hang kihagyása", f"{L}फ़ोटो हटाई गई", f"{L}fără audio", "<Uten vedlegg>",
        "<Media mancante>", "<Ficheiro não revelado>", "<Medya atlanmış>", "<मीडिया के बिना>", "<Без файл>",
    ],
)  # fmt: skip
def test_a_file_left_out_of_the_export_is_said_to_be_missing(text: str) -> None:
    found = of(text, is_ios=text.startswith(L))
    assert found.kind == "message"
    assert [m.missing for m in found.marks] == [LEFT_OUT]
    assert found.text == ""


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        (
            f"{L}<attached: 00000042-PHOTO-2020-06-07-15-13-20.jpg>",
            "00000042-PHOTO-2020-06-07-15-13-20.jpg",
            "",
        ),
        ("IMG-20210428-WA0001.jpg (file attached)\nlook", "IMG-20210428-WA0001.jpg", "look"),
        ("2015-08-04-PHOTO-00004762.jpg <\u200eattached>", "2015-08-04-PHOTO-00004762.jpg", ""),
        ("4f26.jpg (Datei angehängt)", "4f26.jpg", ""),
        ("my plan.pdf (archivo adjunto)", "my plan.pdf", ""),
        (f"my plan.pdf • {L}3 pages {L}<attached: 00000007-my plan.pdf>", "00000007-my plan.pdf", ""),
        (f"see this {L}<pièce jointe : 00000008-x.jpg>", "00000008-x.jpg", "see this"),
        ("IMG-20210428-WA0001.jpg (xyzzy)", "IMG-20210428-WA0001.jpg", ""),
        ("any thing.bin (xyzzy)", "any thing.bin", ""),
    ],
)
def test_a_file_named_in_a_line_came_with_it(text: str, name: str, written: str) -> None:
    found = of(text, is_ios=L in text, beside=("any thing.bin",))
    assert [m.name for m in found.marks] == [name]
    assert found.text == written


def test_a_document_left_out_keeps_its_name() -> None:
    (mark,) = of(f"report.pdf • {L}3 pages {L}document omitted", is_ios=True).marks
    assert (mark.name, mark.missing) == ("report.pdf", LEFT_OUT)


@pytest.mark.parametrize(
    "text",
    ["<3", "<see you>", "I omitted the image because I was in a hurry and sorry for that", "notes for x.pdf (old one)",
     "<a: b>", "read <that: file> now"],
)  # fmt: skip
def test_what_a_person_writes_is_not_taken_for_the_apps_mark(text: str) -> None:
    found = of(text)
    assert (found.kind, found.text, found.marks) == ("message", text, ())


@pytest.mark.parametrize(
    "text",
    ["This message was deleted", f"{L}You deleted this message.", "Diese Nachricht wurde gelöscht.",
     "Se eliminó este mensaje.", "このメッセージは削除されました。", "تم حذف هذه الرسالة",
     "Detta meddelande raderades", f"{L}Denne besked er blevet slettet", f"{L}Usunąłeś(-ęłaś) tę wiadomość",
     f"{L}Tuto zprávu jste smazal/a.", f"{L}מחקת את ההודעה הזו.", f"{L}لقد حذَفت هذه الرسالة", "这条消息已被删除",
     "이 메시지는 삭제되었습니다", "यह मैसेज डिलीट कर दिया गया है", "Ova je poruka izbrisana",
     "Esta mensagem foi apagada pelo remetente.", f"{L}คุณได้ลบข้อความนี้", "You deleted this message as admin"],
)  # fmt: skip
def test_a_deleted_message_leaves_a_notice(text: str) -> None:
    found = of(text, is_ios=True)
    assert (found.kind, found.fields) == ("notice", {"deleted": "yes"})


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Missed voice call", {"call": "voice", "missed": "yes"}),
        (f"{L}Missed video call, {L}Tap to call back", {"call": "video", "missed": "yes"}),
        (f"{L}Voice call, {L}5 min", {"call": "voice", "length": "5 min"}),
        ("Video call. No answer", {"call": "video", "missed": "yes"}),
        ("Missed voice call at 10:05 PM", {"call": "voice", "missed": "yes"}),
        ("Verpasster Videoanruf um 10:05", {"call": "video", "missed": "yes"}),
        ("Appel vocal manqué à 10:05", {"call": "voice", "missed": "yes"}),
        ("不在着信", {"call": "voice", "missed": "yes"}),
        ("부재중 영상통화", {"call": "video", "missed": "yes"}),
        ("Chamada de vídeo perdida", {"call": "video", "missed": "yes"}),
        ("Videochamada perdida às 10:05", {"call": "video", "missed": "yes"}),
        ("Gemist spraakgesprek", {"call": "voice", "missed": "yes"}),
        ("Zmeškaný videohovor", {"call": "video", "missed": "yes"}),
        ("Nieodebrane połączenie głosowe", {"call": "voice", "missed": "yes"}),
        ("Nem fogadott videohívás", {"call": "video", "missed": "yes"}),
        ("Αναπάντητη βιντεοκλήση", {"call": "video", "missed": "yes"}),
        ("Пропущений аудіодзвінок", {"call": "voice", "missed": "yes"}),
        ("تماس تصویری پاسخ داده نشده", {"call": "video", "missed": "yes"}),
    ],
)
def test_a_call_is_a_call(text: str, fields: dict[str, str]) -> None:
    found = of(text)
    assert (found.kind, found.fields) == ("call", fields)


def test_talking_of_calls_is_a_message() -> None:
    assert of("Voice call later or not").kind == "message"
    assert of("Missed voice call\nwhy").kind == "message"


def test_a_line_without_an_author_is_the_services() -> None:
    assert of("Ana left", has_author=False).kind == "notice"
    changed = of("Ana changed their phone number. Tap to message", has_author=False)
    assert changed.fields == {"number changed": "yes"}


def test_on_a_phone_that_marks_its_own_lines_an_unknown_one_is_a_notice() -> None:
    assert of(f"{L}Dit is een onbekende regel", is_ios=True).kind == "notice"
    assert of(f"{L}Dit is een onbekende regel", is_ios=False).kind == "message"
    assert of(f"{L}<This message was edited>", is_ios=True).kind == "message"


def test_what_stands_for_something_sent_is_a_message() -> None:
    assert of(f"{L}Live location shared", is_ios=True).kind == "message"
    once = of(f"{L}You received a view once message. Open it on your phone.", is_ios=True)
    assert (once.kind, [m.missing for m in once.marks]) == (
        "message",
        ["could be seen only once, on a phone"],
    )
    assert of("view once more", is_ios=True).marks == ()


def test_the_line_about_encryption_is_no_message_of_the_other() -> None:
    assert of("Messages to this chat and calls are now secured with end-to-end encryption.").kind == "notice"
    assert of("Berichten en gesprekken worden end-to-end versleuteld.").kind == "notice"
    assert of("Повідомлення й дзвінки захищено наскрізним шифруванням.").kind == "notice"
    assert of("are messages end-to-end encrypted?").kind == "message"


def test_an_edited_message_loses_the_remark_and_says_so() -> None:
    found = of(f"Moved to 3pm {L}<This message was edited.>", is_ios=True)
    assert (found.text, found.fields) == ("Moved to 3pm", {"edited": "This message was edited."})
    assert of("see <my own words here>").fields == {}


def test_nothing_at_all_is_shown_as_nothing() -> None:
    for text in ("null", ""):
        (mark,) = of(text).marks
        assert "seen only once" in mark.missing


def test_places_polls_and_links_are_found() -> None:
    assert of("Standort: https://maps.google.com/?q=-52.5,13.4").fields == {"location": "-52.5,13.4"}
    assert of("POLL:\nLunch?\nOPTION: Pizza (2 votes)").fields == {
        "poll": "Lunch?",
        "options": "Pizza (2 votes)",
    }
    assert of("POLL:").fields == {"poll": "", "options": ""}
    assert of("a https://example.org/a, and (https://example.org/b)").links == (
        "https://example.org/a",
        "https://example.org/b",
    )


@given(st.text(max_size=300), st.booleans(), st.booleans())
def test_no_text_makes_it_fail(text: str, has_author: bool, is_ios: bool) -> None:
    of(text, has_author=has_author, is_ios=is_ios)


@pytest.mark.parametrize(
    "piece", [" ", "\u200e", "<aa:", "https://maps.google.com/", "x.jpg (", "• ", "\n", "<", "*:"]
)
def test_a_hostile_text_is_read_in_bounded_time(piece: str) -> None:
    text = "x" + piece * ((1 << 20) // len(piece)) + "x"
    start = time.process_time()
    of(text)
    of(text, has_author=False)
    assert time.process_time() - start < 2
