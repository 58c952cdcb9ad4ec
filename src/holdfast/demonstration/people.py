"""The invented people. Every number and address is one reserved for examples; nobody here lives."""

import msgspec


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """`phone` is written as a telephone writes it; `saved_as` the name in the address book, "" if not saved.

    `ip` is the internet address that their provider notes in the mails they send.
    """

    name: str
    mail: str = ""
    phone: str = ""
    saved_as: str = ""
    ip: str = ""


MAYA = Person(
    name="Maya Lindqvist-Okoro",
    mail="maya.lindqvist@example.org",
    phone="+447700900111",
    saved_as="Maya",
    ip="192.0.2.14",
)

ROWAN = Person(
    name="Rowan Ashdown",
    mail="rowan.ashdown@example.com",
    phone="+447700900142",
    saved_as="Rowan",
    ip="203.0.113.77",
)

# Accounts that appear after the block, written as if one person held them all. A case never says so.
CERAMICS = Person(name="R. Ceramics", mail="r.ashdown.ceramics@example.net", ip="203.0.113.77")
WELLWISHER = Person(name="A well-wisher", mail="a.friend.of.yours@example.com", ip="198.51.100.23")
EVENINGS = Person(name="Evening Class", mail="evening.class.2025@example.net", ip="2001:db8:77::42")
SECOND_NUMBER = Person(name="", phone="+447700900377")
THIRD_NUMBER = Person(name="", phone="+447700900508")

TILDA = Person(
    name="Tilda Marchetti",
    mail="tilda.marchetti@example.com",
    phone="+447700900201",
    saved_as="Tilda Marchetti",
    ip="192.0.2.61",
)
INGRID = Person(
    name="Ingrid Lindqvist",
    mail="ingrid@example.net",
    phone="+447700900202",
    saved_as="Ingrid",
    ip="192.0.2.88",
)
LUCIA = Person(
    name="Lucía Fernández",
    mail="lucia.fernandez@example.com",
    phone="+447700900203",
    saved_as="Lucía",
    ip="192.0.2.120",
)
BETTINA = Person(
    name="Bettina Crowhurst",
    mail="b.crowhurst@library.example.org",
    phone="+447700900204",
    saved_as="Bettina (work)",
    ip="192.0.2.200",
)
LANDLORD = Person(
    name="Gwilym Pryce",
    mail="lettings@pryce.example.com",
    phone="+447700900205",
    saved_as="Mr Pryce",
    ip="192.0.2.33",
)
MAHA = Person(name="مها", phone="+447700900206", saved_as="Maha (no 12)")
YAEL = Person(
    name="יעל כהן", mail="yael@example.net", phone="+447700900207", saved_as="Yael", ip="192.0.2.141"
)
ANJALI = Person(
    name="अंजलि", mail="anjali@example.org", phone="+447700900208", saved_as="Anjali", ip="192.0.2.9"
)
DARYA = Person(
    name="Дарья Лунина", mail="darya@example.com", phone="+447700900209", saved_as="Darya", ip="192.0.2.77"
)

# Newcomers who have nothing to do with it: new accounts appear in every life.
DENTIST = Person(name="Mill Lane Dental", phone="+447700900820")
COURIER = Person(name="Parcel", phone="+447700900640")
NEIGHBOUR = Person(name="Idris", phone="+447700900655", mail="idris.no14@example.com", ip="192.0.2.150")
RECRUITER = Person(name="Oak & Linden Careers", mail="hello@careers.example.net", ip="192.0.2.170")
COLLEAGUE = Person(
    name="Priya Raman", mail="p.raman@library.example.org", phone="+447700900661", ip="192.0.2.200"
)
PLUMBER = Person(name="Plumber", phone="+447700900672")

COURSE_ACCOUNTS = (ROWAN, CERAMICS, WELLWISHER, EVENINGS, SECOND_NUMBER, THIRD_NUMBER)
