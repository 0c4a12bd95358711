"""Names that nobody can mistake for a real person: the surname means "example" in her language."""

# Language, its share of the crowd in percent, first names, surname.
LANGUAGES = (
    ("ar", 27, ("Amal", "Basim", "Dalia", "Hadi", "Lina", "Samir"), "Mithal"),
    ("sv", 14, ("Alma", "Bosse", "Elsa", "Gösta", "Maj", "Nils"), "Exempel"),
    ("so", 10, ("Abdi", "Deqa", "Fadumo", "Guled", "Ifrah", "Liban"), "Tusaale"),
    ("fa-AF", 8, ("Farid", "Laila", "Nasir", "Parwin", "Reza", "Zohra"), "Namuna"),
    ("bs", 8, ("Amra", "Damir", "Emina", "Goran", "Jasna", "Senad"), "Primjerović"),
    ("en", 5, ("Abena", "Blessing", "Daniel", "Femi", "Grace", "Kofi"), "Sample"),
    ("ti", 5, ("Abel", "Feven", "Hermon", "Luwam", "Meron", "Yonas"), "Abnet"),
    ("sv-simple", 4, ("Britt", "Kalle", "Lisa", "Olle", "Ulla", "Uno"), "Övning"),
    ("fa", 4, ("Azar", "Behnam", "Darya", "Kian", "Mina", "Omid"), "Nemune"),
    ("ku", 4, ("Azad", "Berfin", "Dilan", "Rojda", "Serhat", "Zîn"), "Mînak"),
    ("ps", 3, ("Gul", "Hamid", "Malala", "Spogmay", "Wali", "Zarmina"), "Belga"),
    ("pl", 3, ("Ania", "Basia", "Jacek", "Marek", "Ola", "Piotr"), "Przykład"),
    ("uk", 3, ("Andrij", "Iryna", "Lesia", "Mykola", "Olha", "Taras"), "Pryklad"),
    ("fi", 2, ("Aino", "Eero", "Helmi", "Jussi", "Kaisa", "Veikko"), "Esimerkki"),
)
STAFF_FIRST = (
    "Anders",
    "Birgitta",
    "Camilla",
    "David",
    "Elif",
    "Fredrik",
    "Gunilla",
    "Hassan",
    "Ingrid",
)
STAFF_LAST = ("Provgren", "Testberg", "Mallström", "Demolund", "Skissdal", "Utkastell")
