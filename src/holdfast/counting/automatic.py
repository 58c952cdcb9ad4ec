"""Mail that programs send: what says so itself, what asks for a confirmation, what must not be overlooked."""

import re

from holdfast.model.frame import Frame

_HEADS = ("List-Id", "List-Unsubscribe", "Auto-Submitted")
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


def asks_to_confirm(frame: Frame, row: int) -> bool:
    """Whether the words are those of a list that somebody was signed up for."""
    return _CONFIRM.search(f"{frame.subject[row]} {frame.text[row][:1_000]}") is not None


def may_matter(frame: Frame, row: int) -> bool:
    """Whether the subject is one under which banks, shops and services write of what should not be missed."""
    return _MATTERS.search(frame.subject[row]) is not None
