"""Words that a screen is full of: left in another language they are untranslated, not names."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(word.strip() for word in listed.replace("\n", " ").split(","))


# Commands and labels in English.
SCREEN_WORDS = _words("""
about, account, add, address, all, answer, appointment, appointments, attachment, back, cancel,
cancelled, change, changed, choose, close, comment, comments, confirm, contact, continue, create,
date, day, delete, description, details, done, download, edit, error, file, files, finished, help,
hide, home, language, less, list, loading, login, logout, message, messages, month, more, name,
new, next, no, none, notifications, open, other, page, password, phone, plan, planned, previous,
print, privacy, profile, question, questions, read, ready, register, remove, reply, save, search,
select, send, settings, share, show, sign, start, step, steps, stop, submit, success, team, time,
title, today, tomorrow, update, upload, user, username, view, waiting, warning, week, welcome,
write, year, yes, yesterday, your
""")

# The same in Swedish.
SWEDISH_SCREEN_WORDS = _words("""
anteckning, avbryt, bekräfta, bort, dag, datum, dela, dölj, fortsätt, fråga, frågor, föregående,
hem, hjälp, idag, igår, imorgon, inställd, inställningar, ja, klar, klart, konto, logga, lägg,
läs, lösenord, meddelande, meddelanden, mer, mindre, månad, namn, nej, ny, nya, nytt, nästa, sida,
skicka, skriv, spara, språk, steg, stäng, svar, svara, sök, ta, tid, tider, till, tillbaka, vecka,
visa, välj, välkommen, väntar, ändra, år, öppna
""")

# The same word in most languages.
INTERNATIONAL = _words("""
a, actor, admin, adress, album, alias, am, android, api, app, apple, april, arabic, audio, august,
b, bank, bankid, blog, browser, bus, c, center, centrum, chat, cm, code, cookie, cookies, css,
csv, cv, d, dari, data, december, digital, doctor, e, e-mail, editor, email, error, etc, eur,
euro, excel, export, extern, facebook, faq, februari, film, final, format, foto, freja, gb,
general, gif, github, google, gps, h, hospital, hotel, html, http, https, i, ical, ics, id, idea,
import, info, intern, internet, ip, iphone, januari, journal, jpeg, jpg, json, kb, kg, kiosk, km,
kod, kr, kurmanji, link, linux, local, logo, m, mac, mail, malmö, max, maximum, mb, menu, metro,
min, minimum, mm, mms, mobil, mobile, monitor, n, name, no, normal, november, nr, o, offline, ok,
oktober, online, original, paragraph, park, pashto, passkey, pdf, person, pgp, pin, plan, pm, png,
portal, praktik, problem, qr, radio, region, reklam, s, sek, september, server, skype, sms,
social, somali, sorani, ssh, stadion, start, station, status, stop, svg, system, taxi, team,
teams, telefon, terminal, test, text, tigrinja, tor, total, trend, tv, twitter, url, usb, utf-8,
version, video, vs, web, whatsapp, wifi, windows, word, www, x, xml, y, youtube, z, zip, zoom
""")
