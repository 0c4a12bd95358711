"""What is told about personal data (GDPR articles 13 and 14), in parts, as data.

The legal ground, how long things are kept and who answers for the portal as a whole are proposals
that the agencies have to decide before anyone real uses it; the page says so where it matters.
"""

from dataclasses import dataclass

from portal.i18n.text import Phrase, phrase

AUTHORITY = "Integritetsskyddsmyndigheten (IMY)"
AUTHORITY_URL = "https://www.imy.se/"


@dataclass(frozen=True, slots=True)
class Part:
    """One heading and what is said under it."""

    key: str
    title: Phrase
    says: tuple[Phrase, ...]


PRIVACY = (
    Part("who", phrase("privacy", "Who is responsible"), (
        phrase("privacy", "Each agency is responsible for what it writes here, and for what you send to it."),
        phrase("privacy", "Each agency has a data protection officer. Ask for the officer when you call."),
    )),
    Part("what", phrase("privacy", "What is kept"), (
        phrase("privacy", "Your name, your language, how we reach you, and who works with you."),
        phrase("privacy", "Your plan, your appointments, your messages and the files you send."),
        phrase("privacy", "Your identity number, encrypted. No page shows it."),
        phrase("privacy", "What you have written and not sent is yours. No staff can read it."),
    )),
    Part("why", phrase("privacy", "Why"), (
        phrase("privacy", "So that four agencies can plan together with you, and you need not tell the same thing again."),
        phrase("privacy", "The agencies do this as their task for the public. The portal makes no decision about you."),
    )),
    Part("seen", phrase("privacy", "Who sees it"), (
        phrase("privacy", "Staff of the agency that wrote it, and only those who work with you."),
        phrase("privacy", "Another agency only if you have said yes. You can take that back, and you get the same help."),
        phrase("privacy", "Every time staff open your page, a conversation or a file of yours, it is noted who did it and when. You see it under Me."),
        phrase("privacy", "In their own lists staff see the name of those they work with, whose turn it is and what a message is about. That is not noted each time."),
        phrase("privacy", "Anyone may ask an agency for public records. Secrecy protects what is about you."),
    )),
    Part("long", phrase("privacy", "How long"), (
        phrase("privacy", "What has been sent is public record. Each agency keeps its own for as long as the law on archives and its own rules say."),
    )),
    Part("rights", phrase("privacy", "What you can do"), (
        phrase("privacy", "See and save everything that is kept about you."),
        phrase("privacy", "Say that something is wrong. You get an answer within a month. If it is no, you learn why and how to appeal."),
        phrase("privacy", "Close your account. You get the same help without the portal."),
    )),
    Part("browser", phrase("privacy", "In your browser"), (
        phrase("privacy", "The portal keeps two small things in your browser: that you are signed in, and which language you read. Nothing is sent to anyone else."),
    )),
)  # fmt: skip
