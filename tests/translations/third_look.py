"""A third set: what a blind trial, and the published catalogs of another project, taught the rules."""

from tests.translations.po_files import Case

DAYS = ("%d day", "%d days")

OTHER_FAULTS = (
    # values as other programs write them
    Case("numbered and not", "ja", "Copied %s to %s.", "%2$s に %s をコピーしました。", "placeholders", flags="c-format"),
    Case("dollar away", "fr", "Pay ${amount} now", "Payez {amount} maintenant", "placeholders"),
    Case("template value translated", "de", "Welcome {{ user }}", "Willkommen {{ benutzer }}", "placeholders"),
    Case("at sign", "es", "Hello @name, welcome", "Hola @nombre, bienvenido", "placeholders"),
    Case("colon", "fr", "The :attribute field is required.", "Le champ :attribut est obligatoire.", "placeholders"),
    Case("Ruby", "fi", "Hello %{name}", "Hei %{nimi}", "placeholders"),
    Case("Qt", "de", "File %1 of %2", "Datei %1 von 2", "placeholders"),
    Case("empty form alone in the file", "uk", DAYS, ("%d день", "", "%d днів"), "plurals", 1, flags="c-format"),
    Case("singular for plural", "de", ("%(count)s day", "%(count)s days"), ("%(count)s Tage", "%(count)s Tag"), "plurals"),
    # addresses, marks
    Case("page", "de", "See https://example.org/help for more.", "Mehr unter https://example.org/hilfe im Netz.", "security"),
    Case("mailbox", "es", "Write to support@example.org.", "Escriba a ayuda@example.org.", "security"),
    Case("Markdown link", "fr", "Read [the guide](https://e.org/a).", "Lisez [le guide] (https://e.org/a).", "markup"),
    Case("bold lost", "de", "**Note:** closed", "**Hinweis: geschlossen", "markup"),
    Case("menu key lost", "de", "&Open", "Öffnen", "markup"),
    Case("menu keys", "fr", "&Save as", "&Enregistrer &sous", "markup"),
    # numbers
    Case("amount with unit lost", "es", "At most 3 files of 10 MB.", "Como máximo 3 archivos.", "numbers"),
    Case("megabytes to gigabytes", "nb", "The file is 10 MB.", "Filen er 10 GB.", "numbers"),
    Case("percent sign lost", "ru", "Only 5 % left", "Осталось только 5", "numbers"),
    Case("escaped twice", "de", "Terms &amp; conditions", "Regeln &amp;amp; Bedingungen", "markup"),
    Case("Latin letter in a Greek word", "el", "Save", "Αποθήκευσn", "script"),
    Case("Latin letters in a Serbian word", "sr", "Download", "Пreузми", "script"),
    # spaces and signs
    Case("inside brackets", "it", "Name (optional)", "Nome ( facoltativo )", "spaces"),
    Case("word before a value", "fr", "Hello %(name)s, welcome", "Bonjour%(name)s, bienvenue", "spaces"),
    Case("word behind a value", "pl", "Send %(count)s forms.", "Wyślij %(count)sformularzy.", "spaces"),
    Case("line breaks lost", "de", "Dear customer,\nthank you.", "Liebe Kundin, danke.", "spaces"),
    Case("code of a letter", "tr", "Open", "A\\u00e7", "syntax"),
    Case("stop lost after a short word", "sv", "You can do it.", "Du kan göra det", "punctuation"),
    Case("stop added after a short word", "sv", "Show more of it", "Visa mer av det nu.", "punctuation"),
    Case("Chinese stop lost", "zh", "You can close the page.", "您可以关闭页面", "punctuation"),
    Case("Spanish opening", "es", "Are you sure?", "Está seguro?", "punctuation"),
    # letters
    Case("small first letter", "sv", "Save the file", "spara filen", "case"),
    Case("small first letter of a button", "uk", "Send", "надіслати", "case", context="button", swedish="Skicka"),
    Case("capitals", "de", "Save the file", "SPEICHERN DIE DATEI", "case"),
    Case("euro", "fr", "Price in euro: €", "Prix : â‚¬", "encoding"),
    Case("Russian in another encoding", "ru", "Choose", "Ð’Ñ‹Ð±Ñ€Ð°Ñ‚ÑŒ", "encoding"),
    Case("sentence begins twice", "sv", "If you cannot come", "Om om du inte kan komma", "repeated"),
    Case("mark beside its own letters", "ar", "Your answer", "جوابك\u200f هنا", "invisible"),
    Case("mark in Swedish", "sv", "Your answer", "Ditt \u200fsvar", "invisible"),
    Case("empty isolate", "ar", "Your answer", "جوابك \u2066\u2069 هنا", "invisible"),
    # leftovers
    Case("lorem", "it", "Write to us", "Lorem ipsum dolor", "untranslated"),
    Case("to do", "de", "Write to us", "TODO: übersetzen", "untranslated"),
    Case("key", "es", "Invalid address", "error.address.invalid", "untranslated"),
    Case("twice", "de", "Save", "SpeichernSpeichern", "repeated"),
    Case("a machine's excuse", "sv", "Your name", "Som en AI-språkmodell kan jag inte översätta detta", "untranslated"),
    Case("choice", "it", "Close", "Chiudi / Chiudere", "untranslated"),
    Case("note", "de", "Save", "Speichern [verb, not noun]", "untranslated"),
)  # fmt: skip

OTHER_RIGHT = (
    # values
    Case("named otherwise than count", "en", ("%(n)s day", "%(n)s days"), ("one day", "%(n)s days")),
    Case("Arabic with another name", "ar", ("%(n)s day", "%(n)s days"), ("لا أيام", "يوم واحد", "يومان", "%(n)s أيام", "%(n)s يومًا", "%(n)s يوم")),
    Case("Polish one with a type", "pl", ("%d file", "%d files"), ("Jeden plik", "%d pliki", "%d plików"), flags="c-format"),
    Case("Chinese character behind", "ja", DAYS, ("写真%d枚",), flags="c-format"),
    Case("braces that are shown", "de", "Use {{name}} here.", "Hier {{name}} verwenden.", flags="python-brace-format"),
    Case("template value moved", "ja", "{{ user }} sent {{file}}", "{{file}} は {{ user }} から"),
    Case("mailbox is no value", "de", "Write to a@b.org or c@d.org", "An a@b.org oder c@d.org"),
    Case("time is no value", "sv", "From 8:30 to 9:15: open", "Från 8.30 till 9.15: öppet"),
    Case("ordinal", "de", "{}th", "{}."),
    # marks
    Case("mailbox as an example", "sv", "Like this: name@example.com", "Så här: namn@exempel.se"),
    Case("ampersand in a name", "de", "Q&A", "Fragen & Antworten"),
    Case("menu key in Japanese", "ja", "&File", "ファイル(&F)"),
    Case("menu key moved", "de", "_Open", "Ö_ffnen"),
    Case("address in the language inside a tag", "pl", '<a href="https://e.org/en/x">more</a>', '<a href="https://e.org/pl/x">więcej</a>'),
    Case("code as quotation", "fr", "the `%(name)s` object", "l’objet « %(name)s »"),
    # directions
    Case("isolates in pairs", "ar", "Call %(phone)s.", "اتصل بالرقم \u2066%(phone)s\u2069."),
    Case("marks round a number", "fa", "Call 112 now", "به \u200e112\u200e زنگ بزنید"),
    Case("mark behind signs of a Latin name", "he", "C# and C++", "C#\u200f ו־C++\u200f"),
    Case("a language's own name", "ku", "Language: Arabic", "Ziman: Erebî (العربية)"),
    Case("quotation right to left", "ar", "Press “Send”.", "اضغط ”إرسال“."),
    # numbers
    Case("full hours", "sv", "Nothing between 20:00 and 08:00", "Inget kl. 20–08"),
    Case("none", "ar", "0 of %(cnt)s selected", "لا شيء محدد من %(cnt)s"),
    Case("month", "ja", "Aug.", "8月"),
    Case("megabytes", "ar", "%s MB", "%s م.ب"),
    Case("percent as a word", "uk", "Only 5 % left", "Залишилося лише 5 відсотків"),
    Case("megabytes in Cyrillic", "uk", "The file is 10 MB.", "Файл має 10 МБ."),
    # signs
    Case("Armenian question", "hy", "Where is the office?", "Որտե՞ղ է գրասենյակը"),
    Case("Armenian full stop", "hy", "The file was saved.", "Ֆայլը պահվեց։"),
    Case("question that ends as a statement", "ja", "Are you sure?", "よろしいですか。"),
    Case("abbreviation at the end", "sv", "and so on", "och så vidare m.m."),
    Case("short ending", "fr", "Slug (up to %(n)s)", "Slug (jusqu’à %(n)s car.)"),
    Case("genitive", "sv", "The plan of %(name)s", "%(name)ss plan"),
    Case("case ending", "fi", "In %(place)s", "%(place)sssa"),
    Case("times", "de", "%(n)s times", "%(n)smal"),
    # letters
    Case("language in small letters", "fr", "English", "anglais"),
    Case("Uzbek in small letters", "pl", "Uzbek", "uzbecki"),
    Case("weekday in small letters", "sv", "Monday morning", "måndag morgon"),
    Case("product", "sv", "App Store for iPhone", "iPhone-butiken"),
    Case("formula", "de", "Many-to-many relation", "n:m-Beziehung"),
    Case("abbreviation in capitals", "sv", "Personal identity number", "PNR"),
    Case("cognate", "fr", "Date:", "Date :"),
    Case("a term in a link", "ru", "Install <a href=\"x\">docutils</a>.", "Установите <a href=\"x\">docutils</a>."),
    Case("Norwegian", "nb", "You may edit it again below.", "Du kan endre det igjen nedenfor."),
    Case("twice in German", "de", "Make sure that it is right.", "Prüfen Sie, dass es es ist."),
    Case("reduplication", "id", "The children", "Anak anak"),
    Case("slash", "bs", "He or she answered.", "Odgovorio/la je."),
)  # fmt: skip
