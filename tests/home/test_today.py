"""The participant's first page."""


def test_today_has_everything_in_its_order(reader):
    page = reader("rim", "sv").get("/")
    assert page.heading == "I dag"
    headings = page.texts("main h2")
    assert headings == [
        "Din nästa tid", "Din tur (2)", "Vi arbetar på", "Den här månaden", "Ditt mål", "Behöver du hjälp?",
    ]  # fmt: skip
    assert "Fredag" not in page.texts(".when")[0]
    assert page.texts(".next .when") == ["fredag 27 november"]
    assert page.texts(".next .pill.sun") == ["Om 4 dagar"]
