"""Ordinary life: what friends, family, work and the street write. None of it has to do with the course."""

# ruff: noqa: E501 - a message to a line is easier to read.

TILDA_SAYS = (
    "Morning! Did you sleep?",
    "I found the recipe 🎉 the one with the lemons",
    "Film on {day}? There is the one with the whales",
    "I am at the stop already, take your time",
    "My cat sat on the clay. It is modern art now 😹",
    "Bring a coat, it is colder than it looks",
    "Are you coming over on {day}?",
    "Shopping list:\n- bread\n- {thing}\n- something green",
    "You left your umbrella here again",
    "Guess who is learning the trombone",
    "The {thing} was on offer, I got two",
    "Can you water the tomatoes on {day}?",
    "Thinking of you. Tea any time ❤️",
    "Running ten minutes late, sorry",
    "The exhibition is open until {day}",
    "That made me laugh so much on the bus",
    "I can walk with you to the stop on {day} if you like",
    "New café by the canal, they have {thing} cake",
    "Did the landlord fix the tap?",
    "Happy half birthday!!",
)
MAYA_SAYS = (
    "Ha, yes!",
    "On my way",
    "{day} works for me 🙂",
    "I will bring {thing}",
    "Thank you, you are the best",
    "Long day, going to bed early",
    "Can we do {day} instead?",
    "Library was full today, all the school classes",
    "I took the 41 today. Slower but there is a view",
    "Yes please, walk with me",
    "I am fine, just tired",
    "😂😂",
    "Tap still drips. He says {day}",
    "Save me a slice",
    "Just got home",
)
TILDA_BETWEEN = (
    ("2025-04-21 18:31", "Tilda Marchetti", "<Media omitted>"),
    ("2025-05-11 12:15", "Maya", "You deleted this message"),
    ("2025-06-14 17:55", "Maya", "I will write it today. One time, clear, and then no more."),
    ("2025-06-14 17:58", "Tilda Marchetti", "I am next to you. Keep a copy of everything ❤️"),
    ("2025-06-29 16:40", "Maya", "I changed to the 41 so that I walk less in the dark"),
    ("2025-08-03 22:02", "Maya", "My phone does not stop tonight"),
    ("2025-08-03 22:04", "Tilda Marchetti", "Put it in the drawer and come over. <This message was edited>"),
    ("2025-09-14 19:20", "Tilda Marchetti", "This message was deleted"),
)
THINGS = (
    "pears",
    "rhubarb",
    "walnuts",
    "a torch",
    "mint",
    "lentils",
    "candles",
    "plums",
    "oat milk",
    "string",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

INGRID_TEXTS = (
    "Mum says hello. Ring her on {day}?",
    "Shop was busy, sold all the {thing} prints!",
    "Train gets in at ten past four, platform two",
    "Are you eating properly",
    "I have your old {thing} book, do you want it?",
    "Love you. Lock the door x",
    "Can you send me the picture of the pier 🌊",
    "Home. Feet up.",
    "{day} dinner is on",
    "Got it, thanks!",
)
MAYA_TEXTS = ("Will do", "Ha! Yes", "On the bus", "See you {day}", "Thanks, sis ❤️", "I will ring tonight")

NEWCOMER_TEXTS = (
    (
        "DENTIST",
        "2025-06-23 10:00:04",
        "Mill Lane Dental: reminder of your appointment on 30/06 at 08:40. Reply C to confirm.",
    ),
    ("COURIER", "2025-06-26 11:42:51", "Your parcel is out for delivery today between 12:10 and 13:10."),
    ("NEIGHBOUR", "2025-07-05 18:20:33", "Hi, Idris from number 14. I took in a parcel for you!"),
    ("COLLEAGUE", "2025-07-08 08:12:19", "Hi Maya, Priya here (new at the desk). Could we swap Saturday?"),
    ("PLUMBER", "2025-07-17 09:31:45", "Plumber for mr Pryce. I can do the tap Friday 9 to 11"),
    ("COURIER", "2025-07-22 10:15:07", "Your parcel is out for delivery today between 14:30 and 15:30."),
    ("NEIGHBOUR", "2025-07-29 20:02:10", "Bins are tomorrow this week because of the holiday 🙂"),
    (
        "DENTIST",
        "2025-08-25 10:00:03",
        "Mill Lane Dental: it is time to book your check-up. Call us any weekday.",
    ),
    ("COLLEAGUE", "2025-09-09 17:44:38", "Thank you for covering! I owe you a coffee ☕"),
    ("COURIER", "2025-09-18 09:58:26", "Your parcel was left with a neighbour at number 14."),
)

OTHER_SCRIPTS = (
    ("MAHA", "2025-03-30 08:05:12", "عيد مبارك يا مايا! كل عام وأنتِ بخير 🌙"),
    ("LUCIA", "2025-04-08 21:14:40", "¡Hola guapa! ¿Vienes en junio? Te echo de menos 😘🎶"),
    ("ANJALI", "2025-04-14 18:30:27", "नमस्ते माया, शनिवार को मिलते हैं? 😊"),
    ("YAEL", "2025-04-20 12:00:55", "חג שמח מאיה! מתי נשתה קפה? ☕"),
    ("DARYA", "2025-05-09 16:21:09", "Привет, Майя! Книга пришла, спасибо большое 📚"),
    ("MAHA", "2025-06-06 09:12:33", "صباح الخير، تركت لكِ بعض التمر عند الباب"),
    ("LUCIA", "2025-06-21 23:40:18", "Ya tengo el billete 🛫 ¡llego el 9 de agosto!"),
    ("ANJALI", "2025-07-11 19:03:44", "तुम्हारी चाय बहुत अच्छी थी। फिर आऊँगी!"),
    ("YAEL", "2025-08-01 10:48:02", "התמונה מהמזח יפהפייה 🌊"),
    ("DARYA", "2025-09-13 20:37:51", "Когда увидимся? Я испекла пирог с яблоками 🍎"),
)

WORK_MAILS = (
    (
        "Rota for next week",
        "Hello all,\n\nthe rota for the week of {date} is on the board. Maya, you have the {shift} on Monday.\n\nBettina",
    ),
    ("Story hour", "Forty children and one drum on {date}. Thank you for your patience.\n\nBettina"),
    (
        "Keys",
        "Please sign the key book. The side door sticks again; the caretaker knows since {date}.\n\nBettina",
    ),
)
LANDLORD_MAILS = (
    (
        "Rent received",
        "Dear Ms Lindqvist-Okoro,\n\nrent for the month of {month} received with thanks.\n\nG. Pryce",
    ),
    ("The tap", "Dear Ms Lindqvist-Okoro,\n\nthe plumber is told. He will ring you in {month}.\n\nG. Pryce"),
)
FRIEND_MAILS = (
    (
        "INGRID",
        "Sunday",
        "Hello you,\n\nMum wants to know about {date}. I said you bring {thing}.\n\nI.\n\n> Did you ask her about the train?",
    ),
    (
        "LUCIA",
        "¡Cuéntame!",
        "Querida Maya:\n\n¿qué tal todo? Aquí hace calor y en la tienda ya hay {thing} 😄 Te llamo el {date}.\n\nUn abrazo fuerte,\nLucía",
    ),
    ("TILDA", "Tickets", "Two for the whales on {date}. You bring {thing}, I bring the cat stories.\n\nT x"),
    ("YAEL", "שבת שלום", "שלום מאיה,\n\nנפגשים ב-{date}? אביא {thing}.\n\nיעל"),
    ("DARYA", "Привет из дома", "Здравствуй, Майя!\n\nприезжай {date}, будет пирог.\n\nДарья"),
    ("ANJALI", "शनिवार", "प्रिय माया,\n\n{date} को आना, हम साथ खाना बनाएँगे।\n\nअंजलि"),
)

NEWCOMER_MAILS = (
    (
        "2025-07-22 08:30:00",
        "RECRUITER",
        "A post near you",
        "Dear Maya,\n\nwe have a post for a reader of maps. Shall we talk?\n\nOak & Linden",
    ),
    (
        "2025-08-29 19:40:00",
        "NEIGHBOUR",
        "Street party",
        "Hello number 16,\n\nthe street party is on 13 September. Bring chairs!\n\nIdris, no 14",
    ),
)

# Colleagues were asked about her: they tell it in passing.
ASKED = (
    (
        "2025-04-22 16:10:05",
        "Somebody asked for you",
        "Hi Maya,\n\nsomeone from your pottery class came by and asked which days you are in. I said I would pass on a message. All right?\n\nBettina",
    ),
    (
        "2025-06-09 15:35:22",
        "Flowers for you",
        "Hi Maya,\n\nflowers came for you at the desk, no card. I put them in water in the staff room.\n\nBettina",
    ),
    (
        "2025-07-29 11:20:48",
        "Phone at the desk",
        "Hi Maya,\n\na caller wanted to know when you are back from holiday and would not give a name. I did not say.\n\nBettina",
    ),
)
