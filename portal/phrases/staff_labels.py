"""What a staff form calls the values of a phrase. No participant sees these forms."""

from portal.i18n.text import phrase

AGENCY = phrase("parameter", "Agency")
BRINGING = phrase("parameter", "What to bring")
BY = phrase("parameter", "At the latest")
COURSE = phrase("parameter", "Course")
DAY = phrase("parameter", "Which day")
LANGUAGE = phrase("parameter", "Language")
LENGTH = phrase("parameter", "How long")
MONTH = phrase("parameter", "Month")
NAME = phrase("parameter", "Name")
OLD = phrase("parameter", "The old time")
PAPER = phrase("parameter", "Which paper")
PLACE = phrase("parameter", "Place")
TRADE = phrase("parameter", "Kind of work")
WHEN = phrase("parameter", "When")
WHY = phrase("parameter", "Why")
