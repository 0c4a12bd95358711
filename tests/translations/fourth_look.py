"""A fourth set: what a third blind trial, in the fourteen languages of the portal, taught the rules."""

from tests.translations.po_files import Case

LETTERS = ("You have %(count)s new letter.", "You have %(count)s new letters.")

LATER_FAULTS = (
    Case("Latin letter in an Ethiopic word", "ti", "Write your address.", "ኣድራሻኹም ጽhፉ።", "script"),
    Case("Latin letter in an Arabic word", "fa", "Write your address.", "نشاaنی خود را بنویسید.", "script"),
    Case("question ends as a statement", "fa", "Is the lift broken?", "آیا آسانسور خراب است.", "punctuation", swedish="Är hissen trasig?"),
    Case("lines run together", "bs", "First line\nSecond line", "Prvi red Drugi red", "spaces", swedish="Första raden Andra raden"),
    Case("Cyrillic read as Windows-1251", "uk", "The lift is broken.", "Р›С–С„С‚ Р·Р»Р°РјР°РЅРѕ.", "encoding"),
    Case("weekday alone", "ku", "EEEE", "cccc", "date-pattern", context="date pattern"),
    Case("too long for a button", "sv", "Print", "Skriv ut hela den här sidan", "length", context="button"),
    Case("all forms alike before a word", "uk", LETTERS, ("%(count)s нових листів.",) * 3, "plurals"),
    Case("nothing is bold", "uk", "Bring <strong>all</strong> papers.", "Візьміть <strong></strong>усі документи.", "markup"),
    Case("a comment of HTML", "so", "The lift is broken.", "Wiishku waa jabanyahay <!-- x -->.", "markup"),
    Case("German letter in Swedish", "sv", "Write your address.", "Skriv din adreß.", "script"),
    Case("Romanian letter in Polish", "pl", "Write your address.", "Napisz swój adreș.", "script"),
    Case("decimal sign lost", "uk", "At most 2.5 hours", "Щонайбільше 25 годин", "numbers", swedish="Högst 2,5 timmar"),
    Case("decimal sign added", "bs", "At most 25 hours", "Najviše 2,5 sata", "numbers"),
    Case("Swedish word left", "ti", "Use the code.", "ነቲ kod ተጠቐሙ።", "script", swedish="Använd koden."),
    Case("Persian letter in Arabic", "ar", "Use the code.", "استخدام الرمژ.", "script"),
    Case("space before a comma and none behind", "pl", "If so, write.", "Jeśli tak ,napisz.", "spaces"),
    Case("product lost", "so", "Sign in with BankID.", "Ku soo gal aqoonsiga bangiga.", "names", swedish="Logga in med BankID."),
    Case("stop lost behind an address", "ti", "Read the page www.skane.se.", "ገጽ www.skane.se ኣንብቡ", "punctuation"),
)  # fmt: skip

LATER_RIGHT = (
    Case("number behind a dash", "uk", LETTERS, ("Кількість нових листів — %(count)s.",) * 3),
    Case("stop behind an address, or behind a word", "ti", "Read the page www.skane.se.", "ገጽ www.skane.se ኣንብቡ።"),
    Case("decimal sign of the language", "bs", "At most 2.5 hours", "Najviše 2,5 sata"),
    Case("phone written together", "ar", "Call 040-34 50 00.", "الرقم 040-345000 للاتصال."),
    Case("thousands", "fi", "It costs 12,500 kronor.", "Se maksaa 12 500 kruunua."),
    Case("list in Persian", "fa", "Choose: a) papers, b) travel.", "انتخاب کنید: الف) مدارک، ب) رفت‌وآمد."),
    Case("one of several", "ru", "Please turn on cookies.", "Включите cookie."),
    Case("unit in Cyrillic", "uk", "Photo, 5 kB", "Фото, 5 кБ", swedish="Foto, 5 kB"),
    Case("Latin words of the source", "ar", "Press “help” in the app.", "يُرجى الضغط على (help) في التطبيق."),
    Case("product with an ending", "fi", "Sign in with BankID.", "Kirjaudu sisään BankID:llä.", swedish="Logga in med BankID."),
    Case("address in brackets", "bs", "Read more (https://www.skane.se).", "Pročitajte više (https://www.skane.se)."),
    Case("a few words on a button", "fi", "Log out", "Kirjaudu ulos palvelusta", context="button", swedish="Logga ut"),
    Case("signs that HTML must write otherwise", "so", "Coffee &amp; bread &lt; tea", "Qaxwo &amp; rooti &lt; shaah"),
    Case("Ukrainian capitals", "uk", "IMPORTANT", "СІМ'Я РІК РОСІЯ"),
    Case("Latin name with an ending", "ti", "Open BankID", "ንBankID ክፈቱ"),
    Case("abbreviation for a row", "sv", "Photos and so on …", "Foton m.m."),
    Case("Persian stop as in the source", "fa", "The lift is broken.", "آسانسور خراب است."),
)  # fmt: skip
