"""Mail that programs send: what says so itself, what asks for a confirmation, what must not be overlooked."""

import re

from holdfast.model.frame import Frame

_HEADS = ("List-Id", "List-Unsubscribe", "Auto-Submitted")
_HOST = re.compile(r"(?:@|https?://)([a-z0-9][a-z0-9.-]*\.[a-z]{2,})", re.IGNORECASE)
_SHARED_ENDINGS = ("ac", "co", "com", "edu", "gob", "gov", "net", "ne", "or", "org")
_BULK = ("bulk", "list", "auto_reply")
_CONFIRM = re.compile(
    r"confirm|subscri|verify your|activate your|sign(?:ed|ing)? ?up|welcome to|opt[- ]in|"
    r"bestätig|anmeldung|abonn|willkommen|inscri|suscri|bienven|conferma|iscrizi|benvenut|"
    r"aanmeld|bevestig|welkom|potwierd|zapis|witamy|подтверд|подписк|добро пожаловать|"
    r"bekräfta|prenumer|välkommen|bekreft|vahvista|onayla|abone|تأكيد|اشتراك|אישור|पुष्टि|"
    r"確認|登録|订阅|确认|訂閱|구독|확인",
    re.IGNORECASE,
)
_MATTERS = re.compile(
    r"password|passcode|security (?:code|alert)|sign[- ]in|log[- ]in|new device|verification code|"
    r"one[- ]time|two[- ](?:factor|step)|reset|bank|statement|transfer|payment|invoice|order|delivery|"
    r"account (?:was|has)|passwort|kennwort|sicherheit|überweisung|rechnung|bestellung|mot de passe|"
    r"sécurité|virement|facture|commande|contraseña|seguridad|transferencia|factura|pedido|senha|segurança|"
    r"parola d|sicurezza|fattura|ordine|wachtwoord|factuur|hasło|пароль|счёт|заказ|كلمة المرور|密码|"
    r"パスワード|비밀번호",
    re.IGNORECASE,
)


def says_automatic(frame: Frame, row: int) -> bool:
    """Whether an entry says itself that a list or a program sent it."""
    fields = frame.details[row].fields
    return any(name in fields for name in _HEADS) or fields.get("Precedence", "").strip().lower() in _BULK


def sending_service(frame: Frame, row: int) -> str:
    """The domain of whoever sent a mail out: of the address it bounces to, else of its way to unsubscribe.

    Few services send lists for very many shops and clubs. Without either it is the sender's own domain.
    """
    fields = frame.details[row].fields
    for name in ("Return-Path", "List-Unsubscribe"):
        if found := _HOST.search(fields.get(name, "")):
            return registered(found[1])
    by = int(frame.by[row])
    return registered(frame.accounts[by].rpartition("@")[2]) if by >= 0 else ""


def registered(host: str) -> str:
    """The part of a host's name that somebody registered, as far as its form tells: "example.co.uk"."""
    labels = host.lower().strip(".").split(".")
    wide = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED_ENDINGS else 2
    return ".".join(labels[-wide:])


def asks_to_confirm(frame: Frame, row: int) -> bool:
    """Whether the words are those of a list that somebody was signed up for."""
    return _CONFIRM.search(f"{frame.subject[row]} {frame.text[row][:1_000]}") is not None


def may_matter(frame: Frame, row: int) -> bool:
    """Whether the subject is one under which banks, shops and services write of what should not be missed."""
    return _MATTERS.search(frame.subject[row]) is not None
